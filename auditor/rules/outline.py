"""Faults of the outline: ordinals that go back or leave a gap."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.model import Collation, Fragment, Location, Ordinal, Span
from auditor.rules.places import at, kept_place, remembered

_ITEMS = 3  # a shorter list is too little to say what is missing from it
_GAP = 3  # numbers missing at once; more is another numbering, not a gap

_CHINESE = "〇一二三四五六七八九"
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class Fault:
    """Two ordinals of one list that don't follow each other. `back`: it goes back."""

    before: str
    after: str
    missing: tuple[str, ...]
    back: bool
    text: str
    locations: tuple[Location, ...]


@remembered
def faults(collation: Collation) -> list[Fault]:
    """The faults of an inferred canonical's outline, in text order; none for a given one."""
    if collation.canonical.origin == "given":
        return []
    items = [f for f in collation.canonical_fragments if f.ordinal is not None]
    return [fault for members in lists(items) for fault in _faults(collation, members)]


def lists(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """The lists of an outline, each in text order.

    A list goes on until an ordinal of a level further out closes it, or its first number comes
    again.
    """
    found: list[list[Fragment]] = []
    opened: list[list[Fragment]] = []
    for fragment in fragments:
        depth = _depth(opened, ordinal_of(fragment))
        if depth is not None and not _begins_again(opened[depth], ordinal_of(fragment)):
            opened[depth].append(fragment)
            del opened[depth + 1 :]
            continue
        outside = [
            members
            for members in opened[:depth]
            if ordinal_of(members[-1]).level < ordinal_of(fragment).level
        ]
        opened = [*outside, [fragment]]
        found.append(opened[-1])
    return found


def _begins_again(members: Sequence[Fragment], ordinal: Ordinal) -> bool:
    """A first number begins a new list, unless the open one still lacks it."""
    return ordinal.number == 1 and any(ordinal_of(member).number == 1 for member in members)


def ordinal_of(fragment: Fragment) -> Ordinal:
    """The ordinal of a fragment that has one."""
    assert fragment.ordinal is not None
    return fragment.ordinal


def _depth(opened: Sequence[Sequence[Fragment]], ordinal: Ordinal) -> int | None:
    """The open list that the ordinal goes on; None when it opens its own."""
    for depth in range(len(opened) - 1, -1, -1):
        last = ordinal_of(opened[depth][-1])
        if last.style == ordinal.style and last.parent == ordinal.parent:
            return depth
        if last.level < ordinal.level:
            return None
    return None


def _faults(collation: Collation, items: Sequence[Fragment]) -> Iterator[Fault]:
    if not _is_list([ordinal_of(item).number for item in items]):
        return
    there = {ordinal_of(item).number for item in items}
    for before, after in pairwise(items):
        low, high = ordinal_of(before).number, ordinal_of(after).number
        missing = [number for number in range(low + 1, high) if number not in there]
        if high < low or (missing and len(missing) <= _GAP):
            yield _fault(collation, before, after, missing)


def _is_list(numbers: Sequence[int]) -> bool:
    """Nearly every number in its order, and few of their range missing.

    Else they are labels, or a list that counts down, as versions do.
    """
    if len(numbers) < _ITEMS or _rising(numbers) < len(numbers) - max(1, len(numbers) // 6):
        return False
    there = set(numbers)
    return max(there) - min(there) + 1 - len(there) <= max(1, len(there) // 3)


def _rising(numbers: Sequence[int]) -> int:
    """The length of the longest strictly rising subsequence (patience sorting)."""
    tops: list[int] = []
    for number in numbers:
        at = bisect_left(tops, number)
        tops[at : at + 1] = [number]
    return len(tops)


def _fault(
    collation: Collation, before: Fragment, after: Fragment, missing: Sequence[int]
) -> Fault:
    a, b = ordinal_of(before), ordinal_of(after)
    labels = tuple(label_like(b, number) for number in missing)
    locations: list[Location] = []
    for fragment, phrase in ((after, f"{b.label} here"), (before, f"{a.label} before it")):
        head = Span(fragment.span.start, fragment.span.start + min(40, len(fragment.span)))
        place = kept_place(collation, head)
        if place is not None:
            locations.append(at("scrape", place, phrase))
        locations.append(at("canonical", head, phrase))
    back = b.number < a.number
    return Fault(a.label, b.label, labels, back, after.key[:60], tuple(locations))


def label_like(model: Ordinal, number: int) -> str:
    """How a label of the model's form would read with another number."""
    for write in (str, _chinese, _roman, lambda n: _roman(n).lower(), _letter, _big_letter):
        old = write(model.number)
        if old and old in model.label:
            return write(number).join(model.label.rsplit(old, 1))
    return str(number)


def _chinese(number: int) -> str:
    if number >= 100:
        return ""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else _CHINESE[tens] + "十")
    return head + (_CHINESE[ones] if ones or not tens else "")


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letter(number: int) -> str:
    return chr(ord("a") + number - 1) if 1 <= number <= 26 else ""


def _big_letter(number: int) -> str:
    return _letter(number).upper()
