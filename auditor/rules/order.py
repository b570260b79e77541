"""Rules about text that stands in the wrong place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from auditor.model import Block, Collation, Join, Options, Span
from auditor.rules.outline import faults
from auditor.rules.patterns import Run, find_patterns
from auditor.rules.places import Draft, at, characters, kept_place, percent, quote, text_of

_COUNTS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}
_INSIDE = re.compile(r"\w\w")


def moved_fragment(collation: Collation, options: Options) -> Iterator[Draft]:
    """AUD201: once on each side, out of place."""
    rest = find_patterns(collation.alignment, len(collation.canonical.text)).rest
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
    runs = find_patterns(collation.alignment, len(collation.canonical.text)).woven
    if not runs:
        return
    repeated = sum(run.repeated for run in runs)
    total = len(collation.document.text)
    copies = sorted({run.copy for run in runs})
    count = _COUNTS.get(len(copies), str(len(copies)))
    span = Span(runs[0].scrape.start, runs[-1].scrape.end)
    yield Draft(
        f"{count} copies of one document are woven together in {len(runs)} runs: {repeated:,} of "
        f"{total:,} characters ({percent(repeated, total)}) stand more than once.",
        tuple(at("scrape", run.scrape, _phrase(run, copies)) for run in runs),
        text_of(collation, [span])[:400],
        "Read the copies apart: take the canonical text, and check the open joins.",
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
    runs = find_patterns(collation.alignment, len(collation.canonical.text)).runs
    cuts = [
        left.scrape.end
        for left, right in zip(runs, runs[1:], strict=False)
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
    """AUD501: a join where other passages fit nearly as well; an editor must choose."""
    for join in collation.canonical.joins:
        if join.confidence < options.min_confidence and join.alternatives:
            yield _open_join(collation, join)


def _open_join(collation: Collation, join: Join) -> Draft:
    text = collation.canonical.text
    before, after = text[max(0, join.at - 25) : join.at], text[join.at : join.at + 25]
    span = Span(join.at, min(len(text), join.at + 25))
    locations = [at("canonical", span, f"chosen, {join.confidence:.0%} sure")]
    place = kept_place(collation, span)
    if place is not None:
        locations.append(at("scrape", place, "where it stands in the scrape"))
    others = " or ".join(quote(other) for other in join.alternatives)
    return Draft(
        f"What follows {quote(before)} is open: {quote(after)} ({join.confidence:.0%}), "
        f"or {others}. Evidence: {'; '.join(join.evidence)}.",
        tuple(locations),
        before + after,
        f"Choose what follows {quote(before)}.",
    )
