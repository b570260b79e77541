"""Where the pages end in columns that were read across: the rows don't tell, the text does.

On a page of two columns the last line of the left one goes on with the first of the right one,
and the last line of that with the next page. So each number of rows a page makes another
reading, and the readings are weighed: wording, signs, topics and numbers at the seams that
differ. Pages are taken to be of one length, as those of a printed text are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log

from auditor.canonical.columns.weights import WEIGHTS
from auditor.canonical.evidence.letters import Flow
from auditor.canonical.evidence.wording import Evidence, Passage
from auditor.canonical.weights import WEIGHTS as TOLD
from auditor.text import scripts

Cell = tuple[int, int]  # row, column

_NUMBERED = re.compile(
    r"(?P<head>\W{0,3}(?:[^\W\d_]{1,10}\.?\s)?[第(（§]?\s?(?:\d{1,3}[.．])*)"
    rf"(?P<number>\d{{1,3}}|[{scripts.HAN_TO_NINE}十百]{{1,6}})(?P<tail>[條条章节節項项款]|[.．)）、:：](?!\d)|\s|$)"
)
_HAN = {char: value for value, char in enumerate(scripts.HAN_TO_NINE)}


@dataclass(frozen=True, slots=True)
class Sheets:
    """How long the pages of a grid are: `length` rows, the last one fewer.

    `others` are the lengths that may be instead, and `length`, each with its probability,
    likeliest first. `worth` in nats: how well the pages' ends go on, and their numbers.
    """

    shape: tuple[int, int]  # rows, columns
    length: int
    odds: tuple[tuple[int, float], ...]
    worth: float

    def order(self) -> Iterator[Cell]:
        """The cells page by page, column by column."""
        rows, columns = self.shape
        for start in range(0, rows, self.length):
            for column in range(columns):
                for row in range(start, min(rows, start + self.length)):
                    yield row, column

    def after(self, cell: Cell, length: int) -> Cell | None:
        """The next cell where pages have so many rows; None at the end."""
        (rows, columns), (row, column) = self.shape, cell
        start = row - row % length
        end = min(rows, start + length)
        if row + 1 < end:
            return row + 1, column
        if column + 1 < columns:
            return start, column + 1
        return (end, 0) if end < rows else None


def find_sheets(rows: Sequence[tuple[str, ...]], flow: Flow) -> Sheets:
    """Pages of the likeliest length; one page where none is likelier by enough."""
    part = Readings(rows[: WEIGHTS.sheet_rows], flow)
    count = len(part.rows)
    worth = {
        length: part.worth(length) - WEIGHTS.any_sheet - _odd(length) for length in _lengths(count)
    }
    worth[len(rows)] = part.worth(count) - _odd(max(count, WEIGHTS.usual_sheet[0]))
    best = max(worth, key=lambda length: (worth[length], -length))
    odds = {length: exp((worth[length] - worth[best]) / TOLD.temperature) for length in worth}
    total = sum(odds.values())
    likely = sorted(odds, key=lambda length: (-odds[length], length))
    shares = tuple(
        (length, odds[length] / total) for length in likely if odds[length] >= WEIGHTS.weighed_sheet
    )
    return Sheets((len(rows), len(rows[0])), best, shares, worth[best])


def _odd(length: int) -> float:
    low, high = WEIGHTS.usual_sheet
    return WEIGHTS.unusual_sheet * abs(log(length / min(max(length, low), high)))


def _lengths(count: int) -> range:
    return range(WEIGHTS.shortest_sheet, min(WEIGHTS.longest_sheet, count - 1) + 1)


class Readings:
    """The readings of a grid of lines, by the number of rows a page."""

    def __init__(self, rows: Sequence[tuple[str, ...]], flow: Flow) -> None:
        self.rows = rows
        self.flow = flow
        self.columns = len(rows[0])
        self._seams: dict[tuple[Cell, Cell], float] = {}
        self._blocks: dict[tuple[int, int, int], dict[str, float]] = {}

    def worth(self, length: int) -> float:
        """Nats by which pages of `length` rows read better than columns without a page's end."""
        total = self._numbers(length)
        count = len(self.rows)
        for start in range(0, count, length):
            end = min(count, start + length)
            tops = [(start, column) for column in range(self.columns)]
            ends = [self._last(start, end, column) for column in range(self.columns)]
            total += sum(map(self._seam, ends, tops[1:]))
            if end < count:
                total += self._seam(ends[-1], (end, 0))
                total -= sum(self._seam(last, (end, last[1])) for last in ends)
        return total

    def _last(self, start: int, end: int, column: int) -> Cell:
        """The last cell of a column that is not empty."""
        filled = (row for row in range(end - 1, start, -1) if self.rows[row][column])
        return next(filled, start), column

    def _seam(self, above: Cell, below: Cell) -> float:
        if (above, below) not in self._seams:
            a, b = self.rows[above[0]][above[1]], self.rows[below[0]][below[1]]
            self._seams[above, below] = self.flow.follows(a, b) + self.topic(above, below)
        return self._seams[above, below]

    def topic(self, above: Cell, below: Cell) -> float:
        """What the lines before and behind a seam have in common, as their mean similarity."""
        before, some = self._around(
            range(max(0, above[0] - WEIGHTS.topic_lines + 1), above[0] + 1), above[1]
        )
        behind, others = self._around(
            range(below[0], min(len(self.rows), below[0] + WEIGHTS.topic_lines)), below[1]
        )
        small, large = sorted((before, behind), key=len)
        alike = sum(weight * large.get(term, 0.0) for term, weight in small.items())
        mean = alike / (some * others)
        return WEIGHTS.topic * log(
            (mean + WEIGHTS.topic_floor) / (self._wording.base + WEIGHTS.topic_floor)
        )

    def _around(self, rows: range, column: int) -> tuple[dict[str, float], int]:
        """The terms of a few lines of a column with their weights added up, and how many lines."""
        known = self._blocks.get((rows.start, rows.stop, column))
        if known is None:
            known = {}
            for row in rows:
                for term, weight in self._wording.terms[row * self.columns + column].items():
                    known[term] = known.get(term, 0.0) + weight
            self._blocks[rows.start, rows.stop, column] = known
        return known, len(rows)

    @cached_property
    def _wording(self) -> Evidence:
        return Evidence([Passage(cell.casefold(), None) for row in self.rows for cell in row])

    @cached_property
    def _numbered(self) -> dict[Cell, tuple[str, int]]:
        """The cells that begin with a number, with its style and value."""
        cells = [(at, c) for at in range(len(self.rows)) for c in range(self.columns)]
        found = ((cell, _NUMBERED.match(self.rows[cell[0]][cell[1]])) for cell in cells)
        return {
            cell: (f"{match['head']}{match['tail']}", _value(match["number"]))
            for cell, match in found
            if match
        }

    def _numbers(self, length: int) -> float:
        """How well the numbers of each style follow one another."""
        total = 0.0
        last: dict[str, int] = {}
        for cell in sorted(self._numbered, key=lambda cell: (cell[0] // length, *cell[::-1])):
            style, number = self._numbered[cell]
            if number == last.get(style, 0) + 1:
                total += WEIGHTS.next_number
            elif number > 1:
                total += WEIGHTS.other_number
            last[style] = number
        return total


def _value(numeral: str) -> int:
    """The value of decimal digits, or of a Chinese numeral below a thousand."""
    if numeral.isdecimal():
        return int(numeral)
    total = digit = 0
    for char in numeral:
        if char in "十百":
            total += max(1, digit) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _HAN[char]
    return total + digit
