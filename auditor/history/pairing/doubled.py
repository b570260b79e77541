"""Which place of a text that stands twice is the page's: told by the version beside it.

What a version holds twice its own audit may leave, or leave the wrong one of two places out, or
put in an order that it never had. The version before it, or behind it, has the text once, and so
shows where it belongs: what goes on there is the page, and what stands there once more, where the
neighbour has nothing, is the copy.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz.distance import Indel

from auditor.history.pairing.bare import WORDING, Letters
from auditor.history.pairing.pairs import side
from auditor.history.pairing.torn import torn
from auditor.model import Span
from auditor.model.versions import Part, State
from auditor.repeats.chain import heaviest

_LEAST = 200  # bare characters in a row that are surely a copy, and no set phrases; a guess
_GRAVE = 0.1  # of a text that stands twice: the scrape is damaged; a guess
_MORE = 4  # times as much text the neighbour has at one place as at the other; a guess
_CRUMBS = 3  # units between two that belong here, such as numbers of items; a guess
_FULL = 0.75  # of the text at the one place that must stand at the other; a guess
_PROVES = 12  # bare characters of a unit that stands in its place by itself; a guess
_MEETS = 16  # bare characters on each side of a copy by which its border is told; a guess
_CRUMB = 24  # characters by which a border can be off; a guess
_SPREAD = 50  # places of one unit that are looked at, a bound of time


def agreed(states: Sequence[State], pairs: Sequence[tuple[int, int]]) -> tuple[State, ...]:
    """The states, each with the copies that the states it is compared with show.

    First each by the one before it, then each by the one behind it, so that one good version
    tells of all that are damaged around it.
    """
    known = list(states)
    for old, new in pairs:
        known[new] = settled(known[new], known[old])
    for old, new in reversed(pairs):
        known[old] = settled(known[old], known[new])
    return tuple(known)


def settled(own: State, other: State) -> State:
    """A state whose leading part holds nothing twice that a neighbour holds once."""
    if not _is_told(own, other):
        return own
    own = _in_place(own, other)
    held = sum(len(span) for span in other.leading.spans)
    is_longer = len(own.text) - held >= _LEAST
    if list(own.leading.spans) != sorted(own.leading.spans):
        return own
    if not is_longer and len(own.parts) == 1:
        return own
    roles = _Roles(own, other)
    found = roles.copies()
    known = [span for part in own.parts[1:] for span in sorted(part.spans)]
    copies = list(_bordered(Letters(roles.cut), known if found is None else found, other))
    if copies == known:
        return own
    spans = sorted(_without(Span(0, len(own.text)), copies))
    left_out = (Part("copy", tuple(copies)),) if copies else ()
    parts = (replace(own.leading, spans=tuple(spans)), *left_out)
    left = sum(map(len, copies))
    # The audit of the version alone has not seen it.
    grave = left - own.repeated >= _GRAVE * len(own.text)
    damage = tuple(sorted({*own.damage, "AUD103"})) if grave else own.damage
    return replace(own, parts=parts, repeated=left, damage=damage)


def _bordered(own: Letters, copies: Sequence[Span], other: State) -> Iterator[Span]:
    """Copies with the crumbs at their edges, such as the number of an item, that are theirs.

    Then what is left on both sides of a copy stands together in the neighbour, and the crumb goes
    on into the copy there.
    """
    held = "".join(side(other.text, other.leading).tokens.keys) if copies else ""
    at = 0

    def between(start: int, end: int) -> str:
        return own.bare[own.at(start) : own.at(end)]

    def meets(start: int, end: int) -> bool:
        before = between(max(at, start - 3 * _MEETS), start)[-_MEETS:]
        after = between(end, end + 3 * _MEETS)[:_MEETS]
        return min(len(before), len(after)) == _MEETS and before + after in held

    for span in copies:
        start, end = span.start, span.end
        if not meets(start, end):
            for crumb in range(1, _CRUMB + 1):
                head, tail = start - crumb, end + crumb
                if head > at and meets(head, end) and between(head, head + _CRUMB) in held:
                    start = head
                    break
                if meets(start, tail) and between(tail - _CRUMB, tail) in held:
                    end = min(tail, len(own.tokens.text))
                    break
        yield Span(start, end)
        at = end


def _is_told(own: State, other: State) -> bool:
    """Whether a neighbour can tell of a state: other editions are compared as they are."""
    if own.failure is not None or other.failure is not None or own.language != other.language:
        return False
    return all(part.role in ("leading", "copy") for part in (*own.parts, *other.parts))


def _in_place(own: State, other: State) -> State:
    """A state as it was scraped, if its neighbour has no more of it in the order of its reading."""
    if list(own.leading.spans) == sorted(own.leading.spans):
        return own
    whole = Part("leading", (Span(0, len(own.text)),))
    held = ["".join(unit) for unit in side(other.text, other.leading).tokens.unit_keys()]
    read, scraped = (
        ["".join(unit) for unit in side(own.text, part).tokens.unit_keys()]
        for part in (own.leading, whole)
    )
    if _weight(scraped, held) < _weight(read, held):
        return own
    return replace(own, parts=(whole,), repeated=0)


def _weight(keys: Sequence[str], held: Sequence[str]) -> int:
    """Bare characters that two readings have in the same order."""
    return sum(len(keys[j]) for _, j in _chain(keys, held))


def _chain(
    keys: Sequence[str], held: Sequence[str], without: Sequence[bool] = ()
) -> list[tuple[int, int]]:
    """Units of `held` with equal ones of `keys`, but for some: the heaviest chain that rises.

    Of chains as heavy the one that ends first in `keys` is taken, so that a copy comes last.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    edges = [0]
    for j, key in enumerate(keys):
        edges.append(edges[-1] + len(key))
        if not (without and without[j]):
            places[key].append(j)
    points = [
        (i, j)
        for i, key in enumerate(held)
        if len(places.get(key, ())) <= _SPREAD
        for j in reversed(places.get(key, ()))
    ]
    spans = [(edges[j], edges[j + 1]) for _, j in points]
    spans.append((edges[-1], edges[-1] + 1))  # where both end
    found: list[tuple[int, int]] = []
    used: set[int] = set()
    for k in heaviest(spans):
        if k < len(points) and (not found or points[k][0] > found[-1][0]):
            i, j = points[k]
            if j not in used:
                found.append((i, j))
                used.add(j)
    return found


@dataclass(frozen=True, slots=True)
class _Gap:
    """Units of a state between two that its neighbour has too, and what the neighbour has there."""

    number: int
    weight: int  # bare characters of the neighbour


class _Roles:
    """The units of one state, each with its place in the neighbour, if it has one."""

    def __init__(self, own: State, other: State) -> None:
        self.text = own.text
        whole = side(own.text, Part("leading", (Span(0, len(own.text)),))).tokens
        self.cut, there = torn(whole, side(other.text, other.leading).tokens)
        self.keys = ["".join(unit) for unit in self.cut.unit_keys()]
        held = ["".join(unit) for unit in there.unit_keys()]
        self.held = Counter(held)
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        for j, key in enumerate(self.keys):
            self.places[key].append(j)
        self.left = _mask(own)
        self.was_copy = [bool(self.left[self.cut.starts[unit]]) for unit in self.cut.units]
        self.is_changed = self._give_up(held)
        self.aligned = self._aligned(held)
        self.is_changed |= self._filled()
        self.gaps = self._gaps(held)

    def _give_up(self, held: list[str]) -> bool:
        """Bring back what the reading has left out though the neighbour has it in that place too.

        A sentence that a page says twice by right is taken for a copy beside a whole one. What the
        reading has as often, at another place, has moved.
        """
        if not any(self.was_copy):
            return False
        of_all = [j for _, j in _chain(self.keys, held)]
        read = [j for _, j in _chain(self.keys, held, self.was_copy)]
        kept = Counter(key for key, left in zip(self.keys, self.was_copy, strict=True) if not left)
        back = [j for j in of_all if self.was_copy[j]]
        more = self._weigh(of_all) - self._weigh(read)
        if more < _PROVES or more < _FULL * self._weigh(back):
            return False
        lacking = [j for j in back if self.held[self.keys[j]] > kept[self.keys[j]]]
        for first, last in _rows(lacking):
            self._mark(range(first, last + 1), 0)
        self.was_copy = [bool(self.left[self.cut.starts[unit]]) for unit in self.cut.units]
        return bool(lacking)

    def _filled(self) -> bool:
        """Bring back what was left out amid a sentence that the neighbour has as it stands."""
        filled = False
        edges = [*self.cut.units[1:], len(self.cut)]
        for j in self.aligned:
            start, end = self.cut.starts[self.cut.units[j]], self.cut.ends[edges[j] - 1]
            if 1 in self.left[start:end]:
                filled = True
                self.left[start:end] = bytes(end - start)
        return filled

    def _weigh(self, units: Sequence[int]) -> int:
        return sum(len(self.keys[j]) for j in units)

    def _aligned(self, held: list[str]) -> dict[int, int]:
        """The neighbour's unit of each unit that stands in its place.

        What the reading left out is in none; and a number of an item that stands alone among other
        text proves nothing.
        """
        found = {j: i for i, j in _chain(self.keys, held, self.was_copy)}
        return {
            j: i
            for j, i in found.items()
            if len(self.keys[j]) >= _PROVES or j - 1 in found or j + 1 in found
        }

    def _gaps(self, held: list[str]) -> dict[int, _Gap]:
        """The gap of each unit that is not aligned."""
        found: dict[int, _Gap] = {}
        anchors = [(-1, -1), *sorted(self.aligned.items()), (len(self.keys), len(held))]
        for number, ((j0, i0), (j1, i1)) in enumerate(pairwise(anchors)):
            gap = _Gap(number, sum(map(len, held[i0 + 1 : i1])))
            found.update(dict.fromkeys(range(j0 + 1, j1), gap))
        return found

    def _homes(self) -> Iterator[int | None]:
        """For each unit where its text belongs, if elsewhere; what goes on there goes on here."""
        last: int | None = None
        for j in range(len(self.keys)):
            found = list(self._places_of(j))
            near = [k for k in found if last is not None and 0 < k - last <= _CRUMBS + 1]
            last = near[0] if near else found[0] if found else None
            yield last

    def _places_of(self, j: int) -> Iterator[int]:
        """Where else the text of a unit may belong; nothing if it may belong where it stands."""
        places = self.places[self.keys[j]]
        if j in self.aligned or self.was_copy[j] or len(places) > _SPREAD:
            return
        read = sum(not self.was_copy[k] for k in places)
        own = self.gaps[j]
        for k in places:
            if k in self.aligned:
                if self.held[self.keys[j]] < read:
                    yield k
            elif self.gaps[k].number != own.number and self.gaps[k].weight > _MORE * own.weight:
                # There it came in the place of what the neighbour has; here, of nothing.
                yield k

    def copies(self) -> list[Span] | None:
        """The spans of what is a copy; None if it is what the audit has left out already."""
        homes = list(self._homes())
        changed = self.is_changed
        for run in _runs(homes):
            there = [home for j in run if (home := homes[j]) is not None]
            size = self._weigh(run)
            if size < _LEAST or size < _FULL * self._weigh(range(there[0], there[-1] + 1)):
                continue
            changed = True
            self._mark(self._extended(run, there[0], there[-1]), 1)
            self._bring_back(there)
        changed |= self._near_copies()
        if not changed:
            return None
        return [Span(*match.span()) for match in re.finditer(b"\1+", self.left)]

    def _near_copies(self) -> bool:
        """Mark what stands beside a copy, and is nearly what stands beside its twin.

        A page that has its text twice, for wide screens and for small ones, may differ in words.
        """
        changed = False
        homes = {self.keys[j]: j for j in sorted(self.aligned, reverse=True)}  # the first of each
        for step in (1, -1):
            twin: int | None = None
            units = range(len(self.keys)) if step > 0 else range(len(self.keys) - 1, -1, -1)
            for j in units:
                if self.left[self.cut.starts[self.cut.units[j]]]:
                    twin = self._twin(j, twin, step, homes)
                    continue
                twin = None if twin is None or j in self.aligned else twin + step
                if twin is None or not self._is_nearly(j, twin):
                    twin = None
                    continue
                changed = True
                self._mark(range(j, j + 1), 1)
        return changed

    def _twin(self, j: int, before: int | None, step: int, homes: dict[str, int]) -> int | None:
        """What the unit of a copy is a copy of: what goes on where the one before it is."""
        on = before + step if before is not None else None
        if on is not None and on in self.aligned and self.keys[on] == self.keys[j]:
            return on
        return homes.get(self.keys[j], on)

    def _is_nearly(self, j: int, k: int) -> bool:
        """Whether a unit is another one that stands in its place, but for a few words."""
        if k not in self.aligned or len(self.keys[j]) < _PROVES:
            return False
        return Indel.normalized_similarity(self.keys[j], self.keys[k]) >= WORDING

    def _extended(self, run: range, first: int, last: int) -> range:
        """A copy goes on as far as its twin, from `first` to `last`, does."""
        start, stop = run.start, run.stop
        while first != stop and self._is_same(start - 1, first - 1):
            start, first = start - 1, first - 1
        while last + 1 != start and self._is_same(stop, last + 1):
            stop, last = stop + 1, last + 1
        return range(start, stop)

    def _is_same(self, j: int, home: int) -> bool:
        """Whether a unit that has no place of its own is the same text as one that is read."""
        size = len(self.keys)
        if not (0 <= j < size and 0 <= home < size) or j in self.aligned:
            return False
        is_read = not self.left[self.cut.starts[self.cut.units[home]]]
        return is_read and self.keys[j] == self.keys[home]

    def _bring_back(self, homes: Sequence[int]) -> None:
        """Mark as the page's what stands where a copy belongs, with the crumbs between."""
        for home in homes:
            if self.was_copy[home]:
                self._mark(range(home, home + 1), 0)
        for home, after in pairwise(homes):
            between = range(home + 1, after)
            if len(between) <= _CRUMBS and all(self.was_copy[j] for j in between):
                self._mark(between, 0)

    def _mark(self, units: range, value: int) -> None:
        start, end = self._edge(units.start), self._edge(units.stop)
        self.left[start:end] = bytes([value]) * (end - start)

    def _edge(self, unit: int) -> int:
        """Where a unit begins: its line, if nothing but markup stands before it there."""
        if unit >= len(self.cut.units):
            return len(self.text)
        start = self.cut.starts[self.cut.units[unit]]
        line = self.text.rfind("\n", 0, start) + 1
        before = self.cut.ends[self.cut.units[unit] - 1] if self.cut.units[unit] else 0
        return max(line, before)


def _mask(state: State) -> bytearray:
    """1 for each character that the reading has left out."""
    mask = bytearray(len(state.text))
    for part in state.parts[1:]:
        for span in part.spans:
            mask[span.start : span.end] = b"\1" * len(span)
    return mask


def _runs(homes: Sequence[int | None]) -> Iterator[range]:
    """Units in a row whose homes are in a row too: a list of headings is no copy of them."""
    start = 0
    for at, (home, after) in enumerate(pairwise([None, *homes, None])):
        goes_on = home is not None and after is not None and 0 < after - home <= _CRUMBS + 1
        if not goes_on:
            if start < at:
                yield range(start, at)
            start = at if after is not None else at + 1


def _rows(units: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of units that follow each other, with crumbs between."""
    start = 0
    for k in range(1, len(units) + 1):
        if k == len(units) or units[k] - units[k - 1] > _CRUMBS + 1:
            yield units[start], units[k - 1]
            start = k


def _without(whole: Span, left: Sequence[Span]) -> Iterator[Span]:
    at = whole.start
    for span in left:
        if span.start > at:
            yield Span(at, span.start)
        at = span.end
    if at < whole.end:
        yield Span(at, whole.end)


__all__ = ["agreed", "settled"]
