"""Offsets as runs tell the same as offsets one by one."""

from __future__ import annotations

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
