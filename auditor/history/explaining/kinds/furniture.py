"""Menus, contents, banners and labels: what stands around the text of a page."""

from __future__ import annotations

import re

from auditor.history.explaining.cases import Case, Verdict
from auditor.history.explaining.terms import Lexicon
from auditor.history.pairing.bare import width
from auditor.history.pairing.places import (
    Around,
    Line,
    figures,
    is_heading,
    is_labels,
    is_menu,
    line_key,
    visible,
)
from auditor.model import Span

_NOTICE = 1000  # characters of a banner at the head; a guess


def furniture(case: Case) -> Verdict | None:
    """Menus, contents lists and banners that come or go as whole lines."""
    sides = case.sides
    if case.difference.what != "words" or not sides:
        return None
    if not all(side.is_whole_lines(span) for side, span in sides):
        return None
    lines = [line for side, span in sides for line in side.lines(span)]
    full = [line for line in lines if re.search(r"[^\W_]", line.text)]
    if not full or any(is_effective(case.lexicon, line) for line in full):
        return None
    if not case.is_replacement and (found := _contents(case)):
        return found
    outermost = all(side.is_at_edge(s) and side.is_outermost(s) for side, s in sides)
    if outermost and is_menu(full):
        side, span = sides[0]
        kind = "menu" if side.is_at_head(span) else "footer"
        return Verdict("boilerplate", kind, (f"{len(full)} short lines at an edge",), 0.85)
    return _banner(case, sides)


def _contents(case: Case) -> Verdict | None:
    side, span = case.sides[0]
    lines = [line for line in side.lines(span) if re.search(r"[^\W_]", line.text)]
    other = case.new if case.difference.old else case.old
    if any(is_heading(line.text) for line in lines):
        return None
    listed = sum(
        "](#" in line.text
        or (
            width(line.words) <= 100
            and 1 <= other.bare_lines[line_key(line.text)] < side.bare_lines[line_key(line.text)]
        )
        for line in lines
    )
    if listed >= 2 and listed >= 0.6 * len(lines):
        return Verdict("boilerplate", "contents", ("lines that are headings elsewhere",), 0.9)
    only = lines[0].words if len(lines) == 1 else ""
    if only and span.start <= 3 and width(only) <= 30 and not figures(only):
        return Verdict("boilerplate", "menu", ("a label above the title",), 0.75)
    return None


def labels(case: Case) -> Verdict | None:
    """Lines of a path to the page, or of buttons, that stand in the middle of the text.

    A capture puts them between two lines, or between two sentences of one: they end a line.
    """
    if case.is_replacement or case.difference.what != "words" or "number" in case.terms:
        return None
    side, span = case.sides[0]
    begins = span.start == 0 or side.text[span.start - 1] == "\n"
    text = span.of(side.text)
    if not (begins or "\n" in text) or not (text.endswith("\n") or side.ends_line(span.end)):
        return None
    lines = [line for line in side.parted(span) if re.search(r"[^\W_]", line.text)]
    if not lines or len(lines) > 2:
        return None
    nouns = case.lexicon.has_capital_nouns
    if not all(is_labels(line, _little_words(case, line), nouns=nouns) for line in lines):
        return None
    return Verdict("boilerplate", "menu", ("labels side by side, and no sentence",), 0.75)


def _banner(case: Case, sides: list[tuple[Around, Span]]) -> Verdict | None:
    """A head paragraph that says the page is updated, and dates no clause of it."""
    if not all(side.is_at_head(span) and len(span) < _NOTICE for side, span in sides):
        return None
    texts = [span.of(side.text) for side, span in sides]
    if not any(case.lexicon.holds("announcement", text) for text in texts):
        return None
    for text in texts:
        if figures(visible(text)) and case.lexicon.holds("effective-date", text):
            return None
    return Verdict("boilerplate", "announcement", ("a head paragraph that announces news",), 0.8)


def is_effective(lexicon: Lexicon, line: Line) -> bool:
    """Whether a line says from when the text applies: no menu holds that."""
    words = visible(line.words)
    return bool(figures(words)) and lexicon.holds("effective-date", words) and len(words) < 160


def _little_words(case: Case, line: Line) -> int:
    return sum(case.lexicon.count("function-words", line.words).values())
