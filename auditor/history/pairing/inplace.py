"""Whether a version is an earlier one with some edits in place.

Then the scraping did to it what it did to the earlier one: no text stands once more in it, and none
stands elsewhere. So that what an audit of the earlier one has found need not be looked for again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditor.history.pairing.bare import PIECE, width

_MOST = 0.2  # of the characters that may be new, or it is told by itself; a guess
_FRESH = 20_000  # characters of new lines that are looked at, a bound of time


def is_edited_in_place(old: str, new: str) -> bool:
    """Whether `new` has the lines of `old`, in their order, but for edits, and nothing twice.

    A new line has no run of characters that the newer text holds more often than the older one,
    and what the older one had of it stood there too.
    """
    held = list(_lines(old))
    left = Counter(line for _, line in held)
    places = iter(held)
    most = min(_FRESH, int(_MOST * min(len(old), len(new))))
    at = fresh = 0
    for _, line in _lines(new):
        if left[line] > 0:
            left[line] -= 1
            found = next((start for start, other in places if start >= at and other == line), None)
            if found is None:
                return False
            at = found
            continue
        fresh += len(line)
        if fresh > most:
            return False
        for run in _runs(line):
            count = old.count(run)
            if new.count(run) > max(count, 1):
                return False
            if count == 1:
                place = old.index(run)
                if place < at:
                    return False
                at = place
    return True


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines with something in them, without the white space around, and where each begins."""
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, line.strip()
        start += len(line)


def _runs(line: str) -> Iterator[str]:
    """The line, cut into runs: a copy of two runs' length holds one of them."""
    size = max(PIECE * len(line) // max(width(line), 1), 1)
    return (line[at : at + size] for at in range(0, len(line) - size + 1, size))
