"""The page of one step: what changed, and where it stands in the two texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from auditor.formats.history.texts import when
from auditor.formats.report.page import Assets, Front, page
from auditor.model import Span
from auditor.model.histories import Change, History, Transition

FRONT = Front("pair", ("base.css", "history.css"), ())
_AROUND = 300  # unchanged characters that are shown beside a change
_LONG = 6000  # characters of a change that are shown; the JSON has its spans
_LISTED = 500  # changes in the list, a bound of the size of the page

Side = Literal["old", "new"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one text: as it stayed, as it changed, or how much is left out."""

    text: str
    left_out: int = 0
    number: int | None = None  # of the change that it belongs to
    first: bool = False  # the first piece of the change on this side
    shown: bool = False  # in the default view: an author's, or unsure


def render(history: History, step: int, timeline: str, kind: Assets = "inline") -> str:
    """The page of the transition `step`; `timeline` is the file of the page that leads to it."""
    transition = history.transitions[step]
    old, new = history.states[transition.old], history.states[transition.new]
    rows = list(enumerate(transition.changes))
    rows.sort(key=lambda row: (not row[1].is_shown, -(row[1].priority or 0.0), row[0]))
    return page(
        FRONT,
        kind,
        name=history.name,
        timeline="./" + quote(timeline),
        old=when(old),
        new=when(new),
        transition=transition,
        rows=rows[:_LISTED],
        left=max(len(rows) - _LISTED, 0),
        panes=(
            ("old", when(old), tuple(_pieces(old.text, transition, "old"))),
            ("new", when(new), tuple(_pieces(new.text, transition, "new"))),
        ),
    )


def _pieces(text: str, transition: Transition, side: Side) -> Iterator[Piece]:
    """A text from its beginning to its end, what is far from any change left out."""
    marks = [
        (span, number, change)
        for number, change in enumerate(transition.changes)
        for span in (change.old if side == "old" else change.new)
    ]
    marks.sort(key=lambda mark: mark[:2])
    at = 0
    seen: set[int] = set()
    for span, number, change in marks:
        yield from _unchanged(text, Span(at, span.start), after=at > 0, before=True)
        yield from _changed(text, span, number, change, first=number not in seen)
        seen.add(number)
        at = span.end
    yield from _unchanged(text, Span(at, len(text)), after=at > 0, before=False)


def _unchanged(text: str, span: Span, *, after: bool, before: bool) -> Iterator[Piece]:
    """What stayed, as far as it stands beside a change: `after` one, or `before` one."""
    head = _AROUND if after else 0
    tail = _AROUND if before else 0
    if len(span) <= head + tail + _AROUND:
        yield Piece(span.of(text))
        return
    if head:
        yield Piece(text[span.start : span.start + head])
    yield Piece("", left_out=len(span) - head - tail)
    if tail:
        yield Piece(text[span.end - tail : span.end])


def _changed(text: str, span: Span, number: int, change: Change, *, first: bool) -> Iterator[Piece]:
    yield Piece(
        text[span.start : min(span.end, span.start + _LONG)],
        number=number,
        first=first,
        shown=change.is_shown,
    )
    if len(span) > _LONG:
        yield Piece("", left_out=len(span) - _LONG)


__all__ = ["FRONT", "render"]
