"""What is true, told slowly: oracles in the plainest code, and damage whose truth is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from random import Random

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


def chain_weight(spans: Sequence[tuple[int, int]], light: Sequence[int] = ()) -> int:
    """The most that segments can weigh in an order that rises on both sides.

    Every subset is tried. The spans are those of the second side, in the order of the first;
    where one begins before the one in front of it ends, its head is cut off. Each weighs as much
    as is left of it, less what `light` says.
    """
    less = dict(enumerate(light))
    best = 0
    for size in range(1, len(spans) + 1):
        for numbers in combinations(range(len(spans)), size):
            chosen = [spans[number] for number in numbers]
            ends = [end for _, end in chosen]
            if ends == sorted(set(ends)):
                cut = map(max, (start for start, _ in chosen), [0, *ends])
                covers = sum(end - start for end, start in zip(ends, cut, strict=True))
                best = max(best, covers - sum(less.get(number, 0) for number in numbers))
    return best


def joined(runs: Sequence[Run], drift: int, gap: int) -> list[list[Run]]:
    """Runs in chains: each behind the one met last in its band of diagonals, or in the next
    bands, if less than `gap` characters stand between them on each side.
    """
    found: list[list[Run]] = []
    for run in runs:
        band = (run[1] - run[0]) // drift
        for near in (band, band - 1, band + 1):
            on = [chain for chain in found for a, b, _ in chain if (b - a) // drift == near]
            latest = max(on, key=lambda chain: last_in(chain, drift, near), default=None)
            if latest and goes_on(latest, run, gap):
                latest.append(run)
                break
        else:
            found.append([run])
    return found


def last_in(chain: Sequence[Run], drift: int, band: int) -> Run:
    """The last of a chain's runs in a band."""
    return max(run for run in chain if (run[1] - run[0]) // drift == band)


def goes_on(chain: Sequence[Run], run: Run, gap: int) -> bool:
    """Whether a run stands behind a chain on both sides, and near."""
    apart = [run[side] - max(one[side] + one[2] for one in chain) for side in (0, 1)]
    return min(apart) >= 0 and max(apart) < gap


def path_weight(weights: Sequence[int], costs: Mapping[tuple[int, int], int]) -> int:
    """The weight of the heaviest path: every subset whose steps all have a cost is tried."""
    return max(
        sum(weights[at] for at in chosen) - sum(costs[step] for step in pairwise(chosen))
        for size in range(1, len(weights) + 1)
        for chosen in combinations(range(len(weights)), size)
        if all(step in costs for step in pairwise(chosen))
    )


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
