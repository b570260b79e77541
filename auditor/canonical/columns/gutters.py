"""Columns that stand side by side in the lines of a text, with blanks between."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from auditor.canonical.columns.grid import Grid
from auditor.canonical.columns.weights import WEIGHTS
from auditor.canonical.evidence.letters import Flow
from auditor.canonical.evidence.weights import WEIGHTS as EVIDENCE
from auditor.model import Span

_GUTTER = re.compile(r"(?<=\S)(?:[ \u00a0]{2,}|[ \u00a0]*(?:\t|\u3000)\s*)(?=\S)")
_LINE = re.compile(r"\S(?:[^\n\r]*\S)?")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank: its cells, and where it starts."""

    start: int
    cells: tuple[Span, ...]

    @property
    def length(self) -> int:
        return self.cells[-1].end - self.cells[0].start

    def place(self, cell: Span) -> int:
        return cell.start - self.start


def side_by_side(text: str) -> Iterator[Grid]:
    """The stretches of a text whose lines have gutters, as grids: tables too."""
    if not _may_have_gutters(text):
        return
    for stretch in _stretches(list(_lines(text))):
        yield from _grids(stretch, text)


def _may_have_gutters(text: str) -> bool:
    found = _GUTTER.finditer(text)
    return (
        sum(1 for _ in zip(found, range(WEIGHTS.fewest_rows), strict=False)) == WEIGHTS.fewest_rows
    )


def _lines(text: str) -> Iterator[_Line]:
    for match in _LINE.finditer(text):
        first = match.end() - len(match[0].lstrip())
        edges = [first]
        for gutter in _GUTTER.finditer(text, first, match.end()):
            edges += gutter.span()
        edges.append(match.end())
        cells = tuple(Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))
        yield _Line(match.start(), cells if len(cells) <= WEIGHTS.most_cells else cells[:0])


def _stretches(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines in a row that have gutters, and single ones behind them that have none."""
    stretch: list[_Line] = []
    last = -1  # index in the stretch of the last line with a gutter
    for line in lines:
        if len(line.cells) > 1:
            stretch.append(line)
            last = len(stretch) - 1
        elif stretch and line.cells and last == len(stretch) - 1:
            stretch.append(line)
        else:
            yield stretch
            stretch, last = [], -1
    yield stretch


def _grids(stretch: Sequence[_Line], text: str) -> Iterator[Grid]:
    """The rows of a stretch, parted where a line is too wide for a column."""
    counts = Counter(len(line.cells) for line in stretch if len(line.cells) > 1)
    if counts.total() < WEIGHTS.fewest_rows:
        return
    columns = counts.most_common(1)[0][0]
    if columns > WEIGHTS.most_columns:
        return
    layout = _Layout.of([line for line in stretch if len(line.cells) == columns])
    rows: list[tuple[Span, ...]] = []
    for line in [*stretch, None]:
        row = layout.row(line) if line else None
        if row is not None:
            rows.append(row)
            continue
        yield from _grid(rows, text)
        rows = []


def _grid(rows: list[tuple[Span, ...]], text: str) -> Iterator[Grid]:
    """The grid of rows that are full enough, without short ones that end another paragraph."""
    full = [row for row in rows if all(map(len, row))]
    if len(full) < max(WEIGHTS.fewest_rows, len(rows) / 2):
        return
    flow = Flow([cell.of(text) for row in full for cell in row])
    while not _ends_column(rows, flow, text):
        rows = rows[:-1]
    yield Grid(tuple(rows))


def _ends_column(rows: Sequence[tuple[Span, ...]], flow: Flow, text: str) -> bool:
    """Whether the last row, where it is a short one, goes on with the first column."""
    (*_, above, below) = rows
    if all(map(len, below)) or not len(below[0]) or not len(above[-1]):
        return True
    head = below[0].of(text)
    across = flow.follows(above[-1].of(text), head)
    return flow.follows(above[0].of(text), head) > across - WEIGHTS.short_row_below


@dataclass(frozen=True, slots=True)
class _Layout:
    """How wide the columns are; where they start, if the lines were padded."""

    widths: tuple[int, ...]
    places: tuple[int, ...] | None

    @classmethod
    def of(cls, lines: Sequence[_Line]) -> _Layout:
        columns = len(lines[0].cells)
        widths = tuple(
            sorted(len(line.cells[at]) for line in lines)[
                int(EVIDENCE.full_line * (len(lines) - 1))
            ]
            for at in range(columns)
        )
        places = []
        for at in range(columns):
            starts = Counter(line.place(line.cells[at]) for line in lines)
            place, count = starts.most_common(1)[0]
            if 2 * count < len(lines):
                return cls(widths, None)
            places.append(place)
        return cls(widths, tuple(places))

    def row(self, line: _Line) -> tuple[Span, ...] | None:
        """The cells of a line, one a column; None where it does not fit in."""
        columns = len(self.widths)
        if len(line.cells) > columns:
            return self._widened(line.cells)
        if len(line.cells) == columns:
            return line.cells
        empty = Span(line.cells[-1].end, line.cells[-1].end)
        row = [empty] * columns
        for at, cell in enumerate(line.cells):
            home = self._column(line.place(cell), at)
            if len(cell) > self.widths[home] + WEIGHTS.slack or len(row[home]):
                return None
            row[home] = cell
        return tuple(row)

    def _column(self, place: int, at: int) -> int:
        places = self.places
        if places is None:
            return at
        return min(range(len(places)), key=lambda column: abs(places[column] - place))

    def _widened(self, cells: Sequence[Span]) -> tuple[Span, ...] | None:
        """Some gutters are blanks inside a cell: which, the widths of the columns tell."""
        columns = len(self.widths)
        ways = []
        for heads in combinations(range(1, len(cells)), columns - 1):
            edges = [0, *heads, len(cells)]
            row = tuple(Span(cells[a].start, cells[b - 1].end) for a, b in pairwise(edges))
            apart = sum(b.start - a.end for a, b in pairwise(row))
            excess = self._excess(row)
            ways.append((excess > WEIGHTS.slack * columns, -apart, excess, row))
        too_wide, _, _, row = min(ways)
        return None if too_wide else row

    def _excess(self, row: Sequence[Span]) -> int:
        return sum(max(0, len(cell) - width) for cell, width in zip(row, self.widths, strict=True))
