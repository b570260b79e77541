"""Copies: stretches of the scrape taken from one place of the canonical, with their edits.

Offsets count in the comparison forms of both texts.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from auditor.align.reading import Piece
from auditor.align.weights import WEIGHTS
from auditor.text.runs import Positions

EditOp = Literal["replace", "insert", "delete"]
_START, _END, _HOME, _HOME_END = map(operator.itemgetter, range(4))  # of a copy


class Change(NamedTuple):
    """An edit in offsets of the comparison forms."""

    op: EditOp
    scrape_start: int
    scrape_end: int
    canonical_start: int
    canonical_end: int


class Copy(NamedTuple):
    """`scrape[scrape_start:scrape_end]` is `canonical[canonical_start:canonical_end]`, edited."""

    scrape_start: int
    scrape_end: int
    canonical_start: int
    canonical_end: int
    edits: tuple[Change, ...] = ()

    @property
    def weight(self) -> int:
        """Canonical characters that stand in it unchanged."""
        if not self.edits:
            return self.canonical_end - self.canonical_start
        changed = sum(edit.canonical_end - edit.canonical_start for edit in self.edits)
        return self.canonical_end - self.canonical_start - changed

    @property
    def exact_from(self) -> int:
        """Where in the scrape its last edit ends."""
        return self.edits[-1].scrape_end if self.edits else self.scrape_start

    @property
    def exact_to(self) -> int:
        """Where in the scrape its first edit begins."""
        return self.edits[0].scrape_start if self.edits else self.scrape_end

    def scrape_at(self, canonical: int) -> int:
        """The scraped offset that stands at a canonical one, both inside the copy."""
        scrape, reading = self.scrape_start, self.canonical_start
        for edit in self.edits:
            if canonical < edit.canonical_start:
                break
            if canonical < edit.canonical_end:
                inside = canonical - edit.canonical_start
                return min(edit.scrape_start + inside, edit.scrape_end)
            scrape, reading = edit.scrape_end, edit.canonical_end
        return scrape + canonical - reading

    def part(self, start: int, end: int) -> Copy:
        """The copy of the canonical characters from `start` to `end` alone."""
        if not self.edits:
            shift = self.scrape_start - self.canonical_start
            return Copy(start + shift, end + shift, start, end)
        at_start = self.scrape_start if start == self.canonical_start else self.scrape_at(start)
        at_end = self.scrape_end if end == self.canonical_end else self.scrape_at(end)
        edits = tuple(
            cut
            for edit in self.edits
            if (cut := _clip(edit, (at_start, at_end), (start, end))) is not None
        )
        return Copy(at_start, at_end, start, end, edits)


def _clip(edit: Change, scrape: tuple[int, int], canonical: tuple[int, int]) -> Change | None:
    """The part of an edit inside two ranges; None when nothing of it is."""
    scrape_start, scrape_end = max(edit.scrape_start, scrape[0]), min(edit.scrape_end, scrape[1])
    start, end = max(edit.canonical_start, canonical[0]), min(edit.canonical_end, canonical[1])
    if scrape_end < scrape_start or end < start:
        return None
    if scrape_end == scrape_start and end == start:
        return None
    op: EditOp = "replace"
    if scrape_end == scrape_start:
        op = "delete"
    elif end == start:
        op = "insert"
    return Change(op, scrape_start, scrape_end, start, end)


def closed(
    read: Sequence[Sequence[Piece]], scrape: str, canonical: str, scale: float
) -> list[Copy]:
    """The copies of their exact pieces, as `close` makes each."""
    copies: list[Copy] = []
    for pieces in read:
        if len(pieces) == 1:
            start, home, length = pieces[0]
            copies.append(Copy(start, start + length, home, home + length))
        else:
            copies += close(pieces, scrape, canonical, scale)
    return copies


def close(pieces: Sequence[Piece], scrape: str, canonical: str, scale: float) -> list[Copy]:
    """One copy of its exact pieces, the gaps between them closed by character edits.

    Where a long gap is not even half equal, one text stands in the place of another: the copy
    ends there, and a second begins.
    """
    start, home, length = pieces[0]
    end, home_end = start + length, home + length
    copies: list[Copy] = []
    edits: list[Change] = []
    least = WEIGHTS.long * scale
    for right, right_home, length in pieces[1:]:
        here, there = right - end, right_home - home_end
        long = here if here > there else there
        is_long = long >= least
        found: list[Change] = []
        if not is_long or (here and there):
            found = changes(scrape, canonical, (end, right), (home_end, right_home))
        if is_long and (not found or 2 * cost(found) > long):
            copies.append(Copy(start, end, home, home_end, tuple(edits)))
            start, home, edits = right, right_home, []
        else:
            edits += found
        end, home_end = right + length, right_home + length
    copies.append(Copy(start, end, home, home_end, tuple(edits)))
    return copies


class Copies(tuple[Copy, ...]):
    """Copies, ascending in the scrape. What is looked at for many steps is looked at once."""

    @classmethod
    def of(cls, copies: Sequence[Copy]) -> Copies:
        return copies if isinstance(copies, Copies) else cls(copies)

    def then(self, changed: Sequence[Copy]) -> Copies:
        """The copies after a step: the same, if it changed none."""
        if changed is self:
            return self
        after = Copies.of(changed)
        if after == self:
            return self
        after._like(self)
        return after

    def _like(self, before: Copies) -> None:
        """Take the columns from copies before, where few of these have changed."""
        if len(self) != len(before) or "columns" not in vars(before):
            return
        changed = [at for at, copy in enumerate(self) if copy is not before[at]]
        if 2 * len(changed) < len(self):
            start, end, home, home_end = (column.copy() for column in before.columns)
            for at in changed:
                start[at], end[at], home[at], home_end[at], _ = self[at]
            vars(self)["columns"] = start, end, home, home_end

    @cached_property
    def columns(self) -> tuple[Positions, Positions, Positions, Positions]:
        """Where they start and end in the scrape, and in the canonical."""
        start, end, home, home_end = (
            np.fromiter(map(side, self), np.int64, len(self))
            for side in (_START, _END, _HOME, _HOME_END)
        )
        return start, end, home, home_end

    @cached_property
    def edited(self) -> list[int]:
        """The numbers of those with edits. Most have none."""
        return [number for number, copy in enumerate(self) if copy[4]]

    @cached_property
    def apart(self) -> list[int]:
        """The numbers of those before which scraped text is left. Most touch."""
        starts, ends, _, _ = self.columns
        found: list[int] = np.flatnonzero(np.append(0, ends[:-1])[: len(self)] < starts).tolist()
        return found

    @cached_property
    def reaches(self) -> tuple[Positions, Positions]:
        """Where they begin in the canonical, ascending; and how far those so far reach."""
        _, _, starts, ends = self.columns
        order = np.argsort(starts, kind="stable")
        return starts[order], np.maximum.accumulate(ends[order])

    @cached_property
    def weights(self) -> list[int]:
        """The weight of each."""
        _, _, homes, ends = self.columns
        weights: list[int] = (ends - homes).tolist()
        for number in self.edited:
            weights[number] = self[number].weight
        return weights


def left_open(copies: Sequence[Copy], scrape: str) -> list[int]:
    """The numbers of the copies before which scraped text is left; behind the last, their number.

    What looks for text that no copy has looks only here.
    """
    is_open = (copies[-1].scrape_end if copies else 0) < len(scrape)
    return Copies.of(copies).apart + [len(copies)] * is_open


def open_ranges(copies: Sequence[Copy], scrape: str) -> list[tuple[int, int]]:
    """The scraped ranges that the copies leave."""
    size = len(copies)
    return [
        (
            copies[number - 1].scrape_end if number else 0,
            copies[number].scrape_start if number < size else len(scrape),
        )
        for number in left_open(copies, scrape)
    ]


def ranges_left(copies: Sequence[Copy], size: int, least: float = 1) -> list[tuple[int, int]]:
    """The ranges that the copies leave of so many canonical characters, if they are so long."""
    starts, reached = Copies.of(copies).reaches
    ends = np.append(0, reached)
    starts = np.append(starts, size)
    wide = starts - ends >= least
    return list(zip(ends[wide].tolist(), starts[wide].tolist(), strict=True))


def beside(numbers: Sequence[int], size: int) -> list[int]:
    """The copies on either side of such borders."""
    return sorted({at for n in numbers for at in (n - 1, n) if 0 <= at < size})


def cost(edits: Sequence[Change]) -> int:
    """The characters that the edits touch, the longer side of each."""
    return sum(
        max(e.scrape_end - e.scrape_start, e.canonical_end - e.canonical_start) for e in edits
    )


def split(copy: Copy, scale: float) -> list[Copy]:
    """The copy without its long insertions and deletions: those are no edits inside it.

    What stands between two parts is inserted or missing text of its own.
    """
    return parted(
        copy, [at for at, edit in enumerate(copy.edits) if _excess(edit) >= WEIGHTS.long * scale]
    )


def _excess(edit: Change) -> int:
    scraped = edit.scrape_end - edit.scrape_start
    return abs(scraped - (edit.canonical_end - edit.canonical_start))


def parted(copy: Copy, at_edits: Sequence[int]) -> list[Copy]:
    """The parts of a copy before, between and behind some of its edits."""
    parts: list[Copy] = []
    start, scrape, kept = copy.canonical_start, copy.scrape_start, 0
    for at in at_edits:
        edit = copy.edits[at]
        edits = copy.edits[kept:at]
        parts.append(Copy(scrape, edit.scrape_start, start, edit.canonical_start, edits))
        start, scrape, kept = edit.canonical_end, edit.scrape_end, at + 1
    parts.append(Copy(scrape, copy.scrape_end, start, copy.canonical_end, copy.edits[kept:]))
    return [part for part in parts if part.scrape_end > part.scrape_start]


def rejoined(copies: Sequence[Copy]) -> list[Copy]:
    """The copies, those that go on on both sides as one."""
    whole: list[Copy] = []
    for copy in copies:
        last = whole[-1] if whole else copy
        if last[1] == copy.scrape_start and last[3] == copy.canonical_start:
            ends = copy.scrape_end, last.canonical_start, copy.canonical_end
            whole[-1] = Copy(last.scrape_start, *ends, last.edits + copy.edits)
        else:
            whole.append(copy)
    return whole


def changes(
    scrape: str, canonical: str, at: tuple[int, int], reading: tuple[int, int]
) -> list[Change]:
    """The least edits between `scrape[at]` and `canonical[reading]` (Levenshtein)."""
    if at[0] == at[1] or reading[0] == reading[1]:
        if at[0] == at[1] and reading[0] == reading[1]:
            return []
        return [Change("delete" if at[0] == at[1] else "insert", *at, *reading)]
    opcodes = Levenshtein.opcodes(canonical[reading[0] : reading[1]], scrape[at[0] : at[1]])
    return [
        Change(
            _op(code.tag),
            at[0] + code.dest_start,
            at[0] + code.dest_end,
            reading[0] + code.src_start,
            reading[0] + code.src_end,
        )
        for code in opcodes
        if code.tag != "equal"
    ]


def _op(tag: str) -> EditOp:
    return {"insert": "insert", "delete": "delete", "replace": "replace"}[tag]  # type: ignore[return-value]  # the three tags are the three ops


def extend(
    copies: Sequence[Copy], scrape: str, canonical: str, scale: float, similarity: float
) -> list[Copy]:
    """Carry copies over edits into scraped text that nothing covers, on both sides.

    What is taken in is more than half equal, the more the higher `similarity` is, and no copy
    is carried over the canonical text of its neighbour.
    """
    similarity = (1 + 2 * similarity) / 4
    reach, least, crumb = (
        round(WEIGHTS.reach * scale),
        round(WEIGHTS.carried * scale),
        round(WEIGHTS.long * scale),
    )
    extended = list(copies)
    for index in beside(left_open(copies, scrape), len(copies)):
        copy = extended[index]
        before = extended[index - 1] if index else None
        after = copies[index + 1] if index + 1 < len(copies) else None
        low = before.scrape_end if before else 0
        high = after.scrape_start if after else len(scrape)
        if low < copy.scrape_start:
            floor = 0
            if before and before.canonical_end - crumb <= copy.canonical_start:
                floor = min(before.canonical_end, copy.canonical_start)
            room = scrape[max(low, copy.scrape_start - reach) : copy.scrape_start][::-1]
            target = copy.canonical_start
            behind = canonical[max(floor, target - 2 * len(room)) : target][::-1]
            back = _worth(behind, room, similarity, least)
            copy = carried(copy, scrape, canonical, back=back) if any(back) else copy
        if copy.scrape_end < high:
            roof = len(canonical)
            if after and after.canonical_start + crumb >= copy.canonical_end:
                roof = max(after.canonical_start, copy.canonical_end)
            room = scrape[copy.scrape_end : min(high, copy.scrape_end + reach)]
            target = copy.canonical_end
            ahead = canonical[target : min(roof, target + 2 * len(room))]
            on = _worth(ahead, room, similarity, least)
            copy = carried(copy, scrape, canonical, on=on) if any(on) else copy
        extended[index] = copy
    return extended


def carried(
    copy: Copy,
    scrape: str,
    canonical: str,
    on: tuple[int, int] = (0, 0),
    back: tuple[int, int] = (0, 0),
) -> Copy:
    """The copy with so many characters more of (scrape, canonical) behind it and before it."""
    at = (copy.scrape_end, copy.scrape_end + on[0])
    reading = (copy.canonical_end, copy.canonical_end + on[1])
    behind = tuple(changes(scrape, canonical, at, reading)) if any(on) else ()
    start = (copy.scrape_start - back[0], copy.scrape_start)
    home = (copy.canonical_start - back[1], copy.canonical_start)
    ahead = tuple(changes(scrape, canonical, start, home)) if any(back) else ()
    return Copy(start[0], at[1], home[0], reading[1], ahead + copy.edits + behind)


def _worth(target: str, text: str, similarity: float, least: int) -> tuple[int, int]:
    """How much of `text` to take as an edited copy of `target`: (of text, of target).

    Of the prefixes that are at least so alike, the one with the most equal characters, less the
    edited ones. A few characters are taken only where they are the whole text, for any two
    texts may begin alike.
    """
    if not target or not text:
        return 0, 0
    best = equal = edited = taken = read = 0
    for code in Levenshtein.opcodes(target, text):
        length = max(code.src_end - code.src_start, code.dest_end - code.dest_start)
        if code.tag == "equal":
            equal += length
        else:
            edited += length
        if equal - edited > best and equal >= similarity * (equal + edited):
            best, taken, read = equal - edited, code.dest_end, code.src_end
    return (taken, read) if taken >= least or taken == len(text) else (0, 0)
