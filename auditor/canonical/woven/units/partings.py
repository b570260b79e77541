"""Where the copies in a text part: the ends of what stands twice.

Two copies part where one has a passage that the other lacks, or where the scrape switches from
one to the other. There a run that stands twice ends; by chance it may reach a little further
than the copies go together, as far as what follows them begins alike.

Places count in the comparison form of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from auditor.canonical.woven.weights import WEIGHTS
from auditor.repeats.weights import WEIGHTS as REPEATS
from auditor.text import scripts
from auditor.text.runs import Runs

# The two characters before a likely cut: the end of a clause, or of a word. The comparison form
# has no white space behind signs of scripts that put none between words.
_CLAUSE = re.compile(
    rf".?[{scripts.SURE_CLAUSE_ENDS}]$|[{scripts.IN_UNSPACED}][{scripts.FOLDED}]$"
    rf"|[{scripts.ENDS}{scripts.CLAUSE_ENDS}{scripts.SPACED_COMMAS}][ {scripts.BETWEEN_WORDS}]$",
    re.DOTALL,
)
_WORD = re.compile(r".?\s$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Side:
    """A run at one of its two places, `[start, end)`; at the other, all is `shift` further."""

    start: int
    end: int
    shift: int

    @property
    def other(self) -> Side:
        return Side(self.start + self.shift, self.end + self.shift, -self.shift)


def sides(runs: Runs) -> list[Side]:
    """Both places of each run, by where they begin."""
    found: list[Side] = []
    starts = zip(runs.start_a.tolist(), runs.start_b.tolist(), runs.length.tolist(), strict=True)
    for a, b, length in starts:
        side = Side(a, a + length, b - a)
        found += (side, side.other)
    return sorted(found, key=lambda side: (side.start, side.end, side.shift))


def ends_clause(compared: str, place: int) -> bool:
    """Whether a clause ends there."""
    return _ends(_CLAUSE, compared, place)


def _ends(mark: re.Pattern[str], compared: str, place: int) -> bool:
    if compared[place : place + 1] == " ":
        return False  # it belongs to what stands before it
    return mark.match(compared[max(0, place - 2) : place]) is not None


def _first(mark: re.Pattern[str], compared: str, places: Sequence[int]) -> int | None:
    """The first of the places at which there is such an end."""
    return next((at for at in places if _ends(mark, compared, at)), None)


def level(places: Sequence[int], runs: Sequence[Side], scale: float) -> Iterator[int]:
    """What `places` (ascending) inside one place of a run are at its other place."""
    far = round(WEIGHTS.over_parting * scale)
    for run in runs:
        first, last = bisect_right(places, run.start + far), bisect_left(places, run.end - far)
        for place in places[first:last]:
            yield place + run.shift


def meetings(
    compared: str, runs: Sequence[Side], borders: Sequence[int], scale: float
) -> Iterator[tuple[int, int, int]]:
    """Seams: one run ends where another begins, and no copy shows both in one piece. Each with
    what it is at the other places of the two runs. None at a border or next to it.

    `runs` are as `sides` gives them; `scale` is the number of characters that tell as much as
    one Han character.
    """
    far = round(WEIGHTS.over_parting * scale)
    starts = [run.start for run in runs]
    shown = _Shown(runs)
    for run in runs:
        for after in runs[bisect_left(starts, run.end - far) : bisect_right(starts, run.end)]:
            if after.shift == run.shift:
                continue  # the same copies, parted by noise
            seam = _marked(compared, range(run.end, after.start - 1, -1), run.end)
            if not shown.across(seam, far) and seam not in _around(borders, seam):
                yield seam, seam + run.shift, seam + after.shift


def partings(
    compared: str, runs: Sequence[Side], borders: Sequence[int], scale: float
) -> Iterator[tuple[int, int]]:
    """Where runs begin and end, and the same in the other copy: at borders, and ends of clauses
    and words.

    Of runs that hold a unit, or are long; not where both copies are shown to go on by others,
    for there a turn of phrase stands again inside them. Arguments are those of `meetings`.
    """
    shown, copies = _Shown(runs), _Copies(runs, round(WEIGHTS.between_runs * scale))
    lengths = (WEIGHTS.over_parting, WEIGHTS.unit_of_copies, REPEATS.running)
    far, least, long = (round(length * scale) for length in lengths)
    finder = _Finder(compared, borders, far, round(WEIGHTS.over_unit * scale))
    for run in runs:
        holds = any(_holds_unit(side, borders, least) for side in (run, run.other))
        if not holds and (run.end - run.start < long or not finder.is_passage(run)):
            continue
        for edge, step in ((run.start, 1), (run.end, -1)):
            if shown.across(edge, far) and shown.across(edge + run.shift, far):
                continue
            if copies.go_on(run, edge, far, step):
                continue
            place = finder.parting(edge, run.shift, step)
            if place is not None:
                yield place, place + run.shift


def _holds_unit(run: Side, borders: Sequence[int], least: int) -> bool:
    """Whether a unit of `least` characters stands whole in a run."""
    first, last = bisect_left(borders, run.start), bisect_right(borders, run.end)
    return any(b - a >= least for a, b in pairwise(borders[first:last]))


def _around(borders: Sequence[int], place: int) -> Sequence[int]:
    at = bisect_left(borders, place)
    return borders[max(0, at - 1) : at + 1]


def _marked(compared: str, places: Sequence[int], otherwise: int) -> int:
    """The likeliest cut of places that give the same text: behind a clause, or a word."""
    for mark in (_CLAUSE, _WORD):
        at = _first(mark, compared, places)
        if at is not None:
            return at
    return otherwise


class _Shown:
    """What runs show in one piece."""

    def __init__(self, runs: Sequence[Side]) -> None:
        self._starts = [run.start for run in runs]
        self._ends = list(accumulate((run.end for run in runs), max))

    def across(self, place: int, far: int) -> bool:
        """Some run goes on over the place, further on both sides than chance does."""
        at = bisect_right(self._starts, place - far - 1) - 1
        return at >= 0 and self._ends[at] > place + far


class _Copies:
    """Runs by the distance of their two places: neighbours there are parted by noise only."""

    def __init__(self, runs: Sequence[Side], edit: int) -> None:
        self._edit = edit
        self._edges: dict[tuple[int, int], list[int]] = defaultdict(list)
        for run in runs:
            self._edges[1, self._distance(run)].append(run.end)
            self._edges[-1, self._distance(run)].append(run.start)
        for edges in self._edges.values():
            edges.sort()

    def _distance(self, run: Side) -> int:
        return run.shift // (2 * self._edit)

    def go_on(self, run: Side, edge: int, far: int, step: int) -> bool:
        """Whether, beyond an edge of a run, another run of the same copies follows.

        `step` leads from the edge into the run. What follows may overlap it by chance.
        """
        low, high = sorted((edge + step * far, edge - step * self._edit))
        distance = self._distance(run)
        own = run.end if step > 0 else run.start
        for near in (distance - 1, distance, distance + 1):
            edges = self._edges.get((step, near), [])
            inside = edges[bisect_left(edges, low) : bisect_right(edges, high)]
            if any(other != own for other in inside):
                return True
        return False


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds where copies part: where their run ends, or shortly before, at a likely place."""

    compared: str
    borders: Sequence[int]
    chance: int
    likely: int

    def is_passage(self, run: Side) -> bool:
        """Whether units of both copies begin with the run, or end with it."""
        for edge, step in ((run.start, 1), (run.end, -1)):
            borders = [self._nearest(edge, step), self._nearest(edge + run.shift, step)]
            if all(
                abs(border - at) <= self.chance
                for border, at in zip(borders, (edge, edge + run.shift), strict=True)
            ):
                return True
        return False

    def parting(self, edge: int, shift: int, step: int) -> int | None:
        """The likeliest place from the edge of a run into it, in the direction of `step`.

        The nearest border of either copy, the end of a clause, a border further off, the end of
        a word; None, if there are none.
        """
        near = range(edge, edge + step * (self.chance + 1), step)
        border = self._border(edge, shift, step)
        if abs(border - edge) <= self.chance:
            return border
        clause = _first(_CLAUSE, self.compared, near)
        if clause is not None:
            return clause
        if abs(border - edge) <= self.likely:
            return border
        return _first(_WORD, self.compared, near)

    def _border(self, edge: int, shift: int, step: int) -> int:
        """The nearest border of this copy, or of the other if that is nearer."""
        here, there = self._nearest(edge, step), self._nearest(edge + shift, step) - shift
        return min(here, there, key=lambda place: abs(place - edge))

    def _nearest(self, edge: int, step: int) -> int:
        """The first border from an edge on, in the direction of `step`."""
        if step > 0:
            return self.borders[min(bisect_left(self.borders, edge), len(self.borders) - 1)]
        return self.borders[max(0, bisect_right(self.borders, edge) - 1)]
