"""The reading of a text that was laid out in pages and lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from auditor.canonical.furniture.captions import CAPTIONS, rolled
from auditor.canonical.furniture.weights import WEIGHTS
from auditor.canonical.page import Page
from auditor.canonical.reading import Reading, compose, undone, without
from auditor.model import Canonical, Span, Variant, Witness
from auditor.text import scripts
from auditor.text.runs import NATS

_WORD = r"[^\W\d_]+"
# Looked for from where a word begins: from each letter of it, a text without breaks takes minutes.
_PARTED = re.compile(
    rf"(?<![^\W\d_])(?P<head>{_WORD})(?P<cut>[-\u2010\u00ad]\r?\n[ \t]*)(?P<tail>{_WORD})"
)
_WORDS = re.compile(rf"{_WORD}(?:[-\u2010]{_WORD})*")


def furniture(page: Page) -> Reading | None:
    """The text without what the reader marked at the edges of its pages, and with the words that
    the end of a line parts in one.

    What has elements is left as it is: a menu is marked there, and stays. So does a hyphen where
    the text has the word nowhere else. What is marked at the very beginning, such as front matter,
    stays too, and no other step sees it.
    """
    document = page.document
    if document.is_page:
        return None
    captions = rolled(page)
    if captions is not None or document.provenance.media_type == CAPTIONS:
        return captions
    marked = document.furniture
    front = marked[0].end if marked and not marked[0].start else 0
    running = list(_lines(page.text, marked[1:] if front else marked))
    whole = without(page.text, [Span(0, front), *running], document.siglum)
    joined = compose(whole, without(whole.text, _parted(whole.text), document.siglum))
    gone = _between(joined.witnesses, Span(front, len(page.text)))
    if not gone and not front:
        return None
    gain = NATS * sum(map(len, gone)) / page.scale
    left = replace(joined, undone=undone("furniture", gone, gain))

    def lead_back(later: Canonical | None) -> Canonical:
        return _behind(page, front, compose(left, later) if later else left)

    return Reading(left, lead_back)


def _behind(page: Page, front: int, reading: Canonical) -> Canonical:
    """The reading with what stands before it in the scrape."""
    if not front:
        return reading

    def moved(span: Span) -> Span:
        return Span(span.start + front, span.end + front)

    editions = reading.editions
    if editions is not None:
        variants = [Variant(moved(each.first), moved(each.second)) for each in editions.variants]
        first, second = moved(editions.first), moved(editions.second)
        editions = replace(editions, first=first, second=second, variants=tuple(variants))
    begun = Witness(Span(0, front), Span(0, front), page.document.siglum)
    witnesses = (replace(each, canonical=moved(each.canonical)) for each in reading.witnesses)
    return replace(
        reading,
        text=page.text[:front] + reading.text,
        joins=tuple(replace(join, at=join.at + front) for join in reading.joins),
        choices=tuple(
            replace(
                choice,
                passage=moved(choice.passage),
                places=tuple((at + front, odds) for at, odds in choice.places),
            )
            for choice in reading.choices
        ),
        witnesses=(begun, *witnesses),
        editions=editions,
    )


def _between(witnesses: Sequence[Witness], within: Span) -> list[Span]:
    """What the witnesses, ascending, leave out of a span of the scrape."""
    ends = [within.start, *(witness.scrape.end for witness in witnesses)]
    starts = [*(witness.scrape.start for witness in witnesses), within.end]
    spans = (Span(end, start) for end, start in zip(ends, starts, strict=True) if end < start)
    return list(spans)


def _lines(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The lines of these spans with their ends; in mid-sentence with all white space around.

    There one line end stays, that of the line before; the form feed of a page goes too.
    """
    found: list[Span] = []
    for span in spans:
        start = max(text.rfind("\n", 0, span.start), text.rfind("\f", 0, span.start)) + 1
        end = text.find("\n", span.end) + 1 or len(text)
        if text[start : span.start].strip() or text[span.end : end].strip():
            start, end = span.start, span.end  # beside other text in the line
        if found and not text[found[-1].end : start].strip():
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(start, end))
    for span in found:
        before, behind = _bare(text, span)
        if before and behind < len(text) and _goes_on(text, before, behind):
            first = text.find("\n", before, span.start) + 1
            yield Span(first or span.start, behind)
        else:
            yield span


def _bare(text: str, span: Span) -> tuple[int, int]:
    """Where the text before a span ends, and where that behind it begins, without white space."""
    before, behind = span.start, span.end
    while before and text[before - 1].isspace():
        before -= 1
    while behind < len(text) and text[behind].isspace():
        behind += 1
    return before, behind


def _goes_on(text: str, before: int, behind: int) -> bool:
    """Whether a sentence goes on from one place to the other."""
    tail = text[max(0, before - WEIGHTS.tail) : before]
    return not scripts.ends_sentence(tail) and not text[behind].isupper()


def _parted(text: str) -> Iterator[Span]:
    """The hyphens that part a word that the text has elsewhere, with the ends of their lines."""
    found = list(_PARTED.finditer(text))
    if not found:
        return
    words = Counter(word.casefold() for word in _WORDS.findall(text))
    for parted in found:
        head, tail = parted["head"].casefold(), parted["tail"].casefold()
        soft = "\u00ad" in parted["cut"]
        with_hyphen = words[f"{head}-{tail}"] + words[f"{head}\u2010{tail}"]
        if soft or (parted["tail"][0].islower() and words[head + tail] > with_hyphen):
            yield Span(*parted.span("cut"))
