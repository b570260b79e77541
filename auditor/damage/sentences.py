"""Sentences as the operators cut them.

The cut is a plain regular expression, on purpose not the one of `auditor.segment`: operators
that cut where the engine cuts would favour the engine.
"""

from __future__ import annotations

import re
from itertools import pairwise

# A mark that ends a sentence, what closes behind it, and the white space; the marks of Tibetan
# may stand in twos, a space between, and old Ethiopic prose parts its words by a sign.
_END = re.compile(
    r"(?:[。｡！？；]+[”’」』）】]*|[.!?;؟؛۔।॥…\u037e]+[\"'”’»“)\]]*(?=\s)"
    r"|[։።፧፨။។៕᠃᠉܀܁܂]+[\"'”’»)\]]*፡?|[།༎](?:\s*[།༎])*|\n)\s*"
)
_WORD = re.compile(r"\S+")
_FEW = 8  # lines that another follows; with fewer there is no telling a width
_NARROWEST, _WIDEST = 40, 100  # characters; shorter lines are lists, longer ones paragraphs
_LEAST = 4  # letters and digits; a shorter piece is a number or a label of what follows


def sentences(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences; they tile the text, white space goes to the one before.

    A line ends a sentence, but where a text was wrapped to a width.
    """
    spans: list[tuple[int, int]] = []
    start, width = 0, _width(text)
    for match in _END.finditer(text):
        if width and _is_wrap(text, match, width):
            continue
        if sum(map(str.isalnum, text[start : match.end()])) >= _LEAST:
            spans.append((start, match.end()))
            start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _width(text: str) -> int:
    """The width that the text was wrapped to, in characters; 0 where it was not.

    Of the lines that another line follows at once, few are longer: tables, addresses.
    """
    lines = text.split("\n")
    inner = [line for line, after in pairwise(lines) if after.strip() and line.count(" ") > 2]
    lengths = sorted(len(line.rstrip()) for line in inner)
    longest = lengths[int(len(lengths) * 0.85)] if len(lengths) >= _FEW else 0
    return longest if _NARROWEST <= longest <= _WIDEST else 0


def _is_wrap(text: str, match: re.Match[str], width: int) -> bool:
    """Whether a line ends here because the next word would not have fitted in."""
    if not match[0].startswith("\n") or match[0].count("\n") > 1:
        return False
    line = match.start() - (text.rfind("\n", 0, match.start()) + 1)
    word = _WORD.match(text, match.end())
    return word is not None and line + 1 + len(word[0]) > width and 2 * len(word[0]) < width
