"""What each threshold of the alignment costs and brings: `python -m benchmarks.align_fits`.

Every threshold that decides what a copy is takes some values, all others as they are. Counted are
simple changes said right (`benchmarks.align_changes`), and characters of damaged text at their true
place, or that have none and are given none (`benchmarks.align`). Chosen on the tune part of the
documents; `--part held-out` tells whether it holds.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

from auditor.align import align
from auditor.canonical import given
from auditor.damage.operators import corrupt
from auditor.model import Document, Options
from auditor.stages import compare
from benchmarks import mapping, runs
from benchmarks.align_changes import KINDS, change, chosen, faults
from benchmarks.documents import Text
from benchmarks.tables import table

# Of each threshold: its module, its name, and the values to try; those in use are marked.
TRIED: dict[str, tuple[str, tuple[float, ...]]] = {
    "SAID": ("gaps", (0.4, 0.5, 0.6, 0.65, 0.7, 0.8)),
    "PHRASE": ("gaps", (12.0, 14.0, 16.0, 20.0)),
    "_ALONE": ("reading.lines", (8.0, 12.0, 16.0, 24.0)),
    "LEAST": ("copies", (2.0, 3.0, 4.0, 6.0)),
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
    """The threshold in every module that has it."""
    modules = [
        import_module(f"auditor.align.{module}")
        for module in ("copies", "cuts", "gaps", "settle", "reading", "reading.lines")
    ]
    held = [(module, getattr(module, name)) for module in modules if hasattr(module, name)]
    for module, _ in held:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, before in held:
            setattr(module, name, before)


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
    tasks = [
        Trial(text, name, value, options.seeds)
        for name, (_, values) in TRIED.items()
        if options.ops in ("all", name)
        for value in values
        for text in texts
    ]
    results = list(runs.run(try_out, tasks, options.jobs))
    rows = []
    for at in range(0, len(tasks), len(texts)):
        some, trial = results[at : at + len(texts)], tasks[at]
        module = import_module(f"auditor.align.{TRIED[trial.name][0]}")
        right, cases = sum(one.right for one in some), sum(one.cases for one in some)
        share = sum(one.characters for one in some) / sum(one.asked for one in some)
        mark = "in use" if getattr(module, trial.name) == trial.value else ""
        told = [f"{right:,} of {cases:,}", f"{share:.5f}", mark]
        rows.append([trial.name, f"{trial.value:g}", *told])
    head = ("threshold", "value", "changes said right", "characters right, less wrong", "")
    return "\n\n".join([runs.heading(options, texts), table(head, rows)])


def _parser() -> ArgumentParser:
    parser = runs.parser("benchmarks.align_fits", str(__doc__), "all", 6_000)
    parser.set_defaults(part="tune")
    return parser


def main() -> None:
    print(report(_parser().parse_args()))


if __name__ == "__main__":
    main()
