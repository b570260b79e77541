"""Cut a text into fragments: sentences, headings, list items. Lossless.

Fragments are cut in the same way wherever the same words stand: apart from the decision
whether the document's lines are wrapped, no cut depends on anything further than about 40
characters. Copies of a sentence therefore have equal keys.
"""

from __future__ import annotations

from itertools import pairwise

from auditor.model import Fragment, Normalization, Ordinal, Span
from auditor.segment.headings import told_headings
from auditor.segment.inline import bullet_starts, run_markers, weak_markers, without_label_stops
from auditor.segment.lines import BLANK_RUN, LINE_BREAKS, Columns, line_starts
from auditor.segment.ordinals import Marker, leading_marker, resolve_letters
from auditor.segment.pieces import LIMIT, piece_starts
from auditor.segment.sentences import sentence_starts
from auditor.text.compared import normalize
from auditor.text.folds import may_combine

__all__ = ["segment"]


def segment(
    text: str, language: str | None = None, form: Normalization = "nfkc"
) -> tuple[Fragment, ...]:
    """The fragments of a text, in order; joined, they are the text.

    White space after a fragment belongs to it, white space before the first to the first.
    `language` is a BCP 47 tag; it only helps to tell ordinal numbers from sentence ends.
    A fragment's key is its comparison form without white space around; "" where nothing else
    stands. An empty text has no fragments.
    """
    if not text:
        return ()
    columns = Columns(text)
    cuts, ordinals = _cuts(text, language, columns)
    edges = [0, *_with_long_pieces(text, cuts, columns), len(text)]
    keys = _keys(text, edges, form)
    first = _first_word(text)
    return tuple(
        Fragment(index, Span(start, end), key, ordinals.get(start or first))
        for index, (start, end, key) in enumerate(zip(edges, edges[1:], keys, strict=False))
    )


def _first_word(text: str) -> int:
    blank = BLANK_RUN.match(text)
    return blank.end() if blank else 0


def _cuts(
    text: str, language: str | None, columns: Columns
) -> tuple[list[int], dict[int, Ordinal]]:
    """Where fragments begin (0 not among them), and the ordinals of those that bear one."""
    first = _first_word(text)
    lines = {first, *line_starts(text, columns)}
    sentences = sentence_starts(text, language)
    markers = {
        at: marker
        for at in sorted({*lines, *sentences})
        if (marker := leading_marker(text, at, hard=at in lines)) is not None
    }
    begun = {*lines, *sentences}
    for marker in weak_markers(text, begun):
        markers[marker.start] = marker
    known: dict[int, Marker | None] = {**dict.fromkeys(begun), **markers}
    for marker in run_markers(text, known):
        markers[marker.start] = marker
    ordered = {at: markers[at] for at in sorted(markers)}
    kept = without_label_stops(sentences, ordered)
    bare = sorted(begun - ordered.keys())
    ordered |= {marker.start: marker for marker in told_headings(text, bare, lines)}
    found = resolve_letters(ordered[at] for at in sorted(ordered))
    cuts = {*lines, *kept, *ordered, *bullet_starts(text)}
    return (
        [at for at in sorted(cuts) if first < at < len(text) and not _is_mark(text, at)],
        {marker.start: marker.ordinal for marker in found},
    )


def _is_mark(text: str, at: int) -> bool:
    """Whether a combining mark stands there, on something that isn't a line break."""
    char = text[at]
    return not char.isascii() and text[at - 1] not in LINE_BREAKS and may_combine(char)


def _with_long_pieces(text: str, cuts: list[int], columns: Columns) -> list[int]:
    edges = [0, *cuts, len(text)]
    more = [
        at
        for start, end in pairwise(edges)
        if end - start > LIMIT // 2
        for at in piece_starts(text, start, start + len(text[start:end].rstrip()), columns)
    ]
    return sorted({*cuts, *more})


def _keys(text: str, edges: list[int], form: Normalization) -> list[str]:
    """The comparison form of every piece, from one pass over the whole text."""
    normalized = normalize(text, form)
    at = normalized.ends.search(edges, "right").tolist()
    whole = normalized.text
    return [whole[start:end].strip() for start, end in pairwise(at)]
