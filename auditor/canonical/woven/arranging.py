"""One order of the units of a page: what is copied stands once, where it belongs.

Which units are copies (`copies`), cut alike where the copies part (`units`); the streams that
they are the shuffle of (`search`), settled by all the evidence (`settling`), written with what
was left open (`writing`). The room of woven copies, and that of blocks put in, both ask this.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from auditor.canonical.budget import SEARCH, SETTLING
from auditor.canonical.evidence.wording import Evidence, Passage
from auditor.canonical.page import Page
from auditor.canonical.reading import Reading, noticed, unchanged, undone
from auditor.canonical.woven.as_scraped import as_scraped
from auditor.canonical.woven.copies.chains import CopyChain, Kind, copy_chains
from auditor.canonical.woven.copies.pairing import Pair
from auditor.canonical.woven.homes import homes
from auditor.canonical.woven.search.decomposition import (
    Decomposition,
    is_whole,
    join_twins,
    said_again,
)
from auditor.canonical.woven.search.streams import decompose, decompose_backward
from auditor.canonical.woven.settling.arrangement import Arrangement
from auditor.canonical.woven.unit import Unit, near, numbered, page_units
from auditor.canonical.woven.units.seams import cut_at_seams
from auditor.canonical.woven.weights import WEIGHTS
from auditor.canonical.woven.writing import write
from auditor.model import Span, Undone, UndoneKind
from auditor.repeats.noise import are_strange
from auditor.text.runs import NATS

_BREAK = re.compile(r"\n\s*$")


@dataclass(frozen=True, slots=True)
class Copies:
    """The units of a page, and which of them are copies; `weights` are their information."""

    units: tuple[Unit, ...]
    evidence: Evidence
    weights: tuple[float, ...]
    chains: tuple[CopyChain, ...]

    @property
    def kinds(self) -> set[Kind]:
        return {chain.kind for chain in self.chains}


def copies_of(page: Page) -> Copies | None:
    """None where no unit is a copy of another."""
    return page.once("copies", lambda: _copies_of(page))


def _copies_of(page: Page) -> Copies | None:
    units = page_units(page)
    if not page.is_suspect or not page.repeats or len(units) < 2:
        return None
    found = _told(page, units)
    if page.copies or page.is_copied:
        cut = cut_at_seams(page, units)
        told = _told(page, cut) if cut != units else found
        if page.copies or Kind.WOVEN in told.kinds | found.kinds:
            found = told
    if found.chains and "spelling" not in page.undone:
        # Even without chains left: what remains is written in its own order.
        return replace(found, chains=tuple(_without_parallels(found.units, found.chains)))
    return found if found.chains else None


def _told(page: Page, units: Sequence[Unit]) -> Copies:
    evidence = Evidence(passages(page.text, units))
    texts, weights = numbered(units)
    pairs = near(units, page.repeats)

    def damage(inside: range) -> float | None:
        span = units[inside[0]].span.start, units[inside[-1]].span.end
        return page.damaged(*page.compared.starts.search(span, "left").tolist())

    chains = copy_chains(
        texts, weights, pairs, evidence, damage, copied=page.is_copied, known=page.copies
    )
    return Copies(tuple(units), evidence, tuple(weights), tuple(chains))


def arrange(page: Page, copies: Copies) -> Reading:
    """The reading of a page with its copies merged.

    Every distinct unit stands in the result: once, or as often as the evidence says it should.
    """
    units, chains = copies.units, copies.chains
    nodes = _nodes(len(units), chains)
    walk = _walk(nodes, chains)
    arrangement = _arranged(walk, nodes, copies.weights, copies.evidence)
    if arrangement is None or not is_whole(arrangement.decomposition):
        return Reading.of(noticed(unchanged(page.document), (SEARCH,)))
    woven = not copies.kinds.isdisjoint((Kind.WOVEN, Kind.WHOLE))
    if not page.copies and Kind.WHOLE not in copies.kinds:
        kept = _as_scraped(arrangement, [nodes[unit] for unit in walk])
        arrangement, woven = (kept, False) if kept else (arrangement, woven)
    named: dict[int, int] = {}
    for unit, node in zip(walk, arrangement.nodes, strict=True):
        named.setdefault(nodes[unit], node)
        nodes[unit] = node
    for unit in set(range(len(units))).difference(walk):
        nodes[unit] = named.get(nodes[unit], nodes[unit])
    reading = write(page.document, units, nodes, walk, arrangement, homes(chains))
    records = () if page.copies else tuple(_records(copies, walk, arrangement, woven=woven))
    if arrangement.is_bounded:
        reading = noticed(reading, (SETTLING,))
    return Reading.of(replace(reading, undone=records))


def _records(
    copies: Copies, walk: Sequence[int], arrangement: Arrangement, *, woven: bool
) -> Iterator[Undone]:
    """What was done: copies in streams, passages said twice on end, blocks left out or moved."""
    often, sizes = Counter(arrangement.nodes), Counter(arrangement.labels)
    main = max(sizes, key=sizes.__getitem__, default=None)
    streams = list(zip(walk, arrangement.labels, arrangement.nodes, strict=True))
    again = {unit for unit, _, node in streams if often[node] > 1}
    others = [unit for unit, label, _ in streams if label != main]
    if woven and others and Kind.WOVEN in copies.kinds:
        yield from _woven(copies, walk, arrangement)
        others = []
    tandems = {
        unit
        for chain in copies.chains
        if chain.kind is Kind.TANDEM
        for pair in chain.pairs
        for unit in (pair.left, pair.right)
    }
    put_in = set(range(len(copies.units))).difference(walk)
    twice = put_in & tandems | (again.intersection(others) if woven else set())
    rest = (put_in - tandems).union(others) - twice
    told: tuple[tuple[UndoneKind, set[int]], ...] = (("doublets", twice), ("inserted", rest))
    for kind, units in told:
        said_again = [unit for unit in units if unit in put_in or unit in again]
        yield from undone(kind, _stretches(copies, units), _gain(copies, said_again))


def _woven(copies: Copies, walk: Sequence[int], arrangement: Arrangement) -> tuple[Undone, ...]:
    """The runs of the copies, as they take turns."""
    runs = [list(run) for _, run in groupby(range(len(walk)), key=arrangement.labels.__getitem__)]
    spans = [
        Span(copies.units[walk[run[0]]].span.start, copies.units[walk[run[-1]]].span.end)
        for run in runs
    ]
    first = dict(zip(reversed(arrangement.nodes), reversed(walk), strict=True))
    return undone("woven", spans, _gain(copies, {*walk}.difference(first.values())))


def _stretches(copies: Copies, units: Iterable[int]) -> Iterator[Span]:
    """The spans of units, those that follow each other as one."""
    start = end = -1
    for unit in sorted(units):
        if unit != end:
            if end >= 0:
                yield Span(copies.units[start].span.start, copies.units[end - 1].span.end)
            start = unit
        end = unit + 1
    if end >= 0:
        yield Span(copies.units[start].span.start, copies.units[end - 1].span.end)


def _gain(copies: Copies, units: Iterable[int]) -> float:
    """Nats of what need not be said again."""
    return NATS * sum(copies.weights[unit] for unit in sorted(units))


def _as_scraped(best: Arrangement, nodes: Sequence[int]) -> Arrangement | None:
    """The order of the scrape, where another does not explain what stands twice much better."""
    if len(set(nodes)) == len(nodes):
        return None
    most = best.cost + min(WEIGHTS.most_moves, WEIGHTS.moves_a_unit * len(nodes))
    return as_scraped(nodes, best.evidence, most)


def passages(text: str, units: Sequence[Unit]) -> list[Passage]:
    """Line breaks tell something where some units end lines, and some don't."""
    ends = [_BREAK.search(unit.span.of(text)) is not None for unit in units]
    telling = 0 < sum(ends) < len(ends)
    return [
        Passage(unit.key, unit.ordinal, after, before)
        if telling
        else Passage(unit.key, unit.ordinal)
        for unit, after, before in zip(units, ends, [True, *ends], strict=False)
    ]


def _without_parallels(units: Sequence[Unit], chains: Sequence[CopyChain]) -> list[CopyChain]:
    """Without pairs that differ more than the others do: they are two passages, not two copies."""
    pairs = [pair for chain in chains for pair in chain.pairs]
    odd = {
        pair
        for pair, strange in zip(
            pairs, are_strange([_sample(units, p) for p in pairs]), strict=True
        )
        if strange
    }
    kept = [(chain, tuple(pair for pair in chain.pairs if pair not in odd)) for chain in chains]
    return [replace(chain, pairs=left) for chain, left in kept if left]


def _sample(units: Sequence[Unit], pair: Pair) -> tuple[int, int]:
    """How many edits lie between two units, and of how many characters."""
    one, other = units[pair.left].key, units[pair.right].key
    return 0 if pair.exact else Levenshtein.distance(one, other), len(one)


def _nodes(count: int, chains: Sequence[CopyChain]) -> list[int]:
    """The node of each unit: copies share one, everything else has its own."""
    parent = list(range(count))

    def root(unit: int) -> int:
        while parent[unit] != unit:
            parent[unit] = parent[parent[unit]]
            unit = parent[unit]
        return unit

    for chain in chains:
        for pair in chain.pairs:
            a, b = sorted((root(pair.left), root(pair.right)))
            parent[b] = a
    return [root(unit) for unit in range(count)]


def _walk(nodes: Sequence[int], chains: Sequence[CopyChain]) -> list[int]:
    """The units that take part in finding the order: not those known to be put in, but of each
    node one at the least.
    """
    put_in: set[int] = set()
    for chain in chains:
        if chain.kind in (Kind.TANDEM, Kind.BLOCK):
            put_in.update(pair.right if chain.alien else pair.left for pair in chain.pairs)
    left = {nodes[unit] for unit in range(len(nodes)) if unit not in put_in}
    walk = []
    for unit, node in enumerate(nodes):
        if unit not in put_in or node not in left:
            walk.append(unit)
            left.add(node)
    return walk


def _arranged(
    walk: Sequence[int], nodes: Sequence[int], weights: Sequence[float], evidence: Evidence
) -> Arrangement | None:
    """Search from both ends and settle: what costs less as a whole. None without an order."""
    cache: dict[tuple[int, int], float] = {}

    def affinity(a: int, b: int) -> float:
        """Half the clues of the nearest units: the search sees no wider context."""
        if (a, b) not in cache:
            left, right = walk[max(0, a - 1) : a + 1], walk[b : b + 2]
            share, most = WEIGHTS.copied_affinity
            cache[a, b] = max(-most, min(most, share * evidence.affinity(left, right)))
        return cache[a, b]

    walked = [nodes[unit] for unit in walk]
    ordinals = [evidence.passages[unit].ordinal for unit in walk]
    informations = [weights[unit] for unit in walk]
    texts = [evidence.passages[unit].key for unit in walk]
    forward = decompose(walked, informations, affinity, ordinals=ordinals)
    backward = decompose_backward(walked, informations, affinity) if forward else None
    if forward is None or backward is None:
        return None
    settled = _settled(
        [(each, said_again(each, walked, informations)) for each in (forward, backward)],
        evidence.at(walk),
    )
    joined = join_twins(settled.decomposition, texts)
    if settled.is_bounded or joined.order == settled.decomposition.order:
        return settled
    settled = Arrangement(joined, evidence.at(walk))
    settled.settle()
    return settled


def _settled(found: Sequence[tuple[Decomposition, float]], evidence: Evidence) -> Arrangement:
    """The best after settling, of arrangements with what their texts said again cost."""
    arrangements = [(Arrangement(each, evidence), again) for each, again in found]
    least = min(arrangement.cost + again for arrangement, again in arrangements)
    close = [each for each in arrangements if each[0].cost + each[1] <= least + WEIGHTS.close]
    for arrangement, _ in close:
        arrangement.settle()
        if arrangement.is_bounded:
            return arrangement
    return min(close, key=lambda each: each[0].cost + each[1])[0]
