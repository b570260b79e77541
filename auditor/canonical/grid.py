"""Lines that were read across columns, as the cells of a grid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod, sqrt

from auditor.canonical.flow import Flow
from auditor.model import Span

# Standard errors by which columns must read better than rows: gutters tell of columns too.
SURE, SURE_WITH_GUTTERS = 3.2, 1.5
_LEAST = 12.0  # nats that they must read better by
_PROSE = 0.1  # of the lines of each column must go on in the next one, in mid-sentence
# Runs of letters that tell a language, if the halves of one text agree on them so far. Columns of
# one language are at least 0.79 as like as the halves of each, those of two at most 0.72.
_GRAMS, _TOLD, _ONE_LANGUAGE = (3, 1), 0.4, 0.75
_OTHER = re.compile(r"[\W\d_]+")
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


def is_read_across(rows: Sequence[tuple[str, ...]], flow: Flow, sure: float) -> bool:
    """Whether each column of a grid is running text, and reads better down than across.

    `sure` is the number of standard errors by which it must.
    """
    rows = rows[:_SAMPLE]
    gains = list(_gains(rows, flow))
    columns = list(_columns(rows))
    if not gains or not all(_is_prose(column, flow) for column in columns):
        return False
    if not all(_is_one_language(a, b) for a, b in pairwise(columns)):
        return False
    total, mean = sum(gains), sum(gains) / len(gains)
    spread = sqrt(sum((gain - mean) ** 2 for gain in gains) / len(gains))
    return total >= _LEAST and total >= sure * spread * sqrt(len(gains))


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterator[list[str]]:
    for column in range(len(rows[0])):
        yield [row[column] for row in rows if row[column]]


def _is_prose(lines: Sequence[str], flow: Flow) -> bool:
    on = sum(flow.goes_on(a, b) for a, b in pairwise(lines))
    return len(lines) > 1 and on >= _PROSE * (len(lines) - 1)


def _is_one_language(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two columns are as like as the two halves of each: two languages are not."""
    for length in _GRAMS:
        within = sqrt(prod(_alike(side[::2], side[1::2], length) for side in (left, right)))
        if within >= _TOLD:
            return _alike(left, right, length) >= _ONE_LANGUAGE * within
    return True


def _alike(some: Sequence[str], others: Sequence[str], length: int) -> float:
    """The cosine of the counts of runs of so many letters."""
    a, b = _letters(some, length), _letters(others, length)
    shared = sum(count * b[gram] for gram, count in a.items())
    norm = sum(n * n for n in a.values()) * sum(n * n for n in b.values())
    return shared / sqrt(norm) if norm else 0.0


def _letters(lines: Sequence[str], length: int) -> Counter[str]:
    text = _OTHER.sub(" " if length > 1 else "", " ".join(lines).casefold())
    return Counter(text[at : at + length] for at in range(len(text) - length + 1))


def _gains(rows: Sequence[tuple[str, ...]], flow: Flow) -> Iterator[float]:
    """For each row, how much better it goes on below than to the right."""
    for above, below in pairwise(rows):
        down = sum(flow.follows(a, b) for a, b in zip(above, below, strict=True))
        across = [*above, below[0]]
        yield down - sum(flow.follows(a, b) for a, b in pairwise(across))
