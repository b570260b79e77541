"""Counts of characters of an alignment. Ratios are properties of `Score`."""

from __future__ import annotations

import itertools
from bisect import bisect_left

from auditor.model import Alignment, Block, Canonical, Document, Score


def score(document: Document, canonical: Canonical, alignment: Alignment) -> Score:
    """Score one document; `moved` are the kept or moved characters outside the order kept."""
    by_role = {"kept": 0, "moved": 0, "repeated": 0, "inserted": 0}
    for block in alignment.blocks:
        by_role[block.role] += len(block.scrape)
    return Score(
        characters=len(document.text),
        canonical_characters=len(canonical.text),
        repeated=by_role["repeated"],
        moved=by_role["moved"],
        inserted=by_role["inserted"],
        missing=sum(len(span) for span in alignment.missing),
        edited=sum(_edited(block) for block in alignment.blocks),
        breakpoints=_breakpoints(alignment.blocks),
    )


def _edited(block: Block) -> int:
    """Characters of a block that an edit touches, at most all of them."""
    touched = sum(max(len(edit.scrape), len(edit.canonical)) for edit in block.edits)
    return min(touched, len(block.scrape))


def _breakpoints(blocks: tuple[Block, ...]) -> int:
    """Places where neighbours in the scrape are not neighbours in the canonical.

    Inserted text between two neighbours does not part them; missing text does not either.
    """
    aligned = [block.canonical for block in blocks if block.canonical is not None]
    spans = sorted({(span.start, span.end) for span in aligned})
    starts = [start for start, _ in spans]
    return sum(
        not _adjacent(left.end, right.start, starts) for left, right in itertools.pairwise(aligned)
    )


def _adjacent(end: int, start: int, starts: list[int]) -> bool:
    """No aligned text stands in the canonical between `end` and `start`."""
    if start < end:
        return False
    at = bisect_left(starts, end)
    return at == len(starts) or starts[at] >= start
