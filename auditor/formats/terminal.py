"""Hostile text on a terminal: shown, never obeyed; with colours of our own where they are wanted.

What could steer a terminal or reverse its text is written as an escape. So is what the log of a
CI system would take for a command.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Style = Literal["error", "warning", "note", "strong", "faint", "help"]

# C0, C1, bidirectional and other format controls, surrogates, line and paragraph separators.
_UNSAFE = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
# Log commands that are obeyed in the middle of a line too: ##[group], ##vso[…], ##teamcity[…].
_LOG_COMMAND = re.compile(r"#(?=#\w*\[)")
# Select Graphic Rendition, ECMA-48 section 8.3.117.
_STYLES: dict[Style, str] = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "strong": "1",
    "faint": "2",
    "help": "32",
}


def plain(text: str) -> str:
    """`text` in one line, with every character that a terminal would obey as an escape."""
    return "".join(_plain(char) for char in text)


def logged(text: str) -> str:
    """`text` as `plain` has it, and without a command that a CI system's log would obey."""
    return "".join(cells(text))


def cells(text: str) -> list[str]:
    """What is shown for each character of `text`."""
    shown = [_plain(char) for char in text]
    for command in _LOG_COMMAND.finditer(text):
        shown[command.start()] = r"\x23"
    return shown


def shown_path(source: str) -> str:
    """A path at the head of a line, where `::name::` would be a command to a CI system."""
    path = logged(source)
    return f"./{path}" if path.startswith("::") else path


def clip(text: str, width: int) -> str:
    """`text` cut to `width` columns, an ellipsis included; East Asian wide letters take two."""
    used = 0
    for index, char in enumerate(text):
        used += columns(char)
        if used > width:
            return _fitting(text[:index], width - 1) + "…"
    return text


def columns(char: str) -> int:
    """The columns that a character takes."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def breadth(text: str) -> int:
    """The columns that a text takes."""
    return sum(map(columns, text))


def paint(text: str, style: Style, color: bool) -> str:
    """`text` in a style, or as it is."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if color and text else text


def _plain(char: str) -> str:
    if unicodedata.category(char) in _UNSAFE:
        return char.encode("unicode_escape").decode("ascii")
    return char


def _fitting(text: str, width: int) -> str:
    while breadth(text) > width:
        text = text[:-1]
    return text
