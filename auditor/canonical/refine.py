"""Settle what the search left open, by all the evidence at once.

What stands in several copies is tied down by the search. A passage that stands in one copy
only, beside a switch between the copies, may belong to either. Each such passage is tried at
every place that the copies' order allows, and the arrangement with the lowest total cost is
kept. The costs of the places not taken say how sure each seam is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from math import inf, lgamma, log

from auditor.canonical.evidence import CONTEXT, Evidence
from auditor.canonical.outline import outline_cost
from auditor.canonical.streams import Decomposition

# What a copy lacks: at one unit in ten a gap begins (counts of a Beta prior), and each further
# unit of the gap costs little, for what is lost is lost in runs. Nats.
_SHOWN, _GAPS = 27.0, 3.0
_GAP_GOES_ON = 0.9
_STAYS, _TURNS = 4.0, 1.0  # the scrape goes on in its stream four times in five
HEAD_LATER = 4.0  # a scrape that doesn't begin with the head of the document
TYPICAL = 1.5  # affinity of two true neighbours, on average
_DOUBT = (1.0, 0.5, 0.0)  # of neighbours that no, one, several copies show
_SWEEPS = 6
_WORK = 3_000_000
_GAIN = 1e-6  # nats that a change must win
_TRIED, _HOPELESS = 4, 8.0  # moves of a zone tried in pairs, and the cost that rules one out
_NEAR = 3  # nodes between two places that still influence each other
_LONG_ZONE = 24  # units of a zone of single passages whose inner cuts are all tried


@dataclass(frozen=True, slots=True)
class Move:
    """Passages `first` to `last` (units, half-open) in stream `label`, after node `after`.

    `after` is None at the head of the text. `cost` is what the whole arrangement would cost
    more than the best one.
    """

    first: int
    last: int
    label: int
    after: int | None
    cost: float = 0.0


class Arrangement:
    """Labels and order, with their total cost; `moves` changes them one passage at a time."""

    def __init__(self, found: Decomposition, evidence: Evidence) -> None:
        self.nodes = found.nodes
        self.evidence = evidence
        self.labels = list(found.labels)
        self.order = list(found.order)
        self.places: dict[int, list[int]] = defaultdict(list)
        for unit, node in enumerate(self.nodes):
            self.places[node].append(unit)
        self.affinity = lru_cache(maxsize=None)(self._affinity)
        self.work = 0
        self.cost = self.total(self.labels, self.order)

    def settle(self) -> None:
        """Take improving moves, one or two at a time, until none is left.

        The work is bounded: past `_WORK` units looked at, the arrangement stays as it is.
        """
        for _ in range(_SWEEPS):
            while any(self._settle_zone(zone) for zone in self.zones()):
                pass
            if not self._settle_pair():
                return

    def _settle_zone(self, zone: tuple[int, int]) -> bool:
        best = min(self.moves(zone), key=lambda move: move.cost, default=None)
        if best is None or best.cost >= -_GAIN:
            return False
        self._take(*self._moved(best, self.labels, self.order))
        return True

    def _settle_pair(self) -> bool:
        """Two passages that meet at one place may both be better off elsewhere."""
        near = [sorted(self.moves(zone), key=_by_cost)[:_TRIED] for zone in self.zones()]
        options = [move for moves in near for move in moves if move.cost < _HOPELESS]
        best, best_cost = None, self.cost - _GAIN
        for one, two in combinations(options, 2):
            if self.work > _WORK or not self._meet(one, two):
                continue
            labels, order = self._moved(two, *self._moved(one, self.labels, self.order))
            cost = self.total(labels, order)
            if cost < best_cost:
                best, best_cost = (labels, order), cost
        if best is not None:
            self._take(*best)
        return best is not None

    def _take(self, labels: list[int], order: list[int]) -> None:
        self.labels, self.order = labels, order
        self.cost = self.total(labels, order)

    def _meet(self, one: Move, two: Move) -> bool:
        """One passage goes to, or leaves, a place near one that the other goes to or leaves."""
        if one.first < two.last and two.first < one.last:
            return False
        place = {node: at for at, node in enumerate(self.order)}

        def ends(move: Move) -> tuple[int, int]:
            to = place[move.after] if move.after is not None else -1
            return place[self.nodes[move.first]], to

        return any(abs(a - b) <= _NEAR for a in ends(one) for b in ends(two))

    def zones(self) -> list[tuple[int, int]]:
        """Maximal runs of units whose text stands once, half-open."""
        zones, start = [], None
        for unit, node in enumerate([*self.nodes, -1]):
            single = node >= 0 and len(self.places[node]) == 1
            if single and start is None:
                start = unit
            elif not single and start is not None:
                zones.append((start, unit))
                start = None
        return zones

    def moves(self, zone: tuple[int, int]) -> Iterator[Move]:
        """Every other place for a head, a tail, or the whole of a zone, with its cost."""
        start, end = zone
        cuts = range(start, end) if end - start <= _LONG_ZONE else [start, *self._seams(zone)]
        spans = {(start, cut + 1) for cut in cuts} | {(cut, end) for cut in cuts}
        for first, last in sorted(spans):
            if self.work > _WORK:
                return
            for label in range(max(self.labels) + 1):
                for after in self._destinations(first, last, label):
                    move = Move(first, last, label, after)
                    labels, order = self._moved(move, self.labels, self.order)
                    if labels == self.labels and order == self.order:
                        continue
                    cost = self.total(labels, order) - self.cost
                    if cost < inf:
                        yield Move(first, last, label, after, cost)

    def _seams(self, zone: tuple[int, int]) -> list[int]:
        return [u for u in range(zone[0], zone[1] - 1) if self.labels[u] != self.labels[u + 1]]

    def _destinations(self, first: int, last: int, label: int) -> list[int | None]:
        """Nodes of the order after which stream `label` may carry the passages.

        From its unit before them to its unit after them; at both ends, and at each place in
        between where the order goes over from one stream's passages to another's.
        """
        inside = {self.nodes[unit] for unit in range(first, last)}
        before = next((u for u in range(first - 1, -1, -1) if self.labels[u] == label), None)
        after = next((u for u in range(last, len(self.nodes)) if self.labels[u] == label), None)
        rest = [node for node in self.order if node not in inside]
        low = rest.index(self.nodes[before]) if before is not None else -1
        high = rest.index(self.nodes[after]) if after is not None else len(rest)
        if before is None and after is None:
            return []
        if before is None:
            low = max(-1, high - 1)
        if after is None:
            high = min(len(rest), high)
        places = [low, *self._changes(rest, low, high), high - 1]
        unique = sorted({place for place in places if low <= place < high})
        return [rest[place] if place >= 0 else None for place in unique]

    def _changes(self, rest: Sequence[int], low: int, high: int) -> list[int]:
        stop = min(high, low + 60)
        return [
            place
            for place in range(max(low, 0), stop - 1)
            if not self._witnessed(rest[place], rest[place + 1], self.labels)
        ]

    def order_after(self, move: Move) -> list[int]:
        """The canonical order if the move were made."""
        return self._moved(move, self.labels, self.order)[1]

    def _moved(
        self, move: Move, labels: Sequence[int], order: Sequence[int]
    ) -> tuple[list[int], list[int]]:
        labels = list(labels)
        passages = [self.nodes[unit] for unit in range(move.first, move.last)]
        for unit in range(move.first, move.last):
            labels[unit] = move.label
        inside = set(passages)
        order = [node for node in order if node not in inside]
        at = order.index(move.after) + 1 if move.after is not None else 0
        order[at:at] = passages
        return labels, order

    def total(self, labels: Sequence[int], order: Sequence[int]) -> float:
        """Nats: skips of each stream, switches, seams no copy shows, faults of the outline."""
        self.work += len(labels)
        place = {node: index for index, node in enumerate(order)}
        cost = self._skips(labels, place)
        if cost == inf:
            return inf
        if order[0] != self.nodes[0]:
            cost += HEAD_LATER
        return cost + self._switches(labels) + self._wording(labels, order) + self._outline(order)

    def _skips(self, labels: Sequence[int], place: dict[int, int]) -> float:
        last: dict[int, int] = {}
        shown: dict[int, int] = defaultdict(int)
        gaps: dict[int, int] = defaultdict(int)
        further = 0
        for unit, label in enumerate(labels):
            at = place[self.nodes[unit]]
            skipped = at - last.get(label, at - 1) - 1
            if skipped < 0:
                return inf
            if skipped:
                gaps[label] += 1
                further += skipped - 1
            last[label] = at
            shown[label] += 1
        rates = (_beta_binomial(shown[x], gaps[x], _SHOWN, _GAPS) for x in shown)
        return sum(rates) + further * _GAP_GOES_ON

    def _switches(self, labels: Sequence[int]) -> float:
        switches = sum(a != b for a, b in pairwise(labels))
        choices = log(max(1, len(set(labels)) - 1))
        return _beta_binomial(len(labels) - switches, switches, _STAYS, _TURNS) + switches * choices

    def _wording(self, labels: Sequence[int], order: Sequence[int]) -> float:
        """What the seams lack against true neighbours, as far as the copies don't show them.

        Neighbours that two copies show are sure. What one copy shows may be a switch.
        """
        cost = 0.0
        for at in range(len(order) - 1):
            doubt = _DOUBT[min(2, self._shown(order[at], order[at + 1], labels))]
            if doubt:
                cost += doubt * (TYPICAL - self.affinity(*self.seam(order, at)))
        return cost

    def seam(self, order: Sequence[int], at: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """A few units on each side of the seam after `order[at]`."""
        left = tuple(self.places[node][0] for node in order[max(0, at - CONTEXT + 1) : at + 1])
        right = tuple(self.places[node][0] for node in order[at + 1 : at + 1 + CONTEXT])
        return left, right

    def _affinity(self, left: tuple[int, ...], right: tuple[int, ...]) -> float:
        return self.evidence.affinity(left, right, ordinals=False)

    def witnessed(self, a: int, b: int) -> bool:
        """Some copy shows the text of node `b` right after that of node `a`."""
        return self._witnessed(a, b, self.labels)

    def _witnessed(self, a: int, b: int, labels: Sequence[int]) -> bool:
        return self._shown(a, b, labels) > 0

    def _shown(self, a: int, b: int, labels: Sequence[int]) -> int:
        """How many copies show the text of node `b` right after that of node `a`."""
        follows = self.places[b]
        return sum(
            unit + 1 in follows and labels[unit] == labels[unit + 1] for unit in self.places[a]
        )

    def _outline(self, order: Sequence[int]) -> float:
        ordinals = [self.evidence.passages[self.places[node][0]].ordinal for node in order]
        return outline_cost([ordinal for ordinal in ordinals if ordinal is not None])


def _beta_binomial(yes: int, no: int, prior_yes: float, prior_no: float) -> float:
    """Nats to say which of `yes + no` events are which, their rate unknown."""
    return (
        lgamma(prior_yes)
        + lgamma(prior_no)
        - lgamma(prior_yes + prior_no)
        - lgamma(prior_yes + yes)
        - lgamma(prior_no + no)
        + lgamma(prior_yes + prior_no + yes + no)
    )


def _by_cost(move: Move) -> float:
    return move.cost
