"""The numbers and quotes that the page's script works with, as plain data.

Offsets are half-open, in code points. Lists stand for records, in the order that each function
gives: the block is for one page and its own script, and a large page has many thousands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from auditor.formats.report import cards
from auditor.formats.report.places import asked_choices, open_choices
from auditor.formats.report.wording import odds
from auditor.model import Audit, Finding, Span

EXACT = 200  # code points; of a longer passage its head is quoted
AROUND = 32  # code points of a quote's prefix and suffix
STOPS = 20_000  # places that a passage can be moved to, one by one
_ROLES = ("kept", "moved", "repeated", "inserted", "missing", "removed")
# What accepting a finding does, of what the page can show; a test holds it to `decisions`.
_AGAIN, _ELSEWHERE, _WHOLE = ("repeated",), ("moved",), ("moved", "repeated", "inserted", "missing")
_FOREIGN = ("inserted", "removed")
REPAIRS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("AUD101", "AUD102", "AUD105", "AUD107"), _AGAIN),
        **dict.fromkeys(("AUD201", "AUD203", "AUD205"), _ELSEWHERE),
        **dict.fromkeys(("AUD103", "AUD202", "AUD207"), _WHOLE),
        **dict.fromkeys(("AUD106", "AUD401", "AUD402"), _FOREIGN),
        "AUD302": ("missing",),
    }
)
_UNSAFE = re.compile(r"[^\w.,()+=@～（）【】《》〔〕、，-]+")


def data(audit: Audit) -> dict[str, Any]:
    """Everything, by name."""
    provenance = audit.document.provenance
    return {
        "input": {
            "path": provenance.source,
            "sha256": provenance.sha256,
            "encoding": provenance.encoding,
        },
        "file": _stem(provenance.source),
        "length": len(audit.canonical.text),
        "blocks": _blocks(audit),
        "missing": [[span.start, span.end] for span in audit.alignment.missing],
        "places": [_places(finding) for finding in audit.judged],
        "findings": [_finding(audit, finding) for finding in audit.judged],
        "repairs": _repairs(audit),
        "choices": _choices(audit),
        "stops": _stops(audit),
    }


def _stem(source: str) -> str:
    """A name for the decisions file that means nothing to a shell or a file system."""
    return _UNSAFE.sub("_", PurePath(source).stem).strip("._-")[:100] or "document"


def _blocks(audit: Audit) -> list[list[int]]:
    """Both spans and the role of every block; -1 where the canonical has none."""
    return [
        [b.scrape.start, b.scrape.end, *_ends(b.canonical), _ROLES.index(b.role)]
        for b in audit.alignment.blocks
    ]


def _ends(span: Span | None) -> tuple[int, int]:
    return (-1, -1) if span is None else (span.start, span.end)


def _places(finding: Finding) -> list[list[int]]:
    """Side (0 the scrape) and span of the shown locations."""
    return [
        [int(at.side == "canonical"), at.span.start, at.span.end]
        for at in finding.locations[: cards.LOCATIONS_LIMIT]
    ]


def _finding(audit: Audit, finding: Finding) -> list[str]:
    """Fingerprint, rule, and the quote of the primary location: exact, prefix, suffix."""
    return [finding.fingerprint, finding.rule, *_quote(audit, finding)]


def _quote(audit: Audit, finding: Finding) -> tuple[str, str, str]:
    if not finding.locations:
        return "", "", ""
    primary = finding.locations[0]
    text = audit.document.text if primary.side == "scrape" else audit.canonical.text
    start = min(primary.span.start, len(text))
    end = min(primary.span.end, start + EXACT, len(text))
    return text[start:end], text[max(start - AROUND, 0) : start], text[end : end + AROUND]


def _repairs(audit: Audit) -> dict[str, list[int]]:
    """By rule: what accepting its findings does, as numbers of `_ROLES`."""
    rules = sorted({finding.rule for finding in audit.judged} & REPAIRS.keys())
    return {rule: [_ROLES.index(change) for change in REPAIRS[rule]] for rule in rules}


def _choices(audit: Audit) -> dict[str, Any]:
    """By the index of a finding: the open passage, how sure its place is, its other places."""
    return {
        str(index): {
            "passage": [choice.passage.start, choice.passage.end],
            "sure": odds(choice.confidence),
            "places": [[at, odds(chance)] for at, chance in choice.places],
        }
        for index, choice in asked_choices(audit).items()
    }


def _stops(audit: Audit) -> list[int]:
    """Where an open passage can be put: the starts of fragments, and the end; ascending.

    In a very long document only those near the open passages and their likely places.
    """
    choices = open_choices(audit)
    if not choices:
        return []
    starts = {fragment.span.start for fragment in audit.collation.canonical_fragments}
    likely = {at for choice in choices for at, _ in choice.places}
    stops = sorted(starts | likely | {0, len(audit.canonical.text)})
    if len(stops) <= STOPS:
        return stops
    near = likely | {choice.passage.start for choice in choices}
    step = max(STOPS // len(near) // 2, 1)
    index = {at: number for number, at in enumerate(stops)}
    kept = {n for at in near if at in index for n in range(index[at] - step, index[at] + step + 1)}
    return [stops[number] for number in sorted(kept) if 0 <= number < len(stops)]
