"""The reading of a levelled text, led back to the letters of the scrape."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np
from rapidfuzz.distance import Levenshtein

from auditor.canonical.spelling.levelling import Levelled
from auditor.canonical.spelling.weights import WEIGHTS
from auditor.model import Canonical, Choice, Span, Witness


@dataclass(frozen=True, slots=True)
class _Change:
    """`span` of the levelled text reads as another copy has it; `scrape` is what stands there.

    What is left out there, so that `span` is empty, belongs to what stands before it.
    """

    span: Span
    scrape: Span

    @property
    def last(self) -> int:
        """The place of the last character that the change belongs to."""
        return max(0, self.span.end - 1)


def respell(scrape: str, levelled: Levelled, reading: Canonical) -> Canonical:
    """`reading`, inferred from the levelled text, as one of the scrape.

    A passage has the reading of another copy only where one of its own witnesses has it so; else
    it is written as scraped.
    """
    back = _Back(scrape, levelled)
    scraped = sorted(_as_scraped(back, levelled.text, reading))
    there = _Shift([(span, len(text)) for span, text in scraped])
    text, done = [], 0
    for span, letters in scraped:
        text += [reading.text[done : span.start], letters]
        done = span.end
    text.append(reading.text[done:])
    witnesses = [
        Witness(there.span(w.canonical), back.span(w.scrape), w.siglum) for w in reading.witnesses
    ]
    return replace(
        reading,
        text="".join(text),
        joins=tuple(replace(join, at=there(join.at)) for join in reading.joins),
        choices=tuple(_shifted(choice, there) for choice in reading.choices),
        witnesses=tuple(w for w in witnesses if len(w.scrape)),
        undone=tuple(
            replace(record, places=tuple(map(back.span, record.places)))
            for record in reading.undone
        ),
    )


def changed(scrape: str, levelled: Levelled) -> Iterator[Span]:
    """What of the scrape is spelt otherwise; where something is only missing, what is before."""
    for change in _Back(scrape, levelled).changes:
        start, end = change.scrape.start, change.scrape.end
        yield change.scrape if start < end else Span(max(0, start - 1), start)


class _Back:
    """From places of the levelled text to places of the scrape."""

    def __init__(self, scrape: str, levelled: Levelled) -> None:
        source = levelled.source
        kept = np.where(source >= 0, source + 1, 0)
        ends = np.maximum.accumulate(np.concatenate([[0], kept]))
        places = np.append(np.where(source >= 0, source, ends[:-1]), len(scrape))
        self.places: list[int] = places.tolist()
        self.changes = list(self._changes(levelled, ends.tolist()))
        self.starts = [change.span.start for change in self.changes]
        self.scrape = scrape

    def _changes(self, levelled: Levelled, ends: Sequence[int]) -> Iterator[_Change]:
        odd = np.flatnonzero(np.array(self.places) != np.array(ends)).tolist()
        strange = np.flatnonzero(levelled.source < 0).tolist()
        done = -1
        for at in sorted({*odd, *strange}):
            if at <= done:
                continue
            end = at
            while end < len(levelled.source) and levelled.source[end] < 0:
                end += 1
            done = end
            yield _Change(Span(at, end), Span(ends[at], self.places[end]))

    def span(self, span: Span) -> Span:
        return Span(self.places[span.start], self.places[span.end])

    def inside(self, span: Span) -> Sequence[_Change]:
        """The changes of a span of the levelled text."""
        first, last = bisect_left(self.starts, span.start), bisect_right(self.starts, span.end)
        return [
            change
            for change in self.changes[first:last]
            if span.start <= change.last and change.span.end <= span.end
        ]


def _as_scraped(back: _Back, text: str, reading: Canonical) -> Iterator[tuple[Span, str]]:
    """Spans of the reading that no witness has so, and how the first of them is scraped."""
    covered = np.zeros(len(reading.text) + 1, dtype=np.int64)
    changed: dict[Span, list[_Change]] = defaultdict(list)
    for witness in reading.witnesses:
        for canonical, span in _equal(witness, text, reading.text):
            covered[canonical.start] += 1
            covered[canonical.end] -= 1
            for change in back.inside(span):
                by = canonical.start - span.start
                changed[Span(change.span.start + by, change.span.end + by)].append(change)
    covered = np.cumsum(covered)
    done = 0
    for span, changes in sorted(changed.items()):
        last = max(0, span.end - 1)
        if span.start >= done and len(changes) >= covered[last]:
            yield span, changes[0].scrape.of(back.scrape)
            done = span.end


def _equal(witness: Witness, text: str, reading: str) -> Iterator[tuple[Span, Span]]:
    """The parts of a witness that say what the reading says: in the reading, in the text."""
    said, seen = witness.canonical.of(reading), witness.scrape.of(text)
    if said == seen:
        yield witness.canonical, witness.scrape
    elif max(len(said), len(seen)) <= WEIGHTS.longest_compared:
        at, there = witness.canonical.start, witness.scrape.start
        for code in Levenshtein.opcodes(said, seen):
            if code.tag == "equal":
                yield (
                    Span(at + code.src_start, at + code.src_end),
                    Span(there + code.dest_start, there + code.dest_end),
                )


class _Shift:
    """Where places of a text stand when some of its spans, disjoint, have other lengths."""

    def __init__(self, spans: Sequence[tuple[Span, int]]) -> None:
        self.spans = spans
        self.ends = [span.end for span, _ in spans]
        self.more = [0, *accumulate(length - len(span) for span, length in spans)]

    def __call__(self, at: int) -> int:
        number = bisect_right(self.ends, at) if at else 0
        if number < len(self.spans):
            span, length = self.spans[number]
            if span.start < at:
                return span.start + self.more[number] + min(at - span.start, length)
        return at + self.more[number]

    def span(self, span: Span) -> Span:
        return Span(self(span.start), self(span.end))


def _shifted(choice: Choice, there: _Shift) -> Choice:
    places = tuple((there(at), odds) for at, odds in choice.places)
    return replace(choice, passage=there.span(choice.passage), places=places)
