"""What becomes of each character in the comparison form: it stays, goes, maps to another one,
expands, or may combine with the one before it.
"""

from __future__ import annotations

import sys
import unicodedata
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auditor.model import Normalization

Codes = NDArray[np.unsignedinteger[Any]]

_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
# Default_Ignorable_Code_Point of Unicode 15 that text can lose without a change of meaning:
# https://www.unicode.org/Public/15.0.0/ucd/DerivedCoreProperties.txt. The Hangul fillers stay:
# they take part in syllables.
_IGNORABLE = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)

# One form for signs that editors and converters swap freely.
SIGNS = {
    ord(sign): ord(to)
    for signs, to in (
        ("“”„‟«»「」『』〝〞〟＂⹂", '"'),
        ("‘’‚‛‹›´ʹʻʼʽˈ′＇", "'"),
        ("‐‑‒–—―−⁃⸺⸻﹘﹣－︱︲", "-"),
        ("〜～∼˜", "~"),
        ("‧∙⋅・･•·", "·"),
        ("⁄∕", "/"),
    )
    for sign in signs
}

# What becomes of a code point: goes, maps to another, expands, may combine with the one before.
DROP, OTHER, EXPAND, INNER, _UNKNOWN = 1, 2, 4, 8, 16


@cache
def tables(form: Normalization) -> tuple[Codes, NDArray[np.uint8]]:
    """What becomes of every code point, and its flags; see `flags_of`.

    Zeros that nobody has written to cost no memory, so a table may cover all of Unicode.
    """
    size = sys.maxunicode + 1
    return np.zeros(size, np.uint32), np.full(size, _UNKNOWN, np.uint8)


def flags_of(form: Normalization, codes: Codes) -> NDArray[np.uint8]:
    """The flags of code points; the tables are filled in for those that occur."""
    table, flags = tables(form)
    own = flags[codes]
    if not (own & _UNKNOWN).any():
        return own
    for code in set(codes[own & _UNKNOWN != 0].tolist()):
        to, kind = _classify(code, form)
        table[code], flags[code] = to, kind | (OTHER if to != code else 0)
    return flags[codes]


@lru_cache(maxsize=1 << 12)
def may_combine(char: str) -> bool:
    """Whether the character may combine with the one before it, once decomposed.

    Wider than NFC_Quick_Check=Maybe: every mark, and the vowels and finals of Hangul.
    """
    first = unicodedata.normalize("NFKD", char)[0]
    return (
        unicodedata.category(first)[0] == "M"
        or 0x1161 <= ord(first) <= 0x1175
        or 0x11A8 <= ord(first) <= 0x11C2
    )


def _classify(code: int, form: Normalization) -> tuple[int, int]:
    """What becomes of one code point alone: (code point, flags)."""
    char = chr(code)
    if char.isspace():
        return 0x20, 0
    if form != "nfkc":
        return _classify_width(char, form)
    inner = INNER if may_combine(char) else 0
    if _within(code, _IGNORABLE):
        return code, DROP | inner
    if code in SIGNS:
        return SIGNS[code], inner
    mapped = unicodedata.normalize("NFKC", char)
    if len(mapped) != 1:
        return code, inner | EXPAND
    return SIGNS.get(ord(mapped), ord(mapped)), inner


def _classify_width(char: str, form: Normalization) -> tuple[int, int]:
    if char in _ZERO_WIDTH:
        return ord(char), DROP
    if form == "width":
        kind, _, target = unicodedata.decomposition(char).partition(" ")
        if kind in ("<wide>", "<narrow>"):
            inner = INNER if char in "\uff9e\uff9f" else 0
            return int(target, 16), inner
    return ord(char), 0


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)
