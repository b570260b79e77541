"""Which parts of a difference are explained apart, and which differences only together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from auditor.history.explaining.cases import Case, Verdict
from auditor.history.explaining.explain import verdict
from auditor.history.explaining.kinds.furniture import is_effective
from auditor.history.explaining.kinds.written import is_written_otherwise
from auditor.history.explaining.terms import Lexicon
from auditor.history.pairing.bare import NEAR, bare
from auditor.history.pairing.pairs import Difference
from auditor.history.pairing.places import Around
from auditor.model import Span

_TOGETHER = 4  # changes that the two ends of an anchor and its address make, a definition
_CARRIED = 12  # bare characters that a cut can carry over what stays: no single word; a guess


def pieces(whole: Case) -> Iterator[tuple[Difference, Verdict]]:
    """A difference, or its blocks where some of them are noise and others are not.

    Of ways to pair its blocks the one with most noise is taken, of equal ones the first.
    """
    what = verdict(whole)
    difference = whole.difference
    if what.cls not in ("editorial", "boilerplate") or difference.what != "words":
        yield difference, what
        return
    best: list[tuple[Difference, Verdict]] | None = None
    most = 0
    for parts in _splits(whole):
        told = [(part, verdict(replace(whole, difference=part))) for part in parts]
        noise = sum(_size(part) for part, found in told if found.cls != "editorial")
        if noise > most:
            best, most = told, noise
    if best is None or (what.cls == "boilerplate" and all(f.cls == what.cls for _, f in best)):
        yield difference, what
        return
    yield from best


def _size(difference: Difference) -> int:
    return sum(map(len, (*difference.old, *difference.new)))


def _splits(whole: Case) -> Iterator[list[Difference]]:
    """Ways to cut a difference at the ends of its blocks, the two sides paired from one end."""
    difference, lexicon = whole.difference, whole.lexicon
    old = [block for span in difference.old for block in _blocks(whole.old, span, lexicon)]
    new = [block for span in difference.new for block in _blocks(whole.new, span, lexicon)]
    if whole.damaged and not (old and new):  # of woven copies sentences are left
        old = [unit for block in old for unit in whole.old.units_of(block)]
        new = [unit for block in new for unit in whole.new.units_of(block)]
    if len(old) + len(new) < 2:
        return
    if not old or not new or len(old) == len(new) == 1:
        yield _paired(difference, old, new, 0)
        return
    yield _paired(difference, old, new, min(len(old), len(new), 1))
    yield _paired(difference, old, new, -1)
    yield _paired(difference, old, new, 0)


def _paired(
    difference: Difference, old: list[Span], new: list[Span], count: int
) -> list[Difference]:
    """The first blocks together (1), the last ones (-1), or each by itself (0)."""
    out: list[Difference] = []

    def part(a: list[Span], b: list[Span]) -> None:
        at_a = a[0].start if a else (old[-1].end if out and old else difference.at_old)
        at_b = b[0].start if b else (new[-1].end if out and new else difference.at_new)
        out.append(Difference("words", tuple(a), tuple(b), at_a, at_b, difference.inside))

    if count == 1:
        part(old[:1], new[:1])
        old, new = old[1:], new[1:]
    last: tuple[list[Span], list[Span]] | None = None
    if count == -1:
        last = (old[-1:], new[-1:])
        old, new = old[:-1], new[:-1]
    for span in old:
        part([span], [])
    for span in new:
        part([], [span])
    if last is not None:
        part(*last)
    return out


def _blocks(around: Around, span: Span, lexicon: Lexicon) -> list[Span]:
    """A span cut at its lines; short lines and items that follow each other are one block.

    A line that says from when the text applies stands by itself.
    """
    out: list[Span] = []
    listed_before = False
    at = span.start
    for line in around.lines(span):
        end = min(line.span.end + 1, span.end)
        if end <= at:
            continue
        filled = bool(re.search(r"[^\W_]", around.text[at:end]))
        # What is left of a line is never one with the lines that follow.
        listed = at == line.span.start and (line.is_item or len(line.words) <= 40)
        listed = listed and not is_effective(lexicon, line)
        if out and (not filled or (listed and listed_before)):
            out[-1] = Span(out[-1].start, end)
        else:
            out.append(Span(at, end))
        if filled:
            listed_before = listed
        at = end
    return out


def rejoined(
    told: list[tuple[Difference, Verdict]], left: Around, right: Around
) -> Iterator[tuple[Difference, Verdict]]:
    """All of them; neighbours that only together are seen to be of an extraction as such.

    Two or three whose bare texts are equal: a word that a cut has put on the other side of what
    stays. One to four that write the same words and links otherwise: the two ends of an anchor.
    """
    index = 0
    while index < len(told):
        for size in range(1, _TOGETHER + 1):
            group, behind = told[index : index + size], told[index + size : index + size + 1]
            if len(group) < size:
                continue
            following = behind[0][0] if behind else None
            fact = kind = ""
            if 2 <= size < _TOGETHER and _equal_together(group, left, right):
                fact, kind = f"bare texts equal over {size} neighbouring changes", "markup"
            elif _same_links(group, following, left, right):
                fact, kind = "the same words and links, written otherwise", "link-form"
            if fact:
                for difference, _ in group:
                    yield difference, Verdict("extraction", kind, (fact,), 0.85)
                index += size
                break
        else:
            yield told[index]
            index += 1


def _same_links(
    group: list[tuple[Difference, Verdict]],
    following: Difference | None,
    left: Around,
    right: Around,
) -> bool:
    """Whether neighbouring changes of one paragraph only write words and links otherwise."""
    if any(d.what == "move" for d, _ in group) or all(v.cls == "extraction" for _, v in group):
        return False
    first = group[0][0]
    end_old = max(d.old[-1].end if d.old else d.at_old for d, _ in group)
    end_new = max(d.new[-1].end if d.new else d.at_new for d, _ in group)
    if following and (following.at_old < end_old or following.at_new < end_new):
        return False
    before = left.with_signs(first.at_old, end_old).of(left.text)
    after = right.with_signs(first.at_new, end_new).of(right.text)
    return "\n\n" not in before + after and is_written_otherwise(
        before, after, (left.text, right.text)
    )


def _equal_together(group: list[tuple[Difference, Verdict]], left: Around, right: Around) -> bool:
    if any(d.what == "move" or v.cls != "editorial" for d, v in group):
        return False
    if any(
        b.at_new - (a.new[-1].end if a.new else a.at_new) > NEAR
        or b.at_old - (a.old[-1].end if a.old else a.at_old) > NEAR
        for (a, _), (b, _) in pairwise(group)
    ):
        return False
    before = "".join(bare(span.of(left.text)) for d, _ in group for span in d.old)
    after = "".join(bare(span.of(right.text)) for d, _ in group for span in d.new)
    return before == after and len(before) >= _CARRIED
