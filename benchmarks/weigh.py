"""What each number of a room decides: `python -m benchmarks.weigh columns`.

Every number takes other values, all others as they are: nothing, half, double and a hundred times
as much. Counted are the pages whose reading is another one then, damaged and undamaged, and the
share of neighbouring sentences that stand side by side as in the truth. A number that changes no
reading is not needed; one is fitted where less and more both read worse.

    python -m benchmarks.weigh woven --data FOLDER --limit 40     documents besides those shipped
    python -m benchmarks.weigh woven --only close,turns           these numbers alone
    python -m benchmarks.weigh woven --part held-out              whether it holds
    python -m benchmarks.weigh woven --values 0.5,0.7,1.4,2       finer steps
    python -m benchmarks.weigh woven --until 2    whether a number is needed: two pages are enough
"""

from __future__ import annotations

import signal
import sys
import time
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from auditor.canonical import Page
from auditor.canonical.pipeline import STEPS, led_back, walk
from auditor.damage.operators import corrupt
from auditor.model import Canonical, Document, Options
from auditor.segment import segment
from auditor.weights import record
from benchmarks import readings
from benchmarks.documents import Choice, Text, load
from benchmarks.runs import run
from benchmarks.tables import table
from benchmarks.truth import Truth

VALUES = "0,0.5,2,100"
# The step from which on a room's numbers are asked, and the damage that it undoes.
ROOMS = {
    "columns": ("columns", "columns,columns-3,columns-padded,columns-part,columns-lines,"
                "columns-lines-3,columns-lines-part"),
    "evidence": ("columns", "interleaved-2,interleaved-2-cut,interleaved-3,moved,copied,several,"
                 "columns,columns-lines"),
    "woven": ("woven", "interleaved-2,interleaved-2-cut,interleaved-2-gaps,interleaved-3,"
              "interleaved-4,small-screen,several,copied,block-many,interleaved-2+noise-3"),
    "inserted": ("woven", "copied,copied-cut,block-many,several"),
    "twice": ("editions", "page-twice,page-twice+noise-3,page-partial,page-partial-cut,several,"
              "page-rearranged,small-screen,stutter,on-end,copied,copied+noise-1,block-many"),
    "windows": ("doublets", "windows,windows-cut,windows-shuffled,windows-shuffled-cut,chunks,"
                "scrolled,captions-2,on-end,windows+noise-1,windows-shuffled-cut+noise-3"),
    "spelling": ("spelling", "page-twice+noise-1,page-twice+noise-3,page-twice+noise-10,"
                 "interleaved-2+noise-1,interleaved-2+noise-3,interleaved-3+noise-10,"
                 "windows-shuffled-cut+noise-3,copied+noise-3,page-twice+edits-2"),
    "canonical": ("editions", "interleaved-2,interleaved-3,copied,stutter,page-twice,"
                  "windows-shuffled-cut,page-twice+noise-3,columns"),
}  # fmt: skip
# What a page is told of itself before any step; no number of a step is in it.
_TOLD = (
    *("fragments", "repeats", "compared", "codes", "scale", "starts", "breaks", "_index"),
    *("stretches", "damage", "view"),
)
_PATIENCE = 8  # times as long as the page takes with the numbers in use
_BREATH = 3.0  # seconds more

Trial = tuple[str, int, float]  # a number's name, which of several, the factor
_decided: Counter[Trial] = Counter()  # pages whose text was another one, in this process


@dataclass(frozen=True, slots=True)
class Case:
    text: Text
    operator: str  # "": undamaged
    room: str
    asked: tuple[str, ...]
    values: tuple[float, ...]
    until: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a page reads like, in use and by the numbers that it asks, each by its trials."""

    pairs: int
    right: int
    trials: tuple[tuple[Trial, int, int, bool], ...]  # pairs, right, whether the text is another


class _TooLongError(Exception):
    pass


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _set(weights: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(weights, name)
    object.__setattr__(weights, name, value)
    _forget()
    try:
        yield
    finally:
        object.__setattr__(weights, name, before)
        _forget()


def _forget() -> None:
    """What functions remember was told by other numbers."""
    for cached in _remembering():
        cached.cache_clear()


@cache
def _remembering() -> tuple[Any, ...]:
    modules = [module for name, module in sys.modules.items() if name.startswith("auditor.")]
    every = {id(each): each for module in modules for each in vars(module).values()}
    return tuple(each for each in every.values() if hasattr(each, "cache_clear"))


@contextmanager
def _noted(weights: Any) -> Iterator[set[str]]:
    """The names of the numbers that are asked meanwhile."""
    names: set[str] = set()
    kind: Any = type(weights)

    def noting(self: object, name: str) -> Any:
        names.add(name)
        return object.__getattribute__(self, name)

    kind.__getattribute__ = noting
    try:
        yield names
    finally:
        del kind.__getattribute__


def weigh(case: Case) -> Told:
    """The reading of a page by the numbers in use, and by others."""
    weights = record(case.room)
    step, _ = ROOMS[case.room]
    made = corrupt(case.text.text, case.operator or "clean", 1)
    truth = Truth(made)
    page = Page(Document.from_text(made.scrape), Options(), segment)
    first = [str(name) for name, _ in STEPS].index(step)
    before, behind = STEPS[:first], STEPS[first:]
    taken = list(walk(page, before))
    if taken and taken[-1].reading is not None and taken[-1].reading.closes:
        return Told(0, 0, ())
    left = taken[-1].left if taken else page
    for name in _TOLD:
        getattr(left, name)

    def read() -> Canonical:
        fresh = Page(left.document, left.options, left.segment, undone=left.undone)
        fresh.__dict__.update({name: left.__dict__[name] for name in _TOLD})
        return led_back(page, [*taken, *walk(fresh, behind)])

    def score(reading: Canonical) -> tuple[int, int]:
        found = readings.score(truth, readings.of_canonical(truth, reading))
        return found.pairs, found.pairs_right

    with _noted(weights) as asked:
        usual = read()
    start = time.perf_counter()
    read()
    patience = _PATIENCE * (time.perf_counter() - start) + _BREATH
    pairs, right = score(usual)
    trials = []
    for trial, value in _trials(case, asked, weights):
        if _decided[trial] >= case.until:
            continue
        try:
            with _set(weights, trial[0], value), _at_most(patience):
                other = read()
        except (_TooLongError, ValueError, IndexError, ArithmeticError, TypeError):
            trials.append((trial, pairs, 0, True))
            _decided[trial] += 1
            continue
        if other == usual:
            continue
        _decided[trial] += other.text != usual.text
        trials.append((trial, *score(other), other.text != usual.text))
    return Told(pairs, right, tuple(trials))


def _trials(case: Case, asked: set[str], weights: Any) -> Iterator[tuple[Trial, Any]]:
    for name, at, number, _ in _numbers(weights):
        if name not in asked or (case.asked and name not in case.asked):
            continue
        usual = getattr(weights, name)
        for factor in case.values:
            value = type(number)(number * factor)
            if value != number:
                several = isinstance(usual, tuple)
                yield (
                    (name, at, factor),
                    (*usual[:at], value, *usual[at + 1 :]) if several else value,
                )


@dataclass
class Row:
    """What one value of one number changes."""

    damaged: int = 0
    undamaged: int = 0
    open: int = 0  # what is told of the reading alone
    pairs: int = 0  # more than with the number in use
    right: int = 0

    def cell(self, pairs: int, right: int) -> str:
        if not self.damaged and not self.undamaged and not self.open:
            return ""
        share = (right + self.right) / max(1, pairs + self.pairs) - right / max(1, pairs)
        return f"{self.damaged} {self.undamaged} {self.open} {10_000 * share:+.0f}"


def report(options: Namespace) -> str:
    texts = load(Choice(None, options.part, max_chars=options.max_chars))
    if options.data:
        choice = Choice(options.data, options.part, (), options.limit, options.max_chars)
        texts += load(choice)
    values = tuple(map(float, options.values.split(",")))
    asked = tuple(filter(None, options.only.split(",")))
    operators = ("", *(options.ops or ROOMS[options.room][1]).split(","))
    cases = [
        Case(text, operator, options.room, asked, values, options.until)
        for text in texts
        for operator in operators
    ]
    results = list(zip(cases, run(weigh, cases, options.jobs), strict=True))
    damaged = [told for case, told in results if case.operator]
    pairs, right = sum(told.pairs for told in damaged), sum(told.right for told in damaged)
    found: dict[Trial, Row] = defaultdict(Row)
    for case, told in results:
        for trial, more, good, is_text in told.trials:
            row = found[trial]
            row.open += not is_text
            if case.operator:
                row.damaged += is_text
                row.pairs += more - told.pairs
                row.right += good - told.right
            else:
                row.undamaged += is_text
    rows = []
    for name, at, number, basis in _numbers(record(options.room)):
        if not asked or name in asked:
            cells = [found[name, at, factor].cell(pairs, right) for factor in values]
            rows.append([f"{name} {at or ''}", basis, f"{number:g}", *cells])
    head = ("number", "basis", "in use", *(f"× {value:g}" for value in values))
    said = "pages changed, damaged and undamaged, those with the same text; pairs right in 10,000"
    return f"{len(cases)} pages, {right} of {pairs} pairs right. {said}\n\n{table(head, rows)}"


def _numbers(weights: Any) -> Iterator[tuple[str, int, float, str]]:
    """Name, which of several, value and basis of each number."""
    for each in fields(weights):
        value = getattr(weights, each.name)
        for at, number in enumerate(value if isinstance(value, tuple) else (value,)):
            yield each.name, at, number, each.metadata["told"][1]


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("room", choices=ROOMS)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--limit", type=int, default=20)
    parser.add_argument("--part", choices=("all", "tune", "held-out"), default="all")
    parser.add_argument("--max-chars", type=int, default=3_000)
    parser.add_argument("--ops")
    parser.add_argument("--only", default="")
    parser.add_argument("--values", default=VALUES)
    parser.add_argument("--until", type=int, default=10**6, help="pages, then the value is left")
    parser.add_argument("--jobs", type=int, default=1)
    print(report(parser.parse_args()))


if __name__ == "__main__":
    main()
