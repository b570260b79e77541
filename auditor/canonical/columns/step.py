"""The reading of a text whose columns were read across, line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from auditor.canonical.columns.alternating import by_turns
from auditor.canonical.columns.grid import Grid, gain_below, is_read_across
from auditor.canonical.columns.gutters import side_by_side
from auditor.canonical.columns.sheets import Cell, Sheets, find_sheets
from auditor.canonical.columns.weights import WEIGHTS
from auditor.canonical.evidence.letters import Flow
from auditor.canonical.page import Page
from auditor.canonical.reading import Reading, quote, undone
from auditor.canonical.weights import WEIGHTS as TOLD
from auditor.model import Canonical, Document, Join, Span, Witness


@dataclass(frozen=True, slots=True)
class _Columns:
    """A grid that was read across, its pages, and the flow of its lines."""

    grid: Grid
    sheets: Sheets
    gain: float  # nats by which its lines go on better below than to the right


def columns(page: Page) -> Reading | None:
    """The text with the lines of each column one behind the other; None where none has any.

    Columns stand side by side with gutters between, or take turns line by line. They are
    parted only where each of them is running text and reads better down than across: tables,
    lists, forms and verse stay as they are, and so do columns in two languages.
    """
    found = list(_found(side_by_side(page.text), page.text, WEIGHTS.sure_with_gutters))
    found = found or list(_found(by_turns(page.text), page.text, WEIGHTS.sure_by_turns))
    if not found:
        return None
    writer = _Writer(page.document)
    for one in found:
        writer.columns(one)
    record = undone(
        "columns",
        (one.grid.span for one in found),
        sum(one.gain for one in found),
    )
    return Reading.of(replace(writer.reading(), undone=record))


def _found(grids: Iterator[Grid], text: str, sure: float) -> Iterator[_Columns]:
    for grid in grids:
        rows = grid.texts(text)
        flow = Flow([cell for row in rows for cell in row if cell])
        if is_read_across(rows, flow, sure):
            yield _Columns(grid, find_sheets(rows, flow), gain_below(rows, flow))


class _Writer:
    """The reading as it grows."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        self.parts: list[str] = []
        self.length = 0
        self.done = 0  # characters of the scrape
        self.witnesses: list[Witness] = []
        self.joins: list[Join] = []

    def reading(self) -> Canonical:
        self._copy(Span(self.done, len(self.text)))
        return Canonical(
            text="".join(self.parts),
            origin="inferred",
            joins=tuple(self.joins),
            witnesses=tuple(sorted(self.witnesses, key=lambda w: (w.canonical, w.scrape))),
        )

    def columns(self, columns: _Columns) -> None:
        """Writes the text before a grid, then the grid column by column."""
        grid = columns.grid
        self._copy(Span(self.done, grid.span.start))
        gaps = _gaps(grid)
        blank = {at for at in range(len(grid.rows)) if self._is_blank(grid.rows[at], gaps)}
        order = [cell for cell in columns.sheets.order() if len(_at(grid, cell))]
        spare = gaps.pop(_at(grid, order[-1]), None)
        for before, cell in zip([None, *order], order, strict=False):
            if before is not None:
                self._write_gap(gaps.get(_at(grid, before), spare), before[0] in blank)
                self._join(columns, before, cell)
            self._copy(_at(grid, cell))
        self.done = grid.span.end

    def _is_blank(self, row: Sequence[Span], gaps: dict[Span, Span]) -> bool:
        """Whether a row has a blank line behind it, and not each of its cells."""
        lines = [gaps[cell].of(self.text).count("\n") for cell in row if cell in gaps]
        return bool(lines) and lines[-1] > 1 and (len(lines) == 1 or max(lines[:-1]) < 2)

    def _write_gap(self, gap: Span | None, blank: bool) -> None:
        self._add(self.newline * (1 + blank), gap)

    def _copy(self, span: Span) -> None:
        if len(span):
            self._add(span.of(self.text), span)
        self.done = span.end

    def _add(self, part: str, scrape: Span | None) -> None:
        span = Span(self.length, self.length + len(part))
        if scrape is not None:
            self.witnesses.append(Witness(span, scrape, self.document.siglum))
        self.parts.append(part)
        self.length = span.end

    def _join(self, columns: _Columns, before: Cell, cell: Cell) -> None:
        """A join where another length of pages would go on elsewhere."""
        sheets, grid = columns.sheets, columns.grid
        odds: dict[Cell | None, float] = defaultdict(float)
        for length, share in sheets.odds:
            odds[_next(sheets, grid, before, length)] += share
        confidence = odds.pop(cell, 0.0)
        turns = before[1] != cell[1]
        if not turns and confidence >= TOLD.shown_as_sure:
            return
        others = sorted((c for c in odds if c), key=lambda c: -odds[c])[: TOLD.alternatives]
        quotes = tuple(quote(_at(grid, other).of(self.text)) for other in others)
        confidence = round(min(1.0, confidence), 4)
        self.joins.append(Join(self.length, confidence, _words(columns, turns), quotes))


def _words(columns: _Columns, turns: bool) -> tuple[str, ...]:
    rows, count = columns.sheets.shape
    seen = f"{count} columns of {rows} lines are read across: each goes on in its own column"
    if not turns:
        return seen, "pages of another length would end here"
    length = columns.sheets.length
    if length >= rows:
        return seen, "a column ends and the next one begins"
    return seen, f"pages of {length} lines a column read best"


def _at(grid: Grid, cell: Cell) -> Span:
    return grid.rows[cell[0]][cell[1]]


def _next(sheets: Sheets, grid: Grid, cell: Cell, length: int) -> Cell | None:
    """The next cell that is not empty."""
    after = sheets.after(cell, length)
    while after is not None and not len(_at(grid, after)):
        after = sheets.after(after, length)
    return after


def _gaps(grid: Grid) -> dict[Span, Span]:
    """What stands between each cell and the next one in the scrape."""
    cells = sorted(cell for row in grid.rows for cell in row if len(cell))
    return {cell: Span(cell.end, after.start) for cell, after in pairwise(cells)}
