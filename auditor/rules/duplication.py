"""Rules about text that stands more often than it should."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, takewhile

from auditor.model import Block, Collation, Edit, Fragment, Options, Span
from auditor.rules.drafts import Draft, as_rule
from auditor.rules.left import left
from auditor.rules.patterns import find_patterns
from auditor.rules.places import (
    amount,
    at,
    characters,
    fragment_at,
    kept_place,
    kept_places,
    odds,
    percent,
    quote,
    text_of,
    touching,
)
from auditor.text import scripts

_HEAD = 12  # fragments of a page's head
_APART = 200  # scraped characters between two blocks from which they are two places


@as_rule(
    "AUD101",
    "repeated-fragment",
    "warning",
    "the same text again, where the canonical has it fewer times",
    by_damage=True,
)
def repeated_fragment(collation: Collation, options: Options) -> Iterator[Draft]:
    """The same text again, where the canonical has it fewer times.

    A sentence that recurs by right, in a form, a refrain or a statute, is none: the canonical
    has it as often. What is more likely a copy than meant, and not sure enough to be left out of
    the reading, is told with its probability.

    Why: readers and models weigh a passage by how often it stands.

    Example: `The ferry leaves at seven and returns at noon. Tickets are sold on board by the mate.
    Dogs travel on the lower deck. The ferry leaves at seven and returns at noon.` against `The
    ferry leaves at seven and returns at noon. Tickets are sold on board by the mate. Dogs travel on
    the lower deck.`

    Fix: remove the copy that is named.
    """
    for chain in _repeated_chains(collation, options):
        if not _edits(collation, chain) and not _adjacent(collation, chain):
            yield _draft(collation, chain, "repeat")
    yield from _left(collation, options, exact=True)


@as_rule(
    "AUD102",
    "near-repeated-fragment",
    "warning",
    "the same text again with small edits",
    by_damage=True,
)
def near_repeated_fragment(collation: Collation, options: Options) -> Iterator[Draft]:
    """The same text again with small edits, which the report shows.

    Edits that change a number, a date, a name or a negation are AUD303 too.

    Why: two wordings of one rule stand side by side, and only one is in force.

    Example: `The ferry leaves at seven and returns at noon. Tickets are sold on board by the mate.
    Dogs travel on the lower deck. The ferry departs at seven and returns at noon.` against `The
    ferry leaves at seven and returns at noon. Tickets are sold on board by the mate. Dogs travel on
    the lower deck.`

    Fix: keep the right wording.
    """
    for chain in _repeated_chains(collation, options):
        edits = _edits(collation, chain)
        if edits:
            yield _draft(collation, chain, "nearly repeat", edits)
    yield from _left(collation, options, exact=False)


@as_rule("AUD104", "repeated-header", "note", "title, date or issue number repeated")
def repeated_header(collation: Collation, options: Options) -> Iterator[Draft]:
    """A title, date or issue number stands twice at the head of the page.

    Pages do so by right, and extractors make it so: a note, for an editor to know.

    Why: the second one is taken for the first sentence of the text.

    Example: `关于开展服务贸易检查工作的通知⏎发布日期：2018-07-13⏎
    关于开展服务贸易检查工作的通知⏎各单位要高度重视检查工作，认真组织落实。`

    Fix: leave one out when scraping.
    """
    if collation.canonical.origin == "given":
        return
    lines = [f for f in collation.canonical_fragments if f.key][:_HEAD]
    seen: dict[str, Fragment] = {}
    for fragment in takewhile(_is_head, lines):
        first = seen.setdefault(fragment.key, fragment)
        if first is fragment or len(fragment.key) < options.min_length:
            continue
        text = fragment.span.of(collation.canonical.text)
        places = [kept_place(collation, span) for span in (fragment.span, first.span)]
        phrases = ("the same line again", "the first")
        yield Draft(
            f"{quote(text)} stands twice at the head of the page.",
            tuple(
                at("scrape", place, phrase)
                for place, phrase in zip(places, phrases, strict=True)
                if place is not None
            ),
            text,
        )


def _is_head(fragment: Fragment) -> bool:
    """A line of a page's head: neither a sentence, nor an item of a list, nor a field to fill."""
    return fragment.ordinal is None and (
        fragment.key[-1].isalnum() or fragment.key[-1] in scripts.CLOSERS
    )


@as_rule("AUD105", "adjacent-repeat", "warning", "a sentence or phrase stutters", by_damage=True)
def adjacent_repeat(collation: Collation, options: Options) -> Iterator[Draft]:
    """A sentence or phrase follows itself.

    Why: it is read as emphasis, or as an error of the author.

    Example: `各单位要高度重视。请于月底前报送总结材料。请于月底前报送总结材料。联系人另行通知。`

    Fix: remove one of the two.
    """
    for chain in _repeated_chains(collation, options):
        if not _edits(collation, chain) and _adjacent(collation, chain):
            yield _draft(collation, chain, "directly repeat")


@as_rule(
    "AUD103",
    "repeated-document",
    "error",
    "the whole document, or most of it, follows itself",
    by_damage=True,
)
def repeated_document(collation: Collation, options: Options) -> Iterator[Draft]:
    """The whole document, or most of it, follows itself.

    Why: every count is doubled, and the second copy hides what changed in the first.

    Example: `Rules of the hut⏎Guests sign the book on arrival. Boots are left at the door.
    Fires are put out at ten.⏎Rules of the hut⏎Guests sign the book on arrival. Boots are left at
    the door. Fires are put out at ten.`

    Fix: keep one copy; a page often holds one for print or for small screens.
    """
    canonical = collation.canonical.text
    for copy in find_patterns(collation).whole:
        blocks = [block for run in copy for block in run.blocks if block.role == "repeated"]
        repeated = sum(len(block.scrape) for block in blocks)
        parts = touching([block.scrape for block in blocks])
        homes = kept_places(
            collation, touching(sorted(block.canonical for block in blocks if block.canonical))
        )
        locations = [at("scrape", part, "the document again") for part in parts]
        for number, home in enumerate(homes):
            phrase = "where it goes on" if number else "where it first begins"
            locations.append(at("scrape", home, phrase))
        yield Draft(
            f"The document follows itself: {amount(parts)} repeat "
            f"{percent(repeated, len(canonical))} of it.",
            tuple(locations),
            text_of(collation, [Span(parts[0].start, parts[-1].end)])[:400],
            "Keep one copy.",
            copies=tuple(block.scrape for block in blocks),
        )


@as_rule(
    "AUD107",
    "overlapping-windows",
    "error",
    "consecutive pieces repeat each other's ends: a chunker's overlap",
    by_damage=True,
)
def overlapping_windows(collation: Collation, options: Options) -> Iterator[Draft]:
    """Pieces repeat each other's ends: the overlap of a tool that cuts into chunks.

    In their order or not.

    Why: the text was put together from chunks, and each overlap stands twice.

    Example: three pieces of a page of which each starts with the last two sentences of the one
    before.

    Fix: keep each overlap once, or join the pieces before they are cut.
    """
    windows = find_patterns(collation).windows
    if not windows:
        return
    stretch = Span(windows[0].start, windows[-1].end)
    inside = [
        block
        for block in collation.alignment.blocks
        if stretch.start <= block.scrape.start and block.scrape.end <= stretch.end
    ]
    again = [block for block in inside if block.role == "repeated"]
    overlaps = touching([block.scrape for block in again])
    repeated = sum(map(len, overlaps))
    first = kept_places(collation, [block.canonical for block in again if block.canonical])
    in_order = all(block.role != "moved" for block in inside)
    how = "each starts with the end of the one before" if in_order else "they are not in order"
    yield Draft(
        f"{len(windows)} overlapping windows: {how}; {repeated:,} characters "
        f"({percent(repeated, len(collation.document.text))}) stand twice.",
        (
            *(at("scrape", span, f"overlap {n}") for n, span in enumerate(overlaps, 1)),
            *(at("scrape", span, "kept") for span in first),
        ),
        text_of(collation, overlaps[:3]),
        "Keep each overlap once." if in_order else "Put the windows in order, each overlap once.",
        copies=windows,
    )


def _repeated_chains(collation: Collation, options: Options) -> list[list[Block]]:
    """Repeated blocks in no larger pattern, by chain and place, long enough to count."""
    rest = find_patterns(collation).rest
    repeated = sorted(
        (block for block in rest if block.role == "repeated"), key=lambda block: block.chain
    )
    chains = [list(group) for _, group in groupby(repeated, key=lambda block: block.chain)]
    parts = [part for chain in chains for part in _places(chain)]
    long = [part for part in parts if sum(len(b.scrape) for b in part) >= options.min_length]
    return _over_and_over(sorted(long, key=lambda part: part[0].scrape.start))


def _over_and_over(parts: Sequence[list[Block]]) -> list[list[Block]]:
    """Parts that stand side by side and say the same become one: a stutter, however long."""
    joined: list[list[Block]] = []
    for part in parts:
        last = joined[-1][-1] if joined else None
        same = last is not None and last.canonical == part[0].canonical
        if last is not None and same and last.scrape.end == part[0].scrape.start:
            joined[-1] += part
        else:
            joined.append(list(part))
    return joined


def _places(chain: Sequence[Block]) -> list[list[Block]]:
    """A chain cut where its blocks stand far apart in the scrape."""
    parts: list[list[Block]] = []
    for block in chain:
        if parts and block.scrape.start - parts[-1][-1].scrape.end <= _APART:
            parts[-1].append(block)
        else:
            parts.append([block])
    return parts


def _draft(
    collation: Collation, chain: Sequence[Block], verb: str, edits: Sequence[Edit] = ()
) -> Draft:
    parts = touching([block.scrape for block in chain])
    kept = kept_places(collation, _homes(collation, chain))
    text = text_of(collation, parts)
    where = amount(kept) if kept else "text that stands elsewhere"
    changed = f", with {len(edits)} small edit{'s' * (len(edits) > 1)}" if edits else ""
    phrase = "the same again, edited" if edits else "the same again"
    locations = [at("scrape", part, phrase) for part in parts]
    locations += [at("scrape", place, "the copy that is kept") for place in kept]
    what = characters(parts[0])
    if len(parts) > 1:
        what = f"{len(parts)} passages, {sum(map(len, parts)):,} characters in all"
    return Draft(
        f"{amount(parts).capitalize()} {verb} {where}{changed}: {quote(text)}.",
        tuple(locations),
        text,
        f"Remove {what}.",
        copies=tuple(block.scrape for block in chain),
    )


def _left(collation: Collation, options: Options, *, exact: bool) -> Iterator[Draft]:
    """Probable copies that stand in the reading too."""
    for each in left(collation):
        if each.repeat.exact is not exact or each.repeat.equal < options.min_length:
            continue
        first, *others = each.places
        text = first.of(collation.document.text)
        likely = round(each.repeat.damage or 0.0, 2)
        about = "" if exact else "nearly "
        again = (at("scrape", span, "the same again") for span in others)
        yield Draft(
            f"{characters(others[0]).capitalize()} {about}repeat {characters(first)}, and are "
            f"perhaps a copy ({odds(likely)}): {quote(text)}. Both are left.",
            (*again, at("scrape", first, "first")),
            text,
            "Compare both places, and remove one where it is a copy.",
            likely,
            tuple(others),
        )


def _homes(collation: Collation, chain: Sequence[Block]) -> list[Span]:
    """The canonical spans of a chain, with what it lacks inside a sentence."""
    lacking = [edit.canonical for edit in _lacking(collation, chain)]
    homes = [block.canonical for block in chain if block.canonical is not None]
    return touching(sorted([*homes, *lacking]))


def _edits(collation: Collation, chain: Sequence[Block]) -> list[Edit]:
    """The edits of a chain, and what it lacks inside a sentence; white space alone is none."""
    inside = [edit for block in chain for edit in block.edits]
    return [
        edit
        for edit in [*inside, *_lacking(collation, chain)]
        if edit.scrape.of(collation.document.text).strip()
        or edit.canonical.of(collation.canonical.text).strip()
    ]


def _lacking(collation: Collation, chain: Sequence[Block]) -> Iterator[Edit]:
    """The canonical text of one sentence between blocks that touch in the scrape."""
    for one, other in pairwise(chain):
        if one.canonical is None or other.canonical is None:
            continue
        start, end = one.canonical.end, other.canonical.start
        if one.scrape.end != other.scrape.start or start >= end:
            continue
        if end < fragment_at(collation.canonical_fragments, start - 1).span.end:
            yield Edit("delete", Span(one.scrape.end, one.scrape.end), Span(start, end))


def _adjacent(collation: Collation, chain: Sequence[Block]) -> bool:
    """The repeated text stands directly behind or before the copy that is kept."""
    span = Span(chain[0].scrape.start, chain[-1].scrape.end)
    canonical = chain[0].canonical
    first = kept_place(collation, canonical) if canonical is not None else None
    if first is None:
        return False
    text = collation.document.text
    behind = first.end <= span.start
    between = text[first.end : span.start] if behind else text[span.end : first.start]
    return len(between.strip()) <= 1
