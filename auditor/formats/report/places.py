"""Where things of the report stand: ids of marks, and the ways between the two texts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from auditor.model import Audit, Block, Choice, Span

OPEN = "AUD501"  # the rule that asks an editor for a passage's place
LEAST_ODDS = 0.01  # of a shown other place of an open passage
PLACE_CONTEXT = 24  # characters that name a passage
HUES = 8  # hues of moves; the label M1, M2, … tells them apart where hues repeat


def finding_id(index: int) -> str:
    """F001 for the first finding; also the id of its card."""
    return f"F{index + 1:03d}"


def asked_choices(audit: Audit) -> dict[int, Choice]:
    """The choices that findings ask an editor to make, by the index of the finding."""
    known = {choice.passage: choice for choice in audit.canonical.choices}
    asked: dict[int, Choice] = {}
    for index, finding in enumerate(audit.judged):
        spans = (at.span for at in finding.locations if at.side == "canonical")
        choice = known.get(next(spans, Span(0, 0))) if finding.rule == OPEN else None
        if choice:
            asked[index] = choice
    return asked


def open_choices(audit: Audit) -> tuple[Choice, ...]:
    """The choices that some finding asks for, in text order; the others count as settled."""
    asked = {choice.passage for choice in asked_choices(audit).values()}
    return tuple(choice for choice in audit.canonical.choices if choice.passage in asked)


def likely(choice: Choice) -> Iterator[tuple[int, int, float]]:
    """Number, offset and probability of the other places that are worth a look."""
    for count, (at, chance) in enumerate(choice.places, start=1):
        if chance >= LEAST_ODDS:
            yield count, at, chance


def to_scrape(block: Block, at: int) -> int:
    """The position in the scrape that answers `at` of the canonical, inside one placed block."""
    assert block.canonical is not None
    edits = block.edits
    index = bisect_right(edits, at, key=lambda edit: edit.canonical.start) - 1
    if index < 0:
        there = block.scrape.start + at - block.canonical.start
    elif at < edits[index].canonical.end:
        edit = edits[index]
        there = min(edit.scrape.start + at - edit.canonical.start, edit.scrape.end)
    else:
        there = edits[index].scrape.end + at - edits[index].canonical.end
    return min(max(there, block.scrape.start), block.scrape.end)


def merged(spans: Iterable[Span]) -> Iterator[Span]:
    """The union of `spans` as disjoint spans, ascending."""
    start = end = -1
    for span in sorted(span for span in spans if len(span)):
        if span.start > end:
            if end > start:
                yield Span(start, end)
            start, end = span.start, span.end
        end = max(end, span.end)
    if end > start:
        yield Span(start, end)


@dataclass(frozen=True)
class Map:
    """The blocks of one audit, from both sides."""

    audit: Audit

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.audit.alignment.blocks

    @cached_property
    def asked(self) -> dict[int, Choice]:
        return asked_choices(self.audit)

    @cached_property
    def slots(self) -> dict[tuple[int, int], str]:
        """Ids of the flags where open passages could stand, by finding and number of location.

        A location that such a flag shows needs no flag of its own.
        """
        found: dict[tuple[int, int], str] = {}
        numbers = {choice.passage: n for n, choice in enumerate(open_choices(self.audit))}
        for index, choice in self.asked.items():
            slots = {at: f"p{numbers[choice.passage]}-{n}" for n, at, _ in likely(choice)}
            for number, location in enumerate(self.audit.judged[index].locations, start=1):
                if location.side == "canonical" and location.span.end in slots:
                    found[index, number] = slots[location.span.end]
        return found

    def anchor(self, index: int, number: int) -> str:
        """The id that a link to a location of a finding leads to; both count, from 0 and 1."""
        return self.slots.get((index, number)) or f"{finding_id(index)}-{number}"

    @cached_property
    def starts(self) -> list[int]:
        return [block.scrape.start for block in self.blocks]

    @cached_property
    def ends(self) -> set[int]:
        """Every edge of a block, in the scrape."""
        return {block.scrape.end for block in self.blocks} | set(self.starts)

    @cached_property
    def placed(self) -> list[tuple[int, Block]]:
        """Kept and moved blocks with their index, in the order of the canonical."""
        found = [
            (index, block)
            for index, block in enumerate(self.blocks)
            if block.role in ("kept", "moved") and block.canonical is not None
        ]
        return sorted(found, key=lambda item: _canonical(item[1]))

    @cached_property
    def placed_starts(self) -> list[int]:
        return [_canonical(block).start for _, block in self.placed]

    @cached_property
    def moves(self) -> dict[int, int]:
        """The number of each moved block, from 1, in the order of the scrape."""
        moved = (index for index, block in enumerate(self.blocks) if block.role == "moved")
        return {index: count for count, index in enumerate(moved, start=1)}

    @cached_property
    def originals(self) -> list[Span]:
        """Canonical passages that stand again elsewhere in the scrape."""
        repeated = (block.canonical for block in self.blocks if block.role == "repeated")
        return list(merged(span for span in repeated if span is not None))

    @cached_property
    def scraped_originals(self) -> list[Span]:
        """The same passages where the scrape keeps them."""
        return list(merged(span for passage in self.originals for span in self.places(passage)))

    def block_at(self, at: int) -> int | None:
        """Index of the block that holds the character `at` of the scrape."""
        index = bisect_right(self.starts, at) - 1
        return index if 0 <= index < len(self.blocks) else None

    def places(self, canonical: Span) -> Iterator[Span]:
        """Spans of the scrape that stand for a canonical span, in kept or moved blocks."""
        first = max(bisect_right(self.placed_starts, canonical.start) - 1, 0)
        for _, block in self.placed[first:]:
            span = _canonical(block)
            if span.start >= canonical.end:
                return
            start, end = max(span.start, canonical.start), min(span.end, canonical.end)
            if start < end:
                yield Span(to_scrape(block, start), to_scrape(block, end))

    def gap_before(self, at: int) -> int:
        """The place in the scrape after which the canonical text from `at` would stand."""
        index = bisect_right(self.placed_starts, at) - 1
        return self.placed[index][1].scrape.end if index >= 0 else 0

    def is_whole(self, span: Span) -> bool:
        """Whether a span of the scrape is made of whole blocks, which marks show anyway."""
        return span.start in self.ends and span.end in self.ends


def _canonical(block: Block) -> Span:
    assert block.canonical is not None
    return block.canonical
