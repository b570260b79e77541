"""Where a text was torn amid a line, and its pieces put elsewhere or put in once more.

A capture that scrolls, or that is cut into windows, tears text wherever it happens to be, amid a
word too. Two versions are compared by sentences and lines: what was torn is in each of them half of
one sentence and half of another, and looks rewritten. So both are cut where a piece ends.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, groupby

from auditor.history.pairing.align import in_order
from auditor.history.pairing.bare import NEAR, PIECE, Letters, Tokens, width
from auditor.text.runs import codes, common_runs

SHORTEST = PIECE // 2  # characters of a piece whose letters are all dense
_APART = "\0"
_READ = re.compile(r"[^\W_]")


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


def _rank(own: Letters, at: int) -> int:
    """2 where a sentence or line begins, 1 where a token does."""
    return (at in own.units) + (at in own.words)


def _ends_with(own: Letters, words: str) -> bool:
    """Whether a sentence or line of a text ends with some words."""
    return any(at + len(words) in own.units for at in _places(words, own.bare))


def _in_link(own: Letters, at: int) -> bool:
    """Whether an address is at a place, or a sign before it: set phrases lead to links."""
    token = own.token(at)
    return any(own.tokens.in_address[max(token - 1, 0) : token + 4])


def _places(words: str, text: str) -> Iterator[int]:
    found = text.find(words)
    while found >= 0:
        yield found
        found = text.find(words, found + 1)


def torn(old: Tokens, new: Tokens) -> tuple[Tokens, Tokens]:
    """Both texts, cut where a piece of one of them ends amid a sentence of the other."""
    a, b = old.unit_keys(), new.unit_keys()
    pairs = in_order(a, b, [len("".join(unit)) for unit in a])
    if len(pairs) == len(a) or len(pairs) == len(b):
        return old, new
    left = _left(old, {i for i, _ in pairs}), _left(new, {j for _, j in pairs})
    if not all(left):
        return old, new
    one, two = Letters(old), Letters(new)
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


def _again(own: Letters, other: Letters, cuts: set[int]) -> Iterator[int]:
    """Every place of the other text that reads on both sides as a text does where it is cut."""
    for at in cuts:
        around = own.bare[max(at - SHORTEST, 0) : at + SHORTEST]
        if len(around) == 2 * SHORTEST:
            yield from (found + SHORTEST for found in _places(around, other.bare))


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
    own: Letters, other: Letters, regions: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, int]]:
    """Places between two pieces that do not follow each other in the other text, although it has
    what follows the first there, and what stands before the second: where each of the three is.

    Something to read of both stands in a region: a full stop alone was not torn off.
    """
    for number, runs in _runs(own, other, regions):
        start, end = regions[number]
        for first, second in _covering(runs):
            at = _place(own, other, first, second)
            if not (_READ.search(own.bare, start, at) and _READ.search(own.bare, at, end)):
                continue
            ends, begins = first.there(at), second.there(at)
            if _rank(own, at) == 2 and _ends_with(other, own.bare[max(at - PIECE, 0) : at]):
                continue
            if _in_link(own, at) or is_edited(own.bare, at, other.bare):
                continue
            if own.bare[max(at - SHORTEST, 0) : at + SHORTEST] in other.bare:
                continue
            follows = other.bare[ends : ends + PIECE] in own.bare
            if follows and other.bare[max(begins - PIECE, 0) : begins] in own.bare:
                yield at, ends, begins


def is_edited(own: str, at: int, other: str) -> bool:
    """Whether what stands on both sides of a place stands near each other in another text too, with
    a few other characters between: that was edited, and not torn.
    """
    for ahead in (0, SHORTEST):
        after = own[at + ahead : at + ahead + SHORTEST]
        for found in _places(after, other):
            near = other[max(found - NEAR, 0) : found + SHORTEST]
            if any(own[max(end - SHORTEST, 0) : end] in near for end in (at, at - SHORTEST)):
                return True
    return False


def _runs(
    own: Letters, other: Letters, regions: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, list[_Run]]]:
    """The pieces of each region, and of what stands beside it, that stand in the other text."""
    regions = [(max(start - PIECE, 0), min(end + PIECE, len(own.bare))) for start, end in regions]
    offsets = [0, *accumulate(end - start + 1 for start, end in regions)]
    joined = _APART.join(own.bare[start:end] for start, end in regions)
    found = common_runs(codes(joined), codes(other.bare), SHORTEST)
    every = zip(found.start_a.tolist(), found.start_b.tolist(), found.length.tolist(), strict=True)
    in_region = groupby(every, key=lambda run: bisect_right(offsets, run[0]) - 1)
    for number, group in in_region:
        shift = regions[number][0] - offsets[number]
        runs = [_Run(start + shift, there, size) for start, there, size in group]
        yield number, [run for run in runs if width(own.bare[run.own : run.end]) >= PIECE]


def _covering(runs: Sequence[_Run]) -> Iterator[tuple[_Run, _Run]]:
    """Pieces that touch, as few of them as cover a region; each is looked at once.

    Behind a piece comes what touches it and goes furthest, of such what is nearest.
    """
    at = 0
    while at < len(runs):
        last, furthest = runs[at], [runs[at]]
        while True:
            while at < len(runs) and runs[at].own <= last.end:
                if runs[at].end > furthest[0].end:
                    furthest = [runs[at]]
                elif runs[at].end == furthest[0].end:
                    furthest.append(runs[at])
                at += 1
                if furthest[0].own == last.own and furthest[0].end > last.end:
                    last = furthest[0]  # a longer one that begins where the first does
            if furthest[0].end == last.end:
                break
            following = min(furthest, key=partial(_apart, last))
            yield last, following
            last = following


def _apart(last: _Run, run: _Run) -> int:
    """How far from each other two pieces that touch here are in the other text."""
    return abs(run.there(last.end) - last.there(last.end))


def _place(own: Letters, other: Letters, first: _Run, second: _Run) -> int:
    """Where one piece ends and the other begins, of places that both reach: where a line begins,
    or a word, in as many of the texts as can be.
    """
    reached = range(max(second.own, first.own + 1), min(first.end, second.end - 1) + 1)
    return max(
        reached,
        key=lambda at: (
            _rank(own, at) + _rank(other, first.there(at)) + _rank(other, second.there(at)),
            -at,
        ),
    )


def _cut(text: Letters, cuts: set[int]) -> Tokens:
    """The tokens with a unit begun at each place, and with the tokens there parted."""
    own = text.tokens
    cuts = cuts - text.units - {0}
    if not cuts:
        return own
    keys: list[str] = []
    starts, ends = array("I"), array("I")
    units: list[int] = []
    inside = bytearray()
    tears: list[int] = []

    def copy(first: int, last: int) -> None:
        """All from one token to another, as they are."""
        low, high = bisect_left(own.units, first), bisect_left(own.units, last)
        units.extend(unit - first + len(keys) for unit in own.units[low:high])
        keys.extend(own.keys[first:last])
        starts.extend(own.starts[first:last])
        ends.extend(own.ends[first:last])
        inside.extend(own.in_address[first:last])

    done = 0
    for token, places in groupby(sorted(cuts), key=text.token):
        copy(done, token + 1)
        done = token + 1
        # Of one that is written otherwise than its key it is not known where it would be cut.
        is_written_so = len(own.keys[token]) == own.ends[token] - own.starts[token]
        for place in places:
            within = place - text.edges[token]
            if within and is_written_so:
                size = own.starts[token] + within - starts[-1]
                keys[-1:] = keys[-1][:size], keys[-1][size:]
                starts.append(starts[-1] + size)
                ends.insert(len(ends) - 1, starts[-1])
                inside.append(inside[-1])
            elif within:
                continue
            units.append(len(keys) - 1)
            tears.append(starts[-1])
    copy(done, len(own))
    return replace(
        own,
        keys=tuple(keys),
        starts=starts,
        ends=ends,
        units=tuple(units),
        in_address=bytes(inside),
        tears=frozenset(tears),
    )
