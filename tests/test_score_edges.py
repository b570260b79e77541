"""Scores: counts of characters, and the ratios that follow."""

from __future__ import annotations

import oracles
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import Alignment, Block, Canonical, Document, Span
from auditor.score import score

block = st.tuples(st.integers(0, 12), st.integers(1, 5)) | st.none()


@given(st.lists(block, max_size=8))
def test_breakpoints_are_the_neighbours_that_are_none(spans: list[tuple[int, int] | None]) -> None:
    blocks = tuple(
        Block(Span(at, at + 1), None, "inserted", at)
        if pair is None
        else Block(Span(at, at + 1), Span(pair[0], sum(pair)), "repeated", at)
        for at, pair in enumerate(spans)
    )
    document, canonical = Document.from_text("x" * len(spans)), Canonical("y" * 17, "given")
    counted = score(document, canonical, Alignment(blocks))
    assert counted.breakpoints == oracles.breakpoints(blocks)
