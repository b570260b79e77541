"""The order of chains of windows that no overlap joins: by the outline of what they hold."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from auditor.canonical.windows.chaining import Assembly, Window
from auditor.canonical.windows.links import Contained
from auditor.model import Ordinal
from auditor.text.outline import outline_cost

Ordinals = Sequence[tuple[int, Ordinal]]  # by place in the comparison form
Chain = tuple[Window, ...]
Cost = Callable[[Sequence[Window]], float]

_MOST = 5  # chains whose orders are all tried
_AS_SCRAPED = 0.5  # nats for each two chains that are not in the order of the scrape
_EVEN = 0.5  # share of the usual length by which a window may differ for a quarter of a nat


def arrange(
    ways: Sequence[Assembly], cuts: bytes, ordinals: Ordinals
) -> tuple[tuple[Window, ...], tuple[Contained, ...]]:
    """All windows in the likeliest order of the document, and what stands in them again."""
    places = [place for place, _ in ordinals]

    def cost(windows: Sequence[Window]) -> float:
        return outline_cost([ordinals[at][1] for at in _shown(windows, places)])

    ordered = [(*_ordered(way.chains, cuts, cost), way.contained) for way in ways]
    _, windows, contained = min(ordered, key=lambda found: found[0])
    return windows, contained


def _ordered(chains: Sequence[Chain], cuts: bytes, cost: Cost) -> tuple[float, tuple[Window, ...]]:
    """What speaks against the best order, and that order."""
    against = 0.0
    whole: list[Chain] = []
    for found in chains:
        if found[0].shared:
            ways = list(_cut(found, cuts)) or [(_opened(found), 0.0)]
            found, more = min(ways, key=lambda way: cost(way[0]) + way[1])
            against += more
        whole.append(found)

    def total(order: Sequence[int]) -> float:
        turned = sum(a > b for at, a in enumerate(order) for b in order[at:])
        return cost([window for at in order for window in whole[at]]) + _AS_SCRAPED * turned

    numbers = tuple(range(len(whole)))
    orders = permutations(numbers) if len(whole) <= _MOST else [numbers]
    best = min(orders, key=total)
    return against + total(best), tuple(window for at in best for window in whole[at])


def _shown(windows: Sequence[Window], places: Sequence[int]) -> Iterator[int]:
    """Numbers of the ordinals in the order of the windows, without the overlaps."""
    for window in windows:
        start = bisect_left(places, window.start + window.shared)
        yield from range(start, bisect_left(places, window.end))


def _opened(ring: Chain) -> Chain:
    """A ring whose windows are overlaps from end to end: it begins with the scrape's first."""
    return replace(ring[0], shared=0, before=0), *ring[1:]


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
