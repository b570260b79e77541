"""What the reader takes beside the parser's tree: at most ten times the input.

The tree is not counted, for it is not Python's, nor what is bounded by a count, whatever the size:
of rules of style sheets, of kinds of lines with numbers, of names in paths.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest

from auditor.model import Options
from auditor.read import document

SIZE = 50_000
# What loads a library, or makes a table once.
WARM = "<p class=a>a<p hidden>b<style>.b{display:none}</style><p>字 и é<script>$RC</script>"
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
    "hidden ids": numbered("<p hidden id=a{0} class=b{0}>a", head="a"),
    "letters": repeated("<p>a"),
    "menus of a letter": repeated("<nav>a</nav><p>b"),
    "noscript": repeated("<noscript>a</noscript>", head="a"),
    "words of noscript": repeated("a ", head="a<noscript>"),
    "only noscript": repeated("<noscript><p>a</p></noscript>"),
    "tags of noscript": repeated("ab<b>", head="a<noscript>"),
    "ends of pages": repeated("ab</body>"),
    "halves": repeated("ab&#xD800;"),
    "streamed": numbered(
        "<template id=B:{0:x}></template><div hidden id=S:{0:x}>x</div>"
        "<script>$RC('B:{0:x}','S:{0:x}')</script>"
    ),
}
BOUNDED = {"style sheet": 2_000_000, "numbers": 1_000_000, "ids": 400_000}


@pytest.mark.parametrize("shape", SHAPES)
def test_memory_beside_the_tree(shape: str, traced: None) -> None:
    name, source = SHAPES[shape]
    data = source.encode()
    document(WARM.encode(), "a.html", Options())
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()
    done = document(data, name, Options())
    _, peak = tracemalloc.get_traced_memory()
    assert done.text
    assert peak - before <= 10 * len(data) + BOUNDED.get(shape, 0)


@pytest.mark.parametrize(
    ("text", "codec", "bounded"),  # of single bytes a sample is looked at, whatever the size
    [
        ("本条例自公布之日起施行。市民凭身份证办理，押金三百元。\n", "gbk", 0),
        ("この規則は、公布の日から施行する。\n", "euc_jp", 0),
        ("Die Geschäftsordnung gilt für alle Mitglieder über Jahre.\n", "cp1252", 900_000),
        ("Настоящие правила действуют для всех жителей города.\n", "cp1251", 900_000),
    ],
)
def test_memory_where_the_encoding_is_detected(
    text: str, codec: str, bounded: int, traced: None
) -> None:
    data = (text * (SIZE // len(text))).encode(codec)
    document(data[:5_000], "a.txt", Options())
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()
    done = document(data, "a.txt", Options())
    _, peak = tracemalloc.get_traced_memory()
    assert done.provenance.encoding_reason == "detected"
    assert peak - before <= 10 * len(data) + bounded


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()
