"""One text with marks on it, written in a single sweep over sorted events.

Blocks are elements that tile the text; inner marks may begin and end anywhere, and are written
a piece at a time, so that elements nest whatever overlaps. Nothing is written a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from markupsafe import Markup

from auditor.formats.report.visible import visible_slice
from auditor.formats.report.wording import counted, interval
from auditor.model import Side, Span
from auditor.text import scripts

SECTION_BYTES = 60_000
ELIDE_PASSAGE = 200  # characters; shorter kept passages are written on both sides
KEPT_OF_ELIDED = 24  # characters left at either end
_BREAK = re.compile(rf"\n|(?<=[{scripts.STOPS}{scripts.SPACED_STOPS}])|\s")


class Step(IntEnum):
    """What happens first where several things happen at one position."""

    END = 0  # an inner mark ends
    LEAVE = 1  # a block ends
    SECTION = 2
    BREAK = 3  # something of its own line, between blocks
    ENTER = 4  # a block starts
    FLAG = 5
    START = 6  # an inner mark starts


@dataclass(frozen=True, slots=True)
class Box:
    """A block's element: `tag` with its attributes; `id` is written on the first piece only."""

    span: Span
    tag: str
    attributes: str
    id: str
    head: str = ""
    tail: str = ""
    same: int | None = None  # offset of an equal passage of the other side, for eliding


Event = tuple[int, int, int, "str | Box"]


@dataclass
class Pane:
    """Collects what stands in one text, then writes it."""

    side: Side
    text: str
    events: list[Event] = field(default_factory=list)
    elide: bool = False

    def add(self, at: int, step: Step, what: str | Box = "") -> None:
        self.events.append((at, step, len(self.events), what))

    def mark(self, span: Span, kind: str) -> None:
        """An inner mark over `span`: o (original), p (open place), f (finding) or e (edited)."""
        if len(span):
            self.add(span.start, Step.START, kind)
            self.add(span.end, Step.END, kind)

    def box(self, box: Box) -> None:
        if not len(box.span):
            return
        self.add(box.span.start, Step.ENTER, box)
        self.add(box.span.end, Step.LEAVE, box)

    def write(self) -> Markup:
        for at in sections(self.text):
            self.add(at, Step.SECTION)
        self.events.sort(key=lambda event: event[:3])
        return Markup("".join(_Writer(self).run()))


def sections(text: str) -> Iterator[int]:
    """Where sections of about 60 kB end: after a line, else a sentence, else anywhere."""
    size = len(text.encode("utf-8", "surrogatepass"))
    step = max(1_000, SECTION_BYTES * len(text) // max(size, 1))
    at = step
    while at < len(text):
        line = text.find("\n", at, at + step // 2)
        if line >= 0:
            at = line + 1
        elif match := _BREAK.search(text, at, at + step // 2):
            at = match.end()
        if at >= len(text):
            return
        yield at
        at += step


class _Writer:
    """The sweep: text between events, each piece in the marks that hold there."""

    def __init__(self, pane: Pane) -> None:
        self.pane = pane
        self.out: list[str] = []
        self.depth = dict.fromkeys("opfe", 0)
        self.inside: Box | None = None
        self.interrupted = False  # the box is closed for now, and goes on with the next text

    def run(self) -> list[str]:
        self.out.append("<div class=s data-at=0>")
        at = 0
        for position, step, _, what in self.pane.events:
            if position > at:
                self._text(at, position)
                at = position
            self._do(position, step, what)
        if at < len(self.pane.text):
            self._text(at, len(self.pane.text))
        self.out.append("</div>")
        return self.out

    def _do(self, at: int, step: int, what: str | Box) -> None:
        if isinstance(what, Box):
            self._box(what, entering=step == Step.ENTER)
        elif step == Step.START:
            self.depth[what] += 1
        elif step == Step.END:
            self.depth[what] -= 1
        elif step == Step.FLAG:
            self._resume()
            self.out.append(what)
        else:
            self._between(f"</div><div class=s data-at={at}>" if step == Step.SECTION else what)

    def _box(self, box: Box, *, entering: bool) -> None:
        if entering:
            self.inside = box
            self.out.append(f"<{box.tag}{box.attributes} id={box.id}>{box.head}")
        else:
            self.inside = None
            self.out.append(box.tail if self.interrupted else f"{box.tail}</{box.tag}>")
            self.interrupted = False

    def _between(self, html: str) -> None:
        """Puts `html` between blocks; an open block goes on after it."""
        if self.inside and not self.interrupted:
            self.out.append(f"</{self.inside.tag}>")
            self.interrupted = True
        self.out.append(html)

    def _resume(self) -> None:
        if self.inside and self.interrupted:
            self.out.append(f"<{self.inside.tag}{self.inside.attributes}>")
            self.interrupted = False

    def _text(self, start: int, end: int) -> None:
        self._resume()
        html = self._elided(start, end) or visible_slice(self.pane.text, start, end)
        kinds = [kind for kind in "opf" if self.depth[kind]]
        edited = self.depth["e"] > 0
        if edited and self.pane.side == "canonical":
            kinds.append("e")
        if kinds:
            names = kinds[0] if len(kinds) == 1 else f'"{" ".join(kinds)}"'
            html = f"<u class={names}>{html}</u>"
        if edited and self.pane.side == "scrape":
            html = f"<ins>{html}</ins>"
        self.out.append(html)

    def _elided(self, start: int, end: int) -> str | None:
        box = self.inside
        if not self.pane.elide or box is None or box.same is None or end - start < ELIDE_PASSAGE:
            return None
        head, tail = start + KEPT_OF_ELIDED, end - KEPT_OF_ELIDED
        there = Span(head + box.same, tail + box.same)
        return (
            visible_slice(self.pane.text, start, head)
            + f'<data value="{there.start}-{there.end}"> … {counted(len(there), "character")} '
            + f"as scraped, {interval(there)} … </data>"
            + visible_slice(self.pane.text, tail, end)
        )
