"""A strip beside each text that says at which height something stands, and how densely."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from markupsafe import Markup

from auditor.formats.report.places import Map, open_choices
from auditor.model import Side, Span

ROWS = 240  # of either text, however long it is
_SHADES = 4  # steps of density, from a trace to a full row
_COLOURS = {  # what comes first is shown where two are equal
    "open": 'class="uo" fill="#6639ba"',
    "repeated": 'class="ur" fill="#9a6700"',
    "moved": 'class="um" fill="#0550ae"',
    "inserted": 'class="um" fill="#0550ae"',
    "missing": 'class="ux" fill="#bc4c00"',
}
_Rows = dict[int, tuple[str, int]]  # row: what is most of it, and its density in shades


def ruler(places: Map, side: Side) -> Markup:
    """The strip of one side: what isn't in place on its right, findings as ticks on its left."""
    audit = places.audit
    whole = len(audit.document.text if side == "scrape" else audit.canonical.text)
    parts = [
        f'<svg class="ruler" viewBox="0 0 10 {ROWS}" preserveAspectRatio="none" aria-hidden="true" '
        f'data-side="{side}" data-whole="{whole}">'
    ]
    rows = _rows(_spans(places, side), whole)
    for (kind, shade), run in groupby(range(ROWS), lambda row: rows.get(row, ("", 0))):
        if kind:
            first, *rest = run
            parts.append(
                f'<rect {_COLOURS[kind]} fill-opacity="{shade / _SHADES:g}" x="4" y="{first}" '
                f'width="6" height="{1 + len(rest)}"/>'
            )
    for row in sorted(_ticks(places, side, whole)):
        parts.append(f'<rect class="ut" fill="#57606a" y="{row}" width="3" height="1.5"/>')
    parts.append("</svg>")
    # Every part is made of numbers and literals.
    return Markup("".join(parts))


def _spans(places: Map, side: Side) -> Iterable[tuple[str, Span]]:
    if side == "scrape":
        return [(b.role, b.scrape) for b in places.blocks if b.role != "kept"]
    moved = [("moved", b.canonical) for _, b in places.placed if b.role == "moved" and b.canonical]
    missing = [("missing", span) for span in places.audit.alignment.missing]
    return [*moved, *missing, *(("open", c.passage) for c in open_choices(places.audit))]


def _rows(spans: Iterable[tuple[str, Span]], whole: int) -> _Rows:
    """For each row that is not all in place, its heaviest kind."""
    size = max(whole, 1) / ROWS  # characters of a row; not whole, where the text is short
    weights: dict[int, dict[str, float]] = defaultdict(lambda: dict.fromkeys(_COLOURS, 0.0))
    for kind, span in spans:
        for row in range(int(span.start / size), min(int(span.end / size) + 1, ROWS)):
            shared = min((row + 1) * size, span.end) - max(row * size, span.start)
            weights[row][kind] += max(shared, 0.0)
    rows: _Rows = {}
    for row, found in weights.items():
        kind = max(found, key=lambda name: found[name])
        if found[kind]:
            rows[row] = kind, min(int(found[kind] / size * _SHADES) + 1, _SHADES)
    return rows


def _ticks(places: Map, side: Side, whole: int) -> set[int]:
    return {
        min(at.span.start * ROWS // max(whole, 1), ROWS - 1)
        for finding in places.audit.judged
        for at in finding.locations
        if at.side == side
    }
