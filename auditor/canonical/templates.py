"""Passages made after one template: items of a list, rows, forms that differ in their slots.

Two copies differ where noise or an editor changed one of them, here and there: what stands at
such a place a third time agrees with one of the two. Items of a list differ in their slots, and
there a third item says something else again. (Template induction by aligning a third page rests
on the same: Crescenzi and others 2001, "RoadRunner".)

Positions count in a comparison form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_BEFORE, _BEHIND = 5.0, 3.0  # information of what stands around a slot in every item
_LEAST = 2.0  # the same, where less is equal
_LONGER = 12.0  # information by which what a third item has in its slot may be longer
_MOST = 64  # slots that are looked at
_OTHERS = 12  # further items that are looked at
_SHARE = 0.5  # of the places that differ, that are slots in an item of a list
_ITEM = 400.0  # information of an item to one slot, at the most


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
    `anchors.information`.
    """
    if not found:
        return False
    looked = found[:: 1 + len(found) // _MOST]
    slots = sum(is_slot(text, difference, scale) is True for difference in looked)
    dense = len(found) * slots / len(looked) * _ITEM * scale >= length
    return dense and slots >= max(1, _SHARE * len(looked))


def is_slot(text: str, difference: Difference, scale: float) -> bool | None:
    """Whether other places say something else again; None if there is no other place like it."""
    readings = (
        text[difference.here : difference.end],
        text[difference.there : difference.until],
    )
    others = list(_others(text, difference, scale))
    if not others:
        return None
    return 2 * sum(other not in readings for other in others) >= len(others)


def _others(text: str, difference: Difference, scale: float) -> Iterator[str]:
    """What stands elsewhere between what stands around the difference."""
    least = max(1, round(_LEAST * scale))
    before = _equal_before(text, difference, round(_BEFORE * scale))
    behind = _equal_behind(text, difference, round(_BEHIND * scale))
    if len(before) < least or len(behind) < least:
        return
    longest = max(difference.end - difference.here, difference.until - difference.there)
    longest += round(_LONGER * scale) + len(behind)
    own = (difference.here, difference.there)
    at = -1
    for _ in range(_OTHERS + len(own)):
        at = text.find(before, at + 1)
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
