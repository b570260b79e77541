"""Which record of what was undone explains a repeated or moved block of an inferred reading.

The alignment may keep another copy of a passage than the reading was taken from, so a block is
explained by a record when either stands where the record says, or has the same text as what
stands there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from auditor.model import Block, Collation, Span, Undone, UndoneKind, Witness

# What is told of a record: pieces put together are one finding, what was left out one each.
JOINED: frozenset[UndoneKind] = frozenset(("windows", "columns", "woven"))
LEFT_OUT: frozenset[UndoneKind] = frozenset(("doublets", "inserted", "furniture"))


def explained(collation: Collation) -> list[tuple[Block, Undone]]:
    """Every repeated or moved block with the record that explains it, in their order.

    What was left out says exactly where, so it is asked first; what nothing else explains is laid
    to the record that gained most.
    """
    records = [one for one in collation.canonical.undone if one.kind in JOINED | LEFT_OUT]
    blocks = [each for each in collation.alignment.blocks if each.role in ("moved", "repeated")]
    if not records or not blocks:
        return []
    places = {id(record): _Places(record.places) for record in records}
    texts = {
        id(record): _Places(_readings(record, collation.canonical.witnesses)) for record in records
    }
    largest = max(records, key=lambda record: record.gain)
    left_out = [record for record in records if record.kind in LEFT_OUT]
    joined = [record for record in records if record.kind in JOINED]

    def explaining(block: Block) -> Undone:
        found = _holding(left_out, places, block.scrape) or _holding(joined, places, block.scrape)
        if found is None and block.canonical is not None:
            found = _holding(records, texts, block.canonical)
        return found or largest

    return [(block, explaining(block)) for block in blocks]


class _Places:
    """Spans, disjoint and ascending, that are asked how much of another they hold."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self.ends = [span.end for span in spans]

    def shared(self, span: Span) -> int:
        """How many characters of the span they hold."""
        found = 0
        for at in range(bisect_left(self.ends, span.start + 1), len(self.spans)):
            own = self.spans[at]
            if own.start >= span.end:
                break
            found += min(own.end, span.end) - max(own.start, span.start)
        return found


def _holding(records: Sequence[Undone], places: dict[int, _Places], span: Span) -> Undone | None:
    """The record that holds most of a span, if it holds half of it."""
    best = max(records, key=lambda record: places[id(record)].shared(span), default=None)
    if best is None or 2 * places[id(best)].shared(span) < len(span):
        return None
    return best


def _readings(record: Undone, witnesses: Sequence[Witness]) -> list[Span]:
    """Where the reading has what stands at the places of a record, merged and ascending."""
    places = _Places(record.places)
    found: list[Span] = []
    for witness in witnesses:
        if places.shared(witness.scrape):
            span = witness.canonical
            if found and span.start <= found[-1].end:
                found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
            else:
                found.append(span)
    return found
