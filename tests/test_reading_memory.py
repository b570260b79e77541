"""What the reader takes beside the parser's tree: at most ten times the input.

The tree is not counted, for it is not Python's, nor what is bounded by a count, whatever the size:
of rules of style sheets, of kinds of lines with numbers, of names in paths. Two shapes that no page
has, nothing but hidden elements or menus of a letter each, take up to 25 times it: each is a record
of the result.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest

from auditor.model import Options
from auditor.read import document

SIZE = 50_000
LINE = "and the text goes on in the line that stands below its head\n"


def repeated(part: str, name: str = "a.html", head: str = "", tail: str = "") -> tuple[str, str]:
    return name, head + part * (SIZE // len(part)) + tail


def numbered(part: str, name: str = "a.html", head: str = "", tail: str = "") -> tuple[str, str]:
    return name, head + "".join(part.format(n) for n in range(SIZE // len(part))) + tail


SHAPES = {
    "paragraphs": repeated("<p>A word or two. "),
    "line ends": repeated("a<br>"),
    "cells": repeated("<td>a b", head="<table><tr>"),
    "ids": numbered("<p id=a{}>a"),
    "comments": repeated("a<!--a-->"),
    "style sheet": numbered(".a{}{{display:none}}", head="a<style>", tail="</style>"),
    "options": repeated("<option>a", head="<select>"),
    "pages": repeated("a\n1\f", "a.txt"),
    "numbers": numbered("{0} {0}\n", "a.txt"),
    "counted pages": numbered(f"page {{}}\n{3 * LINE}", "a.txt"),
    "elements of a feed": repeated("<b>c</b>", "a.xml", "<a>", "</a>"),
    "hyphens": repeated("a coun-\ncil of a council\n", "a.txt"),
    "hidden letters": repeated("<p hidden>a", head="a"),
    "menus of a letter": repeated("<nav>a</nav><p>b"),
}
BOUNDED = {"style sheet": 2_000_000, "numbers": 1_000_000, "ids": 400_000}
RECORDS = {"hidden letters", "menus of a letter"}


@pytest.mark.parametrize("shape", SHAPES)
def test_memory_beside_the_tree(shape: str, traced: None) -> None:
    name, source = SHAPES[shape]
    data = source.encode()
    document(b"<p class=a>a<p hidden>b<style>.b{display:none}</style>", "a.html", Options())
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()
    done = document(data, name, Options())
    _, peak = tracemalloc.get_traced_memory()
    assert done.text
    times = 25 if shape in RECORDS else 10
    assert peak - before <= times * len(data) + BOUNDED.get(shape, 0)


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()
