"""Equal lines: what an editor sees before any character is compared.

    scrape      canonical
    A           A
    D     ╲     B
    B      ╲    C
    C       ╲   D

A line that the canonical has once is at home there, however much of it other lines share, and
wherever it stands. A short one (a date, a number, a word) may stand in two entries by chance: it
is at home only where lines next to it are; and one that the canonical has several times, only
where it goes on a line that is. The search by characters is left what this does not tell.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from auditor.align.weights import WEIGHTS
from auditor.text.runs import Codes, Positions, Runs, codes, information

SEVERAL, _UNSURE, _NONE = -1, -2, -3


@dataclass(frozen=True)
class Form:
    """A text in its comparison form, and where its lines begin, ascending, the first one not; and
    where text begins behind several blanks, as a cell of a table does.
    """

    text: str
    lines: Sequence[int] = ()
    cells: Sequence[int] = ()

    @cached_property
    def cuts(self) -> frozenset[int]:
        """Where lines or cells begin."""
        return self.starts.union(self.cells)

    @cached_property
    def starts(self) -> frozenset[int]:
        """The places of `lines`, to ask of one whether it is among them."""
        return frozenset(self.lines)

    @cached_property
    def codes(self) -> Codes:
        return codes(self.text)

    @cached_property
    def information(self) -> float:
        return information(self.codes)


class Homes(NamedTuple):
    """Runs of whole lines, disjoint and ascending in the scrape; and where lines stand that have
    no home, and of which the canonical has several: they tell no place.
    """

    runs: Runs
    doubtful: tuple[tuple[int, int], ...] = ()


def line_homes(scrape: Form, canonical: Form, scale: float) -> Homes:
    """The home of each scraped line that has one.

    `scale` is the number of characters that carry one unit of information.
    """
    if not scrape.lines or not canonical.lines:
        return Homes(Runs.none())
    borders_a, borders_b = _borders(scrape), _borders(canonical)
    pieces_a, pieces_b = _cut(scrape.text, borders_a), _cut(canonical.text, borders_b)
    matched = _matched(pieces_a, pieces_b, WEIGHTS.phrase * scale)
    numbers = np.array(matched, dtype=np.int64)
    doubtful = tuple(
        (int(borders_a[at]), int(borders_a[at + 1]))
        for at in np.flatnonzero(numbers == SEVERAL).tolist()
        if pieces_a[at]
    )
    return Homes(_stretches(numbers, borders_a, borders_b), doubtful)


def _borders(form: Form) -> Positions:
    return np.array([0, *form.lines, len(form.text)], dtype=np.int64)


def _cut(text: str, borders: Positions) -> list[str]:
    """The lines, without the blank that ends them where the next one does not go on at once."""
    ends = borders.tolist()
    return [text[start:end].rstrip() for start, end in itertools.pairwise(ends)]


def places_of(pieces: Sequence[str]) -> dict[str, int]:
    """The number of each piece, or `SEVERAL` where it stands more than once."""
    places = dict(zip(pieces, range(len(pieces)), strict=True))
    if len(places) < len(pieces):
        again = [piece for number, piece in enumerate(pieces) if places[piece] != number]
        places |= dict.fromkeys(again, SEVERAL)
    return places


def _matched(pieces_a: list[str], pieces_b: list[str], alone: float) -> list[int]:
    """For each line of `a` the number of its equal in `b`, or a negative number."""
    places = places_of(pieces_b) | {"": SEVERAL}
    found = list(map(places.get, pieces_a, itertools.repeat(_NONE)))
    matched = [
        number if number < 0 or len(piece) >= alone or _in_company(found, at) else _UNSURE
        for at, (piece, number) in enumerate(zip(pieces_a, found, strict=True))
    ]
    _go_on(matched, pieces_a, pieces_b)
    return matched


def _in_company(found: Sequence[int], at: int) -> bool:
    """A line next to this one has a home too."""
    return (at > 0 and found[at - 1] >= 0) or (at + 1 < len(found) and found[at + 1] >= 0)


def _go_on(matched: list[int], pieces_a: list[str], pieces_b: list[str]) -> None:
    """Give the lines in doubt a home where they go on a line that has one, or lead into it."""
    doubtful = [at for at, number in enumerate(matched) if number in (SEVERAL, _UNSURE)]
    if not doubtful:
        return
    for at in doubtful:
        follows = matched[at - 1] + 1 if at and matched[at - 1] >= 0 else -1
        if at == 0:
            follows = 0
        if 0 <= follows < len(pieces_b) and pieces_b[follows] == pieces_a[at]:
            matched[at] = follows
    used = set(matched)
    for at in reversed(doubtful):
        leads = (matched[at + 1] if at + 1 < len(matched) else len(pieces_b)) - 1
        if matched[at] >= 0 or leads < 0 or leads in used:
            continue
        if pieces_b[leads] == pieces_a[at]:
            matched[at] = leads


def _stretches(matched: Positions, borders_a: Positions, borders_b: Positions) -> Runs:
    """Runs of lines that follow each other on both sides."""
    there = np.flatnonzero(matched >= 0)
    if not len(there):
        return Runs.none()
    home = matched[there]
    length = np.minimum(np.diff(borders_a)[there], np.diff(borders_b)[home])
    start_a, start_b = borders_a[there], borders_b[home]
    goes_on = (start_a[1:] == start_a[:-1] + length[:-1]) & (
        start_b[1:] == start_b[:-1] + length[:-1]
    )
    first = np.flatnonzero(np.append(True, ~goes_on))
    last = np.append(first[1:], len(there)) - 1
    return Runs(start_a[first], start_b[first], start_a[last] + length[last] - start_a[first])


def joined(left: Runs, right: Runs) -> Runs:
    """The runs of both, ascending."""
    start_a = np.concatenate([left.start_a, right.start_a])
    start_b = np.concatenate([left.start_b, right.start_b])
    length = np.concatenate([left.length, right.length])
    order = np.lexsort((start_b, start_a))
    return Runs(start_a[order], start_b[order], length[order])


def outside(runs: Runs, sealed: Runs, shortest: int) -> Runs:
    """What the sealed runs leave of others in the scrape: their parts, none shorter than that."""
    if not len(sealed) or not len(runs):
        return runs
    ends = sealed.start_a + sealed.length
    first = np.searchsorted(ends, runs.start_a, side="right")
    last = np.searchsorted(sealed.start_a, runs.start_a + runs.length, side="left")
    free = first >= last
    cut_starts, cut_ends = sealed.start_a.tolist(), ends.tolist()
    parts: list[tuple[int, int, int]] = []
    for run in np.flatnonzero(~free).tolist():
        start, shift = int(runs.start_a[run]), int(runs.start_b[run] - runs.start_a[run])
        stop = start + int(runs.length[run])
        for cut in range(int(first[run]), int(last[run])):
            if cut_starts[cut] - start >= shortest:
                parts.append((start, start + shift, cut_starts[cut] - start))
            start = cut_ends[cut]
        if stop - start >= shortest:
            parts.append((start, start + shift, stop - start))
    whole = Runs(runs.start_a[free], runs.start_b[free], runs.length[free])
    found = np.array(parts, dtype=np.int64).reshape(-1, 3)
    return joined(whole, Runs(found[:, 0], found[:, 1], found[:, 2]))
