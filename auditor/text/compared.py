"""The comparison form of a text, with a map back to the text as scraped.

Two copies of one sentence differ in ways that mean nothing: full-width commas, curly quotes,
line breaks, soft hyphens. `normalize` takes these away and remembers, for every character
that is left, where it came from.

The work is done on arrays of code points: a table look-up for what maps one to one, and for what
goes, composes or expands only at the few places where it stands. The map is kept as runs.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auditor.model import Normalization, Span
from auditor.text import scripts
from auditor.text.offsets import Offsets, union

Codes = NDArray[np.unsignedinteger[Any]]
Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]

_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
# Default_Ignorable_Code_Point of Unicode 15 that text can lose without a change of meaning:
# https://www.unicode.org/Public/15.0.0/ucd/DerivedCoreProperties.txt. The Hangul fillers stay:
# they take part in syllables.
_IGNORABLE = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)

# One form for signs that editors and converters swap freely.
_SIGNS = {
    ord(sign): ord(to)
    for signs, to in (
        ("“”„‟«»「」『』〝〞〟＂⹂", '"'),
        ("‘’‚‛‹›´ʹʻʼʽˈ′＇", "'"),
        ("‐‑‒–—―−⁃⸺⸻﹘﹣－︱︲", "-"),
        ("〜～∼˜", "~"),
        ("‧∙⋅・･•·", "·"),
        ("⁄∕", "/"),
    )
    for sign in signs
}

# What becomes of a code point: goes, maps to another, expands, may combine with the one before.
_DROP, _OTHER, _EXPAND, _INNER, _UNKNOWN = 1, 2, 4, 8, 16

_REMEMBERED = 1 << 16  # characters of a text whose comparison form is kept for the next stage

# CPython sorts combining marks by insertion; longer clusters are sorted here (see _compose).
_LONG_CLUSTER = 128


@dataclass(frozen=True, slots=True, eq=False)
class Normalized:
    """A comparison form and its map to the original text.

    Character `i` of `text` came from the original characters `[starts[i], ends[i])`: one
    character as a rule, several where they composed or a run of white space became one space,
    the same ones for all the characters that a ligature became. Both have the length of
    `text`, never fall, and hold code points of the original text, half-open.
    """

    text: str
    starts: Offsets
    ends: Offsets

    def span(self, start: int, end: int) -> Span:
        """The original span of the range `[start, end)` of the comparison form.

        An empty range gives an empty span, where the character at `start` begins (or where
        the last character ends). Raises ValueError when the range is not inside the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"no range [{start}, {end}) in a text of {len(self.text)} characters")
        if start < end:
            return Span(self.starts[start], self.ends[end - 1])
        at = self.starts[start] if start < len(self.text) else self._last_end()
        return Span(at, at)

    def position(self, original_offset: int) -> int:
        """The index of the first character of `text` that ends after the original offset.

        An offset inside dropped characters gives the next character that is left; an offset
        behind the last of them gives `len(text)`.
        """
        return int(self.ends.search(original_offset, "right"))

    def _last_end(self) -> int:
        return self.ends[-1] if len(self.ends) else 0


def normalize(text: str, form: Normalization = "nfkc") -> Normalized:
    """The comparison form of any string, lone surrogates included.

    - "none": the text itself.
    - "whitespace": a run of Unicode white space becomes one space; zero-width characters go.
      A space next to a Chinese or Japanese character or a full-width sign goes too, because
      line breaks and typographic spaces there mean nothing (第 1 条 is 第1条).
    - "width": in addition, full-width and half-width forms are folded (ＡＢＣ, ｶﾞ, ，).
    - "nfkc": in addition, Unicode NFKC; one form each for quotes, apostrophes, dashes, middle
      dots and ellipses; soft hyphens, joiners, variation selectors and direction marks go.
      Case is kept, and so are 。 and 、, traditional and simplified characters.

    Idempotent in every form: normalizing `result.text` again gives `result.text`. A text that
    doesn't change is returned with identity offsets.
    """
    if len(text) <= _REMEMBERED:
        return _remembered(text, form)
    return _normalize(text, form)


def _normalize(text: str, form: Normalization) -> Normalized:
    if form == "none" or not text:
        return _identity(text)
    original = _codes(text)
    state = _State(original, Offsets.same(len(text)), Offsets.same(len(text), 1))
    if not text.isascii():
        state = _fold(state, form)
    state = _collapse_spaces(state, original)
    compared = _text(state.codes)
    if form == "nfkc" and "...." in compared:
        state = _collapse_dots(state)
        compared = _text(state.codes)
    return Normalized(compared, state.starts, state.ends)


# Several stages ask for the comparison form of one page, one after the other. A few short texts
# are remembered; nobody writes into the arrays.
_remembered = lru_cache(maxsize=4)(_normalize)


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """A half-made comparison form: code points and their original ranges."""

    codes: Codes
    starts: Offsets
    ends: Offsets

    def without(self, gone: Positions) -> _State:
        """What is left when the characters at these ascending places go."""
        if not len(gone):
            return self
        codes = np.delete(self.codes, gone)
        return _State(codes, self.starts.without(gone), self.ends.without(gone))


def _identity(text: str) -> Normalized:
    return Normalized(text, Offsets.same(len(text)), Offsets.same(len(text), 1))


def _codes(text: str) -> Codes:
    """The code points; of ASCII, which is most text of many pages, in a quarter of the memory."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), dtype=np.uint8)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _text(codes: Codes) -> str:
    if codes.dtype == np.uint8:
        return str(codes.data, "ascii")
    return str(codes.astype("<u4", copy=False).data, "utf-32-le", "surrogatepass")


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


@cache
def _unspaced() -> Mask:
    """Of each code point, whether a space or line break next to it means nothing."""
    unspaced = np.zeros(sys.maxunicode + 1, np.bool_)
    for low, high in scripts.UNSPACED:
        unspaced[low : high + 1] = True
    return unspaced


@lru_cache(maxsize=1 << 12)
def may_combine(char: str) -> bool:
    """Whether the character may combine with the one before it, once decomposed.

    Wider than NFC_Quick_Check=Maybe: every mark, and the vowels and finals of Hangul.
    """
    first = unicodedata.normalize("NFKD", char)[0]
    return (
        unicodedata.category(first)[0] == "M"
        or 0x1161 <= ord(first) <= 0x1175
        or 0x11A8 <= ord(first) <= 0x11C2
    )


def _classify(code: int, form: Normalization) -> tuple[int, int]:
    """What becomes of one code point alone: (code point, flags)."""
    char = chr(code)
    if char.isspace():
        return 0x20, 0
    if form != "nfkc":
        return _classify_width(char, form)
    inner = _INNER if may_combine(char) else 0
    if _within(code, _IGNORABLE):
        return code, _DROP | inner
    if code in _SIGNS:
        return _SIGNS[code], inner
    mapped = unicodedata.normalize("NFKC", char)
    if len(mapped) != 1:
        return code, inner | _EXPAND
    return _SIGNS.get(ord(mapped), ord(mapped)), inner


def _classify_width(char: str, form: Normalization) -> tuple[int, int]:
    if char in _ZERO_WIDTH:
        return ord(char), _DROP
    if form == "width":
        kind, _, target = unicodedata.decomposition(char).partition(" ")
        if kind in ("<wide>", "<narrow>"):
            inner = _INNER if char in "\uff9e\uff9f" else 0
            return int(target, 16), inner
    return ord(char), 0


def _fold(state: _State, form: Normalization) -> _State:
    """Drop what is invisible, map what maps one to one, compose and expand the rest."""
    own = _flags(form, state.codes)
    every = int(np.bitwise_or.reduce(own))
    if every & _DROP:
        gone = np.flatnonzero(own & _DROP != 0)
        state, own = state.without(gone), np.delete(own, gone)
    if every & _OTHER:
        others = np.flatnonzero(own & _OTHER != 0)
        codes = state.codes.copy()
        codes[others] = _tables(form)[0][codes[others]]
        state = _State(codes, state.starts, state.ends)
    if not every & (_EXPAND | _INNER):
        return state
    return _compose_all(state, own, form)


@cache
def _tables(form: Normalization) -> tuple[Codes, NDArray[np.uint8]]:
    """What becomes of every code point, and its flags; see `_flags`.

    Zeros that nobody has written to cost no memory, so a table may cover all of Unicode.
    """
    size = sys.maxunicode + 1
    return np.zeros(size, np.uint32), np.full(size, _UNKNOWN, np.uint8)


def _flags(form: Normalization, codes: Codes) -> NDArray[np.uint8]:
    """The flags of code points; the tables are filled in for those that occur."""
    table, flags = _tables(form)
    own = flags[codes]
    if not (own & _UNKNOWN).any():
        return own
    for code in set(codes[own & _UNKNOWN != 0].tolist()):
        to, kind = _classify(code, form)
        table[code], flags[code] = to, kind | (_OTHER if to != code else 0)
    return flags[codes]


def _compose_all(state: _State, own: NDArray[np.uint8], form: Normalization) -> _State:
    """Replace each cluster that isn't in composed form; a cluster maps as a whole.

    A cluster is a character and all that may combine with it. Clusters are independent, so
    composing them one by one composes the text (Unicode Standard Annex 15, section 9).
    """
    heads, tails = _clusters(own)
    text = _text(state.codes)
    compose = _compose if form == "nfkc" else _compose_kana
    cache: dict[str, str | None] = {}
    where: list[tuple[int, int]] = []
    pieces: list[str] = []
    for head, tail in zip(heads.tolist(), tails.tolist(), strict=True):
        cluster = text[head:tail]
        if cluster not in cache:
            composed = compose(cluster)
            cache[cluster] = None if composed == cluster else composed
        piece = cache[cluster]
        if piece is not None:
            where.append((head, tail))
            pieces.append(piece)
    return _splice(state, text, where, pieces) if where else state


def _clusters(own: NDArray[np.uint8]) -> tuple[Positions, Positions]:
    """Where the clusters begin and end of which something may compose or expand."""
    inner = np.flatnonzero(own & _INNER != 0)
    opens = np.append(True, inner[1:] != inner[:-1] + 1)[: len(inner)]
    carriers = np.maximum(inner[opens] - 1, 0)
    alone = np.flatnonzero(own & (_EXPAND | _INNER) == _EXPAND)
    heads = union(carriers, alone)
    tails = heads + 1
    tails[np.searchsorted(heads, carriers)] = inner[np.append(opens[1:], True)[: len(inner)]] + 1
    return heads, tails


def _compose(cluster: str) -> str:
    if len(cluster) > _LONG_CLUSTER:
        cluster = _sorted_marks(cluster)
    return unicodedata.normalize("NFKC", cluster).translate(_SIGNS)


def _sorted_marks(cluster: str) -> str:
    """A cluster, decomposed, its marks in canonical order; the sort is stable."""
    ordered: list[str] = []
    marks: list[str] = []
    for char in (part for c in cluster for part in unicodedata.normalize("NFKD", c)):
        if unicodedata.combining(char):
            marks.append(char)
            continue
        ordered += sorted(marks, key=unicodedata.combining)
        marks.clear()
        ordered.append(char)
    return "".join(ordered + sorted(marks, key=unicodedata.combining))


def _compose_kana(cluster: str) -> str:
    """Half-width kana and its voicing mark, both folded already, as one character."""
    head = unicodedata.normalize("NFC", cluster[:2])
    return head + cluster[2:] if len(head) == 1 else cluster


def _splice(
    state: _State, text: str, where: Sequence[tuple[int, int]], pieces: Sequence[str]
) -> _State:
    """Put the pieces in place of the ranges; every character of a piece maps to its range."""
    heads, tails = np.array(where, np.int64).T
    counts = np.fromiter(map(len, pieces), np.int64, len(pieces))
    between = zip((0, *tails.tolist()), (*heads.tolist(), len(text)), strict=True)
    kept = (text[start:end] for start, end in between)
    spliced = "".join(chain.from_iterable(zip(kept, (*pieces, ""), strict=True)))
    starts = state.starts.replaced(heads, tails, counts, state.starts.of_each(heads))
    ends = state.ends.replaced(heads, tails, counts, state.ends.of_each(tails - 1))
    return _State(_codes(spliced), starts, ends)


def _collapse_spaces(state: _State, original: Codes) -> _State:
    low = state.codes <= 0x20
    spaced = bool(original.max() < scripts.UNSPACED[0][0])
    if spaced:  # a single space stays as it is
        space = state.codes == 0x20
        space[1:] &= ~low[:-1]
        space[:-1] &= ~low[1:]
        low &= ~space
    at = np.flatnonzero(low)
    sign = state.codes[at]
    at = at[(sign >= 0x1C) | ((sign >= 0x09) & (sign <= 0x0D))]
    if not len(at):
        return state
    opens = np.append(True, at[1:] != at[:-1] + 1)
    heads, lasts = at[opens], at[np.append(opens[1:], True)]
    nothing = np.zeros(len(heads), np.bool_)
    if not spaced:
        nothing = _means_nothing(state, original, heads, lasts)
    changed = ~nothing & ((heads != lasts) | (state.codes[heads] != 0x20))
    gone = np.sort(np.append(at[~opens], heads[nothing]))
    places = heads[changed] - np.searchsorted(gone, heads[changed])
    left = state.without(gone)
    codes = left.codes if len(gone) else left.codes.copy()
    codes[places] = 0x20
    one = np.ones(len(places), np.int64)
    ends = left.ends.replaced(places, places + 1, one, state.ends.of_each(lasts[changed]))
    return _State(codes, left.starts, ends)


def _means_nothing(state: _State, original: Codes, heads: Positions, lasts: Positions) -> Mask:
    """Which runs of white space stand next to a character of an unspaced script.

    Both the folded and the original neighbour are asked: ， counts although it became a comma.
    Kept all the same are a space that carries a mark and one between dots, so that nothing
    combines that didn't before.
    """
    size = len(state.codes)
    before, after = np.maximum(heads - 1, 0), np.minimum(lasts + 1, size - 1)
    left, right = state.codes[before], state.codes[after]
    unspaced = _unspaced()
    before_it = unspaced[left] | unspaced[original[state.ends.of_each(before) - 1]]
    behind_it = unspaced[right] | unspaced[original[state.starts.of_each(after)]]
    nothing = (before_it & (heads > 0)) | (behind_it & (lasts < size - 1))
    nothing &= ~((left == ord(".")) & (right == ord(".")))
    nothing &= _flags("nfkc", right) & _INNER == 0
    return nothing


def _collapse_dots(state: _State) -> _State:
    """Four dots and more are three: …… is …, and leaders have no set length."""
    dot = np.flatnonzero(state.codes == ord("."))
    extra = dot[3:][dot[3:] == dot[:-3] + 3]
    opens = np.append(True, extra[1:] != extra[:-1] + 1)
    lasts = extra[np.append(opens[1:], True)]
    left = state.without(extra)
    places = extra[opens] - 1 - np.flatnonzero(opens)
    one = np.ones(len(places), np.int64)
    ends = left.ends.replaced(places, places + 1, one, state.ends.of_each(lasts))
    return _State(left.codes, left.starts, ends)
