"""What an arrangement of units into streams and an order costs, in nats.

The order of the nodes and the label of every unit are a `Layout`. Its cost has five parts:
what the streams skip, how often the scrape switches between them, the wording at seams that
the copies don't show, the faults of the outline, and a head that isn't first in the scrape.
`Layout.delta` prices a move from what changes near it; `Layout.total` counts everything anew.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from math import inf, lgamma, log
from typing import NamedTuple

from auditor.canonical.budget import Budget
from auditor.canonical.evidence.wording import CONTEXT, Evidence
from auditor.canonical.woven.settling.gaps import runs
from auditor.canonical.woven.settling.tracks import Lift, Tracks
from auditor.canonical.woven.weights import WEIGHTS
from auditor.model import Ordinal
from auditor.text.outline import Outline


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


@dataclass(frozen=True, slots=True)
class _Change:
    """What a move does to a stretch of the order; nothing changes outside it.

    `low` is where the stretch begins, `old` and `new` are its nodes, `inside` those that move.
    `broken` and `made` are the places (first and last, counted from `low`; empty for a seam)
    where old and new differ. `units` are those of `new`; `priced` is what its seams were found to
    cost, by place.
    """

    low: int
    old: list[int]
    new: list[int]
    inside: frozenset[int]
    broken: list[tuple[int, int]]
    made: list[tuple[int, int]]
    units: list[int]
    priced: dict[int, float]


class Texts:
    """What stays the same however the units are arranged: their nodes and the evidence."""

    def __init__(self, nodes: Sequence[int], evidence: Evidence) -> None:
        self.nodes = nodes
        self.evidence = evidence
        self.places: dict[int, list[int]] = defaultdict(list)
        for unit, node in enumerate(nodes):
            self.places[node].append(unit)
        heads = {node: units[0] for node, units in self.places.items()}
        self.heads = heads
        self.ordinals = {
            node: ordinal
            for node, unit in heads.items()
            if (ordinal := evidence.passages[unit].ordinal) is not None
        }
        self.affinity = lru_cache(maxsize=1 << 16)(self._affinity)

    def _affinity(self, left: tuple[int, ...], right: tuple[int, ...]) -> float:
        return self.evidence.affinity(left, right, ordinals=False)

    def units(self, order: Sequence[int]) -> list[int]:
        """The first unit of each node."""
        heads = self.heads
        return [heads[node] for node in order]


Seam = tuple[tuple[int, ...], tuple[int, ...]]


class Stretch(NamedTuple):
    """Nodes of the order from place `low` on, and labels of the units from `first` on."""

    low: int
    nodes: list[int]
    first: int
    labels: list[int]


def seam(units: Sequence[int], at: int) -> Seam:
    """A few units on each side of the seam after `units[at]`."""
    left, right = units[max(0, at - CONTEXT + 1) : at + 1], units[at + 1 : at + 1 + CONTEXT]
    return tuple(left), tuple(right)


class Layout:
    """Labels and order, indexed so that a move is priced from what changes near it.

    `budget` is the work that is left: pricing and making moves spends it, and never fails.
    """

    def __init__(self, texts: Texts, labels: Sequence[int], order: Sequence[int]) -> None:
        self.texts = texts
        self.budget = Budget.of(len(labels), WEIGHTS.settling_work)
        self.order = list(order)
        self.place = {node: at for at, node in enumerate(self.order)}
        self.tracks = Tracks(labels, texts.nodes, self.place)
        self.numbered = list(accumulate([node in texts.ordinals for node in order], initial=0))
        self.outline = Outline(self._ordinals(self.order))
        self.heads = texts.units(self.order)
        self._shown: dict[tuple[int, int], int] = {}
        self._seams: dict[int, float] = {}
        self._lifted: tuple[Lift, float] | None = None

    @property
    def labels(self) -> list[int]:
        return self.tracks.labels

    def total(self) -> float:
        """The cost, counted in full; infinite when a stream would go back."""
        tracks = self.tracks
        if not tracks.ascend:
            return inf
        skips = sum(_skips(*count) for count in tracks.counts.values())
        wording = sum(self._seam_cost(at) for at in range(len(self.order) - 1))
        head = WEIGHTS.head_later if self.order[0] != self.texts.nodes[0] else 0.0
        switches = _switches(len(self.labels), tracks.switches, len(tracks.slots))
        return skips + switches + wording + self.outline.total + head

    def make(self, move: Move) -> Stretch:
        """Make a move; what `put` takes it back with. No stream may go back by it."""
        passages = self.texts.nodes[move.first : move.last]
        places = sorted(self.place[node] for node in passages)
        to = self.place[move.after] if move.after is not None else -1
        low = min(places[0], to + 1)
        inside = set(passages)
        old = self.order[low : max(places[-1], to) + 1]
        start = to + 1 - low - bisect_left(places, to + 1)
        new = [node for node in old if node not in inside]
        new[start:start] = passages
        return self.put(Stretch(low, new, move.first, [move.label] * len(passages)))

    def put(self, stretch: Stretch) -> Stretch:
        """Set nodes and labels; those that stood there instead."""
        low, nodes, first, labels = stretch
        texts, high = self.texts, low + len(nodes)
        self.budget.spend(2 * len(nodes) + self.tracks.crowd(low))
        self._lifted = None
        were = Stretch(low, self.order[low:high], first, self.tracks.relabel(first, labels))
        self._forget(stretch)
        self.order[low:high] = nodes
        self.heads[low:high] = texts.units(nodes)
        self.place.update(zip(nodes, range(low, high), strict=True))
        self.tracks.replace(low, nodes, texts.places)
        ordinals = self._ordinals(nodes)
        if ordinals:
            start = self.numbered[low]
            numbered = accumulate([node in texts.ordinals for node in nodes], initial=start)
            self.numbered[low : high + 1] = numbered
            self.outline.replace(start, ordinals)
        self._forget(stretch)
        return were

    def _forget(self, stretch: Stretch) -> None:
        """What is remembered of seams that nodes and labels have part in."""
        low, nodes, first, labels = stretch
        for at in range(low - CONTEXT, low + len(nodes) + CONTEXT):
            self._seams.pop(at, None)
        scrape = self.texts.nodes
        for a, b in pairwise(scrape[max(0, first - 1) : first + len(labels) + 1]):
            self._shown.pop((a, b), None)
            self._seams.pop(self.place[a], None)

    def changes(self, move: Move) -> bool:
        """Whether a move changes anything."""
        if any(self.labels[unit] != move.label for unit in range(move.first, move.last)):
            return True
        return self.reorders(move)

    def reorders(self, move: Move) -> bool:
        """Whether a move changes the order."""
        places = [self.place[node] for node in self.texts.nodes[move.first : move.last]]
        start = self.place[move.after] + 1 if move.after is not None else 0
        return places != list(range(start, start + len(places)))

    def seams_after(self, move: Move) -> dict[int, int | None]:
        """Node -> the node behind it after a move, where that is another than before."""
        passages = self.texts.nodes[move.first : move.last]
        order, inside, end = self.order, set(passages), len(self.order)
        to = self.place[move.after] if move.after is not None else -1

        def ahead(at: int) -> int | None:
            return next((order[i] for i in range(at, end) if order[i] not in inside), None)

        after = dict(zip(passages, (*passages[1:], ahead(to + 1)), strict=True))
        for node in passages:
            before = self.place[node] - 1
            if before >= 0 and order[before] not in inside:
                after[order[before]] = ahead(before + 1)
        if to >= 0:
            after[order[to]] = passages[0]
        return {
            node: behind
            for node, behind in after.items()
            if behind != (order[self.place[node] + 1] if self.place[node] + 1 < end else None)
        }

    def delta(self, move: Move, most: float = inf) -> float:
        """What the whole would cost more after a move; infinite when a stream would go back.

        The passages stand once each, and `move.after` is none of them. A move that costs more
        than `most` by its skips and switches, its outline, or the very seams that it makes and
        breaks, is not looked at further: infinite too.
        """
        to = self.place[move.after] if move.after is not None else -1
        self.budget.spend(1)
        if not self.tracks.fits(move.first, move.last, move.label, to):
            return inf
        lift, less = self._lift(move.first, move.last)
        cost = self._tracks_delta(move.label, to, lift, less)
        if cost > most:
            return inf
        return cost + self._order_delta(move, lift.places, to, most - cost)

    def _lift(self, first: int, last: int) -> tuple[Lift, float]:
        """The tracks without some units, and what the streams skip less then."""
        known = self._lifted
        if known is None or (known[0].first, known[0].last) != (first, last):
            lift, counts = Lift(self.tracks, first, last), self.tracks.counts
            self.budget.spend((last - first) * self.tracks.crowd(lift.places[0]))
            less = sum([_skips(*new) - _skips(*counts[x]) for x, new in lift.lacks.items()])
            known = self._lifted = lift, less
        return known

    def _tracks_delta(self, label: int, to: int, lift: Lift, less: float) -> float:
        """Of what the streams skip, and of switches between them."""
        tracks, units = self.tracks, len(self.labels)
        self.budget.spend(WEIGHTS.steps_of_a_landing * tracks.crowd(to))
        more = sum([_skips(*new) - _skips(*old) for old, new in lift.landed(label, to)])
        now = _switches(units, tracks.switches, len(tracks.slots))
        return less + more + _switches(units, *lift.switches(label)) - now

    def _order_delta(self, move: Move, places: Sequence[int], to: int, most: float) -> float:
        """Head, outline and wording; what is beyond `most` by itself is not priced further."""
        change = self._change(move, places, to)
        self.budget.spend(len(change.old) + WEIGHTS.steps_of_wording)
        cost = self._head_delta(change)
        if change.old != change.new and not change.inside.isdisjoint(self.texts.ordinals):
            cost += self.outline.delta(self.numbered[change.low], self._ordinals(change.new))
        if cost > most:
            return inf
        near = cost + self._wording_delta(change, move, 1)
        if near > most:
            return inf
        return cost + self._wording_delta(change, move, CONTEXT)

    def _change(self, move: Move, places: Sequence[int], to: int) -> _Change:
        passages = self.texts.nodes[move.first : move.last]
        low = max(0, min(places[0], to) - 2 * CONTEXT)
        high = min(len(self.order), max(places[-1], to) + 2 * CONTEXT + 1)
        old, inside = self.order[low:high], frozenset(passages)
        start = to + 1 - low - bisect_left(places, to + 1)
        new = [node for node in old if node not in inside]
        new[start:start] = passages
        removed = list(runs(places))
        broken = [(a - low, b - low) for a, b in removed] + [(to + 1 - low, to - low)]
        size = len(passages)
        made = [(start, start + size - 1)]
        for a, _ in removed:
            joint = a - low - bisect_left(places, a)  # the first that stood behind
            joint += size if a > to else 0
            made.append((joint, joint - 1))
        return _Change(low, old, new, inside, broken, made, self.texts.units(new), {})

    def _head_delta(self, change: _Change) -> float:
        if change.low:
            return 0.0
        first = self.texts.nodes[0]
        return WEIGHTS.head_later * ((change.new[0] != first) - (change.old[0] != first))

    def _wording_delta(self, change: _Change, move: Move, reach: int) -> float:
        """Of the seams that `reach` nodes around what changes have part in."""
        old, new, relabelled = change.old, change.new, range(move.first, move.last)
        cost, priced, units = 0.0, change.priced, change.units
        for at in _seams(change.made, len(new), reach):
            if at not in priced:
                shown = self._shows(new[at], new[at + 1], change.inside, relabelled, move.label)
                priced[at] = self._worded(units, at, shown)
            cost += priced[at]
        broken = _seams(change.broken, len(old), reach)
        return cost - sum(self._seam_cost(change.low + at) for at in broken)

    def _ordinals(self, nodes: Iterable[int]) -> list[Ordinal]:
        ordinals = self.texts.ordinals
        return [ordinals[node] for node in nodes if node in ordinals]

    def _seam_cost(self, at: int) -> float:
        found = self._seams.get(at)
        if found is None:
            shown = self.shown(self.order[at], self.order[at + 1])
            found = self._seams[at] = self._worded(self.heads, at, shown)
        return found

    def _worded(self, units: Sequence[int], at: int, shown: int) -> float:
        """What a seam lacks against true neighbours, as far as the copies don't show it.

        Neighbours that two copies show are sure. What one copy shows may be a switch.
        """
        doubt = WEIGHTS.doubt[min(2, shown)]
        if not doubt:
            return 0.0
        return doubt * (WEIGHTS.typical_affinity - self.texts.affinity(*seam(units, at)))

    def shown(self, a: int, b: int) -> int:
        """How many copies show the text of node `b` right after that of node `a`."""
        found = self._shown.get((a, b))
        if found is None:
            found = self._shown[a, b] = self._shows(a, b, (), range(0), 0)
        return found

    def _shows(self, a: int, b: int, inside: Collection[int], relabelled: range, label: int) -> int:
        """The same when the units `relabelled` were in stream `label`."""
        if a not in inside and b not in inside and len(relabelled):
            return self.shown(a, b)
        follows, labels = self.texts.places[b], self.labels
        count = 0
        for unit in self.texts.places[a]:
            if unit + 1 in follows:
                one = label if unit in relabelled else labels[unit]
                count += one == (label if unit + 1 in relabelled else labels[unit + 1])
        return count


def _seams(stretches: Iterable[tuple[int, int]], count: int, reach: int) -> list[int]:
    """The seams of `count` nodes that have a stretch (first, last) within `reach` of them."""
    found: set[int] = set()
    for first, last in stretches:
        found.update(range(max(0, first - reach), min(count - 1, last + reach)))
    return sorted(found)


@lru_cache(maxsize=1 << 14)
def _skips(shown: int, begun: int, further: int) -> float:
    return (
        _beta_binomial(shown, begun, WEIGHTS.units_without_gap, WEIGHTS.units_with_gap)
        + further * WEIGHTS.gap_goes_on
    )


@lru_cache(maxsize=1 << 14)
def _switches(units: int, switches: int, streams: int) -> float:
    stays = _beta_binomial(
        units - switches, switches, WEIGHTS.stayed_before, WEIGHTS.switched_before
    )
    return stays + switches * log(max(1, streams - 1))


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
