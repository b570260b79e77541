"""What stands again or nowhere, and is just what the canonical lacks: it is at home there.

    scrape      a1 b1 a2 b2         columns read across, and b2 is a1 to the letter
    canonical   a1 a2 b1 b2         b2 is no second copy of a1

A text that says something several times is read from the wrong one of these places where its
parts stand alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from auditor.align.copies import Change, Copies, Copy, open_ranges, ranges_left
from auditor.align.cuts import in_word
from auditor.align.keep import Pieces
from auditor.align.reading.lines import Form
from auditor.align.weights import WEIGHTS
from auditor.text.cover import Cover
from auditor.text.runs import Codes

_NONE = "\uffff"  # no character


def going_on(copies: Sequence[Copy], scrape: Form, canonical: Form) -> Sequence[Copy]:
    """The copies, each short one at the place that goes on a copy shortly before, if there is one.

    What stands several times in the canonical could be taken from any of these places; that is
    only seen where one is taken twice.
    """
    copies = Copies.of(copies)
    starts, reached = copies.reaches
    if (reached[:-1] <= starts[1:]).all():
        return copies
    placed, asked = (
        list(copies),
        bytearray(_may_go_on(copies, scrape.codes, canonical.codes).tobytes()),
    )
    number = -1
    while (number := asked.find(1, number + 1)) >= 0:
        start, end, home, _, edits = copies[number]
        near = [other[3] for other in placed[max(0, number - WEIGHTS.copies_near) : number]]
        if edits or end - start > WEIGHTS.longest_gap or {home - 1, home, home + 1} & {*near}:
            continue
        new = _next_home(scrape.text[start:end], canonical.text, near, home)
        if new != home:
            placed[number] = Copy(start, end, new, new + end - start)
            behind = len(asked[number + 1 : number + 1 + WEIGHTS.copies_near])
            asked[number + 1 : number + 1 + behind] = b"\1" * behind  # they may follow it
    return placed


def _may_go_on(copies: Copies, a: Codes, b: Codes) -> NDArray[np.bool_]:
    """Which copies go on none of those shortly before, but begin as the text behind one does."""
    starts, _, homes, ends = copies.columns
    last, first, blank = len(b) - 1, a[starts], ord(" ")
    behind = ends + ((ends <= last) & (b[np.minimum(ends, last)] == blank))
    apart, alike = np.ones(len(copies), dtype=bool), np.zeros(len(copies), dtype=bool)
    for back in range(1, min(WEIGHTS.copies_near, len(copies) - 1) + 1):
        apart[back:] &= np.abs(homes[back:] - ends[:-back]) > 1
        at = behind[:-back] - (first[back:] == blank)
        alike[back:] |= (at <= last) & (b[np.minimum(at, last)] == first[back:])
    return apart & alike


def _next_home(text: str, canonical: str, ends: Sequence[int], home: int) -> int:
    """Where the text goes on what ended before, but for a blank; or its home."""
    for end in reversed(ends):
        at = end + ((canonical[end : end + 1] == " ") - (text[0] == " "))
        if at >= 0 and canonical.startswith(text, at):
            return at
    return home


def without_words(copies: Sequence[Copy], scrape: str, canonical: str) -> Sequence[Copy]:
    """The copies, parted at words that are just what they lack: no edits of other words.

    scrape      a long word b       with `long` missing elsewhere, it is no edited `other`
    canonical   a other word b
    """
    copies = Copies.of(copies)
    if not any(edit.op == "replace" for at in copies.edited for edit in copies[at].edits):
        return copies
    lack = {canonical[start:end].strip() for start, end in ranges_left(copies, len(canonical))}
    lack = {word for word in lack if len(word) >= WEIGHTS.stands}
    if not lack:
        return copies
    parts: list[Copy] = []
    done = 0
    for at in copies.edited:
        parts += copies[done:at]
        found = _parted_at(copies[at], lack, scrape)
        parts += (part for part in found if part.scrape_end > part.scrape_start)
        done = at + 1
    return [*parts, *copies[done:]]


def _parted_at(copy: Copy, words: set[str], scrape: str) -> Iterator[Copy]:
    """The parts of a copy before, between and behind edited words that are among these."""
    done, home, kept = copy.scrape_start, copy.canonical_start, 0
    for first, last in _edited_words(copy, scrape):
        start, end = copy.edits[first].scrape_start, copy.edits[last].scrape_end
        back = on = 0
        while start - back > done and in_word(scrape, start - back):
            back += 1
        while end + on < copy.scrape_end and in_word(scrape, end + on):
            on += 1
        if scrape[start - back : end + on] not in words:
            continue
        to = copy.edits[first].canonical_start - back
        yield Copy(done, start - back, home, to, copy.edits[kept:first])
        done, home, kept = end + on, copy.edits[last].canonical_end + on, last + 1
    yield Copy(done, copy.scrape_end, home, copy.canonical_end, copy.edits[kept:])


def _edited_words(copy: Copy, scrape: str) -> Iterator[tuple[int, int]]:
    """The first and the last edit of each word."""
    first = 0
    for number, edit in enumerate(copy.edits):
        behind = copy.edits[number + 1].scrape_start if number + 1 < len(copy.edits) else None
        if behind is None or any(char.isspace() for char in scrape[edit.scrape_end : behind]):
            yield first, number
            first = number + 1


def at_lacking(pieces: Pieces, scrape: str, canonical: str, scale: float) -> list[Copy]:
    """The copies of the pieces, those that stand again and what is none where the canonical lacks
    just that; nothing, where none does.
    """
    least = max(WEIGHTS.stands, round(WEIGHTS.long * scale))
    copies = pieces.copies
    finder = _finder(copies, canonical, least)
    if not finder:
        return []
    again = [
        (*copies[number][:2], number)
        for number in pieces.numbers("repeated")
        if all(_is_blank(edit, scrape, canonical) for edit in copies[number][4])
    ]
    most = max(end - start for start, end in finder.free)
    asked = sorted(_stripped([*again, *_open(copies, scrape)], scrape, least, most))
    placed = _placed(asked, finder, scrape)
    if not placed:
        return []
    stay = [copy for number, copy in enumerate(copies) if number not in placed]
    return sorted([*stay, *placed.values()])


def _is_blank(edit: Change, scrape: str, canonical: str) -> bool:
    """Only white space is changed."""
    _, start, end, home, to = edit
    return not scrape[start:end].strip() and not canonical[home:to].strip()


def with_lacking(copies: Sequence[Copy], scrape: str, canonical: str, scale: float) -> list[Copy]:
    """The copies, and what stands between them that is just what they lack of the canonical."""
    least = max(WEIGHTS.stands, round(WEIGHTS.long * scale))
    asked = list(_stripped(_open(copies, scrape), scrape, least, len(scrape)))
    finder = _finder(copies, canonical, least) if asked else None
    placed = _placed(asked, finder, scrape) if finder else {}
    return sorted([*copies, *placed.values()]) if placed else list(copies)


def _finder(copies: Sequence[Copy], canonical: str, least: int) -> _Finder | None:
    """A finder of texts in what the copies lack, if that is enough for one."""
    left = ranges_left(copies, len(canonical))
    free = [(start, end) for start, end in left if end - start >= least]
    return _Finder(free, canonical, copies) if free else None


def _placed(asked: Sequence[tuple[int, int, int]], finder: _Finder, scrape: str) -> dict[int, Copy]:
    """What of scraped ranges, each with its number, stands in what is lacking."""
    placed: dict[int, Copy] = {}
    for start, end, number in asked[: max(1, WEIGHTS.sought // len(finder.text))]:
        if scrape[start:end] not in finder.text or in_word(scrape, start) or in_word(scrape, end):
            continue
        home = finder.home(scrape[start:end])
        if home is not None:
            placed[number] = Copy(start, end, home, home + end - start)
    return placed


class _Finder:
    """Finds texts in what is lacking, each place once; first where they go on what is there."""

    def __init__(
        self, free: Sequence[tuple[int, int]], canonical: str, copies: Sequence[Copy]
    ) -> None:
        self.free, self.canonical = free, canonical
        self.text = _NONE.join(canonical[start:end] for start, end in free)
        self.begins = [0, *accumulate(end - start + 1 for start, end in free)]
        self.used = Cover(len(self.text))
        self.copies = copies

    @cached_property
    def starts(self) -> set[int]:
        return {copy.canonical_start for copy in self.copies}

    @cached_property
    def ends(self) -> set[int]:
        return {copy.canonical_end for copy in self.copies}

    def home(self, wanted: str) -> int | None:
        """Where in the canonical a text is at home."""
        places = [(self._canonical(at), at) for at in self._places(wanted)]
        if not places:
            return None
        length = len(wanted)
        home, at = max(places, key=lambda place: self._joins(place[0], place[0] + length))
        self.used.add(at, at + length)
        self.starts.add(home)
        self.ends.add(home + length)
        return home

    def _places(self, wanted: str) -> Iterator[int]:
        """A few places where it stands and is not used yet."""
        at = -1
        for _ in range(WEIGHTS.copies_near):
            at = self.text.find(wanted, at + 1)
            if at < 0:
                return
            if not self.used.count(at, at + len(wanted)):
                yield at

    def _canonical(self, at: int) -> int:
        place = bisect_right(self.begins, at) - 1
        return self.free[place][0] + at - self.begins[place]

    def _joins(self, home: int, end: int) -> int:
        """On how many sides it joins what stands there, but for a blank."""
        home -= self.canonical[home - 1 : home] == " " and home not in self.ends
        end += self.canonical[end : end + 1] == " " and end not in self.starts
        return (home in self.ends) + (end in self.starts)


def _open(copies: Sequence[Copy], scrape: str) -> list[tuple[int, int, int]]:
    """What no copy has, with numbers that no copies have."""
    return [(start, end, ~at) for at, (start, end) in enumerate(open_ranges(copies, scrape))]


def _stripped(
    ranges: Sequence[tuple[int, int, int]], scrape: str, least: int, most: int
) -> Iterator[tuple[int, int, int]]:
    """The ranges without blanks at their ends, if they are long enough, and may be short enough."""
    for start, end, number in ranges:
        if end - start > most and not scrape[start].isspace() and not scrape[end - 1].isspace():
            continue
        text = scrape[start:end]
        core = text.strip()
        if len(core) < least:
            continue
        at = start + text.index(core)
        yield at, at + len(core), number
