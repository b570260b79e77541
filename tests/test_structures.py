"""The structures of the benchmark are what they say: as long, and the same each time."""

from __future__ import annotations

import pytest

from benchmarks.structures import STRUCTURES, rows, text


@pytest.mark.parametrize("name", STRUCTURES)
def test_a_structure_has_its_size_and_is_the_same_again(name: str) -> None:
    made = text(name, 8_000)
    assert made == text(name, 8_000)
    assert len(made.encode()) == pytest.approx(8_000, rel=0.1 if "woven" not in name else 0.3)


def test_a_row_tells_where_there_is_no_end() -> None:
    (row,) = rows(["noisy short lines, 5 %"], [40_000, 80_000], limit=1)
    assert row == ["noisy short lines, 5 %", "no end", "–", "–"]
