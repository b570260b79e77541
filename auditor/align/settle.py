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
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from auditor.align.copies import (
    Copies,
    Copy,
    beside,
    carried,
    changes,
    cost,
    left_open,
    open_ranges,
    parted,
    ranges_left,
)
from auditor.align.cuts import (
    CLAUSE,
    LINE,
    alike,
    are_blank,
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
    if not ((homes[:-1] < homes[1:]) & (homes[1:] < ends[:-1])).any():
        return [_trimmed(copy) if copy.edits else copy for copy in copies]
    lines = frozenset(scrape.lines)
    settled: list[Copy] = []
    for copy in copies:
        left = settled[-1] if settled else None
        if left is None or not left.canonical_start < copy.canonical_start < left.canonical_end:
            settled.append(copy)
            continue
        again = left.canonical_end - copy.canonical_start
        if left.canonical_end >= copy.canonical_end or _is_again(
            again, left, copy, scrape.text, lines, scale
        ):
            settled.append(copy)
            continue
        if _edits_inside(copy, copy.canonical_start, left.canonical_end) > _edits_inside(
            left, copy.canonical_start, left.canonical_end
        ):
            copy = copy.part(left.canonical_end, copy.canonical_end)
        else:
            settled[-1] = left.part(left.canonical_start, copy.canonical_start)
        settled.append(copy)
    whole = (copy for copy in settled if copy.scrape_end > copy.scrape_start)
    return [_trimmed(copy) if copy.edits else copy for copy in whole]


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
    settled = ends[:1]
    moved = _words_left(copies, scrape.text, canonical.text)
    for number, copy in enumerate(ends[1:], 1):
        if number in gaps:
            settled[-1:] = _in_gap(settled[-1], copy, scrape, canonical, scale, moved)
        else:
            settled.append(copy)
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
    return frozenset(numbers[_are_free(starts, ends, copies)].tolist())


def _are_free(starts: Positions, ends: Positions, copies: Sequence[Copy]) -> NDArray[np.bool_]:
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
    lines = frozenset(scrape.lines)
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


def completed(
    copies: Sequence[Copy], scrape: Form, canonical: Form, scale: float, similarity: float
) -> Sequence[Copy]:
    """The copies carried to the end and the beginning of their line, or clause.

    Where a copy has nearly all of it and nothing else has the rest, on either side, the rest was
    edited: the last word of a passage that was moved.
    """
    open_at = beside(left_open(copies, scrape.text), len(copies))
    if not open_at:
        return copies
    most = round(2 * WEIGHTS.long * scale)
    starts = sorted(copy.canonical_start for copy in copies)
    ends = sorted(copy.canonical_end for copy in copies)
    lines = frozenset(scrape.lines), frozenset(canonical.lines)
    texts, done = (scrape.text, canonical.text), list(copies)
    for index in open_at:
        copy = copies[index]
        high = copies[index + 1].scrape_start if index + 1 < len(copies) else len(scrape.text)
        low = done[index - 1].scrape_end if index else 0
        at = bisect_right(starts, copy.canonical_end - 1) if copy.scrape_end < high else len(starts)
        roof = starts[at] if at < len(starts) else len(canonical.text)
        for quality in (LINE, CLAUSE) if copy.scrape_end < high else ():
            on = (
                _to_end(scrape.text, copy.scrape_end, high, lines[0], quality, most),
                _to_end(canonical.text, copy.canonical_end, roof, lines[1], quality, most),
            )
            if all(on):
                whole = carried(copy, *texts, on=on)
                copy = _if_rest(copy, whole, on, scrape.text, scale, similarity)
        at = bisect_right(ends, copy.canonical_start) - 1 if low < copy.scrape_start else -1
        floor = ends[at] if at >= 0 else 0
        for quality in (LINE, CLAUSE) if low < copy.scrape_start else ():
            back = (
                _to_start(scrape.text, copy.scrape_start, low, lines[0], quality, most),
                _to_start(canonical.text, copy.canonical_start, floor, lines[1], quality, most),
            )
            if all(back):
                whole = carried(copy, *texts, back=back)
                copy = _if_rest(copy, whole, back, scrape.text, scale, similarity)
        done[index] = copy
    return done


def with_lost_ends(
    copies: Sequence[Copy], scrape: Form, canonical: Form, scale: float
) -> Sequence[Copy]:
    """The copies; one that lacks the last characters of its line was edited there."""
    near = WEIGHTS.long * scale
    lost = [
        number
        for number, (left, right) in enumerate(itertools.pairwise(copies))
        if 0 < right.canonical_start - left.canonical_end < near
        and left.scrape_end == right.scrape_start
    ]
    if not lost:
        return copies
    lines = frozenset(scrape.lines), frozenset(canonical.lines)
    done = list(copies)
    for number in lost:
        start, end = copies[number].canonical_end, copies[number + 1].canonical_start
        if not (copies[number].scrape_end in lines[0] and end in lines[1]):
            continue
        if ends_sentence(canonical.text, start, lines[1]):
            continue
        if _are_free(np.array([start]), np.array([end]), copies)[0]:
            on = (0, end - start)
            done[number] = carried(copies[number], scrape.text, canonical.text, on=on)
    return done


def _to_end(text: str, at: int, limit: int, lines: frozenset[int], quality: int, most: int) -> int:
    """How far it is to the next cut of this quality; 0 where one is here, or none near."""
    if at >= limit or (at > 0 and cut_quality(text, at, lines) >= quality):
        return 0
    for end in range(at + 1, min(limit, at + most) + 1):
        if cut_quality(text, end, lines) >= quality:
            return end - at
    return 0


def _to_start(
    text: str, at: int, limit: int, lines: frozenset[int], quality: int, most: int
) -> int:
    """How far it is back to a cut, as `_to_end`."""
    if at <= limit or (at < len(text) and cut_quality(text, at, lines) >= quality):
        return 0
    for start in range(at - 1, max(limit, at - most) - 1, -1):
        if cut_quality(text, start, lines) >= quality:
            return at - start
    return 0


def _if_rest(
    copy: Copy, whole: Copy, rest: tuple[int, int], scrape: str, scale: float, similarity: float
) -> Copy:
    """The whole, where so many characters more on either side are the rest of the copy.

    A word is, or what is shorter; of more, as much must be equal as of any edited copy.
    """
    long = max(rest)
    start, end = whole.scrape_start, whole.scrape_end
    more = scrape[copy.scrape_end : end] or scrape[start : copy.scrape_start]
    if long < WEIGHTS.long * scale or len(more.split()) == 1:
        is_rest = copy.weight >= max(WEIGHTS.long * scale, 2 * long)
    else:
        new = cost(whole.edits) - cost(copy.edits)
        is_rest = new <= (1 - similarity) * (copy.weight + long)
    return whole if is_rest else copy


def with_blanks(copies: Sequence[Copy], scrape: str, canonical: str) -> list[Copy]:
    """The copies, and with each the blank behind it that nothing covers, on either side."""
    copies = Copies.of(copies)
    taken = set(map(itemgetter(2), copies))
    if are_blank(scrape, copies.columns[0]).any():
        copies = Copies(_blanks_behind(copies, scrape, canonical))
    done = list(copies)
    behind = {number - 1 for number in left_open(copies, scrape) if number}
    behind.update(np.flatnonzero(are_blank(canonical, copies.columns[3])).tolist())
    for index in sorted(behind):
        copy = copies[index]
        end = copies[index + 1].scrape_start if index + 1 < len(copies) else len(scrape)
        at, on = copy.canonical_end, 0
        if end > copy.scrape_end and scrape[copy.scrape_end : end].isspace():
            on = end - copy.scrape_end
        home = at not in taken and canonical[at : at + 1].isspace()
        if on or home:
            done[index] = carried(copy, scrape, canonical, on=(on, int(home)))
            taken.add(at)
    return done


def _blanks_behind(copies: Sequence[Copy], scrape: str, canonical: str) -> list[Copy]:
    """The copies, and none begins with a blank that in the canonical ends another."""
    ends = {copy.canonical_end for copy in copies}
    done: list[Copy] = []
    for copy in copies:
        at, home = copy.scrape_start, copy.canonical_start
        if not scrape[at : at + 1].isspace():
            done.append(copy)
            continue
        is_blank = canonical[home : home + 1].isspace()
        is_whole = copy.scrape_end > at + 1 and not (
            copy.edits and copy.edits[0].scrape_start <= at
        )
        touches = bool(done) and done[-1].scrape_end == at and done[-1].canonical_end != home
        if is_blank and is_whole and touches and home + 1 in ends:
            done[-1] = carried(done[-1], scrape, canonical, on=(1, 0))
            copy = copy.part(home + 1, copy.canonical_end)
        done.append(copy)
    return done
