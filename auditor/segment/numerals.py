"""Numerals of ordinals as numbers: Chinese, Roman, letters, digits of any script.

Every function takes the numeral alone and returns its number, or None when it is no numeral
of that kind.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from auditor.text.scripts import HAN_DIGITS, HAN_UNITS

HAN = HAN_DIGITS + HAN_UNITS

_DIGIT_VALUES = dict(
    zip(HAN_DIGITS, (0, 0, 0, *range(1, 10), 2, *range(1, 10), 2, 3, 6), strict=True)
)
_UNIT_VALUES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN = re.compile(r"(?=.)m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.I)
_HEBREW_VALUES = {
    letter: value
    for letters, value in (
        ("א", 1), ("ב", 2), ("ג", 3), ("ד", 4), ("ה", 5), ("ו", 6), ("ז", 7), ("ח", 8),
        ("ט", 9), ("י", 10), ("כך", 20), ("ל", 30), ("מם", 40), ("נן", 50), ("ס", 60),
        ("ע", 70), ("פף", 80), ("צץ", 90), ("ק", 100), ("ר", 200), ("ש", 300), ("ת", 400),
    )
    for letter in letters
}  # fmt: skip
ETHIOPIC = "".join(map(chr, range(0x1369, 0x137C)))  # ፩ to ፺, and ፻
_HANGUL = "가나다라마바사아자차카타파하"
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"


def han(numeral: str) -> int | None:
    """A Chinese numeral below 10,000: 十二, 二百零三, 廿一, or digit by digit, 二〇一八."""
    if not numeral or any(char not in HAN for char in numeral):
        return None
    if all(char in _DIGIT_VALUES for char in numeral):
        return int("".join(str(_DIGIT_VALUES[char]) for char in numeral))
    total, digit = 0, None
    ceiling = 10_000  # the units must fall: 十百 is no numeral
    for char in numeral:
        if char in _DIGIT_VALUES:
            if digit:
                return None
            digit = _DIGIT_VALUES[char]
            continue
        unit = _UNIT_VALUES.get(char, 10)
        if unit >= ceiling:
            return None
        ceiling = unit
        total += _TENS.get(char, unit * (1 if digit is None else digit))
        digit = None
    return total + (digit or 0)


def roman(numeral: str) -> int | None:
    """A Roman numeral in its standard form, of one case: iv, XII; not IIII."""
    if not _ROMAN.fullmatch(numeral) or not (numeral.islower() or numeral.isupper()):
        return None
    values = [_ROMAN_VALUES[char] for char in numeral.lower()]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def letter(numeral: str) -> int | None:
    """A letter of a list: a is 1, z 26, aa 27 as in lists of law; also а, б, в and 가, 나, 다."""
    if not numeral or len(set(numeral)) != 1:
        return None
    char = numeral[0].lower()
    if "a" <= char <= "z":
        return ord(char) - ord("a") + 1 + 26 * (len(numeral) - 1)
    for alphabet in (_CYRILLIC, _HANGUL):
        if len(numeral) == 1 and char in alphabet:
            return alphabet.index(char) + 1
    return None


def hebrew(numeral: str) -> int | None:
    """A Hebrew numeral: א is 1, י״ב 12; geresh and gershayim are ignored."""
    values = [_HEBREW_VALUES.get(char) for char in numeral if char not in "׳״'\""]
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def ethiopic(numeral: str) -> int | None:
    """An Ethiopic numeral below 200: ፩ is 1, ፲፪ 12, ፻፩ 101."""
    values = [int(unicodedata.numeric(char)) for char in numeral if char in ETHIOPIC]
    falls = all(a > b for a, b in pairwise(values))
    return sum(values) if values and len(values) == len(numeral) and falls else None


def digits(numeral: str) -> int | None:
    """Decimal digits of any script: 12, １２, ١٢, १२."""
    return int(numeral) if numeral.isdecimal() and len(numeral) <= 9 else None


def enclosed(char: str) -> int | None:
    """A sign that holds a number: ①, ⑴, ⒈, ㈠, ㊀."""
    if len(char) != 1:
        return None
    value = unicodedata.numeric(char, None)
    return int(value) if value is not None and value == int(value) else None


def any_numeral(numeral: str) -> int | None:
    """The number of a numeral in digits, Chinese, Roman or Hebrew; else None."""
    for parse in (digits, han, roman, hebrew):
        number = parse(numeral)
        if number is not None:
            return number
    return None
