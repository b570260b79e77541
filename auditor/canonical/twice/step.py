"""Two editions stay as they stand; else what a page has twice at its edges is left out once."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from auditor.canonical.page import Page
from auditor.canonical.reading import Reading, scaled, undone
from auditor.canonical.twice.doublets import Doublet
from auditor.canonical.twice.doublets import doublets as find_doublets
from auditor.canonical.twice.editions import two_editions
from auditor.canonical.twice.weights import WEIGHTS
from auditor.canonical.woven.unit import is_woven, page_units
from auditor.model import Canonical, Document, Span, Witness
from auditor.repeats.collinear import synced
from auditor.repeats.judge import is_copy
from auditor.repeats.near import ANCHOR
from auditor.text.runs import NATS, Runs


@dataclass(frozen=True, slots=True)
class _Piece:
    """A span of the home of a doublet and the span of the doublet that is a copy of it."""

    home: Span
    copy: Span


def editions(page: Page) -> Reading | None:
    """The page as it stands, where it holds two editions of one text."""
    found = two_editions(page)
    return Reading.of(found, closes=True) if found else None


def doublets(page: Page) -> Reading | None:
    """The page without the parts of it that stand once more at its edges; None if none do.

    A run of one of two woven copies may look like such a part: where the page is woven, or what
    is left of it, none is left out.
    """
    if not page.is_suspect:
        return None
    if sum(repeat.characters for repeat in page.repeats) < WEIGHTS.least_repeated * len(page.text):
        return None
    runs = page.runs(ANCHOR)
    found = [one for one in find_doublets(page) if _is_copy(page, one)]
    if not found:
        return None
    dropped = [page.span(doublet.start, doublet.end) for doublet in found]
    if _may_be_woven(page, dropped):
        return None
    pieces = [
        _Piece(*(page.span(one.start, one.end) for one in (piece.home, piece.copy)))
        for doublet in found
        for piece in _pieces(doublet, runs)
    ]
    twice = sum(doublet.end - doublet.start for doublet in found)
    record = undone("doublets", dropped, NATS * twice / page.scale)
    return Reading.of(replace(_reading(page.document, pieces, dropped), undone=record))


def _may_be_woven(page: Page, dropped: Sequence[Span]) -> bool:
    units = page_units(page)
    longest = max(map(len, dropped)) / len(page.text)
    if longest < WEIGHTS.longest_run and is_woven(page, units):
        return True
    return is_woven(page, [unit for unit in units if not _is_inside(unit.span, dropped)])


def _is_inside(span: Span, spans: Sequence[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in spans)


def _is_copy(page: Page, doublet: Doublet) -> bool:
    """The doublet is a copy of its home; not both items, or rows, made after one template."""
    first, last = doublet.overlaps[0], doublet.overlaps[-1]
    return is_copy(page.damaged(first.second, last.until))


def _pieces(doublet: Doublet, runs: Runs) -> Iterator[_Piece]:
    """The doublet in pieces that tile it, each with the piece of its home that it is a copy of."""
    done = doublet.start
    last: _Piece | None = None
    for home, copy in _copied(doublet, runs):
        less = max(0, done - copy.start)
        more = max(0, copy.end - doublet.end)
        if len(copy) <= less + more:
            continue
        start, at = copy.start + less, home.start + less
        if last is None:
            start = done
        elif at <= last.home.end:
            last = _Piece(last.home, Span(last.copy.start, start))
        elif start > done:
            yield _Piece(Span(last.home.end, at), Span(done, start))
        if last is not None:
            yield last
        last = _Piece(Span(at, home.end - more), Span(start, copy.end - more))
        done = last.copy.end
    if last is not None:
        yield _Piece(last.home, Span(last.copy.start, doublet.end))


def _copied(doublet: Doublet, runs: Runs) -> Iterator[tuple[Span, Span]]:
    """Spans of the home and of the doublet that are equal."""
    for overlap in doublet.overlaps:
        for at, there, length in synced(overlap, runs):
            first, second = Span(at, at + length), Span(there, there + length)
            yield (first, second) if doublet.later else (second, first)


def _reading(document: Document, pieces: Sequence[_Piece], dropped: Sequence[Span]) -> Canonical:
    kept, done = [], 0
    for span in sorted(dropped):
        kept.append(Span(done, span.start))
        done = span.end
    kept = [span for span in [*kept, Span(done, len(document.text))] if len(span)]
    witnesses: list[Witness] = []
    length = 0
    for span in kept:
        for part, copies in _parts(span, pieces):
            canonical = Span(length, length + len(part))
            witnesses += [Witness(canonical, copy, document.siglum) for copy in (part, *copies)]
            length = canonical.end
    return Canonical(
        text="".join(span.of(document.text) for span in kept),
        origin="inferred",
        witnesses=tuple(sorted(witnesses, key=lambda w: (w.canonical, w.scrape))),
    )


def _parts(kept: Span, pieces: Sequence[_Piece]) -> Iterator[tuple[Span, list[Span]]]:
    """What is kept in parts, each with its copies; `pieces` ascend by their homes."""
    inside = [p for p in pieces if kept.start <= p.home.start and p.home.end <= kept.end]
    edges = sorted(
        {kept.start, kept.end, *(at for p in inside for at in (p.home.start, p.home.end))}
    )
    copies: dict[Span, list[Span]] = defaultdict(list)
    for piece in inside:
        first, last = bisect_left(edges, piece.home.start), bisect_left(edges, piece.home.end)
        for a, b in pairwise(edges[first : last + 1]):
            copy = Span(*(scaled(at, piece.home, piece.copy) for at in (a, b)))
            if len(copy):
                copies[Span(a, b)].append(copy)
    for a, b in pairwise(edges):
        yield Span(a, b), copies[Span(a, b)]
