"""What the benchmark commands share: options, cases, processes, progress."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from auditor.damage.operators import names
from benchmarks.documents import Choice, Text

Task = TypeVar("Task")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Case:
    """One text, one operator, one seed."""

    text: Text
    operator: str
    seed: int

    @property
    def label(self) -> str:
        return f"{self.operator} {self.text.name} {self.seed}"


def parser(prog: str, description: str, ops: str, max_chars: int) -> argparse.ArgumentParser:
    """The options that choose documents and damage."""
    options = argparse.ArgumentParser(prog=f"python -m {prog}", description=description)
    options.add_argument("--data", type=Path, help="folder of clean texts (default: those shipped)")
    options.add_argument("--ops", default=ops, help="operators or exact, noisy, all; by commas")
    options.add_argument("--seeds", type=int, default=1, help="seeds a text and operator")
    options.add_argument("--limit", type=int, help="this many documents, languages in turn")
    options.add_argument("--languages", default="", help="only these, by commas")
    options.add_argument("--part", choices=("all", "tune", "held-out"), default="all")
    options.add_argument("--max-chars", type=int, default=max_chars, help="crop longer documents")
    options.add_argument("--jobs", type=int, default=1, help="processes")
    options.add_argument("--write", action="store_true", help="put the tables into the manual")
    return options


def choice(options: argparse.Namespace) -> Choice:
    languages = tuple(filter(None, options.languages.split(",")))
    return Choice(options.data, options.part, languages, options.limit, options.max_chars)


def cases(
    texts: Sequence[Text],
    options: argparse.Namespace,
    named: Callable[[str], tuple[str, ...]] = names,
) -> list[Case]:
    """`named` tells the operators from `--ops`, and raises ValueError for an unknown one."""
    return [
        Case(text, operator, seed)
        for operator in named(options.ops)
        for text in texts
        for seed in range(options.seeds)
    ]


def run(work: Callable[[Task], Done], tasks: Sequence[Task], jobs: int) -> Iterator[Done]:
    """Results in the order of the tasks, with progress on stderr."""
    if jobs <= 1:
        yield from _told(map(work, tasks), len(tasks))
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from _told(pool.map(work, tasks), len(tasks))


def _told(results: Iterator[Done], count: int) -> Iterator[Done]:
    """On a terminal every step; elsewhere a line every tenth of the way."""
    every, end = (1, "\r") if sys.stderr.isatty() else (max(1, count // 10), "\n")
    for number, result in enumerate(results, 1):
        if number % every == 0 or number == count:
            print(f"{number}/{count}", end=end, file=sys.stderr, flush=True)
        yield result


def heading(options: argparse.Namespace, texts: Sequence[Text]) -> str:
    """One line that says what was measured."""
    languages = sorted({text.language for text in texts})
    part = "" if options.part == "all" else f", the {options.part} part"
    crop = f", each up to {options.max_chars:,} characters" if options.max_chars else ""
    whose = "documents of --data" if options.data else "documents that ship with the project"
    return (
        f"{len(texts)} {whose}{part} ({', '.join(languages)}){crop}; seeds each: {options.seeds}."
    )
