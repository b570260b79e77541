"""Counts of characters of an alignment. Ratios are properties of `Score`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from auditor.model import Alignment, Block, Canonical, Document, Repeat, Score, Span
from auditor.text.cover import Cover
from auditor.text.scripts import undecoded


def score(
    document: Document,
    canonical: Canonical,
    alignment: Alignment,
    repeats: Sequence[Repeat] = (),
) -> Score:
    """Score one document; `moved` are the kept or moved characters outside the order kept.

    `recurring` is the union of the second and later places of all `repeats`, whatever they mean.
    """
    again = (span for repeat in repeats for span in repeat.occurrences[1:])
    by_role = {"kept": 0, "moved": 0, "repeated": 0, "inserted": 0}
    for block in alignment.blocks:
        by_role[block.role] += len(block.scrape)
    return Score(
        characters=len(document.text),
        canonical_characters=len(canonical.text),
        repeated=by_role["repeated"],
        recurring=Cover.of(len(document.text), again).count(),
        moved=by_role["moved"],
        inserted=by_role["inserted"],
        missing=sum(len(span) for span in alignment.missing),
        edited=sum(_edited(block, document, canonical) for block in alignment.blocks),
        breakpoints=_breakpoints(alignment.blocks),
        undecoded=undecoded(document.text),
    )


def _edited(block: Block, document: Document, canonical: Canonical) -> int:
    """Characters of a block that an edit touches, at most all; white space alone is none."""
    touched = sum(
        max(len(edit.scrape), len(edit.canonical))
        for edit in block.edits
        if edit.scrape.of(document.text).strip() or edit.canonical.of(canonical.text).strip()
    )
    return min(touched, len(block.scrape))


def _breakpoints(blocks: tuple[Block, ...]) -> int:
    """Places where neighbours in the scrape are not neighbours in the canonical.

    Inserted text between two neighbours does not part them; missing text does not either.
    """
    aligned = [block.canonical for block in blocks if block.canonical is not None]
    starts, ends = _covered(aligned)
    return sum(
        not _adjacent(left.end, right.start, starts, ends) for left, right in pairwise(aligned)
    )


def _covered(spans: list[Span]) -> tuple[list[int], list[int]]:
    """The union of the spans, as ascending starts and ends of disjoint ranges."""
    starts: list[int] = []
    ends: list[int] = []
    for span in sorted(spans):
        if ends and span.start <= ends[-1]:
            ends[-1] = max(ends[-1], span.end)
        else:
            starts.append(span.start)
            ends.append(span.end)
    return starts, ends


def _adjacent(end: int, start: int, starts: list[int], ends: list[int]) -> bool:
    """No aligned text stands in the canonical between `end` and `start`."""
    if start <= end:
        return start == end
    at = bisect_right(ends, end)
    return at == len(starts) or starts[at] >= start
