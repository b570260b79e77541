"""What stands at two places of a text, with a little noise in it or with none.

Exact runs that follow each other on about one diagonal are joined where what stands between
them differs little. At both ends a repeat goes on for as long as what is equal outweighs what
differs (as in Altschul and others 1997, "Gapped BLAST and PSI-BLAST").

Positions count in a comparison form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from auditor.repeats.chain import Chain, Diagonals, chains
from auditor.repeats.weights import WEIGHTS
from auditor.text.runs import Positions, Runs

ANCHOR = WEIGHTS.shortest_run


@dataclass(frozen=True, slots=True)
class Overlap:
    """`[first, end)` stands again at `[second, until)`, behind it; without noise to the letter.

    The first `head` and the last `tail` characters are so few behind an edit that they may be
    alike by chance. `listed`: it may be what items of a list have in common between two slots.
    """

    first: int
    end: int
    second: int
    until: int
    head: int = 0
    tail: int = 0
    listed: bool = False

    @property
    def length(self) -> int:
        return self.end - self.first

    @property
    def diagonal(self) -> int:
        return self.second - self.first


_Chain = Chain[Overlap, int]  # exact runs, and how many edits part them


def overlaps(runs: Runs, beyond: int, least: int) -> list[Overlap]:
    """Repeats without noise of at least so many characters, `first` ascending.

    A repeat that reaches farther than `beyond` characters into its other place is periodic,
    and ends where that begins.
    """
    over = runs.start_a + runs.length - runs.start_b
    length = runs.length - np.where(over > beyond, over, 0)
    return _repeats(runs, length, np.flatnonzero(length >= least))


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """How many characters are in at least one of the spans, (start, end)."""
    count = done = 0
    for start, end in sorted(spans):
        count += max(0, end - max(start, done))
        done = max(done, end)
    return count


def nearest(found: Sequence[tuple[int, int, int, int]]) -> list[bool]:
    """Which of the repeats, `[first, end)` again at `[second, until)`, are of near copies.

    A passage that stands a thousand times has half a million pairs of copies, and the nearest
    tell as much as all. So the others are those that hold only characters, at both places, of
    which some nearer ones tell already.
    """
    told = np.zeros(max((repeat[3] for repeat in found), default=0), dtype=np.int32)
    near = [True] * len(found)
    for number in sorted(range(len(found)), key=lambda each: found[each][2] - found[each][0]):
        first, end, second, until = found[number]
        sides = told[first:end], told[second:until]
        near[number] = any(side.size and side.min() < 2 * WEIGHTS.nearest_copies for side in sides)
        if near[number]:
            for side in sides:
                side += 1
    return near


def most(length: int, beyond: int) -> int:
    """How many repeats of a text are worth a look: more windows are not likely."""
    return WEIGHTS.few_repeats + length // (4 * beyond)


def exact(runs: Runs) -> list[Overlap]:
    """The runs of a text with itself as repeats."""
    return _repeats(runs, runs.length, slice(None))


def _repeats(runs: Runs, length: Positions, which: Positions | slice) -> list[Overlap]:
    a, b, n = runs.start_a[which].tolist(), runs.start_b[which].tolist(), length[which].tolist()
    return [Overlap(x, x + z, y, y + z) for x, y, z in zip(a, b, n, strict=True)]


def with_noise(text: str, runs: Runs, scale: float, beyond: int, least: int) -> list[Overlap]:
    """The longest repeats with noise in them, `first` ascending, of at least so many characters."""
    gap = round(WEIGHTS.longest_gap * scale)
    which = np.flatnonzero((runs.length >= least) | _near_others(runs, gap))
    ends = _Ends(text, text[::-1], scale, beyond)
    latest = Diagonals[Overlap](WEIGHTS.drift, WEIGHTS.drift)
    found: list[Overlap] = []
    joined = chains(
        _repeats(runs, runs.length, which),
        WEIGHTS.drift,
        lambda known, run: _edits(text, known, run, gap),
    )
    by_length = sorted(joined, key=lambda chain: chain.first - chain.end)
    for chain in sorted(by_length[: most(len(text), beyond)], key=_place):
        overlap = _whole(chain)
        whole = _apart(overlap, beyond)
        near = latest.near(whole.diagonal)
        if whole.length < least or any(_holds(known, whole) for known in near):
            continue
        repeat = ends.found(chain) if whole == overlap else whole
        latest.put(repeat.diagonal, repeat)
        found.append(repeat)
    return sorted(found, key=lambda repeat: (repeat.first, repeat.second))


def _near_others(runs: Runs, gap: int) -> NDArray[np.bool_]:
    """Runs that another one follows, or goes before, on about the same diagonal.

    Two grids of diagonals, by half a cell apart, have each two that are near in one cell.
    """
    near = np.zeros(len(runs), dtype=bool)
    for shift in (0, WEIGHTS.drift):
        cell = (runs.start_b - runs.start_a + shift) // (2 * WEIGHTS.drift)
        order = np.lexsort((runs.start_a, cell))
        start, end = runs.start_a[order], (runs.start_a + runs.length)[order]
        follows = (cell[order][1:] == cell[order][:-1]) & (start[1:] - end[:-1] <= gap)
        near[order[1:][follows]] = near[order[:-1][follows]] = True
    return near


def _apart(found: Overlap, beyond: int) -> Overlap:
    over = found.end - found.second
    if over <= beyond:
        return found
    return replace(found, end=found.end - over, until=found.until - over)


def _holds(known: Overlap, found: Overlap) -> bool:
    return known.end >= found.end and known.until >= found.until


def _place(chain: _Chain) -> tuple[int, int]:
    return chain.first, chain.second


def _whole(chain: _Chain) -> Overlap:
    return Overlap(chain.first, chain.end, chain.second, chain.until)


def _doubts(chain: _Chain, edit: float) -> tuple[tuple[int, float], tuple[int, float]]:
    """How many characters at the start, and at the end, do not outweigh the edits that part
    them from the longest run, each worth `edit`; and by how much they do not.
    """
    runs, edits = chain.segments, chain.between
    lengths = [run.length for run in runs]
    middle = lengths.index(max(lengths))
    before = zip(lengths[:middle][::-1], edits[:middle][::-1], strict=True)
    behind = zip(lengths[middle + 1 :], edits[middle:], strict=True)
    head, owed_head = _surest(before, edit)
    tail, owed_tail = _surest(behind, edit)
    first, last = runs[middle - head], runs[middle + tail]
    return (
        (max(0, first.first - chain.first), owed_head),
        (max(0, chain.end - last.end), owed_tail),
    )


def _surest(steps: Iterator[tuple[int, int]], edit: float) -> tuple[int, float]:
    """After how many steps most equal characters outweigh the edits, and how much less at last."""
    weight = most = 0.0
    surest = 0
    for number, (equal, edits) in enumerate(steps, 1):
        weight += equal - edit * edits
        if weight > most:
            most, surest = weight, number
    return surest, most - weight


def _edits(text: str, before: _Chain, run: Overlap, gap: int) -> int | None:
    """How many edits make what stands between a chain and a run equal; None if it goes not on."""
    if run.second < before.second or not -WEIGHTS.drift <= run.first - before.end <= gap:
        return None
    one = text[before.end : run.first]
    other = text[before.until : run.second]
    edits = max(1, Levenshtein.distance(one, other))
    return edits if edits <= 1 + WEIGHTS.unlike * max(len(one), len(other)) else None


@dataclass(frozen=True, slots=True)
class _Ends:
    """Follows chains to their ends in a text."""

    text: str
    backwards: str
    scale: float
    beyond: int

    def found(self, whole: _Chain) -> Overlap:
        most = len(self.text)
        (head, owed_head), (tail, owed_tail) = _doubts(whole, WEIGHTS.told_from * self.scale)
        room = min(most - whole.until, whole.second + self.beyond - whole.end)
        on = self._reach(self.text, whole.end, whole.until, room, owed_tail)
        room = min(whole.first, whole.second + self.beyond - whole.end - on.one)
        back = self._reach(self.backwards, most - whole.first, most - whole.second, room, owed_head)
        return Overlap(
            whole.first - back.one,
            whole.end + on.one,
            whole.second - back.other,
            whole.until + on.other,
            back.one + head if back.surely is None else back.one - back.surely,
            on.one + tail if on.surely is None else on.one - on.surely,
        )

    def _reach(self, text: str, one: int, other: int, room: int, owed: float) -> _Reach:
        """How much is about equal behind `one` and `other`, `room` characters at most.

        `owed` is by how much what stands before is outweighed by edits.
        """
        on = there = 0
        surely = None if owed else 0
        weight, most = -owed, 0.0
        while (size := min(WEIGHTS.machine_word, room - max(on, there))) > 0:
            a = text[one + on : one + on + size]
            b = text[other + there : other + there + size]
            equal = stretches(a, b, WEIGHTS.outweighs_edit * self.scale)
            for stretch in equal:
                weight += stretch.equal - WEIGHTS.told_from * self.scale * stretch.edits
                if weight > most:
                    most, surely = weight, on + stretch.one
            if not equal:
                break
            on, there = on + equal[-1].one, there + equal[-1].other
            if equal[-1].one < WEIGHTS.machine_word // 2:
                break
        return _Reach(on, there, surely)


@dataclass(frozen=True, slots=True)
class _Reach:
    """How many characters are about equal at two places, and how many of the first without
    doubt; None where there was doubt already before them, and is still.
    """

    one: int
    other: int
    surely: int | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Equal characters that end at `one` and at `other`, behind some edits."""

    one: int
    other: int
    equal: int
    edits: int


def stretches(a: str, b: str, edit: float) -> list[Stretch]:
    """What is equal at the beginnings of two texts, as far as it outweighs the edits."""
    found: list[Stretch] = []
    best = weight = 0.0
    kept = done = edits = 0
    for kind, at, there in [*Levenshtein.editops(a, b), ("end", len(a), len(b))]:
        if at > done:
            found.append(Stretch(at, there, at - done, edits))
            weight += at - done - edit * edits
            edits = 0
        if weight > best:
            best, kept = weight, len(found)
        done = at + (kind in ("replace", "delete"))
        edits += 1
    return found[:kept]
