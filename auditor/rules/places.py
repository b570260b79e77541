"""Places and words that rules share: quotes, locations, where the scrape keeps a passage."""

from __future__ import annotations

import weakref
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import TypeVar

from auditor.model import Block, Collation, Fragment, Location, Side, Span

Found = TypeVar("Found")

_QUOTE = 30  # characters of a quoted text


def quote(text: str, most: int = _QUOTE) -> str:
    """The text on one line between quotation marks, cut in the middle when long."""
    line = " ".join(text.split())
    if len(line) > most:
        line = f"{line[: most // 2]}…{line[-(most // 2) :]}"
    return f"“{line}”"


def odds(share: float) -> str:
    """A whole percentage, for what is estimated."""
    return f"{share * 100:.0f} %"


def characters(span: Span) -> str:
    """A span for people: "characters 972–1076", counted from 0, the end not included."""
    return f"characters {span.start:,}–{span.end:,}"


def at(side: Side, span: Span, phrase: str) -> Location:
    return Location(side, span, phrase)


def percent(part: int, whole: int) -> str:
    """A share with one digit; 0 % and 100 % only when exact."""
    if not whole or not part:
        return "0 %"
    if part == whole:
        return "100 %"
    return f"{min(max(100 * part / whole, 0.1), 99.9):.1f} %"


def remembered(look: Callable[[Collation], Found]) -> Callable[[Collation], Found]:
    """Remember what was found in the last collation: all rules look at one after the other.

    By identity, for to hash a collation would mean to read all of it; and no longer than the
    collation is in use elsewhere.
    """
    last: list[tuple[weakref.ref[Collation], Found]] = []

    # Nested, for at the end of the process a module's names go before its last collation.
    def forget(gone: weakref.ref[Collation]) -> None:
        if last and last[0][0] is gone:
            last.clear()

    @wraps(look)
    def again(collation: Collation) -> Found:
        for known, found in last:
            if known() is collation:
                return found
        found = look(collation)
        last[:] = [(weakref.ref(collation, forget), found)]
        return found

    return again


@remembered
def _kept(collation: Collation) -> list[tuple[Span, Block]]:
    """The kept and moved blocks by their canonical spans, ascending."""
    return sorted(
        (
            (block.canonical, block)
            for block in collation.alignment.blocks
            if block.canonical is not None and block.role in ("kept", "moved")
        ),
        key=lambda kept: kept[0],
    )


def kept_place(collation: Collation, canonical: Span) -> Span | None:
    """Where the scrape keeps (most of) a canonical span, through the edits of the block; None where
    it keeps nothing of it.
    """
    parts = list(_kept_parts(collation, canonical))
    return max(parts, key=lambda part: part[0])[1] if parts else None


def kept_places(collation: Collation, canonical: Sequence[Span]) -> list[Span]:
    """All places where the scrape keeps some of these canonical spans, ascending."""
    text = collation.document.text
    parts = {part for span in canonical for _, part in _kept_parts(collation, span)}
    found: list[Span] = []
    for part in sorted(parts):
        if found and not text[found[-1].end : part.start].strip():
            part = Span(found.pop().start, part.end)
        found.append(part)
    return found


def _kept_parts(collation: Collation, canonical: Span) -> Iterator[tuple[int, Span]]:
    """How much of a canonical span each kept block has, and where that stands in the scrape."""
    kept = _kept(collation)
    at = max(0, bisect_right(kept, canonical.start, key=lambda entry: entry[0].start) - 1)
    for home, block in kept[at:]:
        if home.start >= canonical.end:
            return
        first, last = max(home.start, canonical.start), min(home.end, canonical.end)
        if last > first and (place := through(collation, block, Span(first, last))):
            yield last - first, place


def fragment_at(fragments: Sequence[Fragment], place: int) -> Fragment:
    """The fragment in which an offset of its text lies."""
    at = bisect_right(fragments, place, key=lambda fragment: fragment.span.start)
    return fragments[max(0, at - 1)]


def touching(spans: Sequence[Span]) -> list[Span]:
    """Ascending spans, those that touch as one."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].end == span.start:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def amount(spans: Sequence[Span]) -> str:
    """One span for people, or how many characters several have."""
    if len(spans) == 1:
        return characters(spans[0])
    return f"{sum(map(len, spans)):,} characters in {len(spans)} places"


def through(collation: Collation, block: Block, canonical: Span) -> Span:
    """Where in the scrape a block has a canonical span that lies in it, through its edits."""
    start = _stands_at(collation, block, canonical.start)
    return Span(start, max(start, _stands_at(collation, block, canonical.end)))


def _stands_at(collation: Collation, block: Block, canonical: int) -> int:
    """Where in the scrape a canonical offset of a block stands; inside an edit, where that does."""
    if block.canonical is None or canonical >= block.canonical.end:
        return block.scrape.end
    start, home = block.scrape.start, block.canonical.start
    limit = block.scrape.end
    for edit in block.edits:
        if canonical < edit.canonical.start:
            limit = edit.scrape.start
            break
        if canonical < edit.canonical.end:
            return min(edit.scrape.start + canonical - edit.canonical.start, edit.scrape.end)
        start, home = edit.scrape.end, edit.canonical.end
    here, there = collation.document.text, collation.canonical.text
    length = canonical - home
    if here[start : start + length] == there[home:canonical]:
        return min(start + length, limit)
    # White space alone differs: as many other characters further on.
    wanted = len("".join(there[home:canonical].split()))
    at = start
    while at < limit and (wanted or here[at].isspace()):
        wanted -= not here[at].isspace()
        at += 1
    return at


def text_of(collation: Collation, spans: Sequence[Span]) -> str:
    return "".join(span.of(collation.document.text) for span in spans)
