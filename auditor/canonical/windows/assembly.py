"""Overlapping windows, in any order: what a chunker makes of a text, put together again.

The end of one window stands again at the start of another: `links` tells which. What repeats
inside windows is the document's own. Borders are where links meet, and windows are linked by
them, as reads are in the assembly of a genome (Myers 1995, "Toward simplifying and accurately
formulating fragment assembly").

Positions count in a comparison form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress

from auditor.canonical.page import Page
from auditor.canonical.windows.chaining import Assembly, Window, is_overlap
from auditor.canonical.windows.closing import Found, closed
from auditor.canonical.windows.links import Edges, Link, links, ways
from auditor.canonical.windows.tandems import adjoining, tandems
from auditor.canonical.windows.weights import WEIGHTS
from auditor.repeats.judge import may_be_copy
from auditor.repeats.near import ANCHOR, Overlap, covered, nearest, overlaps, with_noise
from auditor.repeats.noise import same_figures, without_parallels
from auditor.repeats.weights import WEIGHTS as REPEATS
from auditor.text.runs import Runs


def assemble(page: Page, *, shuffled: bool = True) -> tuple[Assembly, ...]:
    """The windows that a text is made of, in the order of the document; none if it isn't.

    `shuffled` windows are looked for too. Two assemblies, where overlaps alone do not tell which
    it is.
    """
    text, scale = page.compared.text, page.scale
    edges = Edges(page.breaks, round(REPEATS.beyond * scale), round(WEIGHTS.inside_border * scale))
    least, runs = round(REPEATS.told_from * scale), page.runs(ANCHOR)
    told = tandems(page, edges)
    plain = _passages(page, overlaps(runs, edges.beyond, least))
    exact = _best(text, plain, runs, edges, scale, tied=True) if shuffled else ()
    in_order = _in_order(told, plain, edges, scale)
    exact = in_order or exact
    if exact and _explains(exact[0], runs, edges, least):
        return exact
    repeats = _steady(page, with_noise(text, runs, scale, edges.beyond, least), edges)
    noisy = _best(text, repeats, runs, edges, scale) if shuffled else ()
    beside = [link for link in adjoining(repeats, edges) if _is_told_twice(text, link, scale)]
    in_order = _in_order(tandems(page, edges, beside), repeats, edges, scale)
    noisy = in_order or noisy
    best = noisy if _worth(noisy, least) > _worth(exact, least) else exact
    stuttered = _stuttered(told, plain, edges, scale)
    explained = max(map(_overlap, best), default=0)
    return stuttered if max(map(_overlap, stuttered), default=0) > explained else best


def _in_order(
    told: Sequence[Link], repeats: Sequence[Overlap], edges: Edges, scale: float
) -> tuple[Assembly, ...]:
    """Windows in the order of the document, each of which overlaps the one before, if it is so."""
    if len(told) < WEIGHTS.fewest_overlaps:
        return ()
    found = _row(told, edges)
    fits = _believed(found, edges) and _overlap(found) >= WEIGHTS.overlapping * edges.length
    return (found,) if fits and _few_left(found, repeats, edges, scale) else ()


def _stuttered(
    told: Sequence[Link], repeats: Sequence[Overlap], edges: Edges, scale: float
) -> tuple[Assembly, ...]:
    """A text that says some things twice on end, and no more."""
    if not told:
        return ()
    found = replace(_row(told, edges), stutters=True)
    return (found,) if _few_left(found, repeats, edges, scale) else ()


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


def _passages(page: Page, repeats: Sequence[Overlap]) -> list[Overlap]:
    """The repeats, and which may be what items of a list have in common between two slots.

    What stands oftener than windows can show is not asked: it is taken for such.
    """
    return [
        replace(one, listed=not near or not _may_be_copy(page, one))
        for one, near in zip(repeats, _are_near(repeats), strict=True)
    ]


def _may_be_copy(page: Page, repeat: Overlap) -> bool:
    return may_be_copy(page.damaged(repeat.second, repeat.until))


def _are_near(repeats: Sequence[Overlap]) -> list[bool]:
    return nearest([(one.first, one.end, one.second, one.until) for one in repeats])


def _is_told_twice(text: str, link: Link, scale: float) -> bool:
    """It is no item of a list beside another one: those have other figures, and are short."""
    one, other = text[link.end - link.before : link.end], text[link.start :][: link.shared]
    long = link.shared > REPEATS.passage * scale
    return is_overlap(text, link) and (long or same_figures(one, other))


def _steady(page: Page, repeats: Sequence[Overlap], edges: Edges) -> list[Overlap]:
    """The repeats that are no parallel passages, as far as what seem to be links tells."""
    near = compress(repeats, _are_near(repeats))
    repeats = [one for one in near if _may_be_copy(page, one)]
    found, _ = links(repeats, edges)
    shown = [
        Overlap(link.end - link.before, link.end, link.start, link.start + link.shared)
        for link in found
    ]
    telling = shown if len(shown) >= WEIGHTS.fewest_overlaps else ()
    return without_parallels(page.compared.text, repeats, telling)


def _best(
    text: str,
    repeats: Sequence[Overlap],
    runs: Runs,
    edges: Edges,
    scale: float,
    *,
    tied: bool = False,
) -> tuple[Assembly, ...]:
    """What repeats tell, if it is believed; loose ends are `tied` up where there is no noise."""
    shown, contained = links(repeats, edges)
    if len(shown) < WEIGHTS.fewest_overlaps:
        return ()
    found = Found(text, runs, shown, contained, edges, scale)
    if not _few_left(found.chained(), repeats, edges, scale, WEIGHTS.hopeless_repeated):
        return ()
    return tuple(
        assembly
        for assembly in _assemblies(found, repeats, tied=tied)
        if _believed(assembly, edges)
        and _overlap(assembly) >= WEIGHTS.overlapping * edges.length
        and _few_left(assembly, repeats, edges, scale)
    )


def _assemblies(found: Found, repeats: Sequence[Overlap], *, tied: bool) -> list[Assembly]:
    """The chains; two rings made one chain by a link that nothing else shows.

    So it is where the first window happens to stand behind the one at the end of a link, and
    the last window before the one at its start: the borders there are shown by it alone, and
    it can be read both ways round.
    """
    whole = found.chained()
    few = 2 <= whole.rings <= len(whole.chains) <= WEIGHTS.openers
    if not few or not _believed(whole, found.edges):
        return [closed(found).chained() if tied else whole]
    lengths = sorted(window.shared for window in whole.windows if window.shared)
    least = WEIGHTS.opening_overlap * lengths[len(lengths) // 2]
    known = {(link.end, link.start) for link in found.links}
    rest = [
        both
        for both in map(ways, sorted(repeats, key=lambda repeat: -repeat.length))
        if both[0].shared >= least and not any((way.end, way.start) in known for way in both)
    ]
    for both in rest[: WEIGHTS.openers]:
        tried = [found.taking(way).chained() for way in both]
        if better := [way for way in tried if len(way.chains) < len(whole.chains)]:
            return better
    return [closed(found).chained() if tied else whole]


def _believed(found: Assembly, edges: Edges) -> bool:
    """Whether they look like windows: few loose ends, and of even lengths.

    Recurring clauses give a few overlaps by chance, woven copies give many, but neither explains
    all that repeats, leaves few loose ends and makes even windows.
    """
    windows = found.windows
    links = sum(window.shared > 0 for window in windows)
    longest = max(window.end - window.start for window in windows)
    return (
        links >= WEIGHTS.fewest_overlaps
        and _loose(found) <= 1
        and longest <= WEIGHTS.longest_to_mean * edges.length / len(windows)
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
    return _loose(found) == 0 and left < WEIGHTS.nearly_all * _overlap(found)


def _few_left(
    found: Assembly,
    repeats: Sequence[Overlap],
    edges: Edges,
    scale: float,
    share: float = WEIGHTS.left_repeated,
) -> bool:
    """Whether long repeats hold no more than a share of the text besides the overlaps."""
    return _left(found, repeats, REPEATS.running * scale) <= share * edges.length


def _left(found: Assembly, repeats: Sequence[Overlap], least: float) -> int:
    """How many characters long repeats cover besides the overlaps: few, unless copies are woven."""
    long = [repeat for repeat in repeats if repeat.length >= least and not repeat.listed]
    spans = [(repeat.first, repeat.end) for repeat in long]
    spans += [(repeat.second, repeat.until) for repeat in long]
    return covered(spans) - 2 * _overlap(found)
