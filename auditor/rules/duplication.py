"""Rules about text that stands more often than it should."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from auditor.model import Block, Collation, Edit, Fragment, Options, Span
from auditor.rules.patterns import find_patterns
from auditor.rules.places import Draft, at, characters, kept_place, percent, quote, text_of

_HEAD = 12  # fragments of a page's head
_WORD = 8  # characters by which an edit is widened to the word it changes
_PART = re.compile(r"[\dA-Za-zÀ-ɏЀ-ӿ.,:%-]")
# Figures, Chinese numerals, and words that turn a rule around. Names are not told apart.
_TELLING = re.compile(
    r"\d|[一二三四五六七八九十百千万亿不未无非]|\b(?:not|no|never|kein\w*|nicht|ne|pas|no|não|не|нет)\b",
    re.IGNORECASE,
)
_APART = 200  # scraped characters between two blocks from which they are two places


def repeated_fragment(collation: Collation, options: Options) -> Iterator[Draft]:
    """AUD101: the same text again where the canonical has it fewer times."""
    for chain in _repeated_chains(collation, options):
        if not _edits(collation, chain) and not _adjacent(collation, chain):
            yield _draft(collation, chain, "repeat")


def near_repeated_fragment(collation: Collation, options: Options) -> Iterator[Draft]:
    """AUD102: the same text again with small edits."""
    for chain in _repeated_chains(collation, options):
        edits = _edits(collation, chain)
        if edits:
            yield _draft(collation, chain, "nearly repeat", edits)


def repeated_header(collation: Collation, options: Options) -> Iterator[Draft]:
    """AUD104: a title, date or issue number stands twice at the head of the page.

    Pages do so by right, and extractors make it so: a note, for an editor to know.
    """
    if collation.canonical.origin == "given":
        return
    lines = [f for f in collation.canonical_fragments if f.key][:_HEAD]
    seen: dict[str, Fragment] = {}
    for fragment in takewhile(_is_head, lines):
        first = seen.setdefault(fragment.key, fragment)
        if first is fragment or len(fragment.key) < options.min_length:
            continue
        text = fragment.span.of(collation.canonical.text)
        places = [kept_place(collation, span) for span in (fragment.span, first.span)]
        phrases = ("the same line again", "the first")
        yield Draft(
            f"{quote(text)} stands twice at the head of the page.",
            tuple(
                at("scrape", place, phrase)
                for place, phrase in zip(places, phrases, strict=True)
                if place is not None
            ),
            text,
        )


def _is_head(fragment: Fragment) -> bool:
    """A line of a page's head: neither a sentence, nor an item of a list, nor a field to fill."""
    return fragment.ordinal is None and (
        fragment.key[-1].isalnum() or fragment.key[-1] in ")）〕》"
    )


def contradicting_copies(collation: Collation, options: Options) -> Iterator[Draft]:
    """AUD303: a repeated passage differs from its kept copy in a number, date or negation."""
    for block in collation.alignment.blocks:
        if block.role != "repeated" or block.canonical is None:
            continue
        said: set[tuple[str, str]] = set()
        for edit in block.edits:
            here, there = _word(collation, edit)
            if (here, there) in said:
                continue
            said.add((here, there))
            if _TELLING.search(here) or _TELLING.search(there):
                yield _contradiction(collation, edit, here, there)


def _word(collation: Collation, edit: Edit) -> tuple[str, str]:
    """The edited words on both sides, with the figures and letters they are part of."""
    scrape, canonical = collation.document.text, collation.canonical.text
    return _widened(scrape, edit.scrape), _widened(canonical, edit.canonical)


def _widened(text: str, span: Span) -> str:
    start, end = span.start, span.end
    while start > 0 and span.start - start < _WORD and _PART.match(text[start - 1]):
        start -= 1
    while end < len(text) and end - span.end < _WORD and _PART.match(text[end]):
        end += 1
    return text[start:end]


def _contradiction(collation: Collation, edit: Edit, here: str, there: str) -> Draft:
    sentence = _sentence(collation, edit.scrape.start)
    first = kept_place(collation, edit.canonical)
    locations = [at("scrape", sentence, f"{quote(here)} here")]
    if first is not None:
        other = _sentence(collation, first.start)
        locations.append(at("scrape", other, f"{quote(there)} there"))
    return Draft(
        f"The copies contradict each other: {quote(here)} here, {quote(there)} there.",
        tuple(locations),
        f"{here} {there} {sentence.of(collation.document.text)}",
        "Find out which copy is right.",
    )


def _sentence(collation: Collation, place: int) -> Span:
    """The fragment around a place, without the white space behind it."""
    fragments = collation.fragments
    at = bisect_right(fragments, place, key=lambda fragment: fragment.span.start)
    span = fragments[max(0, at - 1)].span
    text = span.of(collation.document.text)
    return Span(span.start, span.start + len(text.rstrip()))


def adjacent_repeat(collation: Collation, options: Options) -> Iterator[Draft]:
    """AUD105: a sentence or phrase follows itself."""
    for chain in _repeated_chains(collation, options):
        if not _edits(collation, chain) and _adjacent(collation, chain):
            yield _draft(collation, chain, "directly repeat")


def repeated_document(collation: Collation, options: Options) -> Iterator[Draft]:
    """AUD103: the whole document, or most of it, follows itself."""
    canonical = collation.canonical.text
    for copy in find_patterns(collation).whole:
        blocks = [block for run in copy for block in run.blocks if block.role == "repeated"]
        repeated = sum(len(block.scrape) for block in blocks)
        span = Span(blocks[0].scrape.start, blocks[-1].scrape.end)
        first = kept_place(collation, blocks[0].canonical or copy[0].canonical)
        locations = [at("scrape", span, "the document again")]
        if first is not None:
            locations.append(at("scrape", first, "where it first begins"))
        yield Draft(
            f"The document follows itself: {characters(span)} repeat "
            f"{percent(repeated, len(canonical))} of it.",
            tuple(locations),
            text_of(collation, [span])[:400],
            "Keep one copy.",
        )


def overlapping_windows(collation: Collation, options: Options) -> Iterator[Draft]:
    """AUD107: consecutive pieces repeat each other's ends."""
    windows = find_patterns(collation).windows
    if not windows:
        return
    overlaps = [Span(b.scrape.start, b.scrape.start + b.repeated) for _, b in windows]
    repeated = sum(map(len, overlaps))
    yield Draft(
        f"{len(windows) + 1} overlapping windows: each starts with the end of the one before; "
        f"{repeated:,} characters ({percent(repeated, len(collation.document.text))}) stand twice.",
        tuple(at("scrape", span, f"overlap {n}") for n, span in enumerate(overlaps, 1)),
        text_of(collation, overlaps[:3]),
        "Keep each overlap once.",
    )


def _repeated_chains(collation: Collation, options: Options) -> list[list[Block]]:
    """Repeated blocks in no larger pattern, by chain and place, long enough to count."""
    rest = find_patterns(collation).rest
    repeated = sorted(
        (block for block in rest if block.role == "repeated"), key=lambda block: block.chain
    )
    chains = [list(group) for _, group in groupby(repeated, key=lambda block: block.chain)]
    parts = [part for chain in chains for part in _places(chain)]
    long = [part for part in parts if sum(len(b.scrape) for b in part) >= options.min_length]
    return _over_and_over(sorted(long, key=lambda part: part[0].scrape.start))


def _over_and_over(parts: Sequence[list[Block]]) -> list[list[Block]]:
    """Parts that stand side by side and say the same become one: a stutter, however long."""
    joined: list[list[Block]] = []
    for part in parts:
        last = joined[-1][-1] if joined else None
        same = last is not None and last.canonical == part[0].canonical
        if last is not None and same and last.scrape.end == part[0].scrape.start:
            joined[-1] += part
        else:
            joined.append(list(part))
    return joined


def _places(chain: Sequence[Block]) -> list[list[Block]]:
    """A chain cut where its blocks stand far apart in the scrape."""
    parts: list[list[Block]] = []
    for block in chain:
        if parts and block.scrape.start - parts[-1][-1].scrape.end <= _APART:
            parts[-1].append(block)
        else:
            parts.append([block])
    return parts


def _draft(
    collation: Collation, chain: Sequence[Block], verb: str, edits: Sequence[Edit] = ()
) -> Draft:
    span = Span(chain[0].scrape.start, chain[-1].scrape.end)
    readings = [block.canonical for block in chain if block.canonical is not None]
    first = kept_place(collation, max(readings, key=len))
    text = text_of(collation, [block.scrape for block in chain])
    where = characters(first) if first is not None else "text that stands elsewhere"
    changed = f", with {len(edits)} small edit{'s' * (len(edits) > 1)}" if edits else ""
    phrase = "the same again, edited" if edits else "the same again"
    locations = [at("scrape", span, phrase)]
    if first is not None:
        locations.append(at("scrape", first, "the copy that is kept"))
    return Draft(
        f"{characters(span).capitalize()} {verb} {where}{changed}: {quote(text)}.",
        tuple(locations),
        text,
        f"Remove {characters(span)}.",
    )


def _edits(collation: Collation, chain: Sequence[Block]) -> list[Edit]:
    """The edits of a chain; white space alone is none."""
    return [
        edit
        for block in chain
        for edit in block.edits
        if edit.scrape.of(collation.document.text).strip()
        or edit.canonical.of(collation.canonical.text).strip()
    ]


def _adjacent(collation: Collation, chain: Sequence[Block]) -> bool:
    """The repeated text stands directly behind or before the copy that is kept."""
    span = Span(chain[0].scrape.start, chain[-1].scrape.end)
    canonical = chain[0].canonical
    first = kept_place(collation, canonical) if canonical is not None else None
    if first is None:
        return False
    text = collation.document.text
    behind = first.end <= span.start
    between = text[first.end : span.start] if behind else text[span.end : first.start]
    return len(between.strip()) <= 1
