"""What a copy had alone is put back: nothing that was scraped is lost from a reading."""

from __future__ import annotations

import pytest
from builders import page_of
from hypothesis import given, settings
from hypothesis import strategies as st

import auditor
from auditor.canonical.net import net
from auditor.model import Audit, Canonical, Options, Span, Witness
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


def test_a_clause_that_its_witness_has_and_the_reading_has_not_is_put_back() -> None:
    kept, clause = RULES[0], "how long it may last follows from the law of the whole county"
    before, behind = f"{RULES[1][:-1]}, {RULES[2][:-1]}", f"{RULES[3][:-1]}, {RULES[4][:-1]}"
    text = f"{kept}\n{before}; {clause}, and {behind}.\n{RULES[5]}\n"
    read = text.replace(clause, "")
    whole = Witness(Span(0, len(read)), Span(0, len(text)), "A")
    found = net(page_of(text), Canonical(read, "inferred", witnesses=(whole,)))
    assert clause in found.text
    assert [notice.code for notice in found.notices] == ["put-back"]


def test_a_clause_is_put_back_with_the_whole_of_its_words() -> None:
    """Vowel signs and marks are of the word that they stand in."""
    before = "यह शाखा सभी दिन सदस्यों के लिए खुली रहती है और जिसके पास कार्ड हो वह किताबें ले सकता है"
    clause = "सप्ताह की अवधि पूरे ज़िले के पुराने क़ानून से तय होती है"
    behind = "जो कोई दोपहर से पहले आए वह इस प्रपत्र की प्रतियाँ माँगे और यहाँ हस्ताक्षर करे"
    text = f"{before}, {clause}, {behind}।\n"
    cut = text.index(clause) + 3  # amid its first word, before a vowel sign
    read = text[:cut] + text[text.index(behind) :]
    whole = Witness(Span(0, len(read)), Span(0, len(text)), "A")
    found = net(page_of(text), Canonical(read, "inferred", witnesses=(whole,)))
    (back,) = [part for each in found.witnesses if (part := each.scrape.of(text)) not in read]
    assert back.strip(" ,").startswith(clause[:-1])


def test_noise_between_two_copies_is_not_put_back() -> None:
    text = "\n".join(RULES)
    read = (
        text.replace("tenancy", "tenaney")
        .replace("Sheds", "5heds")
        .replace("residents", "resldonts")
    )
    whole = Witness(Span(0, len(read)), Span(0, len(text)), "A")
    reading = Canonical(read, "inferred", witnesses=(whole,))
    assert net(page_of(text), reading) == reading


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
