"""Chains of segments, against what is told slowly."""

from __future__ import annotations

from itertools import pairwise

import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.repeats.chain import Chain, chains, heaviest, paths, trimmed
from auditor.repeats.near import Overlap

DRIFT, GAP = 4, 6

spans = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 12)).map(lambda pair: (pair[0], sum(pair))),
    max_size=8,
)
runs = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(1, 6)), max_size=12)


def covered(chosen: list[tuple[int, int]]) -> int:
    """The second side that a chain covers; each begins where the one before it ends."""
    ends = [0, *(end for _, end in chosen)]
    return sum(end - max(start, done) for (start, end), done in zip(chosen, ends, strict=False))


@given(spans)
def test_no_chain_in_order_on_both_sides_is_heavier(spans: list[tuple[int, int]]) -> None:
    chosen = heaviest(spans)
    assert chosen == sorted(set(chosen))
    kept = [spans[number] for number in chosen]
    assert all(one[1] < other[1] for one, other in pairwise(kept))
    assert covered(kept) == oracles.chain_weight(spans)


@given(spans, st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_what_differs_in_a_segment_weighs_nothing(
    spans: list[tuple[int, int]], differs: list[int]
) -> None:
    light = [min(less, end - start) for (start, end), less in zip(spans, differs, strict=False)]
    weights = [end - start - less for (start, end), less in zip(spans, light, strict=True)]
    chosen = heaviest(spans, weights)
    weight = covered([spans[number] for number in chosen]) - sum(light[at] for at in chosen)
    assert weight == oracles.chain_weight(spans, light)


@pytest.mark.parametrize(
    ("spans", "chosen"),
    [
        ([], []),
        ([(5, 9), (5, 9)], [0]),
        ([(0, 4), (2, 6)], [0, 1]),  # the second without what the first has
        ([(8, 20), (0, 4), (4, 8)], [0]),
        ([(0, 9), (3, 5), (9, 12)], [0, 2]),
    ],
)
def test_which_are_the_heaviest(spans: list[tuple[int, int]], chosen: list[int]) -> None:
    assert heaviest(spans) == chosen


@given(runs)
def test_what_goes_on_is_one_chain(found: list[oracles.Run]) -> None:
    found = sorted(set(found))

    def between(chain: Chain[Overlap, bool], run: Overlap) -> bool | None:
        apart = run.first - chain.end, run.second - chain.until
        return True if min(apart) >= 0 and max(apart) < GAP else None

    segments = [Overlap(a, a + length, b, b + length) for a, b, length in found]
    joined = chains(segments, DRIFT, between)
    told = [[(one.first, one.second, one.length) for one in chain.segments] for chain in joined]
    assert told == oracles.joined(found, DRIFT, GAP)
    for chain in joined:
        assert len(chain.between) == len(chain.segments) - 1
        assert chain.end == max(one.end for one in chain.segments)
        assert chain.until == max(one.until for one in chain.segments)


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=7),
    st.dictionaries(
        st.tuples(st.integers(0, 6), st.integers(0, 6)), st.integers(0, 6), max_size=20
    ),
)
def test_the_heaviest_path_comes_first(
    weights: list[int], costs: dict[tuple[int, int], int]
) -> None:
    steps = {(a, b): cost for (a, b), cost in costs.items() if a < b < len(weights)}
    found = list(
        paths(
            weights,
            range(len(weights)),
            lambda number: [(other, cost) for (other, at), cost in steps.items() if at == number],
        )
    )
    first = found[0]
    weight = sum(weights[at] for at in first) - sum(steps[step] for step in pairwise(first))
    assert weight == oracles.path_weight(weights, steps)
    assert sorted(at for path in found for at in path) == list(range(len(weights)))
    assert all(step in steps for path in found for step in pairwise(path))


def test_a_path_takes_no_step_that_is_refused() -> None:
    before = [[], [(0, 0)], [(1, 0), (0, 1)]]
    found = paths([5, 5, 5], range(3), before.__getitem__, lambda other, at: (other, at) != (1, 2))
    assert list(found) == [[0, 1], [2]]


@given(runs)
def test_runs_are_trimmed_on_both_sides(found: list[oracles.Run]) -> None:
    left = list(trimmed(sorted(found)))
    for one, other in pairwise(left):
        assert one[0] + one[2] <= other[0]
        assert one[1] + one[2] <= other[1]
    places = {(a + at, b + at) for a, b, length in found for at in range(length)}
    assert {(a + at, b + at) for a, b, length in left for at in range(length)} <= places
