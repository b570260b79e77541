"""Copies: stretches of the scrape taken from one place of the canonical, with their edits.

Offsets count in the comparison forms of both texts.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Literal, NamedTuple

from rapidfuzz.distance import Levenshtein

from auditor.align.lines import Form
from auditor.align.reading import Piece
from auditor.text import scripts

EditOp = Literal["replace", "insert", "delete"]

# Lengths in units of information, see `runs.information`.
LONG = 6.0  # an insertion or deletion that is text of its own, not an edit
REACH = 40.0  # how far a copy is extended over edits into text that nothing covers

_SENTENCE_ENDS = frozenset(scripts.ENDS + "\n") - frozenset(".．")  # these abbreviate
_CLAUSE_ENDS = frozenset(scripts.CLAUSE_ENDS + ".．" + scripts.CLOSING)
_BEST_CUT = 5  # between two lines
_SLIDE = 80  # characters a boundary may slide


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


def close(pieces: Sequence[Piece], scrape: str, canonical: str) -> Copy:
    """One copy of its exact pieces, the gaps between them closed by character edits."""
    edits: list[Change] = []
    for left, right in itertools.pairwise(pieces):
        at, reading = left.scrape + left.length, left.canonical + left.length
        edits += changes(scrape, canonical, (at, right.scrape), (reading, right.canonical))
    first, last = pieces[0], pieces[-1]
    end, reading_end = last.scrape + last.length, last.canonical + last.length
    return Copy(first.scrape, end, first.canonical, reading_end, tuple(edits))


def split(copy: Copy, scale: float) -> list[Copy]:
    """The copy without its long insertions and deletions: those are no edits inside it.

    What stands between two parts is inserted or missing text of its own.
    """
    if not copy.edits:
        return [copy]
    return parted(copy, [at for at, edit in enumerate(copy.edits) if _excess(edit) >= LONG * scale])


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


def changes(
    scrape: str, canonical: str, at: tuple[int, int], reading: tuple[int, int]
) -> list[Change]:
    """The least edits between `scrape[at]` and `canonical[reading]` (Levenshtein)."""
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


def extend(copies: Sequence[Copy], scrape: str, canonical: str, scale: float) -> list[Copy]:
    """Carry copies over edits into scraped text that nothing covers, on both sides."""
    reach = round(REACH * scale)
    extended: list[Copy] = []
    for index, copy in enumerate(copies):
        after = copies[index + 1].scrape_start if index + 1 < len(copies) else len(scrape)
        before = extended[-1].scrape_end if extended else 0
        copy = _extend_back(copy, scrape, canonical, max(before, copy.scrape_start - reach))
        extended.append(_extend_on(copy, scrape, canonical, min(after, copy.scrape_end + reach)))
    return extended


def _extend_on(copy: Copy, scrape: str, canonical: str, limit: int) -> Copy:
    room = limit - copy.scrape_end
    if room <= 0 or copy.canonical_end >= len(canonical):
        return copy
    target = canonical[copy.canonical_end : copy.canonical_end + room]
    taken, read = _worth(target, scrape[copy.scrape_end : limit])
    if not taken:
        return copy
    at = (copy.scrape_end, copy.scrape_end + taken)
    reading = (copy.canonical_end, copy.canonical_end + read)
    edits = copy.edits + tuple(changes(scrape, canonical, at, reading))
    return copy._replace(scrape_end=at[1], canonical_end=reading[1], edits=edits)


def _extend_back(copy: Copy, scrape: str, canonical: str, limit: int) -> Copy:
    room = copy.scrape_start - limit
    if room <= 0 or copy.canonical_start <= 0:
        return copy
    target = canonical[max(0, copy.canonical_start - room) : copy.canonical_start]
    taken, read = _worth(target[::-1], scrape[limit : copy.scrape_start][::-1])
    if not taken:
        return copy
    at = (copy.scrape_start - taken, copy.scrape_start)
    reading = (copy.canonical_start - read, copy.canonical_start)
    edits = tuple(changes(scrape, canonical, at, reading)) + copy.edits
    return copy._replace(scrape_start=at[0], canonical_start=reading[0], edits=edits)


def _worth(target: str, text: str) -> tuple[int, int]:
    """How much of `text` to take as an edited copy of `target`: (of text, of target).

    The prefix with the best score: 1 for an equal character, -1 for an edited one.
    """
    best, score, taken, read = 0, 0, 0, 0
    for code in Levenshtein.opcodes(target, text):
        length = max(code.src_end - code.src_start, code.dest_end - code.dest_start)
        score += length if code.tag == "equal" else -length
        if score > best:
            best, taken, read = score, code.dest_end, code.src_end
    return taken, read


def slide(copies: Sequence[Copy], scrape: Form, canonical: Form) -> list[Copy]:
    """Move each boundary between two touching copies to where a writer would cut.

    Where the text before or after a boundary belongs to both copies, the cut is free: between
    two lines, else after a sentence end, a clause end, a word, else where it was.
    """
    lines = frozenset(scrape.lines)
    placed = list(copies)
    for index in range(len(placed) - 1):
        left, right = placed[index], placed[index + 1]
        if left.scrape_end != right.scrape_start:
            continue
        if left.scrape_end in lines:
            continue
        shift = _best_shift(left, right, scrape.text, canonical.text, lines)
        if not shift:
            continue
        placed[index] = left._replace(
            scrape_end=left.scrape_end + shift, canonical_end=left.canonical_end + shift
        )
        placed[index + 1] = right._replace(
            scrape_start=right.scrape_start + shift,
            canonical_start=right.canonical_start + shift,
        )
    return placed


def _best_shift(left: Copy, right: Copy, scrape: str, canonical: str, lines: frozenset[int]) -> int:
    boundary = left.scrape_end
    back, on = _room_back(left, right, scrape, canonical), _room_on(left, right, scrape, canonical)
    shifts = sorted(range(-back, on + 1), key=abs)
    return min(
        shifts, key=lambda shift: (-cut_quality(scrape, boundary + shift, lines), abs(shift))
    )


def cut_quality(text: str, at: int, lines: frozenset[int]) -> int:
    """How natural a cut before `text[at]` is; white space belongs to what it follows."""
    if at in lines or not 0 < at < len(text):
        return _BEST_CUT
    blank = text[at - 1] == " "
    before = text[at - 2 if blank and at > 1 else at - 1]
    if before in _SENTENCE_ENDS:
        return 4 if blank or text[at] != " " else 2
    if before in _CLAUSE_ENDS:
        return 3 if blank or text[at] != " " else 1
    return 2 if blank else 0


def _room_back(left: Copy, right: Copy, scrape: str, canonical: str) -> int:
    """How many characters before the boundary the right copy could take."""
    exact_from = left.edits[-1].scrape_end if left.edits else left.scrape_start
    room = min(_SLIDE, left.scrape_end - exact_from - 1, right.canonical_start)
    shift = 0
    while shift < room and (
        scrape[left.scrape_end - shift - 1] == canonical[right.canonical_start - shift - 1]
    ):
        shift += 1
    return shift


def _room_on(left: Copy, right: Copy, scrape: str, canonical: str) -> int:
    """How many characters after the boundary the left copy could take."""
    exact_to = right.edits[0].scrape_start if right.edits else right.scrape_end
    room = min(_SLIDE, exact_to - right.scrape_start - 1, len(canonical) - left.canonical_end)
    shift = 0
    while shift < room and (
        scrape[left.scrape_end + shift] == canonical[left.canonical_end + shift]
    ):
        shift += 1
    return shift
