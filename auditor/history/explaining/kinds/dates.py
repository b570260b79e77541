"""Dates on which the page says it was updated, and numbers that count its readers."""

from __future__ import annotations

import re

from auditor.history.explaining.cases import Case, Verdict, first_word
from auditor.history.explaining.terms import Lexicon
from auditor.history.pairing.places import ends_sentence, figures, visible

_BESIDE = 12  # characters beside a number in which it is said what it counts; a guess
_COPYRIGHT = re.compile(r"©|\(c\)|copyright|&copy;", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\b(?:DD|MM|YYYY|DATE|TBD|XX)\b")


def stated_date(case: Case) -> Verdict | None:
    """A date in a short line that says when the page was updated; not from when it applies."""
    lines = [side.line(first_word(side, span)) for side, span in case.sides]
    if not lines or any(len(line.words) > 160 for line in lines):
        return None
    for (side, span), line in zip(case.sides, lines, strict=True):
        if span.end > line.span.end and side.text[line.span.end : span.end].strip():
            return None
    labels = [case.lexicon.is_stated(line.words) for line in lines]
    copyright = [bool(_COPYRIGHT.search(line.text)) for line in lines]
    if not any(labels) and not all(copyright):
        return None
    for text, line in zip([t for t in (case.before, case.after) if t.strip()], lines, strict=False):
        plain = visible(text)
        if not _is_dated(plain, case.lexicon):
            return None
        rest = _without_date(visible(line.words), case.lexicon)
        if len(rest.split()) > (6 if all(copyright) else 4):
            return None
    if any(case.lexicon.holds("effective-date", line.words) for line in lines) and not any(labels):
        return None
    dated = figures(case.before + case.after) or _PLACEHOLDER.search(case.before + case.after)
    texts = [t for t in (case.before, case.after) if t.strip()]
    if not dated and not all(_is_month(t, case.lexicon) for t in texts):
        return None
    return Verdict(
        "volatile", "stated-date", ("a date of its own update, in one short line",), 0.95
    )


def _is_month(text: str, lexicon: Lexicon) -> bool:
    return lexicon.is_date(text) and bool(re.search(r"[^\W\d_]", text))


def _is_dated(text: str, lexicon: Lexicon) -> bool:
    """Whether nothing stands there but a date and the words that announce one."""
    rest = _without_date(text, lexicon)
    return len(rest.split()) <= 3 and len(rest) <= 24


def _without_date(text: str, lexicon: Lexicon) -> str:
    lowered = _PLACEHOLDER.sub(" ", text).casefold()
    for name in ("stated-date", "effective-date"):
        for word in sorted(lexicon.count(name, lowered), key=len, reverse=True):
            lowered = lowered.replace(word, " ")
    words = re.findall(r"[^\W_]+", lowered)
    return " ".join(word for word in words if not lexicon.is_date(word))


def counter(case: Case) -> Verdict | None:
    """A number of views or replies in a short line, with what it counts beside it."""
    if not case.is_replacement or not re.fullmatch(r"[\d.,:\skKM万]+", case.before + case.after):
        return None
    for side, span in case.sides:
        line = side.line(span.start)
        if len(line.words) > 60 or ends_sentence(line.words):
            return None
        before = re.search(r"[^\W\d_]+\W*\Z", side.text[line.span.start : span.start])
        after = re.match(r"\W*[^\W\d_]+", side.text[span.end : line.span.end])
        beside = f"{before[0][-_BESIDE:] if before else ''} {after[0][:_BESIDE] if after else ''}"
        if not case.lexicon.holds("counter", beside):
            return None
    return Verdict("volatile", "counter", ("a number that counts visits or replies",), 0.8)
