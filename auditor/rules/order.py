"""Rules about text that stands in the wrong place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from auditor.model import Block, Choice, Collation, Options, Span
from auditor.rules.outline import faults
from auditor.rules.patterns import Run, find_patterns
from auditor.rules.places import Draft, at, characters, kept_place, percent, quote, text_of

_COUNTS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}
_INSIDE = re.compile(r"\w\w")


def moved_fragment(collation: Collation, options: Options) -> Iterator[Draft]:
    """AUD201: once on each side, out of place."""
    rest = find_patterns(collation).rest
    moved = sorted((b for b in rest if b.role == "moved"), key=lambda block: block.chain)
    chains = [list(group) for _, group in groupby(moved, key=lambda block: block.chain)]
    for chain in sorted(chains, key=lambda chain: chain[0].scrape.start):
        if sum(len(block.scrape) for block in chain) >= options.min_length:
            yield _moved(collation, chain)


def _moved(collation: Collation, chain: Sequence[Block]) -> Draft:
    span = Span(chain[0].scrape.start, chain[-1].scrape.end)
    target = chain[0].canonical
    text = text_of(collation, [block.scrape for block in chain])
    locations = [at("scrape", span, "out of place")]
    where = "at the head"
    if target is not None:
        locations.append(at("canonical", target, "its place"))
        before = collation.canonical.text[max(0, target.start - 20) : target.start]
        where = f"behind {quote(before)}" if before.strip() else where
    return Draft(
        f"{characters(span).capitalize()} stand out of place: {quote(text)} belongs {where}.",
        tuple(locations),
        text,
        f"Move {characters(span)} {where}.",
    )


def interleaved_copies(collation: Collation, options: Options) -> Iterator[Draft]:
    """AUD202: two or more copies woven together; one finding that lists the runs."""
    runs = find_patterns(collation).woven
    if not runs:
        return
    repeated = sum(run.repeated for run in runs)
    total = len(collation.document.text)
    copies = sorted({run.copy for run in runs})
    count = _COUNTS.get(len(copies), str(len(copies)))
    again = [block.scrape for run in runs for block in run.blocks if block.role == "repeated"]
    yield Draft(
        f"{count} copies of one document are woven together in {len(runs)} runs: {repeated:,} of "
        f"{total:,} characters ({percent(repeated, total)}) stand more than once.",
        tuple(at("scrape", run.scrape, _phrase(run, copies)) for run in runs),
        text_of(collation, again)[:400],
        "Read the copies apart: take the canonical text, and decide the open places.",
    )


def _phrase(run: Run, copies: Sequence[int]) -> str:
    return f"copy {chr(ord('A') + copies.index(run.copy) % 26)}"


def ordinal_disorder(collation: Collation, options: Options) -> Iterator[Draft]:
    """AUD204: an ordinal behind a higher one of its list.

    Looked for in the best reading: disorder that a found pattern explains is that finding's.
    """
    for fault in faults(collation):
        if fault.back:
            yield Draft(
                f"{fault.after} stands behind {fault.before}.",
                fault.locations,
                f"{fault.before} {fault.after} {fault.text}",
                "Check the order of the list.",
            )


def broken_seam(collation: Collation, options: Options) -> Iterator[Draft]:
    """AUD206: places where the scrape jumps in the middle of a sentence or word."""
    text = collation.document.text
    runs = find_patterns(collation).runs
    cuts = [
        left.scrape.end
        for left, right in pairwise(runs)
        if left.scrape.end == right.scrape.start and _INSIDE.match(text, left.scrape.end - 1)
    ]
    if not cuts:
        return
    spans = [Span(max(0, cut - 10), min(len(text), cut + 10)) for cut in cuts]
    places = "one place" if len(cuts) == 1 else f"{len(cuts)} places"
    yield Draft(
        f"The text jumps in mid-sentence at {places}, first at {quote(spans[0].of(text))}.",
        tuple(at("scrape", span, "jumps in mid-sentence") for span in spans),
        text_of(collation, spans),
    )


def ambiguous_order(collation: Collation, options: Options) -> Iterator[Draft]:
    """AUD501: a passage that fits nearly as well elsewhere; an editor must choose."""
    for choice in collation.canonical.choices:
        if choice.confidence < options.min_confidence:
            yield _open(collation, choice)


def _open(collation: Collation, choice: Choice) -> Draft:
    text = collation.canonical.text
    passage = choice.passage.of(text)
    here = _behind(text, choice.passage.start)
    others = [f"{_behind(text, place)} ({odds:.0%})" for place, odds in choice.places]
    scraped = kept_place(collation, choice.passage)
    locations = [at("scrape", scraped, "where it stands in the scrape")] if scraped else []
    locations.append(at("canonical", choice.passage, f"chosen, {choice.confidence:.0%} sure"))
    locations += [
        at("canonical", Span(max(0, place - 12), place), f"or behind this, {odds:.0%}")
        for place, odds in choice.places
        if place
    ]
    evidence = f" Evidence: {'; '.join(choice.evidence)}." if choice.evidence else ""
    return Draft(
        f"The place of {quote(passage)} is open: {here} ({choice.confidence:.0%}), "
        f"or {', or '.join(others)}.{evidence}",
        tuple(locations),
        passage,
        f"Choose where {quote(passage)} belongs.",
    )


def _behind(text: str, place: int) -> str:
    before = text[max(0, place - 25) : place]
    return f"behind {quote(before)}" if before.strip() else "at the head"
