"""A reading of a reading, led back to the scrape."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from auditor.canonical.chunks import scaled
from auditor.model import Canonical, Join, Notice, Span, Witness

SEPARATOR = "\n\n"  # between scrapes of one page; always ends a fragment


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
    whole = replace(second, witnesses=tuple(sorted(found, key=_place)), joins=tuple(joins))
    return noticed(whole, first.notices)


def noticed(reading: Canonical, notices: Iterable[Notice]) -> Canonical:
    """The reading with further limits that its making met, told before its own."""
    told = dict.fromkeys((*notices, *reading.notices))
    return replace(reading, notices=tuple(told)) if told else reading


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
