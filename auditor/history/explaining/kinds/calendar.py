"""Dates as texts write them: 3 May 2020, May 3rd, 2020, 2020-05-03, 2020年5月3日, 3. Mai 2020."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from auditor.history.explaining.terms import Lexicon
from auditor.model import Span

_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s*[-./年]\s*(?P<m>\d{1,2})\s*[-./月]\s*(?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})[.\s]*(?:st|nd|rd|th|er|º)?\s*(?:of |de )?"
    r"(?P<w2>[^\W\d_]{3,12})\.?,?\s+(?P<y2>(?:19|20)\d\d)"
    r"|(?P<w3>[^\W\d_]{3,12})\.?\s+(?P<d3>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y3>(?:19|20)\d\d)"
    r"|(?P<d4>\d{1,2})[./](?P<m4>\d{1,2})[./](?P<y4>(?:19|20)\d\d)"
)


def first_date(text: str, lexicon: Lexicon) -> str | None:
    """The first date with a year, a month and a day, as an ISO date."""
    return next((found for _, found in dates(text, lexicon)), None)


def dates(text: str, lexicon: Lexicon) -> Iterator[tuple[Span, str]]:
    """Every date with a year, a month and a day: where it stands, and as an ISO date."""
    for match in _DATE.finditer(text):
        year = match["y"] or match["y2"] or match["y3"] or match["y4"]
        day = match["d"] or match["d2"] or match["d3"] or match["d4"]
        month = match["m"] or match["m4"] or _month(match["w2"] or match["w3"], lexicon)
        if month is None:
            continue
        try:
            yield Span(*match.span()), date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue


def _month(word: str, lexicon: Lexicon) -> int | None:
    lowered = word.casefold()
    for terms in lexicon.terms:
        months = terms.lists["months"]
        if lowered in months:
            at = months.index(lowered)
            return at + 1 if at < 12 else _short(lowered, months)
    return None


def _short(word: str, months: tuple[str, ...]) -> int | None:
    """The month of another form, such as a short one, by its first letters."""
    begins = [unicodedata.normalize("NFKD", each)[:3] for each in months[:12]]
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return next((k + 1 for k, each in enumerate(begins) if plain.startswith(each)), None)
