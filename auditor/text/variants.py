"""Readings of one passage that mean different things: in figures, dates, negations, names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from auditor.model import Span
from auditor.text import scripts
from auditor.text.words import dates, negations_alone, negations_inside

_WORD = 12  # characters by which an edit is widened to the word it changes
# Letters, marks and figures of scripts that put spaces between words, and what stands in figures.
_PART = re.compile(f"[0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u1fff{scripts.HANGUL}.,:%'’-]")

_AROUND = 24  # characters around a place in which the date may be that it is a part of
_YEAR, _PART_OF_DATE = r"(?<!\d)(?:1[3-9]|2[0-5])\d\d(?!\d)", r"(?<!\d)\d{1,2}(?!\d)"
_SPELT = scripts.HAN_TO_NINE + "零十"
_NUMBER = re.compile(rf"\d+|[{_SPELT}]+")
# 2018-07-13, 2018年7月13日; 13. Juli 2018, and July 13, 2018 with `before`; 二〇一八年七月十三日.
_DAY = re.compile(
    rf"(?P<before>[^\W\d_{scripts.HAN_AND_KANA}]*)\W{{0,2}}(?P<date>"
    rf"{_YEAR}[\W年년]{{1,3}}{_PART_OF_DATE}(?:[\W月월]{{1,3}}{_PART_OF_DATE}[日일]?)?"
    rf"|(?<![^\W_]){_PART_OF_DATE}(?:[\s.,/'’-]|[^\W\d_{scripts.HAN_AND_KANA}{scripts.HANGUL}]){{1,20}}?{_YEAR}"
    rf"|(?<![{_SPELT}])[{_SPELT}]{{4}}年[{_SPELT}]{{1,3}}月(?:[{_SPELT}]{{1,3}}日)?)"
)


def differ(here: str, there: str) -> bool:
    """Whether two readings of one place differ in figures, a date or a negation."""
    return (
        _figures(here) != _figures(there)
        or _dates(here) != _dates(there)
        or negations(here) != negations(there)
    )


def _figures(words: str) -> str:
    return "".join(
        c if c in scripts.HAN_FIGURES else str(unicodedata.decimal(c, ""))
        for c in words
        if c in scripts.HAN_FIGURES or c.isdecimal()
    )


def _words(text: str) -> list[str]:
    return [word.strip(".,:%'’-") for word in text.casefold().split()]


def _dates(text: str) -> list[str]:
    return [word for word in _words(text) if word in dates()]


def negations(text: str) -> int:
    """How many words or signs turn the text around."""
    alone = sum(word in negations_alone() for word in _words(text))
    return alone + len(negations_inside().findall(text.casefold()))


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it is written: its numbers, and the letters of its words and of the word before
    it.

    It has a year, and a day or a month; what its month is called is not looked at.
    """

    span: Span
    numbers: tuple[str, ...]
    words: str


def day(text: str, place: Span) -> Day | None:
    """The one date that the place is a part of, or is in it; None if there is none, or several."""
    first = max(0, place.start - _AROUND)
    around = text[first : place.end + _AROUND]
    figures = "".join(str(unicodedata.decimal(c, c)) for c in around)
    start, end = place.start - first, max(place.end, place.start + 1) - first
    found = [m for m in _DAY.finditer(figures) if m.start() < end and m.end() > start]
    if len(found) != 1:
        return None
    date = found[0]["date"]
    return Day(
        Span(first + found[0].start(), first + found[0].end()),
        tuple(_NUMBER.findall(date)),
        "".join(filter(str.isalpha, found[0]["before"] + date)),
    )


def has_number(text: str) -> bool:
    """Whether a number stands there, in figures or as one is spelt in a Chinese date."""
    return _NUMBER.search(text) is not None


def widened(text: str, span: Span) -> Span:
    """The span with the rest of the words and figures that it is a part of."""
    start, end = span.start, span.end
    while start > 0 and span.start - start < _WORD and _PART.match(text[start - 1]):
        start -= 1
    while end < len(text) and end - span.end < _WORD and _PART.match(text[end]):
        end += 1
    return Span(start, end)
