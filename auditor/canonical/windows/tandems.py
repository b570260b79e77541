"""What follows itself directly: the overlaps of windows in their order, and what a page stutters.

Almost no text says the same thing twice on end to the letter, but for headings and rows of
tables. So each tandem with a sentence in it is damage; where there are several, so are those
that are no sentences, and those with noise in them.

Positions count in a comparison form.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import regex

from auditor.canonical.windows.borders import Place, border
from auditor.canonical.windows.links import Edges, Link
from auditor.canonical.windows.weights import WEIGHTS
from auditor.repeats.near import Overlap
from auditor.text import scripts
from auditor.text.runs import Runs

_SAYS = regex.compile(r"[^\W_]")  # letters and figures, with the marks of the scripts of India
_ENDS = re.compile(
    rf"(?:[{scripts.SPACED_ENDS}](?!\w)|[{scripts.SURE_ENDS}])[{scripts.IN_CLOSING}]*\s*.?$",
    re.DOTALL,
)


def tandems(text: str, runs: Runs, edges: Edges, scale: float) -> list[Link]:
    """The tandems without noise that are damage, in their order."""
    found = list(_exact(text, runs, edges))
    sure = [link for link in found if _is_sure(text, link, edges, scale)]
    if len(sure) < WEIGHTS.several_tandems:
        return apart(sure)
    more = [link for link in found if _says(text, link) >= WEIGHTS.unsure_tandem * scale]
    if sorted(_inner(link, edges) for link in sure)[(len(sure) - 1) // 2] <= 1:
        return apart([*sure, *more, *_lines(text, edges, scale)])
    return apart([*sure, *(link for link in more if not _is_line(link, edges))])


def adjoining(repeats: Sequence[Overlap], edges: Edges) -> list[Link]:
    """The repeats that are about tandems, with noise in them or none."""
    found = []
    for repeat in repeats:
        over = repeat.end - repeat.second
        if -edges.inside <= over <= edges.beyond and 2 * over < repeat.length:
            found.append(_fitted(repeat, over, edges))
    return found


def apart(links: Sequence[Link]) -> list[Link]:
    """Links none of whose windows is shorter than what it shares; the longest first."""
    chosen: list[tuple[int, int]] = []
    kept = []
    for link in sorted(links, key=lambda link: (-link.shared, link.end)):
        at = bisect_left(chosen, (link.end, 0))
        before, after = chosen[max(0, at - 1) : at], chosen[at : at + 1]
        if any(link.end - place < max(link.before, shared) for place, shared in before):
            continue
        if any(place - link.end < max(link.shared, shared) for place, shared in after):
            continue
        insort(chosen, (link.end, link.shared))
        kept.append(link)
    return sorted(kept, key=lambda link: link.end)


def _exact(text: str, runs: Runs, edges: Edges) -> Iterator[Link]:
    """Runs that reach their other place: what stands there at the least twice on end."""
    period = runs.start_b - runs.start_a
    for which in np.flatnonzero(runs.length >= period).tolist():
        start, far, length = (
            int(runs.start_a[which]),
            int(period[which]),
            int(runs.length[which]),
        )
        once = text[start : start + far]
        times = length // far
        if times > WEIGHTS.most_periods or (once + once).find(once, 1) < far:
            continue
        low, high = start + far, start + length - (times - 1) * far
        at = max(range(low, high + 1), key=lambda place: (edges.cuts[place], -place))
        for number in range(times):
            place = at + number * far
            yield Link(place, place, far, far)


def _lines(text: str, edges: Edges, scale: float) -> Iterator[Link]:
    """Lines and sentences, or a few of them, that follow themselves."""
    places = [0, *(at for at, cut in enumerate(edges.cuts) if cut > 1 and at)]
    for number, at in enumerate(places):
        for start in places[max(0, number - WEIGHTS.looked_at_for_line) : number]:
            far = at - start
            if (
                text[start:at] == text[at : at + far]
                and edges.cuts[min(at + far, edges.length)] > 1
            ):
                link = Link(at, at, far, far)
                if _says(text, link) >= WEIGHTS.short_tandem * scale:
                    yield link


def _is_sure(text: str, link: Link, edges: Edges, scale: float) -> bool:
    """A sentence in it, or running text: headings and rows of tables are neither."""
    start, end = link.end - link.before, link.end
    borders = [start, *(at for at in range(start + 1, end) if edges.cuts[at] > 1), end]
    for a, b in pairwise(borders):
        says = len(_SAYS.findall(text[a:b]))
        if says >= WEIGHTS.told_twice_sentence * scale and _ENDS.search(text[a : b + 1]):
            return True
    torn = max(edges.cuts[start], edges.cuts[end]) < WEIGHTS.line_cut
    return torn and _says(text, link) >= WEIGHTS.told_twice_running * scale


def _is_line(link: Link, edges: Edges) -> bool:
    """It is one line: of contents, say, and then a heading."""
    start, end = edges.cuts[link.end - link.before], edges.cuts[link.end]
    return _inner(link, edges) <= 1 and start == end == WEIGHTS.line_cut


def _inner(link: Link, edges: Edges) -> int:
    """How many lines and sentences it holds."""
    return sum(cut > 1 for cut in edges.cuts[link.end - link.before + 1 : link.end + 1])


def _says(text: str, link: Link) -> int:
    return len(_SAYS.findall(text[link.end - link.before : link.end]))


def _fitted(repeat: Overlap, over: int, edges: Edges) -> Link:
    """The repeat with the end of one place at the start of the other, where a cut is likeliest."""
    first, until = repeat.end - repeat.tail, repeat.second + repeat.head
    place = Place((repeat.second, until), (repeat.end, first))
    at = border(place, 0, edges)
    before, shared = repeat.end - repeat.first - over, repeat.until - repeat.second - over
    return Link(at, at, before, shared)
