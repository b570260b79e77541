"""Loose ends of chains of windows, tied up.

A text has one beginning and one end, so its windows are one chain. Where links make several, a
link is missing that is too short to tell of windows by itself, or one is false, that no other
link shares a border with. What leaves fewer chains is taken.

Positions count in a comparison form.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from auditor.canonical.windows.chaining import Assembly, Chains, by_length
from auditor.canonical.windows.links import Contained, Edges, Link, ways
from auditor.canonical.windows.weights import WEIGHTS
from auditor.repeats.near import overlaps
from auditor.text.runs import Positions, Runs


@dataclass(frozen=True)
class Found:
    """Which links are sure; all other repeats may link windows where they are known."""

    text: str
    runs: Runs
    links: Sequence[Link]
    contained: Sequence[Contained]
    edges: Edges
    scale: float

    def taking(self, link: Link) -> Found:
        return replace(self, links=(*self.links, link))

    def without(self, link: Link) -> Found:
        return replace(self, links=tuple(other for other in self.links if other != link))

    def chained(self) -> Assembly:
        """The windows between the borders, each behind the one that it overlaps."""
        return self.chains.assembly()

    @cached_property
    def chains(self) -> Chains:
        chains = Chains(self.text, sorted(self.links, key=by_length), self.contained, self.edges)
        chains.link(self._rest())
        chains.close(round(WEIGHTS.shortest_link * self.scale))
        return chains

    @cached_property
    def cost(self) -> tuple[int, float, float]:
        """What speaks against the chains: loose ends; else long repeats that are no overlaps; else
        uneven windows and overlaps that may be chance, in nats.
        """
        whole = self.chained()
        lengths = [window.end - window.start for window in whole.windows]
        shares = [window.shared for window in whole.windows if window.shared]
        if not shares:
            return len(whole.chains), math.inf, math.inf
        usual, shared = _middle(lengths), _middle(shares)
        against = sum(_odd(length, usual) for length in lengths)
        against += sum(_odd(length, shared) for length in shares if length < shared)
        against -= sum(self._weight(length) for length in shares)
        long = sum(math.log(length / shared) for length in self._unlinked if length > shared)
        return len(whole.chains), long, against

    def _weight(self, length: int) -> float:
        """Nats that an overlap as long speaks for windows: more, the rarer others are."""
        places = self.edges.length / (self.edges.beyond + self.edges.inside)
        others = len(self._unlinked) - bisect_left(self._unlinked, length)
        return max(0.0, math.log(places / (1 + 2 * others)))

    @cached_property
    def _unlinked(self) -> list[int]:
        """The lengths of repeats that are no overlap of the windows."""
        links = [link.start + link.shared - link.end for link in self.chains.shared.values()]
        other = ~np.isin(self.runs.start_b - self.runs.start_a, np.abs(links))
        lengths: list[int] = np.sort(self.runs.length[other]).tolist()
        return lengths

    def _rest(self) -> list[Link]:
        """All repeats, read both ways round, that may link windows of which others tell."""
        near = self._near
        runs = self.runs
        start, there, length = runs.start_a, runs.start_b, runs.length
        one, other = near(start + length) & near(there), near(there + length) & near(start)
        return self._ways(np.flatnonzero(one | other))

    def _near(self, at: Positions) -> NDArray[np.bool_]:
        """Which places are near a border."""
        places = [place for link in self.links for place in (link.start, link.end)]
        far = self.edges.beyond
        return _are_near(at, [0, *places, self.edges.length], far, far)

    def _ways(self, which: Positions) -> list[Link]:
        runs = self.runs
        some = Runs(runs.start_a[which], runs.start_b[which], runs.length[which])
        found = overlaps(some, self.edges.beyond, 1)
        return sorted((way for repeat in found for way in ways(repeat)), key=by_length)

    def loose(self) -> list[Link]:
        """The links that start, or end, at loose places, the longest first."""
        ends, starts = self.chains.loose()
        beyond, inside = self.edges.beyond, self.edges.inside
        runs = self.runs
        near = np.zeros(len(runs), dtype=bool)
        for start in (runs.start_a, runs.start_b):
            near |= _are_near(start + runs.length, ends, inside, beyond)
            near |= _are_near(start, starts, beyond, inside)
        found = self._ways(np.flatnonzero(near))
        at_end = _are_near(np.array([link.end for link in found]), ends, inside, beyond)
        at_start = _are_near(np.array([link.start for link in found]), starts, beyond, inside)
        return [
            link
            for link, near_one in zip(found, (at_end | at_start).tolist(), strict=True)
            if near_one and link not in self.links
        ]

    def alone(self) -> list[Link]:
        """The links one of whose borders no other one shows, the shortest first."""
        far = self.edges.beyond
        found = []
        for link in sorted(self.links, key=by_length, reverse=True):
            others = [other for other in self.links if other != link]
            ends = [0, *(other.end for other in others)]
            starts = [self.edges.length, *(other.start for other in others)]
            if abs(link.end - link.start) <= far:
                continue
            if not _is_one(link.start, ends, far) or not _is_one(link.end, starts, far):
                found.append(link)
        return found


def _middle(lengths: Sequence[int]) -> int:
    return sorted(lengths)[len(lengths) // 2]


def _odd(length: int, usual: int) -> float:
    """Nats against a length, where another one is usual."""
    return (math.log(length / usual) / WEIGHTS.spread) ** 2 / 2


def closed(found: Found) -> Found:
    """With what ties up loose ends: links that were not believed, and without false ones."""
    if not 1 < len(found.chained().chains) <= WEIGHTS.most_chains:
        return found
    for _ in range(WEIGHTS.rounds):
        count = len(found.chained().chains)
        fitting = (tried for tried in _tried(found) if len(tried.chained().chains) <= count)
        closer = min(fitting, key=lambda tried: tried.cost, default=found)
        if closer.cost >= found.cost:
            break
        found = closer
    return found


def _tried(found: Found) -> Iterator[Found]:
    for link in found.loose()[: WEIGHTS.tried]:
        yield found.taking(link)
    for link in found.alone()[: WEIGHTS.tried]:
        yield found.without(link)


def _are_near(at: Positions, places: Sequence[int], before: int, behind: int) -> NDArray[np.bool_]:
    """Which are at the most so far before, or behind, one of the places."""
    known = np.array(sorted(places), dtype=np.int64)
    first = np.searchsorted(known, at - behind)
    last = np.searchsorted(known, at + before, side="right")
    found: NDArray[np.bool_] = first < last
    return found


def _is_one(at: int, places: Sequence[int], far: int) -> bool:
    return any(abs(at - place) <= far for place in places)
