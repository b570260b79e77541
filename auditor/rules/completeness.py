"""Rules about text that should be there and is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.model import Collation, Fragment, Options, Span
from auditor.rules.drafts import Draft, as_rule
from auditor.rules.numbering import faults
from auditor.rules.places import at, kept_place, quote
from auditor.text import scripts

# What an annex is called, from the drafting guides of each country's gazette; with small letters
# where they are written so inside a sentence.
_WORDS = (
    *("附件", "附录", "附表", "別記", "别记", "別紙", "別添", "別表", "付録", "添付", "附錄"),
    *("Annex", "Annexe", "annexe", "Appendix", "Schedule", "Exhibit", "Attachment"),
    *("Anlage", "Anhang", "Bijlage", "bijlage", "Bilaga", "bilaga", "Bilag", "Anexo", "anexo"),
    *("Allegato", "allegato", "Apêndice", "Приложение", "приложение", "приложении", "Додаток"),
    *("додаток", "додатку", "Załącznik", "załącznik", "załączniku", "Příloha", "příloha", "Ek"),
    *("EK", "Lampiran", "lampiran", "Phụ lục", "phụ lục", "별표", "별지", "부록", "붙임", "첨부"),
    *("الملحق", "ملحق", "المرفق", "נספח", "अनुलग्नक", "परिशिष्ट", "अनुसूची", "ภาคผนวก"),
    *("เอกสารแนบ", "Παράρτημα", "παράρτημα"),
)
_ANNEX = re.compile(
    rf"(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
    r"[\s.-]*+(?:№|[Nn]r\.?|[Nn]o\.|[Nn]\.?[º°]|č\.|رقم|第|제)?+\s*+\(?(\d{1,2})(?!\d|[.,]\d)"
)
# A heading that is followed by the list of annexes.
_LIST = re.compile(
    r"(?:附件|附录|附錄|添付|添付書類|붙임|첨부|Annex(?:es)?|Attachments|Appendices|Anlagen|Annexes|Anexos"
    r"|Allegati|Bijlagen|Bilagor|Приложения|Додатки|Załączniki|Přílohy|Ekler|Lampiran|Phụ lục"
    r"|الملاحق|المرفقات|נספחים|अनुलग्नक|ภาคผนวก|Παραρτήματα)\s*[:：]$"
)
_TITLE = 60  # characters of an annex's heading


@as_rule("AUD301", "missing-ordinal", "error", "（二）（四） without （三）")
def missing_ordinal(collation: Collation, options: Options) -> Iterator[Draft]:
    """A number is left out of a list: （二）（四） without （三）.

    Only where the list is dense otherwise, and the number stands nowhere near: neither between its
    neighbours in another line or form, nor in the list beside, as columns of a table are read. A
    heading goes on no list of items, and j is no letter of lists that have none.

    Why: it says for sure, without any other text, that something is missing here.

    Example: `（一）完善管理体制。（二）扩大对外开放。（四）创新发展模式。`

    Fix: find the item on the live page; if its author left it out, keep the finding with a reason.
    """
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


@as_rule("AUD302", "missing-fragment", "error", "in the canonical, not in the scrape")
def missing_fragment(collation: Collation, options: Options) -> Iterator[Draft]:
    """Text of the canonical that the scrape has nowhere.

    Only against a given canonical: an inferred one is made of the scrape.

    Why: what isn't there is not missed by a reader.

    Example: `甲方应当在签约后发货。双方应当保守商业秘密。` against
    `甲方应当在签约后发货。乙方应当在收到货物后付款。双方应当保守商业秘密。`

    Fix: restore the text, or scrape again.
    """
    same: dict[str, list[Span]] = {}
    for span in collation.alignment.missing:
        lost = span.of(collation.canonical.text)
        if len(lost.strip()) >= options.min_length:
            same.setdefault(" ".join(lost.split()), []).append(span)
    for spans in same.values():
        lost = spans[0].of(collation.canonical.text)
        more = f", and in {len(spans) - 1} other places" if len(spans) > 2 else ""
        more = ", and in another place" if len(spans) == 2 else more
        yield Draft(
            f"{len(spans[0]):,} characters of the canonical are missing: {quote(lost)}{more}.",
            tuple(at("canonical", span, "not in the scrape") for span in spans),
            lost,
            "Restore the text.",
        )


@as_rule("AUD304", "dangling-reference", "note", "an annex named but absent")
def dangling_reference(collation: Collation, options: Options) -> Iterator[Draft]:
    """An annex that is announced but absent, where another annex of the page is there.

    A page with none of its annexes may keep them elsewhere: only a gap among them counts.

    Why: the announced table or form is part of the document and is not in the text.

    Example: `The goods are described in Annex 1 and inspected as laid down in Annex 2.⏎Annex 1⏎Two
    hundred oak barrels.`

    Fix: find what was announced, or note that it was left out.
    """
    if collation.canonical.origin == "given":
        return
    there = {_annex(fragment) for fragment in collation.canonical_fragments} - {None}
    if not there:
        return
    announced = _announced(collation)
    absent = sorted(number for number in announced if number not in there)
    if not absent:
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


def _annex(fragment: Fragment) -> int | None:
    """The number of the annex that the fragment is the heading of."""
    if fragment.ordinal is not None and _ANNEX.match(fragment.ordinal.label):
        return fragment.ordinal.number
    if len(fragment.key) > _TITLE or (found := _ANNEX.match(fragment.key)) is None:
        return None
    return None if fragment.key[-1] in scripts.ENDS + scripts.COMMAS else int(found[1])


def _announced(collation: Collation) -> dict[int, Span]:
    """The annexes that the canonical names, by number, where it names them first.

    Either as a list behind a heading such as 附件：, or in a sentence: "see Annex 2".
    """
    announced: dict[int, Span] = {}
    fragments = collation.canonical_fragments
    for heading, fragment in enumerate(fragments):
        if not fragment.key.endswith((":", "：")) or not _LIST.search(fragment.key):
            continue
        for expected, item in enumerate(fragments[heading + 1 :], 1):
            if item.ordinal is None or item.ordinal.number != expected or _annex(item):
                break
            announced.setdefault(expected, item.span)
    for fragment in fragments:
        for mention in _ANNEX.finditer(fragment.span.of(collation.canonical.text)):
            start = fragment.span.start + mention.start()
            if not (_annex(fragment) and mention.start() < 3):
                announced.setdefault(int(mention[1]), Span(start, start + len(mention[0])))
    return announced
