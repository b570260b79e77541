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
from itertools import groupby, pairwise

from auditor.align.copies import Copy, cost
from auditor.align.cuts import ends_sentence
from auditor.align.gaps import PHRASE, SAID
from auditor.align.keep import Kept, keep
from auditor.align.reading.lines import Form
from auditor.text import scripts
from auditor.text.cover import Cover

# Of the first copy of a text one in so many characters may be edited before a later one is taken
# for the text; a guess.
_FIRST = 20
_SURE = 3 * PHRASE  # in units of information; as much stands again by itself
_NEARLY = 5  # of a sentence that stands again one in so many characters may be edited; a guess
_JOINED = 3  # characters between two parts of one text
_DENSE = chr(scripts.DENSE[0][0])  # the first sign of such a script
_FULL = 0.8  # of what stands between two kept pieces, if it stands again; a guess
_ADDRESS = re.compile("[!-~]*/[!-~]*")  # a page has it wherever it leads there
_PAIRS = 8  # texts that stand again, and that are missing: bounds time
_AS_MUCH = 0.75  # of what stood again must stand in the place that is missing; a guess


def weights(copies: Sequence[Copy]) -> list[int]:
    """What keeping each copy is worth: its equal characters, and more for the first of a text."""
    cover = Cover(max((copy.canonical_end for copy in copies), default=0))
    found: list[int] = []
    for copy in copies:
        start, end = copy.canonical_start, copy.canonical_end
        new = min(copy.weight, end - start - cover.count(start, end))
        found.append(copy.weight + new // _FIRST)
        cover.add(start, end)
    return found


def founded(pieces: Sequence[Kept], scrape: Form, scale: float) -> list[Kept]:
    """The pieces without phrases: these are new text that says what stands elsewhere.

    Repeated or moved is much text, whole sentences or lines, what goes on beside its own place,
    and what has hardly any new text around it between two kept pieces.
    """
    lines = frozenset(scrape.lines)
    before, behind = _kept_beside(pieces), _kept_beside(pieces[::-1])[::-1]
    filled = _filled(pieces, scrape.text, scale)
    out: list[Kept] = []
    for group in _groups(pieces):
        role, own = pieces[group[0]].role, [pieces[at].copy for at in group]
        beside = before[group[0]], behind[group[-1]]
        if (
            role == "kept"
            or group[0] in filled
            or sum(copy.weight for copy in own) >= _SURE * scale
            or (
                _is_nearly(own, scrape.text)
                and (_is_whole(own, scrape.text, lines) or _stutters(own, *beside))
            )
        ):
            out += [pieces[at] for at in group]
    return out


def _filled(pieces: Sequence[Kept], text: str, scale: float) -> set[int]:
    """The pieces between two kept ones that say most of what stands there: no author's text.

    Where nothing of it has moved, it must say more than a phrase beside its addresses.
    """
    filled: set[int] = set()
    edges = [-1, *(at for at, piece in enumerate(pieces) if piece.role == "kept"), len(pieces)]
    for left, right in pairwise(edges):
        start = pieces[left].copy.scrape_end if left >= 0 else 0
        end = pieces[right].copy.scrape_start if right < len(pieces) else len(text)
        inside = range(left + 1, right)
        worth = sum(pieces[at].copy.weight for at in inside)
        has_moved = any(pieces[at].role == "moved" for at in inside)
        words = _ADDRESS.sub("", text[start:end])
        is_more = worth >= _FULL * (end - start) and len(words) >= PHRASE * scale
        if is_more or (has_moved and worth >= SAID * (end - start)):
            filled.update(inside)
    return filled


def _groups(pieces: Sequence[Kept]) -> Iterator[list[int]]:
    """Each piece by itself, repeated ones with those that go on where they end."""
    group: list[int] = []
    for at, piece in enumerate(pieces):
        if group and not _goes_on(pieces[group[-1]], piece):
            yield group
            group = []
        group.append(at)
    if group:
        yield group


def _goes_on(left: Kept, right: Kept) -> bool:
    if left.role == "kept" or left.role != right.role:
        return False
    here = right.copy.scrape_start - left.copy.scrape_end
    there = right.copy.canonical_start - left.copy.canonical_end
    return here <= _JOINED and abs(there) <= _JOINED


def _kept_beside(pieces: Sequence[Kept]) -> list[Copy | None]:
    """For each piece the last kept one before it."""
    last: Copy | None = None
    beside: list[Copy | None] = []
    for piece in pieces:
        beside.append(last)
        last = piece.copy if piece.role == "kept" else last
    return beside


def _is_nearly(copies: Sequence[Copy], text: str) -> bool:
    """Whether it says something of which hardly anything is edited."""
    start, end = copies[0].scrape_start, copies[-1].scrape_end
    if not any(char.isalnum() for char in text[start:end]):
        return False
    return _NEARLY * sum(cost(copy.edits) for copy in copies) <= end - start


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
    behind = left is not None and first.scrape_start - left.scrape_end <= _JOINED
    before = right is not None and right.scrape_start - last.scrape_end <= _JOINED
    return bool(
        (behind and left and abs(last.canonical_end - left.canonical_end) <= _JOINED)
        or (before and right and abs(first.canonical_start - right.canonical_start) <= _JOINED)
    )


Find = Callable[[Form, Form], list[Copy]]


def at_home(
    copies: Sequence[Copy], scrape: Form, canonical: Form, scale: float, find: Find
) -> list[Copy]:
    """The copies, but what stands again taken from a place of the canonical that else is missing.

    Two texts that both stand twice, each time a little different, are matched in their order.
    """
    pieces = keep(copies, weights(copies))
    least = _SURE * scale
    again = sorted((r for r in _repeated(pieces) if r[2] >= least), key=lambda r: -r[2])[:_PAIRS]
    free = sorted(_missing(pieces, len(canonical.text), least), key=lambda gap: gap[0] - gap[1])
    placed = {piece.copy: [piece.copy] for piece in pieces}
    del free[_PAIRS:]
    for first, last, weight in again:
        start, end = pieces[first].copy.scrape_start, pieces[last].copy.scrape_end
        for number, (home, to) in enumerate(free):
            if to - home < _AS_MUCH * weight:
                break
            found = find(_part(scrape, start, end), _part(canonical, home, to))
            if sum(copy.weight for copy in found) >= _AS_MUCH * weight:
                for piece in pieces[first : last + 1]:
                    placed[piece.copy] = []
                placed[pieces[first].copy] = [_shifted(copy, start, home) for copy in found]
                del free[number]
                break
    return sorted(copy for piece in pieces for copy in placed[piece.copy])


def _repeated(pieces: Sequence[Kept]) -> Iterator[tuple[int, int, int]]:
    """Repeated pieces with nothing else than new text between them: first, last, weight."""
    for role, group in groupby(enumerate(pieces), key=lambda each: each[1].role):
        if role == "repeated":
            own = list(group)
            yield own[0][0], own[-1][0], sum(piece.copy.weight for _, piece in own)


def _missing(pieces: Sequence[Kept], size: int, least: float) -> Iterator[tuple[int, int]]:
    """What no piece has of the canonical, if it is so long."""
    done = 0
    covered = sorted((piece.copy.canonical_start, piece.copy.canonical_end) for piece in pieces)
    for start, end in (*covered, (size, size)):
        if start - done >= least:
            yield done, start
        done = max(done, end)


def _part(form: Form, start: int, end: int) -> Form:
    return Form(form.text[start:end], tuple(at - start for at in form.lines if start < at < end))


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
