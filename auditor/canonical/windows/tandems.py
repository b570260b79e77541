"""What follows itself directly: the overlaps of windows in their order, and what a page stutters.

    Dogs travel on the lower deck. Dogs travel on the lower deck.

Which tandem is damage is judged, as that of any repeat. Short texts, and what is too short, are not
judged: there almost no text says the same thing twice on end to the letter, but for headings and
rows of tables.

Positions count in a comparison form.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import fmean, median, pstdev

import numpy as np
import regex

from auditor.canonical.page import Page
from auditor.canonical.windows.borders import Place, border
from auditor.canonical.windows.links import Edges, Link
from auditor.canonical.windows.weights import WEIGHTS
from auditor.repeats.judge import is_copy
from auditor.repeats.near import ANCHOR, Overlap
from auditor.text import scripts
from auditor.text.runs import Runs, codes

_SAYS = regex.compile(r"[^\W_]")  # letters and figures, with the marks of the scripts of India
_ENDS = re.compile(
    rf"(?:[{scripts.SPACED_ENDS}](?!\w)|[{scripts.SURE_ENDS}])[{scripts.IN_CLOSING}]*\s*.?$",
    re.DOTALL,
)


def tandems(page: Page, edges: Edges, noisy: Sequence[Link] = ()) -> list[Link]:
    """The tandems that are damage, in their order; `noisy` are those with noise in them.

    If those that begin and end inside of lines say much and stand at even distances, as a chunker
    cuts, they are its overlaps, and with them all that are as long. Else those are damage that are
    judged so; where there are several, those too that are too short for that.
    """
    text, scale = page.compared.text, page.scale
    found = list(_exact(text, page.runs(ANCHOR), edges))
    noisy = [link for link in noisy if not any(_is_about(exact, link) for exact in found)]
    more = [link for link in found if _says(text, link) >= WEIGHTS.unsure_tandem * scale]
    torn = [link for link in more if _is_torn(link, edges)]
    told = [_says(text, link) for link in torn]
    least = WEIGHTS.told_twice_running * scale
    if sum(told) >= least and _are_even(torn, edges):
        more = list(_as_far(text, torn, edges, scale))
        return _cut_anywhere(page, [*found, *noisy], more, torn, edges)
    sure = [link for link in found if _is_sure(page, link, edges)]
    if len(sure) < WEIGHTS.several_tandems:
        return apart([*sure, *noisy])
    if sorted(_inner(link, edges) for link in sure)[(len(sure) - 1) // 2] <= 1:
        more += _lines(text, edges, scale)
    else:
        more = [link for link in more if not _is_line(link, edges)]
    return apart([*sure, *noisy, *(link for link in more if _may_be_copy(page, link))])


def _is_sure(page: Page, link: Link, edges: Edges) -> bool:
    """It is judged rather damage than meant. In a text too short for that it says a sentence, or
    much inside of lines.
    """
    damage, text, scale = _damage(page, link), page.compared.text, page.scale
    if damage is not None:
        return is_copy(damage)
    long = _says(text, link) >= WEIGHTS.told_twice_running * scale and _is_torn(link, edges)
    return long or _has_sentence(text, link, edges, scale)


def _may_be_copy(page: Page, link: Link) -> bool:
    """It is judged rather damage than meant, or is not judged: in a short text, or as short."""
    damage = _damage(page, link)
    return damage is None or is_copy(damage)


def _damage(page: Page, link: Link) -> float | None:
    return page.damaged(link.start, link.start + link.shared)


def _is_about(exact: Link, noisy: Link) -> bool:
    """The exact one is most of the other: chance, behind a letter's noise, carries that beyond."""
    return abs(exact.end - noisy.end) < noisy.shared < 2 * exact.shared


def _cut_anywhere(
    page: Page, links: Sequence[Link], more: Sequence[Link], torn: Sequence[Link], edges: Edges
) -> list[Link]:
    """The links that a chunker made, as it made the torn ones; `more` are those that may be too.

    If the torn ones are as long as each other, none is longer. Then what stands nearer to another
    one, or to the beginning, than half of a window is none; those first that stand a window from
    others.
    """
    lengths = [link.before for link in torn]
    usual, spread = median(lengths), WEIGHTS.shorter_overlap
    if fmean(abs(length - usual) for length in lengths) > spread:
        told = [link for link in links if _is_torn(link, edges) or is_copy(_damage(page, link))]
        return apart([*told, *more])
    ends = sorted({0, *(link.end for link in torn)})
    window = median(b - a for a, b in pairwise(ends))

    def place(link: Link) -> tuple[bool, int, int]:
        near = sum(2 * _distance(ends, link.end + way * window) < window for way in (-1, 1))
        return abs(link.before - usual) > spread, -near, link.end

    taken, kept = [0], []
    told = [link for link in links if link.before <= usual + spread]
    for link in [*sorted(told, key=place), *sorted(more, key=place)]:
        if 2 * _distance(taken, link.end) > window:
            insort(taken, link.end)
            kept.append(link)
    return apart(kept)


def _distance(places: Sequence[int], place: float) -> float:
    """From the nearest of some places, ascending."""
    at = bisect_left(places, place)
    return min(abs(place - near) for near in places[max(0, at - 1) : at + 1])


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
    """Runs that reach their other place, but for white space: what stands there at the least
    twice on end.
    """
    period = runs.start_b - runs.start_a
    for which in np.flatnonzero(runs.length >= period - 1).tolist():
        start, far, length = (
            int(runs.start_a[which]),
            int(period[which]),
            int(runs.length[which]),
        )
        yield from _on_end(text, start, far, length, edges)


def _on_end(text: str, start: int, far: int, length: int, edges: Edges) -> Iterator[Link]:
    """What stands twice on end from `start` on, parted where a cut is likeliest."""
    once = text[start : start + far]
    times = length // far
    if times > WEIGHTS.most_periods or (once + once).find(once, 1) < far:
        return
    if not times and once[-1] == " ":
        yield Link(start + far, start + far, far, length)
    low, high = start + far, start + length - (times - 1) * far
    at = max(range(low, high + 1), key=lambda place: (edges.cuts[place], -place)) if times else 0
    for number in range(times):
        place = at + number * far
        yield Link(place, place, far, far)


def _as_far(text: str, torn: Sequence[Link], edges: Edges, scale: float) -> Iterator[Link]:
    """Tandems too short to be found among the runs, but about as long as others that are torn."""
    usual = sorted(link.before for link in torn)[len(torn) // 2]
    signs = codes(text)
    for far in range(max(2, usual - WEIGHTS.shorter_overlap), usual + 1):
        same = np.flatnonzero(signs[far:] != signs[:-far])
        starts, ends = np.append(-1, same) + 1, np.append(same, len(signs) - far)
        for at in np.flatnonzero(ends - starts >= far - 1).tolist():
            start, length = int(starts[at]), int(ends[at] - starts[at])
            for link in _on_end(text, start, far, length, edges):
                if _says(text, link) >= WEIGHTS.short_tandem * scale:
                    yield link


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


def _has_sentence(text: str, link: Link, edges: Edges, scale: float) -> bool:
    """Headings and rows of tables have none."""
    start, end = link.end - link.before, link.end
    borders = [start, *(at for at in range(start + 1, end) if edges.cuts[at] > 1), end]
    return any(
        len(_SAYS.findall(text[a:b])) >= WEIGHTS.told_twice_sentence * scale
        and _ENDS.search(text[a : b + 1])
        for a, b in pairwise(borders)
    )


def _is_torn(link: Link, edges: Edges) -> bool:
    """It begins and ends inside of lines: no heading, and no row of a table, does."""
    return max(_ends(link, edges)) < WEIGHTS.line_cut


def _are_even(links: Sequence[Link], edges: Edges) -> bool:
    """Enough of them part the text into windows about as long as each other; the last one may be
    shorter.
    """
    if len(links) < WEIGHTS.fewest_overlaps:
        return False
    borders = [0, *sorted(link.end for link in links), edges.length]
    *lengths, last = (end - start for start, end in pairwise(borders))
    lengths.append(max(last, round(fmean(lengths))))
    return pstdev(lengths) <= WEIGHTS.uneven_windows * fmean(lengths)


def _is_line(link: Link, edges: Edges) -> bool:
    """It is one line: of contents, say, and then a heading."""
    return _inner(link, edges) <= 1 and min(_ends(link, edges)) == WEIGHTS.line_cut


def _ends(link: Link, edges: Edges) -> tuple[int, int]:
    """How likely a cut is where it begins first, and where it ends at last."""
    until = min(link.start + link.shared, edges.length)
    return edges.cuts[link.end - link.before], edges.cuts[until]


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
