"""One new finding a line, as JSON: for programs that read as they go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from auditor.formats.places import Found, Place, found_in
from auditor.formats.result import dump_line
from auditor.model import Checked, Rule


def render(checked: Sequence[Checked], rules: Sequence[Rule]) -> str:
    """The new findings, document by document. Lines and columns count from 1, spans from 0."""
    return "".join(dump_line(_finding(each)) for run in checked for each in found_in(run))


def _finding(each: Found) -> dict[str, Any]:
    finding = each.finding
    return {
        "path": each.checked.source,
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message,
        "fingerprint": finding.fingerprint,
        "suggestion": finding.suggestion,
        "probability": finding.probability,
        "under": finding.under,
        "places": [_place(place) for place in each.places],
        "canonical": [
            {"span": [at.span.start, at.span.end], "phrase": at.phrase}
            for at in finding.locations
            if at.side == "canonical"
        ],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "span": [place.span.start, place.span.end],
        "line": place.start.line,
        "column": place.start.column,
        "end_line": place.end.line,
        "end_column": place.end.column,
        "element": place.element,
        "phrase": place.phrase,
    }
