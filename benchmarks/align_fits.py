"""What each threshold of the alignment costs and brings: `python -m benchmarks.align_fits`.

Every threshold that decides what a copy is takes some values, all others as they are (`--ops`: only
these, by commas). Counted are
simple changes said right (`benchmarks.align_changes`), and characters of damaged text at their true
place, or that have none and are given none (`benchmarks.align`). Chosen on the tune part of the
documents; `--part held-out` tells whether it holds.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from auditor.align import align
from auditor.align.weights import WEIGHTS
from auditor.canonical import given
from auditor.damage.operators import corrupt
from auditor.model import Document, Options
from auditor.stages import compare
from benchmarks import mapping, runs
from benchmarks.align_changes import KINDS, change, chosen, faults
from benchmarks.documents import Text
from benchmarks.tables import table

# The values that each threshold takes beside the one in use.
TRIED: dict[str, tuple[float, ...]] = {
    "anchor": (3.0, 5.0),
    "jump": (5.0, 7.0, 10.0),
    "shift": (0.125, 0.5, 1.0),
    "edit": (0.125, 0.5),
    "sentence": (4.0, 10.0),
    "long": (4.0, 9.0),
    "carried": (2.0, 4.0, 6.0),
    "phrase": (12.0, 16.0, 24.0),
    "surely": (32.0, 64.0),
    "said": (0.5, 0.65, 0.75),
    "told": (2, 5),
    "stands": (4, 9),
    "first": (10, 40),
    "nearly": (3, 8),
    "full": (0.7, 0.9),
}
DAMAGE = (
    *("copied-cut", "moved-cut", "stutter", "several", "interleaved-3", "columns"),
    *("several+noise-1", "windows-shuffled-cut+noise-3", "interleaved-2+noise-10"),
)


@dataclass(frozen=True, slots=True)
class Trial:
    """A document, with one threshold set to a value; of damaged text as much as `damaged` says."""

    text: Text
    name: str
    value: float
    seeds: int


@dataclass(frozen=True, slots=True)
class Told:
    right: int
    cases: int
    characters: int
    asked: int


@contextmanager
def _set(name: str, value: float) -> Iterator[None]:
    """The threshold in the record that all modules ask."""
    before = getattr(WEIGHTS, name)
    object.__setattr__(WEIGHTS, name, value)
    try:
        yield
    finally:
        object.__setattr__(WEIGHTS, name, before)


def try_out(trial: Trial) -> Told:
    with _set(trial.name, trial.value):
        return _told(trial.text, trial.seeds)


def _told(text: Text, seeds: int) -> Told:
    asked = [change(text, kind, seed) for kind in KINDS for seed in range(seeds)]
    right = sum(not faults(one, compare(one.canonical, one.scrape)) for one in asked)
    found = characters = 0
    for name in DAMAGE:
        case = corrupt(text.text, name, 0)
        document, canonical = Document.from_text(case.scrape), given(case.canonical)
        alignment = align(document, canonical, Options())
        mapped = mapping.of_alignment(case.scrape, case.canonical, alignment)
        score = mapping.score(case, mapped, alignment)
        wrong = score.mapped - score.right - score.equal
        found += score.right + score.equal - wrong
        characters += score.placed
    return Told(right, len(asked), found, characters)


def report(options: Namespace) -> str:
    texts = chosen(options)
    asked = [name for name in TRIED if options.ops == "all" or name in options.ops.split(",")]
    trials = [(asked[0], float(getattr(WEIGHTS, asked[0])))]
    trials += [(name, value) for name in asked for value in TRIED[name] if value != _used(name)]
    tasks = [Trial(text, name, value, options.seeds) for name, value in trials for text in texts]
    results = list(runs.run(try_out, tasks, options.jobs))
    rows = [["as in use", "", *_counted(results[: len(texts)])]]
    for number, (name, value) in enumerate(trials[1:], 1):
        some = results[number * len(texts) : (number + 1) * len(texts)]
        rows.append([f"{name} ({_used(name):g})", f"{value:g}", *_counted(some)])
    head = ("threshold (in use)", "value", "changes said right", "characters right, less wrong")
    return "\n\n".join([runs.heading(options, texts), table(head, rows)])


def _used(name: str) -> float:
    return float(getattr(WEIGHTS, name))


def _counted(some: Sequence[Told]) -> list[str]:
    right, cases = sum(one.right for one in some), sum(one.cases for one in some)
    share = sum(one.characters for one in some) / sum(one.asked for one in some)
    return [f"{right:,} of {cases:,}", f"{share:.5f}"]


def _parser() -> ArgumentParser:
    parser = runs.parser("benchmarks.align_fits", str(__doc__), "all", 6_000)
    parser.set_defaults(part="tune")
    return parser


def main() -> None:
    print(report(_parser().parse_args()))


if __name__ == "__main__":
    main()
