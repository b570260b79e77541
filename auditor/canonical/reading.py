"""Readings of a text, and of what a reading made of it, led back to the scrape."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from auditor.canonical.weights import WEIGHTS
from auditor.model import Canonical, Document, Join, Notice, Span, Undone, UndoneKind, Witness

if TYPE_CHECKING:
    from auditor.canonical.page import Page

# Where in the text each character of its comparison form begins, and the end of the text.
Starts = np.ndarray[tuple[int], np.dtype[np.int32]]

SEPARATOR = "\n\n"  # between scrapes of one page; always ends a fragment


# How sure the record of each kind is.
CONFIDENCE: dict[UndoneKind, float] = {
    "furniture": WEIGHTS.right_unmeasured,
    "editions": WEIGHTS.right_unmeasured,
    "spelling": WEIGHTS.right_spelling,
    "doublets": WEIGHTS.right_doublets,
    "windows": WEIGHTS.right_windows,
    "columns": WEIGHTS.right_columns,
    "woven": WEIGHTS.right_woven,
    "inserted": WEIGHTS.right_inserted,
}

LeadBack = Callable[[Canonical | None], Canonical]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a step made of a page: a reading of it, whose spans count in the page's text.

    `lead_back` takes what later steps made of `canonical.text`, None if nothing, and gives it as a
    reading of the page; as a rule by the witnesses (`compose`). Behind a step that `closes`, no
    other has anything to undo. `left` is the page of `canonical.text`, where the step has made it.
    """

    canonical: Canonical
    lead_back: LeadBack
    closes: bool = False
    left: Page | None = None

    @classmethod
    def of(cls, canonical: Canonical, *, closes: bool = False) -> Reading:
        return cls(canonical, partial(_led_back, canonical), closes)

    @property
    def gain(self) -> float:
        """Nats."""
        return sum(undone.gain for undone in self.canonical.undone)


def _led_back(first: Canonical, later: Canonical | None) -> Canonical:
    return compose(first, later) if later else first


def undone(kind: UndoneKind, places: Iterable[Span], gain: float) -> tuple[Undone, ...]:
    """The record of a step, with places that overlap as one; none where it did nothing."""
    found = _merged(places, 0)
    return (Undone(kind, tuple(found), round(gain, 4), CONFIDENCE[kind]),) if found else ()


def _merged(spans: Iterable[Span], touching: int = 1) -> list[Span]:
    """Spans, ascending, those that overlap as one; or that touch, with 1."""
    found: list[Span] = []
    for span in sorted(span for span in spans if len(span)):
        if found and span.start < found[-1].end + touching:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def attribute(reading: Canonical, parts: Sequence[Canonical]) -> Canonical:
    """Lead a reading of several texts, a `SEPARATOR` behind each, back to what they were read from.

    `parts` are those texts, each a reading of a scrape.
    """
    ends = [*accumulate(len(part.text) + len(SEPARATOR) for part in parts)]
    clipped = []
    for witness in reading.witnesses:
        start, end = witness.scrape.start, witness.scrape.end
        last = ends[bisect_right(ends, start)] - len(SEPARATOR)
        clipped.append(replace(witness, scrape=Span(start, max(start, min(end, last)))))
    return compose(_side_by_side(parts), replace(reading, witnesses=tuple(clipped)))


def _side_by_side(parts: Sequence[Canonical]) -> Canonical:
    joins: list[Join] = []
    witnesses: list[Witness] = []
    start = 0
    for part in parts:
        joins += [replace(join, at=join.at + start) for join in part.joins]
        for witness in part.witnesses:
            span = Span(witness.canonical.start + start, witness.canonical.end + start)
            witnesses.append(replace(witness, canonical=span))
        start += len(part.text) + len(SEPARATOR)
    text = "".join(part.text + SEPARATOR for part in parts)
    found = Canonical(text, "inferred", joins=tuple(joins), witnesses=tuple(witnesses))
    return noticed(found, [notice for part in parts for notice in part.notices])


def compose(first: Canonical, second: Canonical) -> Canonical:
    """The reading `second` of the text of the reading `first`, as one of the scrape of `first`.

    The joins of `first` are kept where the text on both sides of them still stands together.
    """
    witnesses = sorted(first.witnesses, key=_place)
    starts = [witness.canonical.start for witness in witnesses]
    longest = max((len(witness.canonical) for witness in witnesses), default=0)
    found: list[Witness] = []
    for outer in second.witnesses:
        at = bisect_left(starts, outer.scrape.start - longest)
        for inner in witnesses[at : bisect_left(starts, outer.scrape.end)]:
            found += _through(inner, outer)
    joins = sorted([*second.joins, *_carried(first, second)], key=lambda join: join.at)
    whole = replace(
        second,
        witnesses=tuple(sorted(found, key=_place)),
        joins=tuple(joins),
        undone=(*first.undone, *_back(witnesses, starts, longest, second.undone)),
    )
    return noticed(whole, first.notices)


def noticed(reading: Canonical, notices: Iterable[Notice]) -> Canonical:
    """The reading with further limits that its making met, told before its own."""
    told = dict.fromkeys((*notices, *reading.notices))
    return replace(reading, notices=tuple(told)) if told else reading


def _back(
    witnesses: Sequence[Witness], starts: Sequence[int], longest: int, records: Sequence[Undone]
) -> Iterator[Undone]:
    """The records of what was undone in the text of a reading, with places in its scrape."""
    for record in records:
        found: list[Span] = []
        for place in record.places:
            first = bisect_left(starts, place.start - longest)
            inside = witnesses[first : bisect_left(starts, place.end)]
            parts = [
                part.scrape
                for witness in inside
                for part in _through(witness, Witness(place, place, witness.siglum))
            ]
            found += _merged(parts)
        yield from undone(record.kind, found, record.gain)


def _place(witness: Witness) -> tuple[Span, Span]:
    return witness.canonical, witness.scrape


def _through(inner: Witness, outer: Witness) -> Iterator[Witness]:
    """The part of `outer` that `inner` leads back to the scrape."""
    start = max(inner.canonical.start, outer.scrape.start)
    end = min(inner.canonical.end, outer.scrape.end)
    if start >= end:
        return
    canonical = Span(*(scaled(at, outer.scrape, outer.canonical) for at in (start, end)))
    scrape = Span(*(scaled(at, inner.canonical, inner.scrape) for at in (start, end)))
    if len(scrape):
        yield Witness(canonical, scrape, inner.siglum)


def _carried(first: Canonical, second: Canonical) -> Iterator[Join]:
    place = _places(second.witnesses)
    taken = {join.at for join in second.joins}
    for join in first.joins:
        before, at = place(join.at - 1), place(join.at)
        if before is not None and at == before + 1 and at not in taken:
            yield replace(join, at=at)


def _places(witnesses: Sequence[Witness]) -> Callable[[int], int | None]:
    """Where a character of the scrape stands in the reading."""
    ordered = sorted(witnesses, key=lambda witness: witness.scrape)
    starts = [witness.scrape.start for witness in ordered]

    def place(at: int) -> int | None:
        number = bisect_left(starts, at + 1) - 1
        if number < 0 or at >= ordered[number].scrape.end:
            return None
        return scaled(at, ordered[number].scrape, ordered[number].canonical)

    return place


def unchanged(document: Document) -> Canonical:
    """The scrape as it stands."""
    whole = Span(0, len(document.text))
    witnesses = (Witness(whole, whole, document.siglum),) if len(whole) else ()
    return Canonical(text=document.text, origin="inferred", witnesses=witnesses)


def without(text: str, gone: Iterable[Span], siglum: str) -> Canonical:
    """The text without these spans, which ascend and are disjoint."""
    parts: list[str] = []
    witnesses: list[Witness] = []
    done = length = 0
    for span in (*gone, Span(len(text), len(text))):
        kept = Span(done, span.start)
        if len(kept):
            parts.append(kept.of(text))
            witnesses.append(Witness(Span(length, length + len(kept)), kept, siglum))
            length += len(kept)
        done = span.end
    return Canonical("".join(parts), "inferred", witnesses=tuple(witnesses))


def scraped(starts: Starts, start: int, end: int) -> Span:
    """The span of the text that `[start, end)` of its comparison form stands for."""
    return Span(int(starts[start]), int(starts[end]))


def quote(text: str) -> str:
    """The beginning of an alternative, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= WEIGHTS.quoted else line[: WEIGHTS.quoted - 1] + "…"


def scaled(at: int, of: Span, to: Span) -> int:
    """The offset in `to` that corresponds to `at` in `of`, one being a copy of the other."""
    if len(of) == len(to) or not len(of):
        return to.start + min(at - of.start, len(to))
    return to.start + round((at - of.start) * len(to) / len(of))
