"""How good a reading is: a text made from a scrape, against the truth of that scrape."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import Indel, Levenshtein

from auditor.damage.noise import Offsets
from auditor.model import Canonical
from benchmarks.truth import WHOLE, Truth, true_origins, visible

_LONGEST = 200_000  # characters; the similarity of longer texts is not measured


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A text, and for each of its characters the canonical offset it came from, or -1."""

    text: str
    origin: Offsets


def selection(truth: Truth, places: Offsets) -> Reading:
    """The reading that has the scraped characters at `places`, in that order."""
    scrape = truth.corruption.scrape
    text = "".join(scrape[at] for at in places.tolist())
    return Reading(text, true_origins(truth.corruption)[places])


def of_canonical(truth: Truth, canonical: Canonical) -> Reading:
    """The reading of an inferred canonical, by its witnesses.

    Of several witnesses of a span, the first that has the text itself tells where it came
    from; where none has, the characters that an edit script leaves equal.
    """
    scrape, truths = truth.corruption.scrape, true_origins(truth.corruption)
    origin = np.full(len(canonical.text), -1, dtype=np.int64)
    spans: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for witness in canonical.witnesses:
        reading = (witness.canonical.start, witness.canonical.end)
        spans[reading].append((witness.scrape.start, witness.scrape.end))
    for (start, end), sources in spans.items():
        text = canonical.text[start:end]
        exact = [a for a, b in sources if scrape[a:b] == text]
        if exact:
            origin[start:end] = truths[exact[0] : exact[0] + end - start]
        else:
            a, b = sources[0]
            places = equal_places(scrape[a:b], text)
            origin[start:end][places[:, 1]] = truths[a:b][places[:, 0]]
    return Reading(canonical.text, np.where(visible(canonical.text), origin, -1))


def equal_places(source: str, text: str) -> Offsets:
    """Pairs of offsets of the characters that stay equal; of long texts, those at equal ends."""
    if max(len(source), len(text)) > 10_000:
        shared = min(len(source), len(text))
        pairs = [(at, at) for at in range(shared) if source[at] == text[at]]
    else:
        blocks = Levenshtein.opcodes(source, text)
        pairs = [
            (op.src_start + step, op.dest_start + step)
            for op in blocks
            if op.tag == "equal"
            for step in range(op.src_end - op.src_start)
        ]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


@dataclass(frozen=True, slots=True)
class ReadingScore:
    """Counts are of sentences and their neighbouring pairs; `None`: not measured.

    `pairs_right` of `pairs` neighbouring pairs stand side by side, `pairs` being those of the
    truth or of the reading, whichever are more: text left twice counts against it. `lost`:
    less than half of a sentence is there. `dropped`: copies of a legitimate repeat gone.
    `twice`: copies left that the truth does not have.
    """

    sentences: int
    pairs: int
    pairs_right: int
    tau: float
    similarity: float | None
    exact: bool
    lost: int
    dropped: int
    twice: int

    @property
    def neighbours(self) -> float:
        return self.pairs_right / self.pairs if self.pairs else 1.0


def score(truth: Truth, reading: Reading) -> ReadingScore:
    """A reading by its text and by where its characters came from."""
    visits = _visits(truth, reading.origin)
    text = "".join(reading.text.split())
    lost, dropped = _losses(truth, reading, visits)
    found = Counter(visit for visit in visits if visit is not None)
    due = Counter(truth.classes[sentence] for sentence in truth.present)
    pairs, right = _pairs(truth, visits)
    return ReadingScore(
        sentences=len(truth.present),
        pairs=pairs,
        pairs_right=right,
        tau=_tau(truth, visits),
        similarity=_similarity(text, truth.text),
        exact=text == truth.text,
        lost=lost,
        dropped=dropped,
        twice=(found - due).total(),
    )


def score_order(truth: Truth, order: Sequence[int]) -> ReadingScore:
    """An order of whole sentences, given by their numbers."""
    spans = [np.arange(*truth.spans[sentence]) for sentence in order]
    origin = np.concatenate([*spans, np.empty(0, dtype=np.int64)])
    text = "".join(truth.corruption.canonical[at] for at in origin.tolist())
    alive = np.isin(origin, truth.surviving)
    return score(truth, Reading(text, np.where(alive, origin, -1)))


def _visits(truth: Truth, origin: Offsets) -> list[int | None]:
    """The classes of the sentences as the reading has them; None for one that is not whole.

    Text that came from nowhere is passed over.
    """
    placed = origin[origin >= 0]
    if not len(placed):
        return []
    at = truth.sentence_at[placed]
    edges = np.flatnonzero((np.diff(at) != 0) | (np.diff(placed) < 0)) + 1
    visits: list[int | None] = []
    for run in np.split(placed, edges):
        sentence = int(truth.sentence_at[run[0]])
        whole = len(run) >= WHOLE * truth.lengths[sentence]
        visits.append(truth.classes[sentence] if whole else None)
    return visits


def _pairs(truth: Truth, visits: Sequence[int | None]) -> tuple[int, int]:
    classes = [truth.classes[sentence] for sentence in truth.present]
    due = Counter(pairwise(classes))
    seen = list(pairwise(visits))
    found = Counter(pair for pair in seen if None not in pair)
    right = sum(min(count, found[pair]) for pair, count in due.items())
    return max(due.total(), len(seen)), right


def _tau(truth: Truth, visits: Sequence[int | None]) -> float:
    """Kendall's tau of the sentences found; the n-th of a class stands for its n-th in truth."""
    present = set(truth.present)
    waiting = {
        number: [sentence for sentence in mates if sentence in present]
        for number, mates in truth.mates.items()
    }
    order = [waiting[v].pop(0) for v in visits if v is not None and waiting[v]]
    passed: list[int] = []
    inversions = 0
    for sentence in order:
        inversions += len(passed) - bisect_right(passed, sentence)
        insort(passed, sentence)
    pairs = len(order) * (len(order) - 1) // 2
    return 1.0 - 2.0 * inversions / pairs if pairs else 1.0


def _losses(truth: Truth, reading: Reading, visits: Sequence[int | None]) -> tuple[int, int]:
    there = np.unique(reading.origin[reading.origin >= 0])
    covered = Counter(truth.sentence_at[there].tolist())
    found = Counter(visits)
    groups: dict[int, list[int]] = defaultdict(list)
    for sentence in truth.present:
        groups[truth.classes[sentence]].append(sentence)
    lost = dropped = 0
    for number, mates in groups.items():
        if all(covered[mate] < 0.5 * truth.lengths[mate] for mate in mates):
            lost += 1
        else:
            dropped += max(0, len(mates) - max(1, found[number]))
    return lost, dropped


def _similarity(text: str, truth: str) -> float | None:
    if max(len(text), len(truth)) > _LONGEST:
        return None
    return Indel.normalized_similarity(text, truth)
