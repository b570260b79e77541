"""A text that grows by a word at a time, in about its own memory.

A list of a page's words takes ten times their size, and so does a `StringIO` that was only written
to, for it keeps such a list.
"""

from __future__ import annotations

import re

_PARTS = 250  # that are joined at once; a bound of memory


class Growing:
    def __init__(self) -> None:
        self._joined: list[str] = []
        self._parts: list[str] = []

    def write(self, text: str) -> None:
        self._parts.append(text)
        if len(self._parts) >= _PARTS:
            self._joined.append("".join(self._parts))
            self._parts.clear()

    def read(self) -> str:
        """All that was written."""
        return "".join((*self._joined, *self._parts))


def replaced(pattern: re.Pattern[str], replacement: str, text: str) -> str:
    """What `pattern.sub` makes of it, without its list of the parts between."""
    grown, end = Growing(), 0
    for found in pattern.finditer(text):
        grown.write(text[end : found.start()] + found.expand(replacement))
        end = found.end()
    if not end:
        return text
    grown.write(text[end:])
    return grown.read()
