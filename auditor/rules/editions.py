"""AUD108: two editions of one text on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.model import Collation, Editions, Location, Options, Span, Variant
from auditor.rules.drafts import Draft, as_rule
from auditor.rules.places import at, characters, percent, quote
from auditor.text.variants import day, differ, widened

_SHOWN = 6  # variants that are told in words
_SHORT = 24  # characters of a variant that may be that of a date or a number
_HEAD = 400  # characters of the second edition that tell it from others


@as_rule(
    "AUD108", "two-editions", "warning", "a long text twice, in two editions: somebody chooses"
)
def two_editions(collation: Collation, options: Options) -> Iterator[Draft]:
    """A long text stands twice, in two editions that differ as an author makes them differ.

    Passages are put another way in one of them, or there is another date and passages that only
    one has. Nothing is left out of the canonical. Copies that a scraper made, which differ by
    misread characters or by what one of them lacks, are AUD103.

    Why: a page may have both by right, the text in force and the one to come, or one for each
    country; who takes them for one text reads every clause twice, and some in two ways.

    Example: the terms that hold until July, and behind them those that hold from then on.

    Fix: decide which edition is meant, and leave the other out when scraping; or keep both.
    """
    editions = collation.canonical.editions
    if editions is None:
        return
    text = collation.canonical.text
    second = editions.second
    shown = _shown(text, editions.variants)
    words = "; ".join(dict.fromkeys(_in_words(text, variant) for variant in shown))
    places = len(editions.variants)
    yield Draft(
        f"A long text stands twice, in two editions: {characters(second)} are the second, of "
        f"which {percent(editions.equal, len(second))} is equal in the first. They differ at "
        f"{places:,} place{'s' * (places > 1)}: {words}.",
        tuple(_locations(editions, shown)),
        second.of(text)[:_HEAD],
        "Decide which edition is meant, or keep both.",
    )


def _shown(text: str, variants: Sequence[Variant]) -> list[Variant]:
    """The most telling variants, as they come: dates, then figures, then the longest passages."""
    telling = sorted(variants, key=lambda variant: _rank(text, variant))[:_SHOWN]
    return [_whole(text, variant) for variant in sorted(telling, key=lambda one: one.second)]


def _rank(text: str, variant: Variant) -> tuple[int, int]:
    first, second = variant.first, variant.second
    longest = max(len(first), len(second))
    if first and second and longest <= _SHORT:
        if day(text, first) and day(text, second):
            return 0, -longest
        if differ(widened(text, first).of(text), widened(text, second).of(text)):
            return 1, -longest
    return 2, -longest


def _whole(text: str, variant: Variant) -> Variant:
    """With all of the dates or words that it is a part of."""
    first, second = variant.first, variant.second
    if not first or not second:
        return Variant(_slid(text, first), _slid(text, second))
    dates = day(text, first), day(text, second)
    if max(len(first), len(second)) <= _SHORT and dates[0] and dates[1]:
        return Variant(dates[0].span, dates[1].span)
    return Variant(widened(text, first), widened(text, second))


def _slid(text: str, span: Span) -> Span:
    """A passage that one edition has alone, from the beginning of a word on: where the other
    goes on as the passage ends, it may as well begin that much earlier.
    """
    start, end = span.start, span.end
    while span and text[start - 1].isalnum() and text[start - 1] == text[end - 1]:
        start, end = start - 1, end - 1
    return Span(start, end)


def _in_words(text: str, variant: Variant) -> str:
    here, there = (span.of(text).strip(" .,:;\n") for span in (variant.first, variant.second))
    if here and there:
        return f"{quote(here)} and {quote(there)}"
    return f"{quote(here or there)} in the {'first' if here else 'second'} only"


def _locations(editions: Editions, shown: Sequence[Variant]) -> Iterator[Location]:
    yield at("scrape", editions.second, "the second edition")
    yield at("scrape", editions.first, "the first edition")
    for variant in shown:
        for span, phrase in ((variant.first, "in the first"), (variant.second, "in the second")):
            if span:
                yield at("scrape", span, phrase)
