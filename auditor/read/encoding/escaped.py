"""ISO-2022-JP: escapes switch to pairs of bytes and back, and a lost byte may be one of an escape.

    ESC $ B  $ 3 $ l  ESC ( B        これ
        $ B  $ 3 $ l  ESC ( B        the same, though it begins with no escape

What is switched to twice without a way back, or back from twice, has one that is damaged between.
A line ends in ASCII, whatever was lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ANY = re.compile(rb"\x1b(?:\$[@B]|\([BJ])")
_ESCAPE = re.compile(rb"\x1b(?:(?P<to>\$[@B])|\([BJ])")
# With one byte cut, or another, or twice. Where no escape leads to pairs, the last is meant behind
# which nothing but bytes of pairs stands.
_TO = re.compile(
    rb"(?:[\x80-\xff]?\$[@B]|\x1b[\x80-\xff]?[@B]|\x1b\$[\x80-\xff]?|\x1b\$\$[@B])(?=[!-~\x80-\xff]*\Z)"
)
# Row 8 of the pairs, which has the last bytes of an escape, holds lines to draw tables with.
_BACK = re.compile(rb"[\x80-\xff]?\([BJ]|\x1b[\x80-\xff]?[BJ]|\x1b\(\(?[\x80-\xffBJ]?|[ \t]")


def is_escaped(data: bytes) -> bool:
    return bool(_ANY.search(data))


def as_euc(data: bytes) -> bytes:
    """The same in EUC-JP, which is that without escapes, the highest bit of the pairs set."""
    return b"".join(part for line in data.splitlines(keepends=True) for part in _line(line))


def _line(line: bytes) -> Iterator[bytes]:
    pairs, at = False, 0
    for escape in _ESCAPE.finditer(line):
        yield from _between(line[at : escape.start()], pairs=pairs, switched=bool(escape["to"]))
        pairs, at = bool(escape["to"]), escape.end()
    yield from _between(line[at:], pairs=pairs, switched=True)


def _between(part: bytes, *, pairs: bool, switched: bool) -> Iterator[bytes]:
    """What stands between two escapes; `switched`: the next one leads to pairs, or is the end."""
    if pairs and switched and (back := _way_back(part)):
        yield _high(part[: back.start()])
        yield part[back.end() :] if not back[0].isspace() else part[back.start() :]
    elif pairs:
        yield _high(part)
    elif not switched and (lost := _TO.search(part)):
        yield part[: lost.start()]
        yield _high(part[lost.end() :])
    else:
        yield part


def _way_back(part: bytes) -> re.Match[bytes] | None:
    """A damaged escape, or a space, which no pair holds, at the border of two pairs."""
    found = _BACK.finditer(part)
    return next((each for each in found if each.start() % 2 == 0 or each[0][0] == 0x1B), None)


def _high(part: bytes) -> bytes:
    return bytes(byte | 0x80 if byte > 0x20 else byte for byte in part)
