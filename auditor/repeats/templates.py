"""Passages made after one template: items of a list, rows, forms that differ in their slots.

Two copies differ where noise or an editor changed one of them, here and there: what stands at
such a place a third time agrees with one of the two. Items of a list differ in their slots, and
there a third item says something else again. (Template induction by aligning a third page rests
on the same: Crescenzi and others 2001, "RoadRunner".)

Positions count in a comparison form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from auditor.repeats.weights import WEIGHTS
from auditor.text import scripts

_DENSE = re.compile(f"[{scripts.ranged(scripts.DENSE)}]")


@dataclass(frozen=True, slots=True)
class Difference:
    """`[here, end)` and `[there, until)` stand at one place of two passages; one may be empty."""

    here: int
    end: int
    there: int
    until: int


def is_template(text: str, found: Sequence[Difference], length: int, scale: float) -> bool:
    """Whether two passages that differ so are made after one template, not copied.

    `length` is how many characters of each are compared; `scale` is the text's
    `runs.information`.
    """
    if not found:
        return False
    found = _merged(found, round(WEIGHTS.between_slots * scale))
    step = 1 + len(found) // WEIGHTS.most_slots
    looked = [finer for each in found[::step] for finer in _finer(text, each, scale)]
    slots = length / (step * WEIGHTS.item_to_slot * scale)
    least = max(1, WEIGHTS.surely_slots * len(looked), slots)
    slots = copied = 0
    for left, difference in zip(range(len(looked), 0, -1), looked, strict=True):
        if slots + left < max(least, copied) or slots >= max(least, copied + left):
            break  # whatever the rest is
        told = is_slot(text, difference, scale)
        slots += told is True
        copied += told is False
    return slots >= max(least, copied)


def are_items(text: str, one: tuple[int, int], other: tuple[int, int], scale: float) -> bool:
    """Whether two stretches that are about equal are made after one template."""
    size = min(WEIGHTS.compared_items, one[1] - one[0], other[1] - other[0])
    here, there = text[one[0] : one[0] + size], text[other[0] : other[0] + size]
    if here == there:
        return False
    whole = Difference(one[0], one[0] + size, other[0], other[0] + size)
    return is_template(text, list(_finer(text, whole, scale)), size, scale)


def is_slot(text: str, difference: Difference, scale: float) -> bool | None:
    """Whether other places say something else again; None if there is no other place like it."""
    difference = _widened(text, difference)
    readings = (
        text[difference.here : difference.end],
        text[difference.there : difference.until],
    )
    again = other = 0
    for found in _others(text, difference, scale):
        again += found in readings
        other += found not in readings
        # Of the further items and the two themselves.
        if max(again - 1, other) > WEIGHTS.most_items // 2:
            break  # whatever the rest is
    return other >= again if again or other else None


def _merged(found: Sequence[Difference], least: int) -> list[Difference]:
    """Differences in their order, those that little parts made one."""
    merged: list[Difference] = []
    for each in sorted(found, key=lambda one: (one.here, one.end)):
        last = merged[-1] if merged else None
        apart = min(each.here - last.end, each.there - last.until) if last else least
        if last and 0 <= apart < least:
            merged[-1] = Difference(last.here, each.end, last.there, each.until)
        else:
            merged.append(each)
    return merged


def _finer(text: str, found: Difference, scale: float) -> Iterator[Difference]:
    """The differences inside a stretch that is equal in part."""
    one, other = text[found.here : found.end], text[found.there : found.until]
    if not one or not other or max(len(one), len(other)) > WEIGHTS.compared_items:
        yield found
        return
    start = end = there = until = -1
    least = round(WEIGHTS.between_slots * scale)
    for code in Levenshtein.opcodes(one, other):
        if code.tag == "equal":
            continue
        if start >= 0 and code.src_start - end >= least:
            yield Difference(
                found.here + start, found.here + end, found.there + there, found.there + until
            )
            start = -1
        if start < 0:
            start, there = code.src_start, code.dest_start
        end, until = code.src_end, code.dest_end
    if start >= 0:
        yield Difference(
            found.here + start, found.here + end, found.there + there, found.there + until
        )


def _widened(text: str, found: Difference) -> Difference:
    """With the rest of the words, or of the figures, that the difference is a part of."""
    less = more = 0
    most = min(WEIGHTS.widened_to_word, found.here, found.there)
    while less < most and _is_same_word(text, found.here - less - 1, found.there - less - 1):
        less += 1
    most = min(WEIGHTS.widened_to_word, len(text) - max(found.end, found.until))
    while more < most and _is_same_word(text, found.end + more, found.until + more):
        more += 1
    return Difference(found.here - less, found.end + more, found.there - less, found.until + more)


def _is_same_word(text: str, one: int, other: int) -> bool:
    char = text[one]
    is_word = char.isalnum() and not _DENSE.match(char)
    return char == text[other] and (char.isdecimal() or is_word)


def _others(text: str, difference: Difference, scale: float) -> Iterator[str]:
    """What stands elsewhere between what stands around the difference."""
    least = max(1, round(WEIGHTS.around_slot * scale))
    before = _equal_before(text, difference, round(WEIGHTS.before_slot * scale))
    behind = _equal_behind(text, difference, round(WEIGHTS.behind_slot * scale))
    if len(before) < least or len(behind) < least:
        return
    longest = max(difference.end - difference.here, difference.until - difference.there)
    longest += round(WEIGHTS.longer_in_slot * scale) + len(behind)
    own = (difference.here, difference.there)
    at = max(0, difference.here - WEIGHTS.around_passage) - 1
    last = difference.here + WEIGHTS.around_passage
    for _ in range(WEIGHTS.most_items + len(own)):
        at = text.find(before, at + 1, last)
        if at < 0:
            return
        start = at + len(before)
        end = text.find(behind, start, start + longest)
        if start not in own and end >= 0:
            yield text[start:end]


def _equal_before(text: str, difference: Difference, most: int) -> str:
    one, other = difference.here, difference.there
    size = 0
    while size < min(most, one, other) and text[one - size - 1] == text[other - size - 1]:
        size += 1
    return text[one - size : one]


def _equal_behind(text: str, difference: Difference, most: int) -> str:
    one, other = difference.end, difference.until
    size = 0
    room = min(most, len(text) - max(one, other))
    while size < room and text[one + size] == text[other + size]:
        size += 1
    return text[one : one + size]
