"""Where copies end: between lines, sentences, words; in the order of both texts.

    scrape      A o new o B         A o | new o | B         kept, inserted, kept
    canonical   A o B               or  A | o new | o B

Text between two copies that follow each other in the canonical too was put in there, and what
the canonical has between them is gone; what both have in common in that place is kept. Crumbs
that a text shares with any other are no copies.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from auditor.align.copies import (
    Copies,
    Copy,
    carried,
    changes,
    cost,
    left_open,
    open_ranges,
    parted,
    ranges_left,
)
from auditor.align.cuts import (
    LINE,
    alike,
    cut_quality,
    ends_sentence,
    in_word,
    is_word,
)
from auditor.align.reading.lines import Form
from auditor.align.weights import WEIGHTS
from auditor.text.runs import Positions


def untangled(copies: Sequence[Copy], scrape: Form, scale: float) -> list[Copy]:
    """The copies, none going on into the canonical text of the next by a crumb.

    What was put in often ends as the text before it does, or begins as the text behind it.
    """
    copies = Copies.of(copies)
    _, _, homes, ends = copies.columns
    tangled = np.flatnonzero((homes[:-1] < homes[1:]) & (homes[1:] < ends[:-1])).tolist()
    settled = list(copies)
    lines = scrape.starts
    for number in tangled:
        left, copy = settled[number], settled[number + 1]
        if not left.canonical_start < copy.canonical_start < left.canonical_end:
            continue
        again = left.canonical_end - copy.canonical_start
        if left.canonical_end >= copy.canonical_end or _is_again(
            again, left, copy, scrape.text, lines, scale
        ):
            continue
        if _edits_inside(copy, copy.canonical_start, left.canonical_end) > _edits_inside(
            left, copy.canonical_start, left.canonical_end
        ):
            settled[number + 1] = copy.part(left.canonical_end, copy.canonical_end)
        else:
            settled[number] = left.part(left.canonical_start, copy.canonical_start)
    for number in copies.edited:
        if settled[number].edits and settled[number].scrape_end > settled[number].scrape_start:
            settled[number] = _trimmed(settled[number])
    if not tangled:
        return settled
    return [copy for copy in settled if copy.scrape_end > copy.scrape_start]


def _trimmed(copy: Copy) -> Copy:
    """The copy without ends of which as much is edited or put in as is equal."""
    starts = [copy.canonical_start, *(edit.canonical_end for edit in copy.edits)]
    ends = [*(edit.canonical_start for edit in copy.edits), copy.canonical_end]
    equal = [end - start for start, end in zip(starts, ends, strict=True)]
    edited = [edit.scrape_end - edit.scrape_start for edit in copy.edits]
    first = _poor(zip(equal, edited, strict=False))
    last = _poor(zip(equal[::-1], edited[::-1], strict=False))
    if first + last > len(edited):
        return copy
    parts = parted(copy, sorted({*range(first)[-1:], *range(len(edited) - last, len(edited))[:1]}))
    return max(parts, key=lambda part: part.weight)


def _poor(ends: Iterable[tuple[int, int]]) -> int:
    """How many (equal, edited) from an end on say nothing for it."""
    worth = least = poor = 0
    for number, (equal, edited) in enumerate(ends, 1):
        worth += equal - edited
        if worth <= least:
            least, poor = worth, number
    return poor


def _edits_inside(copy: Copy, start: int, end: int) -> int:
    """How many edits of a copy touch a canonical range."""
    return sum(edit.canonical_start <= end and edit.canonical_end >= start for edit in copy.edits)


def _is_again(
    length: int, left: Copy, right: Copy, scrape: str, lines: frozenset[int], scale: float
) -> bool:
    """Whether text stands twice, and no crumb of it: a whole sentence or line, or much of one."""
    if left.scrape_end == right.scrape_start:
        return length >= WEIGHTS.long * scale
    start, end = right.scrape_start, right.scrape_start + length
    ends = [at for at in range(start, end + 1) if ends_sentence(scrape, at, lines)]
    if ends and ends[-1] - ends[0] >= WEIGHTS.long * scale:
        return True
    return length >= WEIGHTS.phrase * scale


def in_place(copies: Sequence[Copy], scrape: Form, canonical: Form, scale: float) -> Sequence[Copy]:
    """The copies, and between those in order what both texts have in common there.

    A gap that is half equal, or short on both sides, is closed by edits; a word at either end
    of it belongs to the copy beside it; a line that both have in it is kept.
    """
    gaps = bare(copies, scrape, canonical, round(WEIGHTS.bare * scale))
    if not gaps:
        return copies
    ends = between_ends(copies, scrape, canonical)
    settled, done = ends[:1], 1
    moved = _words_left(copies, scrape.text, canonical.text)
    for number in sorted(gaps):
        settled += ends[done:number]
        settled[-1:] = _in_gap(settled[-1], ends[number], scrape, canonical, scale, moved)
        done = number + 1
    settled += ends[done:]
    return [copy for copy in settled if copy.scrape_end > copy.scrape_start]


def with_lines(
    copies: Sequence[Copy], scrape: Form, canonical: Form, scale: float
) -> Sequence[Copy]:
    """The copies, and between those in order the whole lines that both texts have there."""
    if not scrape.lines:
        return copies
    gaps = bare(copies, scrape, canonical, round(WEIGHTS.bare * scale))
    if not gaps:
        return copies
    ends, done = between_ends(copies, scrape, canonical), list(copies)
    for number in sorted(gaps, reverse=True):
        between = _lines_between(ends[number - 1], ends[number], scrape, canonical)
        done[number - 1 : number - 1] = between
    return done


def between_ends(copies: Sequence[Copy], scrape: Form, canonical: Form) -> list[Copy]:
    """The copies, and the empty ones before and behind both texts."""
    size, length = len(scrape.text), len(canonical.text)
    return [Copy(0, 0, 0, 0), *copies, Copy(size, size, length, length)]


def bare(copies: Sequence[Copy], scrape: Form, canonical: Form, most: int) -> frozenset[int]:
    """The copies `between_ends` before which both texts have a gap, of which no other copy has
    canonical text.
    """
    size, length = len(scrape.text), len(canonical.text)
    gaps: list[tuple[int, int, int]] = []
    for number in left_open(copies, scrape.text):
        done, start = copies[number - 1][1:4:2] if number else (0, 0)
        at, home = copies[number][0:4:2] if number < len(copies) else (size, length)
        if 0 < at - done <= most and 0 < home - start <= most:
            gaps.append((number + 1, start, home))
    if not gaps:
        return frozenset()
    numbers, starts, ends = np.array(gaps, dtype=np.int64).T
    return frozenset(numbers[are_free(starts, ends, copies)].tolist())


def are_free(starts: Positions, ends: Positions, copies: Sequence[Copy]) -> NDArray[np.bool_]:
    """Which canonical ranges no copy has anything of."""
    homes, reached = Copies.of(copies).reaches
    before = np.searchsorted(homes, starts)
    begins = np.append(homes, np.iinfo(np.int64).max)[before]
    free: NDArray[np.bool_] = (begins >= ends) & (np.append(0, reached)[before] <= starts)
    return free


def _words_left(copies: Sequence[Copy], scrape: str, canonical: str) -> frozenset[str]:
    """Words, and whole texts between copies, that both texts have and no copy has."""
    here, there = set[str](), set[str]()
    for start, end in open_ranges(copies, scrape):
        here.update(_told(scrape[start:end]))
    if not here:
        return frozenset()
    for start, end in ranges_left(copies, len(canonical)):
        there.update(_told(canonical[start:end]))
    return frozenset(here & there)


def _told(text: str) -> Iterator[str]:
    for word in (text.strip(), *text.split()):
        if len(word) >= WEIGHTS.stands:
            yield word


def _in_gap(
    left: Copy,
    right: Copy,
    scrape: Form,
    canonical: Form,
    scale: float,
    moved: frozenset[str],
) -> list[Copy]:
    """The two copies and what is between them."""
    inside = left.scrape_end > 0 and right.scrape_start < len(scrape.text)
    if inside and _is_edit(left, right, scrape.text, canonical.text, scale, moved):
        return [_one(left, right, scrape.text, canonical.text)]
    at = (left.scrape_end, right.scrape_start)
    reading = (left.canonical_end, right.canonical_start)
    on = _common(scrape.text[slice(*at)], canonical.text[slice(*reading)])
    if on:
        left = carried(left, scrape.text, canonical.text, on=(on, on))
    at, reading = (left.scrape_end, at[1]), (left.canonical_end, reading[1])
    back = _common(scrape.text[slice(*at)][::-1], canonical.text[slice(*reading)][::-1])
    if back:
        right = carried(right, scrape.text, canonical.text, back=(back, back))
    if _is_in_line(left, right, scrape) and _is_edit(
        left, right, scrape.text, canonical.text, scale, moved
    ):
        return [_one(left, right, scrape.text, canonical.text)]
    between = _lines_between(left, right, scrape, canonical)
    return [left, *between, right]


def _is_edit(
    left: Copy, right: Copy, scrape: str, canonical: str, scale: float, moved: frozenset[str]
) -> bool:
    """What stands between two copies is short, or one word for another, or half equal.

    But no word for another that each stand elsewhere in the other text.
    """
    at = (left.scrape_end, right.scrape_start)
    reading = (left.canonical_end, right.canonical_start)
    long = max(at[1] - at[0], reading[1] - reading[0])
    new, old = scrape[slice(*at)], canonical[slice(*reading)]
    if moved and (new.strip() in moved or old.strip() in moved):
        return False
    if long < WEIGHTS.long * scale or (is_word(new) and is_word(old)):
        return True
    return 2 * cost(changes(scrape, canonical, at, reading)) <= long


def _is_in_line(left: Copy, right: Copy, scrape: Form) -> bool:
    """Both copies have some of the line in which text stands for other text between them."""
    start, end = left.scrape_end, right.scrape_start
    if start == end or left.canonical_end == right.canonical_start:
        return False
    lines = scrape.starts
    is_there = start > left.scrape_start and end < right.scrape_end
    return is_there and all(cut_quality(scrape.text, at, lines) < LINE for at in (start, end))


def _one(left: Copy, right: Copy, scrape: str, canonical: str) -> Copy:
    edits = changes(
        scrape,
        canonical,
        (left.scrape_end, right.scrape_start),
        (left.canonical_end, right.canonical_start),
    )
    return Copy(
        left.scrape_start,
        right.scrape_end,
        left.canonical_start,
        right.canonical_end,
        (*left.edits, *edits, *right.edits),
    )


def _common(a: str, b: str) -> int:
    """How many characters two texts begin with alike, up to a border of words; or all of `b`."""
    length = alike(a, b)
    if length == len(b):
        return length
    while length and (in_word(a, length) or in_word(b, length)):
        length -= 1
    return length if a[:length].strip() else 0


def _lines_between(left: Copy, right: Copy, scrape: Form, canonical: Form) -> list[Copy]:
    """Whole lines that stand between two copies in both texts, in the same order."""
    here = _whole_lines(scrape, left.scrape_end, right.scrape_start)
    there = _whole_lines(canonical, left.canonical_end, right.canonical_start)
    if not here or not there:
        return []
    texts = [scrape.text[a:b].rstrip() for a, b in here]
    homes = [canonical.text[a:b].rstrip() for a, b in there]
    kept: list[Copy] = []
    for block in LCSseq.editops(homes, texts).as_matching_blocks():
        for step in range(block.size):
            (start, end), (home, to) = here[block.b + step], there[block.a + step]
            length = min(end - start, to - home)
            kept.append(Copy(start, start + length, home, home + length))
    return kept


def _whole_lines(form: Form, start: int, end: int) -> list[tuple[int, int]]:
    """The lines that lie between two offsets."""
    first = bisect_right(form.lines, start - 1)
    last = bisect_right(form.lines, end)
    borders = list(form.lines[first:last])
    if start == 0:
        borders.insert(0, 0)
    if end == len(form.text) or (borders and form.text[borders[-1] : end].strip()):
        borders += [end]
    return [(a, b) for a, b in itertools.pairwise(borders) if form.text[a:b].strip()]
