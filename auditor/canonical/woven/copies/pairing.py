"""Units with the same text in pairs, and pairs that rise on both sides in chains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.canonical.woven.weights import WEIGHTS
from auditor.repeats.chain import paths


@dataclass(frozen=True, slots=True)
class Pair:
    """Units `left` < `right` with the same text; `weight` in units of information."""

    left: int
    right: int
    weight: float
    similarity: float

    @property
    def exact(self) -> bool:
        return self.similarity == 1.0


def paired(
    texts: Sequence[int], weights: Sequence[float], near: Mapping[tuple[int, int], float]
) -> list[Pair]:
    """Units with equal texts, ascending; and units that are `near`, where neither has an equal.

    Arguments are those of `copies.copy_chains`.
    """
    places: dict[int, list[int]] = defaultdict(list)
    for unit, text in enumerate(texts):
        places[text].append(unit)
    exact = {
        (left, right)
        for group in places.values()
        for at, left in enumerate(group)
        for right in group[at + 1 : at + 1 + _later(len(group))]
    }
    partners = {unit for pair in exact for unit in pair}
    close = {pair for pair in near if partners.isdisjoint(pair)}  # an equal partner is the copy
    return [
        Pair(left, right, weights[left], 1.0 if (left, right) in exact else near[left, right])
        for left, right in sorted(exact | close)
    ]


def _later(places: int) -> int:
    """How many later places of a text a place is paired with; the next alone where it swarms."""
    return WEIGHTS.paired_places if places <= WEIGHTS.swarm else 1


def chained(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Disjoint chains, heaviest first: repeatedly the best path over what is left."""
    by_left: dict[int, list[int]] = defaultdict(list)
    for at, pair in enumerate(pairs):
        by_left[pair.left].append(at)

    def before(at: int) -> Iterator[tuple[int, float]]:
        pair = pairs[at]
        for left in range(pair.left - WEIGHTS.reach, pair.left):
            for other in by_left.get(left, ()):
                step = pair.right - pairs[other].right
                if 0 < step <= WEIGHTS.reach:
                    yield other, WEIGHTS.uneven_step * abs(step - (pair.left - left))

    lefts: set[int] = set()
    rights: set[int] = set()
    chains = []
    for path in paths([pair.weight for pair in pairs], range(len(pairs)), before):
        for chain in _two_sided([pairs[at] for at in path]):
            free = [p for p in chain if p.left not in lefts and p.right not in rights]
            lefts.update(pair.left for pair in free)
            rights.update(pair.right for pair in free)
            chains += [free] if free else []
    return chains


def _two_sided(path: Sequence[Pair]) -> list[list[Pair]]:
    """A path cut where a unit would stand on both sides: there a third copy begins."""
    chains: list[list[Pair]] = [[]]
    rights: set[int] = set()
    for pair in path:
        if pair.left in rights:
            chains.append([])
            rights = set()
        rights.add(pair.right)
        chains[-1].append(pair)
    return chains


def diagonals(pairs: Sequence[Pair], texts: Sequence[int]) -> list[tuple[int, int, int]]:
    """Maximal runs of equal units: the first one, how far the copy is, how many; longest first."""
    seen: dict[int, int] = {}  # step -> up to where its runs are known
    found = []
    for pair in sorted((p for p in pairs if p.exact), key=lambda p: p.left):
        first, step = pair.left, pair.right - pair.left
        if seen.get(step, 0) > first:
            continue
        known = seen.get(step, 0)
        while first > known and texts[first - 1] == texts[first - 1 + step]:
            first -= 1
        last = pair.left + 1
        while last + step < len(texts) and texts[last] == texts[last + step]:
            last += 1
        seen[step] = last
        found.append((first, step, last - first))
    return sorted(found, key=lambda run: (-run[2], run[0], run[1]))
