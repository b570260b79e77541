"""The signs of the scripts of the world: one table, and one meaning each.

A set of characters is a string, ready for `in` and for the inside of a class of a regular
expression (none of them means anything there); ranges are written for a class only. Nothing else
in the package holds such a set or range of its own. The sets hold the signs as they are written
and what the comparison forms make of them: ； becomes ; there, and no space follows it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# What ends a sentence wherever it stands: full stops, and signs of asking and exclaiming. Those of
# Unicode's property Sentence_Terminal, with the signs of Tibetan, Thai and Sinhala, which have
# lesser uses too, and without the comma of Burmese.
STOPS = (
    "。｡！？︒︕︖﹖﹗"  # Chinese, Japanese; half width, upright and small
    "‼⁇⁈⁉⸮"  # all
    "।॥"  # Devanagari, Bengali, Gurmukhi and most other scripts of India
    "؟۔؝؞"  # Arabic, Persian, Urdu
    "܀܁܂"  # Syriac
    "։"  # Armenian; ՞ and ՜ stand inside a word
    "።፧፨"  # Ethiopic
    "။"  # Burmese
    "។៕"  # Khmer
    "།༎༏༐༑"  # Tibetan
    "᠃᠉"  # Mongolian
    "๚๛"  # Thai, at the end of a chapter
    "෴"  # Sinhala, in old books
    # N'Ko, Samaritan, Canadian, Philippine, Limbu, Tai Tham, Balinese, Lepcha, Ol Chiki, Coptic,
    # Lisu, Vai, Bamum, Phags-pa, Saurashtra, Kayah Li, Javanese, Cham and Meetei.
    "\u07f9\u0837\u0839\u083d\u083e\u166e\u1735\u1736\u1944\u1945\u1aa8\u1aa9\u1aaa\u1aab"
    "\u1b4e\u1b4f\u1b5a\u1b5b\u1b5e\u1b5f\u1b7d\u1b7e\u1b7f\u1c3b\u1c3c\u1c7e\u1c7f\u2cf9"
    "\u2cfa\u2cfb\ua4ff\ua60e\ua60f\ua6f3\ua6f7\ua876\ua877\ua8ce\ua8cf\ua92f\ua9c8\ua9c9"
    "\uaa5d\uaa5e\uaa5f\uaaf0\uaaf1\uabeb"
)
# What ends one with white space behind it: it also abbreviates, numbers and breaks off.
SPACED_STOPS = ".!?…‽．﹒"
ASKING = "！？"  # of `STOPS`, those that stand inside titles too
# Parts of a sentence that could be sentences. ； and ؛ are taken to end one, ; is not: but in
# Greek, where it asks.
SEMICOLONS = "；؛"
SPACED_SEMICOLONS = ";\u037e\ufe54"
COLONS = ":：﹕៖፦᠄"
# Commas of all scripts, and what parts as little: ፤ and ፥ of Ethiopic, ՝ of Armenian.
COMMAS = ",，、､﹐﹑،၊፣፤፥᠂᠈՝߸꧇᭝"
# Parts of a sentence where white space stands behind it only: the upper dot of Greek.
SPACED_COMMAS = "\u0387\u00b7"

SURE_ENDS = STOPS + SEMICOLONS
SPACED_ENDS = SPACED_STOPS + SPACED_SEMICOLONS
ENDS = SURE_ENDS + SPACED_ENDS
CLAUSE_ENDS = COMMAS + COLONS
# Those of clauses that need no white space behind them.
SURE_CLAUSE_ENDS = "".join(sign for sign in SURE_ENDS + CLAUSE_ENDS if sign not in ",:")
BETWEEN_WORDS = "፡"  # stands where others have white space, in old Ethiopic prose
BETWEEN_SYLLABLES = "\u0f0b\u0f0c"  # of Tibetan, which parts its words by nothing else
# Tibetan: what begins a text, the stop behind it included, and stops that stand in twos with white
# space between.
HEADS, IN_TWOS = "༄༅", "།༎"
# Signs that become others in the comparison form, and then have no white space behind them: all of
# these do after a Chinese character.
FOLDED = ",:;!?"

# Brackets and quotes; as the inside of a class they begin with IN.
PAIRS = {
    "(": ")", "[": "]", "{": "}", "（": "）", "［": "］", "｛": "｝", "【": "】", "《": "》",
    "〈": "〉", "「": "」", "『": "』", "〔": "〕", "〖": "〗", "｢": "｣",
}  # fmt: skip
OPENERS, CLOSERS = "".join(PAIRS), "".join(PAIRS.values())
CLOSING = CLOSERS + "\"'”’»›"
OPENING = OPENERS + "\"'“‘«‹„‚"
# What stands between the words of Chinese and Japanese text, in full width.
WIDE_MARKS = "\u3000、。，．・·：；？！“”‘’「」『』（）〈〉《》【】〔〕…—―～"
IN_OPENERS, IN_CLOSERS = map(re.escape, (OPENERS, CLOSERS))
IN_OPENING, IN_CLOSING = map(re.escape, (OPENING, CLOSING))


# Numerals: the digits by value, in several writings; units; what writes a number in a text.
HAN_TO_NINE = "〇一二三四五六七八九"
HAN_DIGITS = "〇零○一二三四五六七八九两壹贰叁肆伍陆柒捌玖貳參陸"
HAN_UNITS = "十百千拾佰仟廿卅卌"
HAN_FIGURES = "〇零一二两三四五六七八九十百千万亿萬億"
HAN_TO_TEN = HAN_TO_NINE[1:] + "十"

# Scripts without spaces between words whose signs are wide, punctuation included; a space or line
# break next to one means nothing. Hangul is not among them. Code points, both ends included.
UNSPACED = (
    (0x2E80, 0x2FFF),
    (0x3001, 0x312F),
    (0x3190, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFF9F),
    (0xFFE0, 0xFFE6),
    (0x16FE0, 0x18DFF),
    (0x1AFF0, 0x1B2FF),
    (0x20000, 0x3FFFF),
)
# Ideographs, kana, Yi and Hangul: a character of them tells as much as two or three letters.
DENSE = ((0x2E80, 0xA4CF), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
# What takes two columns of a terminal: East Asian Width of Unicode, W and F, roughly.
WIDE = (
    (0x1100, 0x115F),
    (0x2E80, 0xA4CF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFF60),
    (0xFFE0, 0xFFE6),
    (0x1F300, 0x1F64F),
    (0x20000, 0x3FFFD),
)

# Letters of scripts, as the inside of a class.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
KANA = "\u3041-\u30ff"
HAN_AND_KANA = KANA + HAN
HANGUL = "\uac00-\ud7a3"
# What tells the language.
LETTERS = {
    "kana": "\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9d",
    "han": HAN,
    "ko": "\u1100-\u11ff\u3131-\u318e" + HANGUL,
    "th": "\u0e01-\u0e4e",
    "ar": "\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "he": "\u05d0-\u05f4",
    "hi": "\u0900-\u097f",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
}


def ranged(ranges: Sequence[tuple[int, int]]) -> str:
    """Ranges of code points as the inside of a class."""
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges)


_FEW = 8  # ranges that are compared faster than they are searched


def within(codes: NDArray[np.uint32], ranges: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Which code points lie in one of the ranges, which ascend."""
    if len(ranges) <= _FEW:
        inside = np.zeros(len(codes), np.bool_)
        for low, high in ranges:  # what is lower wraps around, and is high
            inside |= codes - np.uint32(low) <= high - low
        return inside
    edges = np.array([at for low, high in ranges for at in (low, high + 1)], np.uint32)
    within: NDArray[np.bool_] = np.searchsorted(edges, codes, side="right") % 2 == 1
    return within


# The same as the inside of a class; and what browsers join across a line break of the source: as
# wide, without Hangul (CSS Text 3, section 4.1.3).
IN_UNSPACED = ranged(UNSPACED)
WIDE_UNSPACED = "\u3000\ua000-\ua4cf\ufe50-\ufe6f" + IN_UNSPACED
# Words have no spaces between them: the above, Thai, Lao, Burmese and Khmer. (Tibetan has a sign
# between syllables.)
WORDS_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff" + IN_UNSPACED

_ENDED = re.compile(rf"[{ENDS}][{IN_CLOSING}{BETWEEN_WORDS}]*$")
_STOPPED = re.compile(rf"[{ENDS}{COLONS}][{IN_CLOSING}{BETWEEN_WORDS}]*$")


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends at the end of the text, or a part of one at a semicolon."""
    return _ENDED.search(text) is not None


def stops(text: str) -> bool:
    """The same, or a colon announces what follows."""
    return _STOPPED.search(text) is not None


def is_small(char: str) -> bool:
    """Whether it is a small letter where sentences begin with capitals.

    Georgian has capitals for headings only, so its letters tell nothing.
    """
    return char.islower() and not "\u10d0" <= char <= "\u10ff"


def undecoded(text: str) -> int:
    """How many characters could not be decoded; none where a text speaks of U+FFFD itself."""
    return 0 if "FFFD" in text else text.count("\ufffd")


UNPARTED = re.compile(rf"[{WORDS_UNSPACED}]")


def is_in_word(before: str, after: str) -> bool:
    """Whether a word goes on from one character to the next, in a script that parts its words; or
    in any, where the second is a mark on the first.
    """
    return _is_mark(after) or all(_is_of_word(char) for char in (before, after))


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _is_of_word(char: str) -> bool:
    return (char.isalnum() or char == "_" or _is_mark(char)) and not UNPARTED.match(char)
