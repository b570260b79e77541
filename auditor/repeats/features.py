"""What the judgement of a repeat looks at: one row of numbers for each pair of places.

Each is told from the whole text, so that a window of a chunker, a passage of woven copies, an item
of a list and a set phrase look different: how much stands again in all, along which diagonals, at
what borders, how alike the surroundings of both places are, what is inside.

Positions count in a comparison form.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from auditor.model import Ordinal
from auditor.repeats.index import Stretch
from auditor.repeats.weights import WEIGHTS
from auditor.text import scripts
from auditor.text.cover import Cover
from auditor.text.outline import sibling
from auditor.text.runs import Codes, Positions, hashes

NAMES = (
    "information", "equal share", "text", "share of text", "gap share", "distance", "gap",
    "fewest", "most", "alike before", "alike behind", "lines", "length of lines", "ends",
    "figures", "marks", "recurring", "recurring long", "along diagonal", "break at first",
    "break at end", "break at second", "break at until", "borders at first", "borders at end",
    "borders at second", "borders at until", "density", "dense script", "distinct", "first at",
    "second at", "edits", "drift", "crowd", "numbered first", "numbered second", "same number",
    "jump here before", "jump there before", "jump here behind", "jump there behind",
    "figures changed", "longest edit", "small edits", "figure behind",
    "ordinals", "goes on here", "goes on there", "skips here", "skips there",
    "wording here", "wording there", "wording",
)  # fmt: skip

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A text in comparison form, and what is known of its places.

    `breaks` tell how likely a cut is before each character, and behind the last; `lines` is the
    number of the line that each character stands in; `scale` is the text's `runs.information`;
    `ordinals` are the numbers of its headings and items, ascending, with where they stand.
    """

    text: str
    codes: Codes
    breaks: bytes
    lines: Positions
    scale: float
    ordinals: tuple[tuple[int, Ordinal], ...] = ()


def features(view: View, found: Sequence[Stretch]) -> Table:
    """A row for each stretch, a column for each of `NAMES`."""
    if not found:
        return np.empty((0, len(NAMES)))
    size = len(view.text)
    first, end, second, until, equal, edits = np.array(
        [(s.first, s.end, s.second, s.until, s.equal, len(s.runs) - 1) for s in found]
    ).T
    length = np.maximum(end - first, until - second)
    drift = np.abs((until - end) - (second - first))
    gap = (second - end) / view.scale
    columns = [
        np.log(equal / view.scale),
        equal / length,
        np.full(len(found), np.log(size / view.scale)),
        length / size,
        (second - end) / size,
        np.log1p(np.maximum(0, second - first) / view.scale),
        np.clip(gap, -WEIGHTS.long_gap, WEIGHTS.long_gap),
        *_counts(view, first, length),
        *_alike(view.text, found),
        *_inside(view, second, until),
        *_whole(size, found, view.scale),
        _along(first, end, second, size),
        *_breaks(view.breaks, (first, end, second, until)),
        *_borders((first, end, second, until)),
        np.full(len(found), 1000 * len(found) * view.scale / size),
        np.full(len(found), (2.5 - view.scale) / 1.5),
        np.array([len(set(view.text[s.second : s.until])) for s in found]) / length,
        first / size,
        second / size,
        edits,
        drift,
        _crowd(size, found),
        *_markers(view.text, found),
        *_jumps(first, end, second, until, view.scale),
        *_edits(view, found),
        _figure_behind(view.text, found),
        *_numbering(view.ordinals, found),
        *_wording(view, first, end, second, until),
    ]
    return np.column_stack(columns).astype(np.float64)


def _counts(view: View, first: Positions, length: Positions) -> tuple[Table, Table]:
    """How often the pieces of a stretch stand in the text: the fewest and the most, as logs."""
    k = max(2, round(WEIGHTS.counted_piece * view.scale))
    values = hashes(view.codes, k)
    ordered = np.sort(values)
    at = first[:, None] + np.maximum(0, length - k)[:, None] * np.linspace(
        0, 1, WEIGHTS.pieces_counted
    )
    grams = values[np.minimum(at.astype(np.int64), len(values) - 1)]
    counts = np.searchsorted(ordered, grams, "right") - np.searchsorted(ordered, grams)
    logs = np.log(np.maximum(1, counts))
    return logs.min(axis=1), logs.max(axis=1)


def _alike(text: str, found: Sequence[Stretch]) -> tuple[Table, Table]:
    before = [
        Indel.normalized_similarity(
            text[max(0, s.first - WEIGHTS.compared_around) : s.first],
            text[max(0, s.second - WEIGHTS.compared_around) : s.second],
        )
        for s in found
    ]
    behind = [
        Indel.normalized_similarity(
            text[s.end : s.end + WEIGHTS.compared_around],
            text[s.until : s.until + WEIGHTS.compared_around],
        )
        for s in found
    ]
    return np.array(before), np.array(behind)


def _inside(view: View, second: Positions, until: Positions) -> tuple[Table, ...]:
    """Lines and how long they are, ends of sentences, figures and other signs, as shares."""
    length = until - second
    lines = view.lines[until - 1] - view.lines[second]
    ends = _among(view.codes, scripts.ENDS)
    kinds = np.unique(view.codes)
    figures = np.array([chr(c).isdecimal() for c in kinds.tolist()])
    marks = np.array([not chr(c).isalnum() and chr(c) != " " for c in kinds.tolist()])
    which = np.searchsorted(kinds, view.codes)
    return (
        lines,
        np.log1p(length / (lines + 1) / view.scale),
        *(_share(each, second, until) for each in (ends, figures[which], marks[which])),
    )


def _among(codes: Codes, signs: str) -> NDArray[np.bool_]:
    return np.isin(codes, np.array([ord(sign) for sign in signs], dtype=np.uint32))


def _share(marked: NDArray[np.bool_], start: Positions, end: Positions) -> Table:
    before = np.concatenate([[0], np.cumsum(marked)])
    share: Table = (before[end] - before[start]) / (end - start)
    return share


def _whole(size: int, found: Sequence[Stretch], scale: float) -> tuple[Table, Table]:
    """How much of the text stands again, in all and in long stretches."""
    shares = []
    for least in (0.0, 5 * WEIGHTS.counted_piece * scale):
        cover = Cover(size)
        for stretch in found:
            if stretch.equal >= least:
                cover.add(stretch.second, stretch.until)
        shares.append(np.full(len(found), cover.count() / size))
    return shares[0], shares[1]


def _along(first: Positions, end: Positions, second: Positions, size: int) -> Table:
    """The weight of what stands again along about the same diagonal, as a share of the text."""
    diagonal, length = second - first, end - first
    order = np.argsort(diagonal, kind="stable")
    ordered = diagonal[order]
    before = np.concatenate([[0], np.cumsum(length[order])])
    low = np.searchsorted(ordered, diagonal - WEIGHTS.diagonals_of_one)
    high = np.searchsorted(ordered, diagonal + WEIGHTS.diagonals_of_one, "right")
    share: Table = (before[high] - before[low]) / size
    return share


def _breaks(breaks: bytes, borders: Sequence[Positions]) -> list[Table]:
    """The likeliest cut at each border, or a little inside: by chance some more may be equal."""
    likely = np.frombuffer(breaks, dtype=np.uint8)
    inwards = (1, -1, 1, -1)
    steps = np.arange(WEIGHTS.equal_by_chance + 1)
    return [
        likely[np.clip(at[:, None] + way * steps, 0, len(likely) - 1)].max(axis=1).astype(float)
        for way, at in zip(inwards, borders, strict=True)
    ]


def _borders(borders: Sequence[Positions]) -> list[Table]:
    """How many other stretches have a border at each."""
    every = np.sort(np.concatenate(list(borders)))
    return [
        np.minimum(
            5,
            np.searchsorted(every, at + WEIGHTS.borders_of_one, "right")
            - np.searchsorted(every, at - WEIGHTS.borders_of_one)
            - 1,
        ).astype(np.float64)
        for at in borders
    ]


def _crowd(size: int, found: Sequence[Stretch]) -> Table:
    """How many stretches hold the middle of the second place."""
    depth = np.zeros(size + 1, dtype=np.int64)
    for stretch in found:
        for start, end in ((stretch.first, stretch.end), (stretch.second, stretch.until)):
            depth[start] += 1
            depth[end] -= 1
    depth = np.cumsum(depth)
    middle = np.array([(stretch.second + stretch.until) // 2 for stretch in found])
    deep: Table = np.log(np.maximum(1, depth[middle]))
    return deep


def _markers(text: str, found: Sequence[Stretch]) -> tuple[Table, Table, Table]:
    """Whether a number stands right before each place, and whether it is the same one."""
    rows = []
    for stretch in found:
        here = _number(text[max(0, stretch.first - WEIGHTS.marker_within) : stretch.first])
        there = _number(text[max(0, stretch.second - WEIGHTS.marker_within) : stretch.second])
        rows.append((bool(here), bool(there), bool(here) and here == there))
    one, other, same = np.array(rows, dtype=np.float64).T
    return one, other, same


def _number(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal() or sign in scripts.HAN_FIGURES)


def _jumps(
    first: Positions, end: Positions, second: Positions, until: Positions, scale: float
) -> tuple[Table, ...]:
    """From the stretch before and to the one behind, in the order of second places: how far on
    the first place is, and the second.
    """
    here = np.append(first[1:] - end[:-1], 0)
    there = np.append(second[1:] - until[:-1], 0)
    signed = [np.sign(gap) * np.log1p(np.abs(gap) / scale) for gap in (here, there)]
    return (*(np.roll(gap, 1) for gap in signed), *signed)


def _edits(view: View, found: Sequence[Stretch]) -> tuple[Table, Table, Table]:
    """Of what differs between the two places: how often a figure is another one, how long the
    longest edit is, and the share of those of a character or two, as noise makes them.
    """
    rows = []
    for stretch in found:
        edits = [
            (view.text[one.end : other.first], view.text[one.until : other.second])
            for one, other in pairwise(stretch.runs)
        ]
        figures = sum(_number(here) != _number(there) for here, there in edits)
        longest = [max(len(here), len(there)) for here, there in edits]
        small = sum(length <= 2 for length in longest) / max(1, len(longest))
        rows.append((np.log1p(figures), np.log1p(max(longest, default=0) / view.scale), small))
    one, two, three = np.array(rows, dtype=np.float64).T
    return one, two, three


def _figure_behind(text: str, found: Sequence[Stretch]) -> Table:
    """Whether a figure goes on, or begins, right behind both places."""
    told = [
        bool(_number(text[s.end : s.end + 1])) and bool(_number(text[s.until : s.until + 1]))
        for s in found
    ]
    return np.array(told, dtype=np.float64)


def _numbering(
    ordinals: Sequence[tuple[int, Ordinal]], found: Sequence[Stretch]
) -> tuple[Table, ...]:
    """How many numbers of headings and items stand again; and at both places whether the outermost
    of them goes on from what stands before it, and whether what stands behind does, over them.
    """
    places = [place for place, _ in ordinals]
    told = [ordinal for _, ordinal in ordinals]
    rows = []
    for stretch in found:
        here = bisect_left(places, stretch.first), bisect_left(places, stretch.end)
        there = bisect_left(places, stretch.second), bisect_left(places, stretch.until)
        pairs = zip(_seam(told, *here), _seam(told, *there), strict=True)
        rows.append((np.log1p(there[1] - there[0]), *(each for pair in pairs for each in pair)))
    return tuple(np.array(rows, dtype=np.float64).T)


def _seam(ordinals: Sequence[Ordinal], start: int, end: int) -> tuple[float, float]:
    """Of the ordinals from `start` to `end`, as in `_numbering`."""
    before = ordinals[max(0, start - WEIGHTS.ordinals_before) : start][::-1]
    outermost = min(ordinals[start:end], key=attrgetter("level"), default=None)
    behind = ordinals[end] if end < len(ordinals) else None
    return _goes_on(before, outermost), _goes_on(before, behind)


def _goes_on(before: Sequence[Ordinal], this: Ordinal | None) -> float:
    """1 where an ordinal is the next one of its list, -1 where it is another; else 0.

    `before` is what stands before it, the nearest first.
    """
    last = sibling(before, this) if this is not None else None
    if this is None or last is None:
        return 0.0
    return 1.0 if this.number == last.number + 1 else -1.0


def _wording(
    view: View, first: Positions, end: Positions, second: Positions, until: Positions
) -> tuple[Table, Table, Table]:
    """The share of the words of a stretch that stand around each of its two places too, seldom
    ones counting more: a text that was put elsewhere speaks of what its first place speaks of.
    """
    k = max(2, round(WEIGHTS.word * view.scale))
    values = hashes(view.codes, k)
    if not len(values):
        nothing = np.zeros(len(first))
        return nothing, nothing, nothing
    _, number, often = np.unique(values, return_inverse=True, return_counts=True)
    size = len(view.codes) + 1
    ordered = np.sort(number * size + np.arange(len(values)))
    steps = np.linspace(0, 1, WEIGHTS.words_counted)
    words = second[:, None] + np.maximum(0, until - second - k)[:, None] * steps
    which = number[np.minimum(words.astype(np.int64), len(values) - 1)]
    words, weight = which * size, 1 / often[which]
    reach = round(WEIGHTS.wording_within * view.scale)

    def within(low: Positions, high: Positions) -> Table:
        edges = (words + np.clip(at, 0, size - 1)[:, None] for at in (low, high))
        start, stop = (np.searchsorted(ordered, edge) for edge in edges)
        share: Table = ((stop > start) * weight).sum(axis=1) / weight.sum(axis=1)
        return share

    here = within(first - reach, first - k + 1) + within(end, end + reach)
    there = within(second - reach, second - k + 1) + within(until, until + reach)
    return here, there, here - there
