"""The reading of a text that a chunker cut into overlapping windows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean, pstdev

import numpy as np

from auditor.canonical.page import Page
from auditor.canonical.reading import Reading, Starts, scaled, scraped, undone
from auditor.canonical.windows.assembly import assemble
from auditor.canonical.windows.chaining import Window, arrange
from auditor.canonical.windows.links import Contained
from auditor.canonical.windows.weights import WEIGHTS
from auditor.model import (
    Canonical,
    Document,
    Fragment,
    Join,
    Normalization,
    Ordinal,
    Repeat,
    Span,
    Undone,
    Witness,
)
from auditor.repeats.near import covered
from auditor.repeats.noise import alike
from auditor.text.compared import normalize
from auditor.text.runs import NATS


@dataclass(frozen=True, slots=True)
class _Piece:
    """A scraped span, and the span of the reading that it is a copy of."""

    scrape: Span
    canonical: Span


def windows(page: Page) -> Reading | None:
    """The text with its windows put together; None if it isn't made of windows.

    Where two windows overlap, the second one's copy is kept: the white space at the seam of a
    window is the chunker's, the white space around the overlap inside it is the document's.
    """
    if not page.is_suspect:
        return None
    share = _repeated(page.repeats) / max(1, len(page.text))
    if share > WEIGHTS.most_repeated:
        return None
    if max(share * page.may_be_copied, _on_end(page)) < WEIGHTS.least_repeated:
        return None
    ways = assemble(page, shuffled=share <= WEIGHTS.most_shuffled)
    if not ways:
        return None
    found, contained = arrange(ways, page.breaks, _ordinals(page.fragments, page.starts))
    if not _are_in_line(found):
        return None
    found = _without_headings(found, page.breaks)
    if not _parts_sentences(found, page.breaks):
        return None
    reading = _reading(page.document, found, contained, page.starts)
    if not _is_faithful(page.document, reading, page.options.normalize):
        return None
    stutters = ways[0].stutters or _stutters(found)
    record = _undone(page, found, contained, stutters=stutters)
    return Reading.of(replace(reading, undone=record))


def _stutters(windows: Sequence[Window]) -> bool:
    """What follows itself stands at uneven distances: no chunker cuts so."""
    if any(window.start != before.end for before, window in pairwise(windows)):
        return False
    lengths = [window.end - window.start for window in windows[:-1]]
    return pstdev(lengths) > WEIGHTS.uneven_windows * fmean(lengths)


def _undone(
    page: Page, found: Sequence[Window], contained: Sequence[Contained], *, stutters: bool
) -> tuple[Undone, ...]:
    """The windows as they stand in the scrape; or what a page says twice on end."""
    twice = sum(window.shared for window in found) + sum(one.end - one.start for one in contained)
    edges = [(one.start, one.end) for one in found] + [(one.start, one.end) for one in contained]
    places = [page.span(start, end) for start, end in edges]
    gain = NATS * twice / page.scale
    if stutters:
        again = [page.span(one.start, one.start + one.shared) for one in found]
        return undone("doublets", again, gain)
    return undone("windows", places, gain)


def _without_headings(windows: Sequence[Window], cuts: bytes) -> tuple[Window, ...]:
    """Without overlaps that are none: a sentence begins with the words of the heading before it.

    They are far shorter than overlaps are, and torn out of that sentence, where no long one is.
    """
    overlaps = sorted(window.shared for window in windows if window.shared)
    usual = overlaps[len(overlaps) // 2] if overlaps else 0
    torn = [
        cuts[min(window.start + window.shared, window.end)] < WEIGHTS.sentence_cut
        for window in windows
    ]
    long = [
        is_torn for is_torn, window in zip(torn, windows, strict=True) if window.shared >= usual
    ]
    if any(long):
        return tuple(windows)
    found: list[Window] = []
    for window, is_torn in zip(windows, torn, strict=True):
        short = 0 < WEIGHTS.longer_than_heading * window.shared < usual
        if found and window.start == found[-1].end and short and is_torn:
            found[-1] = replace(found[-1], end=window.end)
        else:
            found.append(window)
    return tuple(found)


def _are_in_line(windows: Sequence[Window]) -> bool:
    """None overlaps another by more than itself."""
    return all(
        b.before <= a.end - a.start and b.shared <= b.end - b.start
        for a, b in pairwise(windows)
        if b.shared
    )


def _parts_sentences(windows: Sequence[Window], cuts: bytes) -> bool:
    """Where no overlap joins two windows, neither is torn out of a sentence, unless most are."""
    loose = [(a, b) for a, b in pairwise(windows) if not b.shared]
    if 2 * sum(cuts[window.start] < WEIGHTS.sentence_cut for window in windows[1:]) > len(windows):
        return True
    return all(
        min(cuts[before.end], cuts[after.start]) >= WEIGHTS.sentence_cut for before, after in loose
    )


def _on_end(page: Page) -> float:
    """The share of the text that stands twice on end: windows in their order overlap so."""
    spans = (
        span for each in page.on_end for span in ((each.first, each.end), (each.second, each.until))
    )
    return covered(spans) / max(1, len(page.compared.text))


def _repeated(repeats: Sequence[Repeat]) -> int:
    """The characters that stand at least twice in the text."""
    return covered((span.start, span.end) for repeat in repeats for span in repeat.occurrences)


def _is_faithful(document: Document, reading: Canonical, form: Normalization) -> bool:
    """Every witness says what the reading says, but for noise: what was linked was an overlap."""
    return all(
        alike(
            normalize(witness.canonical.of(reading.text), form).text.strip(),
            normalize(witness.scrape.of(document.text), form).text.strip(),
        )
        for witness in reading.witnesses
    )


def _ordinals(fragments: Sequence[Fragment], starts: Starts) -> list[tuple[int, Ordinal]]:
    numbered = [(f.span.start, f.ordinal) for f in fragments if f.ordinal is not None]
    places = np.searchsorted(starts, [place for place, _ in numbered]).tolist()
    return [(place, ordinal) for place, (_, ordinal) in zip(places, numbered, strict=True)]


def _reading(
    document: Document,
    windows: Sequence[Window],
    contained: Sequence[Contained],
    starts: Starts,
) -> Canonical:
    pieces: list[_Piece] = []
    texts: list[str] = []
    loose: list[int] = []
    done = 0
    for window, after in _with_next(windows):
        if not window.shared and texts:
            loose.append(done)
        start, end = int(starts[window.start]), int(starts[window.end])
        cut = int(starts[window.end - after.before]) if after else end
        own = min(cut, int(starts[window.start + window.shared]))
        for a, b in ((start, own), (own, cut)):
            pieces.append(_Piece(Span(a, b), Span(done, done + b - a)))
            done += b - a
        texts.append(document.text[start:cut])
        if after:
            length = int(starts[after.start + after.shared] - starts[after.start])
            pieces.append(_Piece(Span(cut, end), Span(done, done + length)))
    for inside in contained:
        span, home = (
            scraped(starts, a, b)
            for a, b in ((inside.start, inside.end), (inside.at, inside.until))
        )
        pieces += list(_copied(span, home, pieces))
    text = "".join(texts)
    witnesses = {
        Witness(_within(piece.canonical, done), piece.scrape, document.siglum)
        for piece in pieces
        if len(piece.scrape)
    }
    return Canonical(
        text=text,
        origin="inferred",
        joins=_joins(loose, windows, text),
        witnesses=tuple(sorted(witnesses, key=lambda w: (w.canonical, w.scrape))),
    )


def _with_next(windows: Sequence[Window]) -> Iterator[tuple[Window, Window | None]]:
    """Each window with the one that it overlaps with its end."""
    for window, after in zip(windows, [*windows[1:], None], strict=True):
        yield window, after if after and after.shared else None


def _within(span: Span, end: int) -> Span:
    return Span(min(span.start, end), min(span.end, end))


def _copied(span: Span, home: Span, pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """`span` is a copy of `home`, a span of the scrape too: where that stands in the reading."""
    for piece in pieces:
        start = max(home.start, piece.scrape.start)
        end = min(home.end, piece.scrape.end)
        if start < end:
            here = Span(*(scaled(at, home, span) for at in (start, end)))
            there = Span(*(scaled(at, piece.scrape, piece.canonical) for at in (start, end)))
            yield _Piece(here, there)


def _joins(loose: Sequence[int], windows: Sequence[Window], text: str) -> tuple[Join, ...]:
    """The seams that no overlap shows."""
    in_place = all(left.end == right.start for left, right in pairwise(windows))
    confidence = WEIGHTS.sure_in_place if in_place else WEIGHTS.sure_elsewhere
    heads = {at: _quote(text[at : at + 2 * WEIGHTS.quoted]) for at in loose}
    return tuple(
        Join(
            at,
            confidence,
            ("no overlap shows what comes before",),
            tuple(quote for other, quote in heads.items() if other != at),
        )
        for at in loose
    )


def _quote(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WEIGHTS.quoted else line[: WEIGHTS.quoted - 1] + "…"
