"""Rules about how sure an inferred reading is."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model import SURE, Choice, Collation, Options, Span
from auditor.rules.drafts import Draft, as_rule
from auditor.rules.grading import probability
from auditor.rules.places import at, kept_place, odds, quote
from auditor.rules.records import JOINED, LEFT_OUT

_PAGE = 3_000  # characters of the shortest texts that the judgement was fitted on
_JOINS = 3  # fewer say nothing of the whole reading


@as_rule(
    "AUD501", "ambiguous-order", "warning", "several orders fit the evidence; an editor must choose"
)
def ambiguous_order(collation: Collation, options: Options) -> Iterator[Draft]:
    """A passage that fits nearly as well elsewhere: an editor must choose.

    Each place that it could stand at is named with its probability and the evidence. Places
    more certain than `min-confidence` are not asked about. Nor is any where what was put together
    or left out may as well be meant (a probability below 0.9): then the text perhaps stands in its
    order, and the finding that tells of it is to be settled first.

    Why: the text alone does not decide it, and whoever reads on takes the guess for the order.

    Example: two copies, and each has a sentence at the same place that the other lacks.

    Fix: choose the place in the report, or find it on the live page.
    """
    if not _was_damaged(collation):
        return
    for choice in collation.canonical.choices:
        if choice.confidence < options.min_confidence:
            yield _open(collation, choice)


@as_rule(
    "AUD502",
    "low-confidence-reconstruction",
    "warning",
    "the reading as a whole is below `min-confidence`",
)
def low_confidence(collation: Collation, options: Options) -> Iterator[Draft]:
    """The reading inferred from the scrape is unsure as a whole: below `min-confidence`.

    Of all its passages, more are likely to stand beside a wrong one than `min-confidence` allows.
    Single passages whose place is open are AUD501.

    Why: figures and findings that rest on this reading are no surer than it is.

    Example: three editions of one policy woven together, with a hundred joins of even odds.

    Fix: give a trusted text with `--canonical`, or a second scrape of the page.
    """
    joins = collation.canonical.joins
    if collation.canonical.origin == "given" or len(joins) < _JOINS:
        return
    neighbours = sum(bool(fragment.key) for fragment in collation.canonical_fragments) - 1
    wrong = sum(1 - join.confidence for join in joins)
    sure = round(1 - wrong / max(neighbours, len(joins)), 6)
    if sure >= options.min_confidence:
        return
    least = min(joins, key=lambda join: (join.confidence, join.at))
    text = collation.canonical.text
    span = Span(max(0, least.at - 12), min(len(text), least.at + 12))
    yield Draft(
        f"The reading is unsure: about {odds(sure)} of its passages are likely to stand beside "
        f"the right one; the least sure of {len(joins)} joins is at {quote(span.of(text))}.",
        (at("canonical", span, f"{odds(least.confidence)} sure"),),
        span.of(text),
        "Audit the page against a trusted text.",
    )


def _was_damaged(collation: Collation) -> bool:
    """Whether what was undone is surely damage: else the order may be the author's own.

    Little text says little: there what was undone counts as it is.
    """
    if len(collation.document.text) < _PAGE:
        return True
    records = [each for each in collation.canonical.undone if each.kind in JOINED | LEFT_OUT]
    damage = probability(collation, [place for each in records for place in each.places])
    return damage is None or damage >= SURE


def _open(collation: Collation, choice: Choice) -> Draft:
    text = collation.canonical.text
    passage = choice.passage.of(text)
    here = _behind(text, choice.passage.start)
    others = [f"{_behind(text, place)} ({odds(share)})" for place, share in choice.places]
    scraped = kept_place(collation, choice.passage)
    locations = [at("scrape", scraped, "where it stands in the scrape")] if scraped else []
    locations.append(at("canonical", choice.passage, f"chosen, {odds(choice.confidence)} sure"))
    locations += [
        at("canonical", Span(max(0, place - 12), place), f"or behind this, {odds(share)}")
        for place, share in choice.places
        if place
    ]
    evidence = f" Evidence: {'; '.join(choice.evidence)}." if choice.evidence else ""
    return Draft(
        f"The place of {quote(passage)} is open: {here} ({odds(choice.confidence)}), "
        f"or {', or '.join(others)}.{evidence}",
        tuple(locations),
        passage,
        f"Choose where {quote(passage)} belongs.",
    )


def _behind(text: str, place: int) -> str:
    before = text[max(0, place - 25) : place]
    return f"behind {quote(before)}" if before.strip() else "at the head"
