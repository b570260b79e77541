"""Text that stands once more, or once less, than it did."""

from __future__ import annotations

import re
from itertools import pairwise

from auditor.history.explaining.cases import Case, Verdict
from auditor.history.pairing.bare import bare, width
from auditor.history.pairing.places import Around, is_heading, line_key
from auditor.model import Span

_BLOCK = 40  # bare characters, dense ones as two, that are a copy, and no set phrase; a guess
_LEFT = 16  # bare characters, dense ones as two, that woven copies leave; a guess
_STUTTER = 6  # bare characters: no doubled “not not”; a guess


def copied_lines(case: Case) -> Verdict | None:
    """Headings or links that stand in both versions and now once more, or once less."""
    if case.is_replacement or case.difference.what != "words":
        return None
    side, span = case.sides[0]
    other = case.new if case.difference.old else case.old
    if not side.is_whole_lines(span):
        return None
    lines = [line for line in side.lines(span) if re.search(r"[^\W_]", line.text)]
    if not lines or not any(is_heading(x.text) or x.is_links for x in lines):
        return None
    if len(bare(case.before + case.after)) < 16:
        return None
    for line in lines:
        key = line_key(line.text)
        if not other.bare_lines[key] or side.bare_lines[key] <= 1:
            return None
        if not (line.is_links or len(line.words) <= 120):
            return None
    if is_heading(lines[-1].text) and _heads_new_text(side, span, other):
        return None
    return Verdict("noise-duplication", "copy", ("lines that stand elsewhere in both texts",), 0.8)


def _heads_new_text(side: Around, span: Span, other: Around) -> bool:
    """Whether what follows a heading stands in this version alone: then it is the head of that."""
    following = re.search(r"[^\W_]", side.text[span.end :])
    if following is None:
        return False
    line = side.line(span.end + following.start())
    keys = side.keys(line.span)
    return not other.bare_lines[line_key(line.text)] and not any(other.units[k] for k in keys)


def copied_block(case: Case) -> Verdict | None:
    """Sentences of which every one stands in both versions, and now once more.

    One less is an author's, as long as no other version shows the one more: an audit of the older
    version has left it in. What a page says of each of its parts stands there once more with each
    part, and is no copy: of one, a sentence at least stands twice as often now.
    """
    if case.difference.old or case.difference.what != "words":
        return None
    side, span = case.new, case.span_new
    other = case.old
    keys = side.keys(span)
    all_of_it = sum(map(width, keys))
    copied = sum(width(key) for key in keys if 1 <= other.units[key] < side.units[key])
    if all_of_it < _BLOCK or copied < 0.95 * all_of_it:
        return None
    if not any(2 <= 2 * other.units[key] <= side.units[key] for key in keys):
        return None
    return Verdict("noise-duplication", "copy", ("every sentence stands elsewhere too",), 0.75)


def kept_as_copy(case: Case) -> Verdict | None:
    """What one reading lacks, but has left out as a copy: the page has not lost it."""
    if case.is_replacement or case.difference.what != "words":
        return None
    side, span = case.sides[0]
    other = case.new if case.difference.old else case.old
    keys = side.keys(span)
    if not other.left_out or sum(map(width, keys)) < _LEFT:
        return None
    if any(key not in other.left_out or not _has_as_often(key, other, side) for key in keys):
        return None
    return Verdict("noise-duplication", "copy", ("stands there still, taken for a copy",), 0.75)


def _has_as_often(key: str, other: Around, side: Around) -> bool:
    return other.bare.count(key) + other.left_out.count(key) >= side.bare.count(key)


def _units(side: Around, span: Span) -> list[str]:
    """The sentences and lines of a span, bare; across what was left out none goes on."""
    edges = [span.start, *side.side.seams(span.start + 1, span.end - 1), span.end]
    return [key for start, end in pairwise(edges) for key in side.keys(Span(start, end))]


def _is_once_more(key: str, side: Around, other: Around) -> bool:
    """Whether the other text has it, and this one more often, with what its reading left out.

    Of two places the reading may have kept the wrong one.
    """
    own = side.bare.count(key) + (side.left_out.count(key) if width(key) >= _LEFT else 0)
    return 1 <= other.bare.count(key) < own


def left_over(case: Case) -> Verdict | None:
    """What a reading of copies has left of one: it stands elsewhere in both texts.

    Where copies are woven, anywhere; else beside what was left out.
    """
    if case.is_replacement or case.difference.what != "words":
        return None
    side, span = case.sides[0]
    at_seam = side.is_at_seam(span)
    if not case.damaged and not at_seam:
        return None
    other = case.new if case.difference.old else case.old
    keys = _units(side, span)
    all_of_it = sum(map(width, keys))
    copied = sum(width(key) for key in keys if _is_once_more(key, side, other))
    is_crumb = case.damaged and (at_seam or side.is_whole_units(span))
    is_crumb = is_crumb and not {*case.terms} - {"number"}
    if all_of_it < (1 if is_crumb else _LEFT) or copied < 0.95 * all_of_it:
        return None
    return Verdict("noise-duplication", "copy", ("left of a copy of the text",), 0.75)


def stutter(case: Case) -> Verdict | None:
    """What stands directly before or behind it, once more."""
    if case.is_replacement or case.difference.what != "words":
        return None
    side, span = case.sides[0]
    other = case.new if case.difference.old else case.old
    own = bare(span.of(side.text))
    own = own[: (own + own).find(own, 1)]  # said more than once
    # What is new itself is an author's, though it stands twice.
    if len(own) < _STUTTER or own not in other.bare:
        return None
    room = 2 * len(span) + 40
    before = bare(side.text[max(0, span.start - room) : span.start])
    after = bare(side.text[span.end : span.end + room])
    if not (before.endswith(own) or after.startswith(own)):
        return None
    return Verdict("noise-duplication", "stutter", ("the same text stands beside it",), 0.9)
