"""Units cut where copies part in mid-sentence.

A scrape that switches between copies inside a sentence leaves fragments that are half of one
sentence and half of another, equal to nothing. At such a seam one long repeat ends and another
begins, and no copy shows both in one piece: what stands before it goes on otherwise elsewhere,
what stands behind it follows something else there. The unit is cut at the seam, and so are
its copies.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np

from auditor.anchors import Runs, codes, information, own_runs
from auditor.canonical.write import Unit
from auditor.model import Normalization, Span
from auditor.normalize import normalize

_ANCHOR = 16.0  # information of the shortest repeat: longer than most formulae
_PIECE = 3.0  # information of the shortest piece that is cut off
_CHANCE = 3.0  # information by which a repeat may reach over a seam by chance
# The two characters before a likely cut: the end of a clause, or of a word.
_CLAUSE = re.compile(r".?[。！？；：，、]$|[.!?;:,] $", re.DOTALL)
_WORD = re.compile(r".?\s$", re.DOTALL)


def cut_at_seams(text: str, units: Sequence[Unit], form: Normalization) -> list[Unit]:
    """The units of `text`, cut at seams inside them and where their copies part there."""
    normalized = normalize(text, form)
    compared = normalized.text
    scale = information(codes(compared))
    runs = own_runs(codes(compared), round(_ANCHOR * scale))
    borders = np.searchsorted(
        normalized.starts, [unit.span.start for unit in units] + [len(text)]
    ).tolist()
    cuts: dict[int, set[int]] = defaultdict(set)
    for place in _parting(compared, runs, borders, scale):
        at = bisect_right(borders, place) - 1
        least = round(_PIECE * scale)
        if 0 <= at < len(units) and borders[at] + least <= place <= borders[at + 1] - least:
            cuts[at].add(place)
    found: list[Unit] = []
    for number, unit in enumerate(units):
        edges = [borders[number], *sorted(cuts.get(number, ())), borders[number + 1]]
        found += _pieces(unit, edges, compared, normalized.starts)
    return found


def _parting(compared: str, runs: Runs, borders: Sequence[int], scale: float) -> Iterator[int]:
    """The seams, and the places in their copies."""
    far = round(_CHANCE * scale)
    sides = [
        (start, start + length, there, there + length)
        for a, b in ((runs.start_a, runs.start_b), (runs.start_b, runs.start_a))
        for start, length, there in zip(a.tolist(), runs.length.tolist(), b.tolist(), strict=True)
    ]
    starting = sorted((start, there) for start, _, there, _ in sides)
    shown = _Shown([(start, end) for start, end, *_ in sides])
    for _, end, _, there in sides:
        first = bisect_left(starting, (end - far, 0))
        for start, other in starting[first : bisect_left(starting, (end + 1, 0))]:
            if other - start == there - end:
                continue  # the same repeat, cut by noise
            seam = _settled(compared, start, end)
            if shown.across(seam, far) or seam in _around(borders, seam):
                continue
            yield from (seam, there - (end - seam), other + (seam - start))


class _Shown:
    """What another copy shows in one piece."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        spans = sorted(spans)
        self.starts = [start for start, _ in spans]
        self.ends = list(accumulate((end for _, end in spans), max))

    def across(self, place: int, far: int) -> bool:
        """Some repeat goes on over the place, further on both sides than chance does."""
        at = bisect_right(self.starts, place - far - 1) - 1
        return at >= 0 and self.ends[at] > place + far


def _around(borders: Sequence[int], place: int) -> Sequence[int]:
    at = bisect_left(borders, place)
    return borders[max(0, at - 1) : at + 1]


def _settled(compared: str, first: int, last: int) -> int:
    """The likeliest cut from `first` to `last`, which give the same text: the latest one."""
    for mark in (_CLAUSE, _WORD):
        for at in range(last, first - 1, -1):
            if mark.match(compared[max(0, at - 2) : at]):
                return at
    return last


def _pieces(
    unit: Unit,
    edges: Sequence[int],
    compared: str,
    starts: np.ndarray[tuple[int, ...], np.dtype[np.int32]],
) -> Iterator[Unit]:
    """The unit in pieces between edges; its ordinal belongs to the first one."""
    if len(edges) == 2:
        yield unit
        return
    offsets = [unit.span.start, *(int(starts[cut]) for cut in edges[1:-1]), unit.span.end]
    for number in range(len(edges) - 1):
        key = compared[edges[number] : edges[number + 1]].strip()
        ordinal = None if number else unit.ordinal
        yield Unit(Span(offsets[number], offsets[number + 1]), key, ordinal)
