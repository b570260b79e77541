"""Sentence ends in the scripts of the world.

Every decision looks at a few characters around the mark, never further, so that a sentence is
cut in the same way wherever it stands. Signs that only end sentences (。 । ። ؟) are taken at
their word; the full stop, which also abbreviates and numbers, is judged by its neighbours, in
the manner of Unicode Standard Annex 29 with the suppressions of CLDR's segment exceptions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.segment.lines import BLANK, LINE_BREAKS
from auditor.text import scripts

_SURE = re.compile(
    rf"[{scripts.SURE_ENDS}](?<![{scripts.HEADS}].)(?<![{scripts.HEADS}]..)"
    rf"[{scripts.SURE_ENDS}.!?…]*[{scripts.IN_CLOSING}]*(?:\s+[{scripts.IN_TWOS}]+)*"
    rf"[{BLANK}{scripts.BETWEEN_WORDS}]*"
)
_MAYBE = re.compile(rf"[{scripts.SPACED_ENDS}]+[{scripts.IN_CLOSING}]*")
_BLANKS = re.compile(rf"[{BLANK}]*")
_OPENERS = re.compile(rf"[{scripts.IN_OPENING}¿¡*_]*")
_NO_TOKEN = re.compile(r"(?s:.*)[\s\"'“”‘’«»„()（）\[\]{}<>,;:]")  # up to the last sign
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,3}")  # e.g, z.B, U.S, i.V.m, т.е
_CONTINUING = frozenset(
    scripts.CLAUSE_ENDS + scripts.SEMICOLONS + ";%" + scripts.CLOSING
) - frozenset("\"'»›")
_DOTS = (".", "…", "．")
_UNSPACED = re.compile(f"[{scripts.IN_UNSPACED}]")
_BRACKET_OPENED = re.compile(rf"[（(][^（）()。{LINE_BREAKS}]*$")
_TITLE_OPENED = re.compile(rf"《[^《》。{LINE_BREAKS}]*$")
_TITLE_GOES_ON = re.compile(rf"[^《》。{LINE_BREAKS}]{{0,30}}》")

# A sentence that lost the space after it: "…our Services.You agree" or "…policy.2. Content".
_GLUED = re.compile(r"[^\W\d_a-zà-öø-ÿа-яё][a-zà-öø-ÿа-яё'’]+[ ,]|\d{1,2}\.\s[^\W\d_a-zа-я]")
_GLUED_BEFORE = re.compile(r"(?:^|[\s\"“(])[^\W_]*[a-zà-öø-ÿа-яё]{2}[)\"”’]?$")

# 各省、自治区人民政府： and 通知如下： close a line in the source, whatever became of the line.
_ADDRESSEES = (
    *("人民政府", "委员会", "管委会", "办公厅", "办公室", "部门", "部队", *"部委厅局院"),
    *("机构", "单位", "公司", "如下", "如左"),
)
_ADDRESS = re.compile(rf"[：:][{BLANK}]*(?=[{scripts.HAN}《“（])")

# Never the last word of a sentence.
_ABBREVIATIONS = frozenset(
    """
    no nos nr nrs art arts sec secs sect inc ltd corp co bros dr mr mrs ms messrs prof st vs cf al
    fig figs vol vols pp ch chap para paras pt ed eds rev sr jr gen gov sen rep hon capt col lt maj
    approx dept est ext tel tél fax ref app approx ser viz resp univ jan feb mar apr jun jul aug
    sep sept oct nov dec
    abs nr bd hr fr str kap ziff lit buchst aufl vgl bzw ggf ca mio mrd evtl inkl zzgl abschn anm
    anl bek bgbl rn rdnr sog ing dipl mag hrsg jg insb i.d.f i.v.m
    ст стр рис табл гл разд см ср им ул пр просп пл кв тыс млн млрд руб коп проф акад напр гг пп чч
    подп абз обл р-н респ тел
    mm mme mlle mgr env éd chap par m.m
    sra srta dra ud uds núm pág págs párr cap tít ej aprox av avda dpto
    sig dott avv ecc pag artt tab dz poz ust pkt ul
    """.split()  # noqa: SIM905 - a list of words reads better as text
)
# Often the last word of a sentence: an end when a capital or a new script follows.
_MAYBE_LAST = frozenset(["т.д", "т.п", "др", "etc", "usw", "u.s.w", "ecc", "n.b", "a.m", "p.m"])
_MONTHS = re.compile(
    r"(?:jan|feb|fév|mär|mar|apr|avr|mai|may|maj|jun|jui|juin|jul|aoû|aug|ago|sep|okt|oct|out|nov"
    r"|dez|dec|déc|dic|ene|январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр"
    r"|декабр|lede|únor|břez|dub|květ|červ|srp|září|říj|list|pros)\w*",
    re.I,
)
_ORDINAL_LANGUAGES = frozenset(
    """
    de da nb nn no fi cs sk sl hr sr bs hu pl lv et tr is fo lb hsb dsb eu
    """.split()  # noqa: SIM905 - as above
)
# Words that a German ordinal follows: am 1. Januar, der 3. Abschnitt.
_BEFORE_ORDINAL = re.compile(
    r"\b(?:am|vom|zum|zur|der|des|dem|den|die|das|bis|ab|seit|im|und|oder|jede[rsmn]?|diese[rsmn]?)"
    r"\s+\d{1,3}$",
    re.I,
)
_AFTER_REFERENCE = re.compile(
    r"(?:§|\b(?:Abs(?:atz|\.)|Satz|Nr\.|Nummer|Art(?:ikel|\.)|Seite|S\.))\s*\d{1,3}$"
)


def sentence_starts(text: str, language: str | None) -> list[int]:
    """Where a sentence begins because another ended: ascending offsets, 0 not among them."""
    primary = (language or "").partition("-")[0].lower()
    starts = {*_sure_starts(text), *_maybe_starts(text, primary)}
    starts.update(_address_starts(text))
    starts.discard(len(text))
    return sorted(starts)


def _address_starts(text: str) -> Iterator[int]:
    for match in _ADDRESS.finditer(text):
        if text.endswith(_ADDRESSEES, 0, match.start()) and not _is_bracketed(text, match.start()):
            yield match.end()


def _is_bracketed(text: str, at: int) -> bool:
    """Whether a bracket is open at `at`, on its line: （主管部门：…）."""
    return bool(_BRACKET_OPENED.search(text, max(0, at - 30), at))


def _sure_starts(text: str) -> Iterator[int]:
    for match in _SURE.finditer(text):
        at = match.end()
        following = text[at : at + 1]
        if following and following in _CONTINUING:
            continue
        if _is_inside_title(text, match.start(), match.end()):
            continue
        if match.group()[0] in scripts.ASKING and "）" in match.group() and following.isalpha():
            continue
        yield at


def _is_inside_title(text: str, mark: int, at: int) -> bool:
    """《你好！中国》: the end of a question inside a title, on one line, ends nothing."""
    if text[mark] not in scripts.ASKING:
        return False
    opened = _TITLE_OPENED.search(text, max(0, mark - 30), mark)
    return bool(opened and _TITLE_GOES_ON.match(text, at))


def _maybe_starts(text: str, language: str) -> Iterator[int]:
    for match in _MAYBE.finditer(text):
        start, end = match.span()
        if start == 0:
            continue
        before, following = text[start - 1], text[end : end + 1]
        if _is_unspaced(before):
            at = _skip_blanks(text, end)
            if _ends_unspaced(match.group(), following) and text[at : at + 1] not in _DOTS:
                yield at
        elif not following or following.isspace() or following in "\u200b\u200e\u200f\ufeff":
            at = _skip_blanks(text, end)
            if text[at : at + 1] not in _DOTS and _ends_spaced(text, match, at, language):
                yield at
        elif _is_glued(text, match):
            yield end


def _skip_blanks(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _is_unspaced(char: str) -> bool:
    """Chinese characters, kana, their punctuation and full-width letters."""
    return _UNSPACED.match(char) is not None


def _ends_unspaced(marks: str, following: str) -> bool:
    """After a Chinese or Japanese character: ! ? end, . does unless a number follows."""
    if following and following in _CONTINUING:
        return False
    if marks[0] in "!?;":
        return True
    if marks[0] == "…":
        return marks[-1] in scripts.CLOSING or marks[-1] in "!?"
    return not (following.isalnum() and following.isascii())


def _ends_spaced(text: str, match: re.Match[str], at: int, language: str) -> bool:
    """Whether a mark with white space after it ends a sentence."""
    start, marks = match.start(), match.group()
    if marks[0] in ";\u037e":
        return language == "el" or marks[0] == "\u037e"
    if text[start - 1].isspace():
        return False
    opened = _OPENERS.match(text, at)
    first = opened.end() if opened else at
    following = text[first : first + 1]
    if scripts.is_small(following):
        return False
    if marks[0] == "…" or marks[:2] == "..":
        return not following or following.isupper()
    if marks[0] not in ".．" or marks[1:2] in (".", "!", "?", "…"):
        return True
    return not _is_abbreviation(text, start, first, language)


def _is_abbreviation(text: str, dot: int, first: int, language: str) -> bool:
    """Whether the full stop at `dot` belongs to the word before it. `first`: the next word."""
    start = max(0, dot - 24)
    before = _NO_TOKEN.match(text, start, dot)
    token = text[before.end() if before else start : dot].strip("*_")
    if not token:
        return False
    if token.isdecimal():
        return _is_ordinal_number(text, dot, token, first, language)
    lowered = token.lower()
    if lowered in _MAYBE_LAST:
        return False
    if len(token) == 1:
        return token.isalpha()
    return lowered in _ABBREVIATIONS or bool(_DOTTED.fullmatch(token))


def _is_ordinal_number(text: str, dot: int, token: str, first: int, language: str) -> bool:
    if len(token) > 3:
        return False
    if _MONTHS.match(text, first):
        return True
    if language in _ORDINAL_LANGUAGES:
        return not _AFTER_REFERENCE.search(text, max(0, dot - 20), dot)
    return bool(_BEFORE_ORDINAL.search(text, max(0, dot - 20), dot))


def _is_glued(text: str, match: re.Match[str]) -> bool:
    start = match.start()
    if len(match.group()) > 3 or match.group()[0] not in ".!?":
        return False
    if not _GLUED.match(text, match.end()):
        return False
    return bool(_GLUED_BEFORE.search(text[max(0, start - 24) : start]))
