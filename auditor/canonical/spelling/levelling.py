"""Copies with noise of single characters between them, spelt alike.

What stands twice with little between its equal runs is two copies of one passage, or two
passages made after one pattern. Noise changes single characters, anywhere, and makes of them
what stands nowhere else; a pattern changes whole words and figures, and both of its words stand
elsewhere too. Only noise is levelled, and only so that copies are recognised: `respell` gives
every passage its own letters again, but where another copy of it has the better reading.

The better reading of two is the one whose surroundings stand oftener in the text: that counts
the votes of further copies, and the words that the document has elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from auditor.canonical.page import SHORTEST, Page
from auditor.canonical.spelling.weights import WEIGHTS
from auditor.model import Fragment, Repeat
from auditor.repeats.chain import Chain, chains
from auditor.repeats.judge import may_be_copy
from auditor.repeats.near import Overlap, exact, nearest, stretches
from auditor.repeats.noise import are_noisy, longest_edit
from auditor.repeats.weights import WEIGHTS as REPEATS
from auditor.text import scripts
from auditor.text.compared import Normalized
from auditor.text.runs import Codes, Positions, Runs, codes, hashes

_ANCHOR = SHORTEST  # information of the shortest exact run
_NEGATIONS = "不未无無非勿毋没"


@dataclass(frozen=True, slots=True, eq=False)
class Levelled:
    """A text whose copies are spelt alike.

    `source` has for each of its characters the offset in the scrape, -1 for one that stands
    there otherwise.
    """

    text: str
    source: NDArray[np.int64]

    @classmethod
    def of(cls, text: str) -> Levelled:
        return cls(text, np.arange(len(text), dtype=np.int64))


@dataclass(frozen=True, slots=True)
class _Edit:
    """`[a, a_end)` and `[b, b_end)` stand for one another in two copies; one may be empty."""

    a: int
    a_end: int
    b: int
    b_end: int


@dataclass(slots=True)
class _Copies:
    """Exact runs that follow each other, and the edits between them."""

    first: int
    end: int
    second: int
    until: int
    equal: int
    edits: list[_Edit]

    @classmethod
    def of(cls, chain: _Chain) -> _Copies:
        """What each run repeats of those before it counts once."""
        equal = end = 0
        for run in chain.segments:
            equal += min(run.length, run.end - end)
            end = run.end
        edits = [edit for edits in chain.between for edit in edits]
        return cls(chain.first, chain.end, chain.second, chain.until, equal, edits)


_Chain = Chain[Overlap, list[_Edit]]


def level(page: Page, levelled: Levelled) -> Levelled | None:
    """The text with its copies spelt alike; None if nothing is to be levelled.

    `page` is that of `levelled.text`.
    """
    known = bool((levelled.source < 0).any())
    noisy = known or _nearly_again(page.repeats) >= WEIGHTS.least_repeated * len(page.text)
    if not noisy and not _are_noisy(page.fragments, page.repeats):
        return None
    found = _Noise(page).edits(known)
    changes = _changes(found, page.compared)
    return _applied(levelled, changes) if changes else None


def _nearly_again(repeats: Sequence[Repeat]) -> int:
    return sum(len(repeat.occurrences[0]) for repeat in repeats if not repeat.exact)


def _are_noisy(fragments: Sequence[Fragment], repeats: Sequence[Repeat]) -> bool:
    """Whether what stands nearly again differs by noise, so far as whole passages tell."""
    keys = {fragment.span.start: fragment.key for fragment in fragments}
    near = (repeat.occurrences[:2] for repeat in repeats if not repeat.exact)
    return are_noisy((keys[one.start], keys[other.start]) for one, other in near)


def _borders(fragments: Sequence[Fragment], normalized: Normalized) -> Positions:
    starts = [fragment.span.start for fragment in fragments]
    found = normalized.starts.search(starts, "left")
    return np.append(found, len(normalized.text)).astype(np.int64)


class _Noise:
    """The edits between the copies of a text in comparison form."""

    def __init__(self, page: Page) -> None:
        text = page.compared.text
        self.text, self.backwards = text, text[::-1]
        self.damaged = page.damaged
        self.borders = _borders(page.fragments, page.compared)
        self.mirrored = len(text) - self.borders[::-1]
        self.codes, self.scale, self.runs = page.codes, page.scale, page.runs(_ANCHOR)

    def edits(self, known: bool) -> list[tuple[_Edit, bool, float]]:
        """The edits that are noise; whether the second reading is better, and how good it is.

        `known` says that there is noise.
        """
        copies = self._copies(self.runs)
        edits = [edit for chain in copies for edit in chain.edits]
        if not edits:
            return []
        seen = _Seen(self.codes, edits, self.scale)
        noise = seen.noise()
        stretches = list(self._stretches(copies, noise))
        if not known and not self._is_noisy(stretches):
            return []
        return [
            (edits[number], *seen.better(number))
            for stretch in stretches
            if stretch.equal >= max(WEIGHTS.passage, WEIGHTS.pattern * stretch.odd) * self.scale
            for number in stretch.noise
        ]

    def _stretches(self, copies: Sequence[_Copies], noise: NDArray[np.bool_]) -> Iterator[_Stretch]:
        """What stands twice and is no list or table, with few edits in it."""
        at = 0
        for chain in copies:
            own = range(at, at + len(chain.edits))
            at = own.stop
            if chain.equal >= WEIGHTS.dense_noise * len(own) * self.scale:
                yield _Stretch(chain.equal, tuple(n for n in own if noise[n]), len(own))

    def _is_noisy(self, stretches: Sequence[_Stretch]) -> bool:
        long = [one for one in stretches if one.equal >= WEIGHTS.long_stretch * self.scale]
        mostly = _is_noise(long, WEIGHTS.fewest_edits, WEIGHTS.mostly_noise)
        return mostly or _is_noise(stretches, WEIGHTS.many_edits, WEIGHTS.nearly_all_noise)

    def _copies(self, runs: Runs) -> list[_Copies]:
        found = map(_Copies.of, chains(exact(runs), WEIGHTS.drift, self._between, width=1))
        passages = [chain for chain in found if self._is_passage(chain)]
        near = nearest([(one.first, one.end, one.second, one.until) for one in passages])
        passages = list(compress(passages, near))
        for chain in passages:
            self._to_ends(chain)
        return [chain for chain in passages if not self._is_item(chain)]

    def _is_passage(self, chain: _Copies) -> bool:
        """Enough of it is equal, and it is no list or table, which stands behind itself."""
        least = max(WEIGHTS.passage, WEIGHTS.dense_noise * len(chain.edits)) * self.scale
        return chain.equal >= least and chain.end <= chain.second + _ANCHOR * self.scale

    def _is_item(self, chain: _Copies) -> bool:
        """Both its sides are meant, as what is made after one template is."""
        return not may_be_copy(self.damaged(chain.second, chain.until))

    def _between(self, chain: _Chain, run: Overlap) -> list[_Edit] | None:
        """The edits between a chain and a run that goes on with it; None if it doesn't."""
        a, b, length = run.first, run.second, run.length
        over = max(0, chain.end - a, chain.until - b)
        gap = max(a - chain.end, b - chain.until)
        if over >= length or gap > WEIGHTS.longest_gap * self.scale:
            return None
        if a >= chain.second >= chain.first + WEIGHTS.next_copy * self.scale:
            return None  # a third copy begins, as far from the second as that is from the first
        one, other = (chain.end, a + over), (chain.until, b + over)
        edits = self._edits(one, other)
        longest = max(one[1] - one[0], other[1] - other[0])
        return edits if len(edits) <= 1 + WEIGHTS.unlike * longest else None

    def _edits(self, one: tuple[int, int], other: tuple[int, int]) -> list[_Edit]:
        opcodes = Levenshtein.opcodes(self.text[slice(*one)], self.text[slice(*other)])
        return [
            _Edit(
                one[0] + code.src_start,
                one[0] + code.src_end,
                other[0] + code.dest_start,
                other[0] + code.dest_end,
            )
            for code in opcodes
            if code.tag != "equal"
        ]

    def _to_ends(self, chain: _Copies) -> None:
        most = len(self.text)
        on = self._reach(self.text, chain.end, chain.until, self.borders)
        chain.edits += self._edits(
            (chain.end, chain.end + on[0]), (chain.until, chain.until + on[1])
        )
        back = self._reach(self.backwards, most - chain.first, most - chain.second, self.mirrored)
        one, other = (chain.first - back[0], chain.first), (chain.second - back[1], chain.second)
        chain.edits[:0] = self._edits(one, other)

    def _reach(self, text: str, one: int, other: int, borders: Positions) -> tuple[int, int]:
        """How much behind `one` and `other` is about equal."""
        a, b = text[one : one + WEIGHTS.compared], text[other : other + WEIGHTS.compared]
        equal = stretches(a, b, REPEATS.outweighs_edit * self.scale)
        on, there = (equal[-1].one, equal[-1].other) if equal else (0, 0)
        left, right = (
            int(borders[np.searchsorted(borders, at)]) - at for at in (one + on, other + there)
        )
        if 0 < max(left, right) <= WEIGHTS.doubtful_end * self.scale:
            ends = a[on : on + left], b[there : there + right]
            if Levenshtein.distance(*ends) <= 1:
                return on + left, there + right
        return on, there


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What stands twice: its equal characters, the numbers of its edits that are noise, and how
    many edits it has.
    """

    equal: int
    noise: tuple[int, ...]
    edits: int

    @property
    def odd(self) -> int:
        return self.edits - len(self.noise)


def _is_noise(stretches: Sequence[_Stretch], fewest: int, share: float) -> bool:
    """Whether so many edits are noise, and such a share of all."""
    count = sum(len(one.noise) for one in stretches)
    return count >= max(fewest, share * sum(one.edits for one in stretches))


class _Seen:
    """How often the readings of edits stand in the text, with what is around them."""

    def __init__(self, text: Codes, edits: Sequence[_Edit], scale: float) -> None:
        places = np.array([(e.a, e.a_end, e.b, e.b_end) for e in edits], dtype=np.int64)
        self.sides = (places[:, :2], places[:, 2:])
        self.text, self.longest = text, longest_edit(scale)
        vote, word = (max(2, round(size * scale)) for size in (WEIGHTS.vote, WEIGHTS.vote_of_word))
        (self.votes, self.most), (self.words, _) = (self._counts(k) for k in (vote, word))

    def _counts(self, k: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Mean and highest count of the k-grams over each reading: a row a side."""
        values = hashes(self.text, k)
        ordered = np.sort(values)
        means, most = [], []
        for side in self.sides:
            first = np.clip(side[:, 0] - k + 1, 0, max(0, len(values) - 1))
            last = np.clip(np.maximum(side[:, 1], side[:, 0]), first + 1, max(1, len(values)))
            lengths = last - first
            begins = np.cumsum(lengths) - lengths
            grams = values[np.repeat(first - begins, lengths) + np.arange(lengths.sum())]
            counts = np.searchsorted(ordered, grams, "right") - np.searchsorted(ordered, grams)
            means.append(np.add.reduceat(counts, begins) / lengths)
            most.append(np.maximum.reduceat(counts, begins))
        return np.array(means), np.array(most)

    def noise(self) -> NDArray[np.bool_]:
        """Which edits are of single characters, with a reading that is unique, and neither take
        away a figure or a negation nor make another of it.
        """
        marked = np.isin(self.text, codes(scripts.HAN_FIGURES + _NEGATIONS)) | _decimal(self.text)
        before = np.concatenate([[0], np.cumsum(marked)])
        told = np.array([before[side[:, 1]] - before[side[:, 0]] for side in self.sides])
        lengths = [side[:, 1] - side[:, 0] for side in self.sides]
        # A letter in the place of a figure is noise; another figure, or none, may be meant.
        replaced = (np.minimum(*lengths) > 0) & (told.min(axis=0) == 0)
        found: NDArray[np.bool_] = (told.sum(axis=0) == 0) | replaced
        found &= np.maximum(*lengths) <= self.longest
        found &= self.most.min(axis=0) == 1
        return found

    def better(self, number: int) -> tuple[bool, float]:
        """Whether the second reading is better than the first, and what speaks for the better."""
        votes, words = self.votes[:, number], self.words[:, number]
        second = (votes[1], words[1]) > (votes[0], words[0])
        return bool(second), float(votes.max())


def _decimal(text: Codes) -> NDArray[np.bool_]:
    distinct = np.unique(text)
    figures = [code for code in distinct.tolist() if chr(code).isdecimal()]
    return np.isin(text, np.array(figures, dtype=np.uint32))


def _changes(
    edits: Sequence[tuple[_Edit, bool, float]], normalized: Normalized
) -> list[tuple[int, int, int, int]]:
    """(from, to, reading from, to): disjoint ranges of the text, and where their reading stands."""
    proposed = []
    for edit, second, weight in edits:
        if any(_is_inside(normalized, at) for at in (edit.a, edit.a_end, edit.b, edit.b_end)):
            continue
        one = _raw(normalized, edit.a, edit.a_end)
        other = _raw(normalized, edit.b, edit.b_end)
        worse, better = (one, other) if second else (other, one)
        proposed.append((-weight, worse, better))
    chosen: dict[int, tuple[int, int, int, int]] = {}
    taken: set[int] = set()
    for _, worse, better in sorted(proposed):
        places = range(worse[0], max(worse[1], worse[0] + 1))
        if taken.isdisjoint(places):
            taken.update(places)
            chosen[worse[0]] = (*worse, *better)
    return [chosen[at] for at in sorted(chosen)]


def _is_inside(normalized: Normalized, at: int) -> bool:
    """Whether the place is between two compared characters that one of the text became."""
    starts = normalized.starts
    return 0 < at < len(starts) and starts[at] == starts[at - 1]


def _raw(normalized: Normalized, start: int, end: int) -> tuple[int, int]:
    if start < end:
        return normalized.starts[start], normalized.ends[end - 1]
    at = normalized.ends[start - 1] if start else 0
    return at, at


def _applied(levelled: Levelled, changes: Sequence[tuple[int, int, int, int]]) -> Levelled:
    pieces: list[str] = []
    sources: list[NDArray[np.int64]] = []
    done = 0
    for start, end, there, until in changes:
        pieces += [levelled.text[done:start], levelled.text[there:until]]
        sources += [levelled.source[done:start], np.full(until - there, -1, dtype=np.int64)]
        done = end
    pieces.append(levelled.text[done:])
    sources.append(levelled.source[done:])
    return Levelled("".join(pieces), np.concatenate(sources))
