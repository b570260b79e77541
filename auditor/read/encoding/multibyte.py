"""Text of two bytes a letter, damaged or not: which encoding, and where a byte is lost.

One byte too few or too many moves the border between all letters up to the next byte that can
stand for nothing else:

    B0 A1 B1 A2 B2 A3 0A    啊 别 玻
    B0 A1 B1 B2 A3 0A       啊 北 �      instead of    啊 � 玻

So a damaged run is read by the cheapest way through it, where usual letters are cheap. The same
costs, of a whole text, tell the encodings from each other: the shortest description is meant.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from auditor.read.encoding import letters
from auditor.read.encoding.labels import WEB, WEB_REPLACE
from auditor.read.growing import Growing
from auditor.text import scripts

REPLACEMENT = "\ufffd"
CODECS = ("gb18030", "big5hkscs", "cp949", "euc_jp", "cp932")

# A damaged text is still taken for its encoding with one bad byte in this many that are not ASCII.
GOOD_FOR_ONE_BAD = 20
# The share of usual letters among all: as measured with texts in every encoding, at least .95 where
# it is the right one, at most .70 in texts of one byte a letter.
_USUAL = 0.8
_KANA = 0.05  # of the letters of a Japanese text; as measured .38 at least, and in Chinese none
_FEW = 2  # a letter alone is told by chance
_SAMPLE = 1 << 16  # bytes by which an encoding is told; a bound of time
_TRIED = 1 << 14  # bytes that are mended to tell the encoding; a bound of time
_MENDED = 1 << 20  # bytes of damaged runs that are read by costs; a bound of time

# Bytes that stand for themselves in all these encodings, wherever they are.
_LINE = re.compile(rb"[^\r\n]*+(?:\r\n?|\n)|[^\r\n]+")
_RUN = re.compile(rb"[^\x00-\x2f\x3a-\x3f]+")
_MARKS = frozenset(scripts.WIDE_MARKS)
_MARKS |= {chr(code) for code in range(0xFF01, 0xFF5F)}  # ASCII in full width
_IS_KANA = re.compile(f"[{scripts.KANA}]")

# Costs in nats: how many of a kind there are, times how seldom the kind is (guesses, but for the
# sizes of the tables).
_ASCII, _MARK, _ODD, _BAD = math.log(95), math.log(130 * 10), math.log(1e6), math.log(1e6)
_BAD_LETTER = _BAD + math.log(256)  # a letter of two bytes, one of them another
_SELDOM = math.log(4)
_OTHER = math.log(20 * 3000)  # the second level, Hanja in Korean, signs


@dataclass(frozen=True, slots=True)
class Kind:
    """A codec, and what is written in it: the usual letters with the cost of each."""

    codec: str
    usual: dict[str, float]
    other: frozenset[str]

    def cost(self, char: str) -> float:
        if char.isascii():
            return _ASCII
        if char in _MARKS:
            return _MARK
        known = char in self.other or _is_sign(char)
        return self.usual.get(char) or (_OTHER if known else _ODD)


@cache
def kind(codec: str) -> Kind:
    """The tables of the national standards: their first level holds the usual letters."""
    if codec == "gb18030":  # GB 2312, rows 16 to 55, then 56 to 87
        first, second = _rows("gb2312", 0xB0, 0xD7), _rows("gb2312", 0xD8, 0xF7)
        # GBK added what traditional Chinese is written in, of which there is less.
        usual = dict.fromkeys(_rows("big5", 0xA4, 0xC6, 0x40), _SELDOM + math.log(5401))
        usual |= dict.fromkeys(first, math.log(len(first)))
        return Kind(codec, usual, frozenset(second))
    if codec == "big5hkscs":  # Big5 A440 to C67E, then C940 to F9D5
        first, second = _rows("big5", 0xA4, 0xC6, 0x40), _rows("big5", 0xC9, 0xF9, 0x40)
        return Kind(codec, dict.fromkeys(first, math.log(len(first))), frozenset(second))
    if codec == "cp949":  # KS X 1001: Hangul in rows 16 to 40, Hanja in 42 to 93
        first, second = _rows("euc_kr", 0xB0, 0xC8), _rows("euc_kr", 0xCA, 0xFD)
        return Kind(codec, dict.fromkeys(first, math.log(len(first))), frozenset(second))
    # JIS X 0208: kana in rows 4 and 5, kanji in 16 to 47, then in 48 to 84.
    kana, first = _rows("euc_jp", 0xA4, 0xA5), _rows("euc_jp", 0xB0, 0xCF)
    usual = dict.fromkeys(first, math.log(2 * len(first)))
    usual |= dict.fromkeys([*kana, "ー", "々"], math.log(2 * len(kana)))
    return Kind(codec, usual, frozenset(_rows("euc_jp", 0xD0, 0xF4)))


def _rows(codec: str, first: int, last: int, trail: int = 0xA1) -> list[str]:
    pairs = (bytes((a, b)) for a in range(first, last + 1) for b in range(trail, 0xFF))
    return [text for pair in pairs if len(text := pair.decode(codec, "ignore")) == 1]


def detect(data: bytes) -> str | None:
    """The codec of a text of two bytes a letter that is good but for a few bytes, or None."""
    start = next((at for at, byte in enumerate(data[:_SAMPLE]) if byte > 0x7F), None)
    if start is None:
        found = re.search(rb"[\x80-\xff]", data)
        if found is None:
            return None
        start = found.start()
    sample = data[start : start + _SAMPLE]
    # What only the web maps is as good as bad here: it is seldom, and asking for it takes long.
    read = [(sample.decode(codec, "replace"), codec) for codec in CODECS]
    costs = [(cost, codec) for text, codec in read if (cost := _cost(text, codec)) is not None]
    if not costs:
        # A byte lost in a long line, which is read wrongly from there to its end.
        short = sample[:_TRIED]
        read = [(decode(short, codec, told=False), codec) for codec in CODECS]
        costs = [(cost, codec) for text, codec in read if (cost := _cost(text, codec)) is not None]
    return min(costs)[1] if costs else None


def _cost(text: str, codec: str) -> float | None:
    """What a sample costs as text in this codec; None where it is hardly that."""
    counts = Counter(text)
    bad = counts.pop(REPLACEMENT, 0)
    letters = {c: n for c, n in counts.items() if not c.isascii() and not _is_sign(c)}
    size = sum(letters.values())
    this = kind(codec)
    usual = sum(n for c, n in letters.items() if c in this.usual)
    if size < _FEW or usual < _USUAL * size or size < GOOD_FOR_ONE_BAD * bad:
        return None
    if codec in ("euc_jp", "cp932") and _kana(letters) < _KANA * size:
        return None
    return sum(n * this.cost(c) for c, n in counts.items()) + bad * _BAD


def _is_sign(char: str) -> bool:
    """Marks, and what tables and bullets are drawn with; no letter, and none for private use."""
    return char in _MARKS or unicodedata.category(char)[0] in "PS"


def _kana(letters: dict[str, int]) -> int:
    return sum(count for char, count in letters.items() if _IS_KANA.match(char))


def decode(data: bytes, codec: str, *, told: bool) -> str:
    """The text, with U+FFFD for each byte that is too much, or without its other one.

    Where the encoding is not `told`, but detected, what fits and hardly makes sense is damaged too.
    """
    whole = _fitting(data, codec)
    if whole is not None and (told or _is_usual(whole, codec)):
        return whole
    costs = _Costs.of(codec, (text for _, text in _fitted(data, codec, told=False) if text))
    left = _MENDED
    read = Growing()
    for line, text in _fitted(data, codec, told=told):
        if text is not None:
            read.write(text)
        elif len(line) > left:
            read.write(line.decode(codec, WEB_REPLACE))
        else:
            left -= len(line)
            for part in _mended(line, costs, told=told):
                read.write(part)
    return read.read()


def _fitted(data: bytes, codec: str, *, told: bool) -> Iterator[tuple[bytes, str | None]]:
    """Each line, and what it is where it fits, and makes sense if the encoding is not told."""
    for found in _LINE.finditer(data):
        line = found[0]
        text = _fitting(line, codec)
        yield line, text if text is not None and (told or _is_usual(text, codec)) else None


@dataclass(frozen=True, slots=True)
class _Costs:
    """What a letter costs in a text: less where the text has it elsewhere."""

    kind: Kind
    common: Mapping[str, float]
    own: dict[str, float]

    @classmethod
    def of(cls, codec: str, sound: Iterable[str]) -> _Costs:
        """`sound` are lines of the text that are read right."""
        counts, size = Counter[str](), 0
        for line in sound:
            counts.update(line)
            size += len(line)
            if size > _SAMPLE:
                break
        wide = {char: count for char, count in counts.items() if count > 1 and not char.isascii()}
        own = {char: math.log(2 * size / count) for char, count in wide.items()}
        return cls(kind(codec), letters.costs(codec), own)

    def cost(self, char: str) -> float:
        usual = self.common.get(char)
        if usual is None:
            usual = self.kind.cost(char) + (_SELDOM if self.common else 0.0)
        known = self.own.get(char)
        return usual if known is None else min(known, usual)


def _fitting(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec, WEB)
    except ValueError:
        return None


def _is_usual(text: str, codec: str) -> bool:
    """Whether there is no seldom letter in it, as a lost byte makes some."""
    others = set(text).difference(kind(codec).usual)
    return all(char.isascii() or _is_sign(char) for char in others)


def _mended(line: bytes, costs: _Costs, *, told: bool) -> Iterator[str]:
    codec = costs.kind.codec
    end = 0
    for run in _RUN.finditer(line):
        yield line[end : run.start()].decode("ascii")
        end = run.end()
        text = _fitting(run[0], codec)
        if text is not None and (told or _is_usual(text, codec)):
            yield text
        else:
            yield _cheapest(run[0], costs)
    yield line[end:].decode("ascii")


def _cheapest(run: bytes, costs: _Costs) -> str:
    """The cheapest way to read a run of bytes; of equal ones, that with longer letters first."""
    known: dict[bytes, tuple[float, str] | None] = {}
    best: list[tuple[float, int, str]] = [(0.0, 0, "")]  # cost, where its last letter starts, this
    for end in range(1, len(run) + 1):
        ways = [(best[end - 1][0] + _BAD, end - 1, REPLACEMENT)]
        if end > 1:
            ways.append((best[end - 2][0] + _BAD_LETTER, end - 2, REPLACEMENT))
        for start in range(max(0, end - 4), end):
            piece = run[start:end]
            if piece not in known:
                known[piece] = _letter(piece, costs)
            if (letter := known[piece]) is not None:
                ways.append((best[start][0] + letter[0], start, letter[1]))
        best.append(min(ways, key=lambda way: way[:2]))
    letters: list[str] = []
    at = len(run)
    while at:
        _, at, letter_read = best[at]
        letters.append(letter_read)
    return "".join(reversed(letters))


def _letter(piece: bytes, costs: _Costs) -> tuple[float, str] | None:
    """The one letter that these bytes are, with its cost."""
    try:
        text = piece.decode(costs.kind.codec, WEB)
    except ValueError:
        return None
    return (costs.cost(text), text) if len(text) == 1 else None
