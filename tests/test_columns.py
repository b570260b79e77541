"""Columns that were read across are parted; whatever else has columns or turns is left alone."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from builders import page_of
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import Document, reconstruct
from auditor.canonical.columns import step
from auditor.damage.columns import wrapped
from auditor.damage.operators import corrupt
from auditor.model import Canonical
from benchmarks.documents import Choice, key, load

TEXTS = {text.name: text.text for text in load(Choice())}
NAMES = sorted(TEXTS)
UNSURE = "ar_market"  # too short, and too many short lines, to tell anything without gutters
SPACED = [name for name in NAMES if not name.startswith(("zh", "ja"))]


def lines_of(name: str, width: int) -> list[str]:
    return [TEXTS[name][start:end] for start, end in wrapped(TEXTS[name], width)]


def width_of(name: str) -> int:
    return 44 if name in SPACED else 22


def columns(lines: list[str], count: int) -> list[list[str]]:
    size = -(-len(lines) // count)
    return [lines[at : at + size] for at in range(0, len(lines), size)]


def across(sides: list[list[str]], gutter: str) -> str:
    """The rows of columns, with a gutter; the last row may lack cells."""
    height = len(sides[0])
    rows = [[side[row] for side in sides if row < len(side)] for row in range(height)]
    return "".join(gutter.join(row) + "\n" for row in rows)


def padded(sides: list[list[str]]) -> str:
    width = max(len(line) for side in sides for line in side) + 3
    return "".join(f"{a:{width}}{b}\n" for a, b in zip(*sides, strict=False))


def followed(text: str, lines: list[str]) -> float:
    """The share of lines that the next one follows; a page's end in the wrong place costs three."""
    whole = key(text)
    return sum(key(a + b) in whole for a, b in pairwise(lines)) / (len(lines) - 1)


def straight(text: str) -> Canonical | None:
    reading = step.columns(page_of(text))
    return reading.canonical if reading else None


@pytest.mark.parametrize("gutter", ["  ", "     ", "\t"], ids=["two", "wide", "tab"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_two_columns(name: str, gutter: str) -> None:
    lines = lines_of(name, width_of(name))[:80]
    reading = straight(across(columns(lines, 2), gutter))
    assert reading is not None
    assert followed(reading.text, lines) >= 0.95


@pytest.mark.parametrize("name", [name for name in NAMES if name != UNSURE])
def test_a_page_of_two_columns_by_turns(name: str) -> None:
    """Without gutters the first lines, mostly headings, may stay as they are."""
    lines = lines_of(name, width_of(name))[:80]
    reading = straight(across(columns(lines, 2), "\n"))
    assert reading is not None
    assert followed(reading.text, lines) >= 0.88


def test_columns_by_turns_that_the_text_does_not_tell_are_left_alone() -> None:
    lines = lines_of(UNSURE, width_of(UNSURE))[:80]
    assert straight(across(columns(lines, 2), "\n")) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_three_columns(name: str) -> None:
    lines = lines_of(name, width_of(name))[:120]
    reading = straight(across(columns(lines, 3), "   "))
    assert reading is not None
    assert followed(reading.text, lines) >= 0.94


@pytest.mark.parametrize("name", NAMES)
def test_columns_that_are_padded_in_a_part_of_a_page(name: str) -> None:
    lines = lines_of(name, width_of(name))[:80]
    head, tail = "A heading above the columns\n\n", "\n" + TEXTS[name][-600:].replace("\n", " ")
    reading = straight(head + padded(columns(lines, 2)) + tail)
    assert reading is not None
    assert reading.text.startswith(head)
    assert reading.text.endswith(tail)
    assert followed(reading.text, lines) >= 0.95


@pytest.mark.parametrize("gutter", ["  ", "\n"], ids=["gutter", "lines"])
@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_its_own_reading_afterwards(name: str, gutter: str) -> None:
    lines = lines_of(name, width_of(name))[:80]
    reading = straight(across(columns(lines, 2), gutter))
    assert reading is None or straight(reading.text) is None


@pytest.mark.parametrize("operator", ["columns", "columns-3", "columns-lines", "columns-part"])
@pytest.mark.parametrize("name", NAMES)
def test_witnesses_lead_every_character_back_to_the_same_one(name: str, operator: str) -> None:
    scrape = corrupt(TEXTS[name], operator, 0).scrape
    reading = straight(scrape)
    if reading is None:
        return
    assert sorted("".join(reading.text.split())) == sorted("".join(scrape.split()))
    for witness in reading.witnesses:
        here, there = witness.scrape.of(scrape), witness.canonical.of(reading.text)
        assert here == there or not (here.strip() or there.strip())
    spans = sorted(witness.scrape for witness in reading.witnesses)
    assert spans[0].start == 0
    assert spans[-1].end == len(scrape)
    assert all(a.end == b.start for a, b in pairwise(spans))


@pytest.mark.parametrize("name", NAMES)
def test_each_turn_to_another_column_is_a_join_with_its_reasons(name: str) -> None:
    sides = columns(lines_of(name, width_of(name))[:80], 2)
    reading = straight(across(sides, "  "))
    assert reading is not None
    turns = [join for join in reading.joins if reading.text[join.at :].startswith(sides[1][0])]
    assert len(turns) == 1
    assert turns[0].evidence[0].startswith("2 columns of")
    assert all(0 <= join.confidence <= 1 for join in reading.joins)


VERSE = """\
Tyger Tyger, burning bright,
In the forests of the night;
What immortal hand or eye,
Could frame thy fearful symmetry?

In what distant deeps or skies.
Burnt the fire of thine eyes?
On what wings dare he aspire?
What the hand, dare seize the fire?

And what shoulder, and what art,
Could twist the sinews of thy heart?
And when thy heart began to beat,
What dread hand? and what dread feet?

What the hammer? what the chain,
In what furnace was thy brain?
What the anvil? what dread grasp,
Dare its deadly terrors clasp!
"""
TABLE = "".join(
    f"{name:14}{kind:22}{price:>8}\n"
    for name, kind, price in [
        ("Item", "Kind of ware", "Price"),
        *((f"Lot {n}", f"{what} from the {where}", f"{n * 7 % 90}.50")
          for n, (what, where) in enumerate(
              [("bread", "bakery"), ("nails", "forge"), ("cloth", "mill"), ("paper", "press"),
               ("rope", "yard"), ("glass", "works"), ("bricks", "kiln"), ("soap", "plant")] * 3)),
    ]
)  # fmt: skip
DEFINITIONS = "".join(
    f"{word:12}{first}\n{'':12}{second}\n"
    for word, first, second in [
        ("kettle", "a vessel of metal in which water", "is brought to the boil over a fire"),
        ("ladle", "a spoon with a deep bowl and a long", "handle, with which soup is served"),
        ("mortar", "a bowl of stone in which herbs and", "seeds are crushed with a pestle"),
        ("sieve", "a frame with a net of wire through", "which flour falls and lumps do not"),
        ("skillet", "a flat pan with a handle that may be", "of iron, for frying over a fire"),
        ("trivet", "a stand of three feet that keeps a", "hot pot away from the table top"),
    ]
)
CHAT = "".join(
    f"[{hour}:{minute:02}] {who}: {text}\n"
    for hour, minute, who, text in [
        (9 + n // 6, n * 7 % 60, ("anna", "bob")[n % 2],
         ["have you seen the draft of the plan", "not yet, i was away until this morning",
          "it is in the shared folder under may", "ok, i will read it after lunch",
          "the part about rent is still missing", "then ask carol, she has the figures",
          "she says the figures come on friday", "fine, that leaves us the weekend"][n % 8])
        for n in range(24)
    ]
)  # fmt: skip
FORM = "".join(
    f"{label}:\n{value}\n"
    for label, value in [
        ("Name", "Maria Lindqvist"), ("Street", "14 Harbour Road"), ("Town", "Eastport"),
        ("Post code", "EP4 7TT"), ("Date of birth", "4 May 1971"), ("Telephone", "555 0147"),
        ("Occupation", "surveyor of roads"), ("Employer", "the county of Eastport"),
        ("Plot asked for", "between the brook and the path"), ("Tools", "none"),
    ]
)  # fmt: skip
ADDRESSES = "".join(
    f"{left:34}{right}\n"
    for left, right in [
        ("Maria Lindqvist", "Office of the County Surveyor"), ("14 Harbour Road", "Room 212"),
        ("Eastport EP4 7TT", "1 Market Square"), ("", ""),
        ("Your letter of 4 May", "Our reference 77/12"), ("Telephone 555 0147", "Telephone 555 01"),
        ("Peter Osei", "Office of the County Clerk"), ("3 Mill Lane", "Room 14"),
        ("Westport WP1 2AB", "1 Market Square"), ("", ""),
        ("Your letter of 9 May", "Our reference 81/12"), ("Telephone 555 0199", "Telephone 555 02"),
    ]
)  # fmt: skip
LISTS = "".join(f"- {a}\n  - {b}\n" for a, b in [
    ("tools that are lent", "spades and forks"), ("tools that are sold", "gloves and twine"),
    ("seeds of vegetables", "beans, peas and leeks"), ("seeds of flowers", "poppies and asters"),
    ("what is composted", "leaves, peel and straw"), ("what is burned", "wood with blight in it"),
    ("what is taken away", "glass, wire and plastic"), ("who is asked", "the warden of the week"),
])  # fmt: skip
LEFT_ALONE = {
    "verse": VERSE,
    "verse in one": VERSE.replace("\n\n", "\n") * 2,
    "table": TABLE,
    "definitions": DEFINITIONS,
    "chat": CHAT,
    "form": FORM,
    "addresses": ADDRESSES,
    "list": LISTS,
    "chinese form": "姓名\n李明\n住址\n海淀区中关村大街一号\n电话\n六二七五\n职业\n教师\n" * 5,
    "thai list": "กฎของสมาคม\nค่าเช่าแปลง\nวันทำงานร่วม\nการใช้น้ำ\nการเผาใบไม้\nการเลี้ยงไก่\n" * 4,
}


@pytest.mark.parametrize("text", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_what_is_laid_out_otherwise_is_left_alone(text: str) -> None:
    assert straight(text) is None


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), st.integers(16, 100))
def test_text_that_is_wrapped_to_a_width_is_left_alone(name: str, width: int) -> None:
    assert straight("\n".join(lines_of(name, width)[:120])) is None


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(["\n", "   "]))
def test_two_languages_side_by_side_are_left_alone(one: str, other: str, gutter: str) -> None:
    if one == other:
        return
    sides = [lines_of(name, width_of(name))[:40] for name in (one, other)]
    assert straight(across(sides, gutter)) is None


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), st.integers(0, 10_000))
def test_sentences_in_any_order_are_no_columns(name: str, seed: int) -> None:
    """Whole sentences, a line each: no line is cut, so no column can be told."""
    lines = [line.strip() for line in TEXTS[name].splitlines() if len(line.strip()) > 20]
    Random(seed).shuffle(lines)
    assert straight("\n".join(lines[:80])) is None


def test_columns_of_windows_and_copies_are_read_once() -> None:
    """What the page shows twice is one text when its columns are parted."""
    lines = lines_of("en_garden_plots", 44)[:80]
    page = across(columns(lines, 2), "  ")
    reading = reconstruct([Document.from_text(page + "\n" + page)])
    assert len(key(reading.text)) < 1.2 * len(key("".join(lines)))
    assert followed(reading.text, lines) >= 0.95
