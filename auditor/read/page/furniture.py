"""What of a page is furniture by its structure: menus, heads, feet, side bars, lists of links.

Elements and roles say so themselves, or the names that people give them; a block of short links
says so by what it holds. What is marked stays in the text.
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.model import Spans
from auditor.read.page.kinds import Kind, names

if TYPE_CHECKING:
    from lxml.etree import _Element

    from auditor.read.page.paths import Level

_ROLES = names(
    "navigation banner contentinfo complementary search menu menubar toolbar tablist dialog "
    "alertdialog"
)
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|submenu|topmenu|topnav|subnav|breadcrumbs?|crumbs?"
    r"|footer|foot|copyright|sidebar|sidenav|side-bar|social|share|sharing|sharebar"
    r"|pagination|pager|cookie|cookies|consent|newsletter|toolbar|skip-link|skiplink|related"
    r"|languages?|login|search|masthead|topbar|top-bar|bottombar)(?:$|[\s_-])",
    re.I,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

# Fitted by `python -m benchmarks.pages`: of what is outside the gold as much as can be marked with
# at most one character in 200 of the gold.
_LINKED = 0.8  # of a block's characters are links
_LINKS = 4  # at least
_LONGEST = 60  # characters of a link on average; longer ones are sentences
_PROSE = (0, 200, 800)  # characters beside links that it may hold, by how sure its kind is

_LONGEST_NAMES = 1000  # characters of ids and classes; a bound of time


def sureness(
    node: _Element, kind: Kind, given: list[str], role: str | None, *, in_content: bool
) -> int:
    """How surely the element says that it is furniture: 0 not, 1 by a name, 2 by its kind.

    `given` are the names of its attributes.
    """
    if sure := kind.furniture[not in_content]:
        return sure
    if role and role.strip().lower() in _ROLES:
        return 2
    if in_content or not kind.named or ("class" not in given and "id" not in given):
        return 0
    return int(_is_named(f"{node.get('class', '')} {node.get('id', '')}"[:_LONGEST_NAMES]))


@lru_cache(maxsize=4096)
def _is_named(given: str) -> bool:
    return bool(_NAMED.search(_CAMEL.sub("-", given)))


def is_furniture(level: Level, size: int) -> bool:
    """Whether the element that closes, with so many characters, is no part of the document.

    One that holds an article, or the title of the page, is not, whatever its name.
    """
    if level.holds:
        return False
    if level.sureness and size - level.linked <= _PROSE[level.sureness]:
        return True
    return (
        level.links >= _LINKS
        and level.block
        and not level.content
        and level.linked >= _LINKED * size
        and level.linked <= _LONGEST * level.links
    )


class Marks:
    """Spans of text, ascending; one that holds others takes their place."""

    def __init__(self) -> None:
        self._ends = array("I")

    def add(self, start: int, end: int) -> None:
        ends = self._ends
        while ends and ends[-2] >= start:
            del ends[-2:]
        if ends and ends[-1] + 1 >= start:  # but a line end is between them
            ends[-1] = end
        else:
            ends.extend((start, end))

    def spans(self) -> Spans:
        return Spans(self._ends)
