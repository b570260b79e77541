"""Lists and their numbers: what is a fault of them, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import auditor
from auditor.model import Ordinal
from auditor.segment import segment
from auditor.text.outline import Outline, lists, outline_cost
from auditor.text.weights import WEIGHTS

FAULTS = ("AUD204", "AUD301")

NESTED = """\
1.  Damages. We are not liable for:

    1.  Lost profits or interruption of business;
    2.  Costs of substitute services;
    3.  Claims of others.

2.  Exceptions. Claims of injury that rest on:

    1.  Fraud or criminal misconduct;
    2.  Gross negligence of ours;
    3.  Wilful misconduct;
    4.  Violations of rights that cannot be waived.

3.  Monetary cap. Our liability is limited to one hundred.
4.  Term. This section outlasts the agreement.
"""
CHAPTERS = """\
1. Scope
1.1. What is covered
The rules hold for all halls.
1.2. What is not
They do not hold for sheds.
2. Files
2.1. Schedules
A line has five fields:
1. Minute of the hour
2. Hour of the day
3. Day of the month
4. Month of the year
5. Day of the week
2.2. Programs
They stand in a folder of their own.
3. Manuals
3.1. Pages
Each program has a page.
"""
REFERRED = """\
Sections that changed:
11.8.1 Levels of packages are told apart.
11.8.3 The rules of terminals are improved.
11.8.5 The policy on fonts is written anew.
11.8.6 Resources go to another folder.
11.8.7 Paths are no longer fixed.
11.8.8 Manuals stand beside the programs.
11.8.9 Licences are named.
"""
SECTIONS = """\
11.8.1 Levels of packages are told apart.
11.8.2 The rules of terminals are improved.
11.8.3 The policy on fonts is written anew.
11.8.4 Resources go to another folder.
11.8.5 Paths are no longer fixed.
11.8.6 Licences are named.
"""
LABEL = """\
1. Road
2. Rail
3. Ferry
4. Bridge
5. Tunnel
6. Border
The projects follow.
Connection to the
2. Rhine bridge
Bypass of the village
"""
INLINE = (
    "We may close an account if we believe: (i) you have broken the [rules](https://example.org/r)"
    ", (ii) you create risk for us; (iii) you act against the law, (iv) you are gone for long; or "
    "(v) we end the service.\n"
)
# What stands near in another line or form, or is left out by custom, is not missing.
BY_CUSTOM = "".join(f"{letter}) works of the {letter} kind\n" for letter in "abcdefghiklm")
REPEALED = """\
§ 7 Examination
(1) It is held in spring.
§ 8 Certificate
(1) It bears the seal of the chamber.
(XXXX) §§ 9 and 10 (repealed)
§ 11 Entry into force
(1) This order is in force from June on.
"""
WRAPPED = """\
1. Notices and forms of the harbour
2. Fees for boats that stay a night
and all other fees, see 4 and
3 Fees for goods
4. Pilots
5. Tugs
"""
UNREAD = (
    "The codes (i) are not added to each other (ii) are not used for freight, (iii) are not paid "
    "out, (iv) end in May.\n"
)
ABOVE = """\
8\\. Payment

1\\. Cards are taken on board.
2\\. Cheques are taken at the gate.

9\\. Delivery

1\\. Goods are brought on Mondays.
2\\. Whoever is away names another day.

10\\. Returns

11\\. Disputes
"""
FORMS = """\
Cookies are kept:

3.  to count visits;
4.  to keep the harbour safe;
5.  to answer complaints.

## 8. Cookies of others

## 9. Changes

## 10. Contact
"""
COLUMNS = """\
1. First year
a) Tools are named.
c) Seams are welded.
d) Parts are marked.
e) Plans are read.
2. Second year
b) Parts are judged by eye.
f) Cables are laid.
"""
QUOTED = "".join(
    f"In year {year} these come first:\n6.1 Taxes\n6.2 Fees\n6.3 Wages\n6.{4 + year} Trade\n\n"
    for year in (1, 2, 3)
)
CLEAN = {
    "by custom": BY_CUSTOM,
    "repealed": REPEALED,
    "wrapped": WRAPPED,
    "unread": UNREAD,
    "above": ABOVE,
    "forms": FORMS,
    "columns": COLUMNS,
    "quoted": QUOTED,
    "nested": NESTED,
    "chapters": CHAPTERS,
    "referred": REFERRED,
    "label": LABEL,
    "inline": INLINE,
    "nested, Chinese": "1．总则\n  1．目的明确\n  2．范围清楚\n  3．职责分明\n2．程序\n"
    "  1．申请受理\n  2．审查核实\n  3．决定公布\n3．附则\n4．施行日期\n",
}


def faults(text: str) -> list[str]:
    return [found.message for found in auditor.audit(text).findings if found.rule in FAULTS]


@pytest.mark.parametrize("name", CLEAN)
def test_a_sound_outline_has_no_fault(name: str) -> None:
    assert faults(CLEAN[name]) == []


BROKEN = [
    (NESTED, "    2.  Gross negligence of ours;\n", "2. is missing: 1. is followed by 3.."),
    (NESTED, "3.  Monetary cap. Our liability is limited to one hundred.\n", "3. is missing: 2."),
    (CHAPTERS, "3. Day of the month\n", "3. is missing: 2. is followed by 4.."),
    (SECTIONS, "11.8.4 Resources go to another folder.\n", "11.8.4 is missing"),
    (INLINE, "(ii) you create risk for us; ", "(ii) is missing: (i) is followed by (iii)."),
    (BY_CUSTOM, "e) works of the e kind\n", "e) is missing: d) is followed by f)."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lost", "said"), BROKEN, ids=[said for *_, said in BROKEN])
def test_a_number_that_is_lost_is_missed(text: str, lost: str, said: str) -> None:
    assert lost in text
    (message,) = faults(text.replace(lost, ""))
    assert said in message


def test_a_number_out_of_place_is_told() -> None:
    two, three = "2. Rail\n", "3. Ferry\n"
    swapped = LABEL.replace(two + three, three + two).partition("The projects")[0]
    assert faults(swapped) == ["2. stands behind 3.."]


PROSE = """\
The rules that hold for every hall and for every shed of the port are
those that the master of the port has laid down, and they are told to
all who come in by water or by land, in words that each of them knows
and that stand on a board beside the gate, so that nobody who goes in
can say that he did not know of them when he left his boat in a place
"""


def labels(text: str) -> list[str]:
    return [found.ordinal.label for found in segment(text, "en", "nfkc") if found.ordinal]


def test_a_full_line_that_counts_on_is_no_wrapped_line() -> None:
    """The first word of 3.3. would not have fitted behind 3.2., and yet it begins an item."""
    items = """\
3.1. Purpose
3.2. Settings of the boats that are hired by the day or by the week
3.3. Settings of the wider waterfront
3.4. Others
"""
    assert labels(f"{PROSE}\n{items}\n{PROSE}") == ["3.1.", "3.2.", "3.3.", "3.4."]


def test_a_number_that_prose_wraps_before_is_none() -> None:
    line = "that is kept free for others, which is told at length in section\n"
    assert labels(f"{PROSE}{line}3.3. Go on.\n") == []


def items(labels: str) -> list[Ordinal]:
    """Ordinals of three forms, from the outermost in: I, 1, a."""
    forms = {"I": ("roman", 4), "1": ("decimal", 6), "a": ("letter-paren", 12)}
    found = []
    for label in labels.split():
        first = {"I": "I", "V": "I"}.get(label[0], "1" if label[0].isdigit() else "a")
        number = ["", "I", "II", "III", "IV", "V"].index(label) if first == "I" else 0
        number = int(label) if first == "1" else number or ord(label) - ord("a") + 1
        found.append(Ordinal(label, *forms[first], number))
    return found


def told(labels: str) -> list[str]:
    """The lists of an outline, each as its labels."""
    names = labels.split()
    found = lists((ordinal, None) for ordinal in items(labels))
    return [" ".join(names[at] for at in members) for members in found]


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        ("I 1 2 II 1 2", ["I II", "1 2", "1 2"]),
        ("1 a b 2 a b 3", ["1 2 3", "a b", "a b"]),
        ("1 2 3 1 2", ["1 2 3", "1 2"]),
        # A list of one form inside another that has something inside it: it goes on outside.
        ("1 a b 1 2 3 2 a b", ["1 2", "a b", "1 2 3", "a b"]),
        ("a b I a b", ["a b", "I", "a b"]),
    ],
)
def test_lists_nest_as_they_are_read(labels: str, wanted: list[str]) -> None:
    assert sorted(told(labels)) == sorted(wanted)


def test_what_is_out_of_order_costs_and_a_nested_outline_does_not() -> None:
    assert outline_cost(items("I 1 a b 2 a b II 1 a b")) == 0.0
    assert outline_cost(items("1 a b 1 2 3 2 a b")) == WEIGHTS.starts_again
    assert outline_cost(items("1 3 2")) > outline_cost(items("1 2 3 5")) > 0.0


ORDINALS = st.builds(
    lambda form, number, parent: Ordinal("", f"form {form}", form, number, (parent,)),
    st.integers(0, 3),
    st.integers(1, 4),
    st.integers(0, 1),
)


@given(st.lists(ORDINALS, max_size=12), st.data())
def test_a_change_is_priced_as_the_whole_outline_is(
    ordinals: list[Ordinal], data: st.DataObject
) -> None:
    outline = Outline(ordinals)
    start = data.draw(st.integers(0, len(ordinals)))
    end = data.draw(st.integers(start, len(ordinals)))
    changed = data.draw(st.permutations(ordinals[start:end]))
    whole = [*ordinals[:start], *changed, *ordinals[end:]]
    assert outline.total + outline.delta(start, changed) == pytest.approx(outline_cost(whole))
    outline.replace(start, changed)
    assert outline.total == pytest.approx(outline_cost(whole))


@given(st.lists(st.tuples(ORDINALS, st.none() | st.integers(0, 4)), max_size=20))
def test_every_item_is_of_one_list_of_its_form(found: list[tuple[Ordinal, int | None]]) -> None:
    told = lists(found)
    assert sorted(at for members in told for at in members) == list(range(len(found)))
    for members in told:
        assert members == sorted(members)
        assert len({(found[at][0].style, found[at][0].parent) for at in members}) == 1
