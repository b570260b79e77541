"""What is told of as standing again: more than a phrase, and nothing that has a place of its own.

scrape      A B c D E           c stands in B too, as a phrase: new text, not repeated
canonical   A B D E

scrape      A B A' B'           A' is A' of the canonical, though A is more like it
canonical   A B A' B'

scrape      A' B' A B           the first is the text, though the second is more like it
canonical   A B
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import numpy as np

from auditor.align.copies import Copies, Copy, carried, cost, ranges_left
from auditor.align.cuts import ends_sentence
from auditor.align.keep import Kept, Pieces
from auditor.align.reading.lines import Form
from auditor.align.weights import WEIGHTS
from auditor.text import scripts
from auditor.text.cover import Cover

_DENSE = chr(scripts.DENSE[0][0])  # the first sign of such a script
_ADDRESS = re.compile("[!-~]*/[!-~]*")  # a page has it wherever it leads there


def worths(copies: Sequence[Copy]) -> list[int]:
    """What keeping each copy is worth: its equal characters, and more for the first of a text."""
    copies = Copies.of(copies)
    cover = Cover(int(copies.columns[3].max(initial=0))).bytes
    found: list[int] = []
    for (_, _, start, end, _), weight in zip(copies, copies.weights, strict=True):
        length = end - start
        new = length - cover.count(1, start, end)
        found.append(weight + (new if new < weight else weight) // WEIGHTS.first)
        if new:
            cover[start:end] = b"\1" * length
    return found


def founded(pieces: Pieces, scrape: Form, size: int, scale: float) -> Pieces:
    """The pieces without phrases: these are new text that says what stands elsewhere.

    Repeated or moved is much text, whole sentences or lines, what goes on beside its own place,
    and what has hardly any new text around it between two kept pieces.
    """
    lines = scrape.starts
    out: list[Kept] = []
    done = 0
    for before, behind in _between_kept(pieces, scrape.text, scale):
        inside = pieces[before + 1 : behind]
        left = pieces[before].copy if before >= 0 else None
        right = pieces[behind].copy if behind < len(pieces) else None
        if not _is_filled(inside, left, right, scrape.text, scale):
            out += pieces[done : before + 1]
            out += (
                piece
                for group in _groups(inside)
                if _is_founded([piece.copy for piece in group], left, right, scrape, lines, scale)
                for piece in group
            )
            done = behind
    if len(out) == done:
        return pieces
    return Pieces(_with_lacking([*out, *pieces[done:]], pieces, scrape.text, size))


def _between_kept(pieces: Pieces, text: str, scale: float) -> list[tuple[int, int]]:
    """The kept pieces, by their numbers, that have others between them of which `_is_filled` is not
    known at once.
    """
    edges = np.array([-1, *pieces.numbers("kept"), len(pieces)], dtype=np.int64)
    before, behind = edges[:-1], edges[1:]
    worth = np.append(0, np.cumsum(pieces.copies.weights))
    moved = np.append(0, np.cumsum([role == "moved" for role in pieces.roles]))
    starts, ends, _, _ = pieces.copies.columns
    gap = np.append(starts, len(text))[behind] - np.append(ends, 0)[before]
    said = worth[behind] - worth[before + 1]
    filled = (said >= WEIGHTS.said * gap) & (moved[behind] > moved[before + 1])
    if "/" not in text:
        most = np.maximum(WEIGHTS.said, WEIGHTS.full) * gap
        filled |= (said >= most) & (gap >= WEIGHTS.phrase * scale)
    asked = (behind > before + 1) & ~filled
    return list(zip(before[asked].tolist(), behind[asked].tolist(), strict=True))


def _with_lacking(
    founded: Sequence[Kept], pieces: Sequence[Kept], text: str, size: int
) -> list[Kept]:
    """Those pieces too that are all that the others lack of the canonical at one place."""
    gone = set(ranges_left([piece.copy for piece in founded], size, WEIGHTS.stands))
    there = set(founded)
    return [
        piece
        for piece in pieces
        if piece in there
        or (
            (piece.copy.canonical_start, piece.copy.canonical_end) in gone
            and _is_nearly([piece.copy], text)
        )
    ]


def _is_founded(
    own: Sequence[Copy],
    left: Copy | None,
    right: Copy | None,
    scrape: Form,
    lines: frozenset[int],
    scale: float,
) -> bool:
    """Much text, or whole sentences or lines, or what goes on beside its own place."""
    if sum(copy.weight for copy in own) >= WEIGHTS.surely * scale:
        return True
    return _is_nearly(own, scrape.text) and (
        _is_whole(own, scrape.text, lines) or _stutters(own, left, right)
    )


def _is_filled(
    inside: Sequence[Kept], left: Copy | None, right: Copy | None, text: str, scale: float
) -> bool:
    """Whether the pieces between two kept ones say most of what stands there: no author's text.

    Where nothing of it has moved, it must say more than a phrase beside its addresses.
    """
    start, end = left.scrape_end if left else 0, right.scrape_start if right else len(text)
    worth = sum([piece.copy.weight for piece in inside])
    if worth < WEIGHTS.said * (end - start):
        return False
    if any(piece.role == "moved" for piece in inside):
        return True
    if worth < WEIGHTS.full * (end - start):
        return False
    words = text[start:end]
    return len(_ADDRESS.sub("", words) if "/" in words else words) >= WEIGHTS.phrase * scale


def _groups(pieces: Sequence[Kept]) -> Iterator[list[Kept]]:
    """Each piece by itself, repeated ones with those that go on where they end."""
    group: list[Kept] = []
    for piece in pieces:
        if group and not _goes_on(group[-1], piece):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _goes_on(left: Kept, right: Kept) -> bool:
    if left.role != right.role:
        return False
    here = right.copy.scrape_start - left.copy.scrape_end
    there = right.copy.canonical_start - left.copy.canonical_end
    return here <= WEIGHTS.joined and abs(there) <= WEIGHTS.joined


def _is_nearly(copies: Sequence[Copy], text: str) -> bool:
    """Whether it says something of which hardly anything is edited."""
    start, end = copies[0].scrape_start, copies[-1].scrape_end
    if not any(char.isalnum() for char in text[start:end]):
        return False
    return WEIGHTS.nearly * sum(cost(copy.edits) for copy in copies) <= end - start


def _is_whole(copies: Sequence[Copy], text: str, lines: frozenset[int]) -> bool:
    """Whole sentences or lines, with or without the signs and blanks at their ends."""
    start, end = copies[0].scrape_start, copies[-1].scrape_end
    words = [at for at in range(start, end) if text[at].isalnum()]
    edges = range(start, words[0] + 1), range(words[-1] + 1, end + 1 + (text[end : end + 1] == " "))
    return all(
        any(ends_sentence(text, at, lines) or _stops(text, at) for at in places) for places in edges
    )


def _stops(text: str, at: int) -> bool:
    """A full stop before a script that is written without blanks."""
    return text[at - 1 : at] == "." and text[at : at + 1] >= _DENSE


def _stutters(copies: Sequence[Copy], left: Copy | None, right: Copy | None) -> bool:
    """What stands right behind its own text, or before it: A B, B C or A B, A B C."""
    first, last = copies[0], copies[-1]
    behind = left is not None and first.scrape_start - left.scrape_end <= WEIGHTS.joined
    before = right is not None and right.scrape_start - last.scrape_end <= WEIGHTS.joined
    return bool(
        (behind and left and abs(last.canonical_end - left.canonical_end) <= WEIGHTS.joined)
        or (
            before
            and right
            and abs(first.canonical_start - right.canonical_start) <= WEIGHTS.joined
        )
    )


def without_blanks(pieces: Pieces, scrape: str, canonical: str) -> Pieces:
    """The pieces, none of them repeated blanks: a line end belongs to what it ends, or begins."""
    copies = pieces.copies
    if not any(scrape[copies[at][0]].isspace() for at in pieces.numbers("repeated")):
        return pieces
    done: list[Kept] = []
    blanks: Kept | None = None  # to go to the piece behind
    for piece in pieces:
        start, end = piece.copy.scrape_start, piece.copy.scrape_end
        if blanks is not None:
            if blanks.copy.scrape_end == start:
                back = start - blanks.copy.scrape_start
                piece = piece._replace(copy=carried(piece.copy, scrape, canonical, back=(back, 0)))
            blanks = None
        if piece.role != "repeated" or not scrape[start:end].isspace():
            done.append(piece)
        elif done and done[-1].copy.scrape_end == start:
            whole = carried(done[-1].copy, scrape, canonical, on=(end - start, 0))
            done[-1] = done[-1]._replace(copy=whole)
        else:
            blanks = piece
    return Pieces(done)


Find = Callable[[Form, Form], list[Copy]]


def at_home(pieces: Pieces, scrape: Form, canonical: Form, scale: float, find: Find) -> list[Copy]:
    """The copies of the pieces, but what stands again taken from a place of the canonical that
    else is missing; nothing, where they stay.

    Two texts that both stand twice, each time a little different, are matched in their order.
    """
    least = WEIGHTS.surely * scale
    copies = pieces.copies
    free = ranges_left(copies, len(canonical.text), least)
    free.sort(key=lambda gap: gap[0] - gap[1])
    del free[WEIGHTS.pairs :]
    if not free:
        return []
    placed: dict[int, list[Copy]] = {}
    for first, last, weight in _repeated(pieces, least):
        start, end = copies[first].scrape_start, copies[last].scrape_end
        for number, (home, to) in enumerate(free):
            if to - home < WEIGHTS.full * weight:
                break
            found = find(_part(scrape, start, end), _part(canonical, home, to))
            if sum(copy.weight for copy in found) >= WEIGHTS.full * weight:
                placed |= {at: [] for at in range(first, last + 1)}
                placed[first] = [_shifted(copy, start, home) for copy in found]
                del free[number]
                break
    if not placed:
        return []
    stay = [copy for at, copy in enumerate(copies) if at not in placed]
    return sorted([*stay, *chain.from_iterable(placed.values())])


def _repeated(pieces: Pieces, least: float) -> Iterator[tuple[int, int, int]]:
    """A few repeated pieces with nothing else than new text between them, the heaviest first: the
    first, the last, their weight.
    """
    others = (at for at, role in enumerate(pieces.roles) if role != "repeated")
    edges = np.array([-1, *others, len(pieces)], dtype=np.int64)
    worth = np.append(0, np.cumsum(pieces.copies.weights))
    weights = worth[edges[1:]] - worth[edges[:-1] + 1]
    heavy = np.flatnonzero((weights >= least) & (np.diff(edges) > 1))
    heaviest = np.argsort(-weights[heavy], kind="stable")[: WEIGHTS.pairs]
    for at in heavy[heaviest].tolist():
        yield int(edges[at]) + 1, int(edges[at + 1]) - 1, int(weights[at])


def _part(form: Form, start: int, end: int) -> Form:
    lines, cells = (
        tuple(at - start for at in places if start < at < end)
        for places in (form.lines, form.cells)
    )
    return Form(form.text[start:end], lines, cells)


def _shifted(copy: Copy, scrape: int, canonical: int) -> Copy:
    edits = tuple(
        edit._replace(
            scrape_start=edit.scrape_start + scrape,
            scrape_end=edit.scrape_end + scrape,
            canonical_start=edit.canonical_start + canonical,
            canonical_end=edit.canonical_end + canonical,
        )
        for edit in copy.edits
    )
    return Copy(
        copy.scrape_start + scrape,
        copy.scrape_end + scrape,
        copy.canonical_start + canonical,
        copy.canonical_end + canonical,
        edits,
    )
