"""The map: every stage, in order.

A document is cut into fragments, and what stands several times is found. Without a trusted text
its own reading is inferred, by the steps of `canonical.pipeline`. Reading and scrape are aligned,
and rules look at the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor import __version__
from auditor.align import align
from auditor.canonical import (
    SEPARATOR,
    STEPS,
    TOGETHER,
    Page,
    attribute,
    given,
    infer,
    left,
    rearrange,
    unchanged,
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
from auditor.read import string, unseen
from auditor.repeats.judge import digest
from auditor.rules import check, rule, selected
from auditor.score import score
from auditor.segment import segment

DEFAULTS = Options()
# Each of several scrapes by itself: which of two editions is meant, the others tell.
_EACH = tuple(step for step in STEPS if step[0] != "editions")


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
    page = Page(_document(document), options, segment)
    if canonical is not None:
        return told(page, given(_document(canonical).text))
    return told(page, infer(page), decisions)


def audit_unchanged(document: Document, options: Options = DEFAULTS) -> Audit:
    """Audit a document of which it is known that nothing is to be undone in it."""
    page = Page(document, options, segment)
    return told(page, unchanged(document))


def told(page: Page, reading: Canonical, decisions: Decisions | None = None) -> Audit:
    """What is behind the reading: alignment, score, rules. `decisions` are on an inferred one."""
    options = page.options
    collation = _collated(page, reading)
    found: list[Finding] = []
    if decisions is not None:
        collation = _settled(page, collation, decisions)
        found = stale(collation.canonical, decisions, {r.id: r for r in selected(options)})
    compared = page.document, collation.canonical, collation.alignment
    return Audit(
        collation=collation,
        score=score(*compared, collation.repeats),
        findings=(*check(collation, options), *found),
        notices=(*unseen.notices(page.document), *collation.canonical.notices),
        options_digest=options.digest(),
        auditor_version=__version__,
        model=digest() if any(each.damage is not None for each in page.facts) else None,
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
        page = Page(documents[0], options, segment)
        return _ordered(page, infer(page), decisions)
    pages = [Page(document, options, segment) for document in documents]
    readings = [infer(page, _EACH) for page in pages]
    together = _one_behind_the_other(documents, readings, options)
    return attribute(_ordered(together, infer(together, TOGETHER), decisions), readings)


def _ordered(page: Page, reading: Canonical, decisions: Decisions | None) -> Canonical:
    """The reading inferred, with its passages where an editor put them."""
    if decisions is None:
        return reading
    return _settled(page, _collated(page, reading), decisions).canonical


def keys(document: Document, options: Options = DEFAULTS) -> tuple[str, ...]:
    """The distinct keys of a document's fragments, in their order; for `rules.common_keys`."""
    fragments = segment(document.text, document.language, options.normalize)
    return tuple(dict.fromkeys(fragment.key for fragment in fragments if fragment.key))


def _collated(page: Page, reading: Canonical) -> Collation:
    alignment = align(page.document, reading, page.options)
    # A clean scrape is its own reading, and half the work is cutting texts.
    same = reading.text == page.text
    fragments = (
        page.fragments
        if same
        else segment(reading.text, page.document.language, page.options.normalize)
    )
    collation = Collation(page.document, page.fragments, page.facts, reading, fragments, alignment)
    return replace(collation, left=_left(page, collation))


def _left(page: Page, collation: Collation) -> tuple[Repeat, ...]:
    """What stands again in an inferred reading."""
    reading = collation.canonical
    if reading.origin == "given":
        return ()
    if reading.text == page.text:
        return page.facts
    rest = left(page)
    if rest.text != reading.text:  # an editor has ordered it
        text = Document.from_text(reading.text, language=page.document.language)
        rest = Page(text, page.options, segment, collation.canonical_fragments)
    return rest.facts


def _settled(page: Page, collation: Collation, decisions: Decisions) -> Collation:
    """With the passages where an editor put them; told apart by what is open without that."""
    reading = collation.canonical
    ambiguous_order = rule("AUD501").check
    asked = ambiguous_order(collation, page.options) if ambiguous_order else ()
    decided = rearrange(reading, rearrangement(reading, asked, decisions, page.text))
    if not decided.followed:
        return replace(collation, canonical=decided)
    return _collated(page, decided)


def _one_behind_the_other(
    documents: Sequence[Document], readings: Sequence[Canonical], options: Options
) -> Page:
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
    document = Document.from_text(text, language=language)
    return Page(document, options, segment, pieces=tuple(fragments), copies=True)


def _document(text: Document | str) -> Document:
    return string(text) if isinstance(text, str) else text
