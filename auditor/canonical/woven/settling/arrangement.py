"""Settle what the search left open, by all the evidence at once.

What stands in several copies is tied down by the search. A passage that stands in one copy
only, beside a switch between the copies, may belong to either. Each such passage is tried at
every place that the copies' order allows, and the arrangement with the lowest total cost is
kept. The costs of the places not taken say how sure each seam is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf
from operator import itemgetter

from auditor.canonical.budget import Budget
from auditor.canonical.evidence.wording import CONTEXT, Evidence
from auditor.canonical.woven.search.decomposition import Decomposition
from auditor.canonical.woven.settling.cost import Layout, Move, Seam, Texts, seam
from auditor.canonical.woven.weights import WEIGHTS

__all__ = ["Arrangement", "Move"]


Zone = tuple[int, int]  # units whose texts stand once, half-open


class Arrangement:
    """Labels and order, with their total cost; `moves` changes them one passage at a time."""

    def __init__(self, found: Decomposition, evidence: Evidence) -> None:
        self.nodes = found.nodes
        self.evidence = evidence
        self.texts = Texts(found.nodes, evidence)
        self.layout = Layout(self.texts, found.labels, found.order)
        self._zones = self._found_zones()
        self.cost = self.layout.total()
        self._priced: dict[Zone, tuple[Move, ...]] = {}  # of this layout, by zone

    @property
    def budget(self) -> Budget:
        """The work that is left; past it, moves are neither looked for nor made."""
        return self.layout.budget

    @property
    def is_bounded(self) -> bool:
        """Some moves were never looked at, for the work was too much."""
        return self.budget.is_over

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

        The work is bounded: past it, the arrangement stays as it is, and `is_bounded` tells.
        """
        waiting: Collection[Zone] = self._zones
        for _ in range(WEIGHTS.sweeps):
            self._settle_zones(waiting)
            waiting = self._settle_all() or self._settle_pairs()
            if not waiting:
                break
        self.cost = self.layout.total()

    def _settle_zones(self, waiting: Collection[Zone]) -> None:
        """Each zone by itself; again those near which something changed."""
        for _ in range(WEIGHTS.passes):
            changed: set[int] = set()
            for zone in waiting:
                best = self._best(zone)
                if best is not None:
                    changed |= self._take(best)
            waiting = self._near(changed)
            if not waiting:
                return

    def _settle_all(self) -> Collection[Zone]:
        """Make the best move of all zones, when all are looked at in the same arrangement.

        The zones that may have others.
        """
        found = {zone: best for zone in self._zones if (best := self._best(zone)) is not None}
        if not found:
            return ()
        near = self._near(self._take(min(found.values(), key=_by_cost)))
        return sorted({*near, *found})

    def _settle_pairs(self) -> Collection[Zone]:
        """Two passages that meet at one place may both be better off elsewhere.

        Make the best pair of each stretch of the text; the zones near by.
        """
        changed: set[int] = set()
        taken: list[tuple[int, int]] = []
        for _, one, two in sorted(self._pairs(), key=itemgetter(0)):
            low, high = self._span(one, two)
            if any(low < end and start < high for start, end in taken):
                continue
            if taken and not self._still_wins(one, two):
                continue
            taken.append((low - WEIGHTS.stretch_of_pairs, high + WEIGHTS.stretch_of_pairs))
            changed |= self._take(one) | self._take(two)
        return self._near(changed)

    def _pairs(self) -> list[tuple[float, Move, Move]]:
        """Moves that win together, with their cost; of those with one first move the best."""
        near = [
            sorted(self.moves(zone), key=_by_cost)[: WEIGHTS.moves_in_pairs] for zone in self._zones
        ]
        options = [move for moves in near for move in moves if move.cost < WEIGHTS.hopeless_move]
        found = []
        for at, others in self._meetings(options).items():
            if self.budget.is_over:
                break
            one = options[at]
            were = self.layout.make(one)
            most = WEIGHTS.ruled_out - one.cost
            costs = [one.cost + self.layout.delta(options[other], most) for other in others]
            self.layout.put(were)
            best = min(costs)
            if best < -WEIGHTS.least_gain:
                found.append((best, one, options[others[costs.index(best)]]))
        return found

    def _still_wins(self, one: Move, two: Move) -> bool:
        """Moves priced before others were made win together now."""
        cost = self.layout.delta(one)
        if cost == inf:
            return False
        were = self.layout.make(one)
        cost += self.layout.delta(two)
        self.layout.put(were)
        return cost < -WEIGHTS.least_gain

    def _span(self, *moves: Move) -> tuple[int, int]:
        """The stretch of the order, half-open, that moves change."""
        place = self.layout.place
        ends = [place[node] for move in moves for node in self.nodes[move.first : move.last]]
        ends += [place[move.after] if move.after is not None else 0 for move in moves]
        return min(ends), max(ends) + 1

    def _best(self, zone: Zone) -> Move | None:
        """The best move of a zone, if it wins."""
        best = min(self.moves(zone), key=_by_cost, default=None)
        return best if best is not None and best.cost < -WEIGHTS.least_gain else None

    def _take(self, move: Move) -> set[int]:
        """Make a move; the places near which the order changed."""
        places = self._at((move.first, move.last))
        self.layout.make(move)
        self._priced.clear()
        places += self._at((move.first, move.last))
        return {near for at in places for near in range(at - CONTEXT, at + CONTEXT + 1)}

    def _near(self, changed: set[int]) -> list[Zone]:
        return [zone for zone in self._zones if not changed.isdisjoint(self._at(zone))]

    def _at(self, units: Zone) -> list[int]:
        place = self.layout.place
        return [place[node] for node in self.nodes[slice(*units)]]

    def _meetings(self, options: Sequence[Move]) -> dict[int, list[int]]:
        """For each move the later ones near by.

        One passage goes to, or leaves, a place near one that the other goes to or leaves.
        """
        place = self.layout.place
        near: dict[int, list[int]] = defaultdict(list)
        found: dict[int, list[int]] = {}
        for at in range(len(options) - 1, -1, -1):
            if self.budget.is_over:
                return {}
            move = options[at]
            to = place[move.after] if move.after is not None else -1
            ends = (place[self.nodes[move.first]], to)
            window = range(-WEIGHTS.near_places, WEIGHTS.near_places + 1)
            met = {o for end in ends for step in window for o in near.get(end + step, ())}
            self.budget.spend(len(window) + len(met))
            found[at] = sorted(o for o in met if _apart(move, options[o]))
            for end in set(ends):
                near[end].append(at)
        return {at: found[at] for at in range(len(options)) if found[at]}

    def zones(self) -> list[Zone]:
        """Maximal runs of units whose text stands once, half-open."""
        return self._zones

    def _found_zones(self) -> list[Zone]:
        zones, start = [], None
        for unit, node in enumerate([*self.nodes, None]):
            single = node is not None and len(self.places[node]) == 1
            if single and start is None:
                start = unit
            elif not single and start is not None:
                zones.append((start, unit))
                start = None
        return zones

    def moves(self, zone: Zone) -> tuple[Move, ...]:
        """Every other place for a head, a tail, or the whole of a zone, with its cost.

        In a stream that has not rested for long.
        """
        found = self._priced.get(zone)
        if found is None:
            found = tuple(self._moves(zone))
            if not self.budget.is_over:
                self._priced[zone] = found
        return found

    def _moves(self, zone: Zone) -> Iterator[Move]:
        start, end = zone
        cuts = (
            range(start, end) if end - start <= WEIGHTS.long_zone else [start, *self._seams(zone)]
        )
        spans = {(start, cut + 1) for cut in cuts} | {(cut, end) for cut in cuts}
        layout = self.layout
        labels = sorted(set(layout.labels[max(0, start - WEIGHTS.rested) : end + WEIGHTS.rested]))
        for first, last in sorted(spans):
            if self.budget.is_over:
                return
            for label in labels:
                for after in self._destinations(first, last, label):
                    move = Move(first, last, label, after)
                    self.budget.spend(last - first)
                    if not layout.changes(move):
                        continue
                    cost = layout.delta(move, WEIGHTS.ruled_out)
                    if cost < inf:
                        yield replace(move, cost=cost)

    def _seams(self, zone: Zone) -> list[int]:
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
        ahead = order[low : min(high, low + WEIGHTS.looked_through + last - first)]
        self.budget.spend(len(ahead))
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
