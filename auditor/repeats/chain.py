"""Segments that stand at two places, `[first, end)` and again `[second, until)`, in chains.

Two questions are asked of them. Which go on where others end, on nearly one diagonal, so that
they are one copy with a little noise in it (`chains`)? And which of them, in order on both
sides, weigh most together: of all that rise (`heaviest`), or of those that may follow each other
for the caller's own reasons (`paths`)?
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar


class Segment(Protocol):
    """`[first, end)` stands again at `[second, until)`."""

    @property
    def first(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def second(self) -> int: ...
    @property
    def until(self) -> int: ...


S = TypeVar("S", bound=Segment)
T = TypeVar("T")


class Diagonals(Generic[T]):
    """What was found last on about each diagonal, `second - first`."""

    def __init__(self, drift: int, width: int) -> None:
        self._width = width
        bands = range(1, drift // width + 1)
        self._steps = (0, *(sign * band for band in bands for sign in (-1, 1)))
        self._latest: dict[int, T] = {}  # by diagonal, rounded

    def near(self, diagonal: int) -> Iterator[T]:
        """What is at most `drift` off, and some of what is at most `width` farther."""
        band = diagonal // self._width
        for step in self._steps:
            if band + step in self._latest:
                yield self._latest[band + step]

    def put(self, diagonal: int, found: T) -> None:
        self._latest[diagonal // self._width] = found


@dataclass(slots=True)
class Chain(Generic[S, T]):
    """Segments that go on where others end; `between[n]` is what parts `n` from `n + 1`.

    It ends, on each side, where the segment does that reaches farthest there.
    """

    first: int
    end: int
    second: int
    until: int
    segments: list[S]
    between: list[T] = field(default_factory=list)

    def _add(self, segment: S, between: T) -> None:
        self.segments.append(segment)
        self.between.append(between)
        self.end = max(self.end, segment.end)
        self.until = max(self.until, segment.until)


def chains(
    segments: Iterable[S],
    drift: int,
    between: Callable[[Chain[S, T], S], T | None],
    width: int | None = None,
) -> list[Chain[S, T]]:
    """Segments that ascend on one side, joined where they go on: greedy, in linear time.

    A segment is put to the chain with the last segment on its diagonal, or on one about `drift`
    characters off, if `between` tells what parts them; None says that it goes not on. Diagonals
    are rounded to `width` characters, `drift` if it is not told. Seeds are joined so since
    FASTA's diagonals (Pearson and Lipman 1988). Chains are in the order of their first segments.
    """
    latest = Diagonals[Chain[S, T]](drift, width or drift)
    found: list[Chain[S, T]] = []
    for segment in segments:
        diagonal = segment.second - segment.first
        for chain in latest.near(diagonal):
            parts = between(chain, segment)
            if parts is not None:
                chain._add(segment, parts)
                break
        else:
            ends = segment.first, segment.end, segment.second, segment.until
            chain = Chain[S, T](*ends, [segment])
            found.append(chain)
        latest.put(diagonal, chain)
    return found


def heaviest(spans: Sequence[tuple[int, int]], weights: Sequence[int] | None = None) -> list[int]:
    """Numbers of the segments that rise on both sides and weigh most.

    `spans` are where they stand on the second side, (second, until), in their order on the first;
    each weighs as much as it is long there, or as `weights` say, less what the one before it
    covers already. Of chains as heavy the one with more segments is taken, and the one met first.
    A heaviest increasing subsequence (Jacobson and Vo 1992) with overlaps trimmed, in O(n log n).

    Only chains that none beats with an earlier end are remembered (`front`), so a look-up is a
    bisection. The overlaps looked at are bounded by the text that the segment covers.
    """
    front: list[int] = []  # where such chains end, ascending
    worth: list[int] = []  # what they weigh, ascending too
    last: list[int] = []  # the segment they end with
    before: list[int] = []
    best, best_last = 0, -1
    weights = [until - second for second, until in spans] if weights is None else weights
    for number, ((start, stop), value) in enumerate(zip(spans, weights, strict=True)):
        previous, trimmed = -1, value + start
        at = bisect_right(front, start)
        if at:
            value, previous = value + worth[at - 1], last[at - 1]
        overlaps = False
        while at < len(front) and front[at] <= stop:
            kept = worth[at] - front[at] + trimmed
            if kept > value or (kept == value and not overlaps):
                value, previous, overlaps = kept, last[at], True
            at += 1
        before.append(previous)
        if value > best:
            best, best_last = value, number
        at = bisect_left(front, stop)
        if at and worth[at - 1] >= value:
            continue
        if at < len(front) and front[at] == stop and worth[at] >= value:
            continue
        beaten = at
        while beaten < len(front) and worth[beaten] <= value:
            beaten += 1
        if beaten == at + 1:
            front[at], worth[at], last[at] = stop, value, number
        else:
            front[at:beaten], worth[at:beaten], last[at:beaten] = [stop], [value], [number]
    return _path(best_last, before)


def paths(
    weights: Sequence[float],
    order: Iterable[int],
    before: Callable[[int], Iterable[tuple[int, float]]],
    follows: Callable[[int, int], bool] = lambda _other, _number: True,
) -> Iterator[list[int]]:
    """Disjoint paths of segments that may follow each other, heaviest first.

    `before` tells which may stand before a segment, each earlier in `order`, and what the step
    costs; `follows` is asked of those only that would make a path heavier. The best path to each
    segment is by dynamic programming (Abouelhoda and Ohlebusch 2005, without their range trees:
    few are near); then the heaviest is taken, the heaviest over what is left, and so on.
    """
    weight = list(weights)
    previous = [-1] * len(weight)
    for number in order:
        own = weights[number]
        for other, cost in before(number):
            gained = weight[other] + own - cost
            if gained > weight[number] and follows(other, number):
                weight[number], previous[number] = gained, other
    used: set[int] = set()
    for end in sorted(range(len(weight)), key=lambda at: (-weight[at], at)):
        path = _path(end, previous, used)
        used.update(path)
        if path:
            yield path


def trimmed(runs: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Equal runs in order, (first, second, length), each without what it shares with those
    before it, on either side; without those of which nothing is left.
    """
    first = second = 0
    for a, b, length in runs:
        less = max(0, first - a, second - b)
        if less < length:
            yield a + less, b + less, length - less
            first, second = a + length, b + length


def _path(end: int, before: Sequence[int], used: Container[int] = ()) -> list[int]:
    """The steps to an end, as far as none is used, in their order."""
    path: list[int] = []
    while end >= 0 and end not in used:
        path.append(end)
        end = before[end]
    return path[::-1]
