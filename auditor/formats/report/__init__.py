"""The HTML report: one self-contained file that an editor opens from disk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from auditor.formats.report import cards, numbers, panes, ribbon, ruler, wording
from auditor.formats.report.page import Assets, Front, page
from auditor.formats.report.page import assets as assets_of
from auditor.formats.report.places import Map, open_choices
from auditor.model import Audit, Finding

_FACTS = 200  # recurring passages that a page lists, a bound of its size
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_MODULES = (
    "page", "offsets", "marks", "decisions", "query", "reading", "controls", "findings", "files",
    "keys",
)  # fmt: skip
FRONT = Front("report", ("base.css", "report.css"), tuple(f"report/{name}.js" for name in _MODULES))


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str


def assets() -> tuple[tuple[str, str], ...]:
    """Name and content of the files that a report with external assets needs beside it."""
    return assets_of(FRONT)


def render(audit: Audit, kind: Assets = "inline") -> str:
    """The report of one document as HTML; the same audit gives the same characters.

    It encodes as strict UTF-8 whatever the document holds, loads nothing from elsewhere, and its
    text is complete without scripts. Style and script are in it, or, where `kind` is external,
    in the files of `assets()` beside it.
    """
    places = Map(audit)
    head, sentence = wording.verdict(audit)
    return page(
        FRONT,
        kind,
        name=PurePath(audit.document.provenance.source).name or audit.document.provenance.source,
        level=wording.level(audit.judged),
        verdict=head,
        sentence=sentence,
        counts=wording.severities(audit.judged),
        measures=wording.measures(audit.score),
        breakpoints=audit.score.breakpoints,
        inferred=audit.canonical.origin == "inferred",
        capture=_capture(audit.judged),
        facts=_facts(audit),
        notices=audit.notices,
        overview=ribbon.overview(audit),
        groups=cards.groups(places),
        recurring=len(audit.facts),
        facts_told=tuple(finding.message for finding in audit.facts[:_FACTS]),
        total=len(audit.judged),
        rules=cards.rules(places),
        language=language(audit.document.language),
        scrape=panes.scrape_pane(places),
        canonical=panes.canonical_pane(places),
        scrape_ruler=ruler.ruler(places, "scrape"),
        canonical_ruler=ruler.ruler(places, "canonical"),
        characters=len(audit.document.text),
        canonical_characters=len(audit.canonical.text),
        source=audit.document.provenance.source,
        sha256=audit.document.provenance.sha256,
        version=audit.auditor_version,
        options=audit.options_digest,
        data=numbers.data(audit),
    )


def language(tag: str | None) -> str:
    """A `lang` attribute: the tag where it is one, else empty, which says unknown."""
    return tag if tag and _LANGUAGE.fullmatch(tag) else ""


def _capture(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings that put the whole capture in doubt: AUD001 to AUD009 at level error."""
    return tuple(f for f in findings if f.rule.startswith("AUD00") and f.severity == "error")


def _facts(audit: Audit) -> tuple[Fact, ...]:
    document, provenance = audit.document, audit.document.provenance
    facts = (
        ("Source", provenance.source),
        ("SHA-256", f"{provenance.sha256[:16]}…"),  # in full at the foot of the page
        ("Read as", f"{provenance.media_type}, {wording.encoding(provenance)}"),
        ("Language", document.language or "unknown"),
        ("Captured", provenance.captured_at),
        ("Canonical", _origin(audit)),
        ("Made by", f"auditor {audit.auditor_version}"),
    )
    return tuple(Fact(name, value) for name, value in facts if value)


def _origin(audit: Audit) -> str:
    size = wording.counted(len(audit.canonical.text), "character")
    if audit.canonical.origin == "given":
        return f"given, {size}"
    seams = ((len(audit.canonical.joins), "join"), (len(open_choices(audit)), "open passage"))
    counts = [wording.counted(count, word) for count, word in seams if count]
    done = wording.undone(audit.canonical)
    return ", ".join(("inferred", size, *counts, *([done] if done else [])))
