"""Which repeated units are copies of one passage, and which say the same thing twice by right.

Equal units are paired, pairs that rise on both sides are chained (`pairing`). A chain is believed
to be copying when it is woven (its two sides interleave), when it follows itself directly, when
it holds much of the document, when the page begins or ends with it, or when it parts what fits
together better (`blocks`). All else is left alone: recurring clauses, tables of contents, formulae.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from math import inf

from auditor.canonical.evidence.wording import Evidence
from auditor.canonical.inserted.blocks import Block, Damage, are_few, misplaced
from auditor.canonical.woven.copies.pairing import Pair, chained, diagonals, paired
from auditor.canonical.woven.copies.refrains import copies_of
from auditor.canonical.woven.copies.throughout import woven_throughout
from auditor.canonical.woven.weights import WEIGHTS
from auditor.model import LARGE
from auditor.repeats.judge import is_copy, may_be_copy
from auditor.repeats.noise import spelt_alike
from auditor.repeats.weights import WEIGHTS as REPEATS


class Kind(Enum):
    WOVEN = "woven"
    WHOLE = "whole"
    TANDEM = "tandem"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class CopyChain:
    """Pairs that rise on both sides. `alien` is the side, 0 or 1, that is out of place; of a
    block, `odds` are the nats by which it fits less than the other.
    """

    pairs: tuple[Pair, ...]
    kind: Kind
    alien: int = 1
    odds: float = inf

    @property
    def weight(self) -> float:
        return sum(pair.weight for pair in self.pairs)


def copy_chains(
    texts: Sequence[int],
    weights: Sequence[float],
    near: Mapping[tuple[int, int], float],
    evidence: Evidence,
    damage: Damage,
    *,
    copied: bool = True,
    known: bool = False,
) -> list[CopyChain]:
    """The chains that are copying, heaviest first; a unit is on one side of one pair at most.

    `texts[u]` numbers the text of unit u (equal numbers, equal text), `weights[u]` its
    information; `near` gives the similarity of pairs of units with nearly equal texts. `damage`
    is the probability that what stands again at some units is a copy; only where the text is
    rather `copied` than not, as a whole, copies may be woven. `known` says that it is several
    copies one behind the other: then every chain is copying.
    """
    pairs = paired(texts, weights, near)
    if known:
        chains = [CopyChain(tuple(chain), Kind.WHOLE) for chain in chained(pairs)]
        return chains + _misspelt(Kind.WHOLE, texts, weights, near)
    found = _copy_chains(pairs, texts, weights, near, evidence, damage, copied=copied)
    return [chain for chain in found if _may_be_damage(chain, damage)]


def _may_be_damage(chain: CopyChain, damage: Damage) -> bool:
    """Not what is judged to be meant, by all that stands again from its first pair to its last."""
    return may_be_copy(damage(range(chain.pairs[0].right, chain.pairs[-1].right + 1)))


def _copy_chains(
    pairs: Sequence[Pair],
    texts: Sequence[int],
    weights: Sequence[float],
    near: Mapping[tuple[int, int], float],
    evidence: Evidence,
    damage: Damage,
    *,
    copied: bool,
) -> list[CopyChain]:
    tandems, left = _tandems(pairs, texts, weights, evidence, damage)
    edges, rest = _certain(Kind.BLOCK, left, texts, weights, evidence, damage)
    alike = spelt_alike(texts, sorted(near), [passage.key for passage in evidence.passages])
    if not copied:
        certain = tandems + edges
        return [*certain, *_blocks(alike, weights, near, evidence, damage, certain)]
    if not edges and are_few(diagonals(left, texts), texts, weights):
        blocks = [*_blocks(alike, weights, near, evidence, damage, tandems)]
        if blocks:
            return tandems + blocks
    if woven_throughout(texts, weights):
        everything = range(len(texts))
        chains = [CopyChain(tuple(chain), Kind.WOVEN) for chain in chained(pairs)]
        misspelt = _misspelt(Kind.WOVEN, texts, weights, near)
        return chains + _all_inside(everything, texts, weights) + misspelt
    copies = _judged(pairs, texts, weights)
    woven = [chain for chain in copies if chain.kind is Kind.WOVEN]
    if woven and 2 * _weight(tandems) < _weight(woven):
        stretch = _stretch([chain.pairs for chain in woven], len(texts))
        return copies + _all_inside(stretch, texts, weights)
    copies = _judged(left, texts, weights)
    most = max((chain.weight for chain in copies), default=0.0)
    if edges and most <= edges[0].weight:
        copies = edges + _judged(rest, texts, weights)
    if all(chain.kind is Kind.BLOCK for chain in copies):
        copies += _blocks(alike, weights, near, evidence, damage, tandems + copies)
    return tandems + copies


def are_woven(
    texts: Sequence[int], weights: Sequence[float], near: Mapping[tuple[int, int], float]
) -> bool:
    """The units are those of woven copies, or some of them are."""
    if woven_throughout(texts, weights):
        return True
    judged = _judged(paired(texts, weights, near), texts, weights)
    return any(chain.kind is Kind.WOVEN for chain in judged)


def _weight(chains: Sequence[CopyChain]) -> float:
    return sum(chain.weight for chain in chains)


def _judged(
    pairs: Sequence[Pair], texts: Sequence[int], weights: Sequence[float]
) -> list[CopyChain]:
    judged = (_judge(chain, texts, weights) for chain in chained(pairs))
    return [chain for chain in judged if chain is not None]


def _tandems(
    pairs: Sequence[Pair],
    texts: Sequence[int],
    weights: Sequence[float],
    evidence: Evidence,
    damage: Damage,
) -> tuple[list[CopyChain], list[Pair]]:
    """What follows itself directly, texts too short to be judged too where a page stutters; the
    pairs left.
    """
    found, left = _certain(Kind.TANDEM, pairs, texts, weights, evidence, damage)
    if len(found) >= WEIGHTS.stutters:
        more, left = _certain(Kind.TANDEM, left, texts, weights, evidence, damage, REPEATS.word)
        found += more
    return found, left


def _certain(
    wanted: Kind,
    pairs: Sequence[Pair],
    texts: Sequence[int],
    weights: Sequence[float],
    evidence: Evidence,
    damage: Damage,
    unjudged: float = REPEATS.told_from,
) -> tuple[list[CopyChain], list[Pair]]:
    """Passages that follow themselves directly, or copies that a page begins or ends with; and
    the pairs that are left.
    """
    found: list[CopyChain] = []
    used: set[int] = set()
    often = Counter(texts)
    for first, step, length in diagonals(pairs, texts):
        kind = _certainly(
            range(first, first + length), step, texts, weights, evidence, damage, unjudged
        )
        if kind is not wanted:
            continue
        if kind is Kind.BLOCK and often[texts[first]] > 2:
            continue  # which of several is at home, all of them tell
        alien = 0 if kind is Kind.BLOCK and not first else 1
        copy = (
            range(first, first + length)
            if not alien
            else range(first + step, first + step + length)
        )
        if used.isdisjoint(copy):
            used.update(copy)
            chain = tuple(
                Pair(at, at + step, weights[at], 1.0) for at in range(first, first + length)
            )
            found.append(CopyChain(chain, kind, alien))
    rest = [pair for pair in pairs if pair.left not in used and pair.right not in used]
    return found, rest


def _certainly(
    left: range,
    step: int,
    texts: Sequence[int],
    weights: Sequence[float],
    evidence: Evidence,
    damage: Damage,
    unjudged: float,
) -> Kind | None:
    """What a run of equal units is, when no more evidence is needed; from so much information on,
    `unjudged`, what cannot be judged, itself or its text being too short, is damage where it
    follows itself.
    """
    judged = damage(range(left.start + step, left.stop + step))
    if len(left) >= step:
        if judged is not None:
            return Kind.TANDEM if is_copy(judged) else None
        if any(evidence.passages[unit].ordinal for unit in left):
            unjudged = min(unjudged, WEIGHTS.numbered_tandem)
        return Kind.TANDEM if sum(weights[unit] for unit in left) >= unjudged else None
    at_edge = not left.start or left.stop + step == len(texts)
    return Kind.BLOCK if at_edge and is_copy(judged) else None


def _stretch(woven: Sequence[Sequence[Pair]], count: int) -> range:
    """The units from the first to the last of woven copies."""
    start = min(pairs[0].left for pairs in woven)
    end = max(pairs[-1].right for pairs in woven)
    if 2 * (end - start) > count:
        return range(count)  # its edges are woven too, though no chain reaches them
    return range(start, end + 1)


def _all_inside(stretch: range, texts: Sequence[int], weights: Sequence[float]) -> list[CopyChain]:
    """All that stands again inside a woven stretch, whatever the order.

    A third copy has no chain of its own that rises throughout. Where copies are woven, what
    stands again is a copy until the search finds that the document says it twice.
    """
    places: dict[int, list[int]] = defaultdict(list)
    for unit in stretch:
        if weights[unit] >= REPEATS.word:
            places[texts[unit]].append(unit)
    return [
        CopyChain((Pair(left, right, weights[left], 1.0),), Kind.WOVEN)
        for group in places.values()
        for left, right in pairwise(group)
    ]


def _misspelt(
    kind: Kind,
    texts: Sequence[int],
    weights: Sequence[float],
    near: Mapping[tuple[int, int], float],
) -> list[CopyChain]:
    """Of three copies or more, those of a passage that are not quite equal to the others.

    Of two copies the equal one is the other copy, and what is nearly equal another passage.
    """
    counts = Counter(texts)
    copies = copies_of(counts, texts, weights)
    if copies < WEIGHTS.known_by_others:
        return []
    return [
        CopyChain((Pair(left, right, weights[left], similarity),), kind)
        for (left, right), similarity in sorted(near.items())
        if similarity >= WEIGHTS.copies_alike
        and counts[texts[left]] + counts[texts[right]] <= copies
    ]


def _judge(pairs: list[Pair], texts: Sequence[int], weights: Sequence[float]) -> CopyChain | None:
    weight = sum(pair.weight for pair in pairs)
    if 2 * len({texts[pair.left] for pair in pairs}) <= len(pairs):
        return None  # few texts at even distances: a list or a table, not a copy
    if (
        len(pairs) >= 3
        and weight >= REPEATS.passage
        and _share(pairs, weights) >= WEIGHTS.dense_pairs
    ):
        both, total = 2 * weight, sum(weights)
        if _overlap(pairs) >= WEIGHTS.overlapping and both >= LARGE * total:
            return CopyChain(tuple(pairs), Kind.WOVEN)
        if both >= WEIGHTS.in_line * total and _is_same(pairs, weights):
            return CopyChain(tuple(pairs), Kind.WHOLE)
    return None


def _overlap(pairs: Sequence[Pair]) -> float:
    """The share of the stretch from first to last pair in which both sides lie."""
    first, last = pairs[0], pairs[-1]
    return (last.left - first.right + 1) / (last.right - first.left + 1)


def _is_same(pairs: Sequence[Pair], weights: Sequence[float]) -> bool:
    """Two copies of one text, not two editions of it.

    Equal throughout; or with noise all over, but nothing in one that the other lacks.
    """
    weight = sum(pair.weight for pair in pairs)
    exact = sum(pair.weight for pair in pairs if pair.exact)
    alike = sum(pair.weight * pair.similarity for pair in pairs)
    if exact >= WEIGHTS.same * weight:
        return True
    return alike >= WEIGHTS.copies_alike * weight and _share(pairs, weights) >= WEIGHTS.copies_alike


def _share(pairs: Sequence[Pair], weights: Sequence[float]) -> float:
    """The share of the text between the first and the last pair that the pairs cover.

    Where the sides lie apart, of the side that they cover less.
    """
    covered = sum(pair.weight for pair in pairs)
    first, last = pairs[0], pairs[-1]
    if _overlap(pairs) >= WEIGHTS.overlapping:
        return 2 * covered / sum(weights[first.left : last.right + 1])
    left = sum(weights[first.left : last.left + 1])
    right = sum(weights[first.right : last.right + 1])
    return covered / max(left, right)


def _blocks(
    texts: Sequence[int],
    weights: Sequence[float],
    near: Mapping[tuple[int, int], float],
    evidence: Evidence,
    damage: Damage,
    known: Sequence[CopyChain],
) -> Iterator[CopyChain]:
    """Blocks that stand again where they don't belong, in a page that is no copies otherwise but
    those that are `known`.
    """
    used = {pair.right if chain.alien else pair.left for chain in known for pair in chain.pairs}
    pairs = [p for p in paired(texts, weights, {}) if p.left not in used and p.right not in used]
    found = misplaced(diagonals(pairs, texts), texts, weights, evidence, damage)
    for block in found:
        odds = block.odds or (inf,) * len(block.others)
        for other, nats in zip(block.others, odds, strict=True):
            first, second = sorted((block.home, other))
            chain = tuple(
                Pair(first + at, second + at, weights[first + at], 1.0)
                for at in range(block.length)
            )
            yield CopyChain(chain, Kind.BLOCK, int(other > block.home), nats)
        for home, part in block.torn:
            yield _one(home, part, weights[part], 1.0)
    yield from _between(found, weights, near)


def _one(home: int, other: int, weight: float, similarity: float) -> CopyChain:
    """A unit of a block: nearly equal to that at home, or a part of it."""
    pair = Pair(min(home, other), max(home, other), weight, similarity)
    return CopyChain((pair,), Kind.BLOCK, int(other > home))


def _between(
    blocks: Sequence[Block], weights: Sequence[float], near: Mapping[tuple[int, int], float]
) -> Iterator[CopyChain]:
    """What is nearly equal between two blocks that go on with each other, here and at home."""
    ends = {
        (block.home + block.length, other + block.length)
        for block in blocks
        for other in block.others
    }
    for block in blocks:
        for other in block.others:
            home, copy = block.home - 1, other - 1
            told: list[CopyChain] = []
            while (pair := (min(home, copy), max(home, copy))) in near:
                told.append(_one(home, copy, weights[copy], near[pair]))
                if (home, copy) in ends:
                    yield from told
                    break
                home, copy = home - 1, copy - 1
