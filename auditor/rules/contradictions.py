"""AUD303: copies of one passage that say different things."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from auditor.model import LIKELY, Block, Collation, Edit, Fragment, Options, Span
from auditor.rules.drafts import Draft, as_rule
from auditor.rules.grading import probability
from auditor.rules.places import at, fragment_at, kept_place, quote
from auditor.text import scripts
from auditor.text.variants import differ, widened

_LIKE = 0.5  # similarity from which two capitalised words are one name, misspelt
_OTHER = 8  # characters from which two unlike readings are two texts
_LEAST = 6  # characters of a copy that are the same before the edit, and behind it
_ALIKE = 0.6  # similarity from which two sentences are one, edited
_SENTENCE_LONGEST = 400  # characters of a sentence that are compared
_ADDRESS = 200  # characters of a link, or of a long reading, that are looked at
_NAME = re.compile(r"[^\W\d_a-zß-öø-ÿа-яё][^\W\d_]{2,}(?:[ '’-][^\W\d_]{2,})*")
_SENTENCE_START = re.compile(rf"(?:^|[{scripts.ENDS}{scripts.COLONS}\n\"“„«(\[*#|>•-])\s*$")


@as_rule(
    "AUD303", "contradicting-copies", "error", "copies differ in a number, date, name or negation"
)
def contradicting_copies(collation: Collation, options: Options) -> Iterator[Draft]:
    """A repeated passage differs from its kept copy in a number, a date, a name or a negation.

    Only copies of one passage contradict each other: not headings with other numbers, items of a
    list, labels of lists, or sentences that an author wrote alike. An item that was put into a
    numbered list contradicts nothing.

    A name is a capitalised word inside a sentence that is another word in the other copy;
    one that is merely misspelt is none. In scripts without capitals, names are not told apart.

    Why: one of the copies is wrong, and nothing in the text says which.

    Example: `试点期限为2年，自2018年7月1日起施行。商务厅负责跟踪分析，及时报告。
    试点期限为3年，自2018年7月1日起施行。` against
    `试点期限为2年，自2018年7月1日起施行。商务厅负责跟踪分析，及时报告。`

    Fix: find out which copy is right; another edition of the page may be mixed in.
    """
    for block in collation.alignment.blocks:
        if block.role != "repeated" or block.canonical is None:
            continue
        said: set[tuple[str, str]] = set()
        for edit in block.edits:
            here, there = _word(collation, edit)
            if (here, there) in said:
                continue
            said.add((here, there))
            if _is_other_text(here, there) or _in_link(collation.document.text, edit.scrape):
                continue
            if not _is_one_passage(collation, block, edit):
                continue
            if differ(here, there) or _names_differ(collation, edit, here, there):
                yield _contradiction(collation, edit, here, there)


def _is_other_text(here: str, there: str) -> bool:
    """Two texts that stand at one place, not two readings of one text."""
    if min(len(here), len(there)) < _OTHER:
        return False
    return Levenshtein.normalized_similarity(here[:_ADDRESS], there[:_ADDRESS]) < _LIKE


def _is_one_passage(collation: Collation, block: Block, edit: Edit) -> bool:
    """Whether the edit lies in a copy of a sentence: neither in a label, nor in an item or heading
    that is numbered otherwise, nor in another sentence that only begins or ends so.
    """
    text, reading = collation.document.text, collation.canonical.text
    here = fragment_at(collation.fragments, edit.scrape.start)
    there = fragment_at(collation.canonical_fragments, edit.canonical.start)
    if _in_label(here, text, edit.scrape) or _in_label(there, reading, edit.canonical):
        return False
    if here.ordinal and there.ordinal and here.ordinal.number != there.ordinal.number:
        return False
    if not scripts.stops(here.key) and here.ordinal:
        return False
    before = text[max(block.scrape.start, here.span.start) : edit.scrape.start]
    behind = text[edit.scrape.end : min(block.scrape.end, here.span.end)]
    if len(before.strip()) < _LEAST and len(behind.strip()) < _LEAST:
        return False
    ours, theirs = here.key[:_SENTENCE_LONGEST], there.key[:_SENTENCE_LONGEST]
    if Levenshtein.normalized_similarity(ours, theirs) < _ALIKE:
        return False
    if collation.canonical.origin == "given" or _is_undone(collation, here.span):
        return True
    damage = probability(collation, [here.span])
    return damage is None or damage >= LIKELY


def _is_undone(collation: Collation, span: Span) -> bool:
    """Whether a step has left the passage out, or merged it with another."""
    places = (place for record in collation.canonical.undone for place in record.places)
    return any(place.start <= span.start < place.end for place in places)


def _in_label(fragment: Fragment, text: str, span: Span) -> bool:
    """Whether the span begins before the words of a heading or an item do."""
    if fragment.ordinal is None:
        return False
    label = text.find(fragment.ordinal.label, fragment.span.start, fragment.span.end)
    return span.start < label + len(fragment.ordinal.label)


def _in_link(text: str, span: Span) -> bool:
    """Whether the word around the span is part of an address."""
    start = max(0, span.start - _ADDRESS)
    word = re.split(r"\s", text[start : span.start])[-1]
    word += span.of(text) + re.split(r"\s", text[span.end : span.end + _ADDRESS])[0]
    return "://" in word or "](" in word or word.count("/") > 1


def _names_differ(collation: Collation, edit: Edit, here: str, there: str) -> bool:
    """Another name in the middle of a sentence, and not the same one misspelt."""
    ours, theirs = here.strip(" .,:;-"), there.strip(" .,:;-")
    if (
        not (_NAME.fullmatch(ours) and _NAME.fullmatch(theirs))
        or ours.isupper() != theirs.isupper()
    ):
        return False
    if Levenshtein.normalized_similarity(ours.casefold(), theirs.casefold()) >= _LIKE:
        return False
    start = widened(collation.document.text, edit.scrape).start
    before = collation.document.text[max(0, start - 8) : start]
    return not _SENTENCE_START.search(before)


def _word(collation: Collation, edit: Edit) -> tuple[str, str]:
    """The edited words on both sides, with the figures and letters they are part of."""
    scrape, canonical = collation.document.text, collation.canonical.text
    return widened(scrape, edit.scrape).of(scrape), widened(canonical, edit.canonical).of(canonical)


def _contradiction(collation: Collation, edit: Edit, here: str, there: str) -> Draft:
    sentence = _sentence(collation, edit.scrape.start)
    reading = widened(collation.canonical.text, edit.canonical)
    first = kept_place(collation, reading)
    other = _sentence(collation, first.start) if first is not None else None
    locations = [at("scrape", sentence, f"{quote(here)} here")]
    if other is not None and there in other.of(collation.document.text):
        locations.append(at("scrape", other, f"{quote(there)} there"))
    else:  # the scrape has it nowhere: its other copy is edited there too
        locations.append(at("canonical", reading, f"{quote(there)} there"))
    return Draft(
        f"The copies contradict each other: {quote(here)} here, {quote(there)} there.",
        tuple(locations),
        f"{here} {there} {sentence.of(collation.document.text)}",
        "Find out which copy is right.",
    )


def _sentence(collation: Collation, place: int) -> Span:
    """The fragment around a place, without the white space behind it."""
    span = fragment_at(collation.fragments, place).span
    text = span.of(collation.document.text)
    return Span(span.start, span.start + len(text.rstrip()))
