"""What a reading is measured beside: the filters in use, an oracle, and what order alone tells."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from auditor.damage.sentences import sentences
from benchmarks.documents import key
from benchmarks.readings import Reading, selection
from benchmarks.truth import Truth, true_origins


def keep_first(truth: Truth) -> Reading:
    """Sentence deduplication: the first of equal sentences stays."""
    return _keep(truth, last=False)


def keep_last(truth: Truth) -> Reading:
    """Sentence deduplication: the last of equal sentences stays."""
    return _keep(truth, last=True)


def _keep(truth: Truth, last: bool) -> Reading:
    scrape = truth.corruption.scrape
    spans = sentences(scrape)
    chosen: dict[str, tuple[int, int]] = {}
    for start, end in spans:
        text = key(scrape[start:end])
        if last or text not in chosen:
            chosen[text] = (start, end)
    kept = set(chosen.values())
    places = [np.arange(*span) for span in spans if span in kept]
    return selection(truth, np.concatenate([*places, np.empty(0, dtype=np.int64)]))


def oracle(truth: Truth) -> list[int]:
    """Sentences in an order that all copies of the document agree with, the copies known.

    What a perfect search could do without any evidence but order: a sentence follows all
    that stand before it in some copy; of those that may come next, the one that follows the
    last one in a copy, else one at random.
    """
    rng = random.Random(truth.corruption.seed)
    return _merged(truth, _visits(truth), rng)


def by_order(truth: Truth) -> list[int]:
    """The same where copies are known by what stands several times in the scrape, and no more.

    Sentences that stand once, between one copy and another, are cut at random: what a search
    without any evidence but order could do. Wording and ordinals win what is above it.
    """
    visits = _visits(truth)
    rng = random.Random(truth.corruption.seed)
    often = Counter(sentence for sentence, _ in visits)
    ends = [at for at, (sentence, _) in enumerate(visits) if often[sentence] > 1]
    for left, right in pairwise(ends):
        cut = rng.randint(left + 1, right)
        for at in range(left + 1, right):
            visits[at] = (visits[at][0], visits[left if at < cut else right][1])
    return _merged(truth, visits, rng)


def _merged(truth: Truth, visits: Sequence[tuple[int, int]], rng: random.Random) -> list[int]:
    """All sentences, each behind those that stand before it in a copy."""
    before, after = _orders(truth, visits)
    free = [sentence for sentence in truth.present if not before[sentence]]
    order: list[int] = []
    while free:
        following = [s for s in free if order and s in after[order[-1]]]
        chosen = rng.choice(following or free)
        free.remove(chosen)
        order.append(chosen)
        for sentence in sorted(after[chosen]):
            before[sentence].discard(chosen)
            if not before[sentence]:
                free.append(sentence)
    return order


def _visits(truth: Truth) -> list[tuple[int, int]]:
    """The sentences of the scrape and the copy that each is in, as they follow each other."""
    present = set(truth.present)
    origin, stream = true_origins(truth.corruption), truth.corruption.stream
    last: dict[int, int] = {}
    visits: list[tuple[int, int]] = []
    for place in np.flatnonzero(origin >= 0).tolist():
        sentence, copy = int(truth.sentence_at[origin[place]]), int(stream[place])
        if sentence in present and last.get(copy) != sentence:
            last[copy] = sentence
            visits.append((sentence, copy))
    return visits


def _orders(
    truth: Truth, visits: Sequence[tuple[int, int]]
) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Sentence -> those right before it in some copy, and those right behind it."""
    copies: dict[int, list[int]] = defaultdict(list)
    for sentence, copy in visits:
        copies[copy].append(sentence)
    before: dict[int, set[int]] = {sentence: set() for sentence in truth.present}
    after: dict[int, set[int]] = {sentence: set() for sentence in truth.present}
    for sentences_of in copies.values():
        for left, right in pairwise(sentences_of):
            before[right].add(left)
            after[left].add(right)
    return before, after
