"""AUD108: two editions of one text on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.model import Collation, Editions, Location, Options, Span, Variant
from auditor.rules.places import Draft, at, characters, percent, quote
from auditor.variants import day, differ, widened

_SHOWN = 6  # variants that are told in words
_PASSAGE = 12  # characters of a passage that is worth telling
_HEAD = 400  # characters of the second edition that tell it from others


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
        tuple(_locations(text, editions, shown)),
        second.of(text)[:_HEAD],
        "Decide which edition is meant, or keep both.",
    )


def _shown(text: str, variants: Sequence[Variant]) -> list[Variant]:
    """The most telling variants, as they come: dates, then figures, then the longest passages."""
    telling = sorted(variants, key=lambda variant: _rank(text, variant))[:_SHOWN]
    return sorted(telling, key=lambda variant: variant.second)


def _rank(text: str, variant: Variant) -> tuple[int, int]:
    first, second = variant.first, variant.second
    longest = max(len(first), len(second))
    if first and second and longest <= _PASSAGE * 2:
        days = day(text, first.start, first.end), day(text, second.start, second.end)
        if days[0] != days[1] and None not in days:
            return 0, -longest
        if differ(_words(text, first), _words(text, second)):
            return 1, -longest
    return 2, -longest


def _words(text: str, span: Span) -> str:
    return widened(text, span).of(text).strip(" .,:;\n")


def _in_words(text: str, variant: Variant) -> str:
    here, there = variant.first.of(text).strip(), variant.second.of(text).strip()
    if len(here) >= _PASSAGE and not there:
        return f"{quote(here)} in the first only"
    if len(there) >= _PASSAGE and not here:
        return f"{quote(there)} in the second only"
    return f"{quote(_words(text, variant.first))} and {quote(_words(text, variant.second))}"


def _locations(text: str, editions: Editions, shown: Sequence[Variant]) -> Iterator[Location]:
    yield at("scrape", editions.second, "the second edition")
    yield at("scrape", editions.first, "the first edition")
    for variant in shown:
        for span, phrase in ((variant.first, "in the first"), (variant.second, "in the second")):
            place = widened(text, span)
            if place:
                yield at("scrape", place, phrase)
