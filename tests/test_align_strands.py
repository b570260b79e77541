"""Cells of columns read across, against a trusted text: each is at home in its own column."""

from __future__ import annotations

import itertools

import pytest

import auditor
from auditor.align.strands import strands

LEFT = ["* Iowa", "* Kentucky", "* Tennessee", "* Texas", "* Virginia", "* Utah"]
RIGHT = [
    "Most of our applications are",
    "business products and so we",
    "charge the additional* line",
    "item on your next invoice and",
    "nothing else, whatever state",
    "your company may be based in.",
]


def roles(scrape: str, canonical: str) -> tuple[list[str], list[str]]:
    alignment = auditor.audit(scrape, canonical).alignment
    inserted = [b.scrape.of(scrape).strip() for b in alignment.blocks if b.role == "inserted"]
    return [text for text in inserted if text], [s.of(canonical) for s in alignment.missing]


def test_each_cell_of_two_columns_is_at_home() -> None:
    """The items are shorter than what is believed anywhere, and one goes on as the prose does."""
    canonical = "\n".join(LEFT) + "\n" + " ".join(RIGHT) + "\n"
    scrape = "\n".join(f"{a}  {b}" for a, b in zip(LEFT, RIGHT, strict=True)) + "\n"
    assert roles(scrape, canonical) == ([], [])


LAW = (
    "第一条 为了规范社区阅览室的管理，保障居民的阅读权利，制定本办法。\n"
    "第二条 阅览室由街道办事处负责建设，\n费用列入预算。\n"
    "第十一条 读者应当爱护图书，不得在书上涂画，损坏的按价赔偿。\n"
    "第十二条 逾期不还的，\n暂停其借阅。\n"
)


@pytest.mark.parametrize("width", range(6, 16))
def test_cells_without_blanks_between_words_are_at_home(width: int) -> None:
    """A number of an article that begins as that in the other column; a cell of one sign."""
    lines = [
        line[at : at + width] for line in LAW.splitlines() for at in range(0, len(line), width)
    ]
    half = (len(lines) + 1) // 2
    rows = itertools.zip_longest(lines[:half], lines[half:], fillvalue="")
    scrape = "".join(f"{left}  {right}\n" for left, right in rows)
    inserted, missing = roles(scrape, LAW)
    assert inserted == []
    assert max((len(text.strip()) for text in missing), default=0) <= 1  # signs at most


COLUMNS = "red one red two red three; blue one blue two blue three."
ENDS = [COLUMNS.index(" red two"), COLUMNS.index(" blue two")]


def test_a_text_is_cut_where_each_part_goes_on_something_else() -> None:
    found = strands("red two blue two red three;", COLUMNS, ENDS, (), frozenset())
    homes = [COLUMNS.index(part) for part in ("red two", "blue two", "red three;")]
    assert found == [(0, 7, homes[0]), (8, 16, homes[1]), (17, 27, homes[2])]


def test_a_text_that_goes_on_nothing_has_no_parts() -> None:
    assert strands("red two green two", COLUMNS, ENDS, (), frozenset()) == []


def test_what_goes_on_alike_everywhere_ends() -> None:
    """A hundred places where it may be cut, and none that is right."""
    canonical = "a " * 300 + "c"
    assert strands("a " * 90 + "b", canonical, range(0, 500, 60), (), frozenset()) == []
