"""Short pieces that no anchor finds, told by what stands around them or is missing elsewhere.

Columns read across and copies cut in mid-sentence leave a word or two, too short to be
believed anywhere in the canonical. But where they go on what a copy shortly before broke off,
lead into one that comes shortly after, or are exactly what the canonical misses, they are at
home.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

import numpy as np

from auditor.align.copies import Copies, Copy, open_ranges, parted, ranges_left
from auditor.align.cuts import in_word
from auditor.align.strands import prefix, strands, suffix, turned
from auditor.align.weights import WEIGHTS
from auditor.text.runs import Positions


def fill(
    copies: Sequence[Copy], scrape: str, canonical: str, cuts: frozenset[int] = frozenset()
) -> list[Copy]:
    """The copies, and the scraped gaps between them that have a home; ascending.

    An insertion inside a copy is such a gap, where it has a home.
    """
    copies = Copies.of(copies)
    for _ in range(2):  # what is at home elsewhere tells where that goes on which stands behind it
        filled = _filled(copies, scrape, canonical, cuts)
        relieved = filled.then(_relieved(filled, scrape, canonical))
        if relieved is copies or relieved is filled:
            return list(relieved)
        copies = relieved
    return list(_filled(copies, scrape, canonical, cuts))


def _filled(copies: Copies, scrape: str, canonical: str, cuts: frozenset[int]) -> Copies:
    for _ in range(2):  # what the first round fills tells what the canonical lacks in the second
        before = len(copies)
        copies = copies.then(_freed(copies, scrape, canonical, cuts))
        if not open_ranges(copies, scrape):
            return copies
        found = _continued(copies, scrape, canonical, cuts)
        if found:
            copies = Copies(sorted([*_without(copies, found), *found]))
        copies = copies.then(_missed(copies, scrape, canonical))
        if len(copies) == before:
            break
    for _ in range(2):  # where a word is found, a copy gives up the letters that it had of it
        before = len(copies)
        copies = copies.then(_standing(copies, scrape, canonical))
        if len(copies) == before:
            break
    return copies


def _freed(
    copies: Sequence[Copy], scrape: str, canonical: str, cuts: frozenset[int]
) -> Sequence[Copy]:
    """The copies, parted at insertions that belong elsewhere."""
    copies = Copies.of(copies)
    if not any(edit.op == "insert" for at in copies.edited for edit in copies[at].edits):
        return copies
    missing = {canonical[start:end] for start, end in _lacking(copies, canonical)}
    freed: list[Copy] = []
    ends: list[int] = []  # where the copies so far end, and what is freed in them
    for copy in copies:
        foreign: list[int] = []
        for at, edit in enumerate(copy.edits):
            if edit.op != "insert":
                continue
            for put in turned(copy, at, scrape, cuts):
                text = scrape[put.scrape_start : put.scrape_end]
                start = put.scrape_start + len(text) - len(text.lstrip())
                text = text.strip()
                if not text or (
                    len(text) < WEIGHTS.told and not _is_cell(start, put.scrape_end, scrape, cuts)
                ):
                    break
                inside = _cuts_in(cuts, start, len(text))
                parts = strands(text, canonical, ends[::-1], (), inside)
                if parts or text in missing:
                    copy = copy._replace(edits=(*copy.edits[:at], put, *copy.edits[at + 1 :]))
                    foreign.append(at)
                    ends += [home + stop - begin for begin, stop, home in parts]
                    break
        freed += parted(copy, foreign) if foreign else [copy]
        ends.append(copy.canonical_end)
        del ends[: -WEIGHTS.copies_near]
    return freed


def _is_cell(start: int, end: int, scrape: str, cuts: frozenset[int]) -> bool:
    """Lines or cells begin with a scraped range and behind it."""
    return start in cuts and (end in cuts or (scrape[end : end + 1] == " " and end + 1 in cuts))


def _cuts_in(cuts: frozenset[int], start: int, size: int) -> frozenset[int]:
    """Which places in a text that stands there are cuts."""
    return frozenset(at for at in range(size) if start + at in cuts)


def _continued(
    copies: Sequence[Copy], scrape: str, canonical: str, cuts: frozenset[int]
) -> list[Copy]:
    """The gaps that go on what copies near by broke off, lead into one near by, or both."""
    starts = [copy.scrape_start for copy in copies]
    found: list[Copy] = []
    for start, end in _scraped_gaps(copies, scrape):
        at = bisect_right(starts, start)
        near = [*copies[max(0, at - WEIGHTS.copies_near) : at], *found[-WEIGHTS.copies_near :]]
        before = sorted(near)[-WEIGHTS.copies_near :]
        after = copies[at : at + WEIGHTS.copies_near]
        gap = scrape[start:end]
        on, home = max(
            (prefix(gap, canonical, c.canonical_end) for c in before[::-1]),
            key=_length,
            default=(0, 0),
        )
        back, reached = max(
            ((suffix(gap, canonical, c.canonical_start), c.canonical_start) for c in after),
            key=_length,
            default=(0, 0),
        )
        if on + back < len(gap):
            found += _woven(start, end, before[::-1], after, scrape, canonical, cuts)
            continue
        back = len(gap) - on
        if on:
            found.append(Copy(start, start + on, home, home + on))
        if back:
            found.append(Copy(end - back, end, reached - back, reached))
    return found


def _woven(
    start: int,
    end: int,
    before: Sequence[Copy],
    after: Sequence[Copy],
    scrape: str,
    canonical: str,
    cuts: frozenset[int],
) -> list[Copy]:
    """The copies of a gap whose parts go on those before, or lead into those behind; nearest first.

    Where it is not, what the copies beside it have of the cell that begins or ends there may be of
    it: two columns often go on alike.
    """
    backs, ons = [0], [0]
    if before and before[0].scrape_end == start:
        backs += _cuts_back(before[0], scrape, cuts)
    if after and after[0].scrape_start == end:
        ons += _cuts_on(after[0], scrape, cuts)
    for back, on in sorted(itertools.product(backs, ons), key=sum):
        first, text = start - back, scrape[start - back : end + on]
        ends = [copy.canonical_end - back * (copy is before[0]) for copy in before]
        leads = [copy.canonical_start + on * (copy is after[0]) for copy in after]
        inside = _cuts_in(cuts, first, len(text))
        parts = strands(text, canonical, ends, leads, inside)
        if parts:
            return [Copy(first + a, first + b, to, to + b - a) for a, b, to in parts]
    return []


def _cuts_back(copy: Copy, scrape: str, cuts: frozenset[int]) -> list[int]:
    """How far before its end a copy may be cut, the nearest first; no more than half of it."""
    end = copy.scrape_end
    low = max(copy.exact_from, (copy.scrape_start + end) // 2, end - WEIGHTS.slide)
    found = (end - at for at in range(end - 1, low, -1) if at in cuts or scrape[at - 1] == " ")
    return list(itertools.islice(found, WEIGHTS.cuts_beside))


def _cuts_on(copy: Copy, scrape: str, cuts: frozenset[int]) -> list[int]:
    """How far behind its start a copy may be cut, as `_cuts_back`."""
    start = copy.scrape_start
    high = min(copy.exact_to, (start + copy.scrape_end) // 2, start + WEIGHTS.slide)
    found = (at - start for at in range(start + 1, high) if at in cuts or scrape[at - 1] == " ")
    return list(itertools.islice(found, WEIGHTS.cuts_beside))


def _length(candidate: tuple[int, int]) -> int:
    return candidate[0]


def _missed(copies: Sequence[Copy], scrape: str, canonical: str) -> Sequence[Copy]:
    """The copies, and those scraped gaps that equal a gap of the canonical.

    Of several equal gaps of the canonical, the one whose text before it stands nearest in the
    scrape. Each is filled once.
    """
    gaps = _scraped_gaps(copies, scrape)
    if not gaps or not copies:
        return copies
    lacking = _lacking(copies, canonical)
    by_text: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for start, end in lacking:
        by_text[canonical[start:end]].append((start, end))
    by_end: list[tuple[int, int]] = []
    filled: list[Copy] = []
    for start, end in gaps:
        homes = by_text.get(scrape[start:end])
        if homes:
            by_end = by_end or sorted((copy.canonical_end, copy.scrape_end) for copy in copies)
            home = min(homes, key=lambda home: abs(start - _stands(home[0], by_end)))
            homes.remove(home)
            filled.append(Copy(start, end, *home))
    return sorted([*copies, *filled]) if filled else list(copies)


def _standing(copies: Sequence[Copy], scrape: str, canonical: str) -> Sequence[Copy]:
    """The copies, and what they lack of the canonical where it stands in scraped text that is none.

    The longest first; a word is not cut out of a longer one. A copy that goes on into the word by
    a letter or two gives these up.
    """
    free = [_to_words(gap, copies, scrape) for gap in open_ranges(copies, scrape)]
    free = [gap for gap in free if gap[1] - gap[0] >= WEIGHTS.stands]
    if not free:
        return copies
    lacking = [gap for gap in _lacking(copies, canonical) if gap[1] - gap[0] >= WEIGHTS.stands]
    del lacking[WEIGHTS.passages :]
    found: list[Copy] = []
    for home, to in sorted(lacking, key=lambda gap: gap[0] - gap[1]):
        for number, (start, end) in enumerate(free):
            at = scrape.find(canonical[home:to], start, end)
            behind = at + to - home
            if at >= 0 and not (in_word(scrape, at) or in_word(scrape, behind)):
                found.append(Copy(at, behind, home, to))
                free[number : number + 1] = (start, at), (behind, end)
                break
    return sorted([*_without(copies, found), *found]) if found else list(copies)


def _to_words(gap: tuple[int, int], copies: Sequence[Copy], scrape: str) -> tuple[int, int]:
    """The scraped range with the letters of its first and its last word that copies beside it have.

    Not more than half of such a copy, and no edited ones.
    """
    start, end = gap
    after = bisect_left(copies, end, key=lambda copy: copy.scrape_start)
    if after and in_word(scrape, start):
        left = copies[after - 1]
        floor = max(left.exact_from, (left.scrape_start + left.scrape_end) // 2)
        while start > floor and in_word(scrape, start):
            start -= 1
    if after < len(copies) and in_word(scrape, end):
        right = copies[after]
        roof = min(right.exact_to, (right.scrape_start + right.scrape_end) // 2)
        while end < roof and in_word(scrape, end):
            end += 1
    return start, end


def _without(copies: Sequence[Copy], found: Sequence[Copy]) -> list[Copy]:
    """The copies, and none over what was found."""
    cut = list(copies)
    for start, end, *_ in found:
        at = bisect_right(cut, start, key=lambda copy: copy.scrape_start) - 1
        for number in (at, at + 1):
            if not 0 <= number < len(cut):
                continue
            copy = cut[number]
            over = copy.scrape_end - start if number == at else end - copy.scrape_start
            if over <= 0:
                continue
            if number == at:
                copy = copy.part(copy.canonical_start, copy.canonical_end - over)
            else:
                copy = copy.part(copy.canonical_start + over, copy.canonical_end)
            cut[number] = copy
    return cut


def _relieved(copies: Sequence[Copy], scrape: str, canonical: str) -> list[Copy]:
    """The copies, and what they lack of the canonical in the place of what others copy too.

    A clause that the canonical has twice was taken from the one place twice, and never from the
    other. Of several such places, first one behind the copy of what stands before it.
    """
    relieved = list(copies)
    lacking = [gap for gap in _lacking(copies, canonical) if gap[1] - gap[0] >= WEIGHTS.stands]
    starts, reached = Copies.of(copies).reaches
    if not lacking or (reached[:-1] <= starts[1:]).all():
        return relieved
    held = [(copy.canonical_start, copy.canonical_end) for copy in copies]
    times = cache(lambda: _times(held, len(canonical)))
    for home, to in lacking[: max(1, WEIGHTS.sought // len(scrape))]:
        found: list[tuple[bool, int, int]] = []
        for match in islice(re.finditer(re.escape(canonical[home:to]), scrape), WEIGHTS.passages):
            number = bisect_right(relieved, match.start(), key=lambda copy: copy.scrape_start) - 1
            at = _exactly(relieved[number], *match.span()) if number >= 0 else -1
            is_cut = in_word(scrape, match.start()) or in_word(scrape, match.end())
            if at >= 0 and not is_cut and times()[at : at + to - home].min() > 1:
                goes_on = number > 0 and 0 <= home - relieved[number - 1].canonical_end <= 1
                found.append((not goes_on, number, at))
        if found:
            _, number, at = min(found)
            copy, end = relieved[number], at + to - home
            place = copy.scrape_at(at)
            parts = (
                copy.part(copy.canonical_start, at),
                Copy(place, place + to - home, home, to),
                copy.part(end, copy.canonical_end),
            )
            relieved[number : number + 1] = [p for p in parts if p.scrape_end > p.scrape_start]
            times()[at:end] -= 1
    return relieved


def _times(held: Sequence[tuple[int, int]], size: int) -> Positions:
    """How many copies have each character."""
    starts, ends = (np.bincount(at, minlength=size + 1) for at in zip(*held, strict=True))
    return np.cumsum(starts - ends)


def _exactly(copy: Copy, start: int, end: int) -> int:
    """Where in the canonical a scraped range stands that a copy has without an edit; else -1."""
    if start < copy.scrape_start or copy.scrape_end < end:
        return -1
    scrape, reading = copy.scrape_start, copy.canonical_start
    for edit in copy.edits:
        if edit.scrape_start > end:
            break
        if edit.scrape_end >= start:
            return -1
        scrape, reading = edit.scrape_end, edit.canonical_end
    return reading + start - scrape


def _scraped_gaps(copies: Sequence[Copy], scrape: str) -> list[tuple[int, int]]:
    """What the copies leave of the scrape, as `_lacking` of the canonical."""
    return list(_short(open_ranges(copies, scrape), scrape))


def _lacking(copies: Sequence[Copy], canonical: str) -> Iterator[tuple[int, int]]:
    """What the copies leave of the canonical, without blanks around; short pieces only."""
    return _short(ranges_left(copies, len(canonical)), canonical)


def _short(ranges: Iterable[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    for start, end in ranges:
        if end <= start + WEIGHTS.longest_gap:
            piece = text[start:end]
            left = end - len(piece.lstrip())
            right = start + len(piece.rstrip())
            if left < right:
                yield left, right


def _stands(home: int, by_end: Sequence[tuple[int, int]]) -> int:
    """Where in the scrape the text before a canonical offset ends."""
    at = bisect_right(by_end, (home, 1 << 62)) - 1
    return by_end[at][1] if at >= 0 else 0
