"""Which repeats are overlaps of windows, and which of two windows comes first.

The end of one window stands again at the start of another; so a repeat that is an overlap has
one border at the end of one of its places and one at the start of the other. Borders are
shared: where a window ends, the next one in the scrape begins. So links that are true share
their borders, as links in a wrong direction, and repeats of the document's own, do not.

From each long repeat, read both ways round, links grow over the borders that they show, the
longest first; what shares most borders is kept.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from auditor.canonical.windows.weights import WEIGHTS
from auditor.repeats.near import Overlap, most


@dataclass(frozen=True, slots=True)
class Link:
    """A window that ends at `end` overlaps, by `before` characters, one that begins at `start`,
    by `shared`. The last `tail` and the first `head` of them may be alike by chance.
    """

    end: int
    start: int
    before: int
    shared: int
    tail: int = 0
    head: int = 0


@dataclass(frozen=True, slots=True)
class Contained:
    """A window, `[start, end)`, all of whose text stands again at `[at, until)`, in another."""

    start: int
    end: int
    at: int
    until: int


@dataclass(frozen=True, slots=True)
class Edges:
    """How likely a chunker cuts at each place, and how far from a border a repeat's end may be.

    Chance carries it beyond, noise keeps it inside.
    """

    cuts: bytes
    beyond: int
    inside: int

    @property
    def length(self) -> int:
        return len(self.cuts) - 1

    def slack(self, length: int) -> tuple[int, int]:
        """How far beyond, and how far inside, for a repeat as long: most of it is no chance."""
        return min(self.beyond, length // 2), self.inside


def ways(found: Overlap) -> tuple[Link, Link]:
    """A repeat as an overlap, read both ways round."""
    length, there = found.end - found.first, found.until - found.second
    return (
        Link(found.end, found.second, length, there, found.tail, found.head),
        Link(found.until, found.first, there, length, found.tail, found.head),
    )


def links(repeats: Sequence[Overlap], edges: Edges) -> tuple[list[Link], list[Contained]]:
    """The repeats that are overlaps, and those that are windows that stand whole in another.

    Again and again, for what was found tells what overlaps look like in this text, and leaves
    fewer repeats that end by chance.
    """
    repeats = sorted(repeats, key=_longest_first)[: most(edges.length, edges.beyond)]
    growth = _Growth(repeats, edges, {})
    growth.grow()
    for _ in range(WEIGHTS.sweeps if len(growth.read) >= WEIGHTS.telling_links else 0):
        again = _Growth(repeats, edges, growth.read)
        again.grow()
        if again.read == growth.read:
            break
        growth = again
    return growth.links(), growth.contained()


def _longest_first(found: Overlap) -> tuple[int, int, int]:
    return -found.length, found.first, found.second


class _Places:
    """Places in order, that can be taken back."""

    def __init__(self) -> None:
        self.all: list[int] = []

    def add(self, place: int) -> None:
        insort(self.all, place)

    def drop(self, place: int) -> None:
        del self.all[bisect_left(self.all, place)]

    def between(self, low: int, high: int) -> bool:
        """One is in `[low, high]`."""
        at = bisect_left(self.all, low)
        return at < len(self.all) and self.all[at] <= high


class _Links:
    """Links that were chosen, and the borders that they show."""

    def __init__(self, edges: Edges) -> None:
        self.edges = edges
        self.ends = _Places()
        self.starts = _Places()
        self.spans: list[tuple[int, int]] = []  # insides of overlaps, where no border can be
        self.longest = 0

    def add(self, link: Link) -> None:
        self.ends.add(link.end)
        self.starts.add(link.start)
        for span in self._insides(link):
            insort(self.spans, span)
            self.longest = max(self.longest, span[1] - span[0])

    def drop(self, link: Link) -> None:
        self.ends.drop(link.end)
        self.starts.drop(link.start)
        for span in self._insides(link):
            del self.spans[bisect_left(self.spans, span)]

    def _insides(self, link: Link) -> Iterator[tuple[int, int]]:
        margin = self.edges.beyond
        for start, end in (
            (link.end - link.before, link.end),
            (link.start, link.start + link.shared),
        ):
            if end - start > 2 * margin:
                yield start + margin, end - margin

    def begins(self, place: int, length: int) -> bool:
        """Behind a window that ends at about `place` another one begins, or the text ends."""
        beyond, inside = self.edges.slack(length)
        if place + inside >= self.edges.length:
            return True
        return self.starts.between(place - beyond, place + inside)

    def ended(self, place: int, length: int) -> bool:
        """Before a window that begins at about `place` another one ended, or the text begins."""
        beyond, inside = self.edges.slack(length)
        return place <= inside or self.ends.between(place - inside, place + beyond)

    def allow(self, link: Link) -> bool:
        """Both its windows are free, and no border is inside an overlap."""
        beyond = self.edges.beyond
        if self.ends.between(link.end - beyond, link.end + beyond):
            return False
        if self.starts.between(link.start - beyond, link.start + beyond):
            return False
        if self._inside(link.end) or self._inside(link.start):
            return False
        return not any(
            places.between(low, high - 1)
            for low, high in self._insides(link)
            for places in (self.ends, self.starts)
        )

    def loops(self, link: Link) -> bool:
        """Nothing parts its windows: one window would overlap itself."""
        beyond = self.edges.beyond
        low, high = link.start + beyond, link.end - beyond
        return (
            link.start < link.end - beyond
            and not self.ends.between(low, high)
            and not self.starts.between(low, high)
        )

    def _inside(self, place: int) -> bool:
        first = bisect_left(self.spans, (place - self.longest, 0))
        last = bisect_left(self.spans, (place, 0))
        return any(place < end for _, end in self.spans[first:last])


class _Growth:
    """Ways are numbered: repeat `n` read the first way is `2 * n`, the other way `2 * n + 1`.

    `known` says in which way some repeats were read before.
    """

    def __init__(self, repeats: Sequence[Overlap], edges: Edges, known: Mapping[int, int]) -> None:
        self.edges = edges
        self.repeats = repeats
        self.ways = [way for found in repeats for way in ways(found)]
        copied = [(at, way) for at, way in enumerate(self.ways) if not repeats[at // 2].listed]
        self.by_end = sorted((way.end, at) for at, way in copied)
        self.by_start = sorted((way.start, at) for at, way in copied)
        self.chosen = _Links(edges)
        self.read: dict[int, int] = {}  # repeat -> the way in which it is read
        self.weights = list(_weights(repeats, known, edges))
        self.doubts = list(self._doubts([self.ways[way] for way in known.values()]))
        self.alone = [
            max(0.0, *(self._gain(way) for way in (2 * number, 2 * number + 1)))
            for number in range(len(repeats))
        ]

    def _doubts(self, known: Sequence[Link]) -> Iterator[float]:
        """Nats against each way: links are like those that are known, in length and in place."""
        usual = sorted(link.shared for link in known)[len(known) // 2] if known else 0
        beside = sum(self._adjoin(link) for link in known)
        for link in self.ways:
            alike = beside if self._adjoin(link) else len(known) - beside
            less = math.log(max(1.0, usual / link.shared)) / WEIGHTS.spread
            seldom = WEIGHTS.either_way + math.log((1 + alike) / (2 + len(known)))
            strange = not alike and len(known) >= WEIGHTS.telling_links
            yield math.inf if strange else WEIGHTS.doubt + less**2 / 2 - seldom

    def grow(self) -> None:
        for number, found in enumerate(self.repeats):
            tells = not found.listed and self.weights[number] > WEIGHTS.doubt
            if tells and number not in self.read:
                self._grow_from(number)
        for way in sorted(self.read.values(), reverse=True):  # the shortest first
            self._revise(way)

    def _revise(self, way: int) -> None:
        """Let go of a link if others speak more for a window that stands whole in another, or
        if it would be of one window with itself.
        """
        self._undo([way])
        link = self.ways[way]
        let_go = self.chosen.loops(link) or bool(self._inside(self.repeats[way // 2]))
        if not let_go or self._shared(link) == 2 - self._adjoin(link):
            self._take(way)

    def _take(self, way: int) -> None:
        self.chosen.add(self.ways[way])
        self.read[way // 2] = way

    def _grow_from(self, number: int) -> None:
        seeds = (2 * number, 2 * number + 1)
        one, other = (self._tried(seed) for seed in seeds)
        if max(one, other)[1] > WEIGHTS.least_kept and one != other:
            self._from(seeds[one < other])

    def _tried(self, seed: int) -> tuple[float, float]:
        """What grows from a way is worth more than the repeats in it by themselves; its worth."""
        worth, taken = self._from(seed)
        self._undo(taken)
        return worth - sum(self.alone[way // 2] for way in taken), worth

    def _from(self, seed: int) -> tuple[float, list[int]]:
        """Take a way and all that grows from it: what it is worth, and the ways taken."""
        gains: dict[int, float] = {}
        waiting = [seed]
        while waiting:
            way = heappop(waiting)  # the longest: ways are in that order
            link = self.ways[way]
            if way // 2 in self.read or not self.chosen.allow(link):
                continue
            gain = self._gain(way)
            if gains and gain <= 0:
                continue
            self._take(way)
            gains[way] = gain
            for other in self._beside(link):
                if other // 2 not in self.read:
                    heappush(waiting, other)
        return sum(gains.values()), list(gains)

    def _undo(self, taken: Sequence[int]) -> None:
        for way in taken:
            self.chosen.drop(self.ways[way])
            del self.read[way // 2]

    def _gain(self, way: int) -> float:
        return self.weights[way // 2] * self._shared(self.ways[way]) - self.doubts[way]

    def _shared(self, link: Link) -> int:
        """How many of its borders something else shows; neighbours share theirs."""
        begins = self.chosen.begins(link.end, link.before)
        ended = self.chosen.ended(link.start, link.shared)
        if self._adjoin(link):
            return 1 + (begins or ended)
        return begins + ended

    def _adjoin(self, link: Link) -> bool:
        """The second window follows the first in the scrape too."""
        beyond, inside = self.edges.slack(link.before)
        return -inside <= link.end - link.start <= beyond

    def _beside(self, link: Link) -> Iterator[int]:
        """The ways that share a border with a link."""
        beyond, inside = self.edges.slack(link.before)
        yield from _within(self.by_start, link.end - beyond, link.end + inside)
        yield from _within(self.by_end, link.start - inside, link.start + beyond)

    def links(self) -> list[Link]:
        return [self.ways[way] for way in self.read.values()]

    def contained(self) -> list[Contained]:
        """Other repeats that have borders at both ends of one of their places."""
        unread = (found for at, found in enumerate(self.repeats) if at not in self.read)
        return [inside for found in unread for inside in self._inside(found)]

    def _inside(self, found: Overlap) -> list[Contained]:
        """The one place of a repeat that is a window, if it is only one."""
        fitting = [inside for inside in _insides(found) if self._fits(inside)]
        return fitting if len(fitting) == 1 else []

    def _fits(self, inside: Contained) -> bool:
        length = inside.end - inside.start
        ended = self.chosen.ended(inside.start, length)
        return ended and self.chosen.begins(inside.end, length)


def _weights(repeats: Sequence[Overlap], read: Collection[int], edges: Edges) -> Iterator[float]:
    """Nats that a repeat speaks for a border where it has an end, the longest repeat first.

    The rarer repeats as long are that are not `read`, the less likely one ends there by chance.
    What stands at more than two places is a formula.
    """
    likely = len(edges.cuts) - edges.cuts.count(0) - edges.cuts.count(1)
    places = min(likely, edges.length / (edges.beyond + edges.inside)) or 1
    cells: Counter[int] = Counter()
    for number, found in enumerate(repeats):
        one, other = found.first // edges.beyond, found.second // edges.beyond
        often = max(cells.get(one, 0), cells.get(other, 0)) + 1
        more = (one not in cells) + (other not in cells and other != one)
        yield math.log(places / (len(cells) + more) / often)
        if number not in read:
            cells.update((one, other))


def _within(places: Sequence[tuple[int, int]], low: int, high: int) -> Iterator[int]:
    for _, way in places[bisect_left(places, (low, 0)) : bisect_right(places, (high + 1, 0))]:
        yield way


def _insides(repeat: Overlap) -> tuple[Contained, Contained]:
    first, end, second, until = repeat.first, repeat.end, repeat.second, repeat.until
    return Contained(first, end, second, until), Contained(second, until, first, end)
