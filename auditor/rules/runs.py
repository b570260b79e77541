"""Rules about a scrape that jumps to and fro: copies woven together, seams inside of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor.model import Collation, Options, Span
from auditor.rules.drafts import Draft, as_rule
from auditor.rules.patterns import Run, find_patterns
from auditor.rules.places import at, percent, quote, text_of

_COUNTS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}
_INSIDE = re.compile(r"\w\w")


@as_rule(
    "AUD202",
    "interleaved-copies",
    "error",
    "two or more copies woven together; one finding that lists its runs",
    by_damage=True,
)
def interleaved_copies(collation: Collation, options: Options) -> Iterator[Draft]:
    """Two or more copies of one document woven together; one finding lists the runs.

    Why: no sentence is wrong and nearly every second one is out of place; to keep the first
    of each and drop the rest gives an order that no copy ever had.

    Example: the desktop and the mobile edition of a notice, a few sentences of each in turn.

    Fix: take the canonical text, and decide the places that are open (AUD501).
    """
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
        copies=tuple(run.scrape for run in runs),
    )


def _phrase(run: Run, copies: Sequence[int]) -> str:
    return f"copy {chr(ord('A') + copies.index(run.copy) % 26)}"


@as_rule("AUD206", "broken-seam", "note", "a jump in the middle of a sentence or word")
def broken_seam(collation: Collation, options: Options) -> Iterator[Draft]:
    """The scrape jumps in the middle of a sentence or a word.

    Why: two half sentences read like one, and its meaning is nobody's.

    Example: `The ferry leaves at seven. Passengers with bicycles board fiTickets are sold on board
    by the mate.` against `The ferry leaves at seven. Passengers with bicycles board first and tie
    them to the rail. Tickets are sold on board by the mate.`

    Fix: restore what stood between.
    """
    text = collation.document.text
    patterns = find_patterns(collation)
    explained = {run.scrape.end for runs in patterns.columns for run in runs[:-1]}
    cuts = [
        left.scrape.end
        for left, right in pairwise(patterns.runs)
        if left.scrape.end == right.scrape.start
        and left.scrape.end not in explained
        and _INSIDE.match(text, left.scrape.end - 1)
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
