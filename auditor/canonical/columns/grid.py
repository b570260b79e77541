"""Lines that were read across columns, as the cells of a grid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod, sqrt

from auditor.canonical.columns.weights import WEIGHTS
from auditor.canonical.evidence.letters import Flow
from auditor.model import Span
from auditor.text import scripts

_UNSPACED = re.compile(f"[{scripts.WORDS_UNSPACED}]")
_OTHER = re.compile(r"[\W\d_]+")


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
    columns = list(_columns(rows[: WEIGHTS.sampled_rows]))
    return (
        len(rows) >= WEIGHTS.fewest_rows
        and all(_is_prose(column, flow) for column in columns)
        and all(_is_one_language(a, b) for a, b in pairwise(columns))
        and reads_down(rows, flow, sure)
    )


def reads_down(rows: Sequence[tuple[str, ...]], flow: Flow, sure: float) -> bool:
    """Whether lines go on better below than to the right, by so many standard errors."""
    gains = list(_gains(rows[: WEIGHTS.sampled_rows], flow))
    total, mean = sum(gains), sum(gains) / max(1, len(gains))
    spread = sqrt(sum((gain - mean) ** 2 for gain in gains))
    return total >= max(WEIGHTS.least_gain, sure * spread)


def gain_below(rows: Sequence[tuple[str, ...]], flow: Flow) -> float:
    """Nats by which the lines go on better below than to the right."""
    return sum(_gains(rows, flow))


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterator[list[str]]:
    for column in range(len(rows[0])):
        yield [row[column] for row in rows if row[column]]


def _is_prose(lines: Sequence[str], flow: Flow) -> bool:
    on = sum(flow.goes_on(a, b) for a, b in pairwise(lines))
    return on >= max(WEIGHTS.prose_lines, WEIGHTS.prose_share * (len(lines) - 1))


def _is_one_language(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two columns are as like as the two halves of each: two languages are not."""
    length, least = _told_by(left)
    within = sqrt(prod(_alike(side[::2], side[1::2], length) for side in (left, right)))
    return _alike(left, right, length) >= least * within


def _told_by(lines: Sequence[str]) -> tuple[int, float]:
    """The runs of letters that tell a language, and how like they are in one: single letters where
    words are not parted, else three.
    """
    text = "".join(lines)
    unspaced = 2 * len(_UNSPACED.findall(text)) > len(text)
    return (1, WEIGHTS.language_unspaced) if unspaced else (3, WEIGHTS.language_spaced)


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
