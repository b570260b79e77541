"""Which texts are refrains, and which of their places are the same place of the document.

A refrain stands behind many different passages: "Read more", "(repealed)", the office in charge
of each service. That its text stands again says nothing; what stands before it or behind it says
which place of the document each one is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from auditor.canonical.woven.weights import WEIGHTS


def copies_of(counts: Counter[int], nodes: Sequence[int], weights: Sequence[float]) -> int:
    """How often nearly all of what is repeated stands at most: the copies, unless they are few."""
    weight_of = dict(zip(nodes, weights, strict=True))
    repeated = sorted((count, weight_of[node]) for node, count in counts.items() if count > 1)
    rest = WEIGHTS.copies_at * sum(weight for _, weight in repeated)
    for count, weight in repeated:
        rest -= weight
        if rest <= 0:
            return count
    return 2


def in_context(texts: Sequence[int], weights: Sequence[float]) -> list[int]:
    """Numbers as `texts` are, of texts or of refrains in context.

    Two places of a refrain are one if the same text stands before them; or behind them, as far
    as there are copies left that may have it.
    """
    counts = Counter(texts)
    copies = copies_of(counts, texts, weights)
    most = WEIGHTS.refrain * copies
    refrains = [unit for unit, text in enumerate(texts) if counts[text] > most]
    if not refrains:
        return list(texts)
    behind = _with_neighbour(texts[::-1], {len(texts) - 1 - unit for unit in refrains})[::-1]
    before = _with_neighbour(texts, set(refrains))
    found = list(texts)
    for unit in refrains:
        found[unit] = len(texts) + before[unit]
    held = Counter(found[unit] for unit in refrains)
    homes: dict[int, int] = {}  # number behind -> number of the place most of which have it
    for unit in sorted(refrains, key=lambda unit: (-held[found[unit]], unit)):
        home = homes.setdefault(behind[unit], found[unit])
        if held[found[unit]] == 1 and home != found[unit] and held[home] < copies:
            held[home] += 1
            found[unit] = home
    return found


def _with_neighbour(texts: Sequence[int], refrains: set[int]) -> list[int]:
    """Numbers of the texts together with what stands before each refrain."""
    numbers: dict[tuple[int, int], int] = {}
    found: list[int] = []
    for unit, text in enumerate(texts):
        before = found[-1] if unit in refrains and found else -1
        found.append(numbers.setdefault((text, before), len(numbers)))
    return found
