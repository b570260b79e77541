"""Runs of the gate made by hand: what a format gets, without the stages that would make it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module

from auditor.formats import CHECK_FORMATS
from auditor.model import (
    Checked,
    Document,
    Finding,
    Location,
    Rule,
    Score,
    Severity,
    Span,
    TextOrigin,
    Verdict,
)

RULES = (
    Rule("AUD101", "repeated-fragment", "warning", "the same text again"),
    Rule("AUD202", "interleaved-copies", "error", "two or more copies woven together"),
    Rule("AUD304", "dangling-reference", "note", "an annex named but absent"),
)
BY_SEVERITY = {rule.severity: rule for rule in RULES}

ESC, C1, BIDI, LONE = "\x1b[31m", "\x9b31m", "\u202e", "\ud800"
HOSTILE = (
    f"{ESC}red{C1} {BIDI}abc {LONE} \0 \ufffe </script><img src=x onerror=alert(1)> ]]> "
    "| `code` **bold** [click](https://evil.example) www.evil.example @everyone #1 {0} {{ "
    "$x$ ~~no~~ <!-- --> &amp; % \r\n::error::owned\n##[group]x ##vso[task.complete]y"
)


def found(
    *spans: tuple[int, int],
    severity: Severity = "error",
    message: str = "A passage stands twice.",
    phrase: str = "the same again",
    suggestion: str | None = "Keep the first.",
    fingerprint: str = "00" * 8,
) -> Finding:
    """A finding of the rule with this severity; the spans are of the scrape."""
    rule = BY_SEVERITY[severity]
    places = tuple(Location("scrape", Span(*span), phrase) for span in spans)
    return Finding(rule.id, rule.name, severity, message, places, fingerprint, suggestion)


def checked(
    text: str,
    *findings: Finding,
    source: str = "page.txt",
    reasons: Sequence[str] = (),
    remarks: Sequence[str] = (),
    media_type: str = "text/plain",
) -> Checked:
    """A document that was audited; it fails the gate when there are reasons."""
    document = Document.from_text(text, source=source)
    document = replace(document, provenance=replace(document.provenance, media_type=media_type))
    if media_type == "text/html":
        document = replace(document, origins=(TextOrigin(Span(0, len(text)), "/html/body/p[1]"),))
    verdict = Verdict(
        new=findings,
        reasons=tuple(reasons),
        remarks=tuple(remarks),
        exit_code=1 if reasons else 0,
    )
    score = Score(characters=len(text), canonical_characters=len(text), repeated=len(text) // 3)
    return Checked(source, document, score, verdict)


def failed(source: str = "gone.txt", why: str = "AUD001: no such file; check the path") -> Checked:
    return Checked(source, None, None, Verdict(exit_code=2), why)


def sample() -> list[Checked]:
    """A run with something of every kind."""
    chinese = "关于试点的通知。𠀀\r\n一、总体要求。一、总体要求。\r二、主要任务。\n"
    page = "Opening hours. Opening hours."
    return [
        checked(
            chinese,
            found((18, 25), (11, 18), fingerprint="a1" * 8),
            found((26, 33), severity="note", suggestion=None, fingerprint="b2" * 8),
            source="./notices/通知 1.txt",
            reasons=["1 error (AUD202)"],
            remarks=["repeated-ratio 0.03 is > 0.02 (warning)"],
        ),
        checked("", source="empty.txt", reasons=["missing-ratio 1 is > 0 (error)"]),
        checked(
            page,
            found((15, 29), (0, 14), severity="warning", fingerprint="c3" * 8),
            source="page.html",
            media_type="text/html",
        ),
        checked("All is well.\n", source="clean.txt"),
        checked(
            page,
            found((15, 29), severity="warning", fingerprint="c3" * 8),
            source="crawl/pages.jsonl#n1",
            media_type="application/jsonl",
        ),
        failed(),
        failed("crawl/pages.jsonl#3", "AUD001: line 3 is not JSON; mend it"),
    ]


def render(name: str, run: Sequence[Checked], *, color: bool | None = None) -> str:
    """The run in a format, through the registry."""
    module = import_module(CHECK_FORMATS[name])
    options = {} if color is None else {"color": color}
    text: str = module.render(run, RULES, **options)
    return text
