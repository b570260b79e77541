"""The comparison form of a text, with a map back to the text as scraped.

Two copies of one sentence differ in ways that mean nothing: full-width commas, curly quotes,
line breaks, soft hyphens. `normalize` takes these away and remembers, for every character
that is left, where it came from.

The work is done on arrays of code points: a table look-up for what maps one to one, masks for
what is dropped, and a loop only over the few clusters that compose or expand.
"""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from auditor.model import Normalization, Span
from auditor.text import scripts
from auditor.text.offsets import Offsets, Places

Codes = NDArray[np.uint32]
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

_DROP, _SPACE, _EXPAND, _INNER = 1, 2, 4, 8

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
    state = _State(original, *_identity_offsets(len(original)))
    if not text.isascii():
        state = _fold(state, form)
    state = _collapse_spaces(state, original)
    if form == "nfkc":
        state = _collapse_dots(state)
    return Normalized(_text(state.codes), Offsets.of(state.starts), Offsets.of(state.ends))


# Several stages ask for the comparison form of one page, one after the other. A few short texts
# are remembered; nobody writes into the arrays.
_remembered = lru_cache(maxsize=4)(_normalize)


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """A half-made comparison form: code points and their original ranges."""

    codes: Codes
    starts: Places
    ends: Places

    def keep(self, mask: Mask) -> _State:
        if mask.all():
            return self
        return _State(self.codes[mask], self.starts[mask], self.ends[mask])


def _identity_offsets(length: int) -> tuple[Places, Places]:
    edges = np.arange(length + 1, dtype=np.int32)
    return edges[:-1], edges[1:]


def _identity(text: str) -> Normalized:
    return Normalized(text, Offsets.same(len(text)), Offsets.same(len(text), 1))


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _text(codes: Codes) -> str:
    return str(codes.astype("<u4", copy=False).data, "utf-32-le", "surrogatepass")


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


def _unspaced(codes: Codes) -> Mask:
    """Which characters are such that a space or line break next to them means nothing."""
    return scripts.within(codes, scripts.UNSPACED)


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
        return 0x20, _SPACE
    if form != "nfkc":
        return _classify_width(char, form)
    if _within(code, _IGNORABLE):
        return code, _DROP
    inner = _INNER if may_combine(char) else 0
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
    table, flags = _tables(form, state.codes)
    own = flags[state.codes]
    every = int(np.bitwise_or.reduce(own))
    if every & _DROP:
        kept = own & _DROP == 0
        state, own = state.keep(kept), own[kept]
    state = _State(table[state.codes], state.starts, state.ends)
    if not every & (_EXPAND | _INNER):
        return state
    return _compose_all(state, own, form)


@cache
def _empty_tables(form: Normalization) -> tuple[Codes, NDArray[np.uint8], Mask]:
    size = sys.maxunicode + 1
    return np.zeros(size, np.uint32), np.zeros(size, np.uint8), np.zeros(size, np.bool_)


def _tables(form: Normalization, codes: Codes) -> tuple[Codes, NDArray[np.uint8]]:
    """What becomes of every code point, and its flags; filled in for those that occur.

    Zeros that nobody has written to cost no memory, so a table may cover all of Unicode.
    """
    table, flags, known = _empty_tables(form)
    if not known[codes].all():
        for code in np.unique(codes[~known[codes]]).tolist():
            table[code], flags[code] = _classify(code, form)
            known[code] = True
    return table, flags


def _compose_all(state: _State, own: NDArray[np.uint8], form: Normalization) -> _State:
    """Replace each cluster that isn't in composed form; a cluster maps as a whole.

    A cluster is a character and all that may combine with it. Clusters are independent, so
    composing them one by one composes the text (Unicode Standard Annex 15, section 9).
    """
    if not len(own):
        return state
    outer = own & _INNER == 0
    outer[0] = True
    heads = np.flatnonzero(outer)
    tails = np.append(heads[1:], len(own))
    active = np.bitwise_or.reduceat(own & (_EXPAND | _INNER), heads) != 0
    text = _text(state.codes)
    compose = _compose if form == "nfkc" else _compose_kana
    cache: dict[str, str | None] = {}
    where: list[tuple[int, int]] = []
    pieces: list[str] = []
    for head, tail in zip(heads[active].tolist(), tails[active].tolist(), strict=True):
        cluster = text[head:tail]
        if cluster not in cache:
            composed = compose(cluster)
            cache[cluster] = None if composed == cluster else composed
        piece = cache[cluster]
        if piece is not None:
            where.append((head, tail))
            pieces.append(piece)
    return _splice(state, where, pieces) if where else state


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


def _splice(state: _State, where: list[tuple[int, int]], pieces: list[str]) -> _State:
    """Put the pieces in place of the ranges; every character of a piece maps to its range."""
    heads, tails = np.array(where, np.int64).T
    lengths = np.array([len(piece) for piece in pieces], np.int64)
    counts = np.ones(len(state.codes), np.int64)
    depth = np.zeros(len(state.codes) + 1, np.int64)
    np.add.at(depth, heads, 1)
    np.add.at(depth, tails, -1)
    counts[np.cumsum(depth[:-1]) > 0] = 0
    counts[heads] = lengths
    ends = state.ends.copy()
    ends[heads] = state.ends[tails - 1]
    replaced = np.zeros(len(state.codes), np.bool_)
    replaced[heads] = True
    codes = np.repeat(state.codes, counts)
    codes[np.repeat(replaced, counts)] = _codes("".join(pieces))
    return _State(codes, np.repeat(state.starts, counts), np.repeat(ends, counts))


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
        nothing = _means_nothing(state, original, heads.astype(np.int32), lasts.astype(np.int32))
    gone = np.sort(np.append(at[~opens], heads[nothing]))
    keep = np.ones(len(state.codes), np.bool_)
    keep[gone] = False
    codes, ends = state.codes[keep], state.ends[keep]
    changed = ~nothing & ((heads != lasts) | (state.codes[heads] != 0x20))
    places = heads[changed] - np.searchsorted(gone, heads[changed])
    codes[places] = 0x20
    ends[places] = state.ends[lasts[changed]]
    return _State(codes, state.starts[keep], ends)


def _means_nothing(state: _State, original: Codes, heads: Places, lasts: Places) -> Mask:
    """Which runs of white space stand next to a character of an unspaced script.

    Both the folded and the original neighbour are asked: ， counts although it became a comma.
    Kept all the same are a space that carries a mark and one between dots, so that nothing
    combines that didn't before.
    """
    size = len(state.codes)
    before, after = np.maximum(heads - 1, 0), np.minimum(lasts + 1, size - 1)
    left, right = state.codes[before], state.codes[after]
    left_unspaced = _unspaced(left) | _unspaced(original[state.ends[before] - 1])
    right_unspaced = _unspaced(right) | _unspaced(original[state.starts[after]])
    nothing = (left_unspaced & (heads > 0)) | (right_unspaced & (lasts < size - 1))
    nothing &= ~((left == ord(".")) & (right == ord(".")))
    following = np.unique(right[nothing & (right >= 0x300)]).tolist()
    if combining := [code for code in following if may_combine(chr(code))]:
        nothing &= ~np.isin(right, combining)
    return nothing


def _collapse_dots(state: _State) -> _State:
    """Four dots and more are three: …… is …, and leaders have no set length."""
    dot = state.codes == ord(".")
    fourth = dot[3:] & dot[2:-1] & dot[1:-2] & dot[:-3]
    if not fourth.any():
        return state
    extra = np.append(np.zeros(3, np.bool_), fourth)
    lasts = np.flatnonzero(extra & ~np.append(extra[1:], False))
    kept = np.flatnonzero(~extra)
    ends = state.ends.copy()
    ends[kept[np.searchsorted(kept, lasts) - 1]] = state.ends[lasts]
    return _State(state.codes, state.starts, ends).keep(~extra)
