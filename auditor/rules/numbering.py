"""Faults of numbering: ordinals that go back in their list, or leave a gap."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from auditor.model import Collation, Fragment, Location, Ordinal, Span
from auditor.rules.places import at, kept_place, remembered
from auditor.text import outline, scripts

_ITEMS = 3  # a shorter list is too little to say what is missing from it
_WIDEST = 80  # characters of an indentation
_GAP = 3  # numbers missing at once; more is another numbering, not a gap

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
    found = lists(items, collation.canonical.text)
    return [fault for members in found for fault in _faults(collation, members)]


def lists(fragments: Sequence[Fragment], text: str) -> list[list[Fragment]]:
    """The lists of an outline, each in text order; the spans of the fragments count in `text`."""
    items = [(ordinal_of(each), _indent(text, each.span.start)) for each in fragments]
    return [[fragments[at] for at in members] for members in outline.lists(items)]


def _indent(text: str, at: int) -> int | None:
    start = max(text.rfind(end, max(0, at - _WIDEST), at) for end in "\n\r") + 1
    return at - start if not text[start:at].strip() and at - start < _WIDEST else None


def ordinal_of(fragment: Fragment) -> Ordinal:
    """The ordinal of a fragment that has one."""
    assert fragment.ordinal is not None
    return fragment.ordinal


def _faults(collation: Collation, items: Sequence[Fragment]) -> Iterator[Fault]:
    numbers = [ordinal_of(item).number for item in items]
    if not _is_list(numbers) or (ordinal_of(items[0]).parent and _is_sparse(numbers)):
        return
    there = Counter(numbers)
    highest = [*accumulate(reversed(numbers), max)][::-1]  # from each item on
    for (before, after), later in zip(pairwise(items), [*highest[2:], 0], strict=True):
        low, high = ordinal_of(before).number, ordinal_of(after).number
        missing = [number for number in range(low + 1, high) if number not in there]
        # A number that the list has already, and with which it ends, is a label, or of another.
        back = high < low and (there[high] == 1 or later > low)
        if back or (missing and len(missing) <= _GAP):
            yield _fault(collation, before, after, missing)


def _is_list(numbers: Sequence[int]) -> bool:
    """Nearly every number in its order, and few of their range missing.

    Else they are labels, or a list that counts down, as versions do.
    """
    if len(numbers) < _ITEMS or _rising(numbers) < len(numbers) - max(1, len(numbers) // 6):
        return False
    there = set(numbers)
    return max(there) - min(there) + 1 - len(there) <= max(1, len(there) // 3)


def _is_sparse(numbers: Sequence[int]) -> bool:
    """Several gaps in a short list of numbers such as 11.8.3: sections that are referred to."""
    there = sorted(set(numbers))
    gaps = sum(after > before + 1 for before, after in pairwise(there))
    return gaps > max(1, len(there) // 6)


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
    head = "" if not tens else ("十" if tens == 1 else scripts.HAN_TO_NINE[tens] + "十")
    return head + (scripts.HAN_TO_NINE[ones] if ones or not tens else "")


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
