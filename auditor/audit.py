"""The map: every stage, in order, on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor import __version__
from auditor.align import align
from auditor.canonical import SEPARATOR, attribute, compose, given, infer, reassemble
from auditor.model import Audit, Canonical, Collation, Document, Fragment, Options, Repeat, Span
from auditor.repeats import find_repeats
from auditor.rules import check
from auditor.score import score
from auditor.segment import segment

DEFAULTS = Options()


def audit(
    document: Document | str,
    canonical: Document | str | None = None,
    options: Options = DEFAULTS,
) -> Audit:
    """Audit one document against a trusted reading, or against one inferred from itself.

    A `str` is text, not a path. Any text at all is audited; raises OptionsError for an
    unknown rule in the options.
    """
    document = _document(document)
    fragments = segment(document.text, document.language, options.normalize)
    repeats = find_repeats(document, fragments, options)
    if canonical is None:
        reading = _inferred(document, fragments, repeats, options)
    else:
        reading = given(_document(canonical).text)
    alignment = align(document, reading, options)
    # A clean scrape is its own reading, and half the work is cutting texts.
    same = reading.text == document.text
    reading_fragments = (
        fragments if same else segment(reading.text, document.language, options.normalize)
    )
    collation = Collation(document, fragments, repeats, reading, reading_fragments, alignment)
    return Audit(
        collation=collation,
        score=score(document, reading, alignment),
        findings=check(collation, options),
        notices=(),
        options_digest=options.digest(),
        auditor_version=__version__,
    )


def compare(old: Document | str, new: Document | str, options: Options = DEFAULTS) -> Audit:
    """Audit `new` against `old`."""
    return audit(new, old, options)


def reconstruct(documents: Sequence[Document], options: Options = DEFAULTS) -> Canonical:
    """The reading inferred from one scrape, or from several scrapes of one page.

    The witnesses name the document that each passage was taken from by its siglum. Raises
    ValueError without any document.
    """
    if not documents:
        raise ValueError("a reading needs at least one document")
    whole, fragments = _one_behind_the_other(documents, options)
    repeats = find_repeats(whole, fragments, options)
    if len(documents) == 1:
        return _inferred(whole, fragments, repeats, options)
    return attribute(infer(whole, fragments, repeats, options.normalize, copies=True), documents)


def _inferred(
    document: Document,
    fragments: Sequence[Fragment],
    repeats: Sequence[Repeat],
    options: Options,
) -> Canonical:
    """Damage undone in the reverse order of its making: a chunker's windows, then copies."""
    whole = reassemble(document, fragments, repeats, options.normalize)
    if whole is None:
        return infer(document, fragments, repeats, options.normalize)
    text = Document.from_text(whole.text, language=document.language)
    fragments = segment(text.text, text.language, options.normalize)
    again = find_repeats(text, fragments, options)
    return compose(whole, infer(text, fragments, again, options.normalize))


def _one_behind_the_other(
    documents: Sequence[Document], options: Options
) -> tuple[Document, tuple[Fragment, ...]]:
    """Several scrapes as one text, each cut into fragments by itself."""
    if len(documents) == 1:
        (document,) = documents
        return document, segment(document.text, document.language, options.normalize)
    fragments: list[Fragment] = []
    start = 0
    for document in documents:
        for piece in segment(document.text + SEPARATOR, document.language, options.normalize):
            span = Span(piece.span.start + start, piece.span.end + start)
            fragments.append(replace(piece, index=len(fragments), span=span))
        start += len(document.text) + len(SEPARATOR)
    text = "".join(document.text + SEPARATOR for document in documents)
    return Document.from_text(text, language=documents[0].language), tuple(fragments)


def _document(text: Document | str) -> Document:
    return Document.from_text(text) if isinstance(text, str) else text
