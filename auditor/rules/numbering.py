"""Faults of numbering: ordinals that go back in their list, or leave a gap.

A number is missing only where its list is dense, and where it stands nowhere near: neither between
its neighbours in another line or form, nor in the list beside, as cells of a table are read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from auditor.model import Collation, Fragment, Location, Ordinal, Span
from auditor.rules.places import at, kept_place, remembered
from auditor.text import outline, scripts

_ITEMS = 3  # a shorter list is too little to say what is missing from it
_WIDEST = 80  # characters of an indentation
_GAP = 3  # numbers missing at once; more is another numbering, not a gap
_NEAR = 200  # items and lists that are looked at before and behind a fault: a bound of time
_SHORT = 40  # characters of a line that may be a heading with two numbers: §§ 9 and 10 (repealed)
_RANKS = 10  # from headings of six ranks to items
_SIGNS = "（(.．)）、:： \\"  # around the numeral of a label
# Letter that lists leave out by custom, German ones above all: j looks like i.
_SKIPPED = 10

_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_HEADING = re.compile(r"[>*+•\s-]*(#{1,6})\s")
_UNDERLINED = re.compile(r"[^\n]*\n {0,3}([-=])\1+[ \t]*(?:\n|\Z)")
_ENDED = re.compile(rf"[{scripts.ENDS}{scripts.COLONS}{scripts.SEMICOLONS};:][\s*_\"”»)]*\Z")


_Name = tuple[str, tuple[int, ...], int]  # style, parent, number


@dataclass(frozen=True, slots=True)
class Fault:
    """Two ordinals of one list that don't follow each other. `back`: it goes back."""

    before: str
    after: str
    missing: tuple[str, ...]
    back: bool
    text: str
    locations: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The fragments of a text that bear an ordinal, and the lists that they are of.

    `forms` are each item's ordinal as `_formed`, and its indentation. `there` are the lists, by
    their place, that have an ordinal of a style, a parent and a number. `placed`, ascending, are
    the labels that go on from the one before in their list.
    """

    text: str
    items: Sequence[Fragment]
    forms: Sequence[tuple[Ordinal, int | None]]
    lists: Sequence[Sequence[Fragment]]
    there: Mapping[_Name, set[int]]
    placed: Sequence[Span]

    @classmethod
    def of(cls, items: Sequence[Fragment], text: str) -> _Numbered:
        forms = [(_formed(each, text), _indent(text, each.span.start)) for each in items]
        found = [[items[at] for at in members] for members in outline.lists(forms)]
        there: defaultdict[_Name, set[int]] = defaultdict(set)
        for place, members in enumerate(found):
            for item in members:
                there[_name(ordinal_of(item))].add(place)
        steps = (step for members in found for step in pairwise(members))
        placed = [
            _label(text, item)
            for last, item in steps
            if ordinal_of(item).number == ordinal_of(last).number + 1
        ]
        return cls(text, items, forms, found, there, sorted(placed))


@remembered
def faults(collation: Collation) -> list[Fault]:
    """The faults of an inferred canonical's outline, in text order; none for a given one."""
    if collation.canonical.origin == "given":
        return []
    text = collation.canonical.text
    items = [f for f in collation.canonical_fragments if f.ordinal is not None]
    numbered = _Numbered.of(items, text)
    return [
        fault
        for place in range(len(numbered.lists))
        for fault in _faults(collation, numbered, place)
    ]


def lists(fragments: Sequence[Fragment], text: str) -> Sequence[Sequence[Fragment]]:
    """The lists of an outline, each in text order; the spans of the fragments count in `text`."""
    return _Numbered.of(fragments, text).lists


def _indent(text: str, at: int) -> int | None:
    start = max(text.rfind(end, max(0, at - _WIDEST), at) for end in "\n\r") + 1
    return at - start if not text[start:at].strip() and at - start < _WIDEST else None


def ordinal_of(fragment: Fragment) -> Ordinal:
    """The ordinal of a fragment that has one."""
    assert fragment.ordinal is not None
    return fragment.ordinal


def _name(ordinal: Ordinal) -> _Name:
    return ordinal.style, ordinal.parent, ordinal.number


def _formed(fragment: Fragment, text: str) -> Ordinal:
    """Its ordinal, told apart by how it is written too: a heading is of no list of items.

    Headings of Markdown lie further out than paragraphs, and these further out than items: so
    `## 4.` closes a list of `3.`, and `4\\.`, which is escaped to be no item, does.
    """
    ordinal = ordinal_of(fragment)
    label, where = ordinal.label, _label(text, fragment)
    behind = text[where.end : where.end + 1]
    numeral = label.strip(_SIGNS)
    marks = (label[:1] in "（(", label[-1:] in "）)", numeral.startswith("0"))
    rank = _rank(
        text, fragment.span.start, where.start, escaped="\\" in (label[-2:-1], label[-1:], behind)
    )
    return replace(
        ordinal, style=f"{ordinal.style} {rank} {marks}", level=ordinal.level * _RANKS + rank
    )


def _rank(text: str, start: int, label: int, *, escaped: bool) -> int:
    """How far in what begins there lies, as Markdown has it: 1 for a heading of the first rank.

    `label` is where its ordinal stands.
    """
    if heading := _HEADING.match(text, start):
        return len(heading[1])
    if underlined := _UNDERLINED.match(text, start):
        return "=-".index(underlined[1]) + 1
    if escaped:
        return _RANKS - 3
    return _RANKS - 2 if text[max(start, label - 2) : label] in ("**", "__") else _RANKS - 1


def _faults(collation: Collation, numbered: _Numbered, place: int) -> Iterator[Fault]:
    items = numbered.lists[place]
    numbers = [ordinal_of(item).number for item in items]
    if not _is_list(numbers) or (ordinal_of(items[0]).parent and _is_sparse(numbers)):
        return
    there = Counter(numbers)
    highest = [*accumulate(reversed(numbers), max)][::-1]  # from each item on
    for (before, after), later in zip(pairwise(items), [*highest[2:], 0], strict=True):
        low, high = ordinal_of(before).number, ordinal_of(after).number
        missing = [number for number in range(low + 1, high) if number not in there]
        if _goes_back(low, high, there, later) or (
            missing
            and len(missing) <= _GAP
            and not _is_custom(numbered, after, missing)
            and not _goes_on_elsewhere(numbered, before, after)
            and not _is_quoted(numbered, place, before)
            and not _stand_near(numbered, place, (before, after), missing)
        ):
            yield _fault(collation, before, after, missing)


def _goes_back(low: int, high: int, there: Counter[int], later: int) -> bool:
    """Whether a list that goes on behind `high` with numbers up to `later` is out of order there.

    A number that the list has already, and with which it ends, is a label, or of another. A first
    number behind which the list counts up to `low` once more begins another.
    """
    if high >= low or (high == 1 and there[low] > 1):
        return False
    return later > low or (there[high] == 1 and high > 1)


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


def _is_custom(numbered: _Numbered, after: Fragment, missing: Sequence[int]) -> bool:
    """Only j is missing, between i and k, and no list of letters in the text has it."""
    own = ordinal_of(after)
    if list(missing) != [_SKIPPED] or not own.style.startswith("letter"):
        return False
    return (own.style, own.parent, _SKIPPED) not in numbered.there


def _goes_on_elsewhere(numbered: _Numbered, before: Fragment, after: Fragment) -> bool:
    """Whether the item goes on a list of its form that was taken for closed.

    Headings and the items below them may be written alike: 8. 9. (1. 2. 3.) 10. Looked for is the
    number before it, behind the last item with its own, and no form further out between.
    """
    here = bisect_left(numbered.items, after.span, key=lambda fragment: fragment.span)
    own, indent = numbered.forms[here]
    for other, beside in reversed(numbered.forms[max(0, here - _NEAR) : here]):
        if other.level < own.level:
            return False
        if not outline.alike(other, own):
            continue
        if other.number == own.number:
            return False
        if other.number == own.number - 1 > ordinal_of(before).number:
            return beside == indent
    return False


def _is_quoted(numbered: _Numbered, place: int, before: Fragment) -> bool:
    """Whether the list names sections such as 6.3 that have their place elsewhere: labels of
    several parts stand once in a text, and once in its table of contents.
    """
    own = ordinal_of(before)
    return bool(own.parent) and len(numbered.there[_name(own)] - {place}) > 1


def _stand_near(
    numbered: _Numbered, place: int, around: tuple[Fragment, Fragment], missing: Sequence[int]
) -> bool:
    """Whether each missing number stands between its neighbours in another line or form, or in
    the list of the same form before or behind.
    """
    before, after = around
    between = _without_lists(numbered, before, after)
    inside = any(_indent(numbered.text, each.span.start) is None for each in around)
    beside = _beside(numbered, place)
    return all(
        number in beside or _is_written(between, ordinal_of(after), number, inline=inside)
        for number in missing
    )


def _without_lists(numbered: _Numbered, before: Fragment, after: Fragment) -> str:
    """The text between two items, without the numbers that have their place in another list."""
    text, labels = numbered.text, numbered.placed
    first, last = (
        bisect_left(labels, each.span.start, key=lambda label: label.start)
        for each in (before, after)
    )
    placed = [label for label in labels[first:last] if label.start > _label(text, before).start]
    starts = [_label(text, before).end, *(label.end for label in placed)]
    ends = [*(label.start for label in placed), after.span.start]
    return " ".join(text[start:end] for start, end in zip(starts, ends, strict=True))


def _label(text: str, item: Fragment) -> Span:
    """Where the label of an item stands."""
    label = ordinal_of(item).label
    start = text.find(label, item.span.start, item.span.end)
    return Span(start, start + len(label))


def _beside(numbered: _Numbered, place: int) -> set[int]:
    """The numbers of the lists of the same form next to this one that have none of its own:
    columns of a table, read one behind the other, share out a list among them.
    """
    own = numbered.lists[place]
    numbers = {ordinal_of(item).number for item in own}
    found: set[int] = set()
    for step in (-1, 1):
        near = place + step
        while 0 <= near < len(numbered.lists) and abs(near - place) < _NEAR:
            other = numbered.lists[near]
            if outline.alike(ordinal_of(other[0]), ordinal_of(own[0])):
                theirs = {ordinal_of(item).number for item in other}
                found |= theirs if not theirs & numbers else set()
                break
            near += step
    return found


def _is_written(text: str, model: Ordinal, number: int, *, inline: bool) -> bool:
    """Whether a number of the model's form stands in the text as that of an item may.

    At the head of a line, or in a line as short as a heading; behind the end of a sentence; or,
    where the items around stand in mid-line themselves, anywhere with the signs of its label.
    """
    label = label_like(model, number)
    bare = label.strip(_SIGNS)
    numerals = [bare] if bare.isalpha() and len(bare) < 4 else [bare, str(number)]
    # A letter or two may be a word.
    behind = r"[.．)）、:：]" if numerals == [bare] else r"(?!\w)(?![.,]\d)"
    either = "|".join(map(re.escape, numerals))
    if re.search(rf"^[^\w\n]*0*(?:{either}){behind}", text, re.M | re.I):
        return True
    bounded = re.compile(rf"(?<!\w)0*(?:{either}){behind}", re.I)
    if any(len(line) <= _SHORT and bounded.search(line) for line in text.splitlines()):
        return True
    places = [found.start() for found in re.finditer(re.escape(label), text)]
    return any(inline or _ENDED.search(text[max(0, at - 8) : at]) for at in places)


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
        edges = (r"(?<![^\W\d_])", r"(?![^\W\d_])") if old.isascii() and old.isalpha() else ("", "")
        # The last one, and no letter of a word: the second C of “Abschnitt C”.
        found = [*re.finditer(re.escape(old).join(edges), model.label)] if old else []
        if found:
            first, last = found[-1].span()
            return model.label[:first] + write(number) + model.label[last:]
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
