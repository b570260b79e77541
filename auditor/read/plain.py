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
from auditor.read.weights import WEIGHTS
from auditor.text import scripts
from auditor.text.runs import codes, information

_MARKDOWN = frozenset((".md", ".markdown"))
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?s:.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.M)
_NUMBER = re.compile(r"\d{1,4}")
_ITEM = re.compile(r"\w{1,4}[.):]")  # such a head is that of a list's item
_LINE = re.compile(rf"\S[^\n\r\f]{{0,{2 * WEIGHTS.longest}}}")
_BREAKS = "\n\r\f"


def furniture(text: str, name: str) -> tuple[Span, ...]:
    """Spans of what is no part of the document, ascending; `name` tells whether it is Markdown.

    A running head with which the text begins is its title, if it counts nothing.
    """
    running = list(_running(text) if text.count("\f") >= WEIGHTS.pages - 1 else _counted(text))
    if running and not text[: running[0].start].strip() and not _NUMBER.search(running[0].of(text)):
        del running[0]
    if Path(name).suffix.lower() in _MARKDOWN and (front := _FRONT_MATTER.match(text)):
        behind = (span for span in running if span.start >= front.end())
        return (Span(*front.span()), *behind)
    return tuple(running)


def _running(text: str) -> Iterator[Span]:
    """Lines at the edges of pages that many pages have, but for the number of the page in them."""
    number = text.count("\f") + 1
    if number > WEIGHTS.book and len(text) < WEIGHTS.least * number:
        return
    counts: Counter[str] = Counter()
    pages = 0
    for at, page in _pages(text):
        pages += 1
        counts.update({kind for line in _edges(text, page) for kind in _kinds(line.of(text), at)})
    least = max(WEIGHTS.pages, WEIGHTS.share * pages)
    often = {kind for kind, count in counts.items() if count >= least}
    if not often:
        return
    for at, page in _pages(text):
        for line in _edges(text, page):
            if not often.isdisjoint(_kinds(line.of(text), at)):
                yield line


def _pages(text: str) -> Iterator[tuple[int, Span]]:
    """The pages that hold something, with their number in the file."""
    start = number = 0
    while start <= len(text):
        end = text.find("\f", start) + 1 or len(text) + 1
        page = Span(start, min(end, len(text)))
        if _LINE.search(text, page.start, page.end):
            yield number, page
        start, number = end, number + 1


def _edges(text: str, page: Span) -> list[Span]:
    """The first and the last lines of a page that hold something, ascending."""
    first = [_stripped(found) for found in islice(_lines(text, page), 4 * WEIGHTS.edge)]
    if len(first) < 4 * WEIGHTS.edge:
        edge = max(1, len(first) // 4)
        chosen = first if len(first) <= 2 * edge else [*first[:edge], *first[-edge:]]
    else:
        chosen = first[: WEIGHTS.edge]
        last, end = list[Span](), page.end
        while len(last) < WEIGHTS.edge and (line := _before(text, end)) is not None:
            last.append(line)
            end = line.start
        chosen += [line for line in reversed(last) if line.start >= chosen[-1].end]
    return [line for line in chosen if len(line) <= WEIGHTS.longest]


def _lines(text: str, page: Span) -> Iterator[re.Match[str]]:
    """The lines that hold something; of a long one its head, and its tail as another."""
    return _LINE.finditer(text, page.start, page.end)


def _stripped(found: re.Match[str]) -> Span:
    return Span(found.start(), found.start() + len(found[0].rstrip()))


def _before(text: str, at: int) -> Span | None:
    """The last line before a place that holds something, without white space; of a long one its
    tail.
    """
    while at and text[at - 1].isspace():
        at -= 1
    if not at:
        return None
    first = max(0, at - 2 * WEIGHTS.longest)
    start = max(text.rfind(sign, first, at) for sign in _BREAKS) + 1 or first
    while text[start].isspace():
        start += 1
    return Span(start, at)


def _behind(text: str, at: int) -> Span | None:
    """The first line behind a place that holds something, without white space."""
    found = _LINE.search(text, at)
    return _stripped(found) if found else None


def _kinds(line: str, page: int) -> frozenset[str]:
    """What a line is like: itself, and itself with each number in it as far from the page's."""
    return frozenset(
        (_folded(line), *(f"{form} {number - page}" for form, number in _counting(line)))
    )


def _counting(line: str) -> Iterator[tuple[str, int]]:
    """The line with each number in it, one by one, left open; and that number."""
    for number in islice(_NUMBER.finditer(line), WEIGHTS.numbers):
        yield _folded(line[: number.start()] + "#" + line[number.end() :]), int(number[0])


def _folded(line: str) -> str:
    return "".join(line.casefold().split())


def _counted(text: str) -> list[Span]:
    """Lines that count pages in a text that does not end them, and heads that stand beside these.

    Told where every line of the kind counts one more, and most of them part a sentence; or where
    they stand at even distances, as pages are filled, and any of them does.
    """
    found: set[Span] = set()
    for places in _series(text):
        around = {*places, *_beside(text, places)}
        if _part(text, places, around):
            found |= around
    return sorted(found)


def _series(text: str) -> Iterator[list[Span]]:
    """Lines that are alike but for a number, which is one more in each than in the one before."""
    kinds: dict[str, list[Span]] = {}
    last: dict[str, int | None] = {}  # the number of the last such line; None where it counts not
    for number in re.finditer(r"^[^\n\d]{0,160}\d[^\n]{0,160}$", text, re.M):
        bare = number[0].strip()
        start = number.start() + number[0].index(bare)
        for form, value in _counting(bare) if len(bare) <= WEIGHTS.longest else ():
            if form not in last and len(last) < WEIGHTS.forms:
                kinds[form], last[form] = [Span(start, start + len(bare))], value
            elif (before := last.get(form)) is not None and value == before + 1:
                kinds[form].append(Span(start, start + len(bare)))
                last[form] = value
            elif form in kinds:
                del kinds[form]
                last[form] = None
    return (places for places in kinds.values() if len(places) >= WEIGHTS.pages)


def _beside(text: str, places: Sequence[Span]) -> Iterator[Span]:
    """The lines before and behind these that are the same at most of them."""
    for look in (_before, _behind):
        near = list(places)
        for _ in range(WEIGHTS.edge):
            ends = ((look, line.start if look is _before else line.end) for line in near)
            near = [line for find, at in ends if (line := find(text, at)) is not None]
            counts = Counter(
                _folded(line.of(text)) for line in near if len(line) <= WEIGHTS.longest
            )
            head, count = max(counts.items(), key=lambda each: each[1], default=("", 0))
            few = count < WEIGHTS.pages or 2 * count <= len(places)
            if few or not any(map(str.isalpha, head)):
                break
            near = [line for line in near if _folded(line.of(text)) == head]
            yield from near


def _part(text: str, places: Sequence[Span], around: set[Span]) -> bool:
    """Whether more than half of the lines, with those around, part a sentence in long lines; of
    such as stand at even distances one, or a line that is as full as any.
    """
    borders: list[tuple[str, str]] = []
    for line in places:
        before, behind = _before(text, line.start), _behind(text, line.end)
        for _ in range(
            2 * WEIGHTS.edge
        ):  # the most that stand on one side of it, with those of the next
            if before in around:
                before = _before(text, before.start)
            if behind in around:
                behind = _behind(text, behind.end)
        if before is not None and behind is not None and not {before, behind} & around:
            borders.append((before.of(text), behind.of(text)))
    parted = sum(_goes_on(*border) for border in borders)
    apart = WEIGHTS.apart * information(codes(text[places[0].start : places[1].start]))
    rare = places[-1].start - places[0].start >= apart * (len(places) - 1)
    alone = len(around) == len(places)
    if rare and _are_even(text, places):
        return parted > 0 or _any_is_full(text, places, borders)
    return parted >= WEIGHTS.parted and 2 * parted >= len(places) - 1 and (rare or not alone)


def _are_even(text: str, places: Sequence[Span]) -> bool:
    """As many lines lie between each two of them, or one more or less: pages that are filled."""
    lines = [text.count("\n", a.end, b.start) for a, b in pairwise(places)]
    return max(lines) <= min(lines) + 1


def _goes_on(before: str, behind: str) -> bool:
    long = WEIGHTS.long * information(codes(behind[:1]))
    return (
        len(behind) >= long
        and behind[0].isalpha()
        and not behind[0].isupper()
        and not _ITEM.match(behind)
        and not scripts.stops(before[-WEIGHTS.tail :])
    )


def _any_is_full(text: str, places: Sequence[Span], borders: Sequence[tuple[str, str]]) -> bool:
    """Whether a line ends where it does because the next word has no place in it."""
    open_at = [border for border in borders if not scripts.stops(border[0][-WEIGHTS.tail :])]
    if not open_at:
        return False
    width = max(map(len, text[places[0].start : places[-1].start].splitlines()))
    words = (behind.split()[0] if " " in behind else behind[:1] for _, behind in open_at)
    return any(
        len(before) + len(word) >= width for (before, _), word in zip(open_at, words, strict=True)
    )
