"""Windows between the borders that links show, in chains: each behind the one that it overlaps.

Chains that no overlap joins stand in the order that the outline of what they hold tells.

Positions count in a comparison form.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from auditor.canonical.windows.borders import borders_of
from auditor.canonical.windows.links import Contained, Edges, Link
from auditor.canonical.windows.weights import WEIGHTS
from auditor.model import Ordinal
from auditor.repeats.noise import alike
from auditor.text.outline import outline_cost

Ordinals = Sequence[tuple[int, Ordinal]]  # by place in the comparison form


@dataclass(frozen=True, slots=True)
class Window:
    """A range of the comparison form; its first `shared` characters end the window before it.

    `before` is the length of the same text there. Both are 0 where no overlap says what comes
    before.
    """

    start: int
    end: int
    shared: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Assembly:
    """Chains of windows, each behind the one that it overlaps, and windows that add nothing.

    A chain whose first window has an overlap too is a ring: it closes behind the last one. The
    end of the text stands before its beginning in one of its windows, and no repeat shows
    where. The chains are in the order of their first windows. `stutters`: nothing tells of
    windows but what follows itself directly, so passages are said twice on end.
    """

    chains: tuple[tuple[Window, ...], ...] = ()
    contained: tuple[Contained, ...] = ()
    stutters: bool = False

    @property
    def windows(self) -> tuple[Window, ...]:
        return tuple(window for chain in self.chains for window in chain)

    @property
    def rings(self) -> int:
        return sum(chain[0].shared > 0 for chain in self.chains)


Chain = tuple[Window, ...]
Cost = Callable[[Sequence[Window]], float]


class Chains:
    """Windows between the borders that links show, and which follows which."""

    def __init__(
        self, text: str, links: Sequence[Link], contained: Sequence[Contained], edges: Edges
    ) -> None:
        self.text = text
        self.edges = edges
        self.borders = borders_of(links, edges)
        self.spare = _spare(contained, self.borders, edges)
        self.after: dict[int, int] = {}
        self.shared: dict[int, Link] = {}
        self.link(links)

    def link(self, links: Sequence[Link]) -> None:
        """Take links in turn, where both their windows are free."""
        for link in links:
            left = _ending(self.borders, link.end, self.edges)
            right = _beginning(self.borders, link.start, self.edges)
            if left is None or right is None:
                continue
            if left in self.spare or right in self.spare:
                continue
            fitted = _fitted(link, self.borders[left : left + 2], self.borders[right : right + 2])
            free = left not in self.after and right not in self.shared
            if free and min(fitted.before, fitted.shared) > 0 and is_overlap(self.text, fitted):
                self.after[left], self.shared[right] = right, fitted

    def close(self, least: int) -> None:
        """Link loose ends and loose beginnings by what they share, if no ring comes of it."""
        ends, heads = self._loose()
        if max(len(ends), len(heads)) > WEIGHTS.most_loose_ends:
            return
        pairs = [(left, right, self._shared(left, right)) for left in ends for right in heads]
        for left, right, shared in sorted(pairs, key=lambda pair: (-pair[2], pair)):
            free = left not in self.after and right not in self.shared
            if shared >= least and free and self._last(right) != left:
                link = Link(self.borders[left + 1], self.borders[right], shared, shared)
                self.after[left], self.shared[right] = right, link

    def loose(self) -> tuple[list[int], list[int]]:
        """Where windows end that none is behind, and where those begin that none is before."""
        ends, heads = self._loose()
        return [self.borders[at + 1] for at in ends], [self.borders[at] for at in heads]

    def _loose(self) -> tuple[list[int], list[int]]:
        count = [at for at in range(len(self.borders) - 1) if at not in self.spare]
        return (
            [at for at in count if at not in self.after],
            [at for at in count if at not in self.shared],
        )

    def _last(self, head: int) -> int:
        """The last window of a chain that begins with `head`."""
        while head in self.after:
            head = self.after[head]
        return head

    def _shared(self, left: int, right: int) -> int:
        """How many characters at the end of a window stand at the beginning of the other."""
        one = self.text[self.borders[left] : self.borders[left + 1]]
        other = self.text[self.borders[right] : self.borders[right + 1]]
        most = min(len(one), len(other))
        return next((n for n in range(most, 0, -1) if one.endswith(other[:n])), 0)

    def assembly(self) -> Assembly:
        done = set(self.spare)
        count = range(len(self.borders) - 1)
        heads = [at for at in count if at not in self.shared]
        chains = [self._chain(head, done) for head in [*heads, *count] if head not in done]
        spare = tuple(self.spare[at] for at in sorted(self.spare))
        return Assembly(tuple(_unbroken(chains)), spare)

    def _chain(self, head: int, done: set[int]) -> tuple[Window, ...]:
        windows = []
        at: int | None = head
        while at is not None and at not in done:
            done.add(at)
            link = self.shared.get(at)
            overlap = (link.shared, link.before) if link else (0, 0)
            windows.append(Window(self.borders[at], self.borders[at + 1], *overlap))
            at = self.after.get(at)
        return tuple(windows)


def _unbroken(chains: Sequence[tuple[Window, ...]]) -> list[tuple[Window, ...]]:
    """The chains without borders that nothing shows: where one ends and another begins."""
    heads = {chain[0].start: at for at, chain in enumerate(chains) if not chain[0].shared}
    whole: dict[int, list[Window]] = {at: list(chain) for at, chain in enumerate(chains)}
    part_of: dict[int, int] = {}
    for at, chain in enumerate(chains):
        first = at
        while first in part_of:
            first = part_of[first]
        other = heads.get(chain[-1].end)
        if other is None or first == other:
            continue
        into, more = whole[first], whole.pop(other)
        into[-1:] = [replace(into[-1], end=more[0].end), *more[1:]]
        part_of[other] = first
    return [tuple(windows) for _, windows in sorted(whole.items())]


def _spare(
    contained: Sequence[Contained], borders: Sequence[int], edges: Edges
) -> dict[int, Contained]:
    """The windows, by number, that stand in others from end to end."""
    spare: dict[int, Contained] = {}
    for inside in contained:
        first = _beginning(borders, inside.start, edges)
        last = _ending(borders, inside.end, edges)
        home = bisect_right(borders, inside.at) - 1
        if first is not None and first == last and home not in spare and home != first:
            start, end = borders[first : first + 2]
            at = max(0, inside.at + start - inside.start)
            until = min(edges.length, inside.until + end - inside.end)
            if borders[home] <= at < until <= borders[home + 1]:
                spare[first] = Contained(start, end, at, until)
    return spare


def _ending(borders: Sequence[int], end: int, edges: Edges) -> int | None:
    """The window that ends there."""
    at = bisect_left(borders, end - edges.beyond)
    return at - 1 if 0 < at < len(borders) and borders[at] <= end + edges.inside else None


def _beginning(borders: Sequence[int], start: int, edges: Edges) -> int | None:
    at = bisect_left(borders, start - edges.inside)
    return at if at < len(borders) - 1 and borders[at] <= start + edges.beyond else None


def _fitted(link: Link, left: Sequence[int], right: Sequence[int]) -> Link:
    """The link with its ends at borders; what reaches beyond is equal on both sides."""
    less = link.end - left[1] + right[0] - link.start
    before = min(link.before - less, left[1] - left[0])
    shared = min(link.shared - less, right[1] - right[0])
    return Link(left[1], right[0], before, shared)


def by_length(link: Link) -> tuple[int, int, int]:
    return -link.shared, link.end, link.start


def is_overlap(text: str, link: Link) -> bool:
    """What the link says to be one text is, but for noise."""
    one = text[link.end - link.before : link.end]
    return alike(one.strip(), text[link.start : link.start + link.shared].strip())


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
            ways = list(_cut(found, cuts)) or [(_opened(found), 0, 0)]
            found, more, _ = min(ways, key=lambda way: (cost(way[0]) + way[1], way[2]))
            against += more
        whole.append(found)

    few = len(whole) <= WEIGHTS.most_orders
    # Of orders that are as likely the first, so that of the scrape.
    orders = permutations(whole) if few else [tuple(whole)]
    rows = [tuple(window for chain in order for window in chain) for order in orders]
    best = min(rows, key=cost)
    return against + cost(best), best


def _shown(windows: Sequence[Window], places: Sequence[int]) -> Iterator[int]:
    """Numbers of the ordinals in the order of the windows, without the overlaps."""
    for window in windows:
        start = bisect_left(places, window.start + window.shared)
        yield from range(start, bisect_left(places, window.end))


def _opened(ring: Chain) -> Chain:
    """A ring whose windows are overlaps from end to end: it begins with the scrape's first."""
    return replace(ring[0], shared=0, before=0), *ring[1:]


def _cut(ring: Chain, cuts: bytes) -> Iterator[tuple[Chain, int, int]]:
    """A ring cut at the likely places of each of its windows, with what speaks against each: a
    text begins at a line; and how much longer or shorter than usual the window is that it begins
    with.
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
            yield (begins, *rest, ends), 3 - best, abs(window.end - border - usual)
