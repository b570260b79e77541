"""What is true, told slowly: oracles in the plainest code, and damage whose truth is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from random import Random

from auditor.align.copies import Copy
from auditor.model import Audit, Block

Run = tuple[int, int, int]  # start in a, start in b, length


def common_runs(a: str, b: str, k: int) -> list[Run]:
    """Every common run of at least k characters that can be extended to neither side."""
    found = []
    for i in range(len(a)):
        for j in range(len(b)):
            if i and j and a[i - 1] == b[j - 1]:
                continue
            length = 0
            while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
                length += 1
            if length >= k:
                found.append((i, j, length))
    return found


def own_runs(a: str, k: int) -> list[Run]:
    """Every run of at least k characters that stands at two places of `a`, the first first."""
    return [(i, j, length) for i, j, length in common_runs(a, a, k) if i < j]


def chain_weight(copies: Sequence[Copy]) -> int:
    """The most canonical characters that copies can keep in an order that rises on both sides.

    Every subset is tried. The copies ascend in the scrape; where one starts in the canonical
    before the one in front of it ends, its head is cut off.
    """
    best = 0
    for size in range(1, len(copies) + 1):
        for chosen in combinations(copies, size):
            ends = [copy.canonical_end for copy in chosen]
            if ends == sorted(set(ends)):
                starts = [copy.canonical_start for copy in chosen]
                cut = map(max, starts, [0, *ends])
                best = max(best, sum(end - start for end, start in zip(ends, cut, strict=True)))
    return best


def breakpoints(blocks: Sequence[Block]) -> int:
    """Neighbours of the scrape that are no neighbours in the canonical, character by character.

    Between neighbours there may be canonical text that no block shows.
    """
    spans = [block.canonical for block in blocks if block.canonical is not None]
    shown = {at for span in spans for at in range(span.start, span.end)}
    return sum(
        right.start < left.end or any(at in shown for at in range(left.end, right.start))
        for left, right in pairwise(spans)
    )


def mapped(audit: Audit) -> list[int]:
    """For each scraped character the canonical one it is aligned to, or -1."""
    to = [-1] * len(audit.document.text)
    for block in audit.alignment.blocks:
        if block.canonical is None:
            continue
        here, there = block.scrape.start, block.canonical.start
        for edit in block.edits:
            equal = min(edit.scrape.start - here, edit.canonical.start - there)
            to[here : here + equal] = range(there, there + equal)
            here, there = edit.scrape.end, edit.canonical.end
        equal = min(block.scrape.end - here, block.canonical.end - there)
        to[here : here + equal] = range(there, there + equal)
    return to


@dataclass(frozen=True)
class Damaged:
    """A scrape, and for each of its characters the canonical one it was taken from, or -1."""

    canonical: str
    scrape: str
    truth: tuple[int, ...]


def prose(random: Random, sentences: int, alphabet: str) -> list[str]:
    """Sentences that have nothing to do with each other."""
    lengths = [random.randint(15, 60) for _ in range(sentences)]
    return ["".join(random.choices(alphabet, k=length)) + "。" for length in lengths]


def damaged(seed: int, alphabet: str, edits: float) -> Damaged:
    """A text cut at sentence ends, its pieces shuffled in part, some twice, some edited.

    `edits` is the share of characters that are replaced by one that stands nowhere else.
    """
    random = Random(seed)
    sentences = prose(random, 40, alphabet)
    cuts = [0, *sorted(random.sample(range(1, 40), 7)), 40]
    runs = list(pairwise(cuts))
    order = [0, 1, 3, 2, 4, 5, 1, 6, 7, 4]  # 3 before 2; 1 and 4 again
    starts = [sum(map(len, sentences[:at])) for at in range(41)]
    truth = [at for run in order for at in range(starts[runs[run][0]], starts[runs[run][1]])]
    canonical = "".join(sentences)
    scrape = [canonical[at] for at in truth]
    for at in random.sample(range(len(scrape)), round(edits * len(scrape))):
        scrape[at], truth[at] = "※", -1
    return Damaged(canonical, "".join(scrape), tuple(truth))
