"""What a reading is measured beside: the filters in use, and an oracle."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import pairwise

import numpy as np

from benchmarks.documents import key, sentences
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
    before, after = _orders(truth)
    rng = random.Random(truth.corruption.seed)
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


def _orders(truth: Truth) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Sentence -> those right before it in some copy, and those right behind it."""
    present = set(truth.present)
    origin, stream = true_origins(truth.corruption), truth.corruption.stream
    copies: dict[int, list[int]] = defaultdict(list)
    for place in np.flatnonzero(origin >= 0).tolist():
        sentence = int(truth.sentence_at[origin[place]])
        copy = copies[int(stream[place])]
        if sentence in present and (not copy or copy[-1] != sentence):
            copy.append(sentence)
    before: dict[int, set[int]] = {sentence: set() for sentence in present}
    after: dict[int, set[int]] = {sentence: set() for sentence in present}
    for copy in copies.values():
        for left, right in pairwise(copy):
            before[right].add(left)
            after[left].add(right)
    return before, after
