"""AUD207: two columns of a page that were read across, line by line.

Against a canonical, given or inferred, the alignment shows it: the scrape alternates between
two places of the canonical, and goes on at both where it left them. Where the inferred one
leaves the columns as they are, the lines themselves may show it: a word that is parted at the
end of a line goes on in the line after the next, or both columns stand side by side with a
gap between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor.model import Collation, Options, Span
from auditor.rules.drafts import Draft, as_rule
from auditor.rules.patterns import Run, find_patterns
from auditor.rules.places import at, characters, text_of
from auditor.text import scripts

_HYPHEN = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}+-$")
_HEAD_WORD = re.compile(r"[a-zà-öø-ÿā-žа-я]{2,}")
_WORDS = re.compile(r"[^\W\d_]{4,}")
_PARTED = 3  # words that go on two lines further
_GAP = re.compile(r"(?<=\S)(?: {3,}|\u3000{2,})(?=\S)")
_SIDE_BY_SIDE = 8  # lines in a row with a gap
_HALF = 16  # characters of a line on either side of the gap; cells of a table are shorter
_HALF_HAN = 8
_SHIFT = 4  # characters that the gap may move from line to line
_HAN = re.compile(f"[{scripts.HAN_AND_KANA}]")
_BROKEN = 0.6  # of the lines of a column end in mid-sentence; rows of a table hold whole entries


@as_rule("AUD207", "column-shuffle", "error", "two columns read across")
def column_shuffle(collation: Collation, options: Options) -> Iterator[Draft]:
    """Two columns of a page read across: a line of the left one, a line of the right one.

    Against a given canonical, the text goes to and fro between two of its places. Without
    one, words that are parted at line ends and go on two lines further, or two columns that
    still stand side by side.

    Why: every sentence is cut, and most words are still there, so nothing else notices.

    Example: `The council meets on the A member who is⏎first Monday of each month unable to come⏎in
    the town hall and is sends a deputy who⏎open to the public who may speak and vote⏎` against `The
    council meets on the first Monday of each month in the town hall and is open to the public A
    member who is unable to come sends a deputy who may speak and vote`

    Fix: extract the text again with a tool that knows columns, or from the HTML edition.
    """
    stretches = find_patterns(collation).columns
    if stretches:
        yield _aligned(collation, stretches)
    elif collation.canonical.origin == "inferred":
        yield from _from_lines(collation.document.text)


def _aligned(collation: Collation, stretches: Sequence[tuple[Run, ...]]) -> Draft:
    spans = [_between_lines(runs, collation.document.text) for runs in stretches]
    number = sum(map(len, stretches))
    where = ", ".join(map(characters, spans[:3])) + (" and others" if len(spans) > 3 else "")
    return Draft(
        f"Two columns are read across: {where} go to and fro between two places of the "
        f"canonical, in {number} runs.",
        tuple(at("scrape", span, "two columns read across") for span in spans),
        text_of(collation, [run.scrape for run in stretches[0][:4]]),
        "Extract the text again, column by column.",
    )


def _between_lines(runs: Sequence[Run], text: str) -> Span:
    """From the last line of the first run to the first line of the last one.

    Text in the right order before the columns goes on with the first run, text behind them
    with the last.
    """
    first, last = runs[0].scrape, runs[-1].scrape
    start = text.rfind("\n", first.start, max(first.start, first.end - 1)) + 1 or first.start
    end = text.find("\n", last.start + 1, last.end)
    end = end if end > 0 else last.end
    return Span(start, end) if start < end else Span(first.start, last.end)


def _from_lines(text: str) -> Iterator[Draft]:
    found = _side_by_side(text) or _parted_words(text)
    if found is None:
        return
    span, reason = found
    yield Draft(
        f"Two columns are read across: {reason} at {characters(span)}.",
        (at("scrape", span, "two columns read across"),),
        span.of(text)[:400],
        "Extract the text again, column by column.",
    )


def _parted_words(text: str) -> tuple[Span, str] | None:
    """Words parted at line ends whose other half stands two lines further, not in the next."""
    if text.count("-\n") < _PARTED:
        return None
    lines = _lines(text)
    known: set[str] | None = None
    hits: list[Span] = []
    for (here, line), (_, below), (there, further) in zip(
        lines, lines[1:], lines[2:], strict=False
    ):
        head, near, far = _HYPHEN.search(line), _HEAD_WORD.match(below), _HEAD_WORD.match(further)
        if not head or not far:
            continue
        known = known or {word.lower() for word in _WORDS.findall(text)}
        first = head[0][:-1].lower()
        if first + far[0] in known and not (near and first + near[0] in known):
            hits.append(Span(here, there + len(further)))
    if len(hits) < _PARTED:
        return None
    return Span(hits[0].start, hits[-1].end), f"{len(hits)} parted words go on two lines further"


def _side_by_side(text: str) -> tuple[Span, str] | None:
    """Lines in a row that have a wide gap at one place, with running text on both sides."""
    if not (_has_gaps(text, "   ") or _has_gaps(text, "\u3000\u3000")):
        return None
    row: list[tuple[int, str, re.Match[str]]] = []
    for start, line in [*_lines(text), (len(text), "")]:
        gap = _gap(line)
        if gap and (not row or abs(gap.end() - row[-1][2].end()) <= _SHIFT):
            row.append((start, line, gap))
            continue
        if _is_two_columns(row):
            break
        row = [(start, line, gap)] if gap else []
    if not _is_two_columns(row):
        return None
    last = row[-1]
    return Span(row[0][0], last[0] + len(last[1])), f"{len(row)} lines have a gap at one place"


def _has_gaps(text: str, blank: str) -> bool:
    """Whether blanks stand inside lines often enough; at their head they are indents."""
    found, place = 0, text.find(blank)
    while place >= 0 and found < _SIDE_BY_SIDE:
        found += place > 0 and not text[place - 1].isspace()
        place = text.find(blank, place + len(blank))
    return found >= _SIDE_BY_SIDE


def _gap(line: str) -> re.Match[str] | None:
    """The only wide gap of a line with enough text on both sides."""
    words = line.strip()
    if "   " not in words and "\u3000\u3000" not in words:
        return None
    found = list(_GAP.finditer(line))
    if len(found) != 1 or "|" in line:
        return None
    left, right = line[: found[0].start()].strip(), line[found[0].end() :].strip()
    least = _HALF_HAN if _HAN.search(line) else _HALF
    return found[0] if min(len(left), len(right)) >= least else None


def _is_two_columns(row: Sequence[tuple[int, str, re.Match[str]]]) -> bool:
    """Both halves of most lines end in mid-sentence and go on in small letters, or in Han."""
    if len(row) < _SIDE_BY_SIDE:
        return False
    halves = [
        [line[: gap.start()].strip() for _, line, gap in row],
        [line[gap.end() :].strip() for _, line, gap in row],
    ]
    return all(
        sum(_goes_on(above, below) for above, below in pairwise(half)) >= _BROKEN * (len(half) - 1)
        for half in halves
    )


def _goes_on(above: str, below: str) -> bool:
    if scripts.stops(above) or (not above[-1].isalnum() and above[-1] not in scripts.COMMAS + "-"):
        return False
    return scripts.is_small(below[0]) or bool(_HAN.match(below))


def _lines(text: str) -> list[tuple[int, str]]:
    """The lines that aren't blank, with their offsets, without the white space behind."""
    lines = []
    start = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            lines.append((start, line.rstrip()))
        start += len(line) + 1
    return lines
