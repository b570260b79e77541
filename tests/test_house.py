"""What makes the house of the inference hard to read may only become less."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from helpers import ROOT

from auditor.damage import corrupt
from benchmarks import house

TEXT = (ROOT / "benchmarks" / "texts" / "en_garden_plots.txt").read_text(encoding="utf-8")
ROOMS = sorted(path.parent for path in (ROOT / "auditor" / "canonical").glob("*/step.py"))
# They may only fall.
LOOSE, CHAINS, NORMALIZATIONS = 13, 5, 2


def test_numbers_that_decide_stand_in_the_weights() -> None:
    found = house.loose_numbers()
    assert sum(found.values()) <= LOOSE, found


def test_chains_are_made_at_few_places() -> None:
    assert len(house.there(house.CHAINS)) <= CHAINS


@pytest.mark.parametrize("operator", ["windows-cut", "interleaved-2-cut", "page-twice", "columns"])
def test_a_text_is_indexed_once_and_normalized_hardly_more(operator: str) -> None:
    done = house.measured([corrupt(TEXT[:3_000], operator, 1).scrape])
    assert max(done.indexes.values(), default=0) <= 1
    assert max(done.normalizations.values()) <= NORMALIZATIONS


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_opens_with_a_picture_of_its_damage(room: Path) -> None:
    """A sentence, a blank line, and before and behind."""
    docstring = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    assert docstring
    first, blank, *picture = docstring.splitlines()
    assert first.endswith(".")
    assert blank == ""
    assert picture
