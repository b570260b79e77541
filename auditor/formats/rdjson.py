"""The Reviewdog Diagnostic Format, as one JSON object.

https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from auditor.formats.places import File, Found, Place, Position, found_in
from auditor.formats.result import dump
from auditor.formats.terminal import plain
from auditor.model import Checked, Rule, Severity

_SEVERITIES: dict[Severity, str] = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}
_STEP = 4_096  # characters between two offsets whose place in UTF-8 is remembered


def render(checked: Sequence[Checked], rules: Sequence[Rule]) -> str:
    """The new findings, and each document that could not be audited, as a `DiagnosticResult`."""
    diagnostics = [diagnostic for each in checked for diagnostic in _document(each)]
    return dump({"source": {"name": "auditor"}, "diagnostics": diagnostics})


def _document(checked: Checked) -> Iterator[dict[str, Any]]:
    if checked.failure is not None:
        file = File.of(checked)
        yield {
            "message": plain(file.says(f"not audited: {checked.failure}")),
            "location": {"path": file.path},
            "severity": "ERROR",
        }
    encoded: _Utf8 | None = None
    for each in found_in(checked):
        if encoded is None and each.lines:
            encoded = _Utf8(each.lines.text)
        yield _diagnostic(each, encoded)


def _diagnostic(each: Found, encoded: _Utf8 | None) -> dict[str, Any]:
    finding, place = each.finding, each.main
    file = File.of(each.checked)
    location: dict[str, Any] = {"path": file.path}
    if place and encoded:
        location["range"] = _range(place, encoded)
    advice = f" {finding.suggestion}" if finding.suggestion else ""
    return {
        "message": plain(file.says(f"{each.message}{advice}")),
        "location": location,
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule},
    }


def _range(place: Place, encoded: _Utf8) -> dict[str, Any]:
    def position(offset: int, at: Position) -> dict[str, int]:
        # The format counts columns in bytes of UTF-8, unlike everything else here.
        start = offset - at.column + 1
        return {"line": at.line, "column": encoded.size(offset) - encoded.size(start) + 1}

    return {
        "start": position(place.span.start, place.start),
        "end": position(place.span.end, place.end),
    }


class _Utf8:
    """How many bytes of UTF-8 stand in front of a character, without encoding all of them."""

    def __init__(self, text: str) -> None:
        self._text = text
        steps = (text[at : at + _STEP] for at in range(0, len(text), _STEP))
        self._sizes = [0, *accumulate(_bytes(step) for step in steps)]

    def size(self, offset: int) -> int:
        whole = offset // _STEP
        return self._sizes[whole] + _bytes(self._text[whole * _STEP : offset])


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
