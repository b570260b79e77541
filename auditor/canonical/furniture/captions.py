"""Captions that roll: each holds the last lines of the one before, as they were on the screen.

The ferry leaves           The ferry leaves
The ferry leaves           at seven and returns
at seven and returns   →   at noon.
at seven and returns
at noon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from auditor.canonical.furniture.weights import WEIGHTS
from auditor.canonical.page import Page
from auditor.canonical.reading import Reading, undone, without
from auditor.model import Span, Witness
from auditor.repeats.judge import is_copy
from auditor.text.runs import NATS

CAPTIONS = "text/vtt"


def rolled(page: Page) -> Reading | None:
    """Each line once, where at least every second line is shown again in the caption behind.

    Where nobody says that the text is captions, what is shown again must be judged to be damage;
    and a text whose first and last lines stand there twice is rather one in which every line does.
    """
    stated = page.document.provenance.media_type == CAPTIONS
    if not stated and not page.is_suspect:
        return None
    lines = page.text.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, lines))]
    copies: list[Witness] = []
    shown, length = list[str](), 0
    at = again = 0
    while at < len(lines):
        size = _again(lines, at, shown)
        if size:
            overlap = Span(starts[at], starts[at + size])
            home = Span(length - len(overlap), length)
            copies.append(Witness(home, overlap, page.document.siglum))
            at, again = at + size, again + size
        for line in lines[at : at + 1]:
            shown.append(line)
            length += len(line)
        at += 1
    if len(copies) < 2 or 2 * again < len(lines) - again:
        return None
    overlaps = [copy.scrape for copy in copies]
    each_twice = lines[:1] == lines[1:2] and lines[-1:] == lines[-2:-1]
    if not stated and (each_twice or not _is_damage(page, overlaps)):
        return None
    windows = pairwise([0, *(overlap.start for overlap in overlaps), len(page.text)])
    gain = NATS * sum(map(len, overlaps)) / page.scale
    record = undone("windows", (Span(start, end) for start, end in windows), gain)
    found = without(page.text, overlaps, page.document.siglum)
    witnesses = sorted((*found.witnesses, *copies), key=lambda each: (each.canonical, each.scrape))
    return Reading.of(replace(found, witnesses=tuple(witnesses), undone=record))


def _is_damage(page: Page, overlaps: Sequence[Span]) -> bool:
    """Most of what is shown again is no author's, as far as it can be judged."""
    places = (page.compared.starts.search((span.start, span.end), "left") for span in overlaps)
    told = [page.damaged(int(start), int(end)) for start, end in places]
    judged = [
        (damage, len(span))
        for damage, span in zip(told, overlaps, strict=True)
        if damage is not None
    ]
    size = sum(length for _, length in judged)
    return not size or is_copy(sum(damage * length for damage, length in judged) / size)


def _again(lines: list[str], at: int, shown: list[str]) -> int:
    """How many lines from `at` on are the last that were shown."""
    sizes = range(min(WEIGHTS.rows, len(shown), len(lines) - at), 0, -1)
    return next((size for size in sizes if lines[at : at + size] == shown[-size:]), 0)
