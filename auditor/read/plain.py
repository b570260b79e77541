"""What of a text without elements is furniture by its place: front matter, heads and feet of pages.

A form feed ends a page, as tools that read PDF files write it. What stands at the head or the foot
of most pages, whatever number it bears, runs through the document and is no part of it:

    Annual report 2020          7
    the rents were raised in the
    8          Annual report 2020
    autumn of that year.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path

from auditor.model import Span

_MARKDOWN = frozenset((".md", ".markdown"))
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?s:.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.M)
_NUMBER = re.compile(r"\d{1,4}")
_EDGE = 3  # lines at the head and the foot of a page that may run through; a guess
_PAGES = 3  # pages that tell what runs through
# Of the pages that follow the first of its kind; left and right pages may have two kinds each.
_SHARE = 0.3
_NUMBERS = 4  # in a line that are tried
_LONGEST = 160  # characters of a running line


def furniture(text: str, name: str) -> tuple[Span, ...]:
    """Spans of what is no part of the document, ascending; `name` tells whether it is Markdown."""
    if Path(name).suffix.lower() in _MARKDOWN and (front := _FRONT_MATTER.match(text)):
        return (Span(*front.span()), *_running(text))
    return tuple(_running(text))


def _running(text: str) -> Iterator[Span]:
    """Lines at the edges of pages that many pages have, but for the number of the page in them."""
    pages = list(_pages(text))
    if len(pages) < _PAGES:
        return
    edges = [
        [(line, _kinds(line.of(text), at)) for line in _edges(text, page)] for at, page in pages
    ]
    counts = Counter(kind for page in edges for kind in {kind for _, of in page for kind in of})
    least = max(_PAGES, _SHARE * len(pages))
    for page in edges:
        yield from (line for line, kinds in page if any(counts[kind] >= least for kind in kinds))


def _pages(text: str) -> Iterator[tuple[int, Span]]:
    """The pages that hold something, with their number in the file."""
    ends = [0, *(found.end() for found in re.finditer("\f", text)), len(text)]
    for number, (start, end) in enumerate(pairwise(ends)):
        if text[start:end].strip():
            yield number, Span(start, end)


def _edges(text: str, page: Span) -> list[Span]:
    """The first and the last lines of a page that hold something, ascending."""
    lines = list(_lines(text, page))
    edge = max(1, min(_EDGE, len(lines) // 4))
    chosen = lines if len(lines) <= 2 * edge else [*lines[:edge], *lines[-edge:]]
    return [line for line in chosen if len(line) <= _LONGEST]


def _lines(text: str, page: Span) -> Iterator[Span]:
    start = page.start
    for line in page.of(text).splitlines(keepends=True):
        bare = line.strip()
        if bare:
            first = start + line.index(bare)
            yield Span(first, first + len(bare))
        start += len(line)


def _kinds(line: str, page: int) -> frozenset[str]:
    """What a line is like: itself, and itself with each number in it as far from the page's."""
    found = {_folded(line)}
    for number in islice(_NUMBER.finditer(line), _NUMBERS):
        rest = _folded(line[: number.start()] + "#" + line[number.end() :])
        found.add(f"{rest} {int(number[0]) - page}")
    return frozenset(found)


def _folded(line: str) -> str:
    return "".join(line.casefold().split())
