"""Write an arrangement as text, with the witnesses of each span and the joins between them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp

from auditor.canonical.reading import quote
from auditor.canonical.weights import WEIGHTS as TOLD
from auditor.canonical.woven.homes import Home, choices
from auditor.canonical.woven.settling.arrangement import Arrangement, Move
from auditor.canonical.woven.unit import Unit
from auditor.canonical.woven.weights import WEIGHTS
from auditor.model import Canonical, Choice, Document, Join, Span, Witness


def write(
    document: Document,
    units: Sequence[Unit],
    nodes: Sequence[int],
    walk: Sequence[int],
    arrangement: Arrangement,
    blocks: Sequence[Home] = (),
) -> Canonical:
    """The canonical of an arrangement of the units in `walk`; `blocks` are left out elsewhere.

    Each node is written as most of its units have it; of these as the one that is followed by
    the next node's text, so that white space stays as scraped; else the first. Of texts that
    as many have, the copy that shows most of the page tells: a block that was put in has no say
    against its home.
    """
    walked = set(walk)
    shows = _streams(walk, arrangement.labels)
    copies: dict[int, list[int]] = defaultdict(list)
    for unit, node in enumerate(nodes):
        copies[node].append(unit)
    pieces: list[str] = []
    witnesses: list[Witness] = []
    spans: dict[int, Span] = {}
    length = 0
    for node, after in zip(arrangement.order, [*arrangement.order[1:], -1], strict=True):
        held = _held_by_most(_whole(copies[node], units, walked), units, shows)
        piece = units[_reading(held, nodes, after)].span.of(document.text)
        span = Span(length, length + len(piece))
        witnesses += [Witness(span, units[unit].span, document.siglum) for unit in copies[node]]
        pieces.append(piece)
        spans[node] = span
        length = span.end
    moves = _likely_moves(arrangement)
    starts = {node: span.start for node, span in spans.items()}
    open_homes = choices(blocks, nodes, spans)
    return Canonical(
        text="".join(pieces),
        origin="inferred",
        joins=_joins(arrangement, moves, [units[unit] for unit in walk], starts, document.text),
        choices=_merged(open_homes, _choices(arrangement, moves, starts, length)),
        witnesses=tuple(witnesses),
        streams=len(set(arrangement.labels)),
    )


def _merged(blocks: Sequence[Choice], others: Sequence[Choice]) -> tuple[Choice, ...]:
    """Choices in their order, of the others those that are not of a block as well."""
    apart = [
        other
        for other in others
        if all(
            other.passage.end <= block.passage.start or block.passage.end <= other.passage.start
            for block in blocks
        )
    ]
    return tuple(sorted([*blocks, *apart], key=lambda choice: choice.passage))


def _likely_moves(arrangement: Arrangement) -> list[Move]:
    """The moves to another order that cost little more than none."""
    return [
        move
        for zone in arrangement.zones()
        for move in arrangement.moves(zone)
        if move.cost <= WEIGHTS.hopeless_arrangement and arrangement.reorders(move)
    ]


def _whole(copies: Sequence[int], units: Sequence[Unit], walked: set[int]) -> list[int]:
    """The copies without those put in that are only a part of another."""
    keys = {units[unit].key for unit in copies}
    parts = {key for key in keys if any(len(key) < len(other) and key in other for other in keys)}
    return [unit for unit in copies if unit in walked or units[unit].key not in parts]


def _held_by_most(
    copies: Sequence[int], units: Sequence[Unit], shows: Mapping[int, int]
) -> list[int]:
    """Those of the copies whose text no other text outnumbers; of several, the copy that shows
    most of the page comes first.
    """
    counts = Counter(units[unit].key for unit in copies)
    most = max(counts.values())
    held = [unit for unit in copies if counts[units[unit].key] == most]
    if most == len(copies):
        return held
    return sorted(held, key=lambda unit: -shows.get(unit, 0))


def _streams(walk: Sequence[int], labels: Sequence[int]) -> dict[int, int]:
    """Unit -> how many units its stream has; none for those that were put in."""
    sizes = Counter(labels)
    return {unit: sizes[label] for unit, label in zip(walk, labels, strict=True)}


def _reading(copies: Sequence[int], nodes: Sequence[int], after: int) -> int:
    """The unit, of copies, that the text of node `after` follows; -1: that ends the scrape."""
    followed = (u for u in copies if (nodes[u + 1] if u + 1 < len(nodes) else -1) == after)
    return next(followed, copies[0])


def _joins(
    arrangement: Arrangement,
    moves: Sequence[Move],
    walked: Sequence[Unit],
    starts: dict[int, int],
    text: str,
) -> tuple[Join, ...]:
    """The seams that no copy shows, and those that another arrangement would cut."""
    rivals = _rivals(arrangement, moves)
    streams = len(set(arrangement.labels))
    joins = []
    for at, (left, right) in enumerate(pairwise(arrangement.order)):
        others = rivals.get(left, {})
        shown = arrangement.shown(left, right)
        confidence = 1.0 / (1.0 + sum(others.values()))
        if shown and confidence >= TOLD.shown_as_sure:
            continue
        best = sorted(others, key=lambda node: (-others[node], node))
        likely = dict.fromkeys([*best, *_near(arrangement, at)])
        likely.pop(right, None)
        quotes = tuple(
            quote(walked[arrangement.places[node][0]].span.of(text))
            for node in [*likely][: TOLD.alternatives]
        )
        singles = sum(len(arrangement.places[node]) == 1 for node in (left, right))
        believed = round(_calibrated(confidence, shown, singles, streams), 4)
        joins.append(Join(starts[right], believed, _words(arrangement, at, shown > 0), quotes))
    return tuple(joins)


def _calibrated(confidence: float, shown: int, singles: int, streams: int) -> float:
    """The share of such seams that is right, by how many copies show them (`shown`), how many
    of their two passages stand in one copy only, and how many streams there are; see the
    calibration in docs/benchmarks.md.
    """
    confidence *= 1 - WEIGHTS.further_streams * min(max(0, streams - 2), WEIGHTS.many_streams)
    if not shown:
        return WEIGHTS.unshown[singles] * confidence
    return confidence


def _near(arrangement: Arrangement, at: int) -> list[int]:
    """What follows the passage before a seam in the scrape, and what stands behind the next seams
    that no copy shows: the likeliest neighbours besides those that single moves give.
    """
    order, nodes = arrangement.order, arrangement.nodes
    follows = [unit + 1 for unit in arrangement.places[order[at]] if unit + 1 < len(nodes)]
    ahead = range(at + 1, min(len(order) - 1, at + WEIGHTS.passages_ahead))
    behind = [order[k + 1] for k in ahead if not arrangement.shown(order[k], order[k + 1])]
    return [*(nodes[unit] for unit in follows), *behind]


def _rivals(arrangement: Arrangement, moves: Sequence[Move]) -> dict[int, dict[int, float]]:
    """For each node, what would follow instead in arrangements nearly as good: node -> odds."""
    rivals: dict[int, dict[int, float]] = defaultdict(dict)
    for move in moves:
        odds = _odds(move)
        for left, other in arrangement.seams_after(move).items():
            if other is not None:
                rivals[left][other] = max(rivals[left].get(other, 0.0), odds)
    return rivals


def _odds(move: Move) -> float:
    return exp(-max(0.0, move.cost) / TOLD.temperature)


@dataclass(frozen=True, slots=True)
class _Displacement:
    """What a move really displaces: nodes that stand together, to behind `after`."""

    nodes: tuple[int, ...]
    after: int | None
    odds: float


def _displacement(arrangement: Arrangement, move: Move) -> _Displacement | None:
    """None when the passages that change their stream don't stand together."""
    units = range(move.first, move.last)
    changed = [u for u in units if arrangement.labels[u] != move.label] or list(units)
    nodes = tuple(arrangement.nodes[unit] for unit in changed)
    at = arrangement.place(nodes[0])
    if tuple(arrangement.order[at : at + len(nodes)]) != nodes:
        return None
    inner = changed[0] > move.first
    after = arrangement.nodes[changed[0] - 1] if inner else move.after
    return _Displacement(nodes, after, _odds(move))


def _choices(
    arrangement: Arrangement, moves: Sequence[Move], starts: dict[int, int], end: int
) -> tuple[Choice, ...]:
    """One for each passage with another likely place; of passages that overlap, the likeliest."""
    by_passage: dict[tuple[int, ...], dict[int | None, float]] = defaultdict(dict)
    for move in moves:
        found = _displacement(arrangement, move)
        if found is not None:
            places = by_passage[found.nodes]
            places[found.after] = max(found.odds, places.get(found.after, 0.0))
    ranked = sorted(by_passage.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    taken: set[int] = set()
    choices = []
    ends = {node: starts[after] for node, after in pairwise(arrangement.order)}
    ends[arrangement.order[-1]] = end
    for nodes, places in ranked:
        sure = 1.0 / (1.0 + sum(places.values()))
        if taken.isdisjoint(nodes) and sure < TOLD.shown_as_sure:
            taken.update(nodes)
            choices.append(_choice(arrangement, nodes, places, starts, ends))
    return tuple(sorted(choices, key=lambda choice: choice.passage))


def _choice(
    arrangement: Arrangement,
    nodes: tuple[int, ...],
    places: dict[int | None, float],
    starts: dict[int, int],
    ends: dict[int, int],
) -> Choice:
    total = 1.0 + sum(places.values())
    likeliest = sorted(places, key=lambda after: -places[after])[: TOLD.alternatives]
    offsets = [
        (ends[after] if after is not None else 0, round(places[after] / total, 4))
        for after in likeliest
        if places[after] / total >= TOLD.unlikely_place
    ]
    at = arrangement.place(nodes[0])
    evidence = _words(arrangement, at - 1, False)[:-1] if at else ()
    passage = Span(starts[nodes[0]], ends[nodes[-1]])
    return Choice(passage, round(1.0 / total, 4), tuple(offsets), evidence)


def _words(arrangement: Arrangement, at: int, shown: bool) -> tuple[str, ...]:
    clues = arrangement.evidence.clues(*arrangement.seam(at))
    told = [clue.words for clue in clues if abs(clue.weight) >= WEIGHTS.telling_clue]
    words = told[: WEIGHTS.told_clues]
    copies = "one copy shows this order" if shown else "no copy shows these two side by side"
    return (*words, copies)
