"""The map: every stage, in order.

A document is cut into fragments, and what stands several times is found. Without a trusted text
its own reading is inferred: two editions are left as they stand; else copies are spelt alike, and
damage is undone (`_undone`). Reading and scrape are aligned, and rules look at the two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from auditor import __version__
from auditor.align import align
from auditor.canonical import (
    SEPARATOR,
    Levelled,
    attribute,
    compose,
    given,
    infer,
    level,
    rearrange,
    reassemble,
    respell,
    straighten,
    two_editions,
    undouble,
)
from auditor.decisions import rearrangement, stale
from auditor.model import (
    Audit,
    Canonical,
    Collation,
    Decisions,
    Document,
    Finding,
    Fragment,
    Options,
    Repeat,
    Span,
)
from auditor.repeats import find_repeats
from auditor.rules import check, rule, selected
from auditor.score import score
from auditor.segment import segment

_Cut = tuple[tuple[Fragment, ...], tuple[Repeat, ...]]
_Infer = Callable[[Document, _Cut, Options], Canonical]
_Undo = Callable[[Document, _Cut, Options, bool], Canonical]

DEFAULTS = Options()
_ROUNDS = 3  # of levelling: what is spelt alike shows what is left


def audit(
    document: Document | str,
    canonical: Document | str | None = None,
    options: Options = DEFAULTS,
    decisions: Decisions | None = None,
) -> Audit:
    """Audit one document against a trusted reading, or against one inferred from itself.

    A `str` is text, not a path. Any text at all is audited; raises OptionsError for an
    unknown rule in the options. An inferred reading has passages where an editor's `decisions`
    on its order put them; those that fit it no more are AUD904.
    """
    document = _document(document)
    cut = _cut(document, options)
    if canonical is None:
        reading = _alone(document, cut, options)
    else:
        reading = given(_document(canonical).text)
    collation = _collated(document, cut, reading, options)
    found: list[Finding] = []
    if canonical is None and decisions is not None:
        collation = _settled(collation, options, decisions)
        found = stale(collation.canonical, decisions, {r.id: r for r in selected(options)})
    return Audit(
        collation=collation,
        score=score(document, collation.canonical, collation.alignment),
        findings=(*check(collation, options), *found),
        notices=collation.canonical.notices,
        options_digest=options.digest(),
        auditor_version=__version__,
    )


def compare(old: Document | str, new: Document | str, options: Options = DEFAULTS) -> Audit:
    """Audit `new` against `old`."""
    return audit(new, old, options)


def reconstruct(
    documents: Sequence[Document],
    options: Options = DEFAULTS,
    decisions: Decisions | None = None,
) -> Canonical:
    """The reading inferred from one scrape, or from several scrapes of one page.

    The witnesses name the document that each passage was taken from by its siglum. Passages
    stand where an editor's `decisions` put them; `Canonical.stale` are those that fit no more.
    Raises ValueError without any document.
    """
    if not documents:
        raise ValueError("a reading needs at least one document")
    if len(documents) == 1:
        (document,) = documents
        return _ordered(document, _cut(document, options), options, decisions, _alone)
    readings = [
        _inferred(document, _cut(document, options), options, _undone) for document in documents
    ]
    whole, fragments = _one_behind_the_other(documents, readings, options)
    cut = fragments, find_repeats(whole, fragments, options)
    return attribute(_ordered(whole, cut, options, decisions, _together), readings)


def _ordered(
    document: Document, cut: _Cut, options: Options, decisions: Decisions | None, read: _Infer
) -> Canonical:
    """The reading inferred, with its passages where an editor put them."""
    reading = read(document, cut, options)
    if decisions is None:
        return reading
    return _settled(_collated(document, cut, reading, options), options, decisions).canonical


def keys(document: Document, options: Options = DEFAULTS) -> tuple[str, ...]:
    """The distinct keys of a document's fragments, in their order; for `rules.common_keys`."""
    fragments = segment(document.text, document.language, options.normalize)
    return tuple(dict.fromkeys(fragment.key for fragment in fragments if fragment.key))


def _cut(document: Document, options: Options) -> _Cut:
    fragments = segment(document.text, document.language, options.normalize)
    return fragments, find_repeats(document, fragments, options)


def _alone(document: Document, cut: _Cut, options: Options) -> Canonical:
    """What one scrape says by itself: two editions in it are left as they stand."""
    _, repeats = cut
    held = two_editions(document, repeats, options.normalize)
    return held or _inferred(document, cut, options, _undone)


def _together(document: Document, cut: _Cut, options: Options) -> Canonical:
    """What several scrapes of one page say, one behind the other."""
    return _inferred(document, cut, options, _put_together)


def _inferred(document: Document, cut: _Cut, options: Options, undo: _Undo) -> Canonical:
    """What the copies in the scrape say, as soon as they are spelt alike."""
    levelled = Levelled.of(document.text)
    scrape = document
    for _ in range(_ROUNDS):
        step = level(levelled, *cut, options.normalize)
        if step is None:
            break
        levelled = step
        document = _read_as(document, step.text)
        cut = _cut(document, options)
    reading = undo(document, cut, options, document is not scrape)
    return respell(scrape.text, levelled, reading) if document is not scrape else reading


def _put_together(document: Document, cut: _Cut, options: Options, noisy: bool) -> Canonical:
    """The copies merged that the scrapes are."""
    return infer(document, *cut, options.normalize, copies=True, noisy=noisy)


def _undone(document: Document, cut: _Cut, options: Options, noisy: bool) -> Canonical:
    """Damage undone in the reverse order of its making: doublets, windows, columns, then
    woven copies, stutters, and blocks put in.
    """
    whole: Canonical | None = None
    for undo in (undouble, reassemble, _straightened):
        step = undo(document, *cut, options.normalize)
        if step is None:
            continue
        whole = compose(whole, step) if whole else step
        document = _read_as(document, step.text)
        cut = _cut(document, options)
    found = infer(document, *cut, options.normalize, noisy=noisy)
    return compose(whole, found) if whole else found


def _straightened(document: Document, *_: object) -> Canonical | None:
    """Columns show in the lines alone."""
    return straighten(document)


def _collated(document: Document, cut: _Cut, reading: Canonical, options: Options) -> Collation:
    fragments, repeats = cut
    alignment = align(document, reading, options)
    # A clean scrape is its own reading, and half the work is cutting texts.
    same = reading.text == document.text
    reading_fragments = (
        fragments if same else segment(reading.text, document.language, options.normalize)
    )
    return Collation(document, fragments, repeats, reading, reading_fragments, alignment)


def _settled(collation: Collation, options: Options, decisions: Decisions) -> Collation:
    """With the passages where an editor put them; told apart by what is open without that."""
    reading, document = collation.canonical, collation.document
    ambiguous_order = rule("AUD501").check
    asked = ambiguous_order(collation, options) if ambiguous_order else ()
    decided = rearrange(reading, rearrangement(reading, asked, decisions, document.text))
    if not decided.followed:
        return replace(collation, canonical=decided)
    return _collated(document, (collation.fragments, collation.repeats), decided, options)


def _one_behind_the_other(
    documents: Sequence[Document], readings: Sequence[Canonical], options: Options
) -> tuple[Document, tuple[Fragment, ...]]:
    """What several scrapes each read as, as one text, each cut into fragments by itself."""
    fragments: list[Fragment] = []
    start = 0
    language = documents[0].language
    for reading in readings:
        for piece in segment(reading.text + SEPARATOR, language, options.normalize):
            span = Span(piece.span.start + start, piece.span.end + start)
            fragments.append(replace(piece, index=len(fragments), span=span))
        start += len(reading.text) + len(SEPARATOR)
    text = "".join(reading.text + SEPARATOR for reading in readings)
    return Document.from_text(text, language=language), tuple(fragments)


def _read_as(document: Document, text: str) -> Document:
    """What was made of a document, in its place."""
    return Document.from_text(text, siglum=document.siglum, language=document.language)


def _document(text: Document | str) -> Document:
    return Document.from_text(text) if isinstance(text, str) else text
