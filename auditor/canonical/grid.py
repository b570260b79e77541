"""Lines that were read across columns, as the cells of a grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from auditor.canonical.flow import Flow
from auditor.model import Span

_SURE = 3.2  # standard errors by which the columns must read better than the rows
_LEAST = 12.0  # nats that they must read better by
_PROSE = 0.1  # of the lines of each column must go on in the next one, in mid-sentence
_SAMPLE = 400  # rows that are looked at


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells, spans of the scrape in its order; a cell that is missing is empty."""

    rows: tuple[tuple[Span, ...], ...]

    @property
    def columns(self) -> int:
        return len(self.rows[0])

    @property
    def span(self) -> Span:
        """From the first cell to the last one that is not empty."""
        cells = [cell for row in (self.rows[0], self.rows[-1]) for cell in row if len(cell)]
        return Span(min(cell.start for cell in cells), max(cell.end for cell in cells))

    def texts(self, text: str) -> list[tuple[str, ...]]:
        return [tuple(cell.of(text) for cell in row) for row in self.rows]


def is_read_across(rows: Sequence[tuple[str, ...]], flow: Flow) -> bool:
    """Whether each column of a grid is running text, and reads better down than across."""
    rows = rows[:_SAMPLE]
    gains = list(_gains(rows, flow))
    if not gains or not all(map(_is_prose, _columns(rows), [flow] * len(rows[0]))):
        return False
    total, mean = sum(gains), sum(gains) / len(gains)
    spread = sqrt(sum((gain - mean) ** 2 for gain in gains) / len(gains))
    return total >= _LEAST and total >= _SURE * spread * sqrt(len(gains))


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterator[list[str]]:
    for column in range(len(rows[0])):
        yield [row[column] for row in rows if row[column]]


def _is_prose(lines: Sequence[str], flow: Flow) -> bool:
    on = sum(flow.goes_on(a, b) for a, b in pairwise(lines))
    return len(lines) > 1 and on >= _PROSE * (len(lines) - 1)


def _gains(rows: Sequence[tuple[str, ...]], flow: Flow) -> Iterator[float]:
    """For each row, how much better it goes on below than to the right."""
    for above, below in pairwise(rows):
        down = sum(flow.follows(a, b) for a, b in zip(above, below, strict=True))
        across = [*above, below[0]]
        yield down - sum(flow.follows(a, b) for a, b in pairwise(across))
