"""Scores: counts of characters, and the ratios that follow."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import auditor
from auditor.model import Score

COUNT = st.integers(0, 1000)
scores = st.builds(Score, *[COUNT] * 8)

RATIOS = ("repeated_ratio", "disorder_ratio", "missing_ratio", "coverage", "fidelity")


@st.composite
def true_scores(draw: st.DrawFn) -> Score:
    """Counts that a text can have: the parts are no more than the whole."""
    kept, moved, repeated, inserted, missing, covered = draw(st.tuples(*[COUNT] * 6))
    edited = draw(st.integers(0, kept + moved + repeated))
    return Score(
        kept + moved + repeated + inserted,
        missing + covered,
        repeated,
        moved,
        inserted,
        missing,
        edited,
    )


@given(true_scores())
def test_ratios_are_0_and_1_only_when_exact(counts: Score) -> None:
    parts = {
        "repeated_ratio": (counts.repeated, counts.characters),
        "disorder_ratio": (counts.moved, counts.placed),
        "missing_ratio": (counts.missing, counts.canonical_characters),
    }
    for name, (part, whole) in parts.items():
        ratio = getattr(counts, name)
        assert (ratio == 0) == (part == 0)
        assert (ratio == 1) == (part == whole > 0)
    assert (counts.coverage == 1) == (counts.missing == 0)
    assert (counts.fidelity == 1) == (counts.edited == 0)


@given(true_scores())
def test_ratios_are_the_quotients(counts: Score) -> None:
    for name in RATIOS:
        assert 0 <= getattr(counts, name) <= 1
    if counts.characters:
        assert counts.repeated_ratio == pytest.approx(counts.repeated / counts.characters, abs=1e-6)
    if counts.canonical_characters:
        # Each is rounded to six places, and both may be halfway.
        assert counts.coverage == pytest.approx(1 - counts.missing_ratio, abs=1.1e-6)


@pytest.mark.parametrize(
    ("part", "ratio"),
    [(0, 0.0), (1, 0.000001), (5_000_000, 0.5), (9_999_999, 0.999999), (10**7, 1)],
)
def test_the_edges_of_a_ratio(part: int, ratio: float) -> None:
    assert Score(characters=10**7, repeated=part).repeated_ratio == ratio


@given(scores, scores)
def test_scores_add_up_count_by_count(a: Score, b: Score) -> None:
    assert astuple(a + b) == tuple(x + y for x, y in zip(astuple(a), astuple(b), strict=True))
    assert a + Score() == a


def test_an_empty_text_is_complete() -> None:
    empty = auditor.audit("").score
    assert empty == Score()
    assert [getattr(empty, name) for name in RATIOS] == [0, 0, 0, 1, 1]


LINES = st.lists(
    st.sampled_from(["甲乙丙丁戊己庚辛壬癸。", "Payment is due in May. ", "\n"]), max_size=9
)


@given(LINES.map("".join), LINES.map("".join))
def test_counts_are_those_of_the_blocks(scrape: str, canonical: str) -> None:
    audit = auditor.audit(scrape, canonical)
    by_role = Counter[str]()
    for part in audit.alignment.blocks:
        by_role[part.role] += len(part.scrape)
    counts = audit.score
    assert counts.characters == len(scrape) == sum(by_role.values())
    assert counts.canonical_characters == len(canonical)
    assert counts.placed == by_role["kept"] + by_role["moved"]
    assert (counts.repeated, counts.moved) == (by_role["repeated"], by_role["moved"])
    assert counts.inserted == by_role["inserted"]
    assert counts.missing == sum(map(len, audit.alignment.missing))
    assert 0 <= counts.edited <= counts.characters - counts.inserted
