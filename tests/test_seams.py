"""Copies that are woven together are cut alike, and where they part."""

from __future__ import annotations

from itertools import pairwise

import pytest
from builders import page_of
from hypothesis import given
from hypothesis import strategies as st

import auditor
from auditor.canonical.woven.unit import Unit
from auditor.canonical.woven.units.partings import ends_clause
from auditor.canonical.woven.units.seams import cut_at_seams
from auditor.model import Span

RULES = (
    "The reading room opens at nine on weekdays. ",
    "Visitors leave coats and bags at the desk; ",
    "a token is given for each of them; ",
    "whoever loses a token pays two pounds. ",
    "Maps may be copied by the staff only. ",
    "Films are shown on the first Sunday of a month. ",
)


def pieces(text: str, *marks: str) -> str:
    """What becomes of units that end behind each of the marks, with a bar at every cut."""
    places = sorted({at + len(mark) for mark in marks for at in _places(text, mark)})
    edges = [0, *(place for place in places if place < len(text)), len(text)]
    units = [Unit(Span(a, b), text[a:b].strip().casefold(), None) for a, b in pairwise(edges)]
    return "|".join(unit.span.of(text) for unit in cut_at_seams(page_of(text), units))


def _places(text: str, mark: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(mark, at)]


def test_a_unit_is_cut_where_the_scrape_switches_behind_a_clause() -> None:
    one = "".join(RULES)
    two = "".join(RULES[:2]) + "Lockers are free. " + "".join(RULES[3:])
    found = pieces(one + two, ". ")
    assert "at the desk; |a token" in found  # the other copy goes on otherwise
    assert "at the desk; |Lockers" in found


def test_what_one_copy_cuts_is_cut_in_the_other() -> None:
    rule = "Visitors of the library leave their coats\nand all of their bags at the desk. "
    found = pieces(
        RULES[0] + rule + RULES[4] + RULES[0] + rule.replace("\n", " ") + RULES[5], ". ", "\n"
    )
    assert found.count("|and all of their bags") == 2


def test_a_label_stays_with_what_it_is_the_label_of() -> None:
    page = "1) Coats are left at the desk. 2) Maps may be copied by the staff only. "
    assert pieces(page, ". ", ") ") == (
        "1) Coats are left at the desk. |2) Maps may be copied by the staff only. "
    )


def test_a_short_sentence_is_no_label() -> None:
    page = "会议开到五点。散会。读者可以续借一次。"
    assert pieces(page, "。") == "会议开到五点。|散会。|读者可以续借一次。"


def test_a_list_inside_two_different_sentences_is_no_parting() -> None:
    towns = "Aldham, Bures, Copford, Dedham, Earls Colne, Fordham and Great Tey"
    page = f"The library serves {towns} on all weekdays. Fees are paid in {towns} from May on. "
    assert pieces(page, ". ") == page.replace(". Fees", ". |Fees")


@pytest.mark.parametrize("clause", ["word; ", "两字。", "كلمة، ", "शब्द। "])
def test_clauses_end_in_any_script(clause: str) -> None:
    assert ends_clause(clause, len(clause))
    assert not ends_clause(clause, 2)


@pytest.mark.parametrize("form", ["none", "nfkc", "ignore-case"])
def test_a_page_without_copies_is_cut_as_it_was(form: str) -> None:
    page = "".join(RULES)
    assert pieces(page, ". ") == page.replace(". ", ". |").removesuffix("|")


@given(st.lists(st.sampled_from([*RULES, "4.2. ", "---\n", "（二）", "各部门："]), max_size=24))
def test_cut_units_are_the_text(texts: list[str]) -> None:
    text = "".join(texts)
    assert pieces(text, ". ", "\n").replace("|", "") == text


def test_two_copies_that_switch_behind_clauses_are_parted() -> None:
    one, two = ["".join(RULES[:3]), "".join(RULES[3:])], ["".join(RULES[:5]), RULES[5]]
    woven = one[0] + two[0] + one[1] + two[1]
    assert auditor.reconstruct([auditor.Document.from_text(woven)]).text == "".join(RULES)
