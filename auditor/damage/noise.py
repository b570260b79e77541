"""Noise of single characters, on a text that knows where each of its characters came from."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

Offsets = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Marked:
    """A text; for each character its canonical offset (-1: none) and its stream (-1: none)."""

    text: str
    origin: Offsets
    stream: Offsets


@dataclass(slots=True)
class _Tape:
    """A marked text while it is written."""

    source: Marked
    chars: list[str] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    streams: list[int] = field(default_factory=list)

    def write(self, char: str, at: int, origin: int | None = None) -> None:
        """A character for the one at `at` of the source; an origin of -1: put in there."""
        self.chars.append(char)
        self.origins.append(int(self.source.origin[at]) if origin is None else origin)
        self.streams.append(int(self.source.stream[at]))

    def marked(self) -> Marked:
        origins = np.array(self.origins, dtype=np.int64)
        return Marked("".join(self.chars), origins, np.array(self.streams, dtype=np.int64))


Noise = Callable[[Marked, random.Random], Marked]


def _alphabet(text: str) -> list[str]:
    """The characters of the text, each as often as it stands there."""
    return [char for char in text if not char.isspace()] or [" "]


def _characters(marked: Marked, rng: random.Random, rate: float) -> Marked:
    """Substitute, insert or delete `rate` of the characters, with characters of the text."""
    alphabet = _alphabet(marked.text)
    tape = _Tape(marked)
    for at, char in enumerate(marked.text):
        if char.isspace() or rng.random() >= rate:
            tape.write(char, at)
            continue
        kind = rng.randrange(3)
        if kind == 0:
            tape.write(rng.choice(alphabet), at)
        elif kind == 1:
            tape.write(rng.choice(alphabet), at, -1)
            tape.write(char, at)
    return tape.marked()


def _edits(marked: Marked, rng: random.Random, rate: float) -> Marked:
    """Small edits of one to three characters, together `rate` of the text."""
    alphabet = _alphabet(marked.text)
    tape = _Tape(marked)
    at = 0
    while at < len(marked.text):
        if rng.random() >= rate / 2:  # an edit is of two characters on average
            tape.write(marked.text[at], at)
            at += 1
            continue
        kind, length = rng.randrange(3), rng.randint(1, 3)
        for step in range(length if kind != 2 else 0):
            place = min(at + step, len(marked.text) - 1)
            tape.write(
                rng.choice(alphabet), place, None if kind == 0 and place == at + step else -1
            )
        at += length if kind != 1 else 0
        if kind == 1:
            tape.write(marked.text[at], at)
            at += 1
    return tape.marked()


_LOOKALIKES = (
    "日曰", "未末", "己已", "土士", "人入", "大太", "千干", "王玉", "天夭", "戊戌", "侯候", "拔拨",
    "治冶", "析折", "幕慕", "ロ口", "カ力", "ニ二", "ー一", "l1", "O0", "S5", "B8", "ec", "uv",
    "hb", "ft", "ij", "ſf", "ao", "нп", "еэ", "шщ", "бв", "رز", "دذ", "صض", "حخ", "بت",
)  # fmt: skip


def _ocr(marked: Marked, rng: random.Random, rate: float) -> Marked:
    """Look-alikes, oftener among Han characters, which have few; then a little plain noise."""
    alike = {a: b for x, y in map(tuple, _LOOKALIKES) for a, b in ((x, y), (y, x))}
    tape = _Tape(marked)
    skip = False
    for at, char in enumerate(marked.text):
        if skip:
            skip = False
        elif marked.text.startswith("rn", at) and rng.random() < 5 * rate:
            tape.write("m", at)
            skip = True
        elif char in alike and rng.random() < (rate if char < "\u2e80" else 3 * rate):
            tape.write(alike[char], at)
        elif char == " " and rng.random() < rate:
            continue
        else:
            tape.write(char, at)
    return _characters(tape.marked(), rng, rate / 3)


_QUOTES = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "「": "『", "」": "』"}


def _variants(marked: Marked, rng: random.Random, rate: float) -> Marked:
    """The other width, other quotes, another space, or a space put in or taken out."""
    wide = sum(char > "\u2e80" for char in marked.text) * 3 > len(marked.text)
    tape = _Tape(marked)
    for at, char in enumerate(marked.text):
        if rng.random() >= rate:
            tape.write(char, at)
            continue
        tape.write(_variant(char, wide), at)
        if (wide or char.isspace()) and rng.random() < 0.3:
            tape.write(" ", at, -1)
    return tape.marked()


def _variant(char: str, wide: bool) -> str:
    if wide and "!" <= char <= "~":
        return chr(ord(char) + 0xFEE0)
    if "\uff01" <= char <= "\uff5e":
        return chr(ord(char) - 0xFEE0)
    if char == " ":
        return "\u00a0"
    return _QUOTES.get(char, char)


_NUMBER = re.compile(r"\d+|[〇零一二三四五六七八九]{2,}|[一二三四五六七八九](?=[年月日号天个])")
_HAN_DIGITS = "一二三四五六七八九"


def _numbers(marked: Marked, rng: random.Random, rate: float) -> Marked:
    """Another digit in `rate` of the numbers and dates."""
    changed: dict[int, str] = {}
    for match in _NUMBER.finditer(marked.text):
        if rng.random() < rate:
            at = rng.randrange(match.start(), match.end())
            digits = "0123456789" if marked.text[at].isdecimal() else _HAN_DIGITS
            changed[at] = rng.choice([digit for digit in digits if digit != marked.text[at]])
    text = "".join(changed.get(at, char) for at, char in enumerate(marked.text))
    return Marked(text, marked.origin, marked.stream)


NOISES: dict[str, Noise] = {
    "noise-1": partial(_characters, rate=0.01),
    "noise-3": partial(_characters, rate=0.03),
    "noise-10": partial(_characters, rate=0.10),
    "edits-2": partial(_edits, rate=0.02),
    "ocr": partial(_ocr, rate=0.03),
    "variants": partial(_variants, rate=0.10),
    "numbers": partial(_numbers, rate=0.10),
}
