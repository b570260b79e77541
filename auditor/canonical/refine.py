"""Settle what the search left open, by all the evidence at once.

What stands in several copies is tied down by the search. A passage that stands in one copy
only, beside a switch between the copies, may belong to either. Each such passage is tried at
every place that the copies' order allows, and the arrangement with the lowest total cost is
kept. The costs of the places not taken say how sure each seam is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

from auditor.canonical.cost import Layout, Move, Seam, Texts, seam
from auditor.canonical.decomposition import Decomposition
from auditor.canonical.evidence import CONTEXT, Evidence
from auditor.canonical.hypothesis import RESTED

__all__ = ["Arrangement", "Move"]

_SWEEPS = 6
_PASSES = 20  # over all zones, until none changes
_WORK = 3_000_000
_GAIN = 1e-6  # nats that a change must win
_TRIED, _HOPELESS = 4, 8.0  # moves of a zone tried in pairs, and the cost that rules one out
_RULED_OUT = 10.0  # nats of a part of a move's cost that the rest doesn't make good
_NEAR = 3  # nodes between two places that still influence each other
_LONG_ZONE = 24  # units of a zone of single passages whose inner cuts are all tried
_LOOKED_THROUGH = 60  # nodes ahead of a stream among which places are looked for


class Arrangement:
    """Labels and order, with their total cost; `moves` changes them one passage at a time."""

    def __init__(self, found: Decomposition, evidence: Evidence) -> None:
        self.nodes = found.nodes
        self.evidence = evidence
        self.texts = Texts(found.nodes, evidence)
        self.layout = Layout(self.texts, found.labels, found.order)
        self.work = 0  # nodes looked at
        self.cost = self.layout.total()
        self._priced: dict[tuple[int, int], tuple[Move, ...]] = {}  # of this layout, by zone

    @property
    def labels(self) -> list[int]:
        return self.layout.labels

    @property
    def order(self) -> list[int]:
        return self.layout.order

    @property
    def decomposition(self) -> Decomposition:
        """The arrangement as it is now."""
        return Decomposition(tuple(self.labels), tuple(self.nodes), tuple(self.order), self.cost)

    @property
    def places(self) -> dict[int, list[int]]:
        """Node -> its units."""
        return self.texts.places

    def settle(self) -> None:
        """Take improving moves, one or two at a time, until none is left.

        The work is bounded: past `_WORK` nodes looked at, the arrangement stays as it is.
        """
        for _ in range(_SWEEPS):
            self._settle_zones()
            if not self._settle_all() and not self._settle_pair():
                break
        self.cost = self.layout.total()

    def _settle_zones(self) -> None:
        """Each zone by itself; again those near which something changed."""
        waiting = zones = self.zones()
        for _ in range(_PASSES):
            changed: set[int] = set()
            for zone in waiting:
                changed.update(self._settle_zone(zone))
            waiting = [zone for zone in zones if not changed.isdisjoint(self._at(zone))]
            if not waiting:
                return

    def _settle_zone(self, zone: tuple[int, int]) -> set[int]:
        """Makes the best move of a zone if it wins; the places near which the order changed."""
        best = min(self.moves(zone), key=_by_cost, default=None)
        if best is None or best.cost >= -_GAIN:
            return set()
        places = self._at((best.first, best.last))
        self._take(best)
        places += self._at((best.first, best.last))
        return {near for at in places for near in range(at - CONTEXT, at + CONTEXT + 1)}

    def _at(self, units: tuple[int, int]) -> list[int]:
        return [self.layout.place[node] for node in self.nodes[slice(*units)]]

    def _settle_all(self) -> bool:
        """The best move of all zones, when all are looked at in the same arrangement."""
        moves = (move for zone in self.zones() for move in self.moves(zone))
        best = min(moves, key=_by_cost, default=None)
        if best is None or best.cost >= -_GAIN:
            return False
        self._take(best)
        return True

    def _settle_pair(self) -> bool:
        """Two passages that meet at one place may both be better off elsewhere."""
        near = [sorted(self.moves(zone), key=_by_cost)[:_TRIED] for zone in self.zones()]
        options = [move for moves in near for move in moves if move.cost < _HOPELESS]
        layout = self.layout
        best: tuple[Move, ...] = ()
        best_cost = -_GAIN
        for at, others in self._meetings(options).items():
            if self.work > _WORK:
                break
            were = layout.make(options[at])
            self.work += 2 * len(were.nodes)
            most = _RULED_OUT - options[at].cost
            for other in others:
                cost = options[at].cost + layout.delta(options[other], most)
                self.work += 4 * CONTEXT
                if cost < best_cost:
                    best, best_cost = (options[at], options[other]), cost
            layout.put(were)
        for move in best:
            self._take(move)
        return bool(best)

    def _take(self, move: Move) -> None:
        self.work += len(self.layout.make(move).nodes)
        self._priced.clear()

    def _meetings(self, options: Sequence[Move]) -> dict[int, list[int]]:
        """For each move the later ones near by.

        One passage goes to, or leaves, a place near one that the other goes to or leaves.
        """
        place = self.layout.place
        near: dict[int, list[int]] = defaultdict(list)
        found: dict[int, list[int]] = {}
        for at in range(len(options) - 1, -1, -1):
            move = options[at]
            to = place[move.after] if move.after is not None else -1
            ends = (place[self.nodes[move.first]], to)
            window = range(-_NEAR, _NEAR + 1)
            met = {o for end in ends for step in window for o in near.get(end + step, ())}
            found[at] = sorted(o for o in met if _apart(move, options[o]))
            for end in set(ends):
                near[end].append(at)
        return {at: found[at] for at in range(len(options)) if found[at]}

    def zones(self) -> list[tuple[int, int]]:
        """Maximal runs of units whose text stands once, half-open."""
        zones, start = [], None
        for unit, node in enumerate([*self.nodes, None]):
            single = node is not None and len(self.places[node]) == 1
            if single and start is None:
                start = unit
            elif not single and start is not None:
                zones.append((start, unit))
                start = None
        return zones

    def moves(self, zone: tuple[int, int]) -> tuple[Move, ...]:
        """Every other place for a head, a tail, or the whole of a zone, with its cost.

        In a stream that has not rested for long.
        """
        found = self._priced.get(zone)
        if found is None:
            found = tuple(self._moves(zone))
            if self.work <= _WORK:
                self._priced[zone] = found
        return found

    def _moves(self, zone: tuple[int, int]) -> Iterator[Move]:
        start, end = zone
        cuts = range(start, end) if end - start <= _LONG_ZONE else [start, *self._seams(zone)]
        spans = {(start, cut + 1) for cut in cuts} | {(cut, end) for cut in cuts}
        layout = self.layout
        labels = sorted(set(layout.labels[max(0, start - RESTED) : end + RESTED]))
        for first, last in sorted(spans):
            if self.work > _WORK:
                return
            for label in labels:
                for after in self._destinations(first, last, label):
                    move = Move(first, last, label, after)
                    if not layout.changes(move):
                        continue
                    cost = layout.delta(move, _RULED_OUT)
                    self.work += last - first + (1 if cost == inf else 4 * CONTEXT)
                    if cost < inf:
                        yield replace(move, cost=cost)

    def _seams(self, zone: tuple[int, int]) -> list[int]:
        labels = self.labels
        return [u for u in range(zone[0], zone[1] - 1) if labels[u] != labels[u + 1]]

    def _destinations(self, first: int, last: int, label: int) -> list[int | None]:
        """Nodes of the order after which stream `label` may carry the passages.

        From its unit before them to its unit after them; at both ends, and at each place in
        between where the order goes over from one stream's passages to another's.
        """
        units, slots = self.layout.tracks.units[label], self.layout.tracks.slots[label]
        before, after = bisect_left(units, first) - 1, bisect_left(units, last)
        if before < 0 and after == len(units):
            return []
        order, inside = self.order, {self.nodes[unit] for unit in range(first, last)}
        high = slots[after] if after < len(units) else len(order)
        end = high - 1
        while end >= 0 and order[end] in inside:
            end -= 1
        final = order[end] if end >= 0 else None
        if before < 0:
            return [final]
        low = slots[before]
        ahead = order[low : min(high, low + _LOOKED_THROUGH + last - first)]
        rest = [node for node in ahead if node not in inside]
        found: list[int | None] = [order[low]]
        found += [a for a, b in pairwise(rest) if not self.witnessed(a, b)]
        return list(dict.fromkeys([*found, final]))

    def place(self, node: int) -> int:
        """Where a node stands in the order."""
        return self.layout.place[node]

    def reorders(self, move: Move) -> bool:
        """Whether the canonical order would be another if the move were made."""
        return self.layout.reorders(move)

    def seams_after(self, move: Move) -> dict[int, int | None]:
        """Node -> the node behind it if the move were made, where that is another than now.

        None stands for the end of the text.
        """
        return self.layout.seams_after(move)

    def seam(self, at: int) -> Seam:
        """A few units on each side of the seam after `order[at]`."""
        return seam(self.layout.heads, at)

    def shown(self, a: int, b: int) -> int:
        """How many copies show the text of node `b` right after that of node `a`."""
        return self.layout.shown(a, b)

    def witnessed(self, a: int, b: int) -> bool:
        """Some copy shows the text of node `b` right after that of node `a`."""
        return self.layout.shown(a, b) > 0


def _apart(one: Move, two: Move) -> bool:
    return one.last <= two.first or two.last <= one.first


def _by_cost(move: Move) -> float:
    return move.cost
