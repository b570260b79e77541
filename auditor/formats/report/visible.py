"""Hostile text made safe to show: escaped, and every character that hides or reorders named.

Bidi controls, zero-width characters, C0 and C1 controls, lone surrogates and noncharacters
become boxes that say their code point, such as `U+202E`. Everything else stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from markupsafe import Markup

# ZWNJ and ZWJ shape Arabic, Indic and South-East Asian letters and join emoji: a reader needs
# them there, and they hide nothing. After any other character they are boxed.
_JOINING = (
    "\u0600-\u07ff\u0840-\u085f\u08a0-\u109f\u1780-\u1aff\u1b00-\u1c4f\ua840-\ua8ff\ua980-\uaaff"
    "\ufb50-\ufdff\ufe0f\ufe70-\ufefe\u2600-\u27bf\u2190-\u21ff\u2b00-\u2bff"
    "\U00010a00-\U000113ff\U00011400-\U000116ff\U0001f000-\U0001faff"
)
_HIDDEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
    # the last two of every plane are noncharacters
    + "".join(f"{chr(end - 1)}-{chr(end)}" for end in range(0x1FFFF, 0x110000, 0x10000))
)
HIDDEN = re.compile(f"(?:[{_HIDDEN}]|(?<![{_JOINING}])[\u200c\u200d])+")
_BREAKS = re.compile(r"[\t\n\r]+")


def _names(characters: str) -> Iterator[str]:
    for character, group in groupby(characters):
        count = sum(1 for _ in group)
        yield f"U+{ord(character):04X}" + (f"×{count}" if count > 1 else "")


def box(characters: str) -> str:
    """The HTML of one run of hidden characters: `<b>U+200B×3 U+202E</b>`."""
    return f"<b>{' '.join(_names(characters))}</b>"


def _escape(text: str) -> str:
    # A parser turns a bare CR into LF; only a reference keeps the text as it was.
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    )


def visible_slice(text: str, start: int, end: int) -> str:
    """HTML of `text[start:end]`; hidden characters become boxes."""
    parts: list[str] = []
    at = start
    for match in HIDDEN.finditer(text, start, end):
        parts += (_escape(text[at : match.start()]), box(match.group()))
        at = match.end()
    parts.append(_escape(text[at:end]))
    return "".join(parts)


def visible(text: str) -> Markup:
    """Safe HTML of one line: hidden characters, tabs and line breaks become boxes."""
    pieces: list[str] = []
    at = 0
    for match in _BREAKS.finditer(text):
        pieces += (visible_slice(text, at, match.start()), box(match.group()))
        at = match.end()
    pieces.append(visible_slice(text, at, len(text)))
    # Both writers above escape all that they don't make themselves.
    return Markup("".join(pieces))


def visible_lines(text: str) -> Markup:
    """Safe HTML of text in its lines, for a place that keeps white space as it is."""
    return Markup(visible_slice(text, 0, len(text)))


def plain(text: str) -> str:
    """`text` for an attribute or a title: hidden characters become ⟦U+202E⟧; not yet escaped."""
    named = HIDDEN.sub(lambda match: f"⟦{' '.join(_names(match.group()))}⟧", text)
    return _BREAKS.sub(" ", named)


def clipped(text: str, limit: int) -> str:
    """At most about `limit` characters: the head, …, and the last quarter."""
    if len(text) <= limit:
        return text
    tail = limit // 4
    return f"{text[: limit - tail]} … {text[-tail:]}"
