"""A text without the copies of itself that stand before it, behind it, or follow it directly.

A doublet (as textual criticism calls what a manuscript has twice) is a stretch of the scrape
all of whose text stands again in another, in the same order: a page twice, a part of it put
before or behind it, the same page for small screens with a section left out and a word changed.
Two stretches that each have passages of their own are two editions, or copies that want
merging, and are left alone here.

Positions count in a comparison form.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from rapidfuzz import fuzz

from auditor.canonical.page import Page
from auditor.canonical.twice.weights import WEIGHTS
from auditor.model import LARGE
from auditor.repeats.chain import paths
from auditor.repeats.collinear import merged, synced
from auditor.repeats.near import ANCHOR, Overlap, with_noise
from auditor.repeats.noise import longest_edit
from auditor.repeats.weights import WEIGHTS as REPEATS
from auditor.text.runs import Runs


@dataclass(frozen=True, slots=True)
class Doublet:
    """Overlaps that rise on both sides; `[start, end)` is all told by them.

    `later`: the stretch is on the second side of each overlap. `edge` is 0 inside
    the text; at an edge of it, the higher the likelier the text begins or ends at its other end.
    """

    overlaps: tuple[Overlap, ...]
    start: int
    end: int
    later: bool
    edge: int

    @property
    def weight(self) -> int:
        return sum(overlap.length for overlap in self.overlaps)


def doublets(page: Page) -> list[Doublet]:
    """The doublets of a text, disjoint, none telling of another's text."""
    text, cuts, scale, runs = page.compared.text, page.breaks, page.scale, page.runs(ANCHOR)
    told = with_noise(
        text,
        runs,
        scale,
        round(REPEATS.beyond * scale),
        round(REPEATS.told_from * scale),
    )
    repeats = [
        found for found in merged(told) if found.end <= found.second + WEIGHTS.lost_word * scale
    ]
    least = max(REPEATS.passage * scale, LARGE * len(text))
    edges = _Edges(text, cuts, scale)
    found = [
        doublet
        for later in (True, False)
        for chain in _Linking(text, cuts, scale).chains(
            [_Side(repeat, later) for repeat in repeats]
        )
        if sum(side.overlap.length for side in chain) >= least
        and (doublet := edges.doublet(chain)) is not None
        and not edges.is_edition(doublet, repeats)
        and edges.is_told(doublet, runs)
    ]
    return _disjoint(found)


@dataclass(frozen=True, slots=True)
class _Side:
    """An overlap seen from the side that may be a doublet; the home is the other one."""

    overlap: Overlap
    later: bool

    @property
    def start(self) -> int:
        return self.overlap.second if self.later else self.overlap.first

    @property
    def end(self) -> int:
        return self.overlap.until if self.later else self.overlap.end

    @property
    def home(self) -> tuple[int, int]:
        if self.later:
            return self.overlap.first, self.overlap.end
        return self.overlap.second, self.overlap.until


@dataclass(frozen=True, slots=True)
class _Linking:
    """Which overlaps go on where others end."""

    text: str
    cuts: bytes
    scale: float

    def chains(self, sides: Sequence[_Side]) -> Iterator[list[_Side]]:
        """Disjoint chains that leave nothing out on their own side, heaviest first."""
        sides = sorted(sides, key=lambda side: (side.end, side.start))
        ends = [side.end for side in sides]

        def before(at: int) -> Iterator[tuple[int, int]]:
            start = sides[at].start
            first = bisect_left(ends, start - REPEATS.passage * self.scale)
            last = bisect_right(ends, start + WEIGHTS.over_next * self.scale)
            for other in range(first, last):
                yield other, abs(start - ends[other])

        found = paths(
            [side.overlap.length for side in sides],
            sorted(range(len(sides)), key=lambda at: (sides[at].start, at)),
            before,
            lambda other, at: self.goes_on(sides[other], sides[at]),
        )
        for path in found:
            yield self._near([sides[at] for at in path])

    def _near(self, chain: list[_Side]) -> list[_Side]:
        """Without a short end of it that stands far off in its home: another passage."""
        gaps = [0, *(b.home[0] - a.home[1] for a, b in pairwise(chain))]
        lengths = [side.overlap.length for side in chain]
        most = REPEATS.passage * self.scale

        def is_far(length: int, gap: int) -> bool:
            return length < most and WEIGHTS.far_end * length < gap

        first = max(
            (at for at in range(1, len(chain)) if is_far(sum(lengths[:at]), gaps[at])), default=0
        )
        last = min(
            (at for at in range(first + 1, len(chain)) if is_far(sum(lengths[at:]), gaps[at])),
            default=len(chain),
        )
        return chain[first:last]

    def goes_on(self, side: _Side, other: _Side) -> bool:
        """All between the two sides is in the home too, but for a word."""
        chance = min(
            WEIGHTS.over_next * self.scale, side.overlap.length / 2, other.overlap.length / 2
        )
        if other.start < side.end - chance or not (
            side.start < other.start and side.end < other.end
        ):
            return False
        if not (side.home[0] < other.home[0] and side.home[1] <= other.home[0] + chance):
            return False
        between, home = (side.end, other.start), (side.home[1], other.home[0])
        if (between[1] - between[0]) - (home[1] - home[0]) > WEIGHTS.lost_word * self.scale:
            return False
        return _is_variant(self.text, self.cuts, self.scale, between, home)


def _is_variant(
    text: str, cuts: bytes, scale: float, between: tuple[int, int], home: tuple[int, int]
) -> bool:
    """What stands in a doublet, between two repeats, is about what its home has there: it has
    no passage of its own.
    """
    there = text[slice(*between)]
    if len(there) <= WEIGHTS.slip * scale:
        return True
    ends = cuts[between[0] : between[1] + 1]
    if len(there) <= WEIGHTS.lost_word * scale and ends.count(2) + ends.count(3) < 2:
        return True
    here = text[slice(*home)]
    most = WEIGHTS.compared_stretch
    if fuzz.ratio(there[:most], here[:most]) >= WEIGHTS.alike:
        return True
    if len(there) > REPEATS.passage * scale:
        return False
    width = 2 * len(there) + round(WEIGHTS.lost_word * scale)
    like = fuzz.partial_ratio(there, here[:width])
    return max(like, fuzz.partial_ratio(there, here[-width:])) >= WEIGHTS.alike


def _is_another(there: str, here: str, scale: float) -> bool:
    """Another word or figure, not one misspelt."""
    figures = [[*filter(str.isdecimal, side)] for side in (there, here)]
    if figures[0] != figures[1] and all(figures):
        return True
    if min(len(there), len(here)) <= longest_edit(scale):
        return False
    return fuzz.ratio(there, here) < WEIGHTS.alike


@dataclass(frozen=True, slots=True)
class _Edges:
    text: str
    cuts: bytes
    scale: float

    def doublet(self, chain: Sequence[_Side]) -> Doublet | None:
        """The stretch that a chain tells all of, if it is at an edge of the text or of its home."""
        start, end = chain[0].start, chain[-1].end
        apart = WEIGHTS.lost_word * self.scale
        home = chain[0].home[0], chain[-1].home[1]
        if home[0] + apart < end and start + apart < home[1]:
            return None  # a list, or copies that are woven
        ahead = start <= WEIGHTS.scrap * self.scale
        behind = end >= len(self.text) - WEIGHTS.scrap * self.scale
        follows = chain[0].later and start - home[1] <= apart
        leads = not chain[0].later and home[0] - end <= apart
        if not (ahead or behind or follows or leads):
            return None
        over = home[1] - start if chain[0].later else end - home[0]
        head, tail = chain[0].overlap.head, chain[-1].overlap.tail
        if over >= 0 and follows:
            less = 0 if behind else min(over, tail)
            start, end = start + over - less, end - less
        elif over >= 0 and leads:
            less = 0 if ahead else min(over, head)
            start, end = start + less, end - over + less
        else:
            kind = self._kind(home, ahead=ahead, behind=behind)
            start, end = self._likely(start, head, 1, kind), self._likely(end, tail, -1, kind)
        start, end = 0 if ahead else start, len(self.text) if behind else end
        edge = 1 + self.cuts[end if ahead else start] if ahead or behind else 0
        return Doublet(tuple(side.overlap for side in chain), start, end, chain[0].later, edge)

    def _kind(self, home: tuple[int, int], *, ahead: bool, behind: bool) -> int:
        """How likely a cut is at its places: what tears a word at one edge may do at the other."""
        place = home[0] if ahead else home[1] if behind else 0
        return self.cuts[place] if 0 < place < len(self.text) else max(self.cuts)

    def _likely(self, edge: int, doubtful: int, step: int, kind: int) -> int:
        """The place that is likeliest to be cut at, as chance reaches seldom and not far.

        As far as `doubtful` an edit stands between it and what is equal. Cuts likelier than
        `kind` are no likelier here.
        """
        reach = min(
            doubtful + round(WEIGHTS.slip * self.scale),
            max(0, edge if step < 0 else len(self.text) - edge),
        )

        def likelihood(far: int) -> float:
            beyond = max(0, far - doubtful)
            cut = min(kind, self.cuts[edge + step * far])
            return cut - (beyond + WEIGHTS.edge_behind_edit * (far - beyond)) / self.scale

        return edge + step * max(range(reach + 1), key=likelihood)

    def is_told(self, doublet: Doublet, runs: Runs) -> bool:
        """Nothing that the doublet has between what is equal is a passage of its own, and hardly
        a word or a figure is another one.
        """
        others = 0
        last: tuple[int, int] | None = None
        for overlap in doublet.overlaps:
            at, there = last or (overlap.first, overlap.second)
            for start, again, length in [*synced(overlap, runs), (overlap.end, overlap.until, 0)]:
                gap, other = (at, max(at, start)), (there, max(there, again))
                between, home = (other, gap) if doublet.later else (gap, other)
                if not _is_variant(self.text, self.cuts, self.scale, between, home):
                    return False
                words = self.text[slice(*between)], self.text[slice(*home)]
                others += _is_another(*words, self.scale)
                at, there = start + length, again + length
            last = at, there
        return not others or (others + 1) * WEIGHTS.pattern * self.scale <= doublet.weight

    def is_edition(self, doublet: Doublet, repeats: Sequence[Overlap]) -> bool:
        """Beyond the doublet and its home the text goes on alike: both have text of their own."""
        most = doublet.weight
        least = WEIGHTS.rival * most
        first, last = doublet.overlaps[0], doublet.overlaps[-1]
        here, home = (first.first, last.end), (first.second, last.until)
        if doublet.later:
            here, home = home, here
        sides = [
            (one.first, one.end, one.second, one.until) for one in repeats if one.length >= least
        ]
        return any(
            (here[0] - most < end <= here[0] or here[1] <= start < here[1] + most)
            and home[0] - most < until
            and again < home[1] + most
            and (until <= here[0] or again >= here[1])
            for a, b, c, d in sides
            for start, end, again, until in ((a, b, c, d), (c, d, a, b))
        )


def _disjoint(found: Sequence[Doublet]) -> list[Doublet]:
    """The heaviest first; of two copies as heavy the one at an edge, then the later one."""
    taken: list[tuple[int, int]] = []
    chosen: list[Doublet] = []
    for doublet in sorted(found, key=_likeliest):
        first, last = doublet.overlaps[0], doublet.overlaps[-1]
        spans = [(first.first, last.end), (first.second, last.until)]
        inner = [(max(a, b), min(c, d)) for a, c in spans for b, d in taken]
        if all(high - low <= 0 for low, high in inner):
            chosen.append(doublet)
            taken += spans
    return sorted(chosen, key=attrgetter("start"))


def _likeliest(one: Doublet) -> tuple[int, int, bool, int]:
    return -one.weight, -one.edge, not one.later, one.start
