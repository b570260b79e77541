"""Equal passages: what a line-based diff sees, as runs.

Both texts are split at the mark that ends most of their sentences. A passage that stands once
in the canonical is a sure match wherever it stands in the scrape; one that is short or stands
several times is one only beside a sure match that it continues. This costs no more than two
look-ups in a dictionary a sentence, and leaves only what changed to the search by k-grams.
"""

from __future__ import annotations

from itertools import repeat

import numpy as np

from auditor.align.reading.lines import SEVERAL, places_of
from auditor.align.weights import WEIGHTS
from auditor.text import scripts
from auditor.text.runs import Codes, Positions, Runs, filled

# Marks that end a sentence in a comparison form, where line ends are gone or blanks.
_ENDS: tuple[str, ...] = ("。", ". ", *scripts.STOPS, "\n", "; ", "；", "، ", " ")

_NONE = -3


def passage_runs(a: str, b: str, codes_a: Codes, codes_b: Codes, scale: float) -> Runs:
    """Runs of equal passages, extended into what they leave between them; ascending in `a`.

    `scale` is the number of characters that carry one unit of information.
    """
    end = _end_mark(b, scale)
    if end is None:
        return Runs.none()
    pieces_a, pieces_b = a.split(end), b.split(end)
    matched = _matched(pieces_a, pieces_b, round(WEIGHTS.sentence * scale))
    starts_a, starts_b = _starts(pieces_a, len(end)), _starts(pieces_b, len(end))
    first, last = _stretches(matched)
    if not len(first):
        return Runs.none()
    start_a, start_b = starts_a[first], starts_b[matched[first]]
    end_a = np.minimum(starts_a[last + 1], len(a))
    end_b = np.minimum(starts_b[matched[last] + 1], len(b))
    length = np.minimum(end_a - start_a, end_b - start_b)
    return filled(codes_a, codes_b, Runs(start_a, start_b, length))


def _end_mark(text: str, scale: float) -> str | None:
    """The mark that cuts the text into passages of a sentence's length, the finest first."""
    low, high = WEIGHTS.sentences
    for mark in _ENDS:
        if low * scale <= len(text) / (text.count(mark) + 1) <= high * scale:
            return mark
    return None


def _matched(pieces_a: list[str], pieces_b: list[str], sure: int) -> Positions:
    """For each passage of `a` the number of its equal in `b`, or a negative number."""
    places = places_of(pieces_b)
    places |= dict.fromkeys([piece for piece in places if len(piece) < sure], SEVERAL)
    matched = list(map(places.get, pieces_a, repeat(_NONE)))
    several = np.flatnonzero(np.array(matched, dtype=np.int64) == SEVERAL).tolist()
    for at in several:
        before = matched[at - 1] if at else -1
        follows = before + 1 if before >= 0 or not at else _NONE
        if 0 <= follows < len(pieces_b) and pieces_b[follows] == pieces_a[at]:
            matched[at] = follows
    for at in reversed(several):
        after = matched[at + 1] if at + 1 < len(matched) else len(pieces_b)
        if matched[at] == SEVERAL and after > 0 and pieces_b[after - 1] == pieces_a[at]:
            matched[at] = after - 1
    return np.array(matched, dtype=np.int64)


def _starts(pieces: list[str], mark: int) -> Positions:
    """The offset of each passage, and behind the last one the end of the text and a mark."""
    lengths = np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces)) + mark
    return np.concatenate([[0], np.cumsum(lengths)])


def _stretches(matched: Positions) -> tuple[Positions, Positions]:
    """First and last passages of the stretches that follow each other on both sides."""
    there = matched >= 0
    goes_on = np.zeros(len(matched), dtype=bool)
    goes_on[1:] = there[1:] & there[:-1] & (np.diff(matched) == 1)
    first = np.flatnonzero(there & ~goes_on)
    last = np.flatnonzero(there & ~np.append(goes_on[1:], False))
    return first, last
