"""Where windows end and begin, as the links between them tell.

Positions count in a comparison form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auditor.canonical.windows.links import Edges, Link


@dataclass(frozen=True, slots=True)
class Place:
    """Where a border is, as the link that begins there, and the one that ends, tell.

    The first of two places is what the equal characters tell, the second what perhaps
    equal ones do.
    """

    start: tuple[int, int] | None = None
    end: tuple[int, int] | None = None

    def range(self) -> tuple[int, int]:
        """The first place and the last that both allow."""
        starts, ends = self.start or self.end or (0, 0), self.end or self.start or (0, 0)
        if starts[0] <= ends[0]:
            return starts[0], ends[0]
        return min(starts[1], ends[1]), max(starts[1], ends[1])


def borders_of(links: Sequence[Link], edges: Edges) -> list[int]:
    """Where windows end and begin.

    A repeat reaches back and on by chance, so a border is anywhere between a start and an end
    near it: all these places give the same text, the likeliest to be cut at is taken.
    """
    places = [place for place in _places(links, edges) if place.start or place.end]
    level = _level(places, edges)
    borders = [0]
    for place in places:
        at = border(place, level, edges)
        if borders[-1] < at < edges.length:
            borders.append(at)
    return [*borders, edges.length]


def _places(links: Sequence[Link], edges: Edges) -> Iterator[Place]:
    shown = [(link.start, link.start + link.head, False) for link in links]
    shown += [(link.end, link.end - link.tail, True) for link in links]
    place, last = Place(), 0
    for at, surely, is_end in sorted(shown):
        if at <= edges.inside or edges.length - at <= edges.inside:
            continue
        free = (place.end if is_end else place.start) is None
        if not free or at - last > (edges.beyond if is_end else edges.inside):
            yield place
            place = Place()
        told, last = (surely, at), at
        place = replace(place, end=told) if is_end else replace(place, start=told)
    yield place


def _level(places: Sequence[Place], edges: Edges) -> int:
    """How likely a cut is at the least where nearly all borders are: at lines, sentences, words."""
    known = [place for place in places if place.start and place.end] or places
    best = sorted(_best_cut(place, edges) for place in known)
    return best[len(best) // 5] if best else 0


def _best_cut(place: Place, edges: Edges) -> int:
    low, high = place.range()
    return max(edges.cuts[low : high + 1])


def border(place: Place, level: int, edges: Edges) -> int:
    """The place in its range that is likeliest to be cut at.

    Where only one link tells of it, it is near: before an end, behind a start, but for noise.
    """
    low, high = place.range()
    high = min(high, edges.length)  # noise may reach over the end of the text
    if place.start and place.end:
        return max(range(low, high + 1), key=lambda at: (edges.cuts[at], -at))
    _, known = place.end or place.start or (low, low)
    back, on = (edges.beyond, edges.inside) if place.end else (edges.inside, edges.beyond)
    around = range(max(0, known - back), min(edges.length, known + on + 1))
    likely = [at for at in around if edges.cuts[at] >= level]
    return min(likely, key=lambda at: abs(at - known), default=known)
