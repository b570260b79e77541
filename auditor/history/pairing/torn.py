"""Where a text was torn amid a line, and its pieces put elsewhere or put in once more.

A capture that scrolls, or that is cut into windows, tears text wherever it happens to be, amid a
word too. Two versions are compared by sentences and lines: what was torn is in each of them half of
one sentence and half of another, and looks rewritten. So both are cut where a piece ends.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, takewhile

from auditor.history.pairing.align import in_order
from auditor.history.pairing.bare import NEAR, PIECE, Tokens, width
from auditor.text.runs import codes, common_runs

SHORTEST = PIECE // 2  # characters of a piece whose letters are all dense
_APART = "\0"


@dataclass(frozen=True, slots=True)
class _Run:
    """Equal bare characters of two texts."""

    own: int
    other: int
    size: int

    @property
    def end(self) -> int:
        return self.own + self.size

    def there(self, at: int) -> int:
        """The place in the other text that answers one of this text."""
        return self.other + at - self.own


class _Text:
    """The tokens of a text, with its bare characters and where each of them stands."""

    def __init__(self, own: Tokens) -> None:
        self.tokens = own
        self.bare = "".join(own.keys)
        self.edges = [0, *accumulate(map(len, own.keys))]
        self.units = {self.edges[unit] for unit in own.units} | {len(self.bare)}
        self.words = frozenset(self.edges)

    def rank(self, at: int) -> int:
        """2 where a sentence or line begins, 1 where a token does."""
        return (at in self.units) + (at in self.words)

    def in_link(self, at: int) -> bool:
        """Whether an address is at a place, or a sign before it: set phrases lead to links."""
        token = bisect_right(self.edges, at) - 1
        return any(self.tokens.in_address[max(token - 1, 0) : token + 4])

    def has(self, start: int, end: int, other: str) -> bool:
        """Whether a stretch, as far as the text goes, stands in another one."""
        return self.bare[max(start, 0) : end] in other


def torn(old: Tokens, new: Tokens) -> tuple[Tokens, Tokens]:
    """Both texts, cut where a piece of one of them ends amid a sentence of the other."""
    a, b = old.unit_keys(), new.unit_keys()
    pairs = in_order(a, b, [len("".join(unit)) for unit in a])
    if len(pairs) == len(a) or len(pairs) == len(b):
        return old, new
    left = _left(old, {i for i, _ in pairs}), _left(new, {j for _, j in pairs})
    if not all(left):
        return old, new
    one, two = _Text(old), _Text(new)
    cuts: tuple[set[int], set[int]] = (set(), set())
    for own, other, regions, flip in ((one, two, left[0], 0), (two, one, left[1], 1)):
        for here, ends, begins in _tears(own, other, regions):
            cuts[flip].add(here)
            cuts[1 - flip].update((ends, begins))
    # A copy stands there as well as what it is a copy of.
    copies = [
        set(_again(own, other, places))
        for own, other, places in ((one, two, cuts[0]), (two, one, cuts[1]))
    ]
    return _cut(one, cuts[0] | copies[1]), _cut(two, cuts[1] | copies[0])


def _again(own: _Text, other: _Text, cuts: set[int]) -> Iterator[int]:
    """Every place of the other text that reads on both sides as a text does where it is cut."""
    for at in cuts:
        around = own.bare[max(at - SHORTEST, 0) : at + SHORTEST]
        found = other.bare.find(around) if len(around) == 2 * SHORTEST else -1
        while found >= 0:
            yield found + SHORTEST
            found = other.bare.find(around, found + 1)


def _left(own: Tokens, taken: set[int]) -> list[tuple[int, int]]:
    """Ranges of bare characters that no unit of the other text answers in its place."""
    regions: list[tuple[int, int]] = []
    at = 0
    for number, unit in enumerate(own.unit_keys()):
        size = sum(map(len, unit))
        if number not in taken:
            if regions and regions[-1][1] == at:
                regions[-1] = (regions[-1][0], at + size)
            else:
                regions.append((at, at + size))
        at += size
    return regions


def _tears(
    own: _Text, other: _Text, regions: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, int]]:
    """Places between two pieces that do not follow each other in the other text, although it has
    what follows the first there, and what stands before the second: where each of the three is.
    """
    for runs in _runs(own, other, regions):
        for first, second in _covering(runs):
            at = _place(own, other, first, second)
            ends, begins = first.there(at), second.there(at)
            if own.rank(at) == other.rank(ends) == 2 or own.in_link(at):
                continue
            if own.has(at - SHORTEST, at + SHORTEST, other.bare):
                continue
            if is_edited(own.bare, at, other.bare):
                continue
            follows = other.has(ends, ends + PIECE, own.bare)
            if follows and other.has(begins - PIECE, begins, own.bare):
                yield at, ends, begins


def is_edited(own: str, at: int, other: str) -> bool:
    """Whether what stands on both sides of a place stands near each other in another text too, with
    a few other characters between: that was edited, and not torn.
    """
    for ahead in (0, SHORTEST):
        after = own[at + ahead : at + ahead + SHORTEST]
        found = other.find(after)
        while found >= 0:
            near = other[max(found - NEAR, 0) : found + SHORTEST]
            if any(own[max(end - SHORTEST, 0) : end] in near for end in (at, at - SHORTEST)):
                return True
            found = other.find(after, found + 1)
    return False


def _runs(own: _Text, other: _Text, regions: Sequence[tuple[int, int]]) -> Iterator[list[_Run]]:
    """The pieces of each region that stand in the other text."""
    offsets = [0, *accumulate(end - start + 1 for start, end in regions)]
    joined = _APART.join(own.bare[start:end] for start, end in regions)
    found = common_runs(codes(joined), codes(other.bare), SHORTEST)
    every = zip(found.start_a.tolist(), found.start_b.tolist(), found.length.tolist(), strict=True)
    in_region = groupby(every, key=lambda run: bisect_right(offsets, run[0]) - 1)
    for number, group in in_region:
        shift = regions[number][0] - offsets[number]
        runs = [_Run(start + shift, there, size) for start, there, size in group]
        yield [run for run in runs if width(own.bare[run.own : run.end]) >= PIECE]


def _covering(runs: list[_Run]) -> Iterator[tuple[_Run, _Run]]:
    """Pieces that touch, as few of them as cover a region."""
    last: _Run | None = None
    for at, run in enumerate(runs):
        if last is not None and run.own <= last.end:
            continue
        begun = [other for other in runs[at:] if other.own == run.own]
        last = max(begun, key=lambda other: other.size)
        while following := _following(last, runs, at):
            yield last, following
            last = following


def _following(last: _Run, runs: list[_Run], at: int) -> _Run | None:
    """The piece that touches another one and goes furthest, of such the one that is nearest."""
    end, there = last.end, last.there(last.end)
    touching = takewhile(lambda run: run.own <= end, runs[at:])
    return max(
        (run for run in touching if run.end > end),
        key=lambda run: (run.end, -abs(run.there(end) - there)),
        default=None,
    )


def _place(own: _Text, other: _Text, first: _Run, second: _Run) -> int:
    """Where one piece ends and the other begins, of places that both reach: where a line begins,
    or a word, in as many of the texts as can be.
    """
    reached = range(max(second.own, first.own + 1), min(first.end, second.end - 1) + 1)
    return max(
        reached,
        key=lambda at: (
            own.rank(at) + other.rank(first.there(at)) + other.rank(second.there(at)),
            -at,
        ),
    )


def _cut(text: _Text, cuts: set[int]) -> Tokens:
    """The tokens with a unit begun at each place, and with the tokens there parted."""
    own = text.tokens
    places = sorted(cuts - text.units - {0})
    if not places:
        return own
    keys, starts, ends, inside = list(own.keys), list(own.starts), list(own.ends), [*own.in_address]
    units = set(own.units)
    for place in reversed(places):
        token = bisect_right(text.edges, place) - 1
        within = place - text.edges[token]
        if within:
            if len(keys[token]) != ends[token] - starts[token]:
                continue  # written otherwise than its key: where it would be cut is not known
            keys[token : token + 1] = [keys[token][:within], keys[token][within:]]
            middle = starts[token] + within
            starts.insert(token + 1, middle)
            ends.insert(token, middle)
            inside.insert(token, inside[token])
            token += 1
            units = {unit + (unit >= token) for unit in units}
        units.add(token)
    return replace(
        own,
        keys=tuple(keys),
        starts=array("I", starts),
        ends=array("I", ends),
        units=tuple(sorted(units)),
        in_address=bytes(inside),
    )
