"""Rules about text that stands in the wrong place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from auditor.model import Block, Collation, Fragment, Options, Span
from auditor.rules.drafts import Draft, as_rule
from auditor.rules.numbering import faults, lists
from auditor.rules.patterns import find_patterns
from auditor.rules.places import (
    amount,
    at,
    characters,
    kept_place,
    quote,
    text_of,
    through,
)
from auditor.text import scripts

_SWAPPED = 3  # times the length of a passage that it may be swapped with
_HEADING = 60  # characters
_WORDS = re.compile(r"\w+")
_NO_HEADING = re.compile(rf"^[*•·|+–-]\s|[{scripts.ENDS}{scripts.CLAUSE_ENDS})）\]|]$|\(|（|\[")
_SENTENCE = 10  # characters of the text behind a heading
_MOVES = 3  # moves of one chain that are told in words
_FELLOWS = 3  # headings with text before one without is a fault


@as_rule("AUD201", "moved-fragment", "warning", "once on each side, out of place")
def moved_fragment(collation: Collation, options: Options) -> Iterator[Draft]:
    """A passage that stands once on each side, and out of place in the scrape.

    Two neighbours that changed places are AUD203, a lone heading is AUD205.

    Why: every sentence is right and the document is not: what refers to "the above" refers to
    something else.

    Example: `Dogs travel below. The ferry leaves at seven and returns at noon. Tickets are sold on
    board by the mate. Bicycles are tied to the rail.` against `The ferry leaves at seven and
    returns at noon. Tickets are sold on board by the mate. Bicycles are tied to the rail. Dogs
    travel below.`

    Fix: move it back, to the place that is named.
    """
    for chain in _alone(collation, _moved_chains(collation, options)):
        if _is_plain(collation, chain):
            yield _moved(collation, chain)


@as_rule("AUD203", "swapped-blocks", "warning", "two passages exchanged")
def swapped_blocks(collation: Collation, options: Options) -> Iterator[Draft]:
    """Two passages that changed places.

    Neighbours of about the same length, or the two around a passage that stayed; a sentence that
    jumped over three pages was moved.

    Why: a list of cards or a table was read in another order than the page shows.

    Example: `乙方应当在收到货物后付款。甲方应当在签约后发货。双方应当保守商业秘密。` against
    `甲方应当在签约后发货。乙方应当在收到货物后付款。双方应当保守商业秘密。`

    Fix: exchange the two.
    """
    chains = _moved_chains(collation, options)
    for chain in _alone(collation, chains):
        other = _swapped_with(collation, chain)
        if other and not (_is_plain(collation, chain) or _is_heading(collation, chain)):
            span = Span(chain[0].scrape.start, chain[-1].scrape.end)
            first, second = sorted((span, other[0]))
            yield _swapped(collation, first, second, are_neighbours=True)
    for pair in _exchanged(collation, chains):
        first, second = (_moves(chain)[0][0] for chain in pair)
        yield _swapped(collation, first, second, are_neighbours=False)


@as_rule("AUD205", "detached-heading", "warning", "a heading away from its text")
def detached_heading(collation: Collation, options: Options) -> Iterator[Draft]:
    """A heading that stands away from the text that it heads.

    Against a given canonical, a heading that was moved alone. Without one, a numbered heading
    at the very end with nothing behind it, where each of its fellows has text.

    Why: readers take the next text for what the heading announces.

    Example: `第一章 总则⏎为了规范仓库管理，制定本规定。⏎第二章 职责⏎仓库管理员应当每日清点货物。⏎
    第三章 罚则⏎违反本规定的，责令改正。⏎第四章 附则⏎`

    Fix: put the heading back in front of its text, or scrape the text that is missing.
    """
    for chain in _alone(collation, _moved_chains(collation, options)):
        if _is_heading(collation, chain) and not _is_plain(collation, chain):
            yield replace(_moved(collation, chain), suggestion="Put it in front of its text.")
    if collation.canonical.origin == "inferred":
        yield from _last_heading(collation)


def _is_plain(collation: Collation, chain: Sequence[Block]) -> bool:
    """A passage that was moved, and no more is known of it: neither a lone heading nor one of
    two neighbours. An inferred reading shows a passage put in elsewhere, whatever it holds.
    """
    if collation.canonical.origin == "inferred":
        return True
    return not _is_heading(collation, chain) and _swapped_with(collation, chain) is None


def _moved_chains(collation: Collation, options: Options) -> list[list[Block]]:
    """Moved blocks in no larger pattern, by chain, long enough to count, in text order."""
    rest = find_patterns(collation).rest
    moved = sorted((b for b in rest if b.role == "moved"), key=lambda block: block.chain)
    chains = [list(group) for _, group in groupby(moved, key=lambda block: block.chain)]
    chains.sort(key=lambda chain: chain[0].scrape.start)
    return [
        chain
        for chain in chains
        if sum(len(block.scrape) for block in chain) >= options.min_length
        or (collation.canonical.origin == "given" and _is_lines(collation, chain))
    ]


def _is_lines(collation: Collation, chain: Sequence[Block]) -> bool:
    """Whole lines with words in them, unchanged: an item of a list, however short."""
    text = f"\n{collation.document.text}\n"  # offsets are one less than here
    return all(
        not block.edits
        and len(_WORDS.findall(block.scrape.of(collation.document.text))) > 1
        and text[block.scrape.start] == "\n"
        and "\n" in text[block.scrape.end : block.scrape.end + 2]
        for block in chain
    )


Chains = Sequence[Sequence[Block]]


def _alone(collation: Collation, chains: Chains) -> list[Sequence[Block]]:
    """The chains that did not change places with another."""
    exchanged = [chain for pair in _exchanged(collation, chains) for chain in pair]
    return [chain for chain in chains if chain not in exchanged]


def _exchanged(
    collation: Collation, chains: Chains
) -> list[tuple[Sequence[Block], Sequence[Block]]]:
    """The chains that follow each other with what was kept between them, and stand in the
    canonical the other way round about it.
    """
    if collation.canonical.origin == "inferred":
        return []
    kept = [b for b in collation.alignment.blocks if b.role == "kept"]
    found: list[tuple[Sequence[Block], Sequence[Block]]] = []
    for first, second in pairwise(chains):
        (here, there), (after, before) = _moves(first)[0], _moves(second)[0]
        if len(_moves(first)) > 1 or len(_moves(second)) > 1 or there < before:
            continue
        low = bisect_left(kept, here.end, key=lambda block: block.scrape.start)
        high = bisect_left(kept, after.start, key=lambda block: block.scrape.start)
        around = [b.canonical for b in kept[max(0, low - 1) : high + 1] if b.canonical]
        inside = [b.canonical for b in kept[low:high] if b.canonical]
        is_between = all(before.end <= span.start and span.end <= there.start for span in inside)
        is_round = all(s in inside or s.end <= before.start or s.start >= there.end for s in around)
        if inside and is_between and is_round and not (found and found[-1][1] is first):
            found.append((first, second))
    return found


def _swapped_with(collation: Collation, chain: Sequence[Block]) -> tuple[Span, Span] | None:
    """What the chain jumped over, in the scrape and in the canonical; None if too much.

    The jumped text stands on one side of the chain in the scrape and on the other in the
    canonical, at once.
    """
    first, last = chain[0], chain[-1]
    if first.canonical is None or last.canonical is None:
        return None
    here = Span(first.scrape.start, last.scrape.end)
    there = Span(first.canonical.start, last.canonical.end)
    if len(_moves(chain)) > 1:
        return None
    blocks = collation.alignment.blocks
    index = bisect_right(blocks, here.start, key=lambda block: block.scrape.start)
    before = blocks[index - 2].canonical if index > 1 and blocks[index - 2].role == "kept" else None
    behind = next(
        (b for b in blocks[index : index + len(chain)] if b.scrape.start == here.end), None
    )
    if behind and behind.role == "kept" and behind.canonical and behind.canonical < there:
        jumped = Span(behind.canonical.start, there.start)
        if there.start <= behind.canonical.end and _is_like(collation, jumped, there):
            return Span(here.end, through(collation, behind, jumped).end), jumped
    if before and before.end > there.end:
        jumped = Span(there.end, before.end)
        if there.end >= before.start and _is_like(collation, jumped, there):
            return Span(through(collation, blocks[index - 2], jumped).start, here.start), jumped
    return None


def _is_like(collation: Collation, other: Span, span: Span) -> bool:
    """Whether two canonical passages are of about one size: sentences, or sections."""
    if len(other) > _SWAPPED * len(span):
        return False
    counts = []
    for part in (other, span):
        first, last = (
            bisect_left(collation.canonical_fragments, place, key=lambda f: f.span.start)
            for place in (part.start, part.end)
        )
        counts.append(sum(bool(f.key) for f in collation.canonical_fragments[first:last]))
    return 1 <= counts[0] <= 1.5 * counts[1]


def _swapped(collation: Collation, first: Span, second: Span, are_neighbours: bool) -> Draft:
    text = collation.document.text
    who = "neighbours" if are_neighbours else "passages"
    places = ("belongs behind the next", "belongs before it")
    if not are_neighbours:
        places = ("belongs to the place of the other",) * 2
    return Draft(
        f"Two {who} have changed places: {quote(first.of(text))} and {quote(second.of(text))}.",
        (at("scrape", first, places[0]), at("scrape", second, places[1])),
        first.of(text) + second.of(text),
        f"Exchange {characters(first)} and {characters(second)}.",
    )


def _is_heading(collation: Collation, chain: Sequence[Block]) -> bool:
    """Whether the chain is one heading of the canonical and nothing else."""
    if len(chain) != 1 or chain[0].canonical is None:
        return False
    span = chain[0].canonical
    if len(span) > _HEADING + 2 or "\n" in span.of(collation.canonical.text).strip():
        return False
    fragments = collation.canonical_fragments
    index = bisect_right(fragments, span.start, key=lambda fragment: fragment.span.start) - 1
    inside = [f for f in fragments[max(0, index) : index + 4] if f.key and f.span.start < span.end]
    if len(inside) != 1 or inside[0].span.start < span.start:
        return False
    place = inside[0].index
    before = next((f for f in fragments[max(0, place - 3) : place][::-1] if f.key), None)
    if before and len(before.key) <= _HEADING and not scripts.stops(before.key):
        return False  # the last item of a list that a sentence follows
    behind = next((f for f in fragments[place + 1 : place + 4] if f.key), None)
    return heads(inside[0], behind, collation.canonical.text)


def heads(heading: Fragment, behind: Fragment | None, text: str) -> bool:
    """A short line of its own without full stop or bullet, with a sentence behind it."""
    if len(heading.key) > _HEADING or _NO_HEADING.search(heading.key):
        return False
    if "\n" not in heading.span.of(text)[len(heading.span.of(text).rstrip()) :]:
        return False
    return behind is not None and scripts.stops(behind.key) and len(behind.key) >= _SENTENCE


def _last_heading(collation: Collation) -> Iterator[Draft]:
    """A numbered heading with nothing behind it, at the end of a list whose others have text."""
    text = collation.canonical.text
    fragments = [fragment for fragment in collation.canonical_fragments if fragment.key]
    if not fragments or fragments[-1].ordinal is None or len(fragments[-1].key) > _HEADING:
        return
    last = fragments[-1]
    ordinal = last.ordinal
    if ordinal is None or _NO_HEADING.search(last.key) or ordinal.number < _FELLOWS:
        return
    rank = {fragment.index: place for place, fragment in enumerate(fragments)}
    items = [fragment for fragment in fragments if fragment.ordinal is not None]
    members = next((m for m in lists(items, text) if m[-1] is last), [])
    fellows = [
        heads(member, fragments[rank[member.index] + 1], text)
        and fragments[rank[member.index] + 1].ordinal != member.ordinal
        for member in members[:-1]
    ]
    if len(fellows) < _FELLOWS or not all(fellows):
        return
    place = kept_place(collation, last.span)
    if place is not None:
        span = Span(place.start, place.start + len(place.of(collation.document.text).rstrip()))
        yield Draft(
            f"Nothing stands behind the heading {quote(last.key)}.",
            (at("scrape", span, "a heading without text"),),
            last.key,
            "Find its text on the page.",
        )


def _moved(collation: Collation, chain: Sequence[Block]) -> Draft:
    text = text_of(collation, [block.scrape for block in chain])
    moves = _moves(chain)
    told = [(quote(s.of(collation.document.text)), _behind(collation, to)) for s, to in moves]
    belong = [f"{what} belongs {where}" for what, where in told[:_MOVES]]
    move = [
        f"{characters(span)} {where}"
        for (span, _), (_, where) in zip(moves[:_MOVES], told, strict=False)
    ]
    more = f", and {len(moves) - _MOVES} more" if len(moves) > _MOVES else ""
    return Draft(
        f"{amount([span for span, _ in moves]).capitalize()} stand out of place: "
        f"{', '.join(belong)}{more}.",
        (
            *(at("scrape", span, "out of place") for span, _ in moves),
            *(at("canonical", to, "its place") for _, to in moves),
        ),
        text,
        f"Move {', '.join(move)}{more}.",
    )


def _moves(chain: Sequence[Block]) -> list[tuple[Span, Span]]:
    """From where in the scrape to where in the canonical; blocks that go on in both are one."""
    moves: list[tuple[Span, Span]] = []
    for block in chain:
        if block.canonical is None:
            continue
        here, there = moves[-1] if moves else (None, None)
        if here and there and (here.end, there.end) == (block.scrape.start, block.canonical.start):
            moves[-1] = Span(here.start, block.scrape.end), Span(there.start, block.canonical.end)
        else:
            moves.append((block.scrape, block.canonical))
    return moves


def _behind(collation: Collation, place: Span) -> str:
    """Where a canonical place is, in words."""
    before = collation.canonical.text[max(0, place.start - 20) : place.start]
    return f"behind {quote(before)}" if before.strip() else "at the head"


@as_rule(
    "AUD204",
    "ordinal-disorder",
    "warning",
    "an ordinal behind a higher one of its list: （二） before （一）",
)
def ordinal_disorder(collation: Collation, options: Options) -> Iterator[Draft]:
    """An ordinal stands behind a higher one of its list: （二） before （一）.

    Looked for in the best reading: disorder that a found pattern explains is that finding's.

    Why: references by number then lead to the wrong item.

    Example: `（二）扩大对外开放。（一）完善管理体制。（三）培育市场主体。`

    Fix: check the order of the list on the page; its author may have numbered it so.
    """
    for fault in faults(collation):
        if fault.back:
            yield Draft(
                f"{fault.after} stands behind {fault.before}.",
                fault.locations,
                f"{fault.before} {fault.after} {fault.text}",
                "Check the order of the list.",
            )
