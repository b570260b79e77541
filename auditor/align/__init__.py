"""Scrape × canonical → Alignment: for every scraped character, where it comes from.

The scrape is read as a sequence of copies taken from the canonical (`reading`), each closed
with character edits (`copies`); the heaviest set of copies that stands in order on both sides
is kept; what is left is moved where it is the only copy of its text and repeated where it is
not (`keep`). One canonical place may be copied any number of times, which no diff can say.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import log

import numpy as np

from auditor.align.again import at_home, founded, without_blanks, worths
from auditor.align.claims import claimed
from auditor.align.copies import (
    Change,
    Copies,
    Copy,
    changes,
    closed,
    extend,
    ranges_left,
    rejoined,
    split,
)
from auditor.align.cuts import at_borders, slide
from auditor.align.elsewhere import at_lacking, going_on, with_lacking, without_words
from auditor.align.ends import completed, with_blanks, with_lost_ends, with_signs
from auditor.align.gaps import fill
from auditor.align.instead import told_whole
from auditor.align.keep import Pieces, keep
from auditor.align.reading import read_copies
from auditor.align.reading.lines import Form, joined, line_homes, outside
from auditor.align.reading.passages import passage_runs
from auditor.align.reading.phrases import believed
from auditor.align.settle import in_place, untangled, with_lines
from auditor.align.side import Side
from auditor.align.weights import WEIGHTS
from auditor.model import Alignment, Block, Canonical, Document, Edit, Options, Span
from auditor.text.runs import Codes, Positions, Runs, common_runs

_BORDER = np.uint32(0x110000)  # behind the last code point
_NONE = "\uffff"  # no character


def align(document: Document, canonical: Canonical, options: Options) -> Alignment:
    """Tile the scrape with blocks and name the missing canonical spans.

    Spans count in `document.text` and `canonical.text`. Comparison is in the comparison form
    of `options.normalize`; what that drops (white space, mostly) belongs to the block before.
    An inferred reading says itself where it was taken from: its witnesses are the copies.
    """
    scrape = Side(document.text, options.normalize)
    reading = Side(canonical.text, options.normalize)
    with _without_collector():
        if canonical.origin == "inferred":
            pieces = keep(_witnessed(canonical, scrape, reading))
        else:
            pieces = find_blocks(scrape.form, reading.form, options.min_similarity)
        return Alignment(_blocks(pieces, scrape, reading), _missing(pieces.copies, reading))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the cyclic collector: a hundred thousand tuples without a cycle make it walk them
    all again and again, a third of the time of a large alignment.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


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


def find_blocks(scrape: Form, canonical: Form, similarity: float = 0.8) -> Pieces:
    """The copies with their roles and chains, in offsets of the comparison forms."""
    with _without_collector():
        copies: Sequence[Copy] = Copies(find_copies(scrape, canonical, similarity))
        scale = canonical.information
        pieces = keep(copies, worths(copies), exchanged=True)

        def find(a: Form, b: Form) -> list[Copy]:
            return find_copies(a, b, similarity)

        copies = at_home(pieces, scrape, canonical, scale, find)
        if copies:
            pieces = keep(copies, worths(copies), exchanged=True)
        copies = at_lacking(pieces, scrape.text, canonical.text, scale)
        if copies:
            copies = fill(copies, scrape.text, canonical.text, scrape.cuts)
            copies = with_blanks(copies, scrape, canonical)
            pieces = keep(copies, worths(copies), exchanged=True)
        left = founded(pieces, scrape, len(canonical.text), scale)
        if len(left) < len(pieces):  # what stood again elsewhere may stand alone now
            copies = untangled(rejoined(left.copies), scrape, scale)
            copies = in_place(copies, scrape, canonical, scale)
            copies = told_whole(copies, scrape, canonical, scale)
            copies = with_lacking(copies, scrape.text, canonical.text, scale)
            copies = at_borders(copies, scrape, canonical.text)
            left = keep(copies, worths(copies), exchanged=True)
        for _ in range(WEIGHTS.pairs):  # what is taken from an edit may leave other words
            copies = claimed(left.copies, scrape.text, canonical.text)
            if not copies:
                break
            copies = extend(copies, scrape.text, canonical.text, scale, similarity)
            copies = with_blanks(copies, scrape, canonical)
            left = keep(copies, worths(copies), exchanged=True)
        return without_blanks(left, scrape.text, canonical.text)


def find_copies(scrape: Form, canonical: Form, similarity: float = 0.8) -> list[Copy]:
    """The scrape as copies of the canonical, ascending; gaps between them are inserted text.

    `similarity` is what text must have in common at least to be an edited copy.
    """
    texts = scrape.text, canonical.text
    if not all(texts):
        return []
    if scrape.text == canonical.text:
        return [Copy(0, len(scrape.text), 0, len(canonical.text))]
    a, b = scrape.codes, canonical.codes
    scale = scrape.information * len(a) + canonical.information * len(b)
    scale /= len(a) + len(b)
    rarity = log(2 + len(b)) / log(WEIGHTS.page)
    homes = line_homes(scrape, canonical, scale)
    k = max(3, round(WEIGHTS.anchor * scale * rarity))
    sure = outside(_passages(*texts, a, b, homes.runs, k, scale), homes.runs, k)
    runs = _with_rest(joined(homes.runs, sure), a, b, k, homes.runs)
    phrase, scale = scale, scale * min(1.0, rarity)
    copies = Copies(closed(read_copies(runs, scale, homes.runs), *texts, scale))
    # What is believed is told by all that a copy may be; what it is, once false ones are gone.
    whole = copies.then(extend(copies, *texts, scale, similarity))
    kept = believed(whole, homes, scrape, canonical.text, phrase)
    if len(kept) < len(whole):
        true = {copy.scrape_start for copy in kept}
        copies = Copies(c for c, most in zip(copies, whole, strict=True) if most[0] in true)
    copies = copies.then(with_lines(copies, scrape, canonical, scale))
    copies = copies.then(extend(copies, *texts, scale, similarity))
    copies = copies.then(untangled(copies, scrape, phrase))
    copies = copies.then(in_place(copies, scrape, canonical, scale))
    copies = copies.then(extend(copies, *texts, scale, similarity))
    copies = copies.then(slide(copies, scrape, canonical))
    copies = copies.then(completed(copies, scrape, canonical, scale, similarity))
    copies = copies.then(with_lost_ends(copies, scrape, canonical, scale))
    if copies.edited:
        parts = (split(copy, scale) if copy.edits else [copy] for copy in copies)
        copies = copies.then([part for some in parts for part in some])
    copies = copies.then(with_signs(copies, scrape, canonical, scale))
    copies = copies.then(going_on(copies, scrape, canonical))
    copies = copies.then(told_whole(copies, scrape, canonical, scale))
    copies = copies.then(without_words(copies, *texts))
    copies = copies.then(with_lacking(copies, *texts, scale))
    copies = copies.then(fill(copies, *texts, scrape.cuts))
    copies = copies.then(at_borders(copies, scrape, canonical.text))
    return with_blanks(copies, scrape, canonical)


def _passages(
    scrape: str, canonical: str, a: Codes, b: Codes, sealed: Runs, k: int, scale: float
) -> Runs:
    """The runs of passages in what sealed runs leave of the scrape, or in all if that is much.

    A border stands between what is left, that no text has.
    """
    starts, ends = _left_over(sealed, len(a), k)
    if 2 * int((ends - starts).sum()) > len(a) or _NONE in canonical:
        return passage_runs(scrape, canonical, a, b, scale)
    if not len(starts):
        return Runs.none()
    rest, origin = _cut_out(a, starts, ends)
    pieces = (scrape[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True))
    runs = passage_runs(_NONE.join(pieces) + _NONE, canonical, rest, b, scale)
    return Runs(origin[runs.start_a], runs.start_b, runs.length)


def _with_rest(sure: Runs, a: Codes, b: Codes, k: int, sealed: Runs) -> Runs:
    """The sure runs, and the runs of at least `k` characters in what they leave of the scrape."""
    starts, ends = _left_over(sure, len(a), k)
    if not len(starts):
        return sure
    rest, origin = _cut_out(a, starts, ends)
    found = common_runs(rest, b, k)
    more = Runs(origin[found.start_a], found.start_b, found.length)
    return joined(sure, outside(more, sealed, k))


def _left_over(sure: Runs, length: int, k: int) -> tuple[Positions, Positions]:
    """The stretches of the scrape between sure runs that can hold a k-gram."""
    reached = np.maximum.accumulate(np.concatenate([[0], sure.start_a + sure.length]))
    starts = np.maximum(reached - k + 1, 0)
    ends = np.minimum(np.append(sure.start_a, length) + k - 1, length)
    bare = np.append(sure.start_a, length) > reached
    return starts[bare & (ends - starts >= k)], ends[bare & (ends - starts >= k)]


def _cut_out(a: Codes, starts: Positions, ends: Positions) -> tuple[Codes, Positions]:
    """The stretches one behind the other, a character that no text has after each; and where
    each character stood.
    """
    lengths = ends - starts + 1
    shift = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    origin = np.arange(len(shift), dtype=np.int64) + shift
    rest = a[np.minimum(origin, len(a) - 1)]
    borders = np.cumsum(lengths) - 1
    rest[borders] = _BORDER + np.arange(len(borders), dtype=np.uint32)
    return rest, origin


def _blocks(pieces: Pieces, scrape: Side, reading: Side) -> tuple[Block, ...]:
    """Blocks in original offsets, inserted text between them, tiling the scrape."""
    chains = max((piece.chain for piece in pieces), default=0)
    blocks: list[Block] = []
    done = 0
    starts, ends, homes, home_ends = pieces.copies.columns
    spans = zip(scrape.spans(starts, ends), reading.spans(homes, home_ends), strict=True)
    for (copy, role, chain), (span, home) in zip(pieces, spans, strict=True):
        if copy.scrape_start > done:
            chains += 1
            inserted = scrape.span(done, copy.scrape_start)
            if inserted.start < inserted.end:
                blocks.append(Block(inserted, None, "inserted", chains))
        done = copy.scrape_end
        if span.start < span.end:
            edits = _edits(copy, scrape, reading) if copy.edits else ()
            blocks.append(Block(span, home, role, chain, edits))
    if done < len(scrape.compared) or not pieces:
        rest = Span(scrape.at(done) if pieces else 0, len(scrape.text))
        if rest.start < rest.end:
            blocks.append(Block(rest, None, "inserted", chains + 1))
    return tuple(blocks)


def _edits(copy: Copy, scrape: Side, reading: Side) -> tuple[Edit, ...]:
    return tuple(
        Edit(
            edit.op,
            scrape.span(edit.scrape_start, edit.scrape_end),
            reading.span(edit.canonical_start, edit.canonical_end),
        )
        for edit in copy.edits
    )


def _missing(copies: Copies, reading: Side) -> tuple[Span, ...]:
    """The canonical spans that no copy covers."""
    if not copies:
        return (Span(0, len(reading.text)),) if reading.text else ()
    ranges = np.array(ranges_left(copies, len(reading.compared)), dtype=np.int64)
    starts, ends = ranges.reshape(-1, 2).T
    return tuple(span for span in reading.spans(starts, ends) if len(span))
