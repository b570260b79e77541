"""The net below the steps: what no copy in the reading has is put back.

    Fees are due.        Fees are due.   <- kept for both copies;
    Fees are due. (14)                      "(14)" was in the other one alone
                         (14)            <- and is put back behind it

A step that takes one of two copies says that they are one text. Here each fragment of the scrape
is looked up where its witnesses say that it went, and if nothing there is like it, in the whole
reading. What is nowhere comes back where its neighbours stand.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from auditor.canonical.budget import Budget
from auditor.canonical.page import Page
from auditor.canonical.reading import noticed, scaled
from auditor.canonical.weights import WEIGHTS
from auditor.model import Canonical, Choice, Notice, Span, Undone, Witness
from auditor.text import scripts
from auditor.text.compared import Normalized, normalize
from auditor.text.runs import NATS

_LISTED = 3  # places that the notice names


def net(page: Page, reading: Canonical) -> Canonical:
    """The reading with what it has lost of the page; itself where that is nothing."""
    if reading.text == page.text:
        return reading
    lost = list(_Losses(page, reading).stretches())
    if not lost:
        return reading
    return noticed(_put_back(page, reading, lost), [_notice(lost)])


@dataclass(frozen=True, slots=True)
class Lost:
    """A stretch of the scrape that the reading has nowhere, and the place for it there."""

    scrape: Span
    at: int


@dataclass(frozen=True, eq=False)
class _Losses:
    page: Page
    reading: Canonical

    def stretches(self) -> Iterator[Lost]:
        """Those that are passages; what follows each other is one."""
        found: list[Span] = []
        for part in self._lost():
            if found and part.start <= found[-1].end:
                found[-1] = Span(found[-1].start, max(found[-1].end, part.end))
            else:
                found.append(part)
        passages = (span for span in found if len(self._key(span)) >= self._least)
        return (Lost(span, self._place(span)) for span in passages)

    def _lost(self) -> list[Span]:
        found = [
            part
            for span in self._alone()
            for part, key in self._parts(span)
            if not self._is_elsewhere(key)
        ]
        for witness in self._ordered:
            if not self._is_equal(witness):
                found += self._unlike(witness)
        return sorted(found)

    def _unlike(self, witness: Witness) -> Iterator[Span]:
        """What a witness has and the reading has not, beside the noise between the two."""
        compared = self.page.compared
        for part, key in self._parts(witness.scrape):
            near = self._near(part, witness)
            first = compared.text.find(key, compared.position(part.start))
            ranges = [*_absent(key, near, self._shared)]
            lost = [(a, b) for a, b in ranges if self._is_lost(key[a:b], near)]
            if not lost and self._is_lost(key, near):
                lost = [(0, len(key))]
            for start, end in lost:
                yield compared.span(first + start, first + end)

    def _is_lost(self, key: str, near: str) -> bool:
        """Whether a passage stands neither about where it should, but for noise, nor elsewhere."""
        is_near = _likeness(key, near) >= WEIGHTS.there * self._usual
        return len(key) >= self._least and not is_near and not self._is_elsewhere(key)

    @cached_property
    def _usual(self) -> float:
        """How alike the witnesses of the page are to what is read there, as a rule: its noise."""
        found = [
            1.0
            if self._is_equal(witness)
            else _likeness(self._key(witness.scrape), _key(self._compared, witness.canonical))
            for witness in self._ordered
        ]
        return max(WEIGHTS.there, median(found))

    def _parts(self, span: Span) -> Iterator[tuple[Span, str]]:
        """The fragments in a span of the scrape, small ones together, with their keys."""
        start = span.start
        for at in self._fragments(span):
            end = min(span.end, self.page.fragments[at].span.end)
            key = self._key(Span(start, end))
            if len(key) >= self._least or (key and end == span.end):
                yield Span(start, end), key
                start = end

    def _key(self, span: Span) -> str:
        return _key(self.page.compared, span)

    @cached_property
    def _least(self) -> float:
        """Characters that are a passage."""
        return max(self.page.options.min_length, WEIGHTS.passage / NATS * self.page.scale)

    @cached_property
    def _shared(self) -> int:
        """Characters of half a passage: what is shorter, two texts share by chance."""
        return round(WEIGHTS.passage / NATS * self.page.scale / 2)

    def _fragments(self, span: Span) -> range:
        first = bisect_right(self._starts, span.start) - 1
        return range(first, bisect_left(self._starts, span.end))

    @cached_property
    def _starts(self) -> list[int]:
        return [fragment.span.start for fragment in self.page.fragments]

    @cached_property
    def _ordered(self) -> list[Witness]:
        return sorted(self.reading.witnesses, key=lambda witness: witness.scrape)

    def _alone(self) -> Iterator[Span]:
        """What no witness has, beside furniture: that is left out because it is no text."""
        witnessed = [witness.scrape for witness in self._ordered]
        for record in self.reading.undone:
            if record.kind == "furniture":
                witnessed += record.places
        end = 0
        for span in (*sorted(witnessed), Span(len(self.page.text), len(self.page.text))):
            if span.start > end:
                yield Span(end, span.start)
            end = max(end, span.end)

    def _is_equal(self, witness: Witness) -> bool:
        scraped = witness.scrape.of(self.page.text)
        read = witness.canonical.of(self.reading.text)
        return scraped == read or _key(self.page.compared, witness.scrape) == _key(
            self._compared, witness.canonical
        )

    @cached_property
    def _compared(self) -> Normalized:
        return normalize(self.reading.text, self.page.options.normalize)

    def _near(self, part: Span, witness: Witness) -> str:
        """What the reading has about where a part stands by its witness."""
        start, end = (
            scaled(at, witness.scrape, witness.canonical) for at in (part.start, part.end)
        )
        unlike = abs(len(witness.scrape) - len(witness.canonical))
        slack = len(part) + min(unlike, WEIGHTS.astray)
        there = Span(max(0, start - slack), min(len(self.reading.text), end + slack))
        return _key(self._compared, there)

    def _is_elsewhere(self, key: str) -> bool:
        """Whether the reading has it somewhere, in one piece or its two ends."""
        head, tail = self._longest(key, head=True), self._longest(key, head=False)
        return head + tail >= WEIGHTS.there * len(key)

    def _longest(self, key: str, *, head: bool) -> int:
        """Characters of the key, from one end on, that the reading has in one piece."""
        text = self._compared.text

        def is_missing(size: int) -> bool:
            self._budget.spend(len(text))
            return self._budget.is_over or (key[:size] if head else key[-size:]) not in text

        return bisect_left(range(1, len(key) + 1), True, key=is_missing)

    @cached_property
    def _budget(self) -> Budget:
        """Characters of the reading looked through for what is not where it should be."""
        return Budget(WEIGHTS.looked_through)

    def _place(self, span: Span) -> int:
        """Where in the reading what stands before `span` ends."""
        at = bisect_right(self._ordered, span.start, key=lambda w: w.scrape.start) - 1
        if at < 0:
            return 0
        witness = self._ordered[at]
        near = scaled(min(span.start, witness.scrape.end), witness.scrape, witness.canonical)
        return self._border(near)

    def _border(self, near: int) -> int:
        """The end of a fragment of the reading that is nearest."""
        ends = self._ends
        at = bisect_left(ends, near)
        return min(ends[max(0, at - 1) : at + 1], key=lambda end: abs(end - near))

    @cached_property
    def _ends(self) -> list[int]:
        document = self.page.document
        form = self.page.options.normalize
        pieces = self.page.segment(self.reading.text, document.language, form)
        return [0, *(piece.span.end for piece in pieces)]


def _key(side: Normalized, span: Span) -> str:
    """The comparison form of a span of the text."""
    return side.text[side.position(span.start) : side.position(span.end)].strip()


def _likeness(key: str, near: str) -> float:
    return 1.0 if key in near else fuzz.partial_ratio(key, near) / 100


def _absent(key: str, near: str, shared: int) -> Iterator[tuple[int, int]]:
    """The ranges of a key, whole words, of which the text beside it has less than half.

    It has what it has in pieces of `shared` characters: shorter ones stand in any text.
    """
    if key in near:
        return
    best = fuzz.partial_ratio_alignment(key, near)
    start, end = (best.dest_start, best.dest_end) if best else (0, len(near))
    around = near[max(0, start - len(key)) : end + len(key)]
    scores = np.ones(len(key), dtype=np.int64)
    for block in Indel.opcodes(key, around).as_matching_blocks():
        if block.size >= shared:
            scores[block.a : block.a + block.size] = -1
    for start, end in _heaviest(scores.tolist()):
        yield _words(key, start, end)


def _heaviest(scores: Sequence[int]) -> list[tuple[int, int]]:
    """All maximal scoring ranges, ascending (Ruzzo and Tompa 1999)."""
    found: list[tuple[int, int, int, int]] = []  # start, end, the sums before and behind
    total = 0
    for at, score in enumerate(scores):
        before, total = total, total + score
        if score <= 0:
            continue
        new = (at, at + 1, before, total)
        while found:
            left = next((i for i in reversed(range(len(found))) if found[i][2] < new[2]), None)
            if left is None or found[left][3] >= new[3]:
                break
            new = (found[left][0], new[1], found[left][2], new[3])
            del found[left:]
        found.append(new)
    return [(start, end) for start, end, _, _ in found]


def _words(text: str, start: int, end: int) -> tuple[int, int]:
    """A range with the words that it begins and ends in; scripts without blanks have none."""
    while 0 < start < len(text) and scripts.is_in_word(text[start - 1], text[start]):
        start -= 1
    while 0 < end < len(text) and scripts.is_in_word(text[end - 1], text[end]):
        end += 1
    return start, end


def _put_back(page: Page, reading: Canonical, lost: Sequence[Lost]) -> Canonical:
    """Each stretch at its place, apart from what stands there as it was in the scrape."""
    grown = _Grown(reading.text)
    found = []
    for each in sorted(lost, key=lambda each: (each.at, each.scrape)):
        start, end = grown.put(each.at, each.scrape, page.text)
        found.append(Witness(Span(start, end), each.scrape, page.document.siglum))
    left = (part for witness in reading.witnesses for part in _left(witness, lost))
    moved = (replace(w, canonical=grown.span(w.canonical)) for w in left)
    return replace(
        reading,
        text=grown.text(),
        joins=tuple(replace(join, at=grown.start(join.at)) for join in reading.joins),
        choices=tuple(grown.choice(choice) for choice in reading.choices),
        witnesses=tuple(sorted((*moved, *found), key=lambda w: (w.canonical, w.scrape))),
        undone=tuple(_kept(record, [each.scrape for each in lost]) for record in reading.undone),
    )


def _left(witness: Witness, lost: Sequence[Lost]) -> Iterator[Witness]:
    """The parts of a witness before, between and behind what it has lost."""
    scrape, canonical = witness.scrape, witness.canonical
    for each in lost:
        if scrape.start < each.scrape.end and each.scrape.start < scrape.end:
            at = min(max(each.at, canonical.start), canonical.end)
            if scrape.start < each.scrape.start:
                before = Span(scrape.start, each.scrape.start)
                yield replace(witness, canonical=Span(canonical.start, at), scrape=before)
            scrape = Span(min(each.scrape.end, scrape.end), scrape.end)
            canonical = Span(at, canonical.end)
    if len(scrape):
        yield replace(witness, canonical=canonical, scrape=scrape)


class _Grown:
    """A text that grows by what is put into it, at places that ascend."""

    def __init__(self, before: str) -> None:
        self._before = before
        self._parts: list[str] = []
        self._places: list[int] = []
        self._sizes = [0]

    def put(self, at: int, scrape: Span, scraped: str) -> tuple[int, int]:
        """Put a part of the scrape in at a place of the text before; where it stands then."""
        last = self._places[-1] if self._places else 0
        self._parts.append(self._before[last:at])
        stands = "".join(self._parts[-2:])
        gap = "" if not stands or stands[-1].isspace() else _gap(scraped[: scrape.start])
        text = scrape.of(scraped)
        behind = self._before[at : at + 1]
        closes = "\n" if behind.strip() and not text[-1].isspace() else ""
        start = at + self._sizes[-1] + len(gap)
        self._parts.append(gap + text + closes)
        self._places.append(at)
        self._sizes.append(self._sizes[-1] + len(self._parts[-1]))
        return start, start + len(text)

    def text(self) -> str:
        return "".join([*self._parts, self._before[self._places[-1] :]])

    def start(self, at: int) -> int:
        """Where what begins at a place stands now."""
        return at + self._sizes[bisect_right(self._places, at)]

    def span(self, span: Span) -> Span:
        """What is put in at its edges is not in it."""
        start = self.start(span.start)
        return Span(start, max(start, span.end + self._sizes[bisect_left(self._places, span.end)]))

    def choice(self, choice: Choice) -> Choice:
        places = tuple((self.start(at), odds) for at, odds in choice.places)
        return replace(choice, passage=self.span(choice.passage), places=places)


def _gap(before: str) -> str:
    """The white space that a text ends with."""
    return before[len(before.rstrip()) :]


def _kept(record: Undone, back: Sequence[Span]) -> Undone:
    """What was undone, without what is put back."""
    places = list(record.places)
    for span in back:
        places = [part for place in places for part in _without(place, span)]
    return replace(record, places=tuple(places))


def _without(place: Span, span: Span) -> Iterator[Span]:
    if place.start < min(place.end, span.start):
        yield Span(place.start, min(place.end, span.start))
    if max(place.start, span.end) < place.end:
        yield Span(max(place.start, span.end), place.end)


def _notice(lost: Sequence[Lost]) -> Notice:
    size = sum(len(each.scrape) for each in lost)
    places = ", ".join(str(each.scrape) for each in lost[:_LISTED])
    more = f" and {len(lost) - _LISTED:,} more" if len(lost) > _LISTED else ""
    return Notice(
        "put-back",
        f"{size:,} characters of passages taken for copies stand in no other one, so they are put "
        f"back behind what stood before them: {places}{more}.",
    )
