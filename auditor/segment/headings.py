"""Headings whose word the text itself tells: Erthygl 4, ধারা ৪, 4 бап.

No list of words has every language. Where several lines are one word and a number, and the numbers
count on, the word is that of a numbering, in any language.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from auditor.model import Ordinal
from auditor.segment import numerals
from auditor.segment.lines import BLANK, LINE_BREAKS
from auditor.segment.ordinals import Marker
from auditor.segment.styles import LEVELS
from auditor.text import scripts

_FEWEST = 3  # different numbers that make a numbering: with two, anything counts on
# Times that a number stands on average, at the most: a column of a table has fewer different ones.
# Five copies woven together reach it; a guess.
_OFTEN = 5

# The word that stands most often is that of the innermost headings.
_STYLES = ("article", "section", "chapter", "part")

_ENDS = rf"{scripts.ENDS}{scripts.CLAUSE_ENDS}{scripts.SEMICOLONS};"
_NUMBER = rf"\d{{1,3}}|[{numerals.ETHIOPIC}]{{1,3}}"
_WORD = rf"[^{_ENDS}{LINE_BREAKS}\d{numerals.ETHIOPIC}()（）\[\]|]"
_LINE_END = rf"[{_ENDS}]?[ \t]*(?:[{LINE_BREAKS}]|\Z)"
_PREFIX = r"[#>*•\\ \t\xa0–-]{0,12}"
# Erthygl 4 and Erthygl 4. of a line; Член 5. Назва, which has its title in the same line.
_BEHIND_WORD = re.compile(
    rf"{_PREFIX}(?P<label>(?P<word>{_WORD}{{2,24}}?)[:\s]{{0,2}}(?P<number>{_NUMBER}))"
    rf"(?:\*\*|__)?(?={_LINE_END}|[{_ENDS})–—-]\s|[ \t]+(?P<title>\S))"
)
# 4 бап, 4‐модда: the whole line.
_BEFORE_WORD = re.compile(
    rf"{_PREFIX}(?P<label>(?P<number>{_NUMBER})[ \t‐-]{{0,2}}(?P<word>{_WORD}{{2,24}}?))"
    rf"(?:\*\*|__)?(?={_LINE_END})"
)
_BEHIND = re.compile(rf"[{_ENDS}]?(?:\*\*|__)?[{BLANK}]*")


@dataclass(frozen=True, slots=True)
class _Heading:
    """A word and a number where something begins."""

    start: int
    end: int  # of the label
    label: str
    word: str
    number: int


def told_headings(text: str, places: Sequence[int], lines: AbstractSet[int]) -> Iterator[Marker]:
    """The markers of headings whose word the text tells, at those of the `places`, ascending,
    where something begins; `lines` are the places where a line does.
    """
    by_word: dict[str, list[_Heading]] = defaultdict(list)
    for at in places:
        heading = _heading(text, at, is_line=at in lines)
        if heading is not None:
            by_word[heading.word].append(heading)
    told = [headings for headings in by_word.values() if _counts_on(headings)]
    told.sort(key=lambda headings: (-len(headings), headings[0].start))
    for style, headings in zip(_STYLES, told, strict=False):
        for each in headings:
            behind = _BEHIND.match(text, each.end)
            ordinal = Ordinal(each.label, style, LEVELS[style], each.number, ())
            yield Marker(each.start, each.end, behind.end() if behind else each.end, ordinal)


def _heading(text: str, at: int, *, is_line: bool) -> _Heading | None:
    found = _BEHIND_WORD.match(text, at)
    if found is not None and found["title"] and not found["title"].isupper():
        found = None
    if found is None and is_line:
        found = _BEFORE_WORD.match(text, at)
    if found is None:
        return None
    word = found["word"].strip(" \t‐-:").casefold()
    number = numerals.digits(found["number"]) or numerals.ethiopic(found["number"])
    if not number or not any(map(str.isalpha, word)):
        return None
    return _Heading(at, found.end("label"), found["label"].strip(), word, number)


def _counts_on(headings: Sequence[_Heading]) -> bool:
    """Whether most numbers stand again or go on by one, for copies are woven into a page; and most
    of them have the next behind them somewhere.
    """
    numbers = {heading.number for heading in headings}
    if not len(numbers) >= _FEWEST or len(headings) > _OFTEN * len(numbers):
        return False
    steps = [(a.number, b.number) for a, b in pairwise(headings)]
    near = sum(after - before in (0, 1) for before, after in steps)
    followed = {before for before, after in steps if after == before + 1}
    return 2 * near > len(steps) and 2 * len(followed) >= len(numbers) - 1
