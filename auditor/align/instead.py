"""A sentence in the place of another is told whole, whatever words the two happen to share.

    scrape      A. The mill is closed on Monday. B          inserted: The mill is closed on Monday.
    canonical   A. The shop sells bread on credit. B        missing: The shop sells bread on credit.

Words that stand for others begin and end as words do: no letter that both begin with is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from auditor.align.copies import Copy
from auditor.align.cuts import ends_sentence, in_word
from auditor.align.reading.lines import Form
from auditor.align.settle import bare, between_ends
from auditor.align.weights import WEIGHTS


class _Part(NamedTuple):
    """What a copy has of a sentence, in offsets of the canonical."""

    number: int  # of the copy
    start: int
    end: int


class _Pair(NamedTuple):
    """A sentence, and another in its place; what both have, and how long they are."""

    parts: list[_Part]
    equal: int
    scraped: int
    read: int

    def with_part(self, part: _Part, copy: Copy) -> _Pair:
        shared = copy.part(part.start, part.end)
        return _Pair(
            [*self.parts, part],
            self.equal + shared.weight,
            self.scraped + shared.scrape_end - shared.scrape_start,
            self.read + part.end - part.start,
        )

    def with_gap(self, scraped: int, read: int) -> _Pair:
        return self._replace(scraped=self.scraped + scraped, read=self.read + read)


_NOTHING = _Pair([], 0, 0, 0)


def told_whole(
    copies: Sequence[Copy], scrape: Form, canonical: Form, scale: float
) -> Sequence[Copy]:
    """The copies without what a sentence shares with another that stands in its place.

    That is less than half of the two together: of more, the sentence was edited.
    """
    most = round(WEIGHTS.bare * scale)
    gaps = bare(copies, scrape, canonical, most)
    if not gaps:
        return copies
    cut = between_ends(copies, scrape, canonical)
    finder = _Finder(cut, scrape, canonical, most)
    for part in finder.shared(sorted(gaps)):
        copy = cut[part.number]
        if part.end == finder.copies[part.number].canonical_end:
            cut[part.number] = copy.part(
                copy.canonical_start, max(copy.canonical_start, part.start)
            )
        else:
            cut[part.number] = copy.part(min(copy.canonical_end, part.end), copy.canonical_end)
    for number in gaps:
        left, right = cut[number - 1 : number + 1]
        cut[number - 1 : number + 1] = _to_words(left, right, scrape, canonical)
    return [copy for copy in cut if copy.scrape_end > copy.scrape_start]


class _Finder:
    """Finds the pairs of sentences around gaps on both sides."""

    def __init__(self, copies: Sequence[Copy], scrape: Form, canonical: Form, most: int) -> None:
        self.copies, self.most = tuple(copies), most
        self.scrape, self.canonical = scrape.text, canonical.text
        self.lines = scrape.starts, canonical.starts

    def shared(self, gaps: Sequence[int]) -> Iterator[_Part]:
        """The parts of copies that sentences share with others in their place."""
        done = 0
        for number in gaps:
            if number < done:
                continue
            first, last = number - 1, number
            while first and self._last_cut(first) is None and self._goes_on(first):
                first -= 1
            while self._first_cut(last) is None and self._goes_on(last + 1):
                last += 1
            done = last + 1
            for pair in self._pairs(first, last):
                if 4 * pair.equal < pair.scraped + pair.read:
                    yield from pair.parts

    def _pairs(self, first: int, last: int) -> Iterator[_Pair]:
        """The pairs of sentences from a copy to another one."""
        head = self._last_cut(first)
        copy = self.copies[first]
        start = copy.canonical_start if head is None else head
        pair = _NOTHING.with_part(_Part(first, start, copy.canonical_end), copy)
        for number in range(first + 1, last + 1):
            left, right = self.copies[number - 1], self.copies[number]
            here = self._cuts(left.scrape_end, right.scrape_start, 0)
            there = self._cuts(left.canonical_end, right.canonical_start, 1)
            if here or there:
                a = here or (right.scrape_start, left.scrape_end)
                b = there or (right.canonical_start, left.canonical_end)
                yield pair.with_gap(a[0] - left.scrape_end, b[0] - left.canonical_end)
                pair = _NOTHING.with_gap(right.scrape_start - a[1], right.canonical_start - b[1])
            else:
                pair = pair.with_gap(
                    right.scrape_start - left.scrape_end,
                    right.canonical_start - left.canonical_end,
                )
            tail = self._first_cut(number) if number == last else None
            end = right.canonical_end if tail is None else tail
            pair = pair.with_part(_Part(number, right.canonical_start, end), right)
        yield pair

    def _goes_on(self, number: int) -> bool:
        """A copy stands behind the one before it in the canonical, and near on both sides."""
        if not 0 < number < len(self.copies):
            return False
        left, right = self.copies[number - 1 : number + 1]
        skips = (
            right.scrape_start - left.scrape_end,
            right.canonical_start - left.canonical_end,
        )
        return all(0 <= skip <= self.most for skip in skips)

    def _cuts(self, start: int, end: int, side: int) -> tuple[int, int] | None:
        """The first and the last place in a range where a sentence ends, or before its blank."""
        text, lines = (self.scrape, self.canonical)[side], self.lines[side]
        last = end + (text[end : end + 1] == " ")
        found = [at for at in range(start, last + 1) if _ends(text, at, lines)]
        return (min(found[0], end), min(found[-1], end)) if found else None

    def _last_cut(self, number: int) -> int | None:
        copy = self.copies[number]
        least = max(copy.canonical_start, copy.canonical_end - self.most)
        places = range(copy.canonical_end, least - 1, -1)
        return next((at for at in places if self._is_cut(copy, at)), None)

    def _first_cut(self, number: int) -> int | None:
        copy = self.copies[number]
        most = min(copy.canonical_end, copy.canonical_start + self.most)
        places = range(copy.canonical_start, most + 1)
        return next((at for at in places if self._is_cut(copy, at)), None)

    def _is_cut(self, copy: Copy, at: int) -> bool:
        """A sentence ends before this place of a copy, in both texts."""
        if not _ends(self.canonical, at, self.lines[1]):
            return False
        places = {copy.scrape_end if at == copy.canonical_end else copy.scrape_at(at)}
        places.update(e.scrape_start for e in copy.edits if e.canonical_end == at)
        return any(_ends(self.scrape, here, self.lines[0]) for here in places)


def _ends(text: str, at: int, lines: frozenset[int]) -> bool:
    """Whether a sentence or a line ends before `text[at]`; the number of an item ends none."""
    if not ends_sentence(text, at, lines):
        return False
    if at in lines or not text[at - 3 : at - 2].isdigit() or text[at - 2 : at] != ". ":
        return True
    start = at - 2
    while start and (text[start - 1].isdigit() or text[start - 1] == "."):
        start -= 1
    return not ends_sentence(text, start, lines)


def _to_words(left: Copy, right: Copy, scrape: Form, canonical: Form) -> tuple[Copy, Copy]:
    """The two copies, where text stands for other text between them, each up to a whole word."""
    if left.scrape_end == right.scrape_start or left.canonical_end == right.canonical_start:
        return left, right
    back = 0
    while back < left.scrape_end - left.exact_from and (
        in_word(scrape.text, left.scrape_end - back)
        or in_word(canonical.text, left.canonical_end - back)
    ):
        back += 1
    if 0 < back < left.scrape_end - left.exact_from:
        left = left.part(left.canonical_start, left.canonical_end - back)
    on = 0
    while on < right.exact_to - right.scrape_start and (
        in_word(scrape.text, right.scrape_start + on)
        or in_word(canonical.text, right.canonical_start + on)
    ):
        on += 1
    if 0 < on < right.exact_to - right.scrape_start:
        right = right.part(right.canonical_start + on, right.canonical_end)
    return left, right
