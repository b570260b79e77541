"""Overlapping windows, in any order: what a chunker makes of a text, put together again.

The end of one window stands again at the start of another. So a repeat is an overlap when one
of its places ends where a window ends, and the other begins where a window begins; what
repeats inside windows is the document's own. Borders are where overlaps meet: one ends and
another begins. Windows are linked by their overlaps, as reads are in the assembly of a genome
(Myers 1995, "Toward simplifying and accurately formulating fragment assembly").

Positions count in a comparison form.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.anchors import codes, information, own_runs

_ANCHOR = 7.0  # information of the shortest exact run
_OVERLAP = 12.0  # information of the shortest overlap that tells of windows
_BEYOND = 24.0  # information by which a repeat may reach over a border by chance
_DRIFT = 8  # characters that noise loses or puts in
_EXACT = 0.85  # share of a repeat that noise leaves in exact runs
_STEP = 1.35  # between two thresholds that are tried
_BETTER = 1.05  # by how much what is tried later must be better
_SWEEPS = 6

# When windows are believed. Recurring clauses give a few overlaps by chance, woven copies give
# many, but neither explains all that repeats, leaves few loose ends and makes even windows.
_FEWEST = 3  # overlaps
_EXPLAINED = 0.5  # share of what repeats that is overlap
_LOOSE = 0.1  # windows without an overlap with the one before, as a share of all
_UNEVEN = 4.0  # longest window over the mean
_LONG = 24.0  # information of repeats that should not be left


@dataclass(frozen=True, slots=True)
class _Kind:
    """Overlaps with or without noise in them.

    `gap` is the information of noise between exact runs, `inside` that by which a repeat may
    stop short of a border. `least` is the share of the text that must overlap, `left` the share
    that long repeats may hold besides.
    """

    gap: float
    inside: float
    least: float
    left: float


_EXACTLY = _Kind(gap=0.0, inside=6.0, least=0.04, left=0.25)
_WITH_NOISE = _Kind(gap=12.0, inside=16.0, least=0.12, left=0.2)


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
class Contained:
    """A window, `[start, end)`, all of whose text stands again at `[at, until)`, in another."""

    start: int
    end: int
    at: int
    until: int


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


@dataclass(frozen=True, slots=True)
class _Repeat:
    """`[first, first + length)` stands again at `[second, second + there)`; they are disjoint."""

    first: int
    second: int
    length: int
    there: int


@dataclass(frozen=True, slots=True)
class _Link:
    """A window that ends at `end` overlaps, by `before` characters, one that begins at `start`,
    by `shared`.
    """

    end: int
    start: int
    before: int
    shared: int

    def ways(self) -> tuple[_Link, _Link]:
        """This one, and the same repeat read the other way round."""
        end, start = self.start + self.shared, self.end - self.before
        return self, _Link(end, start, self.shared, self.before)


@dataclass(frozen=True, slots=True)
class _Edges:
    """How likely a chunker cuts at each place, and how far from a border a repeat's end may be.

    Chance carries it beyond, noise keeps it inside.
    """

    cuts: bytes
    beyond: int
    inside: int

    @property
    def length(self) -> int:
        return len(self.cuts) - 1


def assemble(text: str, cuts: bytes) -> Assembly:
    """The windows that a text is made of, in the order of the document; empty if it isn't.

    `cuts` says for each place of the text, its end included, how likely a cut is there: the
    higher the likelier.

    How long an overlap is at least is not known beforehand: all thresholds are tried, and the
    windows that overlap most, with the fewest loose ends, are taken; first without noise.
    """
    scale = information(codes(text))
    exact = _best(text, cuts, scale, _EXACTLY)
    noisy = _best(text, cuts, scale, _WITH_NOISE)
    return noisy if _overlap(noisy) > _BETTER * _overlap(exact) else exact


def _best(text: str, cuts: bytes, scale: float, kind: _Kind) -> Assembly:
    edges = _Edges(cuts, round(_BEYOND * scale), round(kind.inside * scale))
    repeats = list(_repeats(text, scale, round(kind.gap * scale)))
    best, most = Assembly(), kind.least * len(text)
    for heavy in _thresholds(repeats, scale, edges):
        found = _chained(_links(heavy, edges), repeats, edges)
        worth = _worth(found, heavy, edges)
        if worth > most:
            best, most = found, worth
    return best if _left(best, repeats, _LONG * scale) <= kind.left * len(text) else Assembly()


def _thresholds(repeats: Sequence[_Repeat], scale: float, edges: _Edges) -> Iterator[list[_Repeat]]:
    """The repeats that may be overlaps: those that join neighbours, then the longer and longer."""
    long = [repeat for repeat in repeats if repeat.length >= _OVERLAP * scale]
    yield [repeat for repeat in long if _adjoin(_way(repeat), edges)]
    threshold = _OVERLAP * scale
    while long := [repeat for repeat in long if repeat.length >= threshold]:
        yield long
        threshold *= _STEP


def _adjoin(link: _Link, edges: _Edges) -> bool:
    """The second window follows the first in the scrape too."""
    return -edges.inside <= link.end - link.start <= edges.beyond


def _repeats(text: str, scale: float, gap: int) -> Iterator[_Repeat]:
    """Long repeats, runs joined across noise; none longer than the way to its other place."""
    runs = own_runs(codes(text), round(_ANCHOR * scale))
    # By diagonal, rounded: first, second, end, end there, exact characters.
    latest: dict[int, list[int]] = {}
    found: list[list[int]] = []
    for first, second, length in zip(
        runs.start_a.tolist(), runs.start_b.tolist(), runs.length.tolist(), strict=True
    ):
        band = (second - first) // _DRIFT
        near = (latest.get(number) for number in (band, band - 1, band + 1))
        run = next((run for run in near if run and _goes_on(run, first, second, gap)), None)
        if run is None:
            run = [first, second, first + length, second + length, 0]
            found.append(run)
        run[2], run[3] = max(run[2], first + length), max(run[3], second + length)
        run[4] += length
        latest[band] = run
    for first, second, end, there, exact in found:
        over = max(0, end - second)
        over = 0 if over <= _BEYOND * scale else over  # else it is periodic
        if end - over - first >= _ANCHOR * scale and exact >= _EXACT * (end - first):
            yield _Repeat(first, second, end - over - first, there - over - second)


def _goes_on(run: Sequence[int], first: int, second: int, gap: int) -> bool:
    return gap > 0 and -_DRIFT <= first - run[2] <= gap and second > run[1]


def _way(repeat: _Repeat) -> _Link:
    """The repeat as the overlap of a window that ends at its first place."""
    end = repeat.first + repeat.length
    return _Link(end, repeat.second, repeat.length, repeat.there)


def _links(repeats: Sequence[_Repeat], edges: _Edges) -> list[_Link | Contained]:
    """Each repeat that is an overlap, read the way round in which its ends are borders.

    First as if all repeats were overlaps both ways round, then again and again by those that
    were found to be.
    """
    chosen: list[_Link | Contained | None] = [None] * len(repeats)
    borders = _Borders([way for repeat in repeats for way in _way(repeat).ways()], edges)
    for _ in range(_SWEEPS):
        inner = _Inner([link for link in chosen if isinstance(link, _Link)], edges)
        again = [_reading(repeat, borders, inner) for repeat in repeats]
        if again == chosen:
            break
        chosen = again
        borders = _Borders([link for link in chosen if isinstance(link, _Link)], edges)
    return [link for link in chosen if link is not None]


class _Borders:
    """Where links say that windows end and begin."""

    def __init__(self, links: Sequence[_Link], edges: _Edges) -> None:
        self.ends = sorted(link.end for link in links)
        self.starts = sorted(link.start for link in links)
        self.edges = edges

    def begins(self, place: int) -> bool:
        """Behind a window that ends at about `place`, another one begins, or the text ends."""
        beyond, inside = self.edges.beyond, self.edges.inside
        if place + inside >= self.edges.length:
            return True
        return bisect_left(self.starts, place - beyond) < bisect_right(self.starts, place + inside)

    def ended(self, place: int) -> bool:
        """Before a window that begins at about `place`, another one ended, or the text begins."""
        beyond, inside = self.edges.beyond, self.edges.inside
        if place <= inside:
            return True
        return bisect_left(self.ends, place - inside) < bisect_right(self.ends, place + beyond)


class _Inner:
    """The insides of overlaps, where no border can be."""

    def __init__(self, links: Sequence[_Link], edges: _Edges) -> None:
        spans = [(x.end - x.before, x.end) for x in links]
        spans += [(x.start, x.start + x.shared) for x in links]
        margin = edges.beyond
        self.spans = sorted((a + margin, b - margin) for a, b in spans if b - a > 2 * margin)
        self.longest = max((b - a for a, b in self.spans), default=0)

    def holds(self, place: int, length: int) -> bool:
        """`place` is inside an overlap longer than `length`."""
        first = bisect_left(self.spans, (place - self.longest, 0))
        last = bisect_left(self.spans, (place, 0))
        return any(place < b and b - a > length for a, b in self.spans[first:last])


def _reading(repeat: _Repeat, borders: _Borders, inner: _Inner) -> _Link | Contained | None:
    """What most borders speak for: an overlap, or, where both are at most half of one, a window
    that stands whole in another. None where two are as good.
    """
    ways = _way(repeat).ways()
    one, other = (_support(way, borders, inner) for way in ways)
    if max(one, other) < 2:
        contained = [inside for inside in _insides(repeat) if _fits(inside, borders)]
        if len(contained) == 1:
            return contained[0]
    if one == other or max(one, other) < 1:
        return None
    return ways[0] if one > other else ways[1]


def _insides(repeat: _Repeat) -> tuple[Contained, Contained]:
    end, until = repeat.first + repeat.length, repeat.second + repeat.there
    return (
        Contained(repeat.first, end, repeat.second, until),
        Contained(repeat.second, until, repeat.first, end),
    )


def _fits(inside: Contained, borders: _Borders) -> bool:
    return borders.ended(inside.start) and borders.begins(inside.end)


def _support(link: _Link, borders: _Borders, inner: _Inner) -> int:
    """How many of its two borders another repeat, or an end of the text, shows.

    Two windows that follow each other in the scrape have one border, which shows itself.
    """
    if inner.holds(link.end, link.shared) or inner.holds(link.start, link.shared):
        return -1
    if _adjoin(link, borders.edges):
        return 3
    return borders.begins(link.end) + borders.ended(link.start)


def _chained(
    found: Sequence[_Link | Contained], repeats: Sequence[_Repeat], edges: _Edges
) -> Assembly:
    """The windows between the borders, each behind the one that it overlaps."""
    links = sorted((link for link in found if isinstance(link, _Link)), key=_by_length)
    contained = [inside for inside in found if isinstance(inside, Contained)]
    for _ in range(_SWEEPS):
        chains = _Chains(links, contained, edges)
        by_chance = chains.by_chance()
        if not by_chance:
            break
        links = [link for link in links if link not in by_chance]
    rest = [way for repeat in repeats for way in _way(repeat).ways()]
    chains.link(sorted(rest, key=_by_length))
    return chains.assembly()


class _Chains:
    """Windows between the borders that links show, and which follows which."""

    def __init__(
        self, links: Sequence[_Link], contained: Sequence[Contained], edges: _Edges
    ) -> None:
        self.edges = edges
        self.borders = _borders(links, edges)
        self.spare = _spare(contained, self.borders, edges)
        self.after: dict[int, int] = {}
        self.shared: dict[int, _Link] = {}
        self.used: dict[int, _Link] = {}  # by the window before: the link as it was found
        self.link(links)

    def link(self, links: Sequence[_Link]) -> None:
        """Take links in turn, where both their windows are free."""
        for link in links:
            left = _ending(self.borders, link.end, self.edges)
            right = _beginning(self.borders, link.start, self.edges)
            if left is None or right is None or left == right:
                continue
            if left in self.spare or right in self.spare:
                continue
            fitted = _fitted(link, self.borders[left : left + 2], self.borders[right : right + 2])
            free = left not in self.after and right not in self.shared
            if free and min(fitted.before, fitted.shared) > 0:
                self.after[left], self.shared[right], self.used[left] = right, fitted, link

    def by_chance(self) -> set[_Link]:
        """Links between places inside windows: what follows there has nothing before it, and
        what stands before has nothing behind it.
        """
        return {
            link
            for left, link in self.used.items()
            if left + 1 not in self.shared
            and self.after[left] - 1 not in self.after
            and left + 1 != self.after[left]
            and left + 1 < len(self.borders) - 1
            and self.after[left] > 0
        }

    def assembly(self) -> Assembly:
        done = set(self.spare)
        count = range(len(self.borders) - 1)
        heads = [at for at in count if at not in self.shared]
        chains = [self._chain(head, done) for head in [*heads, *count] if head not in done]
        return Assembly(tuple(chains), tuple(self.spare[at] for at in sorted(self.spare)))

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


def _spare(
    contained: Sequence[Contained], borders: Sequence[int], edges: _Edges
) -> dict[int, Contained]:
    """The windows, by number, that stand in others from end to end."""
    spare: dict[int, Contained] = {}
    for inside in contained:
        first = _beginning(borders, inside.start, edges)
        last = _ending(borders, inside.end, edges)
        home = bisect_right(borders, inside.at) - 1
        if first is not None and first == last and home not in spare and home != first:
            start, end = borders[first : first + 2]
            at = inside.at + start - inside.start
            spare[first] = Contained(start, end, at, inside.until + end - inside.end)
    return spare


def _by_length(link: _Link) -> tuple[int, int, int]:
    return -link.shared, link.end, link.start


def _borders(links: Sequence[_Link], edges: _Edges) -> list[int]:
    """Where windows end and begin.

    A repeat reaches back and on by chance, so a border is anywhere between a start and an end
    near it: all these places give the same text, the likeliest to be cut at is taken.
    """
    places = sorted([(link.start, 0) for link in links] + [(link.end, 1) for link in links])
    borders = [0]
    for number, (place, is_end) in enumerate(places):
        slack = edges.beyond if is_end else edges.inside
        if place - borders[-1] <= slack or edges.length - place <= edges.inside:
            continue
        near = (end for end, kind in places[number + 1 :] if kind)
        last = place if is_end else next(near, edges.length)
        if last > place + edges.beyond:
            last = place
        if last == place and not edges.cuts[place]:  # the other side says nothing
            place -= edges.inside * is_end
            last = min(edges.length, place + edges.inside)
        place = max(place, borders[-1] + 1)
        borders.append(max(range(place, last + 1), key=lambda at: (edges.cuts[at], -at)))
    return [*borders, edges.length]


def _ending(borders: Sequence[int], end: int, edges: _Edges) -> int | None:
    """The window that ends there."""
    at = bisect_left(borders, end - edges.beyond)
    return at - 1 if 0 < at < len(borders) and borders[at] <= end + edges.inside else None


def _beginning(borders: Sequence[int], start: int, edges: _Edges) -> int | None:
    at = bisect_left(borders, start - edges.inside)
    return at if at < len(borders) - 1 and borders[at] <= start + edges.beyond else None


def _fitted(link: _Link, left: Sequence[int], right: Sequence[int]) -> _Link:
    """The link with its ends at borders; what reaches beyond is equal on both sides."""
    less = link.end - left[1] + right[0] - link.start
    before = min(link.before - less, left[1] - left[0])
    shared = min(link.shared - less, right[1] - right[0])
    return _Link(left[1], right[0], before, shared)


def _worth(found: Assembly, repeats: Sequence[_Repeat], edges: _Edges) -> float:
    """The length of the overlaps, less for loose ends; 0 if these windows are not believed."""
    windows = found.windows
    overlap = _overlap(found)
    loose = len(found.chains) - 1
    longest = max(window.end - window.start for window in windows)
    if (
        len(windows) - loose <= _FEWEST
        or loose > _LOOSE * len(windows)
        or overlap < _EXPLAINED * sum(repeat.there for repeat in repeats)
        or longest > _UNEVEN * edges.length / len(windows)
    ):
        return 0.0
    return overlap * (1 - loose / (len(windows) - loose))


def _overlap(found: Assembly) -> int:
    spare = sum(inside.end - inside.start for inside in found.contained)
    return spare + sum(window.shared for window in found.windows)


def _left(found: Assembly, repeats: Sequence[_Repeat], least: float) -> int:
    """How many characters long repeats cover besides the overlaps: few, unless copies are woven."""
    long = [repeat for repeat in repeats if repeat.length >= least]
    spans = [(repeat.first, repeat.first + repeat.length) for repeat in long]
    spans += [(repeat.second, repeat.second + repeat.there) for repeat in long]
    covered = done = 0
    for start, end in sorted(spans):
        covered += max(0, end - max(start, done))
        done = max(done, end)
    return covered - 2 * _overlap(found)
