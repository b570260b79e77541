"""The order of chains of windows that no overlap joins: by the outline of what they hold."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, permutations

from auditor.canonical.outline import outline_cost
from auditor.canonical.windows import Window
from auditor.model import Ordinal

Ordinals = Sequence[tuple[int, Ordinal]]  # by place in the comparison form
Chain = tuple[Window, ...]

_MOST = 5  # chains whose orders are all tried
_AS_SCRAPED = 0.5  # nats for each two chains that are not in the order of the scrape
_EVEN = 0.5  # share of the usual length by which a window may differ for a quarter of a nat


def arrange(chains: Sequence[Chain], cuts: bytes, ordinals: Ordinals) -> tuple[Window, ...]:
    """All windows in the likeliest order of the document."""
    places = [place for place, _ in ordinals]

    def cost(windows: Sequence[Window]) -> float:
        return outline_cost([ordinals[at][1] for at in _shown(windows, places)])

    whole = [
        min(_cut(chain, cuts), key=lambda way: cost(way[0]) + way[1])[0]
        if chain[0].shared
        else chain
        for chain in chains
    ]
    if len(whole) == 1 or len(whole) > _MOST:
        return tuple(chain.from_iterable(whole))
    orders = permutations(range(len(whole)))

    def total(order: Sequence[int]) -> float:
        turned = sum(a > b for at, a in enumerate(order) for b in order[at:])
        return cost([window for at in order for window in whole[at]]) + _AS_SCRAPED * turned

    return tuple(window for at in min(orders, key=total) for window in whole[at])


def _shown(windows: Sequence[Window], places: Sequence[int]) -> Iterator[int]:
    """Numbers of the ordinals in the order of the windows, without the overlaps."""
    for window in windows:
        start = bisect_left(places, window.start + window.shared)
        yield from range(start, bisect_left(places, window.end))


def _cut(ring: Chain, cuts: bytes) -> Iterator[tuple[Chain, float]]:
    """A ring cut at the likely places of each of its windows, with what speaks against each.

    The beginning of the text is about as long as the other windows, and it begins at a line.
    """
    lengths = sorted(window.end - window.start for window in ring)
    usual = lengths[len(lengths) // 2]
    for at, window in enumerate(ring):
        after = ring[(at + 1) % len(ring)]
        inner = range(window.start + window.shared, window.end - after.before + 1)
        best = max((cuts[place] for place in inner), default=0)
        rest = [*ring[at + 1 :], *ring[:at]]
        for border in (place for place in inner if cuts[place] == best):
            begins = replace(window, start=border, shared=0, before=0)
            ends = replace(window, end=border)
            difference = (window.end - border - usual) / (_EVEN * usual)
            against = difference**2 / 4 + (3 - best)
            yield (begins, *rest, ends), against
