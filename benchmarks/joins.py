"""Whether joins say what they are worth: confidence against truth, alternatives, silence."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from auditor.damage.noise import Offsets
from auditor.model import Canonical, Choice, Join, Options
from benchmarks.documents import key
from benchmarks.readings import Reading
from benchmarks.truth import WHOLE, Truth

SURE = 0.9
OPEN = Options().min_confidence  # below, an editor is asked
BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)

_LOOK = 8  # characters looked at on each side of a join for one whose origin is known
_SLACK = 3  # characters that noise may have taken from a seam


@dataclass(frozen=True, slots=True)
class JoinRecord:
    """A seam or a choice, and the truth.

    `right`: the two sides of the seam are neighbours; the passage stands beside a true
    neighbour (the other side may be the fault of another passage).
    `offered`: an alternative, or another place, has it right; the reading itself is none.
    """

    confidence: float
    right: bool
    offered: bool

    @property
    def sure(self) -> bool:
        """Wrong, and nobody would look."""
        return not self.right and self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class Fault:
    """A wrong place of a reading, between two characters of it whose origins are known.

    `start` and `end` are the offsets of the two in the reading; `confidence` is the least of
    the joins there, 1.0 where there is none.
    """

    start: int
    end: int
    confidence: float

    def words(self, text: str, around: int = 30) -> str:
        """The place in the reading, for a person."""
        left = " ".join(text[max(0, self.end - around) : self.end].split())
        right = " ".join(text[self.end : self.end + around].split())
        return f"{self.confidence:.2f} {left} ¦ {right}"


@dataclass(frozen=True, slots=True)
class JoinScore:
    """What the joins of a reading are worth.

    `seams` are all places where the reading puts together what stands apart in the scrape,
    and all joins; a seam without a join counts as one of confidence 1.0. `joins` are those of
    them that bear a join. `pairs` counts all neighbours in the reading, in sentences and
    parts of sentences; `faults` are the wrong ones among them. `beside`: joins that touch text
    from nowhere, of which there is no truth.
    """

    joins: tuple[JoinRecord, ...]
    seams: tuple[JoinRecord, ...]
    choices: tuple[JoinRecord, ...]
    pairs: int
    faults: tuple[Fault, ...]
    beside: int

    @property
    def silent(self) -> int:
        """Wrong neighbours that no join below 0.9 marks."""
        return sum(fault.confidence >= SURE for fault in self.faults)


def score_joins(truth: Truth, canonical: Canonical, reading: Reading) -> JoinScore:
    """Every join, seam and choice of the canonical, and every wrong place of the reading."""
    places = np.flatnonzero(reading.origin >= 0)
    joins = {join.at: join for join in canonical.joins}
    joined: list[JoinRecord] = []
    seams: list[JoinRecord] = []
    for at in sorted({*joins, *_bare_seams(truth, canonical)}):
        sides = _sides(reading, places, at)
        if sides is None:
            continue
        record = _record(truth, sides, joins.get(at))
        seams.append(record)
        if at in joins:
            joined.append(record)
    choices = [_choice(truth, reading, places, choice) for choice in canonical.choices]
    pairs, faults = _faults(truth, reading, places, canonical.joins)
    beside = len(canonical.joins) - len(joined)
    found = tuple(filter(None, choices))
    return JoinScore(tuple(joined), tuple(seams), found, pairs, tuple(faults), beside)


def _record(truth: Truth, sides: tuple[int, int], join: Join | None) -> JoinRecord:
    right = truth.follows(*sides, slack=_SLACK)
    if join is None:
        return JoinRecord(1.0, right, False)
    return JoinRecord(join.confidence, right, _offered(truth, sides[0], join))


def _bare_seams(truth: Truth, canonical: Canonical) -> list[int]:
    """Offsets where a span of the canonical ends whose text no witness goes on with."""
    scrape = truth.corruption.scrape
    ends: dict[int, list[int]] = defaultdict(list)
    starts: dict[int, list[int]] = defaultdict(list)
    for witness in canonical.witnesses:
        ends[witness.canonical.end].append(witness.scrape.end)
        starts[witness.canonical.start].append(witness.scrape.start)
    return [
        at
        for at in sorted(starts.keys() & ends.keys())
        if not any(
            end <= start and not scrape[end:start].strip()
            for end in ends[at]
            for start in starts[at]
        )
    ]


def _choice(truth: Truth, reading: Reading, places: Offsets, choice: Choice) -> JoinRecord | None:
    """None where the passage came from nowhere."""
    first, last = np.searchsorted(places, (choice.passage.start, choice.passage.end)).tolist()
    if first == last:
        return None
    head, tail = (int(reading.origin[places[at]]) for at in (first, last - 1))

    def fits(before: int, behind: int) -> list[bool]:
        """Whether the passage follows on the place `before`, and the place `behind` on it."""
        origins = reading.origin[places]
        left = truth.follows(int(origins[before]), head, _SLACK) if before >= 0 else None
        right = truth.follows(tail, int(origins[behind]), _SLACK) if behind < len(places) else None
        return [side for side in (left, right) if side is not None]

    right = any(fits(first - 1, last))
    others = [int(np.searchsorted(places, at)) for at, _ in choice.places]
    offered = any(any(fits(at - 1, at)) for at in others)
    return JoinRecord(choice.confidence, right, offered)


def _sides(reading: Reading, places: Offsets, at: int) -> tuple[int, int] | None:
    """Origins of the last character before a join and of the first behind it."""
    index = int(np.searchsorted(places, at))
    if index == 0 or index == len(places):
        return None
    left, right = int(places[index - 1]), int(places[index])
    between = len("".join(reading.text[left + 1 : right].split()))
    if between > _LOOK:
        return None
    return int(reading.origin[left]), int(reading.origin[right])


def _offered(truth: Truth, left: int, join: Join) -> bool:
    """Some alternative is how the surviving text goes on after `left`."""
    for at in truth.equals(left):
        rest = truth.surviving[int(truth.ranks[at + 1]) :][:200].tolist()
        text = key("".join(truth.corruption.canonical[place] for place in rest))
        if any(_begins(text, key(quote.rstrip("…"))) for quote in join.alternatives):
            return True
    return False


def _begins(text: str, quote: str) -> bool:
    """`text` begins like `quote`, but for the first characters or one in five."""
    if not quote:
        return False
    return fuzz.ratio(text[: len(quote)], quote) >= 80.0


def _faults(
    truth: Truth, reading: Reading, places: Offsets, joins: Sequence[Join]
) -> tuple[int, list[Fault]]:
    """The number of neighbours, and the wrong ones; those within a few characters count once."""
    origins = reading.origin[places]
    marks = [join.at for join in joins]
    pairs, faults = 0, list[Fault]()
    last = -_LOOK
    for jump, wrong in _transitions(truth, origins):
        pairs += 1
        if not wrong or jump - last < _LOOK:
            continue
        last = jump
        start, end = int(places[jump]), int(places[jump + 1])
        first = bisect_left(marks, start - _LOOK)
        beyond = bisect_left(marks, end + _LOOK + 1)
        near = [join.confidence for join in joins[first:beyond]]
        faults.append(Fault(start, end, min(near, default=1.0)))
    return pairs, faults


def _transitions(truth: Truth, origins: Offsets) -> Iterator[tuple[int, bool]]:
    """Where a sentence ends or breaks off, and whether what follows does so wrongly.

    A gap in a sentence is none while the sentence stays whole: a word that one copy lacks.
    """
    at = truth.sentence_at[origins]
    steps = np.diff(truth.ranks[origins])
    for jump in np.flatnonzero((np.diff(at) != 0) | (steps != 1)).tolist():
        left, right = int(origins[jump]), int(origins[jump + 1])
        inside = at[jump] == at[jump + 1]
        spare = (1 - WHOLE) * truth.lengths[int(at[jump])] + 1 if inside else 0
        if truth.follows(left, right, slack=max(_SLACK, int(spare))):
            if not inside:
                yield jump, False
        else:
            yield jump, True
