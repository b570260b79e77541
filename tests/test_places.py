"""Lines and columns: from 1, in code points, with every kind of line end."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runs import checked, failed, found

from auditor.formats.places import File, Lines, Places, gravest
from auditor.model import Checked, Span

TEXTS = st.text(st.sampled_from("ab一𠀀\r\n\u2028\x85\x0b"))


@pytest.mark.parametrize(
    ("text", "offset", "wanted"),
    [
        ("", 0, (1, 1)),
        ("abc", 3, (1, 4)),
        ("𠀀b", 1, (1, 2)),
        ("一二三四", 3, (1, 4)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("a\r\nb", 2, (1, 3)),
        ("a\rb", 2, (2, 1)),
        ("a\n", 2, (2, 1)),
        ("a\u2028b", 2, (1, 3)),
    ],
)
def test_position(text: str, offset: int, wanted: tuple[int, int]) -> None:
    position = Lines(text).position(offset)
    assert (position.line, position.column) == wanted


@given(TEXTS)
def test_positions_are_those_of_universal_newlines(text: str) -> None:
    lines = Lines(text)
    offset = 0
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        assert lines.line(number).of(text) == line.rstrip("\r\n")
        for column in range(1, len(line) + 1):
            position = lines.position(offset)
            assert (position.line, position.column) == (number, column)
            offset += 1
    assert offset == len(text)


def test_a_place_ends_behind_its_last_character() -> None:
    document = checked("ab\ncd\n").document
    assert document is not None
    place = Places(document).at(Span(1, 3))
    assert (place.start.line, place.end.line, place.end.column, place.last_line) == (1, 2, 1, 1)


def test_lines_of_a_page_or_a_record_are_not_those_of_its_file() -> None:
    for kind, element in (("text/html", "/html/body/p[1]"), ("application/jsonl", None)):
        (each,) = gravest([checked("one two", found((4, 7)), media_type=kind)])
        assert each.main is None
        assert [place.element for place in each.places] == [element]


def test_the_gravest_come_first_and_else_the_order_stays() -> None:
    run = [
        checked("x", found(severity="note", message="1"), found(message="2"), source="b"),
        checked("x", found(message="3"), found(severity="warning", message="4"), source="a"),
    ]
    assert [each.finding.message for each in gravest(run)] == ["2", "3", "4", "1"]


@pytest.mark.parametrize(
    ("run", "wanted"),
    [
        (checked("", source="./a//b.txt"), File("a/b.txt")),
        (checked("", source="../a.txt"), File("../a.txt")),
        (checked("", source="a#1.txt"), File("a#1.txt")),
        (failed("x/a.jsonl#7#8"), File("x/a.jsonl", "7#8")),
        (failed("x/a.jsonl"), File("x/a.jsonl")),
        (checked("", source="<stdin>#7", media_type="application/jsonl"), File("<stdin>", "7")),
        (checked("", source="a.NDJSON#7", media_type="text/html"), File("a.NDJSON", "7")),
    ],
)
def test_file(run: Checked, wanted: File) -> None:
    assert File.of(run) == wanted


def test_a_record_is_named_where_its_file_alone_is_shown() -> None:
    assert File("a.jsonl", "7").says("bad") == "Record 7: bad"
    assert File("a.txt").says("bad") == "bad"
