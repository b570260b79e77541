"""What each number of a version audit brings.

    python -m benchmarks.history_fits LABELS.json --data DIR [--only PATHS] [--texts DIR]

Every number that decides (a line `_NAME = value  # …; a guess`, or `fitted`) takes a smaller and a
larger value, all others as they are (`--only`: those whose path holds one of these, by commas).
Counted are the labels of real versions (`benchmarks.history`: the mean over transitions, and pooled
where no page stands twice) and made versions (`benchmarks.history_made`, of the texts here and of
`--texts`: the mean).

A number is fitted where a smaller and a larger value are worse, in the sum of the three. One that
nothing shows stays a guess.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mean
from types import ModuleType
from typing import Any

from auditor.history import stages
from auditor.model import Audit, Document, Options
from auditor.model.versions import Version
from benchmarks import history as counted
from benchmarks.history_made import Made, histories
from benchmarks.history_synthetic import texts_here, texts_of

ROOT = Path(stages.__file__).parent
_NUMBER = re.compile(r"(?m)^(_[A-Z_]+) = [\d.]+  # .*\b(?:a guess|fitted)\b")
_TIMES = (0.67, 1.5)


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
        return sorted({round(value, 3) for value in found if value < 1} - {self.value})

    @contextmanager
    def set_to(self, value: float) -> Iterator[None]:
        setattr(self.module, self.name, value)
        try:
            yield
        finally:
            setattr(self.module, self.name, self.value)


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


class Sources:
    """The labelled versions and the made ones; each text is audited once."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.data: Path = options.data
        self.items: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for item in json.loads(options.labels.read_text(encoding="utf-8"))["transitions"]:
            self.items[item["history"]].append(item)
        texts = texts_here()
        texts += texts_of(options.texts, options.limit) if options.texts else []
        self.made: list[Made] = [
            made for _, language, text in texts for _, made in histories(text, language, 1)
        ]
        read = cache(stages._audited)

        def _audited(document: Document, options: Options) -> Audit:
            return read(document, options)

        stages._audited = _audited

    def figures(self) -> tuple[float, float, float]:
        """Mean over real transitions, pooled without pages that stand twice, mean of made ones."""
        real = [
            tally
            for history, items in sorted(self.items.items())
            for tally, *_ in counted.measured(self.data / history, items)
        ]
        single = [tally for tally in real if not tally.doubled]
        right = sum(sum(tally.right.values()) for tally in single)
        pooled = right / sum(sum(tally.counted.values()) for tally in single)
        made = mean(_share(each) for each in self.made)
        return mean(tally.share for tally in real), pooled, made


def _share(made: Made) -> float:
    captures = [
        Version(f"v{k}", Document.from_text(text), f"2020-01-{k + 1:02}")
        for k, text in enumerate(made.texts)
    ]
    steps = stages.histories_of("made", "given", captures).transitions
    step = next(t for t in steps if (t.old, t.new) == (made.old, made.new))
    texts = made.texts[made.old], made.texts[made.new]
    return counted.count("", texts, made.changes, counted.classes_of(step, texts)).share


def verdict(value: float, used: float, tried: dict[float, float]) -> str:
    """What the sums say of the value in use."""
    if any(worth > used for worth in tried.values()):
        return "another is better"
    below = [worth for other, worth in tried.items() if other < value]
    above = [worth for other, worth in tried.items() if other > value]
    worse = [any(worth < used for worth in side) for side in (below, above) if side]
    return "fitted" if all(worse) else "one side" if any(worse) else "nothing shows"


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.history_fits", description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", default="", help="numbers whose path holds one of these")
    parser.add_argument("--texts", type=Path, help="folder of other texts")
    parser.add_argument("--limit", type=int, default=2, help="other texts of each language")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    sources = Sources(options)
    used = sources.figures()
    print(f"{'in use':40} " + " ".join(f"{figure:.5f}" for figure in used), flush=True)
    for number in numbers(options.only):
        tried: dict[float, float] = {}
        for value in number.others():
            with number.set_to(value):
                found = sources.figures()
            tried[value] = round(sum(found), 6)
            figures = " ".join(f"{figure:.5f}" for figure in found)
            print(f"  {number.path:38} {figures}  {value}", flush=True)
        print(f"{number.path} {number.value}: {verdict(number.value, round(sum(used), 6), tried)}")


if __name__ == "__main__":
    main()
