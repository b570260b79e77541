"""The map: every stage, in order, on one screen."""

from __future__ import annotations

from collections.abc import Sequence

from auditor import __version__
from auditor.align import align
from auditor.canonical import given, infer
from auditor.model import Audit, Canonical, Collation, Document, Options
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
        reading = infer(document, fragments, repeats, options)
    else:
        reading = given(_document(canonical).text)
    alignment = align(document, reading, options)
    reading_fragments = segment(reading.text, document.language, options.normalize)
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
    """The reading inferred from one scrape.

    Raises ValueError unless there is exactly one document.
    """
    (document,) = documents
    fragments = segment(document.text, document.language, options.normalize)
    return infer(document, fragments, find_repeats(document, fragments, options), options)


def _document(text: Document | str) -> Document:
    return Document.from_text(text) if isinstance(text, str) else text
