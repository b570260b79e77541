"""Rules about text that should be there and is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.model import Collation, Fragment, Options, Span
from auditor.rules.outline import faults
from auditor.rules.places import Draft, at, kept_place, quote

# An annex by its number, in the languages of the segmenter's ordinals.
_ANNEX = re.compile(
    r"(?:附件|附录|附表|别记|別記|Annex(?:e)?|Appendix|Schedule|Exhibit|Anlage|Anhang|Anexo|Приложение)"
    r"\s*(?:№\s*)?(\d{1,2})(?!\d|[.,]\d)"
)
# A heading that is followed by the list of annexes.
_LIST = re.compile(
    r"(?:附件|附录|Annex(?:es)?|Attachments|Appendices|Anlagen|Anexos|Приложения)\s*[:：]$"
)


def missing_ordinal(collation: Collation, options: Options) -> Iterator[Draft]:
    """AUD301: （二）（四） without （三）."""
    for fault in faults(collation):
        if not fault.missing:
            continue
        names = " and ".join(fault.missing)
        verb = "is" if len(fault.missing) == 1 else "are"
        yield Draft(
            f"{names} {verb} missing: {fault.before} is followed by {fault.after}.",
            fault.locations,
            f"{fault.before} {fault.after} {fault.text}",
            f"Find {names} on the live page.",
        )


def missing_fragment(collation: Collation, options: Options) -> Iterator[Draft]:
    """AUD302: in the canonical, not in the scrape."""
    for span in collation.alignment.missing:
        lost = span.of(collation.canonical.text)
        if len(lost.strip()) < options.min_length:
            continue
        yield Draft(
            f"{len(span):,} characters of the canonical are missing: {quote(lost)}.",
            (at("canonical", span, "not in the scrape"),),
            lost,
            "Restore the text.",
        )


def dangling_reference(collation: Collation, options: Options) -> Iterator[Draft]:
    """AUD304: an annex announced but absent, where another annex of the page is there."""
    if collation.canonical.origin == "given":
        return
    there = {f.ordinal.number for f in collation.canonical_fragments if f.ordinal and _is_annex(f)}
    announced = _announced(collation)
    absent = sorted(number for number in announced if number not in there)
    if not there or not absent:
        return
    text = collation.canonical.text
    names = [f"annex {number} {quote(announced[number].of(text))}" for number in absent]
    places = [(number, kept_place(collation, announced[number])) for number in absent]
    yield Draft(
        f"Announced but absent: {', '.join(names)}.",
        tuple(
            at("scrape", place, f"announces annex {number}")
            if place is not None
            else at("canonical", announced[number], f"announces annex {number}")
            for number, place in places
        ),
        " ".join(names),
        "Find what was announced, or note that it was left out.",
    )


def _is_annex(fragment: Fragment) -> bool:
    return fragment.ordinal is not None and bool(_ANNEX.match(fragment.ordinal.label))


def _announced(collation: Collation) -> dict[int, Span]:
    """The annexes that the canonical names, by number, where it names them first.

    Either as a list behind a heading such as 附件：, or in a sentence: "see Annex 2".
    """
    announced: dict[int, Span] = {}
    fragments = collation.canonical_fragments
    for heading, fragment in enumerate(fragments):
        if not _LIST.search(fragment.key):
            continue
        for expected, item in enumerate(fragments[heading + 1 :], 1):
            if item.ordinal is None or item.ordinal.number != expected or _is_annex(item):
                break
            announced.setdefault(expected, item.span)
    for fragment in fragments:
        for mention in _ANNEX.finditer(fragment.span.of(collation.canonical.text)):
            start = fragment.span.start + mention.start()
            if not (_is_annex(fragment) and mention.start() < 3):
                announced.setdefault(int(mention[1]), Span(start, start + len(mention[0])))
    return announced
