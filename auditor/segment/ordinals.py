"""Ordinals: the markers of headings and list items, as data.

A marker is read where a line or sentence begins, and in the middle of a line too, because
scraping loses line breaks. There it must look like a marker on both sides: 依照第三条的规定,
(see Section 3 of), （国函〔2018〕79号）, 五、六年级 and 3.14 are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from auditor.model import Ordinal
from auditor.segment import numerals
from auditor.segment.lines import BLANK
from auditor.segment.styles import (
    HAN_STARTS,
    KIND_OF_HAN,
    KIND_OF_WORD,
    LABEL,
    LEVELS,
    WORD_STARTS,
)
from auditor.text import scripts


@dataclass(frozen=True, slots=True)
class Marker:
    """An ordinal in its place: where its fragment begins, and where the text after it does."""

    start: int
    end: int  # of the label
    after: int  # the first character behind the label, its full stop and white space
    ordinal: Ordinal


_PREFIXED = frozenset("#>*+•-–_")  # what a prefix may begin with
_LETTERS = re.compile(r"[A-Za-z]{1,6}[.．、)）]")  # as the labels of letters have them
_PREFIX = re.compile(r"(?:(?:#{1,6}|[>*+•\-–])[ \t]+)*(?:\*\*|__)?")
# Behind a label: its full stop, and white space.
_BEHIND = re.compile(rf"([.．:：]?)(?:\*\*|__)?[{BLANK}]*")

_REFERENCE = re.compile(
    rf"[的所中和及与與或至到以各前后後或{scripts.COMMAS}{scripts.SEMICOLONS};)）]|之(?![{scripts.HAN_TO_TEN}])|规定|規定|第|款|项|項|要求|关于|關於"
    rf"|[にをはがでや]|の(?![{scripts.HAN_TO_TEN}])|から|及び|又は|또는|[의에를을과와및]|부터"
)
_LIST_REFERENCE = re.compile(
    rf"[{scripts.CLAUSE_ENDS}{scripts.SEMICOLONS};。和及与與或至到项項款目条條类類期式所中的之)）]"
)
_UNITS = re.compile(
    r"[亿億万萬千百元米吨噸%％倍个個年月日℃度人次项項家户岁]|(?:per\s?cent|million)"
)
_SUBDIVISION = re.compile(r"[,;)]|(?:Abs|Satz|Nr|Nummer|Unterabs)\b|Absatz")
_MONTH = re.compile(r"[A-ZÄÖÜ]?[a-zäöüéû]{2,9}\.?\s\d{4}")
_LETTERS_FIRST = frozenset("CDLM")  # Annex C is the third, Annex V the fifth
_HAN_CHAR = re.compile(rf"[{scripts.HAN}“《「]")
_HAN = re.compile(f"[{scripts.HAN}]")
_HAN_NUMERAL = re.compile(rf"[{numerals.HAN}]+")


@dataclass(slots=True)  # not frozen: one is made for every label, and freezing doubles its cost
class Place:
    """A position where a marker may stand, and how sure it is that something begins there.

    `hard`: a line begins; otherwise a sentence, or only the part behind a colon or semicolon
    (`weak`).
    """

    text: str
    at: int
    hard: bool = False
    weak: bool = False


def leading_marker(text: str, at: int, *, hard: bool = False, weak: bool = False) -> Marker | None:
    """The marker that stands at a place, if one does; `hard` and `weak` as in `Place`."""
    label_at = at
    if hard and text[at : at + 1] in _PREFIXED:
        prefix = _PREFIX.match(text, at)
        label_at = prefix.end() if prefix else at
    if not _may_be_label(text, label_at):
        return None
    match = LABEL.match(text, label_at)
    if match is None or match.lastgroup is None:
        return None
    end = match.end()
    behind = _BEHIND.match(text, end)
    after = end if behind is None or behind[1] else behind.end()
    found = _Found(match.group(), match.groups()[LABEL.groupindex[match.lastgroup] :], end, after)
    ordinal = _READERS[match.lastgroup](Place(text, at, hard, weak), found)
    if ordinal is None:
        return None
    return Marker(at, end, end if behind is None else behind.end(), ordinal)


def _may_be_label(text: str, at: int) -> bool:
    """False where `LABEL` cannot match, told by a character or two: most places are such."""
    char, pair = text[at : at + 1], text[at : at + 2]
    if char.isascii():
        if not char.isalpha():
            return char.isdigit() or char == "("
        # Ignoring case, an ASCII letter equals some that are none: ı is i, ſ is s.
        return pair.lower() in WORD_STARTS or not pair.isascii() or bool(_LETTERS.match(text, at))
    if _HAN.match(char):
        return char in HAN_STARTS
    if not char.isalpha() or not "\u0400" <= char <= "\u0e7f":
        return True
    # So do Cyrillic letters some behind these blocks.
    return pair.lower() in WORD_STARTS or pair[1:] in ("）", ")") or pair[1:] > "\u0e7f"


@dataclass(slots=True)  # as Place
class _Found:
    """A marker by its form alone: label, the groups inside, where it ends, what follows."""

    label: str
    groups: tuple[str | None, ...]
    end: int
    after: int

    def group(self, index: int) -> str:
        return self.groups[index] or ""


def _ordinal(
    found: _Found, style: str, number: int | None, parent: tuple[int, ...] = ()
) -> Ordinal | None:
    if number is None:
        return None
    return Ordinal(found.label.strip(), style, LEVELS[style], number, parent)


def _with_suffix(
    found: _Found, style: str, number: int | None, suffix: int | None
) -> Ordinal | None:
    """第七条の二 and § 3a: a number between two others, kept as a child of the first."""
    if number is None or suffix is None:
        return _ordinal(found, style, number)
    return _ordinal(found, style, suffix, (number,))


def _spaced(place: Place, found: _Found) -> bool:
    return found.after > found.end or found.end == len(place.text)


def _next(place: Place, found: _Found) -> str:
    return place.text[found.after : found.after + 1]


def _read_unit(place: Place, found: _Found) -> Ordinal | None:
    if not _spaced(place, found) and _REFERENCE.match(place.text, found.end):
        return None
    if not place.hard and _REFERENCE.match(place.text, found.after):
        return None
    number = numerals.any_numeral(found.group(0))
    style = KIND_OF_HAN[found.group(1)]
    suffix = numerals.any_numeral(found.group(2)) if found.groups[2] else None
    return _with_suffix(found, style, number, suffix)


def _read_attachment(place: Place, found: _Found) -> Ordinal | None:
    if _REFERENCE.match(place.text, found.end):
        return None
    kind = KIND_OF_HAN[found.group(0).removesuffix("第")]
    return _ordinal(found, kind, numerals.any_numeral(found.group(1)))


def _read_han(place: Place, found: _Found) -> Ordinal | None:
    number = numerals.han(found.group(0))
    if not number or number > 99 or (found.label[-1] == "." and not place.hard):
        return None
    following = _HAN_NUMERAL.match(place.text, found.end)
    if following and numerals.han(following.group()) == number + 1:
        return None  # 五、六年级
    if not _next(place, found) or _next(place, found) in scripts.SURE_ENDS + scripts.COMMAS:
        return None
    return _ordinal(found, "han", number)


def _read_han_paren(place: Place, found: _Found) -> Ordinal | None:
    if not place.hard and _LIST_REFERENCE.match(place.text, found.end):
        return None
    numeral = found.groups[0]
    number = numerals.han(numeral) if numeral else numerals.enclosed(found.label)
    return _ordinal(found, "han-paren", number) if number else None


def _read_multi(place: Place, found: _Found) -> Ordinal | None:
    following = _next(place, found)
    unspaced = bool(_HAN_CHAR.match(following))
    if place.weak or not (_spaced(place, found) or unspaced):
        return None
    dotted = found.label[-1] in ".．"
    if _UNITS.match(place.text, found.after) or following in "%-+=<>":
        return None
    if scripts.is_small(following) and not dotted:
        return None
    if not place.hard and not (following.isupper() or unspaced):
        return None
    parts = [int(part) for part in re.split(r"[.．]", found.group(0))]
    style = f"decimal-{min(len(parts), 4)}"
    return _ordinal(found, style, parts[-1], tuple(parts[:-1]))


def _read_decimal(place: Place, found: _Found) -> Ordinal | None:
    if not found.groups[0]:
        return _ordinal(found, "decimal", numerals.enclosed(found.label))
    following = _next(place, found)
    unspaced = bool(_HAN_CHAR.match(following))
    if not (_spaced(place, found) or unspaced or following.isupper()):
        return None
    if _MONTH.match(place.text, found.after) and not unspaced:
        return None  # 1. Januar 2020
    if found.label[-1] == "、" and not unspaced:
        return None
    if not place.hard and (scripts.is_small(following) or not (following.isalpha() or unspaced)):
        return None
    number = numerals.digits(found.group(0))
    if place.weak and number != 1 and not unspaced:
        return None
    return _ordinal(found, "decimal", number)


def _read_spaced(place: Place, found: _Found) -> Ordinal | None:
    """A number with nothing but white space behind it."""
    if not place.hard or _UNITS.match(place.text, found.after):
        return None
    return _ordinal(found, "decimal", numerals.digits(found.group(0)))


def _read_paren(place: Place, found: _Found) -> Ordinal | None:
    if not place.hard and not _begins_item(place, found):
        return None
    numeral = found.groups[0]
    number = numerals.digits(numeral) if numeral else numerals.enclosed(found.label)
    return _ordinal(found, "decimal-paren", number)


def _begins_item(place: Place, found: _Found) -> bool:
    """Whether words follow, so that this is no reference: (1), (2) and (3)."""
    following = _next(place, found)
    if not following or _LIST_REFERENCE.match(following):
        return False
    if found.end == found.after and following.isascii() and following.isalnum():
        return False
    rest = place.text[found.after : found.after + 6]
    return not re.match(r"(?:and|or|und|oder|et|ou|of|y|o|и|или|above|below)\b", rest)


def _read_half(place: Place, found: _Found) -> Ordinal | None:
    if not _spaced(place, found) and not _HAN_CHAR.match(_next(place, found)):
        return None
    if not place.hard and not _begins_item(place, found):
        return None
    return _ordinal(found, "decimal-half-paren", numerals.digits(found.group(0)))


def _read_circled(place: Place, found: _Found) -> Ordinal | None:
    if _LIST_REFERENCE.match(place.text, found.after) and not place.hard:
        return None
    return _ordinal(found, "circled", numerals.enclosed(found.label))


def _read_sign(place: Place, found: _Found) -> Ordinal | None:
    following = _next(place, found)
    if not place.hard or scripts.is_small(following) or _SUBDIVISION.match(place.text, found.after):
        return None
    number = numerals.digits(found.group(0))
    suffix = numerals.letter(found.group(1))
    return _with_suffix(found, "section-sign", number, suffix)


def _read_alpha(place: Place, found: _Found) -> Ordinal | None:
    """(a), a), a., (iv), A., IV.: a letter for now; `resolve_letters` tells Roman numerals."""
    numeral = found.group(0)
    closing = found.label[-1]
    if closing in ".．、" and not (place.hard or (len(numeral) > 1 and numeral.isupper())):
        return None
    if closing in ".．、" and re.match(r"\s?[^\W\d_]\.", place.text[found.end : found.end + 3]):
        return None  # initials: J. K. Rowling
    if not (_spaced(place, found) or closing in "）)、"):
        return None
    if not place.hard and not _begins_item(place, found):
        return None
    if found.label[0] not in "（(" and closing in "）)" and not _spaced(place, found):
        return None
    upper = numeral.isupper()
    number, roman = numerals.letter(numeral), numerals.roman(numeral)
    doubled = len(numeral) == 2 and number is not None and numeral.lower() not in ("ii", "xx")
    if number is None or (roman is not None and len(numeral) > 1 and not doubled):
        return _ordinal(found, "roman" if upper else "roman-paren", roman)
    return _ordinal(found, "letter" if upper else "letter-paren", number)


def _read_word(place: Place, found: _Found) -> Ordinal | None:
    following = _next(place, found)
    newline = "\n" in place.text[found.end : found.after] or not following
    if not newline and (scripts.is_small(following) or following in ",;)]"):
        return None
    word = found.group(0).lower()
    if not place.hard and not newline:
        punctuated = following in ".:–—-"
        if not (punctuated or following.isalpha() or following in "“\"'«("):
            return None
    kind = KIND_OF_WORD[word]
    parts = found.group(1).split(".")
    if len(parts) > 1:
        values = [int(part) for part in parts]
        return _ordinal(found, kind, values[-1], tuple(values[:-1]))
    number = None if parts[0] in _LETTERS_FIRST else numerals.any_numeral(parts[0])
    if number is None:
        number = numerals.letter(parts[0])
    return _with_suffix(found, kind, number, numerals.letter(found.group(2)))


_READERS: dict[str, Callable[[Place, _Found], Ordinal | None]] = {
    "unit": _read_unit,
    "korean": _read_unit,
    "attachment": _read_attachment,
    "han": _read_han,
    "han_paren": _read_han_paren,
    "multi": _read_multi,
    "decimal": _read_decimal,
    "spaced": _read_spaced,
    "paren": _read_paren,
    "half": _read_half,
    "circled": _read_circled,
    "sign": _read_sign,
    "alpha_paren": _read_alpha,
    "alpha_half": _read_alpha,
    "alpha_dot": _read_alpha,
    "word": _read_word,
}


def resolve_letters(markers: Iterable[Marker]) -> list[Marker]:
    """Tell letters from Roman numerals: (i) after (h) is a letter, otherwise one.

    Asked are the nearest markers of the same shape, before and after: v after u, but before
    vi a numeral all the same.
    """
    found = list(markers)
    last: dict[str, int] = {}
    for index, marker in enumerate(found):
        ordinal = marker.ordinal
        shape = _shape(ordinal)
        if shape is None:
            continue
        previous = found[last[shape]].ordinal if shape in last else None
        if _is_roman(ordinal, previous, _following(found, index, shape)):
            roman = numerals.roman(_numeral(ordinal))
            style = "roman" if ordinal.style == "letter" else "roman-paren"
            ordinal = replace(ordinal, style=style, level=LEVELS[style], number=roman or 0)
            found[index] = replace(marker, ordinal=ordinal)
        last[shape] = index
    return found


def _numeral(ordinal: Ordinal) -> str:
    return ordinal.label.strip("（）().．、 \\")


def _shape(ordinal: Ordinal) -> str | None:
    """What markers of one list share: case and signs around; None for other markers."""
    if ordinal.style not in ("letter", "roman", "letter-paren", "roman-paren"):
        return None
    case = "A" if _numeral(ordinal).isupper() else "a"
    return re.sub(r"\w+", case, ordinal.label.translate({0xFF08: "(", 0xFF09: ")"}))


def _following(markers: list[Marker], index: int, shape: str) -> Ordinal | None:
    """The next marker of the same shape, not far away."""
    for marker in markers[index + 1 : index + 8]:
        if _shape(marker.ordinal) == shape:
            return marker.ordinal
    return None


def _is_roman(ordinal: Ordinal, previous: Ordinal | None, following: Ordinal | None) -> bool:
    """Whether a marker read as a single letter is a Roman numeral."""
    numeral = _numeral(ordinal)
    if ordinal.style not in ("letter", "letter-paren") or len(numeral) != 1:
        return False
    roman = numerals.roman(numeral)
    if roman is None:
        return False
    romans = ("roman", "roman-paren")
    if following and following.style in romans and following.number == roman + 1:
        return True
    if previous and previous.style in romans and previous.number == roman - 1:
        return True
    if previous and previous.style == ordinal.style and previous.number == ordinal.number - 1:
        return False
    return numeral.lower() in "ivx"
