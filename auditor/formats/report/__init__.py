"""The HTML report: one self-contained file that an editor opens from disk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from auditor.formats.report import cards, panes, ribbon, ruler, wording
from auditor.formats.report.page import page
from auditor.formats.report.places import Map, open_choices
from auditor.model import Audit, Finding, Span

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_ROLES = ("kept", "moved", "repeated", "inserted")


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str


def render(audit: Audit) -> str:
    """The report of one document as HTML; the same audit gives the same characters.

    It encodes as strict UTF-8 whatever the document holds, loads nothing, and is complete
    without scripts.
    """
    places = Map(audit)
    head, sentence = wording.verdict(audit)
    return page(
        "report.html",
        styles=("base.css", "report.css"),
        script="report.js",
        name=PurePath(audit.document.provenance.source).name or audit.document.provenance.source,
        level=wording.level(audit.findings),
        verdict=head,
        sentence=sentence,
        counts=wording.severities(audit.findings),
        measures=wording.measures(audit.score),
        breakpoints=audit.score.breakpoints,
        inferred=audit.canonical.origin == "inferred",
        capture=_capture(audit.findings),
        facts=_facts(audit),
        notices=audit.notices,
        overview=ribbon.overview(audit),
        groups=cards.groups(places),
        total=len(audit.findings),
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
        data=_data(audit),
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
    return ", ".join(("inferred", size, *counts))


def _data(audit: Audit) -> dict[str, Any]:
    """Numbers for the script: blocks and the findings' places, in code points."""
    return {
        "blocks": [
            [b.scrape.start, b.scrape.end, *_ends(b.canonical), _ROLES.index(b.role)]
            for b in audit.alignment.blocks
        ],
        "places": [
            [
                [int(at.side == "canonical"), at.span.start, at.span.end]
                for at in finding.locations[: cards.LOCATIONS_LIMIT]
            ]
            for finding in audit.findings
        ],
    }


def _ends(span: Span | None) -> tuple[int, int]:
    return (-1, -1) if span is None else (span.start, span.end)
