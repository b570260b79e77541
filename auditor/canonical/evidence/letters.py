"""How well one line goes on with another, told by the characters of the text itself.

A line that was cut from the next one ends in a context of which the text has other instances
inside its lines: a word that asks for another, a character that begins a word, the end of a
sentence. A model of characters with interpolated contexts (Witten and Bell 1991, as in PPM)
learns them from the text alone, so it needs no knowledge of the language, nor spaces.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log

from auditor.canonical.evidence.weights import WEIGHTS
from auditor.text import scripts

_START = "\n"
_UNSPACED = re.compile(f"[{scripts.WORDS_UNSPACED}]")
_PARTED = re.compile(r"[^\W\d_]-$")
_COMMA = re.compile(f"[{scripts.COMMAS}]$")
_ITEM = re.compile(rf"[#*•\-–—(（\[【<|§\d{scripts.HAN_TO_TEN}第]")
_GOES_ON = re.compile(rf"[{scripts.ENDS}{scripts.CLAUSE_ENDS}{scripts.IN_CLOSERS}”’]")


class Flow:
    """What follows what in the lines of one text; `width` is what most of them fill."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._count = _grams(lines)
        self._seen: dict[str, int] = defaultdict(int)  # context -> characters behind it
        self._kinds: dict[str, int] = defaultdict(int)  # context -> different ones
        for gram, count in self._count.items():
            self._seen[gram[:-1]] += count
            self._kinds[gram[:-1]] += 1
        self._floor = 1 / (self._kinds[""] + WEIGHTS.unseen)
        self.width = sorted(map(len, lines))[int(WEIGHTS.full_line * (len(lines) - 1))]
        self._known: dict[tuple[str, str], float] = {}
        self._alone: dict[tuple[str, str], float] = {}

    def follows(self, above: str, below: str) -> float:
        """Log-odds, in nats, that `below` is the line after `above`; 0.0 where one is empty."""
        if not above or not below:
            return 0.0
        found = self._known.get((above, below))
        if found is None:
            if len(self._known) >= WEIGHTS.remembered:
                self._known.clear()
            signs = sum(getattr(WEIGHTS, name) for name in self.signs(above, below))
            found = WEIGHTS.line_bias + WEIGHTS.line_wording * self.wording(above, below) + signs
            self._known[above, below] = found
        return found

    def goes_on(self, above: str, below: str) -> bool:
        """Whether a sentence seems to go on from a full line to the next."""
        if not above or not below or not self._is_full(above, below) or scripts.stops(above):
            return False
        return below[0].isalpha() and not below[0].isupper()

    def wording(self, above: str, below: str) -> float:
        """Nats by which `above` makes the beginning of `below` likelier than it is anyhow."""
        head = below[: WEIGHTS.head]
        blank = "" if _is_unspaced(above, below) else " "
        told = self._log(above[-WEIGHTS.context :] + blank, head)
        if _PARTED.search(above):
            told = max(told, self._log(above[-WEIGHTS.context - 1 : -1], head))
        if (blank, head) not in self._alone:
            self._alone[blank, head] = self._log(blank, head)
        return told - self._alone[blank, head]

    def signs(self, above: str, below: str) -> Iterator[str]:
        """What punctuation, capitals, item marks, brackets and the width say: names of weights."""
        lower = goes_on_inside(below)
        upper, item = below[0].isupper(), _ITEM.match(below) is not None
        if not self._is_full(above, below):
            told = {"item_after_short_line": item, "capital_after_short_line": upper}
        elif scripts.stops(above):
            told = {
                "small_after_stop": lower,
                "capital_after_stop": upper,
                "item_after_stop": item,
            }
        else:
            comma = upper and _COMMA.search(above) is not None
            told = {"small_inside": lower, "item_inside": item, "capital_after_comma": comma}
        yield from (name for name, holds in told.items() if holds)
        if _depth(above) > 0:
            yield "line_closes_bracket" if _depth(below) < 0 else "line_leaves_bracket"

    def _is_full(self, above: str, below: str) -> bool:
        """Whether the first word of `below` would not have fitted behind `above`."""
        if _is_unspaced(above, below):
            return len(above) >= self.width - WEIGHTS.kinsoku
        return len(above) + 1 + len(below.split(None, 1)[0]) > self.width

    def _log(self, before: str, head: str) -> float:
        total = 0.0
        for char in head:
            total += log(self._probability(before[-WEIGHTS.context :], char))
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


def _grams(lines: Iterable[str]) -> Counter[str]:
    """How often each character stands behind each context, of up to `WEIGHTS.context` others."""
    learnt: list[str] = []
    size = 0
    for line in lines:
        learnt.append(_START + line)
        size += len(line)
        if size > WEIGHTS.learnt:
            break
    count = Counter(char for line in learnt for char in line[1:])
    for length in range(2, WEIGHTS.context + 2):
        for line in learnt:
            count.update([line[at : at + length] for at in range(len(line) - length + 1)])
    return count


def goes_on_inside(line: str) -> bool:
    """Whether a line begins like the middle of a sentence."""
    return scripts.is_small(line[0]) or _GOES_ON.match(line) is not None


def _is_unspaced(above: str, below: str) -> bool:
    return bool(_UNSPACED.match(above[-1]) or _UNSPACED.match(below))


def _depth(line: str) -> int:
    """Brackets that a line opens less those that it closes."""
    opened = sum(line.count(sign) for sign in scripts.OPENERS)
    return opened - sum(line.count(sign) for sign in scripts.CLOSERS)
