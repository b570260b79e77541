"""The bare text: what is left of a text without white space and markup, as tokens.

It is what two versions are anchored on, so that a line that was wrapped otherwise, a word that
became bold or a quote that another converter wrote is no change of words.
"""

from __future__ import annotations

import html
import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

from auditor.history.pairing.wraps import soft_breaks
from auditor.text import scripts
from auditor.text.compared import normalize

_SINGLE = scripts.HAN_AND_KANA + scripts.WORDS_UNSPACED
# An entity; a number's own minus or hyphen; a number with a full-width figure; a letter of a
# script without spaces; a word; a sign.
_TOKEN = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|(?<=\d)[-~‐‑–−](?=\d)|(?<![\w-])[-−](?=\d)"
    r"|[0-9]*[０-９][0-9０-９]*"
    rf"|[{_SINGLE}]"
    rf"|[^\W_{_SINGLE}]+"
    r"|[^\s\w*_#=>|\\~‐‑–—−\u00ad\u200b-\u200f\u2060\ufeff-]"
    r"|(?P<sign>[_#=~-])"
)
# The target of a Markdown link, an address by itself: there, signs of markup mean something.
ADDRESS = re.compile(
    r"(?<=\]\()[^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?=(?:\s\"[^\"\n]*\")?\))"
    r"|(?<=\]\()\{\{[^}\n]*\}\}(?=\))"
    r"|\b(?:https?|ftp)://[^\s<>()\[\]\"']+|\bmailto:[^\s<>()\[\]\"']+|\bwww\.[^\s<>()\[\]\"']+"
    r"|(?<=<)[^<>\s@]+@[^<>\s]+(?=>)|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
PIECE = 24  # bare characters, dense ones as two, that no two texts share by chance; a guess
WORDING = 0.6  # share of equal tokens or letters that makes a sentence another wording; a guess
NEAR = 80  # characters kept between two changes of one passage; a guess
_DENSE = re.compile(f"[{scripts.HAN_AND_KANA}]")
_FIRST_DENSE = scripts.DENSE[0][0]
_ENDS = frozenset(scripts.ENDS)
_CLOSING = frozenset(scripts.CLOSING)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text: their keys, where they stand, and where units of them begin.

    `units` are indices of tokens: a unit is a line or a sentence, the first is 0. `soft` are the
    breaks at which a line was wrapped: there no unit ends. `tears` are the offsets of units that
    begin amid a sentence, where a piece of the text was torn off.
    """

    text: str
    keys: tuple[str, ...]
    starts: array[int]
    ends: array[int]
    units: tuple[int, ...]
    in_address: bytes  # 1 for each token that is part of an address
    soft: frozenset[int] = frozenset()
    tears: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.keys)

    def begins_unit(self, token: int) -> bool:
        at = bisect_left(self.units, token)
        return at < len(self.units) and self.units[at] == token

    def bare(self, first: int, last: int) -> str:
        return "".join(self.keys[first:last])

    def unit_keys(self) -> list[tuple[str, ...]]:
        edges = [*self.units, len(self.keys)]
        return [self.keys[a:b] for a, b in pairwise(edges)]


class Letters:
    """The bare characters of a text, and where each of them stands."""

    def __init__(self, own: Tokens) -> None:
        self.tokens = own
        self.bare = "".join(own.keys)
        self.edges = [0, *accumulate(map(len, own.keys))]  # where tokens begin

    @cached_property
    def words(self) -> frozenset[int]:
        return frozenset(self.edges)

    @cached_property
    def units(self) -> frozenset[int]:
        """Where units begin, and where the text ends."""
        return frozenset((*(self.edges[unit] for unit in self.tokens.units), len(self.bare)))

    def token(self, at: int) -> int:
        """The token that holds a bare character."""
        return bisect_right(self.edges, at) - 1

    def at(self, raw: int) -> int:
        """The bare character that stands at, or first behind, an offset of the text."""
        own = self.tokens
        token = bisect_right(own.starts, raw) - 1
        if token < 0 or raw >= own.ends[token]:
            return self.edges[token + 1]
        return min(self.edges[token] + raw - own.starts[token], self.edges[token + 1])


def tokens(text: str) -> Tokens:
    """Cut a text into tokens; what stands between them is white space and markup."""
    keys: list[str] = []
    starts, ends = array("I"), array("I")
    units: list[int] = []
    inside = bytearray()
    last, ended = 0, True
    soft = soft_breaks(text)
    addresses = [match.span() for match in ADDRESS.finditer(text)][::-1]
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while addresses and addresses[-1][1] <= start:
            addresses.pop()
        is_inside = bool(addresses) and addresses[-1][0] <= start
        if match["sign"] and not is_inside:
            continue
        raw = match.group()
        key = raw if raw.isascii() and raw[0] != "&" else _key(raw)
        if not key:
            continue
        gap = text[last:start]
        if (ended and (gap or _is_unspaced(raw))) or _breaks(gap, last, soft) or not units:
            units.append(len(keys))
        # A closing sign belongs to what it closes.
        ended = key[-1] in _ENDS or (ended and key in _CLOSING and not gap)
        keys.append(key)
        inside.append(is_inside)
        starts.append(start)
        ends.append(end)
        last = end
    return Tokens(text, tuple(keys), starts, ends, tuple(units), bytes(inside), soft)


def _breaks(gap: str, at: int, soft: frozenset[int]) -> bool:
    """Whether a line ends in a gap, and was not only wrapped there."""
    end = gap.find("\n")
    return end >= 0 and (at + end not in soft or "\n" in gap[end + 1 :])


def bare(text: str) -> str:
    """The bare text as one string; two texts with equal ones have the same words."""
    return "".join(tokens(text).keys)


def width(text: str) -> int:
    """The length of a text; a letter of a script without spaces says as much as two."""
    return len(text) + len(_DENSE.findall(text))


@lru_cache(maxsize=1 << 14)
def _key(raw: str) -> str:
    plain = html.unescape(raw) if raw.startswith("&") else raw
    return "".join(normalize(plain).text.split()).strip("\u00ad")


def _is_unspaced(raw: str) -> bool:
    return ord(raw[0]) >= _FIRST_DENSE
