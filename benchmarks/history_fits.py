"""What each number of a version audit brings.

    python -m benchmarks.history_fits LABELS.json --data DIR [--only PATHS] [--texts DIR]
                                      [--histories NAMES] [--kept FILE]

Every number that decides (a line `NAME = value  # …; a guess`, or `fitted`) takes a smaller and a
larger value, all others as they are (`--only`: those whose path holds one of these, by commas).
Counted are the steps of real versions that are labelled (of `--histories`, or all), and made
versions (`benchmarks.history_made`, and re-scrapes of `benchmarks.history_synthetic`) of the texts
here and of `--texts`: the share of their characters that is right. Every second step and text is
held out.

A number is fitted where on the one half a smaller and a larger value are worse, and on the other
no better. One with which nothing changes decides nothing here. One source is measured after the
other, each with every number: first it notes which decisions another value turns
(`benchmarks.watched`), and only with such values it is measured again.

With --kept FILE each source is a line of that file as soon as it is measured. A run that was
stopped goes on behind the last one, and what the sources so far say is printed after each ten.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

from auditor.damage import corrupt
from auditor.history import stages
from auditor.history.pairing import pairs
from auditor.model import Audit, Document, Options
from auditor.model.histories import EDITORIAL, Transition
from auditor.model.versions import Version
from benchmarks import history as counted
from benchmarks.history_made import Made, histories
from benchmarks.history_synthetic import texts_here, texts_of
from benchmarks.watched import Watched

ROOT = Path(stages.__file__).parent
_NUMBER = re.compile(r"(?m)^(_?[A-Z_]+) = [\d.]+  # .*\b(?:a guess|fitted)\b")
_TIMES = (0.67, 1.5)
_RESCRAPED = (
    "moved", "moved-cut", "copied", "copied-cut", "swapped", "stutter", "page-partial",
    "windows-cut", "interleaved-2-few", "small-screen",
)  # fmt: skip
Shares = dict[str, float]  # of the characters of each step that are right
Halves = tuple[float, float]  # means of the steps that are fitted on, and of those held out


@dataclass(frozen=True)
class Number:
    """One number, where it stands."""

    module: ModuleType
    name: str
    value: float

    @property
    def path(self) -> str:
        return f"{self.module.__name__.removeprefix('auditor.history.')}.{self.name}"

    def others(self) -> list[float]:
        """Smaller and larger values; a share stays one, a count stays whole."""
        found = (self.value * times for times in _TIMES)
        if isinstance(self.value, int):
            return sorted({max(1, round(value)) for value in found} - {self.value})
        # Of a share near one the larger value lies half way to it.
        shares = (value if value < 1 else (1 + self.value) / 2 for value in found)
        return sorted({round(value, 3) for value in shares} - {self.value})

    @contextmanager
    def set_to(self, value: object) -> Iterator[None]:
        """With another value, wherever it was imported."""
        asking = [self.module]
        if not self.name.startswith("_"):
            asking = [
                module
                for name, module in sys.modules.items()
                if name.startswith("auditor.history") and hasattr(module, self.name)
            ]
        for module in asking:
            setattr(module, self.name, value)
        try:
            yield
        finally:
            for module in asking:
                setattr(module, self.name, self.value)


def numbers(wanted: str = "") -> Iterator[Number]:
    """The numbers of the version audit whose path holds `wanted`."""
    for path in sorted(ROOT.rglob("*.py")):
        names = _NUMBER.findall(path.read_text(encoding="utf-8"))
        inside = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for name in names:
            module = importlib.import_module(f"auditor.history.{inside}")
            number = Number(module, name, getattr(module, name))
            if any(part in number.path for part in wanted.split(",")):
                yield number


@dataclass(frozen=True)
class Source:
    """Versions of which the right classes are known, and how to measure them."""

    name: str
    measure: Callable[[], Shares]


@dataclass(frozen=True)
class Measured:
    """The shares of one source, and with each value of a number that turns a decision there."""

    shares: Shares
    turned: dict[str, dict[float, Shares]]  # by the path of a number

    @classmethod
    def of(cls, source: Source, every: list[Number]) -> Measured:
        pairs._tokens.cache_clear()
        turned = {number.path: set[int]() for number in every}
        with ExitStack() as stack:
            for number in every:
                watch = Watched(number.value, number.others(), turned[number.path])
                stack.enter_context(number.set_to(watch))
            source.measure()
        pairs._tokens.cache_clear()
        shares = source.measure()  # not what was measured with numbers that are watched
        found: dict[str, dict[float, Shares]] = {}
        for number in every:
            for index in sorted(turned[number.path]):
                value = number.others()[index]
                pairs._tokens.cache_clear()
                with number.set_to(value):
                    found.setdefault(number.path, {})[value] = source.measure()
        return cls(shares, found)

    def with_value(self, path: str, value: float) -> Shares:
        return self.turned.get(path, {}).get(value, self.shares)


def sources_of(options: argparse.Namespace) -> list[Source]:
    """Made histories in an order that says nothing, then labelled ones, which are longer."""
    items: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in json.loads(options.labels.read_text(encoding="utf-8"))["transitions"]:
        if any(part in item["history"] for part in options.histories.split(",")):
            items[item["history"]].append(item)
    texts = texts_here()
    texts += texts_of(options.texts, options.limit) if options.texts else []
    made: list[Source] = []
    for file, language, text in texts:
        for name, own in histories(text, language, 1):
            made.append(Source(f"{file} {name}", partial(_made, f"{file} {name}", own)))
        for seed, operator in enumerate(_RESCRAPED):
            name = f"{file} {operator}"
            made.append(Source(name, partial(_rescraped, name, text, operator, seed)))
    random.Random(0).shuffle(made)
    labelled = [
        Source(history, partial(_labelled, options.data / history, own))
        for history, own in sorted(items.items())
    ]
    return [*made, *labelled]


class Kept:
    """What is measured, in a file of lines if there is one."""

    def __init__(self, path: Path | None, every: list[Number]) -> None:
        self.path = path
        self.values = {number.path: number.value for number in every}
        self.found: dict[str, Measured] = {}
        if path is not None and path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                self._read(json.loads(line))

    def _read(self, line: dict[str, Any]) -> None:
        """A line of what was measured with these numbers; another one tells nothing."""
        if line["values"] == self.values:
            turned = {
                path: {float(value): shares for value, shares in own.items()}
                for path, own in line["turned"].items()
            }
            self.found[line["source"]] = Measured(line["shares"], turned)

    def add(self, source: Source, measured: Measured) -> None:
        self.found[source.name] = measured
        if self.path is not None:
            line = {"source": source.name, "values": self.values}
            line |= {"shares": measured.shares, "turned": measured.turned}
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _labelled(folder: Path, items: list[dict[str, Any]]) -> Shares:
    return {tally.name: tally.share for tally, *_ in counted.measured(folder, items)}


def _steps(texts: Iterable[str]) -> tuple[Transition, ...]:
    captures = [
        Version(f"v{k}", Document.from_text(text), f"2020-01-{k + 1:02}")
        for k, text in enumerate(texts)
    ]
    return stages.histories_of("made", "given", captures).transitions


def _made(name: str, made: Made) -> Shares:
    step = next(t for t in _steps(made.texts) if (t.old, t.new) == (made.old, made.new))
    texts = made.texts[made.old], made.texts[made.new]
    said = counted.classes_of(step, texts)
    return {name: counted.count("", texts, made.changes, said).share}


def _rescraped(name: str, text: str, operator: str, seed: int) -> Shares:
    """The share of a capture's changes that is not called editorial, where nobody edited."""
    step = _steps((text, corrupt(text, operator, seed).scrape, text + "\n"))[0]
    called = sum(sum(c.characters) for c in step.changes if c.cls in EDITORIAL)
    return {name: 1 - called / max(sum(step.raw), 1)}


def means(shares: list[Shares]) -> Halves:
    """Of the steps that are fitted on, and of those that are held out: every second one."""
    every = [share for own in shares for _, share in sorted(own.items())]
    fitted, held = (round(sum(half) / max(len(half), 1), 6) for half in (every[::2], every[1::2]))
    return fitted, held


def verdict(value: float, used: Halves, tried: dict[float, Halves]) -> str:
    """What the means say of the value in use."""
    if any(fit > used[0] and held >= used[1] for fit, held in tried.values()):
        return "another is better"
    if all(means == used for means in tried.values()):
        return "nothing shows"
    sides = [[m for v, m in tried.items() if v < value], [m for v, m in tried.items() if v > value]]
    worse = [all(m[0] < used[0] and m[1] <= used[1] for m in side) for side in sides if side]
    return "fitted" if all(worse) else "one side" if any(worse) else "no optimum"


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.history_fits", description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", default="", help="numbers whose path holds one of these")
    parser.add_argument("--histories", default="", help="histories whose name holds one of these")
    parser.add_argument("--texts", type=Path, help="folder of other texts")
    parser.add_argument("--limit", type=int, default=2, help="other texts of each language")
    parser.add_argument("--kept", type=Path, help="file of what is measured, to go on from")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    every = list(numbers(options.only))
    kept = Kept(options.kept, every)
    read = cache(stages._audited)  # each text is audited once, whatever the numbers

    def _audited(document: Document, options: Options) -> Audit:
        return read(document, options)

    stages._audited = _audited
    sources = sources_of(options)
    for number, source in enumerate(sources, 1):
        if source.name not in kept.found:
            kept.add(source, Measured.of(source, every))
            read.cache_clear()
            if options.kept is not None and number % 10 == 0:
                report(list(kept.found.values()), every)
    report(list(kept.found.values()), every)


def report(found: list[Measured], every: list[Number]) -> None:
    """What the sources that are measured say of each number."""
    used = means([own.shares for own in found])
    print(f"in use: {used[0]:.5f}, held out {used[1]:.5f}, of {len(found)} sources")
    for number in every:
        tried: dict[float, Halves] = {}
        for value in number.others():
            tried[value] = means([own.with_value(number.path, value) for own in found])
            fit, held = (one - other for one, other in zip(tried[value], used, strict=True))
            turned = sum(value in own.turned.get(number.path, {}) for own in found)
            print(f"  {value:g}: {fit:+.5f}, held out {held:+.5f}, of {turned}")
        print(f"{number.path} {number.value:g}: {verdict(number.value, used, tried)}", flush=True)


if __name__ == "__main__":
    main()
