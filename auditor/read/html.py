"""A page to the text that a browser shows, in document order.

Nothing is fetched, executed or expanded: the parser builds a tree, and this walks it. White
space collapses as CSS Text Module Level 3, section 4.1 has it; every block, table row and
`<br>` ends a line; cells of a row are parted by a tab; a list item's number is not text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING

from auditor.errors import InputError, LimitError, OptionsError
from auditor.model import Options, Origins
from auditor.text import scripts

if TYPE_CHECKING:
    from lxml.etree import _Element


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Elements that a browser does not show, after the HTML Standard, section 15.3.1 "Hidden
# elements", and those whose content it shows only where it cannot show the element itself.
# `noscript` is among these, for pages are meant for browsers with scripts; so is `select`, a
# control that shows one of its options. `head` is not: where a page leaves out its tags, the
# parser keeps the elements of HTML 5 in it with which the body begins, such as `nav`.
_UNSEEN = _names(
    "area audio base basefont canvas datalist embed iframe link meta noembed noframes "
    "noscript object param script select style svg template title video"
)
# Sections 15.3.2 to 15.3.12: what the standard's style sheet displays as a block.
_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html "
    "legend li listing main menu nav ol p plaintext pre search section "
    "summary table tbody tfoot thead tr ul xmp"
)
_CELLS = frozenset(("td", "th"))
_ROWS = frozenset(("table", "tr"))
_VERBATIM = frozenset(("listing", "plaintext", "pre", "textarea", "xmp"))

_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\s*(?:[;!]|\Z)", re.I
)
_VERBATIM_STYLE = re.compile(
    r"(?:^|;)\s*white-space\s*:\s*(?:pre|pre-wrap|break-spaces)\s*(?:[;!]|\Z)", re.I
)

_SHOWN = 80  # characters of a selector that an error shows
_WHITE = " \t\n\f\r"
# East Asian wide letters and punctuation without Hangul, which puts spaces between words: a line
# break of the source between two of them is no space (CSS Text 3, section 4.1.3).
_WIDE_CLASS = f"[{scripts.WIDE_UNSPACED}]"
_WIDE = re.compile(_WIDE_CLASS)
_BREAK_IN_WIDE = re.compile(f"(?<={_WIDE_CLASS})[ \t\f\r]*+\n[ \t\n\f\r]*+(?={_WIDE_CLASS})")
# The parser stops at these; a browser reads on, and two pages in one file are what we look for.
_END_OF_PAGE = re.compile(r"</(?:body|html)\s*>", re.I)
_MOST_NAMES = 1000  # a bound of memory: HTML has some 140, others may be made up without end
_NAME = re.compile(r"[A-Za-z_][\w.-]*\Z")


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page, where each part of it stood, and the language that the page states."""

    text: str
    origins: Origins
    language: str | None


def page(source: str, name: str, options: Options) -> Page:
    """The visible text of the HTML `source`; `name` is for messages.

    Only elements that match `options.content_selector`, without those that match
    `options.exclude_selector`. The origins ascend, each for one run of text inside one block.
    """
    root = _parse(source, name)
    if root is None:
        return Page("", Origins(), None)
    chosen = _select(root, options.content_selector) if options.content_selector else {root}
    if not chosen:
        raise InputError(
            f"{name}: no element matches the content selector {options.content_selector!r}"
        )
    walk = _Walk(chosen, _select(root, options.exclude_selector))
    walk.run(root)
    return Page(walk.text.getvalue(), walk.paths.origins(), _language(root))


def _parse(source: str, name: str) -> _Element | None:
    from lxml import etree

    # `huge_tree` lifts the limits on size, which the caller has checked, and raises the one on
    # depth from 256 to 2,048; beyond that the parser gives up, and says so in its log.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    data = _END_OF_PAGE.sub("", source).replace("\0", "\ufffd").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise LimitError(
            f"{name}: its elements are nested too deep for the HTML parser; "
            "save its text as a .txt file and audit that"
        )
    return root


def _language(root: _Element) -> str | None:
    body = root.find("body")
    for node in (root, body):
        if node is not None and (found := node.get("lang") or node.get("xml:lang")):
            return str(found)
    return None


def _select(root: _Element, selector: str | None) -> frozenset[_Element]:
    """The elements that match; the set keeps them alive, so that they stay comparable."""
    if not selector:
        return frozenset()
    from cssselect import SelectorError
    from lxml.etree import XPathError

    try:
        return frozenset(root.cssselect(selector))
    except SelectorError as error:
        raise OptionsError(f"selector {_short(selector)!r}: {error}") from error
    except (RecursionError, XPathError) as error:
        raise OptionsError(f"selector {_short(selector)!r}: has too many steps") from error


def _short(selector: str) -> str:
    return selector if len(selector) <= _SHOWN else f"{selector[:_SHOWN]}…"


@dataclass(slots=True)
class _Level:
    """An open element. `start` is how long the text was before it.

    `name` and `ordinal` are its step; `step` is the number of that where the paths have it.
    `in_block` is the place of the innermost open block among the levels. `children` counts
    those of each name, and all as "*".
    """

    name: str
    ordinal: int
    block: bool
    in_block: int
    verbatim: bool
    chosen: bool
    start: int
    step: int | None = None
    children: dict[str, int] = field(default_factory=dict)


class _Paths:
    """Collects the origins; a step is put down when there is text behind it."""

    def __init__(self) -> None:
        self._found = Origins()
        self._names = {"*": 0}

    def origins(self) -> Origins:
        return replace(self._found, names=tuple(self._names))

    def name(self, tag: str) -> str:
        """The name of an element in a path; "*", which is any, where it has none of its own."""
        if tag in self._names:
            return tag
        if len(self._names) > _MOST_NAMES or not _NAME.match(tag):
            return "*"
        self._names[tag] = len(self._names)
        return tag

    def add(self, start: int, end: int, levels: Sequence[_Level], *, joined: bool) -> None:
        """Text from the innermost open block; it may go on with the run before."""
        runs, step = self._found.runs, self._step(levels)
        if joined and runs and runs[-1] == step:
            runs[-2] = end
        else:
            runs.extend((start, end, step))

    def _step(self, levels: Sequence[_Level]) -> int:
        """The number of the step to the innermost open block."""
        last = known = levels[-1].in_block
        while known and levels[known].step is None:
            known -= 1
        for above, level in pairwise(levels[known : last + 1]):
            level.step = self._put_down(level, above.step)
        return levels[last].step or 0

    def _put_down(self, level: _Level, parent: int | None) -> int:
        steps = self._found.steps
        number = len(steps) // 3
        name = self._names[level.name]
        steps.extend((number if parent is None else parent, name, level.ordinal))
        return number


class _Walk:
    """Collects text, and the gap that will stand before the next text.

    A gap is "" (none), " ", "\\n" (a block ended) or "\\t" (a cell ended). A line end beats a
    space, a tab beats the line ends of blocks inside its cells, the end of a row beats a tab.
    """

    def __init__(self, chosen: Set[_Element], excluded: Set[_Element]) -> None:
        self.text = StringIO()  # a list of a page's words would take ten times their size
        self.paths = _Paths()
        self._chosen = chosen
        self._excluded = excluded
        self._levels = [_Level("", 0, True, 0, False, False, 0)]
        self._length = 0
        self._gap = ""
        self._source_break = False
        self._last = ""

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
            self._read(node.tail)

    def _open(self, node: _Element) -> bool:
        """Enters an element; False where nothing in it is to be read."""
        tag, parent = node.tag, self._levels[-1]
        first = not parent.chosen and node in self._chosen
        seen = node not in self._excluded and (first or not parent.chosen or not _hidden(node))
        block = first or tag in _BLOCKS or tag in _CELLS
        verbatim = parent.verbatim or tag in _VERBATIM
        verbatim = verbatim or bool(_VERBATIM_STYLE.search(node.get("style", "")))
        chosen = parent.chosen or first
        in_block = len(self._levels) if block else parent.in_block
        step = self._step(parent, tag)
        level = _Level(*step, block, in_block, verbatim, chosen, self._length)
        self._levels.append(level)
        if seen:
            self._edge(tag, block=block)
            if tag in _CELLS and self._length > parent.start:
                self._gap = "\t"
        return seen

    def _step(self, parent: _Level, tag: str) -> tuple[str, int]:
        """The XPath step to the next child named `tag`: a name, and its place among those."""
        tag = self.paths.name(tag)
        children = parent.children
        children["*"] = children.get("*", 0) + 1
        if tag != "*":
            children[tag] = children.get(tag, 0) + 1
        return tag, 0 if tag in ("html", "body") else children[tag]

    def _close(self, tag: str) -> None:
        level = self._levels.pop()
        if level.block:
            self._edge(tag, block=True)

    def _edge(self, tag: str, *, block: bool) -> None:
        if tag in _ROWS or ((block or tag == "br") and self._gap != "\t"):
            self._gap = "\n"

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
        self._add(piece)
        self._gap, self._source_break, self._last = "", False, piece[-1]
        self.paths.add(start, self._length, self._levels, joined=gap in ("", " "))

    def _gap_before(self, piece: str) -> str:
        if not self._length or (self._gap == "\n" and self._last == "\n"):
            return ""
        wide = self._source_break and _WIDE.match(self._last) and _WIDE.match(piece)
        return "" if self._gap == " " and wide else self._gap

    def _add(self, text: str) -> None:
        self.text.write(text)
        self._length += len(text)


def _collapsed(text: str) -> str:
    """Each run of white space as one space, or as none where it breaks a line of wide letters.

    Without a list of the words, which would take many times their size.
    """
    if "\n" in text and not text.isascii():
        joined, end = StringIO(), 0
        for found in _BREAK_IN_WIDE.finditer(text):
            joined.write(text[end : found.start()])
            end = found.end()
        joined.write(text[end:])
        text = joined.getvalue()
    for white in _WHITE:
        text = text.replace(white, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _hidden(node: _Element) -> bool:
    if node.tag in _UNSEEN or node.get("hidden") is not None:
        return True
    if node.tag == "dialog" and node.get("open") is None:
        return True
    return bool(_HIDDEN_STYLE.search(node.get("style", "")))
