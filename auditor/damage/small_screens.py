"""A second edition of a page behind the first: the same text for small screens."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.damage.pieces import Page, Piece, Unit
from auditor.damage.sentences import sentences

_WORD = re.compile(r"[\u2e80-\u9fff]{2}|[^\W\d_]+")  # two characters where no spaces are put
_CHANGED = 6  # one sentence in so many has another word, a word more or a word less
_SECTION = (4, 8)  # sentences of a section that the small screen does not show
_EVERY = 35  # sentences; one section in so many is left out


def for_small_screens(page: Page) -> list[Piece]:
    """The page, and behind it an edition with sections missing and a few words changed."""
    units = sentences(page.text)
    left_out = _sections(page, len(units))
    words = _WORD.findall(page.text)
    pieces = [Piece(0, len(page.text), 0)]
    for number, unit in enumerate(units):
        if number in left_out:
            continue
        changed = page.rng.randrange(_CHANGED) == 0
        pieces += _changed(page, unit, words) if changed else [Piece(*unit, 1)]
    return pieces


def _sections(page: Page, count: int) -> set[int]:
    """The numbers of the sentences that are left out."""
    missing: set[int] = set()
    for _ in range(max(1, count // _EVERY) if count > _SECTION[1] else 0):
        length = page.rng.randint(*_SECTION)
        start = page.rng.randint(0, count - length)
        missing |= set(range(start, start + length))
    return missing


def _changed(page: Page, unit: Unit, words: Sequence[str]) -> list[Piece]:
    """The sentence with one word replaced, put in or left out; as it is where it has none."""
    start, end = unit
    found = list(_WORD.finditer(page.text, start, end))
    if len(found) < 2:
        return [Piece(start, end, 1)]
    word = page.rng.choice(found)
    kind = page.rng.randrange(3)
    pieces = [Piece(start, word.start(), 1)]
    if kind < 2:
        new = page.rng.choice(words)
        spaced = new if (len(new) == 2 and new > "\u2e80") or kind == 0 else new + " "
        pieces.append(Piece(0, 0, 1, spaced))
    return [*pieces, Piece(word.start() if kind == 1 else word.end(), end, 1)]
