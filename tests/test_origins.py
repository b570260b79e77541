"""Where the text of a page came from: the same places as ever, in little memory."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from auditor.model import Document, Options, Origins, Span, TextOrigin
from auditor.read import document

MARKUP = "<body>lead<div><p>one <b>two</b></p>three<ul><li>four<li>five</ul></div>"
UL = "body > div:nth-of-type(1) > ul:nth-of-type(1)"
FOUND = [
    TextOrigin(Span(0, 4), "body", 1),
    TextOrigin(Span(5, 12), "body > div:nth-of-type(1) > p:nth-of-type(1)", 1),
    TextOrigin(Span(13, 18), "body > div:nth-of-type(1)", 1),
    TextOrigin(Span(19, 23), f"{UL} > li:nth-of-type(1)", 1),
    TextOrigin(Span(24, 28), f"{UL} > li:nth-of-type(2)", 1),
]

# Prints the size of a page, and by how much the most memory in use rose with it, in bytes.
# `getrusage` would tell that of the process which started this one.
CHILD = """
import re, sys
from pathlib import Path
from lxml import etree
from auditor.model import Options
from auditor.read import document

def peak():
    status = Path("/proc/self/status").read_text()
    return 1024 * int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1])

how, *parts = sys.argv[1:]
data = "".join(part * int(times) for part, times in zip(parts[::2], parts[1::2])).encode()
document(b"<p>warm", "a.html", Options())
before = peak()
if how == "parse":
    tree = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", huge_tree=True))
else:
    done = document(data, "a.html", Options())
print(len(data), peak() - before)
"""


def read_html(markup: str) -> Document:
    return document(markup.encode(), "page.html", Options())


def test_origins_are_a_sequence() -> None:
    origins = read_html(MARKUP).origins
    assert isinstance(origins, Origins)
    assert list(origins) == FOUND
    assert [origins[at] for at in range(-5, 5)] == FOUND * 2
    assert origins[1:4:2] == tuple(FOUND[1:4:2])
    assert FOUND[2] in origins
    with pytest.raises(IndexError):
        origins[5]


def test_a_document_with_origins_is_a_record() -> None:
    done = read_html(MARKUP)
    same = pickle.loads(pickle.dumps(done))
    assert (same, hash(same)) == (done, hash(done))
    assert done != read_html(MARKUP.replace("<p>", "<h1>"))


@pytest.mark.parametrize("origins", [read_html(MARKUP).origins, tuple(FOUND)])
def test_a_place_leads_to_its_origin(origins: Origins | tuple[TextOrigin, ...]) -> None:
    done = read_html(MARKUP)
    given = Document("A", done.text, None, done.provenance, origins)
    assert [given.origin_at(at) for at in (0, 4, 5, 27)] == [FOUND[0], FOUND[0], FOUND[1], FOUND[4]]
    assert Document.from_text("plain").origin_at(0) is None


def test_names_without_end_have_no_name() -> None:
    done = read_html("".join(f"<a{n}><p>x</p></a{n}>" for n in range(2000)))
    assert done.origins[0].path == "body > a0:nth-of-type(1) > p:nth-of-type(1)"
    assert done.origins[-1].path == "body > *:nth-child(2000) > p:nth-of-type(1)"


def memory(how: str, parts: tuple[str, ...]) -> tuple[int, int]:
    command = [sys.executable, "-c", CHILD, how, *parts]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    size, used = map(int, ran.stdout.split())
    return size, used


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(("<div>x", "1800", "</div>", "1800", "ab<br>", "200000"), id="behind-depth"),
        pytest.param(("<div>", "1800", "ab<br>", "200000"), id="in-depth"),
        pytest.param(("ab<br>", "200000"), id="line-breaks"),
        pytest.param(("<p>", "1", "ab cd\n", "400000"), id="words"),
        pytest.param(("<p>", "1", "字\n", "400000"), id="wide-words"),
    ],
)
def test_reading_takes_little_more_than_the_tree(parts: tuple[str, ...]) -> None:
    """At most the parser's tree and ten times the page; 2 MB for what Python keeps by chance."""
    (size, tree), (_, all_of_it) = memory("parse", parts), memory("read", parts)
    assert all_of_it < tree + 10 * size + 2_000_000
