"""Cells of columns that were read across: each goes on where its column broke off shortly before.

scrape      a1 b1 a2 b2 a3      between two copies of a stands b2 a3, or it is an edit of b
canonical   a1 a2 a3 b1 b2 b3   b2 goes on b1, and a3 goes on a2
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.align.copies import Change, Copy
from auditor.align.cuts import alike
from auditor.align.weights import WEIGHTS

Part = tuple[int, int, int]  # start and end in a text, and where it stands in the canonical


def prefix(text: str, canonical: str, at: int) -> tuple[int, int]:
    """How many characters of the text the canonical has behind `at`, and from where on.

    A blank there that the text lacks is passed over.
    """
    at += canonical[at : at + 1] == " " != text[:1]
    return alike(text, canonical[at : at + len(text)]), at


def suffix(text: str, canonical: str, at: int) -> int:
    """How many characters at the text's end the canonical has before `at`."""
    return alike(text[::-1], canonical[max(0, at - len(text)) : at][::-1])


def strands(
    text: str, canonical: str, ends: Sequence[int], starts: Sequence[int], cuts: frozenset[int]
) -> list[Part]:
    """The parts of a text, each of which goes on where something ends, or leads into where
    something starts; nothing, where they don't make all of it.

    `ends` come in the order in which they are asked. A part is cut at blanks and at `cuts`, the
    longest first. A part that goes on another part goes on where that ends.
    """
    finder = _Finder(text, canonical, starts, cuts)
    return finder.parts(0, tuple(ends)) or []


class _Finder:
    """Finds the parts of a text one behind the other."""

    def __init__(
        self, text: str, canonical: str, starts: Sequence[int], cuts: frozenset[int]
    ) -> None:
        self.text, self.canonical, self.starts, self.cuts = text, canonical, starts, sorted(cuts)
        self.left = WEIGHTS.passages  # parts that are tried

    def parts(self, at: int, ends: tuple[int, ...]) -> list[Part] | None:
        """The parts from a place on; None, where there are none."""
        at += at > 0 and self.text[at : at + 1] == " "
        rest = self.text[at:]
        if not rest:
            return []
        for start in self.starts:
            if start >= len(rest) and self.canonical.startswith(rest, start - len(rest)):
                return [(at, len(self.text), start - len(rest))]
        least = next((cut - at for cut in self.cuts if cut > at), WEIGHTS.told)
        head = rest[: min(least, WEIGHTS.told)]
        heads = [
            (*prefix(rest, self.canonical, end), end)
            for end in ends
            if self.canonical.find(head, end, end + len(head) + 1) >= 0
        ]
        for length, home, end in sorted(heads, key=_length, reverse=True):
            for stop in self._stops(at, at + length):
                if not self.left:
                    return None
                self.left -= 1
                others = (other for other in ends if other != end)
                found = self.parts(stop, (home + stop - at, *others))
                if found is not None:
                    return [(at, stop, home), *found]
        return None

    def _stops(self, at: int, end: int) -> Iterator[int]:
        """Where a part from `at` on may end, the last place first: with the text, or at a cut."""
        if end == len(self.text):
            yield end
        for stop in range(min(end, len(self.text) - 1), at, -1):
            is_word = self.text[stop] == " " and stop >= at + WEIGHTS.told
            if stop in self.cuts or is_word:
                yield stop


def _length(head: tuple[int, int, int]) -> int:
    return head[0]


def turned(copy: Copy, number: int, scrape: str, cuts: frozenset[int]) -> Iterator[Change]:
    """An insertion of a copy, wherever it may stand: x[a b a]y put into is [a b]a or a[b a].

    First as it is, then where it begins at a cut or beside a blank.
    """
    put = copy.edits[number]
    yield put
    low = copy.edits[number - 1].scrape_end if number else copy.scrape_start
    high = copy.edits[number + 1].scrape_start if copy.edits[number + 1 :] else copy.scrape_end
    start, end = put.scrape_start, put.scrape_end
    while start - 1 > low and scrape[start - 1] == scrape[end - 1]:
        start, end = start - 1, end - 1
        if start in cuts or " " in scrape[start - 1 : start + 1]:
            yield _shifted(put, start - put.scrape_start)
    start, end = put.scrape_start, put.scrape_end
    while end + 1 < high and scrape[start] == scrape[end]:
        start, end = start + 1, end + 1
        if start in cuts or " " in scrape[start - 1 : start + 1]:
            yield _shifted(put, start - put.scrape_start)


def _shifted(edit: Change, by: int) -> Change:
    return Change(edit.op, *(place + by for place in edit[1:]))
