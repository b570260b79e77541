"""Findings against a trusted text: their places are exact, and what it has is not marked."""

from __future__ import annotations

import pytest
from benchmark_cases import TEXTS

from auditor.damage.operators import corrupt
from auditor.rules.places import kept_place
from auditor.stages import compare


@pytest.mark.parametrize("language", ["en", "zh", "ar"])
@pytest.mark.parametrize("damage", ["copied+noise-3", "page-twice+noise-10"])
def test_the_kept_place_of_a_passage_is_where_it_stands_through_edits(
    damage: str, language: str
) -> None:
    case = corrupt(TEXTS[language][:3000], damage, 1)
    collation = compare(case.canonical, case.scrape).collation
    asked = 0
    for block in collation.alignment.blocks:
        if block.role != "repeated" or block.canonical is None:
            continue
        place = kept_place(collation, block.canonical)
        if place is None:
            continue
        found = set(case.origin[place.start : place.end].tolist()) - {-1}
        wanted = range(block.canonical.start, block.canonical.end)
        assert sum(at in wanted for at in found) >= 0.95 * len(found)
        asked += 1
    assert asked


def test_labels_that_a_trusted_text_has_too_are_no_furniture() -> None:
    text = "Timetable\n\nLine A\n\nThe tram runs often.\n\nLine B\n\nThe bus runs daily.\n"
    assert compare(text, text).findings == ()
    put_in = text + "\nPrint this page\n"
    assert "AUD401" in {finding.rule for finding in compare(text, put_in).findings}


def test_the_last_item_of_a_list_is_no_heading() -> None:
    gates = ["Gates of the ferry terminal", "Gate K", "Gate P", "Gate R"]
    end = "Passengers show their tickets before they go on board."
    moved = [gates[0], gates[3], gates[1], gates[2]]
    audit = compare("\n".join([*gates, end]), "\n".join([*moved, end]))
    assert "AUD205" not in {finding.rule for finding in audit.findings}
