"""Scrape × canonical → Alignment: for every scraped character, where it comes from.

The scrape is read as a sequence of copies taken from the canonical (`reading`), each closed
with character edits (`copies`); the heaviest set of copies that stands in order on both sides
is kept; what is left is moved where it is the only copy of its text and repeated where it is
not (`keep`). One canonical place may be copied any number of times, which no diff can say.
"""

from __future__ import annotations

from math import log

from auditor.align.copies import Change, Copy, changes, close, extend, slide, split
from auditor.align.keep import Kept, keep
from auditor.align.reading import read_copies
from auditor.align.side import Side
from auditor.anchors import codes, common_runs, information
from auditor.model import Alignment, Block, Canonical, Document, Edit, Options, Span

# The shortest exact run looked at, in units of information (see `anchors.information`).
ANCHOR = 4.0
_PAGE = 4000  # characters of a text in which an anchor of that length is sure


def align(document: Document, canonical: Canonical, options: Options) -> Alignment:
    """Tile the scrape with blocks and name the missing canonical spans.

    Spans count in `document.text` and `canonical.text`. Comparison is in the comparison form
    of `options.normalize`; what that drops (white space, mostly) belongs to the block before.
    An inferred reading says itself where it was taken from: its witnesses are the copies.
    """
    scrape = Side(document.text, options.normalize)
    reading = Side(canonical.text, options.normalize)
    if canonical.origin == "inferred":
        copies = _witnessed(canonical, scrape, reading)
    else:
        copies = find_copies(scrape.compared, reading.compared)
    pieces = keep(copies)
    return Alignment(_blocks(pieces, scrape, reading), _missing(pieces, reading))


def _witnessed(canonical: Canonical, scrape: Side, reading: Side) -> list[Copy]:
    """The copies that the witnesses of an inferred reading tell of, ascending."""
    copies: list[Copy] = []
    for witness in sorted(canonical.witnesses, key=lambda witness: witness.scrape):
        at, to = scrape.range(witness.scrape), reading.range(witness.canonical)
        edits: tuple[Change, ...] = ()
        if scrape.compared[slice(*at)] != reading.compared[slice(*to)]:
            edits = tuple(changes(scrape.compared, reading.compared, at, to))
        copies.append(Copy(*at, *to, edits))
    return [copy for copy in copies if copy.scrape_end > copy.scrape_start]


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


def _blocks(pieces: list[Kept], scrape: Side, reading: Side) -> tuple[Block, ...]:
    """Blocks in original offsets, inserted text between them, tiling the scrape."""
    chains = max((piece.chain for piece in pieces), default=0)
    blocks: list[Block] = []
    done = 0
    for piece in pieces:
        if piece.copy.scrape_start > done:
            chains += 1
            inserted = scrape.span(done, piece.copy.scrape_start)
            blocks.append(Block(inserted, None, "inserted", chains))
        blocks.append(_block(piece, scrape, reading))
        done = piece.copy.scrape_end
    if done < len(scrape.compared) or not blocks:
        rest = Span(scrape.at(done) if blocks else 0, len(scrape.text))
        blocks.append(Block(rest, None, "inserted", chains + 1))
    return tuple(block for block in blocks if len(block.scrape))


def _block(piece: Kept, scrape: Side, reading: Side) -> Block:
    copy = piece.copy
    edits = tuple(
        Edit(
            edit.op,
            scrape.span(edit.scrape_start, edit.scrape_end),
            reading.span(edit.canonical_start, edit.canonical_end),
        )
        for edit in copy.edits
    )
    return Block(
        scrape.span(copy.scrape_start, copy.scrape_end),
        reading.span(copy.canonical_start, copy.canonical_end),
        piece.role,
        piece.chain,
        edits,
    )


def _missing(pieces: list[Kept], reading: Side) -> tuple[Span, ...]:
    """The canonical spans that no piece covers."""
    covered = sorted((p.copy.canonical_start, p.copy.canonical_end) for p in pieces)
    if not covered:
        return (Span(0, len(reading.text)),) if reading.text else ()
    missing, done = [], 0
    for start, end in covered:
        if start > done:
            missing.append(reading.span(done, start))
        done = max(done, end)
    if done < len(reading.compared):
        missing.append(reading.span(done, len(reading.compared)))
    return tuple(span for span in missing if len(span))
