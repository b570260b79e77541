"""AUD109: what stands again and no other finding tells of."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model import FACT, Collation, Options, Repeat, Span
from auditor.repeats.index import is_told
from auditor.repeats.judge import is_copy
from auditor.rules import columns, contradictions, duplication, editions, furniture, order, runs
from auditor.rules.drafts import Draft, as_rule
from auditor.rules.places import at, characters, odds, quote
from auditor.text.cover import Cover
from auditor.text.runs import codes, information

# What else tells of text that stands again.
_TELLING = (
    duplication.repeated_fragment,
    duplication.near_repeated_fragment,
    duplication.repeated_document,
    duplication.repeated_header,
    duplication.adjacent_repeat,
    duplication.overlapping_windows,
    editions.two_editions,
    order.moved_fragment,
    runs.interleaved_copies,
    columns.column_shuffle,
    contradictions.contradicting_copies,
    furniture.page_furniture,
)
# Information of what no finding tells, from which it is more than the rim of what one tells; a
# guess.
_RIM = 6.0


@as_rule(FACT, "recurring-passage", "note", "stands several times, and is left")
def recurring_passage(collation: Collation, options: Options) -> Iterator[Draft]:
    """A passage stands several times, and no other finding tells of it.

    Texts repeat themselves by right: forms, definitions, menus, answers that begin alike. What the
    reading keeps at each of its places is told all the same, so that nothing that stands twice is
    passed over in silence. Such a fact fails no gate and enters no baseline. Each is judged: the
    result has the probability that it is a copy.

    Why: only where nothing stands twice can it be said that nothing does.

    Example: `1. The tenant pays the rent for the plot on the first day of the month.⏎2. The tenant
    keeps the paths clean.⏎3. Whoever leases a shed pays the rent for the plot on the first day of
    the month too.`

    Fix: nothing, where it is meant; else leave one out when scraping.
    """
    text = collation.document.text
    repeats = [repeat for repeat in collation.repeats if len(repeat.occurrences) > 1]
    if not repeats:
        return
    scale = information(codes(text))
    surely = [repeat for repeat in repeats if is_told(repeat, scale)]
    told = Cover.of(len(text), _told(collation, options) if surely else ())
    for repeat in surely:
        silent = [
            span
            for span in repeat.occurrences[1:]
            if len(span) - told.count(span.start, span.end) >= _RIM * scale
        ]
        if silent:
            yield _draft(text, repeat, silent)


def _told(collation: Collation, options: Options) -> Iterator[Span]:
    """The places in the scrape that other findings tell of, whether they are selected or not."""
    for rule in _TELLING:
        for finding in rule.check(collation, options) if rule.check else ():
            for location in finding.locations:
                if location.side == "scrape":
                    yield location.span


def _draft(text: str, repeat: Repeat, silent: list[Span]) -> Draft:
    first, *_ = repeat.occurrences
    often = len(repeat.occurrences)
    times = "twice" if often == 2 else f"{often:,} times"
    about = "" if repeat.exact else "nearly the same "
    passage = first.of(text)
    damage = None if repeat.damage is None else round(repeat.damage, 2)
    likely = is_copy(damage)
    what = f"perhaps a copy ({odds(damage or 0.0)}), and left" if likely else "taken for meant"
    return Draft(
        f"{quote(passage)} stands {about}{times}, first at {characters(first)}; {what}.",
        (*(at("scrape", span, "the same again") for span in silent), at("scrape", first, "first")),
        passage,
        probability=damage,
    )
