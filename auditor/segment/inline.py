"""Markers in the middle of a line, where the line break before them was lost.

Nothing says there that a fragment begins, so a marker must prove itself by what stands around
it: a colon or semicolon before, a heading before that it is one level below, its neighbour in
the same list close by. No rule looks further than 40 characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.segment import numerals
from auditor.segment.lines import BLANK
from auditor.segment.ordinals import Marker, leading_marker
from auditor.segment.styles import LEVELS
from auditor.text import scripts

_REACH = 40  # characters
_HEADING = 25  # characters of a heading between two markers
_HAN = f"[{numerals.HAN}]"

# A colon or semicolon, or an "and" after it, with what can only be a marker behind.
_WEAK = re.compile(
    rf"[{scripts.COLONS}{scripts.SEMICOLONS};][{BLANK}]*(?:(?:and|or|und|oder|et|ou|y|o|e|и|или|та|або)\s+)?"
    rf"(?=[（(\d①-⑳⑴-⒛㈠-㈩第附제{numerals.HAN}]|[a-z][)）]\s)"
)
_COMMA = re.compile(rf"[，,][{BLANK}]*(?:(?:and|or|und|oder)\s+)?(?=[（(①-⑳⑴-⒇])")
_OPENS = re.compile(r"\s(?=\((?:a|i|1)\)\s[^\W\d_])")
_AFTER_WORD = re.compile(r"(?:[^\W\d_]|[^\W\d_]{3}\))\s?$")
_AFTER_LABEL = re.compile(
    rf"(?:[（(]\s?\w{{1,5}}\s?[）)]|(?<=[\s{scripts.SURE_ENDS}{scripts.CLAUSE_ENDS};])\w{{1,4}}[）)]|[（(]{_HAN}{{1,4}}[）)]|[①-⑳])\s*$"
)
_REFERRING_WORD = re.compile(
    r"(?:^|\W)(?:(?:sub)?(?:paragraph|section|clause)|item|point|letter|lit|buchst|buchstabe|absatz"
    r"|abs|nummer|nr|satz|articles?|artikel|art|alinéa|lettre|letra|apartado|п(?:од)?п?(?:ункт)?\w*"
    r"|част\w*|rule|option|case|step|type|class|category|group|note|table|figure|fig|equation"
    r"|and|or|under|per|see)s?\.?$",
    re.I,
)
_BEFORE_REFERENCE = frozenset(
    "第条條款项項目之及和与與或至按据照依见見由在本该該对對附件表图圖式号注（(" + scripts.COMMAS
)
_WORD = re.compile(rf"[A-Za-z{scripts.HAN_AND_KANA}“《「]")
_WORD_END = re.compile(f"[{scripts.HAN_AND_KANA}{scripts.IN_CLOSERS}”]")
_ENDS_PHRASE = re.compile(rf"[{scripts.SURE_ENDS}{scripts.CLAUSE_ENDS};!?]|\.\s")
_DATE = re.compile(r"\d{1,2}\s?[日号]$")
_SUBHEADING = re.compile(
    rf"[^{scripts.SURE_ENDS}{scripts.CLAUSE_ENDS};\s]{{2,25}}\s?[（(][一二三][）)]"
)
_SEPARATED = re.compile(r"(\d{1,3})([．.、])(?!\d)")

# Candidates, each found from its first character on, and signs of which each holds one.
_CANDIDATES = (
    ("（(", re.compile(rf"[（(](?:{_HAN}{{1,3}}|\d{{1,3}})[）)]")),
    ("．.、", re.compile(rf"\d{{1,3}}[．.、](?=[{scripts.HAN_AND_KANA}“《「])")),
    ("第", re.compile(rf"第(?:\d{{1,4}}|{_HAN}{{1,9}})(?:编|編|部分|章|节|節|条|條)")),
    ("附", re.compile(rf"附[件录錄表](?:\d{{1,2}}|[{scripts.HAN_TO_TEN}]{{1,2}})")),
    ("제", re.compile(r"제\s?\d{1,4}\s?[장절조]")),
    ("", re.compile(r"[①-⑳⑴-⒛㈠-㈩]")),
    ("、", re.compile(rf"[{scripts.HAN_TO_TEN}]{{1,3}}、")),
)
_BULLETS = "●■◆▶►•◦▪"
_BULLET = re.compile(r"[●■◆▶►]++[ \t]*+|(?<![•◦▪])[•◦▪]++[ \t]++")


def bullet_starts(text: str) -> Iterator[int]:
    """Bullets in mid-line: where white space or the end of a phrase stands before."""
    if not any(sign in text for sign in _BULLETS):
        return
    for match in _BULLET.finditer(text):
        start = match.start()
        before = text[start - 1 : start]
        if (
            len(match.group().strip()) == 1
            and _WORD.match(text, match.end())
            and (before.isspace() or before in scripts.ENDS + scripts.COLONS + "）)")
        ):
            yield start


def weak_markers(text: str, known: set[int]) -> Iterator[Marker]:
    """Markers behind a colon, semicolon or comma, or that open a list inside a sentence.

    Places in `known` are not asked again.
    """
    for pattern, proves in ((_WEAK, _is_no_clock), (_COMMA, _is_listing), (_OPENS, _is_opening)):
        for match in pattern.finditer(text):
            at = match.end()
            if at in known or not proves(text, match):
                continue
            marker = leading_marker(text, at, weak=True)
            if marker is not None:
                yield marker


def _is_no_clock(text: str, match: re.Match[str]) -> bool:
    """False for 12:30 and 3:16."""
    start, end = match.span()
    glued = end == start + 1
    return not (glued and text[start - 1 : start].isdigit() and text[end : end + 1].isdigit())


def _is_listing(text: str, match: re.Match[str]) -> bool:
    """Whether the comma separates items, not references: (a), (b) and (c)."""
    return not _AFTER_LABEL.search(text, max(0, match.start() - 10), match.start())


def _is_opening(text: str, match: re.Match[str]) -> bool:
    """Whether (a) opens a list in mid-sentence: `means (a) the`, not `paragraph (a) of`."""
    before = text[max(0, match.start() - 16) : match.start()]
    return bool(_AFTER_WORD.search(before)) and not _REFERRING_WORD.search(before.rstrip())


def run_markers(text: str, known: dict[int, Marker | None]) -> Iterator[Marker]:
    """Markers with no punctuation before them.

    `known`: the places where something begins for another reason, with their markers; what
    stands there is not asked again. Found markers count as known for the ones after them.
    """
    last: Marker | None = None
    ahead = iter([*sorted(known.items()), (len(text) + 1, None)])
    place, marker_there = next(ahead)
    for start in _candidate_starts(text):
        while place <= start:
            last = marker_there or last
            place, marker_there = next(ahead)
        if start in known or start == 0 or (last is not None and start < last.after):
            continue
        marker = leading_marker(text, start)
        if marker is not None and _proves_itself(text, marker, last):
            last = marker
            yield marker


def _candidate_starts(text: str) -> list[int]:
    if text.isascii():
        return [match.start() for match in _CANDIDATES[0][1].finditer(text)]
    starts = {
        match.start()
        for signs, pattern in _CANDIDATES
        if not signs or any(sign in text for sign in signs)
        for match in pattern.finditer(text)
    }
    return sorted(starts)


def _proves_itself(text: str, marker: Marker, last: Marker | None) -> bool:
    start, style = marker.start, marker.ordinal.style
    before = text[start - 1]
    if before in _BEFORE_REFERENCE or not _WORD.match(text, marker.after):
        return False
    if last is not None and _is_below_heading(text, marker, last):
        return True
    spaced = before.isspace() and marker.after > marker.end
    bare = _is_word_end(before)
    if style == "han-paren":
        return bare and _is_word_end(text[start - 2 : start - 1] or "")
    if style == "circled":
        return bare
    if style == "decimal":
        return bare and _is_listed(text, marker)
    if style == "han":
        return bare and bool(_SUBHEADING.match(text, marker.after))
    if style in ("annex", "appendix"):
        return before.isspace() or bool(_DATE.search(text, max(0, start - 4), start))
    return style in ("part", "chapter", "section", "article") and spaced


def _is_word_end(char: str) -> bool:
    return _WORD_END.match(char) is not None


def _is_below_heading(text: str, marker: Marker, last: Marker) -> bool:
    """一、总体要求（一）: a marker one or more levels below one that heads these words."""
    gap = marker.start - last.after
    if not 2 <= gap <= _HEADING or LEVELS[marker.ordinal.style] <= last.ordinal.level:
        return False
    if marker.ordinal.style in ("han", "annex"):
        return False
    return not _ENDS_PHRASE.search(text, last.after, marker.start)


def _is_listed(text: str, marker: Marker) -> bool:
    """Whether the marker's neighbour, of the same form, stands close by: 1．… 2．…"""
    separator = marker.ordinal.label[-1]
    if separator == "．":
        return True
    number = marker.ordinal.number
    before = text[max(0, marker.start - _REACH) : marker.start].splitlines()[-1:]
    after = text[marker.after : marker.after + _REACH].splitlines()[:1]
    return any(
        match[2] == separator and int(match[1]) in (number - 1, number + 1)
        for line in before + after
        for match in _SEPARATED.finditer(line)
    )


def without_label_stops(cuts: list[int], markers: dict[int, Marker]) -> list[int]:
    """The cuts without those that a label's own full stop made: in `1. Scope`, `Статья 5. Право`.

    A cut stays where a marker of its own begins.
    """
    inside = {
        at
        for marker in markers.values()
        for at in range(marker.start + 1, marker.after + 1)
        if at not in markers
    }
    return [cut for cut in cuts if cut not in inside]
