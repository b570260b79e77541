"""Offsets as runs tell the same as offsets one by one."""

from __future__ import annotations

import itertools
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.text.offsets import Offsets

SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")
steps = st.lists(st.sampled_from((0, 1, 1, 1, 1, 2, 5)), max_size=30)


@given(st.integers(0, 9), steps, st.lists(st.integers(-2, 60), max_size=9))
def test_runs_of_offsets_tell_what_all_offsets_tell(
    first: int, steps: list[int], wanted: list[int]
) -> None:
    plain = np.cumsum([first, *steps]).astype(np.int32)
    offsets = Offsets.of(plain)
    assert len(offsets) == len(plain)
    assert offsets.spread().tolist() == plain.tolist()
    assert [offsets[at] for at in range(len(plain))] == plain.tolist()
    assert offsets[-1] == plain[-1]
    assert offsets.again().tolist() == [at for at, step in enumerate(steps, 1) if not step]
    for side in SIDES:
        assert (
            offsets.search(wanted, side).tolist() == np.searchsorted(plain, wanted, side).tolist()
        )


def plain_offsets(steps: list[int]) -> list[int]:
    return list(itertools.accumulate([3, *steps]))


@given(steps, st.sets(st.integers(0, 30)))
def test_what_goes_takes_its_offsets_along(steps: list[int], gone: set[int]) -> None:
    plain = plain_offsets(steps)
    places = np.array(sorted(at for at in gone if at < len(plain)), dtype=np.int64)
    left = Offsets.of(np.array(plain, dtype=np.int32)).without(places)
    kept = [offset for at, offset in enumerate(plain) if at not in gone]
    assert left.spread().tolist() == kept
    assert left.heads.tolist() == Offsets.of(np.array(kept, dtype=np.int32)).heads.tolist()


@given(steps, st.lists(st.tuples(st.integers(0, 5), st.integers(1, 4), st.integers(0, 3))))
def test_what_stands_in_place_of_a_range_has_its_offset(
    steps: list[int], ranges: list[tuple[int, int, int]]
) -> None:
    plain, expected, found, at = plain_offsets(steps), [], [], 0
    for between, length, count in ranges:
        head, tail = at + between, at + between + length
        if tail > len(plain):
            break
        expected += plain[at:head] + [plain[head]] * count
        found.append((head, tail, count, plain[head]))
        at = tail
    expected += plain[at:]
    heads, tails, counts, offsets = np.array(found, dtype=np.int64).reshape(-1, 4).T
    put = Offsets.of(np.array(plain, dtype=np.int32)).replaced(
        heads, tails, counts, offsets.astype(np.int32)
    )
    assert put.spread().tolist() == expected
    assert put.heads.tolist() == Offsets.of(np.array(expected, dtype=np.int32)).heads.tolist()
    assert put.of_each(range(len(expected))).tolist() == expected


@pytest.mark.parametrize("offsets", [Offsets.same(0), Offsets.of(np.empty(0, np.int32))])
def test_no_text_has_no_offsets(offsets: Offsets) -> None:
    assert offsets.spread().tolist() == offsets.again().tolist() == []
    assert offsets.search([0, 3], "right").tolist() == [0, 0]
    with pytest.raises(IndexError):
        offsets[0]


def test_what_only_goes_on_is_one_run() -> None:
    offsets = Offsets.same(1_000, 1)
    assert len(offsets.heads) == 1
    assert (offsets[0], offsets[999], len(offsets.spread())) == (1, 1_000, 1_000)
