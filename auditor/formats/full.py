"""Findings with the text they speak of, marked: for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.formats.concise import heading, verdict_lines
from auditor.formats.outcome import tally
from auditor.formats.places import Found, Lines, Place, found_in
from auditor.formats.terminal import breadth, cells, clip, logged, paint
from auditor.model import Checked, Rule, Severity, Span

WIDTH = 80  # columns of an excerpt with its line number
OTHERS = 3  # further places of a finding that are named, and findings that it explains
_BEFORE = 24  # columns of text in front of what is marked


def render(checked: Sequence[Checked], rules: Sequence[Rule], *, color: bool = False) -> str:
    """The new findings, each with a blank line behind it, and a summary."""
    return "".join(_document(each, color) for each in checked) + f"{tally(checked)}\n"


def _document(checked: Checked, color: bool) -> str:
    shown = (each for each in found_in(checked) if not each.under)
    groups = [[heading(each, color), *_body(each, color)] for each in shown]
    groups.append(list(verdict_lines(checked, color)))
    return "".join("\n".join(lines) + "\n\n" for lines in groups if lines)


def _body(each: Found, color: bool) -> Iterator[str]:
    if each.places and each.lines:
        yield from _excerpt(each.places[0], each.lines, each.finding.severity, color)
    others = each.places[1:]
    yield from (f"  also {_named(place)}" for place in others[:OTHERS])
    if len(others) > OTHERS:
        yield f"  and {len(others) - OTHERS:,} more places"
    for finding in each.with_it[:OTHERS]:
        severity = f"[{finding.severity}]"
        yield f"  with it {finding.rule} {severity} {logged(finding.message)}"
    if len(each.with_it) > OTHERS:
        yield f"  and {len(each.with_it) - OTHERS:,} more findings with it"
    if each.finding.suggestion:
        yield f"  {paint('to do', 'help', color)}: {logged(each.finding.suggestion)}"


def _excerpt(place: Place, lines: Lines, severity: Severity, color: bool) -> Iterator[str]:
    if not place.in_file:
        yield f"  in the text at {_named(place)}"
    line = lines.line(place.start.line)
    start = min(place.span.start, line.end)
    end = max(start, min(place.span.end, line.end))
    gutter = f"{place.start.line:>5} | "
    text, marks = excerpt(lines.text, line, Span(start, end), WIDTH - len(gutter))
    phrase = f" {logged(place.phrase)}" if place.phrase else ""
    yield (gutter + text).rstrip()
    yield " " * (len(gutter) - 2) + "| " + paint(marks, severity, color) + phrase


def excerpt(text: str, line: Span, marked: Span, width: int) -> tuple[str, str]:
    """A line in `width` columns around what is marked in it, and a line of marks for below it."""
    # A line may be a whole book; few characters take no column, so twice the width is enough.
    first = max(line.start, marked.start - 2 * width)
    last = min(line.end, marked.start + 2 * width)
    shown = cells(text[first:last])
    before = "".join(shown[: marked.start - first])
    inside = "".join(shown[marked.start - first : marked.end - first])
    after = "".join(shown[marked.end - first :])
    head = _tail(before, _BEFORE, cut=first > line.start)
    room = width - breadth(head)
    marks = "^" * max(1, min(room, breadth(inside)))
    return clip(head + inside + after, width), " " * breadth(head) + marks


def _tail(text: str, width: int, *, cut: bool) -> str:
    """The end of `text` in `width` columns, with an ellipsis where it was cut."""
    used, start = 0, len(text)
    while start and used < width:
        start -= 1
        used += breadth(text[start])
    return "…" + text[start + 1 :] if start or cut else text


def _named(place: Place) -> str:
    element = f" ({logged(place.element)})" if place.element else ""
    phrase = f": {logged(place.phrase)}" if place.phrase else ""
    return f"{place.start.line}:{place.start.column}{element}{phrase}"
