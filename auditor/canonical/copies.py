"""Which repeated units are copies of one passage, and which say the same thing twice by right.

Equal units are paired, pairs that rise on both sides are chained. A chain is believed to be
copying when it is woven (its two sides interleave), when it follows itself directly, when it
holds much of the document, or when its surroundings fit together better without it. All else
is left alone: recurring clauses, tables of contents, formulae.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from auditor.canonical.evidence import Evidence

_REACH = 30  # units between two pairs of one chain
_CROWDED = 8  # later places of one text that a place is paired with
_TANDEM = 8.0  # information below which a unit that follows itself is left alone
_WOVEN = 40.0
_BLOCK = 40.0
_MOST = 0.35  # share of the document in one chain
_SURE = 2.0  # log-odds that a block doesn't belong where it stands


class Kind(Enum):
    WOVEN = "woven"
    WHOLE = "whole"
    TANDEM = "tandem"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Pair:
    """Units `left` < `right` with the same text; `weight` in units of information."""

    left: int
    right: int
    weight: float


@dataclass(frozen=True, slots=True)
class CopyChain:
    """Pairs that rise on both sides. `alien` is the side, 0 or 1, that is out of place."""

    pairs: tuple[Pair, ...]
    kind: Kind
    alien: int = 1

    @property
    def weight(self) -> float:
        return sum(pair.weight for pair in self.pairs)


def copy_chains(
    texts: Sequence[int], weights: Sequence[float], near: Sequence[tuple[int, int]], evidence: Evidence
) -> list[CopyChain]:
    """The chains that are copying, heaviest first; a unit is on one side of one pair at most.

    `texts[u]` numbers the text of unit u (equal numbers, equal text), `weights[u]` its
    information; `near` lists pairs of units with nearly equal texts.
    """
    chains = _chains(_pairs(texts, weights, near))
    total = sum(weights)
    found = (_judge(chain, total, evidence, len(texts)) for chain in chains)
    return [chain for chain in found if chain is not None]


def _pairs(
    texts: Sequence[int], weights: Sequence[float], near: Sequence[tuple[int, int]]
) -> list[Pair]:
    places: dict[int, list[int]] = defaultdict(list)
    for unit, text in enumerate(texts):
        places[text].append(unit)
    pairs = {
        (left, right): weights[left]
        for group in places.values()
        for at, left in enumerate(group)
        for right in group[at + 1 : at + 1 + _CROWDED]
    }
    pairs.update({(left, right): 0.9 * weights[left] for left, right in near})
    return [Pair(left, right, weight) for (left, right), weight in sorted(pairs.items())]


def _chains(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Disjoint chains, heaviest first: repeatedly the best path over what is left."""
    score = [pair.weight for pair in pairs]
    before = [-1] * len(pairs)
    by_left: dict[int, list[int]] = defaultdict(list)
    for at, pair in enumerate(pairs):
        for left in range(pair.left - _REACH, pair.left):
            for other in by_left.get(left, ()):
                step = pair.right - pairs[other].right
                if 0 < step <= _REACH:
                    cost = 0.2 * abs(step - (pair.left - left))
                    if score[other] + pair.weight - cost > score[at]:
                        score[at], before[at] = score[other] + pair.weight - cost, other
        by_left[pair.left].append(at)
    used: set[int] = set()
    lefts: set[int] = set()
    rights: set[int] = set()
    chains = []
    for end in sorted(range(len(pairs)), key=lambda at: (-score[at], at)):
        chain, at = [], end
        while at >= 0 and at not in used:
            used.add(at)
            if pairs[at].left not in lefts and pairs[at].right not in rights:
                chain.append(pairs[at])
            at = before[at]
        if chain:
            lefts.update(pair.left for pair in chain)
            rights.update(pair.right for pair in chain)
            chains.append(chain[::-1])
    return chains


def _judge(
    pairs: list[Pair], total: float, evidence: Evidence, count: int
) -> CopyChain | None:
    weight = sum(pair.weight for pair in pairs)
    first, last = pairs[0], pairs[-1]
    both = {pair.left for pair in pairs} & {pair.right for pair in pairs}
    tandem = first.right == last.left + 1 and _dense(pairs)
    if tandem and weight >= _TANDEM:
        return CopyChain(tuple(pairs), Kind.TANDEM)
    if 4 * len(both) > len(pairs):
        return None  # one text at even distances: a list or a table, not a copy
    if len(pairs) >= 3 and weight >= _MOST * total / 2 and first.right > last.left:
        return CopyChain(tuple(pairs), Kind.WHOLE)
    if len(pairs) >= 3 and weight >= _WOVEN and first.right <= last.left:
        return CopyChain(tuple(pairs), Kind.WOVEN)
    if weight >= _BLOCK and _dense(pairs):
        return _misplaced(pairs, evidence, count)
    return None


def _dense(pairs: Sequence[Pair]) -> bool:
    """Nothing stands between the pairs on either side."""
    steps = len(pairs) - 1
    return pairs[-1].left - pairs[0].left == steps == pairs[-1].right - pairs[0].right


def _misplaced(pairs: list[Pair], evidence: Evidence, count: int) -> CopyChain | None:
    """A block whose surroundings fit together better without it, on one of its sides."""
    sides = (
        (_out_of_place(pairs[0].left, pairs[-1].left, evidence, count), 0),
        (_out_of_place(pairs[0].right, pairs[-1].right, evidence, count), 1),
    )
    odds, alien = max(sides)
    return CopyChain(tuple(pairs), Kind.BLOCK, alien) if odds > _SURE else None


def _out_of_place(first: int, last: int, evidence: Evidence, count: int) -> float:
    """Log-odds that units `first` to `last` were put where they stand."""
    left = range(max(0, first - 6), first)
    right = range(last + 1, min(count, last + 7))
    inside = range(first, last + 1)
    if not left or not right:
        return 0.0
    without = evidence.affinity(left, right)
    return without - evidence.affinity(left, inside[:6]) - evidence.affinity(inside[-6:], right)
