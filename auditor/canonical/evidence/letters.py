"""How well one line goes on with another, told by the characters of the text itself.

A line that was cut from the next one ends in a context of which the text has other instances
inside its lines: a word that asks for another, a character that begins a word, the end of a
sentence. A model of characters with interpolated contexts (Witten and Bell 1991, as in PPM)
learns them from the text alone, so it needs no knowledge of the language, nor spaces.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import log

from auditor.text import scripts

_ORDER = 5  # characters of context
_AHEAD = 6  # characters of the second line that are looked at
_MOST = 120_000  # characters to learn from: more cost memory and tell little more
_REMEMBERED = 100_000  # pairs of lines
_UNKNOWN = 20  # characters that the text might have and has not
_START = "\n"
_UNSPACED = re.compile(f"[{scripts.WORDS_UNSPACED}]")
_PARTED = re.compile(r"[^\W\d_]-$")
_COMMA = re.compile(f"[{scripts.COMMAS}]$")
_ITEM = re.compile(rf"[#*•\-–—(（\[【<|§\d{scripts.HAN_TO_TEN}第]")
_GOES_ON = re.compile(rf"[{scripts.ENDS}{scripts.CLAUSE_ENDS}{scripts.IN_CLOSERS}”’]")
_FULL = 0.95  # of the lines are no longer than the width
_KINSOKU = 2  # characters a line without spaces may lack, so that no sign begins the next

# Logistic regression of "the next line" against "another line of the document", on the clean
# texts of the benchmark wrapped to a width, the part for tuning.
_WORDING, _PARAGRAPH_ITEM, _PARAGRAPH_UPPER = 0.45, 1.35, 0.45
_STOPPED_LOWER, _STOPPED_UPPER, _STOPPED_ITEM = -1.1, 0.5, 1.6
_OPEN_LOWER, _OPEN_ITEM, _COMMA_UPPER = 0.7, -1.5, -0.7
_CLOSED, _UNCLOSED = 1.7, -1.0
_BIAS = 0.65


class Flow:
    """What follows what in the lines of one text; `width` is what most of them fill."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._count: dict[str, int] = defaultdict(int)
        self._seen: dict[str, int] = defaultdict(int)  # context -> characters behind it
        self._kinds: dict[str, int] = defaultdict(int)  # context -> different ones
        self._learn_all(lines)
        self._floor = 1 / (self._kinds[""] + _UNKNOWN)
        self.width = sorted(map(len, lines))[int(_FULL * (len(lines) - 1))]
        self._known: dict[tuple[str, str], float] = {}
        self._alone: dict[tuple[str, str], float] = {}

    def follows(self, above: str, below: str) -> float:
        """Log-odds, in nats, that `below` is the line after `above`; 0.0 where one is empty."""
        if not above or not below:
            return 0.0
        found = self._known.get((above, below))
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = _BIAS + _WORDING * self._wording(above, below) + self._signs(above, below)
            self._known[above, below] = found
        return found

    def goes_on(self, above: str, below: str) -> bool:
        """Whether a sentence seems to go on from a full line to the next."""
        if not above or not below or not self._is_full(above, below) or scripts.stops(above):
            return False
        return below[0].isalpha() and not below[0].isupper()

    def _learn_all(self, lines: Iterable[str]) -> None:
        learnt = 0
        for line in lines:
            self._learn(_START + line)
            learnt += len(line)
            if learnt > _MOST:
                return

    def _learn(self, line: str) -> None:
        for at in range(1, len(line)):
            for order in range(min(_ORDER, at) + 1):
                context = line[at - order : at]
                gram = line[at - order : at + 1]
                self._kinds[context] += gram not in self._count
                self._count[gram] += 1
                self._seen[context] += 1

    def _wording(self, above: str, below: str) -> float:
        """Nats by which `above` makes the beginning of `below` likelier than it is anyhow."""
        head = below[:_AHEAD]
        blank = "" if _is_unspaced(above, below) else " "
        told = self._log(above[-_ORDER:] + blank, head)
        if _PARTED.search(above):
            told = max(told, self._log(above[-_ORDER - 1 : -1], head))
        if (blank, head) not in self._alone:
            self._alone[blank, head] = self._log(blank, head)
        return told - self._alone[blank, head]

    def _signs(self, above: str, below: str) -> float:
        """What punctuation, capitals, item marks, brackets and the width say."""
        lower = goes_on_inside(below)
        upper, item = below[0].isupper(), _ITEM.match(below) is not None
        if not self._is_full(above, below):
            total = _PARAGRAPH_ITEM * item + _PARAGRAPH_UPPER * upper
        elif scripts.stops(above):
            total = _STOPPED_LOWER * lower + _STOPPED_UPPER * upper + _STOPPED_ITEM * item
        else:
            comma = upper and _COMMA.search(above) is not None
            total = _OPEN_LOWER * lower + _OPEN_ITEM * item + _COMMA_UPPER * comma
        if _depth(above) > 0:
            total += _CLOSED if _depth(below) < 0 else _UNCLOSED
        return total

    def _is_full(self, above: str, below: str) -> bool:
        """Whether the first word of `below` would not have fitted behind `above`."""
        if _is_unspaced(above, below):
            return len(above) >= self.width - _KINSOKU
        return len(above) + 1 + len(below.split(None, 1)[0]) > self.width

    def _log(self, before: str, head: str) -> float:
        total = 0.0
        for char in head:
            total += log(self._probability(before[-_ORDER:], char))
            before += char
        return total

    def _probability(self, before: str, char: str) -> float:
        found = self._floor
        for start in range(len(before), -1, -1):
            context = before[start:]
            seen = self._seen.get(context)
            if not seen:
                break
            kinds = self._kinds[context]
            found = (self._count.get(context + char, 0) + kinds * found) / (seen + kinds)
        return found


def goes_on_inside(line: str) -> bool:
    """Whether a line begins like the middle of a sentence."""
    return scripts.is_small(line[0]) or _GOES_ON.match(line) is not None


def _is_unspaced(above: str, below: str) -> bool:
    return bool(_UNSPACED.match(above[-1]) or _UNSPACED.match(below))


def _depth(line: str) -> int:
    """Brackets that a line opens less those that it closes."""
    opened = sum(line.count(sign) for sign in scripts.OPENERS)
    return opened - sum(line.count(sign) for sign in scripts.CLOSERS)
