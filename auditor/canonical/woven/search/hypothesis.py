"""A hypothesis of the search for streams: what every stream showed, and one order that agrees.

The chains of what the streams showed are a partial order of the texts. One total order that
agrees with all of them is kept beside them; where a chain asks for it, the order gives way
(Pearce and Kelly, "A dynamic topological sort algorithm for directed acyclic graphs", 2006).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from auditor.canonical.budget import Budget
from auditor.canonical.woven.weights import WEIGHTS

NONE = -1  # no node: nodes that a text has besides its own count down from -2


class Stream(NamedTuple):
    """Where a stream began and stands (indices of the order), how much it showed and skipped."""

    name: int
    node: int
    first: int
    at: int
    last: int  # the unit it stands at
    shown: int
    skipped: int


class Visit(NamedTuple):
    """A stream's passing through a node: the nodes that it showed before and after, or -1."""

    name: int
    before: int
    after: int


Visits = dict[int, tuple[Visit, ...]]


@dataclass(frozen=True, slots=True)
class Trail:
    """The way back: stream and node of each unit read."""

    label: int
    node: int
    before: Trail | None


@dataclass(frozen=True, slots=True)
class Settled:
    """The head of the order, whose texts hardly ever come again."""

    nodes: tuple[int, ...]
    before: Settled | None


@dataclass(slots=True)
class Hypothesis:
    """Changed in place only when nothing else has grown out of its parent."""

    cost: float
    order: list[int]
    visits: Visits
    streams: tuple[Stream, ...]
    current: int
    switches: int
    begun: int  # streams so far
    again: dict[int, tuple[int, ...]]  # text -> its further nodes; never changed in place
    settled: Settled | None
    fixed: int  # nodes at the head of the order that were settled and stay for what comes again
    trail: Trail | None


class Step(NamedTuple):
    """One way to read one more unit.

    `at` is the place of its node in the order, -1 for a node that is not there yet. `yields`
    says that the order must give way.
    """

    cost: float
    parent: Hypothesis
    label: int
    node: int
    at: int
    skipped: int
    yields: bool
    begins: bool


def start(node: int) -> Hypothesis:
    """The first unit, whose text is `node`, read."""
    stream = Stream(0, node, 0, 0, 0, 1, 0)
    visits: Visits = {node: (Visit(0, NONE, NONE),)}
    return Hypothesis(0.0, [node], visits, (stream,), 0, 0, 1, {}, None, 0, Trail(0, node, None))


def take(step: Step, unit: int, texts: Sequence[int], alone: bool) -> Hypothesis:
    """The hypothesis after a step; `alone`: its parent is no longer needed."""
    old = step.parent
    grown = Hypothesis(
        step.cost,
        old.order if alone else old.order.copy(),
        old.visits if alone else old.visits.copy(),
        old.streams,
        old.current,
        old.switches,
        old.begun,
        old.again,
        old.settled,
        old.fixed,
        old.trail,
    )
    if step.begins:
        _begin(grown, step, unit)
    else:
        _go_on(grown, step, unit)
    if step.node < NONE and step.at < 0:
        text = texts[unit]
        grown.again = {**grown.again, text: (*grown.again.get(text, ()), step.node)}
    grown.trail = Trail(grown.streams[grown.current].name, step.node, grown.trail)
    return grown


def _begin(grown: Hypothesis, step: Step, unit: int) -> None:
    """A new stream begins: at a node that is there, or behind everything.

    Beyond `MAX_STREAMS` it takes the place of the stream that has rested longest.
    """
    at, node = step.at, step.node
    if at < 0:
        at = len(grown.order)
        grown.order.append(node)
    stream = Stream(grown.begun, node, at, at, unit, 1, 0)
    label = len(grown.streams)
    if label >= WEIGHTS.most_streams:
        label = min(range(label), key=lambda x: grown.streams[x].last)
    grown.streams = (*grown.streams[:label], stream, *grown.streams[label + 1 :])
    grown.visits[node] = (*grown.visits.get(node, ()), Visit(grown.begun, NONE, NONE))
    grown.current = label
    grown.switches += 1
    grown.begun += 1


def _go_on(grown: Hypothesis, step: Step, unit: int) -> None:
    label, node = step.label, step.node
    stream, at = grown.streams[label], step.at
    if at < 0:
        at = stream.at + 1
        _insert(grown, label, at, node)
    streams = list(grown.streams)
    stream = streams[label]
    visits = grown.visits
    left = visits[stream.node]
    if len(left) == 1:
        visits[stream.node] = (Visit(stream.name, left[0].before, node),)
    else:
        visits[stream.node] = tuple(
            [
                Visit(visit.name, visit.before, node) if visit.name == stream.name else visit
                for visit in left
            ]
        )
    visits[node] = (*visits.get(node, ()), Visit(stream.name, stream.node, NONE))
    first, shown, skipped = stream.first, stream.shown + 1, stream.skipped + step.skipped
    streams[label] = Stream(stream.name, node, first, at, unit, shown, skipped)
    grown.streams = tuple(streams)
    if step.yields:
        _give_way(grown, stream.node, node, stream.at, at)
    grown.switches += label != grown.current
    grown.current = label


def _insert(grown: Hypothesis, label: int, at: int, node: int) -> None:
    """Put a new node into the order; streams that had passed there have skipped it."""
    if at == len(grown.order):
        grown.order.append(node)
        return
    grown.order.insert(at, node)
    grown.fixed += at < grown.fixed
    streams = []
    for other, stream in enumerate(grown.streams):
        name, stands, first, place, last, shown, skipped = stream
        if place >= at:
            if first < at and other != label:
                skipped += 1
            first += first >= at
            stream = Stream(name, stands, first, place + 1, last, shown, skipped)
        streams.append(stream)
    grown.streams = tuple(streams)


def _give_way(grown: Hypothesis, before: int, after: int, high: int, low: int) -> None:
    """Change the order between `low` and `high` so that `after` stands behind `before`."""
    order, visits = grown.order, grown.visits
    place = {order[at]: at for at in range(low, high + 1)}
    forward = _reached(after, place, visits, 2)
    backward = _reached(before, place, visits, 1)
    slots = sorted(place[node] for node in (*forward, *backward))
    by_place = place.__getitem__
    moved = (*sorted(backward, key=by_place), *sorted(forward, key=by_place))
    to = dict(zip(moved, slots, strict=True))
    firsts = [order[stream.first] for stream in grown.streams]
    for node, slot in to.items():
        order[slot] = node
    grown.streams = tuple(
        stream._replace(first=to.get(first, stream.first), at=to.get(stream.node, stream.at))
        for stream, first in zip(grown.streams, firsts, strict=True)
    )


def _reached(start: int, inside: dict[int, int], visits: Visits, way: int) -> set[int]:
    """Nodes inside that the chains lead to from `start`: 2 forward, 1 backward."""
    found, waiting = {start}, [start]
    while waiting:
        for visit in visits[waiting.pop()]:
            node = visit[way]
            if node in inside and node not in found:
                found.add(node)
                waiting.append(node)
    return found


def cut(hypothesis: Hypothesis, unit: int, until: dict[int, int]) -> None:
    """Settle the head of a long order, behind which all streams stand.

    Nodes whose text comes again stay; the streams that stand in the head are over. So a step
    costs the same however long the text is.
    """
    going = [s for s in hypothesis.streams if unit - s.last < WEIGHTS.rested]
    end = min(stream.at for stream in going)
    if end < WEIGHTS.longest_order // 2:
        return
    head = hypothesis.order[:end]
    stay = [node for node in head if until.get(node, unit) > unit]
    hypothesis.settled = Settled(tuple(head), hypothesis.settled)
    hypothesis.fixed = len(stay) + max(0, hypothesis.fixed - end)
    hypothesis.order = stay + hypothesis.order[end:]
    visits = hypothesis.visits
    hypothesis.visits = {node: visits[node] for node in hypothesis.order}
    shift = len(stay) - end
    current = hypothesis.streams[hypothesis.current]
    hypothesis.streams = tuple(
        s._replace(first=max(0, s.first + shift), at=s.at + shift)
        for s in hypothesis.streams
        if s.at >= end
    )
    names = [stream.name for stream in hypothesis.streams]
    hypothesis.current = names.index(current.name)


def mark(hypothesis: Hypothesis) -> tuple[tuple[int, ...], ...]:
    order = hypothesis.order
    return tuple(
        sorted(
            [
                (stream.last, *order[stream.at : stream.at + WEIGHTS.nodes_ahead])
                for stream in hypothesis.streams
            ]
        )
    )


def find(hypothesis: Hypothesis, node: int) -> int:
    """The place of a node in the order, or -1; it is most often near the current stream."""
    if node not in hypothesis.visits:
        return -1
    order, start = hypothesis.order, hypothesis.streams[hypothesis.current].at
    try:
        return order.index(node, start)
    except ValueError:
        return order.index(node)


def leads_to(hypothesis: Hypothesis, at: int, stream: Stream, budget: Budget) -> bool:
    """Whether the chains say that the node at `at` comes before the place of `stream`.

    A text that stands in very many places has as many chains; each that is looked at is spent of
    the `budget`.
    """
    if at < hypothesis.fixed or stream.at - at > WEIGHTS.order_gives_way:
        return True
    order, visits = hypothesis.order, hypothesis.visits
    waiting = [order[at]]
    inside = None
    seen = set(waiting)
    while waiting:
        chains = visits.get(waiting.pop(), ())
        budget.spend(len(chains))
        for visit in chains:
            if visit.name == stream.name:
                return True
            if visit.after != NONE:
                if inside is None:
                    inside = set(order[at : stream.at + 1])
                if visit.after in inside and visit.after not in seen:
                    seen.add(visit.after)
                    waiting.append(visit.after)
    return False
