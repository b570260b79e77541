"""Damage with known truth: what scrapers do to a page, and where every character came from.

`corrupt(text, "windows-shuffled+noise-3", seed)` applies an operator of `OPERATORS`, then
noise of `noise.NOISES`. Operators named `…-cut` cut at arbitrary characters, the others at
the ends of sentences (`sentences`, on purpose not the engine's). Everything follows from
`random.Random(operator and seed)`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import numpy as np

from auditor.damage.columns import in_columns
from auditor.damage.furniture import furniture
from auditor.damage.noise import NOISES, Marked, Offsets
from auditor.damage.pieces import Page, Piece, Unit
from auditor.damage.rolling import captions, scrolled
from auditor.damage.sentences import sentences
from auditor.damage.small_screens import for_small_screens


@dataclass(frozen=True, slots=True, eq=False)
class Corruption:
    """A damaged text and its truth.

    For every character of `scrape`: `origin` is the offset in `canonical` it came from, or -1
    for what was put in; for a substituted character, that of the one it stands for. `stream`
    numbers the copy of the document that it belongs to (-1: none): within a stream, origins
    rise.
    """

    operator: str
    seed: int
    canonical: str
    scrape: str
    origin: Offsets
    stream: Offsets


Operator = Callable[[Page], list[Piece]]


def corrupt(text: str, name: str, seed: int) -> Corruption:
    """Damage `text` as `name` says: an operator, then any noises, joined by `+`.

    Raises KeyError for an unknown name.
    """
    operator, *noises = name.split("+")
    rng = random.Random(f"{name}/{seed}")
    canonical = text if text.endswith("\n") else text + "\n"
    cut = operator.endswith("-cut")
    page = Page(canonical, _units(canonical, cut, rng), cut, rng)
    marked = _lay_out(canonical, OPERATORS[operator.removesuffix("-cut")](page))
    for noise in noises:
        marked = NOISES[noise](marked, rng)
    return Corruption(name, seed, canonical, marked.text, marked.origin, marked.stream)


def _units(text: str, cut: bool, rng: random.Random) -> list[Unit]:
    """Sentences; or, cut, pieces as long whose ends lie anywhere inside the sentences."""
    spans = sentences(text)
    if not cut:
        return spans
    ends = [rng.randrange(start + 1, end + 1) for start, end in spans[1:]] + [len(text)]
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _lay_out(text: str, pieces: Sequence[Piece]) -> Marked:
    nothing = np.empty(0, dtype=np.int64)
    parts: list[str] = []
    origins, streams = [nothing], [nothing]
    for piece in pieces:
        part = piece.inserted or text[piece.start : piece.end]
        if piece.inserted:
            origins.append(np.full(len(part), -1, dtype=np.int64))
        else:
            origins.append(np.arange(piece.start, piece.end, dtype=np.int64))
        streams.append(np.full(len(part), piece.stream, dtype=np.int64))
        parts.append(part)
    return Marked("".join(parts), np.concatenate(origins), np.concatenate(streams))


def _clean(page: Page) -> list[Piece]:
    return [page.piece(0, len(page.units), 0)]


def _blocks(page: Page, count: int) -> list[tuple[int, int]]:
    """Disjoint blocks of two to six units, one in each of `count` equal parts of the page."""
    size = len(page.units) // count
    blocks = []
    for part in range(count if size >= 2 else 0):
        length = page.rng.randint(2, max(2, min(6, size // 2)))
        start = part * size + page.rng.randint(0, size - length)
        blocks.append((start, start + length))
    return blocks


def _moved(page: Page, count: int = 3) -> list[Piece]:
    """Blocks stand elsewhere."""
    blocks = _blocks(page, count)
    taken = {unit for block in blocks for unit in range(*block)}
    rest = [unit for unit in range(len(page.units)) if unit not in taken]
    return _put(page, rest, blocks)


def _copied(page: Page, count: int = 3) -> list[Piece]:
    """Blocks stand elsewhere too."""
    return _put(page, list(range(len(page.units))), _blocks(page, count))


def _put(page: Page, rest: Sequence[int], blocks: Sequence[tuple[int, int]]) -> list[Piece]:
    """The units in `rest`, with blocks between them, at least three units from their place."""
    at: dict[int, list[Piece]] = {}
    for stream, (first, last) in enumerate(blocks, 1):
        places = [
            gap
            for gap in range(len(rest) + 1)
            if abs((rest[gap] if gap < len(rest) else len(page.units)) - first) > 3
            and abs((rest[gap - 1] + 1 if gap else 0) - last) > 3
        ]
        place = page.rng.choice(places or [len(rest)])
        at.setdefault(place, []).append(page.piece(first, last, stream))
    pieces: list[Piece] = []
    for gap, unit in enumerate([*rest, -1]):
        pieces += at.get(gap, [])
        if unit >= 0:
            pieces.append(page.piece(unit, unit + 1, 0))
    return pieces


def _interleaved(page: Page, copies: int, missing: float, gap: int = 1) -> list[Piece]:
    """Copies woven together in runs of about four sentences, each without some sentences.

    What a copy lacks are runs of `gap` sentences on average.
    """
    waiting = [_without(page, stream, missing, gap) for stream in range(copies)]
    pieces: list[Piece] = []
    current = page.rng.randrange(copies)
    while any(waiting):
        pieces += _run(page, waiting[current])
        others = [stream for stream in range(copies) if waiting[stream] and stream != current]
        current = page.rng.choice(others) if others else current
    return pieces


def _without(page: Page, stream: int, missing: float, gap: int = 1) -> list[Piece]:
    """A copy, a sentence a piece, that lacks runs of about `gap` sentences."""
    begins = missing if gap == 1 else missing / (1 - missing) / gap
    goes_on = missing if gap == 1 else 1 - 1 / gap
    pieces: list[Piece] = []
    lacks = False
    for unit in sentences(page.text):
        lacks = page.rng.random() < (goes_on if lacks else begins)
        if not lacks:
            pieces.append(Piece(*unit, stream))
    return pieces


def _missing(page: Page, missing: float, moved: int = 0) -> list[Piece]:
    """One copy that lacks sentences, and `moved` runs of it stand elsewhere."""
    pieces = _without(page, 0, missing)
    for stream in range(1, moved + 1):
        _displace(page, pieces, stream)
    return pieces


def _displace(page: Page, pieces: list[Piece], stream: int) -> None:
    """A run of up to four pieces goes elsewhere, and is a stream of its own there."""
    if not pieces:
        return
    at = page.rng.randrange(len(pieces))
    end = at + 1
    while end < min(at + 4, len(pieces)) and pieces[end].stream == pieces[at].stream:
        end += 1
    moved = [replace(piece, stream=stream) for piece in pieces[at:end]]
    del pieces[at:end]
    to = page.rng.randint(0, len(pieces))
    pieces[to:to] = moved


def _block_many(page: Page) -> list[Piece]:
    """A block of two to four units stands at five to eleven other places too."""
    count = len(page.units)
    length = min(count, page.rng.randint(2, 4))
    first = page.rng.randint(0, count - length)
    pieces = [page.piece(unit, unit + 1, 0) for unit in range(count)]
    places = [at for at in range(count + 1) if not first <= at <= first + length] or [count]
    chosen = sorted((page.rng.choice(places) for _ in range(page.rng.randint(5, 11))), reverse=True)
    for stream, place in enumerate(chosen, 1):
        pieces.insert(place, page.piece(first, first + length, stream))
    return pieces


def _run(page: Page, waiting: list[Piece]) -> list[Piece]:
    """Takes the next sentences of a copy; cut, the last one only up to some character."""
    length = page.rng.randint(1, 7)
    run = waiting[:length]
    del waiting[:length]
    if page.cut and waiting:
        following = waiting[0]
        at = page.rng.randrange(following.start, following.end)
        run.append(Piece(following.start, at, following.stream))
        waiting[0] = Piece(at, following.end, following.stream)
    return run


def _page_twice(page: Page) -> list[Piece]:
    return [page.piece(0, len(page.units), 0), page.piece(0, len(page.units), 1)]


def _page_rearranged(page: Page) -> list[Piece]:
    """The page twice, the second time with one to three blocks elsewhere, such as its title or its
    contents.
    """
    count = len(page.units)
    again = list(range(count))
    for _ in range(page.rng.randint(1, 3)):
        length = page.rng.randint(1, max(1, count // 8))
        start = page.rng.choice((0, page.rng.randint(0, count - length)))
        block = again[start : start + length]
        del again[start : start + length]
        to = page.rng.randint(0, len(again))
        again[to:to] = block
    pieces = [page.piece(0, count, 0)]
    stream, last = 0, count
    for unit in again:
        stream += unit < last
        pieces.append(page.piece(unit, unit + 1, stream))
        last = unit
    return pieces


def _page_partial(page: Page) -> list[Piece]:
    """A quarter to three quarters of the page stand again before or behind it."""
    count = len(page.units)
    length = max(1, round(count * page.rng.uniform(0.25, 0.75)))
    start = page.rng.randint(0, count - length)
    pieces = [page.piece(0, count, 0), page.piece(start, start + length, 1)]
    return pieces if page.rng.random() < 0.5 else pieces[::-1]


def _windows(page: Page, shuffled: bool) -> list[Piece]:
    """Windows of eight to sixteen units that share two to five with the next."""
    windows: list[Piece] = []
    start, count = 0, len(page.units)
    while True:
        end = min(count, start + page.rng.randint(8, 16))
        windows.append(page.piece(start, end, len(windows)))
        if end == count:
            break
        start = end - page.rng.randint(2, 5)
    if shuffled:
        page.rng.shuffle(windows)
    return windows


def _chunks(page: Page) -> list[Piece]:
    """Windows of 200 to 1,000 characters, each begun with the end of the one before; cut anywhere,
    and joined by the end of a line, a blank or nothing.
    """
    length = page.rng.choice((200, 350, 500, 1_000))
    step = length - round(length * page.rng.choice((0.1, 0.15, 0.2, 0.25)))
    between = page.rng.choice(("\n", "\n", "\n\n", " ", ""))
    pieces: list[Piece] = []
    for stream, start in enumerate(range(0, max(1, len(page.text) - length + step), step)):
        if stream and between:
            pieces.append(Piece(0, 0, -1, between))
        pieces.append(Piece(start, min(len(page.text), start + length), stream))
    return pieces


def _swapped(page: Page) -> list[Piece]:
    """Three times, two neighbouring blocks have changed places."""
    pieces: list[Piece] = []
    done = 0
    for stream, (first, last) in enumerate(_blocks(page, 3), 1):
        middle = (first + last) // 2
        pieces.append(page.piece(done, first, 0))
        pieces += [page.piece(middle, last, stream), page.piece(first, middle, 0)]
        done = last
    return [*pieces, page.piece(done, len(page.units), 0)]


def _reversed(page: Page) -> list[Piece]:
    """Five to eight blocks, the last one first."""
    count = len(page.units)
    inner = page.rng.sample(range(1, count), min(count - 1, page.rng.randint(4, 7)))
    edges = [0, *sorted(inner), count]
    blocks = [page.piece(a, b, s) for s, (a, b) in enumerate(pairwise(edges))]
    return blocks[::-1]


def _stutter(page: Page) -> list[Piece]:
    """One unit in twelve stands two or three times on end."""
    count = len(page.units)
    again = set(page.rng.sample(range(count), max(1, count // 12)))
    pieces: list[Piece] = []
    stream = 0
    for unit in range(count):
        pieces.append(page.piece(unit, unit + 1, 0))
        for _ in range(page.rng.randint(1, 2) if unit in again else 0):
            stream += 1
            pieces.append(page.piece(unit, unit + 1, stream))
    return pieces


def _on_end(page: Page) -> list[Piece]:
    """Two to eight units stand twice on end, at one place or two: a list that is read page by page
    begins again a little before it ended.
    """
    count = len(page.units)
    pieces = [page.piece(unit, unit + 1, 0) for unit in range(count)]
    places = sorted(page.rng.choices(range(1, count + 1), k=page.rng.randint(1, 2)), reverse=True)
    for stream, place in enumerate(places, 1):
        first = max(0, place - page.rng.randint(2, 8))
        pieces.insert(place, page.piece(first, place, stream))
    return pieces


def _with_furniture(page: Page, pieces: list[Piece] | None = None) -> list[Piece]:
    """Menus, notes and footers of the page stand between the units, two or three times each."""
    if pieces is None:
        pieces = [page.piece(unit, unit + 1, 0) for unit in range(len(page.units))]
    for block in furniture(page.text):
        for _ in range(page.rng.randint(2, 3)):
            pieces.insert(page.rng.randint(0, len(pieces)), Piece(0, 0, -1, block))
    return pieces


def _several(page: Page) -> list[Piece]:
    """Two copies woven together, three runs of them moved, furniture in between."""
    pieces = _interleaved(page, 2, 0.12)
    for stream in range(2, 5):
        _displace(page, pieces, stream)
    return _with_furniture(page, pieces)


OPERATORS: dict[str, Operator] = {
    "clean": _clean,
    "moved": _moved,
    "copied": _copied,
    "swapped": _swapped,
    "reversed": _reversed,
    "stutter": _stutter,
    "page-twice": _page_twice,
    "page-rearranged": _page_rearranged,
    "page-partial": _page_partial,
    "windows": partial(_windows, shuffled=False),
    "windows-shuffled": partial(_windows, shuffled=True),
    "interleaved-2": partial(_interleaved, copies=2, missing=0.12),
    "interleaved-2-gaps": partial(_interleaved, copies=2, missing=0.12, gap=4),
    "interleaved-2-few": partial(_interleaved, copies=2, missing=0.05),
    "interleaved-2-many": partial(_interleaved, copies=2, missing=0.25),
    "interleaved-3": partial(_interleaved, copies=3, missing=0.25),
    "interleaved-4": partial(_interleaved, copies=4, missing=0.25),
    "interleaved-5": partial(_interleaved, copies=5, missing=0.25),
    "missing-12": partial(_missing, missing=0.12),
    "missing-25": partial(_missing, missing=0.25),
    "missing-12-moved": partial(_missing, missing=0.12, moved=2),
    "block-many": _block_many,
    "on-end": _on_end,
    "scrolled": scrolled,
    "captions-2": partial(captions, rows=2),
    "captions-3": partial(captions, rows=3),
    "chunks": _chunks,
    "small-screen": for_small_screens,
    "columns": in_columns,
    "columns-3": partial(in_columns, columns=3),
    "columns-padded": partial(in_columns, padded=True),
    "columns-lines": partial(in_columns, own_lines=True),
    "columns-lines-3": partial(in_columns, columns=3, own_lines=True),
    "columns-part": partial(in_columns, part=True),
    "columns-lines-part": partial(in_columns, own_lines=True, part=True),
    "furniture": _with_furniture,
    "several": _several,
}

EXACT = (
    "clean", "moved", "moved-cut", "copied", "copied-cut", "swapped", "swapped-cut", "reversed",
    "reversed-cut", "stutter", "page-twice", "page-partial", "page-partial-cut", "windows",
    "windows-cut", "windows-shuffled", "windows-shuffled-cut", "interleaved-2",
    "interleaved-2-cut", "interleaved-2-few", "interleaved-2-many", "interleaved-3",
    "interleaved-4", "interleaved-5", "columns", "furniture", "several",
)  # fmt: skip
NOISY = (
    *(f"{operator}+{noise}" for noise in ("noise-1", "noise-3", "noise-10")
      for operator in ("moved", "copied", "page-twice", "windows-shuffled-cut", "interleaved-2")),
    "interleaved-2-cut+edits-2", "moved+edits-2", "interleaved-2+ocr", "page-twice+variants",
    "windows+variants", "page-twice+numbers", "interleaved-2+numbers", "several+noise-1",
)  # fmt: skip
GROUPS = {"exact": EXACT, "noisy": NOISY, "all": (*EXACT, *NOISY)}


def names(chosen: str) -> tuple[str, ...]:
    """Operators by name or group, separated by commas. Raises ValueError for an unknown one."""
    found: list[str] = []
    for name in chosen.split(","):
        found += GROUPS.get(name, (name,))
    for name in found:
        operator, *noises = name.split("+")
        if operator.removesuffix("-cut") not in OPERATORS or not set(noises) <= set(NOISES):
            raise ValueError(f"unknown operator: {name}")
    return tuple(dict.fromkeys(found))
