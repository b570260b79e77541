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
from typing import TYPE_CHECKING

from auditor.model import Hidden
from auditor.read.growing import Growing
from auditor.read.page import furniture, hiding
from auditor.read.page.hiding import Sheet, names
from auditor.read.page.paths import Level, Paths, named
from auditor.text import scripts

if TYPE_CHECKING:
    from lxml.etree import _Element

# Sections 15.3.2 to 15.3.12: what the standard's style sheet displays as a block; and what stands
# on lines of its own though it is none: the options of a list, the texts of a drawing.
_BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html "
    "legend li listing main menu nav ol optgroup option p plaintext pre search section "
    "summary table tbody text tfoot thead tr ul xmp"
)
_CELLS = names("td th")
_ROWS = names("table tr")
_VERBATIM = names("listing plaintext pre textarea xmp")
# What no cell of data holds: such a table lays out the page.
_LAYOUT = names(
    "table ul ol dl h1 h2 h3 h4 h5 h6 form article section main nav header footer aside hr "
    "blockquote pre"
)
_DRAWN = names("text a g switch foreignobject svg")
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
        self.hidden: list[Hidden] = []
        self._chosen = chosen
        self._excluded = excluded
        self._sheet = sheet
        self._levels = [Level("", 0, True, 0, False, False, 0)]
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
                if self._open(node):
                    self._read(node.text)
                else:
                    walk.skip_subtree()
                continue
            if event == "end":
                self._close(node.tag)
            if node is not root:
                self._read(node.tail)

    def _open(self, node: _Element) -> bool:
        """Enters an element; False where nothing in it is to be read."""
        tag, parent = node.tag, self._levels[-1]
        first = not parent.chosen and node in self._chosen
        level = self._level(node, parent, chosen=parent.chosen or first, block=first)
        self._levels.append(level)
        if node in self._excluded or hiding.no_text(node):
            return False
        if level.chosen and not first and self._sheet is not None:
            reason = hiding.reason(node, self._sheet)
            if reason is not None:
                self._hide(node, reason)
                return False
        if level.chosen and parent.tag == "svg" and tag not in _DRAWN:
            return False
        if tag in _CELLS:
            self._cell(parent)
        else:
            self._edge(tag, block=level.block)
        if tag == "tr":
            level.cells = 0 if _is_data(node) else -1
        return True

    def _level(self, node: _Element, parent: Level, *, chosen: bool, block: bool) -> Level:
        tag = node.tag
        block = block or tag in _BLOCKS or tag in _CELLS
        verbatim = parent.verbatim or tag in _VERBATIM
        attributes = node.attrib
        name, ordinal = self._step(parent, tag)
        if attributes:
            style = attributes.get("style")
            if style and not verbatim:
                verbatim = bool(_VERBATIM_STYLE.search(style))
            if id := attributes.get("id"):
                name = self.paths.with_id(name, id)
        in_block = len(self._levels) if block else parent.in_block
        line: int | None = node.sourceline  # type: ignore[assignment] # the stubs leave it open
        level = Level(
            name, ordinal, block, in_block, verbatim, chosen, self._length, line or 0, tag=tag
        )
        if parent.data or parent.cells >= 0:
            level.data = tag != "table" and (parent.data or tag in _CELLS)
        content = furniture.is_content(tag, attributes)
        level.content = parent.content or content
        level.holds = content or tag in ("h1", "pre")
        if tag == "a":
            level.leads = not attributes.get("href", "#").startswith("#")
        level.sureness = furniture.sureness(tag, attributes, in_content=level.content)
        return level

    def _hide(self, node: _Element, reason: str) -> None:
        text = _hidden_text(node)
        if text:
            element = named(self._levels)
            id, classes = node.get("id"), node.get("class")
            line = self._levels[-1].line or None
            self.hidden.append(Hidden(text, element, line, id, classes, reason))

    def _cell(self, row: Level) -> None:
        """Before a cell of data a tab for each before it, empty ones too; else only after text."""
        if row.cells >= 0:
            number = row.children.get("td", 0) + row.children.get("th", 0) - 1
            self._row, self._tabs = row, number - row.cells
            if self._tabs:
                self._gap = "\t"
        elif self._length > row.start:
            self._row, self._gap = None, "\t"
        else:
            self._edge("td", block=True)

    def _step(self, parent: Level, tag: str) -> tuple[str, int]:
        """The step to the next child named `tag`: a name, and its place among those."""
        tag = self.paths.name(tag)
        children = parent.children
        children["*"] = children.get("*", 0) + 1
        if tag != "*":
            children[tag] = children.get(tag, 0) + 1
        return tag, 0 if tag in ("html", "body") else children[tag]

    def _close(self, tag: str) -> None:
        level = self._levels.pop()
        above = self._levels[-1]
        if level.leads and self._length > level.start:
            level.links, level.linked = 1, self._length - level.start
        above.links += level.links
        above.linked += level.linked
        above.holds |= level.holds
        if self._length > level.start and furniture.is_furniture(level, self._length - level.first):
            self.marks.add(level.first, self._length)
        if level.block:
            self._edge(tag, block=True)
            if tag in _CELLS and above.cells >= 0 and self._gap == "\n":
                self._gap = " "

    def _edge(self, tag: str, *, block: bool) -> None:
        if tag in _ROWS:
            self._gap = "\n"
        elif (block or tag == "br") and self._gap != "\t":
            self._gap = " " if self._levels[-1].data else "\n"

    def _read(self, text: str | None) -> None:
        level = self._levels[-1]
        if not text or not level.chosen:
            return
        if level.verbatim:
            # The line end right after <pre> is not content.
            self._emit(text.removeprefix("\n") if self._length == level.start else text)
            return
        begun = text.lstrip(_WHITE)
        self._blank(text[: len(text) - len(begun)])
        if begun:
            piece = begun.rstrip(_WHITE)
            self._emit(_collapsed(piece))
            self._blank(begun[len(piece) :])

    def _blank(self, white: str) -> None:
        if white:
            self._gap = self._gap or " "
            self._source_break |= "\n" in white

    def _emit(self, piece: str) -> None:
        if not piece:
            return
        gap = self._gap_before(piece)
        self._add(gap)
        start = self._length
        for level in reversed(self._levels):
            if level.first >= 0:
                break
            level.first = start
        self._add(piece)
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

    def _add(self, text: str) -> None:
        self.text.write(text)
        self._length += len(text)


def _collapsed(text: str) -> str:
    """Each run of white space as one space, or as none where it breaks a line of wide letters.

    Without a list of the words, which would take many times their size.
    """
    if "\n" in text and not text.isascii():
        joined, end = Growing(), 0
        for found in _BREAK_IN_WIDE.finditer(text):
            joined.write(text[end : found.start()])
            end = found.end()
        joined.write(text[end:])
        text = joined.read()
    for white in _WHITE:
        text = text.replace(white, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _is_data(row: _Element) -> bool:
    """Whether the cells of a row are short and simple; else the row lays out a page."""
    for cell in row:
        if cell.tag not in _CELLS:
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
        text = html.unescape(_NOSCRIPT_TAG.sub(" ", node.text or ""))
        return " ".join(text.split())
    walk = Walk(frozenset((node,)), frozenset())
    walk.run(node)
    return walk.text.read()
