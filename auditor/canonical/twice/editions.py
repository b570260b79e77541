"""Two editions of one text, one behind the other: both are meant, and both stay.

Two copies of a text differ by what a scraper does to them: characters are misread, a word is
another one, passages of one are left out. Two editions differ by what an author does: passages
are put another way, each has some of its own, and another date stands at the place of the first.

The border between the two is the place over which most of the text stands on both sides. What
is equal there rises together (`repeats.chain.heaviest`), and what stands between is how the
two differ.

Positions count in a comparison form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from auditor.canonical.page import Page
from auditor.canonical.reading import Starts, scraped, unchanged, undone
from auditor.canonical.twice.weights import WEIGHTS
from auditor.model import Canonical, Editions, Span, Variant
from auditor.repeats.chain import heaviest, trimmed
from auditor.repeats.judge import is_copy
from auditor.repeats.noise import DENSE
from auditor.text.runs import NATS, Positions, Runs
from auditor.text.variants import day, has_number


@dataclass(frozen=True, slots=True)
class _Run:
    """What stands at `a` in the first edition, and is equal at `b` in the second."""

    a: int
    b: int
    length: int


@dataclass(frozen=True, slots=True)
class Gap:
    """`[here, end)` and `[there, until)` stand at one place of the two; one may be empty."""

    here: int
    end: int
    there: int
    until: int


def two_editions(page: Page) -> Canonical | None:
    """The document as it stands, with its editions; None if it does not hold two."""
    repeated = sum(repeat.characters for repeat in page.repeats)
    if not page.repeats or repeated < WEIGHTS.repeated * len(page.text):
        return None
    length = len(page.codes)
    runs = page.runs(WEIGHTS.shortest_run)
    equal = _densest(_rising(runs, length))
    again = _again(length, runs, np.ones(len(runs), dtype=bool))
    twice = _Twice(page.compared.text, page.scale, runs, equal, again)
    if not equal or not twice.stands_twice() or not twice.is_revised():
        return None
    if _are_copies(page, twice):
        return None
    editions = _found(page.text, twice, page.starts)
    own = sum(len(variant.second) for variant in editions.variants)
    record = undone("editions", [editions.second], NATS * own / page.scale)
    return replace(unchanged(page.document), editions=editions, undone=record)


def _are_copies(page: Page, twice: _Twice) -> bool:
    """Whether what stands in both was rather put in: passages that were rise on both sides by
    chance, are most of neither, and neither says of when it is.
    """
    judged = ((run.length, page.damaged(run.b, run.b + run.length) or 0.0) for run in twice.equal)
    damage = sum(length * damage for length, damage in judged) / twice.weight
    shorter = min(len(twice.first), len(twice.second))
    short = twice.weight < WEIGHTS.most_of_one * shorter
    return is_copy(damage) and short and not twice.is_dated()


def _rising(runs: Runs, length: int) -> list[_Run]:
    """The heaviest runs that rise on both sides of the border, without what they share."""
    ends = runs.start_a + runs.length
    over = np.zeros(length + 2, dtype=np.int64)
    apart = ends <= runs.start_b
    np.add.at(over, ends[apart], runs.length[apart])
    np.add.at(over, runs.start_b[apart] + 1, -runs.length[apart])
    border = int(np.argmax(np.cumsum(over)))
    across = np.flatnonzero((ends <= border) & (runs.start_b >= border))
    across = across[np.lexsort((-runs.start_b[across], runs.start_a[across]))]
    columns = (part[across].tolist() for part in (runs.start_a, runs.start_b, runs.length))
    rising = list(zip(*columns, strict=True))
    chosen = heaviest([(again, again + length) for _, again, length in rising])
    return [_Run(*run) for run in trimmed(rising[number] for number in chosen)]


def _densest(chain: Sequence[_Run]) -> Sequence[_Run]:
    """The part of a chain in which most is equal and least differs on both sides.

    A few words that happen to stand in both, far from the rest, are no part of two editions.
    """
    start = first = end = 0
    weight = most = 0.0
    for number, run in enumerate(chain):
        if number:
            before = chain[number - 1]
            apart = (run.a - before.a - before.length, run.b - before.b - before.length)
            weight -= WEIGHTS.both_own * min(apart) + WEIGHTS.one_own * max(apart)
        if weight <= 0:
            weight, start = 0.0, number
        weight += run.length
        if weight > most:
            most, first, end = weight, start, number + 1
    return chain[first:end]


def _again(length: int, runs: Runs, which: NDArray[np.bool_]) -> Positions:
    """How many of a text's characters before each place are in one of these runs."""
    over = np.zeros(length + 1, dtype=np.int64)
    for starts in (runs.start_a[which], runs.start_b[which]):
        np.add.at(over, starts, 1)
        np.add.at(over, starts + runs.length[which], -1)
    return np.concatenate([[0], np.cumsum(np.cumsum(over) > 0)])


@dataclass(frozen=True, slots=True)
class _Twice:
    """A text, and what is equal in two stretches of it that follow each other."""

    text: str
    scale: float
    runs: Runs
    equal: Sequence[_Run]
    again: Positions  # how many characters before each place stand twice

    @property
    def first(self) -> Span:
        return Span(self.equal[0].a, self.equal[-1].a + self.equal[-1].length)

    @property
    def second(self) -> Span:
        return Span(self.equal[0].b, self.equal[-1].b + self.equal[-1].length)

    @property
    def weight(self) -> int:
        return sum(run.length for run in self.equal)

    def stands_twice(self) -> bool:
        """Most of the page is one text and the same again, and no list."""
        if 2 * self.weight < WEIGHTS.equal * len(self.text):
            return False
        return not self._is_woven() and not self._is_list()

    def _is_woven(self) -> bool:
        """Much else stands twice: pieces of copies follow each other."""
        return 2 * self.weight < WEIGHTS.of_all_twice * int(self.again[-1])

    def _is_list(self) -> bool:
        """What is equal stands several times in the first edition: in each item of a list."""
        inside = self.runs.start_b + self.runs.length <= self.second.start
        again = _again(len(self.text), self.runs, inside)
        several = sum(int(again[run.a + run.length] - again[run.a]) for run in self.equal)
        return several > WEIGHTS.told_often * self.weight

    def gaps(self) -> Iterator[Gap]:
        for run, after in pairwise(self.equal):
            yield Gap(run.a + run.length, after.a, run.b + run.length, after.b)

    def edges(self) -> Iterator[Gap]:
        """What stands before and behind what is equal, as far as a date reaches."""
        first, second, reach = self.first, self.second, WEIGHTS.date_difference // 2
        yield Gap(
            max(0, first.start - reach),
            first.start,
            max(first.end, second.start - reach),
            second.start,
        )
        yield Gap(
            first.end,
            min(second.start, first.end + reach),
            second.end,
            min(len(self.text), second.end + reach),
        )

    def is_dated(self) -> bool:
        """Both say of when they are, each another day."""
        return any(self.dates(gap) for gap in (*self.gaps(), *self.edges()))

    def is_revised(self) -> bool:
        """Signs enough that an author made one of the two from the other.

        Passages put another way, a date, and beside them passages that one of the two has alone,
        which are no sign by themselves: a scraper leaves out as well.
        """
        gaps = list(self.gaps())
        least = WEIGHTS.passage * self.scale
        long = [gap for gap in gaps if max(gap.end - gap.here, gap.until - gap.there) >= least]
        kinds = [self._kind(gap) for gap in long[: WEIGHTS.most_passages]]
        put = kinds.count("both")
        own = "first" in kinds or "second" in kinds
        return (
            put + self.is_dated() + own
            >= WEIGHTS.author_signs + len(gaps) // WEIGHTS.chance_differences
        )

    def _kind(self, gap: Gap) -> Literal["first", "second", "both"] | None:
        """Which of the two has a passage there that the other has nowhere."""
        one, other = self.text[gap.here : gap.end], self.text[gap.there : gap.until]
        here, there = _letters(one), _letters(other)
        least = WEIGHTS.passage * self.scale
        own, others = self._is_own(gap.here, gap.end), self._is_own(gap.there, gap.until)
        if min(here, there) < least / 2 or _is_left_of(one, other):
            if here - there >= least and own:
                return "first"
            return "second" if there - here >= least and others else None
        if min(here, there) < least or (self.scale >= DENSE and not _have_words(one, other)):
            return None
        return "both" if own and others else None

    def _is_own(self, start: int, end: int) -> bool:
        """Most of it stands nowhere else."""
        return int(self.again[end] - self.again[start]) <= WEIGHTS.elsewhere * (end - start)

    def dates(self, gap: Gap) -> Gap | None:
        """The dates that stand there, if more of them differs than noise would change."""
        longest = max(gap.end - gap.here, gap.until - gap.there)
        if longest > WEIGHTS.date_difference or not self._has_figures(gap):
            return None
        one = day(self.text, Span(gap.here, gap.end))
        other = day(self.text, Span(gap.there, gap.until))
        if one is None or other is None or len(one.numbers) != len(other.numbers):
            return None
        figures = sum(map(Levenshtein.distance, one.numbers, other.numbers))
        words = Levenshtein.distance(one.words, other.words)
        if figures < WEIGHTS.date_figures and not (figures and words >= WEIGHTS.month_letters):
            return None
        return Gap(one.span.start, one.span.end, other.span.start, other.span.end)

    def _has_figures(self, gap: Gap) -> bool:
        sides = self.text[gap.here : gap.end], self.text[gap.there : gap.until]
        return any(map(has_number, sides))


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _have_words(one: str, other: str) -> bool:
    """Neither is one word, which may have been put for another."""
    return min(len(one.split()), len(other.split())) > 1


def _is_left_of(one: str, other: str) -> bool:
    """The shorter is what noise, and what was left out, leave of the longer: its beginning and
    its end.
    """
    short, long = sorted((one, other), key=len)
    places = WEIGHTS.left_out_places
    steps = [len(short) * step // places for step in range(places + 1)]
    ends = (long[:step] + long[len(long) - len(short) + step :] for step in steps)
    most = WEIGHTS.compared_passage
    return any(fuzz.ratio(short[:most], end[:most]) >= WEIGHTS.alike for end in ends)


def _found(text: str, page: _Twice, starts: Starts) -> Editions:
    """The editions in the scraped text, what differs in its order."""
    begins = _beginning(text, page, starts)
    before, behind = map(page.dates, page.edges())
    variants = tuple(
        Variant(
            scraped(starts, gap.here, gap.end),
            scraped(starts, gap.there, gap.until),
        )
        for gap in (before, *page.gaps(), behind)
        if gap
    )
    equal = sum(int(starts[run.b + run.length] - starts[run.b]) for run in page.equal)
    first = Span(int(starts[page.first.start]), begins)
    over = max(0, int(starts[page.first.end]) - begins)
    second = Span(begins, int(starts[page.second.end]) - over)
    return Editions(first, second, equal, variants)


def _beginning(text: str, page: _Twice, starts: Starts) -> int:
    """Where the second edition begins: as far before what is equal as the first one does, at a
    line if there is one. What is equal may reach over it by chance.
    """
    least, most = int(starts[page.first.end]), int(starts[page.second.start])
    at = max(least, most - int(starts[page.first.start]))
    line = text.rfind("\n", max(0, least - WEIGHTS.common_ends), at) + 1
    return line or at
