"""Overlapping windows, in any order: what a chunker makes of a text, put together again.

The end of one window stands again at the start of another: `links` tells which. What repeats
inside windows is the document's own. Borders are where links meet, and windows are linked by
them, as reads are in the assembly of a genome (Myers 1995, "Toward simplifying and accurately
formulating fragment assembly").

Positions count in a comparison form.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from auditor.anchors import Positions, Runs, codes, information
from auditor.canonical.borders import borders_of
from auditor.canonical.links import Contained, Edges, Link, links, ways
from auditor.canonical.noise import is_overlap, without_parallels
from auditor.canonical.overlaps import Overlap, overlaps, runs_of, with_noise
from auditor.canonical.tandems import adjoining, apart, tandems
from auditor.canonical.templates import are_items

_INSIDE = 6.0  # information by which noise may keep it from a border
_OVERLAP = 12.0  # information of the shortest overlap that tells of windows
_BESIDE = 30.0  # information beside a repeat that tells whether it is in an item of a list
_BEYOND = 24.0  # information by which a repeat may reach over a border by chance
_BETTER = 1.05  # by how much what is tried later must be better
_IN_ORDER = 0.7  # worth of windows in order, over that of any order, from which they are believed
_OPENERS = 4  # repeats that are tried to open two rings, and chains where it is worth it
_ALIKE = 0.25  # length of an overlap that opens two rings, over the usual one

# When windows are believed. Recurring clauses give a few overlaps by chance, woven copies give
# many, but neither explains all that repeats, leaves few loose ends and makes even windows.
_FEWEST = 3  # overlaps
_LOOSE = 0.1  # windows without an overlap with the one before, as a share of all
_UNEVEN = 4.0  # longest window over the mean
_OVERLAPS = 0.04  # share of the text that must overlap
_LEFT = 0.25  # share of the text that long repeats may hold besides
_LONG = 24.0  # information of such repeats
_NEARLY = 0.05  # of what overlaps, as much may stand again besides


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
    where. The chains are in the order of their first windows.
    """

    chains: tuple[tuple[Window, ...], ...] = ()
    contained: tuple[Contained, ...] = ()

    @property
    def windows(self) -> tuple[Window, ...]:
        return tuple(window for chain in self.chains for window in chain)

    @property
    def rings(self) -> int:
        return sum(chain[0].shared > 0 for chain in self.chains)


def assemble(text: str, cuts: bytes, *, shuffled: bool = True) -> tuple[Assembly, ...]:
    """The windows that a text is made of, in the order of the document; none if it isn't.

    `cuts` says for each place of the text, its end included, how likely a cut is there: the
    higher the likelier. `shuffled` windows are looked for too. Two assemblies, where overlaps
    alone do not tell which it is.
    """
    scale = information(codes(text))
    edges = Edges(cuts, round(_BEYOND * scale), round(_INSIDE * scale))
    least, runs = round(_OVERLAP * scale), runs_of(text, scale)
    told = tandems(text, runs, edges, scale)
    plain = _passages(text, overlaps(runs, edges.beyond, least), scale)
    exact = _best(text, plain, runs, edges, scale) if shuffled else ()
    in_order = _in_order(told, plain, edges, scale)
    if _is_in_order(in_order, exact, least):
        exact = in_order
    if exact and _explains(exact[0], runs, edges, least):
        return exact
    repeats = _steady(text, with_noise(text, runs, scale, edges.beyond, least), edges, scale)
    noisy = _best(text, repeats, runs, edges, scale) if shuffled else ()
    beside = [link for link in adjoining(repeats, edges) if is_overlap(text, link)]
    in_order = _in_order([*told, *beside], repeats, edges, scale)
    if _is_in_order(in_order, noisy, least):
        noisy = in_order
    best = noisy if _worth(noisy, least) > _BETTER * _worth(exact, least) else exact
    stuttered = _stuttered(told, plain, edges, scale)
    explained = max(map(_overlap, best), default=0)
    return stuttered if max(map(_overlap, stuttered), default=0) > explained else best


def _is_in_order(in_order: Sequence[Assembly], any_order: Sequence[Assembly], cost: float) -> bool:
    """Windows in any order overlap in more places than follow themselves, and by more."""
    if not in_order or not any_order:
        return bool(in_order)
    shown, other = (
        sum(window.shared > 0 for window in found[0].windows) for found in (in_order, any_order)
    )
    return shown >= other or _worth(in_order, cost) >= _IN_ORDER * _worth(any_order, cost)


def _in_order(
    told: Sequence[Link], repeats: Sequence[Overlap], edges: Edges, scale: float
) -> tuple[Assembly, ...]:
    """Windows in the order of the document, each of which overlaps the one before, if it is so."""
    shown = apart(told)
    if len(shown) < _FEWEST:
        return ()
    found = _row(shown, edges)
    fits = _believed(found, edges) and _overlap(found) >= _OVERLAPS * edges.length
    few = _left(found, repeats, _LONG * scale) <= _LEFT * edges.length
    return (found,) if fits and few else ()


def _stuttered(
    told: Sequence[Link], repeats: Sequence[Overlap], edges: Edges, scale: float
) -> tuple[Assembly, ...]:
    """A text that says some things twice on end, and no more."""
    if not told:
        return ()
    found = _row(told, edges)
    return (found,) if _left(found, repeats, _LONG * scale) <= _LEFT * edges.length else ()


def _row(links: Sequence[Link], edges: Edges) -> Assembly:
    """The windows between adjoining links, in the order of the scrape."""
    borders = [0, *(link.end for link in links), edges.length]
    shared = [(0, 0), *((link.shared, link.before) for link in links)]
    return Assembly(
        (
            tuple(
                Window(start, end, *overlap)
                for start, end, overlap in zip(borders, borders[1:], shared, strict=False)
            ),
        )
    )


def _passages(text: str, repeats: Sequence[Overlap], scale: float) -> list[Overlap]:
    """The repeats that are not what items of a list have in common between two slots."""
    more = round(_BESIDE * scale)
    found = []
    for one in repeats:
        less = min(more, one.first)
        ends = one.end + more, min(len(text), one.until + more)
        if not are_items(text, (one.first - less, ends[0]), (one.second - less, ends[1]), scale):
            found.append(one)
    return found


def _steady(text: str, repeats: Sequence[Overlap], edges: Edges, scale: float) -> list[Overlap]:
    """The repeats that are no parallel passages, as far as what seem to be links tells."""
    repeats = [
        one
        for one in repeats
        if not are_items(text, (one.first, one.end), (one.second, one.until), scale)
    ]
    shown, _ = links(repeats, edges)
    return without_parallels(text, repeats, shown) if len(shown) >= _FEWEST else repeats


def _best(
    text: str, repeats: Sequence[Overlap], runs: Runs, edges: Edges, scale: float
) -> tuple[Assembly, ...]:
    shown, contained = links(repeats, edges)
    if len(shown) < _FEWEST:
        return ()
    found = _Found(text, shown, contained, _rest(runs, shown, edges), edges)
    return tuple(
        assembly
        for assembly in _assemblies(found, repeats)
        if _believed(assembly, edges)
        and _overlap(assembly) >= _OVERLAPS * edges.length
        and _left(assembly, repeats, _LONG * scale) <= _LEFT * edges.length
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What is sure to link windows, and what may link them where windows are known."""

    text: str
    links: Sequence[Link]
    contained: Sequence[Contained]
    rest: Sequence[Link]
    edges: Edges

    def chained(self, more: Sequence[Link] = ()) -> Assembly:
        """The windows between the borders, each behind the one that it overlaps."""
        links = sorted([*self.links, *more], key=_by_length)
        chains = _Chains(self.text, links, self.contained, self.edges)
        chains.link(self.rest)
        return chains.assembly()


def _rest(runs: Runs, shown: Sequence[Link], edges: Edges) -> list[Link]:
    """All repeats, read both ways round, that may link windows of which others tell."""
    places = [place for link in shown for place in (link.start, link.end)]
    borders = np.array(sorted([0, *places, edges.length]))

    def near(at: Positions) -> NDArray[np.bool_]:
        before = borders[np.searchsorted(borders, at, side="right").clip(1, len(borders) - 1) - 1]
        behind = borders[np.searchsorted(borders, at).clip(0, len(borders) - 1)]
        found: NDArray[np.bool_] = np.minimum(abs(at - before), abs(behind - at)) <= edges.beyond
        return found

    start, there, length = runs.start_a, runs.start_b, runs.length
    one, other = near(start + length) & near(there), near(there + length) & near(start)
    which = np.flatnonzero(one | other)
    some = Runs(start[which], there[which], length[which])
    found = (way for repeat in overlaps(some, edges.beyond, 1) for way in ways(repeat))
    return sorted(found, key=_by_length)


def _assemblies(found: _Found, repeats: Sequence[Overlap]) -> list[Assembly]:
    """The chains; two rings made one chain by a link that nothing else shows.

    So it is where the first window happens to stand behind the one at the end of a link, and
    the last window before the one at its start: the borders there are shown by it alone, and
    it can be read both ways round.
    """
    whole = found.chained()
    if not 2 <= whole.rings <= len(whole.chains) <= _OPENERS or not _believed(whole, found.edges):
        return [whole]
    lengths = sorted(window.shared for window in whole.windows if window.shared)
    least = _ALIKE * lengths[len(lengths) // 2]
    known = {(link.end, link.start) for link in found.links}
    rest = [
        both
        for both in map(ways, sorted(repeats, key=lambda repeat: -repeat.length))
        if both[0].shared >= least and not any((way.end, way.start) in known for way in both)
    ]
    for both in rest[:_OPENERS]:
        tried = [found.chained([way]) for way in both]
        if better := [way for way in tried if len(way.chains) < len(whole.chains)]:
            return better
    return [whole]


class _Chains:
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
            if at < until:
                spare[first] = Contained(start, end, at, until)
    return spare


def _by_length(link: Link) -> tuple[int, int, int]:
    return -link.shared, link.end, link.start


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


def _believed(found: Assembly, edges: Edges) -> bool:
    windows = found.windows
    links = sum(window.shared > 0 for window in windows)
    longest = max(window.end - window.start for window in windows)
    return (
        links >= _FEWEST
        and _loose(found) <= max(1, _LOOSE * len(windows))
        and longest <= _UNEVEN * edges.length / len(windows)
    )


def _loose(found: Assembly) -> int:
    """Seams that no overlap shows, of chains that a text with one beginning does not have."""
    return len(found.chains) - 1


def _worth(ways: Sequence[Assembly], cost: float) -> float:
    """The length of the overlaps, less for loose ends and for each window."""
    if not ways:
        return 0.0
    windows = len(ways[0].windows)
    return _overlap(ways[0]) * (1 - _loose(ways[0]) / windows) - cost * windows


def _overlap(found: Assembly) -> int:
    spare = sum(inside.end - inside.start for inside in found.contained)
    return spare + sum(window.shared for window in found.windows)


def _explains(found: Assembly, runs: Runs, edges: Edges, least: int) -> bool:
    """Nearly all that repeats is overlap, and no window is loose."""
    left = _left(found, overlaps(runs, edges.beyond, least), least)
    return _loose(found) == 0 and left < _NEARLY * _overlap(found)


def _left(found: Assembly, repeats: Sequence[Overlap], least: float) -> int:
    """How many characters long repeats cover besides the overlaps: few, unless copies are woven."""
    long = [repeat for repeat in repeats if repeat.length >= least]
    spans = [(repeat.first, repeat.end) for repeat in long]
    spans += [(repeat.second, repeat.until) for repeat in long]
    covered = done = 0
    for start, end in sorted(spans):
        covered += max(0, end - max(start, done))
        done = max(done, end)
    return covered - 2 * _overlap(found)
