"""Markers in the middle of a line, where the line break before them was lost.

Nothing says there that a fragment begins, so a marker must prove itself by what stands around
it: a colon or semicolon before, a heading before that it is one level below, its neighbour in
the same list close by. No rule looks further than 40 characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from auditor.segment import numerals
from auditor.segment.lines import BLANK
from auditor.segment.ordinals import LEVELS, Marker, Place, leading_marker

_REACH = 40  # characters
_HEADING = 25  # characters of a heading between two markers
_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_HAN = f"[{numerals.HAN}]"

# A colon or semicolon, or an "and" after it, with what can only be a marker behind.
_WEAK = re.compile(
    rf"[：:；;][{BLANK}]*(?:(?:and|or|und|oder|et|ou|y|o|e|и|или|та|або)\s+)?"
    rf"(?=[（(\d①-⑳⑴-⒛㈠-㈩第附제{numerals.HAN}]|[a-z][)）]\s)"
)
_COMMA = re.compile(rf"[，,][{BLANK}]*(?:(?:and|or|und|oder)\s+)?(?=[（(①-⑳⑴-⒇])")
_BEFORE_REFERENCE = frozenset(
    "第条條款项項目之及和与與或至按据照依见見由在本该該对對附件表图圖式号注、，,（("
)
_WORD = re.compile(rf"[A-Za-z{_CJK}“《「]")
_ENDS_PHRASE = re.compile(r"[。，；：,;:!?！？]|\.\s")
_DATE = re.compile(r"\d{1,2}\s?[日号]$")
_SUBHEADING = re.compile(r"[^，。、；：,;:\s]{2,25}\s?[（(][一二三][）)]")
_SEPARATED = re.compile(r"\d{1,3}[．.、]")

# Candidates, each found from its first character on, in the order of their names.
_CANDIDATES = (
    re.compile(rf"[（(](?:{_HAN}{{1,3}}|\d{{1,3}})[）)]"),
    re.compile(rf"\d{{1,3}}[．.、](?=[{_CJK}“《「])"),
    re.compile(rf"第(?:\d{{1,4}}|{_HAN}{{1,9}})(?:编|編|部分|章|节|節|条|條)"),
    re.compile(r"附[件录錄表](?:\d{1,2}|[一二三四五六七八九十]{1,2})"),
    re.compile(r"제\s?\d{1,4}\s?[장절조]"),
    re.compile(r"[①-⑳⑴-⒛㈠-㈩]"),
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
)
_BULLET = re.compile(r"[●■◆▶►]+[ \t]*|[•◦▪]+[ \t]+")


def bullet_starts(text: str) -> Iterator[int]:
    """Bullets in mid-line: where white space or the end of a phrase stands before."""
    for match in _BULLET.finditer(text):
        start = match.start()
        before = text[start - 1 : start]
        if (
            len(match.group().strip()) == 1
            and _WORD.match(text, match.end())
            and (before.isspace() or before in "。；：.;:!?！？）)")
        ):
            yield start


def weak_markers(text: str, known: set[int]) -> Iterator[Marker]:
    """Markers behind a colon, semicolon or comma, at no place that is known already."""
    for pattern in (_WEAK, _COMMA):
        for match in pattern.finditer(text):
            at = match.end()
            if at in known or _is_clock(text, match):
                continue
            marker = leading_marker(Place(text, at, weak=True))
            if marker is None:
                continue
            if pattern is _COMMA and not _in_list(text, marker):
                continue
            yield marker


def _is_clock(text: str, match: re.Match[str]) -> bool:
    """12:30, 3:16."""
    start, end = match.span()
    return end == start + 1 and text[start - 1 : start].isdigit() and text[end : end + 1].isdigit()


def _in_list(text: str, marker: Marker) -> bool:
    """Whether a comma before the marker separates items, not references: (a), (b) and (c)."""
    before = text[: marker.start].rstrip()[-12:] if marker.start < 64 else ""
    before = before or text[marker.start - 12 : marker.start]
    return not re.search(r"[）)①-⑳]\s*[，,]\s*(?:and|or|und|oder)?\s*$", before)


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
        marker = leading_marker(Place(text, start))
        if marker is not None and _proves_itself(text, marker, last):
            last = marker
            yield marker


def _candidate_starts(text: str) -> list[int]:
    starts = {match.start() for pattern in _CANDIDATES for match in pattern.finditer(text)}
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
    return "\u3040" <= char <= "\u9fff" or char in "）)》」”"


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
    near = (
        match.group()
        for window in (
            (max(0, marker.start - _REACH), marker.start),
            (marker.after, marker.after + _REACH),
        )
        for match in _SEPARATED.finditer(text, *window)
        if match.group()[-1] == separator
    )
    return any(int(label[:-1]) in (number - 1, number + 1) for label in near)


def without_label_stops(cuts: list[int], markers: dict[int, Marker]) -> list[int]:
    """The cuts without those that a label's own full stop made: in `1. Scope`, `Статья 5. Право`.

    Both cuts and markers ascend. A cut stays where a marker of its own begins.
    """
    inside = {marker.after for marker in markers.values() if marker.after not in markers}
    inside |= {
        at
        for marker, following in pairwise(markers.values())
        for at in range(marker.start + 1, marker.after)
        if at < following.start
    }
    return [cut for cut in cuts if cut not in inside]
