"""The signs of the scripts of the world: one table.

Sets of characters are strings, ready for `in`; ranges are written as the inside of a class of a
regular expression. Nothing else in the package holds such a set or range of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Ends of sentences and clauses, as the inside of a class.
STOPS = "。｡！？；।॥؟؛۔።፧፨։။។៕༎᠃᠉⁇⁈⁉‼"
SPACED_STOPS = ".!?;…‽．\u037e"
CLAUSE_SIGNS = ",;:،，、；：၊᠂՝"
CONTINUING = "，、；：,;:)）》〉」』”’]】%"
PASSAGE_ENDS = ("。", ". ", "।", "։ ", "። ", "\n", "; ", "；", "، ", " ")
CUT_AFTER = frozenset("。！？!?；;…।॥؟۔።։\n")
CUT_AFTER_CLAUSE = frozenset("，,、：:）)】》」』”.'\"")
BREAKING = ".!?。！？；;"
STOPS_OF_LINES = ".!?…。！？।؟؛۔:：;；"
STOPS_OF_KEYS = "。！？!?…।॥؟۔։።.;；"
STRONG_STOPS = "。！？!?"
STOPS_OF_TANDEMS = "。！？।۔؟…；"
STOPS_OF_RULES = ".!?:;。！？：；"
STOPS_OF_PARAGRAPHS = ".!?؟。！？।…:：;；"
SENTENCE_INSIDE = "。！？।"
FULL_STOPS = (
    *(".", "!", "?", "。", "！", "？", "｡", "।", "؟", "۔", "…"),
    *(".”", ".»", "。”", "。」", ".)"),
)
CLAUSE_OF_LINES = ".;:,!?…。；：，、！？।॥؟؛۔"
CLAUSE_OF_COPIES = "。！？；：，、"
SPACED_CLAUSE_OF_COPIES = ".!?;:,،؛؟۔।॥։።"
NO_HEADING_ENDS = ".,;:!?。，；：！？、"
NO_LABEL_ENDS = ".。;；,，、!！?？"
NO_ANNEX_ENDS = ".;,。；，、"
BEFORE_BULLET = "。；：.;:!?！？）)"
PHRASE_ENDS = "。，；：,;:!?！？"
INSIDE_NO_HEADING = "，。、；：,;:"
INSIDE_NO_TITLE = "，。；：、"
BEHIND_LABEL = "：；，、。:;,"
BEHIND_REFERENCE = "、，,。；：;"
BEGINS_MIDDLE = ",，、;；:：.。!！?？"
GOES_ON = ",،，、;؛；"
WIDE_ASKING = "！？"
COMMAS = ",，、،"
HAN_COMMAS = ",，、"
ANNOUNCING = "：:；;"
BEHIND_HAN = "、，。；"
SHOWN_BREAKS = "。！？．.!?"

# Brackets.
OPENERS = frozenset("([{（【《「『〔〈")
CLOSERS = frozenset(")]}）】》」』〕〉")

# Numerals. Han figures count within a date, a quantity; `HAN_DIGITS` and `HAN_UNITS` in ordinals.
HAN_DIGITS = "〇零○一二三四五六七八九两壹贰叁肆伍陆柒捌玖貳參陸"
HAN_UNITS = "十百千拾佰仟廿卅卌"
HAN_FIGURES = "〇零一二两三四五六七八九十百千万亿萬億"
HAN_NUMERALS = "〇一二三四五六七八九十百千万亿萬億"
HAN_SPELT = "〇零一二三四五六七八九十"
HAN_COUNT = "〇一二三四五六七八九"  # each at the place of its value
HAN_TO_TEN = "一二三四五六七八九十"
HAN_TO_HUNDRED = "一二三四五六七八九十百"

# Scripts, as the inside of a class.
HAN = "\u3400-\u9fff\uf900-\ufaff"
HAN_BASIC = "\u4e00-\u9fff"
HAN_AND_KANA = "\u3041-\u30ff\u3400-\u9fff"
CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
UNSPACED_LINES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\uffef"
UNSPACED_KEYS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff"
UNSPACED_SIGNS = "\u2e80-\u9fff\uff01-\uff9f\U00020000-\U0010ffff"
HAN_SIGNS = "\u2e80-\u9fff"
HANGUL = "\uac00-\ud7a3"
WORDLESS = "\u3040-\u9fff"
# East Asian wide letters and punctuation without Hangul, which puts spaces between words.
WIDE_WITHOUT_HANGUL = (
    "\u2e80-\u303e\u3041-\u312f\u31a0-\u4dbf\u4e00-\ua4cf\uf900-\ufaff\ufe30-\ufe6f"
    "\uff01-\uff9f\uffe0-\uffe6\U0001b000-\U0001b2ff\U00020000-\U0003fffd"
)
NO_WORDS = "\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef"
LETTERS = {
    "kana": "\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9d",
    "han": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd",
    "ko": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "th": "\u0e01-\u0e4e",
    "ar": "\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "he": "\u05d0-\u05f4",
    "hi": "\u0900-\u097f",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
}

# Code points, both ends included.
# Scripts written without spaces between words; a space or line break next to such a character
# means nothing. Hangul is not among them.
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
DENSE = ((0x2E80, 0xFAFF), (0x20000, 0x10FFFF))
FIRST_DENSE = "\u2e80"  # from here on, mostly scripts without spaces between words


def within(codes: NDArray[np.uint32], ranges: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Which code points lie in one of the ranges, which ascend."""
    edges = np.array([at for low, high in ranges for at in (low, high + 1)], np.uint32)
    inside: NDArray[np.bool_] = np.searchsorted(edges, codes, side="right") % 2 == 1
    return inside
