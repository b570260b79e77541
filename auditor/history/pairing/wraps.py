"""Lines that were wrapped at a column: there a line ends because the next word did not fit.

A law that is kept so has some 70 characters a line. A line of it is no sentence, no item and no
label, and one word more moves the ends of all that follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from auditor.text import scripts

_LEAST = 8  # wrapped lines of a text of such; a guess
_COLUMNS = range(40, 121)  # at which one wraps; a definition
# Fitted by `python -m benchmarks.history_wraps`: of the lines that another follows at once, but for
# those that are shorter than this share of the column, so many are full where a text is wrapped.
_SHORT = 0.25
_MOST = 0.38
_ENDS = re.compile(rf"[{scripts.ENDS}][\"'”’»)\]*_\s]*$")
# An item, a heading, a row, a key with its value.
_BEGINS = re.compile(r"(?:[*+•·▪#>|-]|[§(]?\w{1,4}[.)])\s|[^\W\d_][\w-]{0,30}:(?:\s|$)")
_WORD = re.compile(rf"[{scripts.HAN_AND_KANA}]|\S+")


def soft_breaks(text: str) -> frozenset[int]:
    """Where the breaks of wrapped lines stand; none in a text that is not wrapped throughout."""
    if text.count("\n") < _LEAST:
        return frozenset()
    found = Wraps.of(text)
    return frozenset((*found.full, *found.amid)) if found.is_throughout else frozenset()


@dataclass(frozen=True)
class Wraps:
    """What the lines of a text tell of a column at which they were wrapped."""

    column: int  # that most lines keep within; what is indented is wrapped further to the right
    followed: int  # lines, short ones aside, that another follows at once
    full: tuple[int, ...]  # where those end of which the next word did not fit
    unfinished: int  # how many of these end no sentence
    amid: tuple[int, ...] = ()  # where a shorter one ends amid a sentence: it was edited, or cut

    @classmethod
    def of(cls, text: str, short: float = _SHORT) -> Wraps:
        lines = text.split("\n")
        sizes = sorted(len(line.strip()) for line in lines if line.strip())
        column = sizes[-1 - len(sizes) // 10] if sizes else 0  # a title may be longer
        full: list[int] = []
        amid: list[int] = []
        followed = unfinished = at = 0
        for line, after in pairwise(lines):
            at += len(line)
            if line.strip() and after.strip()[:1].islower() and not _ends(line, after):
                amid.append(at)
            if after.strip() and len(line.strip()) > short * column:
                followed += 1
                if _is_full(line.strip(), after.strip(), column):
                    full.append(at)
                    unfinished += not _ENDS.search(line)
            at += 1
        return cls(column, followed, tuple(full), unfinished, tuple(amid))

    @property
    def share(self) -> float:
        return len(self.full) / max(self.followed, 1)

    @property
    def is_throughout(self) -> bool:
        many = len(self.full) >= _LEAST and self.share >= _MOST
        return many and self.column in _COLUMNS and 2 * self.unfinished >= len(self.full)


def _ends(line: str, after: str) -> bool:
    """Whether a line ends a sentence or a title, or an item follows."""
    begins = _BEGINS.match(after.strip()) or line.lstrip().startswith(("#", "|"))
    return bool(begins or _ENDS.search(line) or line.rstrip().endswith(":"))


def _is_full(line: str, after: str, column: int) -> bool:
    """Whether the first word of the next line did not fit behind a line."""
    if _BEGINS.match(after) or line.startswith(("#", "|")):
        return False
    word = _WORD.match(after)
    assert word is not None
    return len(line) + 1 + len(word[0]) > column
