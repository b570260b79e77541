"""What follows itself directly is told once, where it is no heading and no list."""

from __future__ import annotations

import pytest

from auditor import Document, reconstruct
from auditor.canonical.windows import chaining
from auditor.canonical.windows.links import Contained, Edges, Link
from auditor.canonical.windows.tandems import apart
from auditor.repeats.near import Overlap
from auditor.repeats.noise import without_parallels

OPENING = "The committee met on Monday and heard the report of its chair. "
INNER = "The mason was asked for his price, and he gave it in writing. "
MIDDLE = "It was agreed that the garden wall be mended before the winter comes. "
CLOSING = "The next meeting is held when the wall has been seen by the mason. "


def read(text: str) -> str:
    return reconstruct([Document.from_text(text)]).text


@pytest.mark.parametrize("cut", [7, 20, 41])
def test_a_stutter_inside_a_line_is_told_once(cut: int) -> None:
    again = MIDDLE[cut:] + INNER + CLOSING[:cut]
    whole = OPENING + MIDDLE + INNER + CLOSING
    damaged = whole.replace(again, again + again)
    assert damaged != whole
    assert read(damaged) == whole


@pytest.mark.parametrize(
    "lines",
    [
        "Purpose of a list\n\nPurpose of a list\n\n",  # of contents, then a heading
        "- Name of the applicant\n- Name of the applicant\n",
        "Holy, holy, holy\n",
    ],
)
def test_headings_and_lists_say_things_twice_by_right(lines: str) -> None:
    text = OPENING + "\n" + lines + MIDDLE + CLOSING + "\n"
    assert read(text) == text


def test_two_windows_in_their_order_make_one_text() -> None:
    whole = OPENING + MIDDLE + INNER + CLOSING
    end, start = len(whole) - 40, len(OPENING) + 30
    assert read(whole[:end] + whole[start:]) == whole


def test_tandems_do_not_part_each_other() -> None:
    long, short, other = Link(100, 100, 60, 60), Link(130, 130, 20, 20), Link(190, 190, 30, 30)
    assert apart([short, other, long]) == [long, other]


def test_parallel_passages_differ_more_than_noise() -> None:
    copy = "".join(chr(0x4E00 + number) for number in range(300))
    noisy = copy[:100] + "x" + copy[101:]
    item = "".join(chr(0x6000 + number) for number in range(60))
    parallel = item[:20] + "yyyyyy" + item[26:]
    text = copy + noisy + item + parallel
    overlap = Overlap(0, 300, 300, 600)
    assert without_parallels(text, [overlap, Overlap(600, 660, 660, 720)], [overlap]) == [overlap]


def test_what_stands_in_another_window_stays_inside_the_text() -> None:
    edges = Edges(bytes(101), 10, 5)
    inside = Contained(40, 58, 80, 98)  # its window ends at 62, behind which the text ends
    spare = chaining._spare([inside], [0, 40, 62, 100], edges)
    assert spare == {1: Contained(40, 62, 80, 100)}
