"""AUD402: text that is not of the document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import zip_longest

from auditor.model import Collation, Options, Span
from auditor.rules.drafts import Draft, as_rule
from auditor.rules.furniture import is_furniture
from auditor.rules.patterns import find_patterns
from auditor.rules.places import at, characters, quote

_PLACES = 100  # locations of one finding; the message has the true number
_LONG = 20  # characters of an insertion; shorter ones are edits
_SHOWN = 400  # characters of a page's script that are one place

# What only the scripts and styles of a page say, by a part of it that is quick to look for.
_MARKS = (
    *(
        ";base64,",
        "dataLayer.push",
        "googletag.",
        "_hmt.push",
        "$(document)",
        "= window.",
        "=window.",
        "@media",
    ),
    *("document.write", "document.getElementById", "document.createElement", "document.query"),
)
_LEAKED = re.compile(
    r"data:(?:image|font|application)/[\w.+-]+;base64,[A-Za-z0-9+/=]{60,}"
    r"|\bdataLayer\.push\(|\bgoogletag\.(?:cmd|display)\b|\b_hmt\.push\(|\$\(document\)\.ready\("
    r"|\bdocument\.(?:write|getElementById|createElement|querySelector)\("
    r"|\bwindow\.\w+\s*=\s*window\.\w+|@media[^{}\n]{1,60}\{"
)
_WORD = re.compile(r"\w")


@as_rule("AUD402", "foreign-fragment", "warning", "text that is not of this document")
def foreign_fragment(collation: Collation, options: Options) -> Iterator[Draft]:
    """Text that is not of this document.

    Against a given canonical: a passage that it has nowhere. Without one, only what no document
    says: a page's own scripts and styles, and images written out as letters.

    Why: it was never part of the document, and will be read, quoted and counted as if it were.

    Example: `The office opens at nine. window.dataLayer = window.dataLayer || []; It closes at
    five.`

    Fix: remove it, or select the content with `--content-selector`.
    """
    if collation.canonical.origin == "given":
        yield from _inserted(collation)
    else:
        yield from _leaked(collation)


def _inserted(collation: Collation) -> Iterator[Draft]:
    text = collation.document.text
    places: dict[str, list[Span]] = {}
    for span in _insertions(collation):
        inserted = span.of(text)
        if len(inserted) >= _LONG and not is_furniture(inserted):
            places.setdefault(inserted, []).append(span)
    for inserted, spans in places.items():
        where = characters(spans[0])
        more = f" (and in {len(spans) - 1} other places)" if len(spans) > 1 else ""
        yield Draft(
            f"{where.capitalize()}{more} are not in the canonical: {quote(inserted)}.",
            tuple(at("scrape", span, "not of this document") for span in spans[:_PLACES]),
            inserted,
            f"Remove {where}{more}.",
        )


def _insertions(collation: Collation) -> Iterator[Span]:
    """Inserted passages, with the full stop behind; none inside columns read across."""
    text = collation.document.text
    columns = find_patterns(collation).columns
    starts = [runs[0].scrape.start for runs in columns]
    blocks = collation.alignment.blocks
    for block, behind in zip_longest(blocks, blocks[1:]):
        if block.role != "inserted":
            continue
        stretch = bisect_right(starts, block.scrape.start) - 1
        if stretch >= 0 and block.scrape.start < columns[stretch][-1].scrape.end:
            continue
        end = block.scrape.end
        # The same stop ends the sentence before, so it was aligned with that one's.
        if behind and behind.role == "repeated" and not _WORD.search(behind.scrape.of(text)):
            end = behind.scrape.end
        yield _trimmed(text, Span(block.scrape.start, end))


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip()), span.start + len(words.rstrip()))


def _leaked(collation: Collation) -> Iterator[Draft]:
    text = collation.document.text
    if not any(mark in text for mark in _MARKS):
        return
    spans = [_trimmed(text, Span(*found.span())) for found in _LEAKED.finditer(text)]
    if not spans:
        return
    places = "one place" if len(spans) == 1 else f"{len(spans):,} places"
    yield Draft(
        f"Scripts, styles or images of the page stand in the text at {places}: "
        f"{quote(spans[0].of(text))}.",
        tuple(at("scrape", span, "not of this document") for span in spans[:_PLACES]),
        spans[0].of(text)[:_SHOWN],
        "Leave them out when scraping.",
    )
