"""What a copy had alone is put back: nothing that was scraped is lost from a reading."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import auditor
from auditor.model import Audit, Options
from benchmarks.invariants import audit_faults

LINE = "syfatmayf udo uwcdl py tnfsisowwcocup pcdpcldy!"
FLAGS = "🇲🇧🇦🇻🇲🇦🇹🇦🇲🇨🇫🇷🇩🇪🇱🇺"
MARKS = "e" + 32 * "\u0301"
NUMBERS = "1103937506399762 98108189254819845596765304161377 8065124\n"
LETTERS = "차자자바라차자마아라아"
TAIL = "\nخحبجحذحراخا\nتخحبجحذحراخ؟\n"
RULES = (
    "The society lets plots of about two hundred square metres to residents of the parish.",
    "A plot is let for one year and the tenancy renews itself unless notice is given.",
    "Rent is due on Lady Day and covers water but not the hire of tools.",
    "Sheds are no higher than two metres and are painted green or brown.",
    "Bonfires are allowed in November between dusk and nine in the evening.",
    "The committee hears complaints on the first Monday of the month.",
)


@pytest.mark.parametrize(
    "text",
    [
        f"\n{LINE} !! .\n. ! ! . !\n!! . !\n{LINE}\n",
        f"\u0917{NUMBERS}가{LETTERS}나\n{NUMBERS}ت خحبجحذحراخا\n{LETTERS}{TAIL}{FLAGS}",
        MARKS,
    ],
    ids=["punctuation", "flags", "marks"],
)
def test_lines_without_letters_are_not_lost(text: str) -> None:
    assert faults(auditor.audit(text)) == []


def test_what_one_copy_has_alone_stands_behind_its_neighbour() -> None:
    page = "\n".join(RULES)
    alone = "Beehives need the written consent of all neighbours within forty metres."
    audit = auditor.audit(f"{page}\n{page.replace(RULES[3], RULES[3] + ' ' + alone)}")
    assert alone in audit.canonical.text
    assert audit.canonical.text.index(alone) > audit.canonical.text.index(RULES[3])
    assert faults(audit) == []


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.sampled_from(RULES), min_size=1, max_size=6),
    st.lists(st.text("ab!. \n🇲é", max_size=30), min_size=7, max_size=7),
)
def test_between_two_copies_nothing_is_lost(lines: list[str], between: list[str]) -> None:
    page = "\n".join(RULES)
    torn = "\n".join(a + b for a, b in zip([*lines, ""], between, strict=False))
    assert faults(auditor.audit(f"{page}\n{torn}\n{page}")) == []


def faults(audit: Audit) -> list[str]:
    return list(audit_faults(audit, Options().normalize))
