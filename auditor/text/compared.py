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

import numpy as np
from numpy.typing import NDArray

from auditor.model import Normalization, Span
from auditor.text import scripts
from auditor.text.folds import DROP, EXPAND, INNER, OTHER, SIGNS, Codes, flags_of, tables
from auditor.text.offsets import Offsets, union

Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]

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


@cache
def _unspaced() -> Mask:
    """Of each code point, whether a space or line break next to it means nothing."""
    unspaced = np.zeros(sys.maxunicode + 1, np.bool_)
    for low, high in scripts.UNSPACED:
        unspaced[low : high + 1] = True
    return unspaced


def _fold(state: _State, form: Normalization) -> _State:
    """Drop what is invisible, map what maps one to one, compose and expand the rest."""
    own = flags_of(form, state.codes)
    every = int(np.bitwise_or.reduce(own))
    if every & DROP:
        gone = np.flatnonzero(own & DROP != 0)
        state, own = state.without(gone), np.delete(own, gone)
    if every & OTHER:
        others = np.flatnonzero(own & OTHER != 0)
        codes = state.codes.copy()
        codes[others] = tables(form)[0][codes[others]]
        state = _State(codes, state.starts, state.ends)
    if not every & (EXPAND | INNER):
        return state
    return _compose_all(state, own, form)


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
    inner = np.flatnonzero(own & INNER != 0)
    opens = np.append(True, inner[1:] != inner[:-1] + 1)[: len(inner)]
    carriers = np.maximum(inner[opens] - 1, 0)
    alone = np.flatnonzero(own & (EXPAND | INNER) == EXPAND)
    heads = union(carriers, alone)
    tails = heads + 1
    tails[np.searchsorted(heads, carriers)] = inner[np.append(opens[1:], True)[: len(inner)]] + 1
    return heads, tails


def _compose(cluster: str) -> str:
    if len(cluster) > _LONG_CLUSTER:
        cluster = _sorted_marks(cluster)
    return unicodedata.normalize("NFKC", cluster).translate(SIGNS)


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
    nothing &= flags_of("nfkc", right) & INNER == 0
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
