"""AUD110: what a page hides, and shows as well."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model import Collation, Document, Hidden, Options, Span
from auditor.repeats.weights import WEIGHTS
from auditor.rules.drafts import Draft, as_rule
from auditor.rules.places import at, quote
from auditor.text import scripts
from auditor.text.compared import Normalized, normalize
from auditor.text.cover import Cover
from auditor.text.runs import codes, common_runs, information

_PLACES = 100  # locations of one finding
_RIM = f" {scripts.ENDS}{scripts.COMMAS}{scripts.CLOSERS}"  # of the sentence before


@as_rule("AUD110", "hidden-copy", "note", "a hidden part of the page repeats what it shows")
def hidden_copy(collation: Collation, options: Options) -> Iterator[Draft]:
    """A part of the page that a browser does not show repeats text that it shows.

    Pages hold the same text for large and for small screens, for print, or for those who open a
    menu, and show one of them. What is hidden is no part of the text that is audited; it stands
    beside it in the result (`hidden`). The finding names the hidden element, its line in the source
    and why it is hidden, and the element that shows the same.

    Why: whoever scrapes such a page without its styles gets the text twice.

    Example: `<p>The gate opens at seven in the evening.</p><p hidden>The gate opens at seven in the
    evening.</p>`

    Fix: nothing in this text; where another tool reads the page too, leave out the hidden element
    there.
    """
    document = collation.document
    if not document.hidden:
        return
    shown = normalize(document.text)
    visible, scale = codes(shown.text), information(codes(shown.text))
    hidden = [normalize(each.text).text for each in document.hidden]
    # A NUL parts them: the reader leaves none in what is shown.
    runs = common_runs(codes("\0".join(hidden)), visible, round(WEIGHTS.told_from * scale))
    columns = (each.tolist() for each in (runs.start_a, runs.start_b, runs.length))
    found = list(zip(*columns, strict=True))
    start = at_run = 0
    for block, text in zip(document.hidden, hidden, strict=True):
        end, first = start + len(text), at_run
        while at_run < len(found) and found[at_run][0] < end:
            at_run += 1
        if first < at_run:
            inside = [(here - start, there, size) for here, there, size in found[first:at_run]]
            yield _draft(document, block, text, _places(shown, inside, len(text), scale))
        start = end + 1


def _places(
    shown: Normalized, runs: list[tuple[int, int, int]], size: int, scale: float
) -> list[tuple[Span, Span]]:
    """Where the longest runs stand that cover what is hidden: in that, and in the text."""
    told, cover = list[tuple[Span, Span]](), Cover(size)
    for here, there, length in sorted(runs, key=lambda run: -run[2]):
        if length - cover.count(here, here + length) >= round(WEIGHTS.told_from * scale):
            cover.add(here, here + length)
            text = shown.text[there : there + length]
            rim = length - len(text.lstrip(_RIM))
            told.append((Span(here + rim, here + length), shown.span(there + rim, there + length)))
    return sorted(told)


def _draft(document: Document, block: Hidden, text: str, places: list[tuple[Span, Span]]) -> Draft:
    _, longest = max(places, key=lambda place: len(place[0]))
    size = sum(len(here) for here, _ in places)
    origin = document.origin_at(longest.start)
    element = origin.path if origin is not None else "the page"
    line = f", line {block.line:,}" if block.line else ""
    return Draft(
        f"{block.element}{line}, is hidden ({block.reason}) and repeats {size:,} characters that "
        f"{element} shows: {quote(longest.of(document.text))}.",
        tuple(at("scrape", span, "shown here, and hidden too") for _, span in places[:_PLACES]),
        "\n".join(here.of(text) for here, _ in places),
        "Leave it out in other tools that read this page.",
    )
