"""Patterns of paths as in a .gitignore file, matched in bounded time whatever they say.

They may come with scraped data. Every star but the last of a segment, and every `**` but the last
of a pattern, takes the first place that fits and never gives it back: if the rest does not fit
behind that, it fits behind no later one either. So the steps are at most the length of the path
times that of the pattern, where plain regular expressions may need exponentially many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST = 4096  # characters; PATH_MAX of Linux: what is longer speaks of no path
_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
_CLASS = re.compile(r"\[:([a-z]+):\]")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A line: what it fits, and whether it takes back what those before it said (`!`)."""

    expression: re.Pattern[str]
    negated: bool
    folders_only: bool

    def fits(self, path: str) -> bool:
        if path.endswith("/"):
            return self.expression.fullmatch(path, 0, len(path) - 1) is not None
        return not self.folders_only and self.expression.fullmatch(path) is not None


@dataclass(frozen=True, slots=True)
class Patterns:
    """The lines of an ignore file, or patterns of a setting; of several that fit, the last counts.

    Paths are relative to the folder that the patterns speak of, with "/" between their parts; that
    of a folder ends in "/".
    """

    _lines: tuple[_Pattern, ...]

    @classmethod
    def of(cls, lines: Iterable[str]) -> Patterns:
        """Raises ValueError for a line that is no pattern; empty lines and comments are none."""
        return cls(tuple(found for line in lines if (found := _parsed(line)) is not None))

    def __bool__(self) -> bool:
        return bool(self._lines)

    def decides(self, path: str) -> bool | None:
        """True: meant; False: taken back by a `!` pattern; None: not spoken of.

        What is said of the folders that it lies in is not looked at.
        """
        for line in reversed(self._lines):
            if line.fits(path):
                return not line.negated
        return None

    def cover(self, path: str) -> bool:
        """Whether the last pattern that fits the path, or a folder that it lies in, means it."""
        parts = path.rstrip("/").split("/")
        places = [path, *("/".join(parts[:end]) + "/" for end in range(1, len(parts)))]
        for line in reversed(self._lines):
            if any(map(line.fits, places)):
                return not line.negated
        return False


def _parsed(line: str) -> _Pattern | None:
    glob = line.rstrip("\r\n")
    if len(glob) > _LONGEST:
        raise ValueError(f"longer than {_LONGEST:,} characters")
    if glob.startswith("#"):
        return None
    while glob.endswith(" ") and not glob.endswith("\\ "):
        glob = glob[:-1]
    if not glob:
        return None
    negated = glob.startswith("!")
    glob = glob.removeprefix("!")
    folders_only = glob.endswith("/")
    glob = glob.removesuffix("/")
    if not glob:
        raise ValueError(f"{line.strip()!r} names nothing")
    segments = glob.removeprefix("/").split("/")
    if "/" not in glob:
        segments = ["**", *segments]
    return _Pattern(re.compile(_expression(segments)), negated, folders_only)


def _expression(segments: list[str]) -> str:
    if segments[-1] == "**":
        segments = [*segments, "*"]  # what lies in a folder, not the folder itself
    pieces: list[list[str]] = [[]]  # what stands between the `**`
    for segment in segments:
        if segment == "**":
            pieces.append([])
        else:
            pieces[-1].append(_segment(segment))
    first, *others = ("/".join(piece) for piece in pieces)
    if not others:
        return first
    *middle, last = others
    start = f"{first}/" if first else ""
    between = "".join(f"(?>(?:[^/]++/)*?{piece}/)" for piece in middle if piece)
    return f"{start}{between}(?:[^/]++/)*{last}"


def _segment(glob: str) -> str:
    """The expression for a segment, which holds no slash."""
    runs, at = [""], 0  # what stands between the stars
    while at < len(glob):
        sign = glob[at]
        at += 1
        if sign == "*":
            runs.append("")
        elif sign == "?":
            runs[-1] += "[^/]"
        elif sign == "[":
            found, at = _bracket(glob, at)
            runs[-1] += found
        elif sign == "\\":
            if at == len(glob):
                raise ValueError(f"{glob!r} ends in a backslash")
            runs[-1] += re.escape(glob[at])
            at += 1
        else:
            runs[-1] += re.escape(sign)
    first, *others = runs
    if not others:
        return first
    *middle, last = others
    return first + "".join(f"(?>[^/]*?{run})" for run in middle if run) + f"[^/]*{last}"


def _bracket(glob: str, at: int) -> tuple[str, int]:
    """The expression for a `[…]` whose inside starts at `at`, and where it ends."""
    negated = glob[at : at + 1] in ("!", "^")
    start = at = at + negated
    items = ""
    while at < len(glob) and (glob[at] != "]" or at == start):
        if (named := _CLASS.match(glob, at)) and named[1] in _CLASSES:
            items += _CLASSES[named[1]]
            at = named.end()
            continue
        low, at = _letter(glob, at)
        high = low
        if glob[at : at + 1] == "-" and glob[at + 1 : at + 2] not in ("", "]"):
            high, at = _letter(glob, at + 1)
        if low <= high:
            items += f"{re.escape(low)}-{re.escape(high)}"
    if at >= len(glob):
        raise ValueError(f"{glob!r} has a [ without its ]")
    if not items:
        return ("[^/]" if negated else "(?!)"), at + 1
    return f"(?!/)[{'^' if negated else ''}{items}]", at + 1


def _letter(glob: str, at: int) -> tuple[str, int]:
    """The letter at `at` in brackets, where a backslash makes it an ordinary one."""
    if glob[at] == "\\" and at + 1 < len(glob):
        at += 1
    return glob[at], at + 1
