"""Decompose a scrape into ordered streams: the search for the document's own order.

The scrape is taken as a shuffle of streams; each stream is the document in its order with
pieces missing. A beam search reads the units from left to right. A hypothesis keeps the
canonical order found so far and the place of every stream in it. A unit whose text stands
ahead of a stream's place moves that stream there, skipping what lies between; a new text is
inserted behind the place of the stream that carries it.

Costs are nats. How often a stream skips, and how often the scrape switches streams, is
learned as the search goes (predictive Beta-Bernoulli), so one stream may turn out complete
and another full of holes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import lgamma, log

BEAM = 60
NEW_STREAM = 8.0
# A text that the document itself has again, not in another copy: the longer the rarer.
SAID_TWICE, SAID_LONG, SAID_MOST = 12.0, 0.3, 30.0
_MAX_STREAMS = 8

# Priors, as counts: a stream shows a unit far more often than it skips one, and goes on far
# more often than it stops.
_SHOWN, _SKIPPED = 2.0, 0.2
_STAYS, _SWITCHES = 4.0, 1.0

Affinity = Callable[[int, int], float]


@dataclass(frozen=True, slots=True)
class Decomposition:
    """`labels[u]` is the stream of unit u, `nodes[u]` its node; `order` lists the nodes in
    canonical order. A text that the document has twice has two nodes.
    """

    labels: tuple[int, ...]
    nodes: tuple[int, ...]
    order: tuple[int, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class _Stream:
    """Where a stream began and stands, and how many nodes it showed and skipped."""

    name: int
    first: float
    place: float
    last: int  # the unit it stands at
    shown: int
    skipped: int


@dataclass(frozen=True, slots=True)
class _Trail:
    label: int
    node: int
    before: _Trail | None


@dataclass(frozen=True, slots=True)
class _Hypothesis:
    cost: float
    keys: dict[int, float]  # node -> its rank; never changed in place
    ranks: tuple[float, ...] | list[float]  # the ranks, ascending
    streams: tuple[_Stream, ...]
    current: int
    switches: int
    begun: int  # streams so far
    mark: int  # of the keys: equal for equal keys, whatever the way to them
    trail: _Trail | None


def decompose(
    nodes: Sequence[int], weights: Sequence[float], affinity: Affinity, beam: int = BEAM
) -> Decomposition:
    """Streams and order of the units whose texts are `nodes` (equal numbers, equal text).

    `weights` are the information of each unit. `affinity(a, b)` are the log-odds that unit b
    follows unit a in the document.
    """
    start = _Hypothesis(0.0, {}, [], (), -1, 0, 0, 0, None)
    hypotheses = [start]
    for unit, node in enumerate(nodes):
        grown = [
            after
            for hypothesis in hypotheses
            for after in _steps(hypothesis, unit, node, weights[unit], affinity)
        ]
        grown.sort(key=lambda hypothesis: hypothesis.cost)
        hypotheses = _distinct(grown, beam)
    return _result(hypotheses[0])


def _distinct(grown: Sequence[_Hypothesis], beam: int) -> list[_Hypothesis]:
    """The cheapest hypotheses, one of each that stand at the same places in the same order."""
    kept: list[_Hypothesis] = []
    seen: set[tuple[object, ...]] = set()
    limit = grown[0].cost + 12.0  # a factor of 1.6e5 less likely: never comes back in practice
    for hypothesis in grown:
        if hypothesis.cost > limit or len(kept) == beam:
            break
        places = tuple(sorted((stream.place, stream.last) for stream in hypothesis.streams))
        state = (places, hypothesis.streams[hypothesis.current].last, len(hypothesis.ranks))
        mark = (*state, hypothesis.mark)
        if mark not in seen:
            seen.add(mark)
            kept.append(hypothesis)
    return kept


def _steps(
    hypothesis: _Hypothesis, unit: int, node: int, weight: float, affinity: Affinity
) -> list[_Hypothesis]:
    """All ways to read one more unit."""
    if not hypothesis.streams:
        first = _Stream(0, 0.0, 0.0, unit, 1, 0)
        return [_Hypothesis(0.0, {node: 0.0}, [0.0], (first,), 0, 0, 1, 0, _Trail(0, node, None))]
    rank = hypothesis.keys.get(node)
    steps: list[_Hypothesis | None] = [_begin(hypothesis, unit, node, rank)]
    for label, stream in enumerate(hypothesis.streams):
        if rank is None:
            steps.append(_insert(hypothesis, unit, node, label, affinity))
        elif rank > stream.place:
            steps.append(_advance(hypothesis, unit, node, label, affinity))
        else:
            twice = min(SAID_MOST, SAID_TWICE + SAID_LONG * weight)
            steps.append(_insert(hypothesis, unit, -unit - 1, label, affinity, twice))
    return [step for step in steps if step is not None]


def _advance(
    hypothesis: _Hypothesis, unit: int, node: int, label: int, affinity: Affinity
) -> _Hypothesis:
    """Stream `label` goes on to a node that is there."""
    rank = hypothesis.keys[node]
    stream = hypothesis.streams[label]
    between = bisect_left(hypothesis.ranks, rank) - bisect_right(hypothesis.ranks, stream.place)
    cost = _show(stream, 1) + _skip(stream, between, shown=1) + _turn(hypothesis, label)
    if not between:
        cost -= affinity(stream.last, unit)
    moved = _Stream(
        stream.name, stream.first, rank, unit, stream.shown + 1, stream.skipped + between
    )
    return _after(hypothesis, cost, hypothesis.keys, hypothesis.ranks, moved, label, node)


def _insert(
    hypothesis: _Hypothesis,
    unit: int,
    node: int,
    label: int,
    affinity: Affinity,
    extra: float = 0.0,
) -> _Hypothesis | None:
    """Stream `label` goes on with a new node, right behind its place."""
    stream = hypothesis.streams[label]
    rank = _rank_after(hypothesis.ranks, stream.place)
    if rank is None:
        return None
    cost = extra + _show(stream, 1) + _turn(hypothesis, label)
    cost -= affinity(stream.last, unit)
    streams = list(hypothesis.streams)
    for other, passed in enumerate(streams):
        if other != label and passed.first < rank < passed.place:
            cost += _skip(passed, 1)
            streams[other] = replace(passed, skipped=passed.skipped + 1)
    moved = _Stream(stream.name, stream.first, rank, unit, stream.shown + 1, stream.skipped)
    ranks = list(hypothesis.ranks)
    insort(ranks, rank)
    grown = replace(hypothesis, streams=tuple(streams))
    keys = {**hypothesis.keys, node: rank}
    return _after(grown, cost, keys, ranks, moved, label, node)


def _begin(hypothesis: _Hypothesis, unit: int, node: int, rank: float | None) -> _Hypothesis:
    """A new stream begins: at a node that is there, or behind everything.

    Beyond `_MAX_STREAMS` it takes the place of the stream that has rested longest.
    """
    keys, ranks = hypothesis.keys, hypothesis.ranks
    if rank is None:
        rank = ranks[-1] + 1.0
        keys, ranks = {**keys, node: rank}, [*ranks, rank]
    stream = _Stream(hypothesis.begun, rank, rank, unit, 1, 0)
    label = len(hypothesis.streams)
    if label >= _MAX_STREAMS:
        label = min(range(label), key=lambda x: hypothesis.streams[x].last)
        streams = hypothesis.streams
    else:
        streams = (*hypothesis.streams, stream)
    grown = replace(hypothesis, streams=streams, begun=hypothesis.begun + 1)
    cost = NEW_STREAM + _turn(hypothesis, label)
    return _after(grown, cost, keys, ranks, stream, label, node)


def _after(
    hypothesis: _Hypothesis,
    cost: float,
    keys: dict[int, float],
    ranks: tuple[float, ...] | list[float],
    stream: _Stream,
    label: int,
    node: int,
) -> _Hypothesis:
    streams = (*hypothesis.streams[:label], stream, *hypothesis.streams[label + 1 :])
    switches = hypothesis.switches + (label != hypothesis.current)
    trail = _Trail(stream.name, node, hypothesis.trail)
    total, mark = hypothesis.cost + cost, hypothesis.mark
    if keys is not hypothesis.keys:
        mark ^= hash((node, keys[node]))
    begun = hypothesis.begun
    return _Hypothesis(total, keys, ranks, streams, label, switches, begun, mark, trail)


def _rank_after(ranks: Sequence[float], place: float) -> float | None:
    """A rank right behind `place`; None when floating point has no room left there.

    Most of the gap is left behind the new rank, where the next insertion will fall.
    """
    at = bisect_right(ranks, place)
    if at == len(ranks):
        return place + 1.0
    rank = place + (ranks[at] - place) / 64
    return rank if place < rank < ranks[at] else None


def _show(stream: _Stream, times: int) -> float:
    return _coding(stream.shown + _SHOWN, stream.skipped + _SKIPPED, times)


def _skip(stream: _Stream, times: int, shown: int = 0) -> float:
    if not times:
        return 0.0
    return _coding(stream.skipped + _SKIPPED, stream.shown + shown + _SHOWN, times)


def _coding(count: float, other: float, times: int) -> float:
    """Nats to say `times` more events of a kind seen `count` times against `other`."""
    if times == 1:
        return -log(count / (count + other))
    total = count + other
    return lgamma(count) - lgamma(count + times) + lgamma(total + times) - lgamma(total)


def _turn(hypothesis: _Hypothesis, label: int) -> float:
    """Nats to say that the scrape goes on in its stream, or switches to `label`."""
    steps = hypothesis.streams[hypothesis.current].last + 1
    switches = hypothesis.switches + _SWITCHES
    total = steps + _STAYS + _SWITCHES
    if label == hypothesis.current:
        return -log((total - switches) / total)
    choices = max(1, len(hypothesis.streams) - 1)
    return -log(switches / total / choices)


def _result(best: _Hypothesis) -> Decomposition:
    steps: list[_Trail] = []
    trail = best.trail
    while trail is not None:
        steps.append(trail)
        trail = trail.before
    steps.reverse()
    order = sorted(best.keys, key=lambda node: best.keys[node])
    labels, nodes = (step.label for step in steps), (step.node for step in steps)
    return Decomposition(tuple(labels), tuple(nodes), tuple(order), best.cost)
