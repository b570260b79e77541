"""Scrape × canonical → Alignment: for every scraped character, where it comes from.

The scrape is read as a sequence of copies taken from the canonical (`reading`), each closed
with character edits (`copies`); the heaviest set of copies that stands in order on both sides
is kept; what is left is moved where it is the only copy of its text and repeated where it is
not (`keep`). One canonical place may be copied any number of times, which no diff can say.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from auditor.align.copies import Copy, close, extend, slide, split
from auditor.align.keep import Kept, keep
from auditor.align.reading import read_copies
from auditor.anchors import codes, common_runs, information
from auditor.model import Alignment, Block, Canonical, Document, Edit, Options, Span
from auditor.normalize import Normalized, normalize

# The shortest exact run looked at, in units of information (see `anchors.information`).
ANCHOR = 4.0
_PAGE = 4000  # characters of a text in which an anchor of that length is sure


def align(document: Document, canonical: Canonical, options: Options) -> Alignment:
    """Tile the scrape with blocks and name the missing canonical spans.

    Spans count in `document.text` and `canonical.text`. Comparison is in the comparison form
    of `options.normalize`; what that drops (white space, mostly) belongs to the block before.
    """
    scrape = normalize(document.text, options.normalize)
    reading = normalize(canonical.text, options.normalize)
    pieces = keep(find_copies(scrape.text, reading.text))
    sides = _Sides(
        _Side(scrape, len(document.text), len(scrape.text)),
        _Side(reading, len(canonical.text), len(reading.text)),
    )
    return Alignment(_blocks(pieces, sides), _missing(pieces, sides.canonical))


def find_copies(scrape: str, canonical: str) -> list[Copy]:
    """The scrape as copies of the canonical, ascending; gaps between them are inserted text."""
    if not scrape or not canonical:
        return []
    if scrape == canonical:
        return [Copy(0, len(scrape), 0, len(canonical))]
    both = codes(scrape + canonical)
    scale = information(both) * _rarity(len(canonical))
    runs = common_runs(both[: len(scrape)], both[len(scrape) :], max(3, round(ANCHOR * scale)))
    copies = [close(pieces, scrape, canonical) for pieces in read_copies(runs, scale)]
    whole = slide(extend(copies, scrape, canonical, scale), scrape, canonical)
    return [part for copy in whole for part in split(copy, scale)]


def _rarity(length: int) -> float:
    """How long a match must be to mean something, as a share of what a page of text asks.

    The chance that a run stands in a text by accident falls with the run's length and rises
    with the text's: the length asked grows as its logarithm.
    """
    return min(1.0, log(2 + length) / log(_PAGE))


@dataclass(frozen=True, slots=True)
class _Side:
    """One text: its comparison form and the two lengths."""

    form: Normalized
    original: int
    compared: int

    def at(self, position: int) -> int:
        """The original offset where the compared character at `position` starts.

        What the comparison form dropped goes to the character before, and at the start of
        the text to the first one.
        """
        if position <= 0:
            return 0
        return int(self.form.starts[position]) if position < self.compared else self.original

    def span(self, start: int, end: int) -> Span:
        return Span(self.at(start), self.at(end))


@dataclass(frozen=True, slots=True)
class _Sides:
    scrape: _Side
    canonical: _Side


def _blocks(pieces: list[Kept], sides: _Sides) -> tuple[Block, ...]:
    """Blocks in original offsets, inserted text between them, tiling the scrape."""
    chains = max((piece.chain for piece in pieces), default=0)
    blocks: list[Block] = []
    done = 0
    for piece in pieces:
        copy = piece.copy
        if copy.scrape_start > done:
            chains += 1
            inserted = sides.scrape.span(done, copy.scrape_start)
            blocks.append(Block(inserted, None, "inserted", chains))
        blocks.append(_block(piece, sides))
        done = copy.scrape_end
    if done < sides.scrape.compared or (not blocks and sides.scrape.original):
        rest = sides.scrape.span(done, sides.scrape.compared)
        blocks.append(Block(rest, None, "inserted", chains + 1))
    return tuple(block for block in blocks if len(block.scrape))


def _block(piece: Kept, sides: _Sides) -> Block:
    copy = piece.copy
    edits = tuple(
        Edit(
            edit.op,
            sides.scrape.span(edit.scrape_start, edit.scrape_end),
            sides.canonical.span(edit.canonical_start, edit.canonical_end),
        )
        for edit in copy.edits
    )
    return Block(
        sides.scrape.span(copy.scrape_start, copy.scrape_end),
        sides.canonical.span(copy.canonical_start, copy.canonical_end),
        piece.role,
        piece.chain,
        edits,
    )


def _missing(pieces: list[Kept], canonical: _Side) -> tuple[Span, ...]:
    """The canonical spans that no piece covers."""
    covered = sorted((p.copy.canonical_start, p.copy.canonical_end) for p in pieces)
    missing, done = [], 0
    for start, end in covered:
        if start > done:
            missing.append(canonical.span(done, start))
        done = max(done, end)
    if done < canonical.compared:
        missing.append(canonical.span(done, canonical.compared))
    return tuple(span for span in missing if len(span))
