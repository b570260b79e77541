"""Decompose a scrape into ordered streams: the search for the document's own order.

The scrape is taken as a shuffle of streams; each stream is the document in its order with
pieces missing. A beam search reads the units from left to right. A unit may go on any stream
whose chain does not say that its text comes earlier; a text that is new is inserted behind
the place of the stream that carries it, until evidence moves it.

Costs are nats. How often a stream skips, and how often the scrape switches streams, is
learned as the search goes (predictive Beta-Bernoulli), so one stream may turn out complete
and another full of holes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import inf, lgamma, log

from auditor.canonical.budget import Budget
from auditor.canonical.woven.copies.refrains import copies_of
from auditor.canonical.woven.search.decomposition import Decomposition, is_whole, said_twice
from auditor.canonical.woven.search.hypothesis import (
    NONE,
    Hypothesis,
    Step,
    Stream,
    Trail,
    cut,
    find,
    leads_to,
    mark,
    start,
    take,
)
from auditor.canonical.woven.weights import WEIGHTS
from auditor.model import Ordinal
from auditor.text.outline import insertion_cost, sibling

Affinity = Callable[[int, int], float]


def decompose(
    nodes: Sequence[int],
    weights: Sequence[float],
    affinity: Affinity,
    beam: int = WEIGHTS.beam,
    ordinals: Sequence[Ordinal | None] = (),
) -> Decomposition | None:
    """Streams and order of the units whose texts are `nodes` (equal numbers, equal text).

    `weights` are the information of each unit. `affinity(a, b)` are the log-odds that unit b
    follows unit a in the document; it is asked about texts that stand once. `ordinals` are
    those of the units, if any. `beam` hypotheses go on from each unit; where more than two
    streams come out, a wider search is made too, if the work is left for it.

    None where the search would take more work than the text allows.
    """
    if not nodes:
        return Decomposition((), (), (), 0.0)
    search = _Search(nodes, weights, affinity, ordinals)
    found = _searched(search, beam)
    if found is None:
        return None
    has_room = search.budget.spent * WEIGHTS.wider_beam <= search.budget.left
    if len(set(found.labels)) > 2 and len(nodes) <= WEIGHTS.wide_units and has_room:
        wider = _searched(search, WEIGHTS.wider_beam * beam)
        return min(found, wider or found, key=lambda each: each.cost)
    return found


def decompose_backward(
    nodes: Sequence[int], weights: Sequence[float], affinity: Affinity
) -> Decomposition | None:
    """The same, read from the last unit to the first.

    What can hardly be told from one side may be plain from the other. Ordinals count forward,
    so they have no part in it.
    """
    last = len(nodes) - 1
    found = decompose(nodes[::-1], weights[::-1], lambda a, b: affinity(last - b, last - a))
    if found is None:
        return None
    return Decomposition(found.labels[::-1], found.nodes[::-1], found.order[::-1], found.cost)


def _searched(search: _Search, beam: int) -> Decomposition | None:
    nodes = search.nodes
    search.budget = Budget.of(len(nodes), WEIGHTS.search_work)
    hypotheses = [start(nodes[0])]
    for unit in range(1, len(nodes)):
        hypotheses = _survivors(search.steps(hypotheses, unit), unit, nodes, beam)
        search.budget.spend(
            sum([len(each.order) for each in hypotheses]) // WEIGHTS.nodes_in_a_step
        )
        if search.budget.is_over:
            return None
        if unit % WEIGHTS.longest_order == 0:
            for hypothesis in hypotheses:
                cut(hypothesis, unit, search.until)
    found = _result(hypotheses[0])
    return found if is_whole(found) else None


class _Search:
    """What all hypotheses share."""

    def __init__(
        self,
        nodes: Sequence[int],
        weights: Sequence[float],
        affinity: Affinity,
        ordinals: Sequence[Ordinal | None],
    ) -> None:
        self.nodes, self.weights, self.affinity = nodes, weights, affinity
        self.copies = Counter(nodes)
        self.until = {node: unit for unit, node in enumerate(nodes)}
        self.pairs = Counter(pairwise(nodes))
        copies = copies_of(self.copies, nodes, weights)
        self.due = {node: -(-count // copies) for node, count in self.copies.items()}
        self.best = 0.0
        self.budget = Budget(0)
        self.ordinals = {  # of texts, not of what is said again
            node: ordinal
            for node, ordinal in zip(nodes, ordinals, strict=False)
            if ordinal is not None
        }

    def steps(self, hypotheses: Sequence[Hypothesis], unit: int) -> list[Step]:
        """All ways worth it to read one more unit, cheapest first.

        Where another place shows the same two texts side by side, no stream ends here.
        """
        before, node = self.nodes[unit - 1], self.nodes[unit]
        found: list[Step] = []
        self.best = inf
        if self.pairs[before, node] > 1 and before != node:
            for hypothesis in hypotheses:
                found += self._ways(hypothesis, unit, (hypothesis.current,), True)
        if not found:
            self.best = inf
            for hypothesis in hypotheses:
                labels = range(len(hypothesis.streams))
                found += self._ways(hypothesis, unit, labels, False)
        found.sort(key=lambda step: step.cost)
        return found

    def _ways(
        self, hypothesis: Hypothesis, unit: int, labels: Sequence[int], linked: bool
    ) -> Iterator[Step]:
        """One more unit of each of the streams `labels`; linked, nothing that is rare."""
        node = self.nodes[unit]
        places = [(find(hypothesis, node), node)]
        places += [(find(hypothesis, twin), twin) for twin in hypothesis.again.get(node, ())]
        stays, turns = _turning(hypothesis, unit)
        self.budget.spend(len(places) * (1 + len(hypothesis.order) // WEIGHTS.nodes_in_a_step))
        for label in labels:
            cost = hypothesis.cost + (stays if label == hypothesis.current else turns)
            if cost < self.best + WEIGHTS.margin:
                for step in self._go_on(hypothesis, unit, label, places, cost, linked):
                    if step.cost < self.best + WEIGHTS.margin:
                        if step.cost < self.best:
                            self.best = step.cost
                        yield step
        cost = hypothesis.cost + WEIGHTS.new_stream + turns
        if not linked and cost < self.best + WEIGHTS.margin:
            yield Step(cost, hypothesis, -1, node, places[0][0], 0, False, True)

    def _go_on(
        self,
        hypothesis: Hypothesis,
        unit: int,
        label: int,
        places: Sequence[tuple[int, int]],
        cost: float,
        linked: bool,
    ) -> Iterator[Step]:
        self.budget.spend(WEIGHTS.steps_of_a_way + len(places))
        stream = hypothesis.streams[label]
        cost += _show(stream.shown, stream.skipped)
        if places[0][0] < 0:
            cost += _passed(hypothesis, label) + self._strangeness(hypothesis, unit, stream)
            yield Step(cost, hypothesis, label, self.nodes[unit], -1, 0, False, False)
            return
        ahead = [place for place in places if place[0] > stream.at]
        if ahead:
            at, node = min(ahead) if len(ahead) > 1 else ahead[0]
            between = at - stream.at - 1
            skips = _skip(stream.shown + 1, stream.skipped, between) if between else 0.0
            yield Step(cost + skips, hypothesis, label, node, at, between, False, False)
            if not between or not self._is_due(unit, places):
                return
        else:
            for at, node in places:
                self.budget.spend((stream.at - at) // WEIGHTS.nodes_in_a_step)
                if not leads_to(hypothesis, at, stream, self.budget):
                    yield Step(cost, hypothesis, label, node, at, 0, True, False)
                    if self._is_due(unit, places):
                        break
                    return
        twice = self._twice(unit, stream, places)
        if linked and twice > WEIGHTS.expected_again:
            return
        cost += twice + _passed(hypothesis, label)
        yield Step(cost, hypothesis, label, -unit - 1, -1, 0, False, False)

    def _is_due(self, unit: int, places: Sequence[tuple[int, int]]) -> bool:
        """Whether the text stands more often than the copies of it that are known can show."""
        return len(places) < self.due[self.nodes[unit]]

    def _strangeness(self, hypothesis: Hypothesis, unit: int, stream: Stream) -> float:
        """What speaks against a new text right behind the place of a stream."""
        node = self.nodes[unit]
        cost = -self.affinity(stream.last, unit) if self.copies[node] == 1 else 0.0
        ordinal = self.ordinals.get(node)
        return cost + (self._outline(hypothesis.order, stream.at, ordinal) if ordinal else 0.0)

    def _twice(self, unit: int, stream: Stream, places: Sequence[tuple[int, int]]) -> float:
        """What it costs that the document has a text again; less when it has a run of them."""
        if self._is_due(unit, places):
            return WEIGHTS.expected_again
        goes_on = stream.node < NONE and stream.last == unit - 1
        if goes_on and self.pairs[self.nodes[unit - 1], self.nodes[unit]] > 1:
            return WEIGHTS.expected_again
        return said_twice(self.weights[unit])

    def _outline(self, order: Sequence[int], at: int, ordinal: Ordinal) -> float:
        """What the outline costs more with an ordinal behind the place `at`."""
        ahead = range(at + 1, min(len(order), at + 1 + WEIGHTS.siblings_within))
        before = self._sibling(order, range(at, max(-1, at - WEIGHTS.siblings_within), -1), ordinal)
        return insertion_cost(before, ordinal, self._sibling(order, ahead, ordinal))

    def _sibling(
        self, order: Sequence[int], places: Sequence[int], ordinal: Ordinal
    ) -> Ordinal | None:
        ordinals = self.ordinals
        numbered = (ordinals[order[place]] for place in places if order[place] in ordinals)
        return sibling(numbered, ordinal)


def _passed(hypothesis: Hypothesis, label: int) -> float:
    """What a new node in stream `label` costs the streams that have passed there without it."""
    at = hypothesis.streams[label].at
    cost = 0.0
    for stream in hypothesis.streams:
        if stream.first <= at < stream.at:
            cost += _skip(stream.shown, stream.skipped, 1)
    return cost


def _survivors(
    steps: Sequence[Step], unit: int, texts: Sequence[int], beam: int
) -> list[Hypothesis]:
    """What comes of the cheapest steps, one of each that stand alike.

    Hypotheses stand alike when their streams stand at the same units and see the same ahead;
    what lies behind them all is settled by the cheapest.
    """
    limit = steps[0].cost + WEIGHTS.margin
    waiting = Counter([id(step.parent) for step in steps if step.cost <= limit])
    kept: list[Hypothesis] = []
    seen: set[tuple[tuple[int, ...], ...]] = set()
    for step in steps:
        if step.cost > limit or len(kept) == beam:
            break
        waiting[id(step.parent)] -= 1
        hypothesis = take(step, unit, texts, not waiting[id(step.parent)])
        standing = mark(hypothesis)
        if standing not in seen:
            seen.add(standing)
            kept.append(hypothesis)
    return kept


def _turning(hypothesis: Hypothesis, unit: int) -> tuple[float, float]:
    """Nats to say that the scrape goes on in its stream, and that it switches to a given one."""
    total = unit + WEIGHTS.stayed_before + WEIGHTS.switched_before
    switches = hypothesis.switches + WEIGHTS.switched_before
    choices = max(1, len(hypothesis.streams) - 1)
    return -log((total - switches) / total), -log(switches / total / choices)


@lru_cache(maxsize=1 << 16)
def _show(shown: int, skipped: int) -> float:
    return -log(
        (shown + WEIGHTS.shown_before)
        / (shown + WEIGHTS.shown_before + skipped + WEIGHTS.skipped_before)
    )


@lru_cache(maxsize=1 << 16)
def _skip(shown: int, skipped: int, times: int) -> float:
    """Nats to say that a stream skips `times` more nodes."""
    count, total = (
        skipped + WEIGHTS.skipped_before,
        shown + WEIGHTS.shown_before + skipped + WEIGHTS.skipped_before,
    )
    return lgamma(count) - lgamma(count + times) + lgamma(total + times) - lgamma(total)


def _result(best: Hypothesis) -> Decomposition:
    steps: list[Trail] = []
    trail = best.trail
    while trail is not None:
        steps.append(trail)
        trail = trail.before
    steps.reverse()
    heads, settled = [best.order], best.settled
    while settled is not None:
        heads.append(list(settled.nodes))
        settled = settled.before
    about = [node for head in reversed(heads) for node in head]
    labels, nodes = tuple(step.label for step in steps), tuple(step.node for step in steps)
    return Decomposition(labels, nodes, tuple(_sorted(labels, nodes, about)), best.cost)


def _sorted(labels: Sequence[int], nodes: Sequence[int], about: Sequence[int]) -> list[int]:
    """The nodes in an order that all streams agree with, `about` the given one (Kahn)."""
    rank: dict[int, int] = {}
    for node in about:
        rank.setdefault(node, len(rank))
    after: dict[int, list[int]] = {node: [] for node in rank}
    waits = Counter[int]()
    last: dict[int, int] = {}
    for label, node in zip(labels, nodes, strict=True):
        if label in last:
            after[last[label]].append(node)
            waits[node] += 1
        last[label] = node
    free = [(at, node) for node, at in rank.items() if not waits[node]]
    heapify(free)
    order = []
    while free:
        _, node = heappop(free)
        order.append(node)
        for other in after[node]:
            waits[other] -= 1
            if not waits[other]:
                heappush(free, (rank[other], other))
    return order
