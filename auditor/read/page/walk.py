"""The tree of a page to the text that a browser shows, in document order.

White space collapses as CSS Text Module Level 3, section 4.1 has it; every block, table row and
`<br>` ends a line; cells of a row are parted by tabs, and a row of mere data is one line; a list
item's number is not text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Set
from itertools import islice
from typing import TYPE_CHECKING, cast

from auditor.read.growing import Growing, replaced
from auditor.read.page import furniture, hiding
from auditor.read.page.hiding import Sheet
from auditor.read.page.kinds import CELLS, Kind, kind, names
from auditor.read.page.paths import Level, Paths
from auditor.text import scripts

if TYPE_CHECKING:
    from lxml.etree import _Element

# What no cell of data holds: such a table lays out the page.
_LAYOUT = names(
    "table ul ol dl h1 h2 h3 h4 h5 h6 form article section main nav header footer aside hr "
    "blockquote pre"
)
_LINES = names("p div br")
_MOST_LINES = 3  # of a cell of data; a guess
_MOST_PARTS = 32  # elements of such a cell that are looked at; a bound of time

_VERBATIM_STYLE = re.compile(
    r"(?:^|;)\s*white-space\s*:\s*(?:pre|pre-wrap|break-spaces)\s*(?:[;!]|\Z)", re.I
)

_WHITE = " \t\n\f\r"
# East Asian wide letters and punctuation without Hangul, which puts spaces between words: a line
# break of the source between two of them is no space (CSS Text 3, section 4.1.3).
_WIDE_CLASS = f"[{scripts.WIDE_UNSPACED}]"
_WIDE = re.compile(_WIDE_CLASS)
_BREAK_IN_WIDE = re.compile(f"(?<={_WIDE_CLASS})[ \t\f\r]*+\n[ \t\n\f\r]*+(?={_WIDE_CLASS})")
_WORD = re.compile(r"\S+")
_NOSCRIPT_TAG = re.compile(r"<!--(?>.*?-->|.*\Z)|<[^>]*+>?", re.S)


class Walk:
    """Collects text, and the gap that will stand before the next text.

    A gap is "" (none), " ", "\\n" (a block ended) or "\\t" (a cell ended). A line end beats a
    space, a tab beats the line ends of blocks inside its cells, the end of a row beats a tab.
    """

    def __init__(
        self, chosen: Set[_Element], excluded: Set[_Element], sheet: Sheet | None = None
    ) -> None:
        """Without a `sheet` everything is taken as shown: the text of what is hidden."""
        self.text = Growing()
        self.paths = Paths()
        self.marks = furniture.Marks()
        self.hidden = hiding.Layer()
        self._chosen = chosen
        self._excluded = excluded
        self._sheet = sheet
        self._levels = [Level("", 0, kind(""), True, 0, False, False, 0, 0)]
        self._length = 0
        self._gap = ""
        self._source_break = False
        self._last = ""
        self._row: Level | None = None  # of the cells that the tabs of a gap part
        self._tabs = 0

    def run(self, root: _Element) -> None:
        """Adds the text of the chosen elements under `root`."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, node in walk:
            if event == "start":
                if not self._open(node):
                    walk.skip_subtree()
                elif text := node.text:
                    self._read(text)
                continue
            if event == "end":
                self._close()
            if node is not root and (text := node.tail):
                self._read(text)

    def _open(self, node: _Element) -> bool:
        """Enters an element; False where nothing in it is to be read."""
        parent = self._levels[-1]
        this = kind(node.tag)
        first = not parent.chosen and node in self._chosen
        given = cast("list[str]", node.keys())  # asking for what is not there takes its time
        level = self._level(node, this, given, parent, first=first)
        self._levels.append(level)
        if this.no_text or (self._excluded and node in self._excluded):
            return False
        if level.chosen and not first and self._sheet is not None:
            reason = hiding.reason(node, this, given, self._sheet)
            if reason is not None:
                self._hide(node, reason)
                return False
        if level.chosen and not this.drawn and parent.kind.tag == "svg":
            return False
        if this.cell:
            self._cell(parent, level)
        else:
            self._edge(level, level)
        if this.tag == "tr":
            level.cells = 0 if _is_data(node) else -1
        return True

    def _level(
        self, node: _Element, this: Kind, given: list[str], parent: Level, *, first: bool
    ) -> Level:
        block = first or this.block or this.cell
        name, ordinal = self.paths.enter(parent, this.tag)
        line: int | None = node.sourceline  # type: ignore[assignment] # the stubs leave it open
        level = Level(
            name,
            ordinal,
            this,
            block,
            len(self._levels) if block else parent.in_block,
            parent.verbatim or this.verbatim,
            parent.chosen or first,
            self._length,
            line or 0,
            this.tag != "table" and (parent.data or (this.cell and parent.cells >= 0)),
            parent.content or this.content,
            this.holds,
        )
        role = None
        if given:
            if "style" in given and not level.verbatim:
                level.verbatim = bool(_VERBATIM_STYLE.search(node.get("style", "")))
            if "id" in given and (id := node.get("id")):
                level.name = self.paths.with_id(name, id)
            if "role" in given:
                role = node.get("role")
                if role in ("main", "article"):
                    level.content = level.holds = True
        if this.tag == "a":
            level.leads = "href" in given and not node.get("href", "").startswith("#")
        level.sureness = furniture.sureness(node, this, given, role, in_content=level.content)
        return level

    def _hide(self, node: _Element, reason: str) -> None:
        text = _hidden_text(node)
        if text:
            step = self.paths.step(self._levels)
            self.hidden.add(text, step, node.get("id"), node.get("class"), reason)

    def _cell(self, row: Level, level: Level) -> None:
        """Before a cell of data a tab for each before it, empty ones too; else only after text."""
        if row.cells >= 0:
            children = row.children or {}
            number = children.get("td", 0) + children.get("th", 0) - 1
            self._row, self._tabs = row, number - row.cells
            if self._tabs:
                self._gap = "\t"
        elif self._length > row.start:
            self._row, self._gap = None, "\t"
        else:
            self._edge(level, level)

    def _close(self) -> None:
        level = self._levels.pop()
        above = self._levels[-1]
        read = self._length > level.start
        if read:
            if level.leads:
                level.links, level.linked = 1, self._length - level.start
            if furniture.is_furniture(level, self._length - level.first):
                self.marks.add(level.first, self._length)
        if level.links:
            above.links += level.links
            above.linked += level.linked
        if level.holds:
            above.holds = True
        if level.block:
            self._edge(level, above)
            if level.kind.cell and above.cells >= 0 and self._gap == "\n":
                self._gap = " "

    def _edge(self, level: Level, inside: Level) -> None:
        """Where an element begins or ends; `inside` is what its edge stands in."""
        if level.kind.row:
            self._gap = "\n"
        elif (level.block or level.kind.tag == "br") and self._gap != "\t":
            self._gap = " " if inside.data else "\n"

    def _read(self, text: str) -> None:
        level = self._levels[-1]
        if not level.chosen:
            return
        if level.verbatim:
            # The line end right after <pre> is not content.
            self._emit(text.removeprefix("\n") if self._length == level.start else text)
            return
        begun = text.lstrip(_WHITE)
        if len(begun) < len(text):
            self._blank(text[: len(text) - len(begun)])
        if begun:
            piece = begun.rstrip(_WHITE)
            self._emit(_collapsed(piece))
            if len(piece) < len(begun):
                self._blank(begun[len(piece) :])

    def _blank(self, white: str) -> None:
        self._gap = self._gap or " "
        self._source_break |= "\n" in white

    def _emit(self, piece: str) -> None:
        if not piece:
            return
        gap = self._gap_before(piece)
        start = self._length + len(gap)
        for level in reversed(self._levels):
            if level.first >= 0:
                break
            level.first = start
        self.text.write(gap + piece)
        self._length = start + len(piece)
        self._gap, self._source_break, self._last = "", False, piece[-1]
        self.paths.add(start, self._length, self._levels, joined=gap in ("", " "))

    def _gap_before(self, piece: str) -> str:
        if self._gap == "\t" and self._row is not None:
            return self._tabs_before(self._row)
        if not self._length or (self._gap == "\n" and self._last == "\n"):
            return ""
        wide = self._source_break and _WIDE.match(self._last) and _WIDE.match(piece)
        return "" if self._gap == " " and wide else self._gap

    def _tabs_before(self, row: Level) -> str:
        begins = self._length == row.start and self._length and self._last != "\n"
        row.cells += self._tabs
        return ("\n" if begins else "") + "\t" * self._tabs


def _collapsed(text: str) -> str:
    """Each run of white space as one space, or as none where it breaks a line of wide letters.

    Without a list of the words, which would take many times their size.
    """
    if "\n" in text and not text.isascii():
        text = replaced(_BREAK_IN_WIDE, "", text)
    for white in _WHITE:
        text = text.replace(white, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _is_data(row: _Element) -> bool:
    """Whether the cells of a row are short and simple; else the row lays out a page."""
    for cell in row:
        if cell.tag not in CELLS:
            continue
        parts = [part.tag for part in islice(cell.iter("*"), 1, _MOST_PARTS)]
        if len(parts) == _MOST_PARTS - 1 or not _LAYOUT.isdisjoint(parts):
            return False
        if sum(part in _LINES for part in parts) > _MOST_LINES:
            return False
    return True


def _hidden_text(node: _Element) -> str:
    """What is in a hidden element; the source in `noscript`, which is no tree, without its tags."""
    if node.tag == "noscript":
        words = Growing()
        for word in _WORD.finditer(html.unescape(replaced(_NOSCRIPT_TAG, " ", node.text or ""))):
            words.write(f" {word[0]}")
        return words.read()[1:]
    walk = Walk(frozenset((node,)), frozenset())
    walk.run(node)
    return walk.text.read()
