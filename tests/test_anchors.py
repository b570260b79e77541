"""Exact common runs, against every pair of places looked at in turn."""

from __future__ import annotations

from collections import Counter

import oracles
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from auditor.text.runs import FREQUENT, Runs, codes, common_runs, hashes, information, own_runs

small = st.text("ab一\ud800", max_size=40)
few = st.text("abc", max_size=60)
K = st.integers(2, 5)


def triples(runs: Runs) -> list[oracles.Run]:
    return list(
        zip(runs.start_a.tolist(), runs.start_b.tolist(), runs.length.tolist(), strict=True)
    )


def most_frequent(text: str, k: int) -> int:
    return max(Counter(text[i : i + k] for i in range(len(text) - k + 1)).values(), default=0)


@given(small, small, K)
def test_common_runs_are_all_the_maximal_ones(a: str, b: str, k: int) -> None:
    assume(most_frequent(b, k) <= FREQUENT)
    assert triples(common_runs(codes(a), codes(b), k)) == oracles.common_runs(a, b, k)


@given(small, K)
def test_own_runs_are_all_the_maximal_ones(a: str, k: int) -> None:
    assume(most_frequent(a, k) <= FREQUENT)
    assert triples(own_runs(codes(a), k)) == oracles.own_runs(a, k)


@given(few, few, st.integers(2, 3))
def test_a_run_is_equal_on_both_sides_however_often_it_stands(a: str, b: str, k: int) -> None:
    for i, j, length in triples(common_runs(codes(a), codes(b), k)):
        assert length >= k
        assert a[i : i + length] == b[j : j + length]
        assert len(a[i : i + length]) == length


@pytest.mark.parametrize("unit", ["a", "一", "ab", "0.00\n"])
def test_equal_texts_lie_on_one_diagonal_however_often_a_piece_stands(unit: str) -> None:
    text = codes(unit * 400)
    assert (0, 0, len(text)) in triples(common_runs(text, text, 4))


def test_many_equal_letters_stay_linear() -> None:
    text = codes("a" * 200_000)
    assert len(own_runs(text, 4)) <= FREQUENT


@pytest.mark.parametrize(("text", "k"), [("", 3), ("ab", 3), ("abc", 4)])
def test_a_short_text_has_no_hashes_and_no_runs(text: str, k: int) -> None:
    assert len(hashes(codes(text), k)) == 0
    assert len(common_runs(codes(text), codes("abcabc"), k)) == 0
    assert len(own_runs(codes(text), k)) == 0


@given(st.text(st.characters()))
def test_codes_are_code_points(text: str) -> None:
    assert codes(text).tolist() == [ord(char) for char in text]


@pytest.mark.parametrize(
    ("text", "scale"),
    [("", 1.0), ("服务贸易创新发展", 1.0), ("trade", 2.5), ("торговля", 2.5), ("服务ab", 1.75)],
)
def test_information_of_a_character(text: str, scale: float) -> None:
    assert information(codes(text)) == scale
