"""What of a text without elements is furniture by its place: front matter, heads and feet of pages.

A form feed ends a page, as tools that read PDF files write it. What stands at the head or the foot
of most pages, whatever number it bears, runs through the document and is no part of it:

    Annual report 2020          7
    the rents were raised in the
    8          Annual report 2020
    autumn of that year.

Where nothing ends the pages, a line that counts them does, if it stands in mid-sentence as a rule:
a heading that is counted does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path

from auditor.model import Span
from auditor.text import scripts
from auditor.text.runs import codes

_MARKDOWN = frozenset((".md", ".markdown"))
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?s:.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.M)
_NUMBER = re.compile(r"\d{1,4}")
_ITEM = re.compile(r"\w{1,4}[.):]")  # such a head is that of a list's item
_EDGE = 3  # lines at the head and the foot of a page that may run through; a guess
_PAGES = 3  # pages that tell what runs through
# Of the pages that follow the first of its kind; left and right pages may have two kinds each.
_SHARE = 0.3
_NUMBERS = 4  # in a line that are tried
_LONGEST = 160  # characters of a running line
# Where lines count pages that nothing ends; but for the bound these are guesses.
_PARTED = 2  # sentences that they part
_LINES = 15  # from one to the next, where they stand alone
_LONG, _LONG_DENSE = 40, 16  # characters of a line of running text; dense: of Han or kana
_TAIL = 8  # characters of a line in which the end of its sentence is; a bound of time


def furniture(text: str, name: str) -> tuple[Span, ...]:
    """Spans of what is no part of the document, ascending; `name` tells whether it is Markdown.

    A running head with which the text begins is its title, if it counts nothing.
    """
    pages = list(_pages(text))
    running = list(_running(text, pages) if len(pages) >= _PAGES else _counted(text))
    if running and not text[: running[0].start].strip() and not _NUMBER.search(running[0].of(text)):
        del running[0]
    if Path(name).suffix.lower() in _MARKDOWN and (front := _FRONT_MATTER.match(text)):
        behind = (span for span in running if span.start >= front.end())
        return (Span(*front.span()), *behind)
    return tuple(running)


def _running(text: str, pages: Sequence[tuple[int, Span]]) -> Iterator[Span]:
    """Lines at the edges of pages that many pages have, but for the number of the page in them."""
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


def _counted(text: str) -> list[Span]:
    """Lines that count pages in a text that does not end them, and heads that stand beside these.

    Told where every line of the kind counts one more, and most of them part a sentence.
    """
    lines = list(_lines(text, Span(0, len(text))))
    kinds: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if len(line) <= _LONGEST and _NUMBER.search(line.of(text)):
            for kind in _forms(line.of(text)):
                kinds.setdefault(kind, []).append(at)
    found: set[int] = set()
    for kind, places in kinds.items():
        if len(places) >= _PAGES and _counts(text, lines, kind, places):
            around = _beside(text, lines, places)
            if _parts(text, lines, places, around):
                found |= around
    return [lines[at] for at in sorted(found)]


def _forms(line: str) -> Iterator[str]:
    """The line with each number in it, one by one, left open."""
    for number in islice(_NUMBER.finditer(line), _NUMBERS):
        yield _folded(line[: number.start()] + "#" + line[number.end() :])


def _counts(text: str, lines: Sequence[Span], kind: str, places: Sequence[int]) -> bool:
    """Whether each of these lines counts one more than the one before."""
    numbers = [
        int(number[0])
        for at in places
        for form, number in zip(
            _forms(lines[at].of(text)), _NUMBER.finditer(lines[at].of(text)), strict=False
        )
        if form == kind
    ]
    return all(after == before + 1 for before, after in pairwise(numbers))


def _beside(text: str, lines: Sequence[Span], places: Sequence[int]) -> set[int]:
    """These lines, and those before and behind them that stand at most of them."""
    found = set(places)
    for step in (-1, 1):
        for distance in range(1, _EDGE + 1):
            near = [at + step * distance for at in places]
            near = [at for at in near if 0 <= at < len(lines) and len(lines[at]) <= _LONGEST]
            counts = Counter(_folded(lines[at].of(text)) for at in near)
            head, count = max(counts.items(), key=lambda each: each[1], default=("", 0))
            if count < _PAGES or 2 * count <= len(places) or not any(map(str.isalpha, head)):
                break
            found.update(at for at in near if _folded(lines[at].of(text)) == head)
    return found


def _parts(text: str, lines: Sequence[Span], places: Sequence[int], around: set[int]) -> bool:
    """Whether more than half of the lines, with those around, part a sentence in long lines."""
    parted = 0
    for at in places:
        before, behind = at - 1, at + 1
        while before in around:
            before -= 1
        while behind in around:
            behind += 1
        if before >= 0 and behind < len(lines):
            parted += _goes_on(lines[before].of(text), lines[behind].of(text))
    alone = len(around) == len(places)
    rare = places[-1] - places[0] >= _LINES * (len(places) - 1)
    return parted >= _PARTED and 2 * parted >= len(places) - 1 and (rare or not alone)


def _goes_on(before: str, behind: str) -> bool:
    long = _LONG_DENSE if scripts.within(codes(behind[:1]), scripts.DENSE)[0] else _LONG
    return (
        len(behind) >= long
        and behind[0].isalpha()
        and not behind[0].isupper()
        and not _ITEM.match(behind)
        and not scripts.stops(before[-_TAIL:])
    )
