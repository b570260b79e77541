"""How many pages a second the gate gets through: `auditor check` on a JSON Lines file.

    python -m benchmarks.throughput [--pages 10000] [--jobs 2] [--stages] [--write]

Pages of about 4.4 kB in UTF-8, cut from the shipped texts, once clean and once damaged by every
operator in turn; each starts with its own number, so that no two are equal. What is measured is
the whole command, start and output included, by the clock and in processor time; beside it the
time that the standard library takes to parse the same file. `--stages` tells where one process
spends its time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

from auditor.align import align
from auditor.canonical import Page, infer
from auditor.damage.operators import corrupt, names
from auditor.model import Collation, Options
from auditor.read import record
from auditor.rules import check
from auditor.score import score
from auditor.segment import segment
from benchmarks.documents import Choice, load
from benchmarks.tables import table, write

Result = TypeVar("Result")

SIZE = 4400  # bytes of a page in UTF-8
KINDS = ("clean", "damaged")
_SEEDS = 3  # of each text and operator; the same page again tells nothing new


def pages(kind: str, count: int) -> Iterator[str]:
    """Texts of `SIZE` bytes or a little less, each another."""
    variants = list(_clean() if kind == "clean" else _damaged())
    for number in range(count):
        yield f"{number:06d} {variants[number % len(variants)]}"


def _clean() -> Iterator[str]:
    return (_cut(text.text, SIZE) for text in load(Choice()))


def _damaged() -> Iterator[str]:
    """Each text damaged by each operator, and with a little noise by every other one."""
    for seed in range(_SEEDS):
        for number, operator in enumerate(name for name in names("exact") if name != "clean"):
            for text in load(Choice()):
                noise = "+noise-1" if (seed + number) % 2 else ""
                whole = corrupt(_cut(text.text, SIZE), operator + noise, seed).scrape
                # Most operators make about two of one.
                part = SIZE * SIZE // len(whole.encode())
                yield _cut(corrupt(_cut(text.text, part), operator + noise, seed).scrape, SIZE)


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode("utf-8", "ignore")


def write_pages(path: Path, kind: str, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(pages(kind, count)):
            file.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")


def checked(path: Path, jobs: int) -> tuple[float, float]:
    """Seconds of the command from start to end, and of processor time in all its processes.

    Raises RuntimeError when pages cannot be audited.
    """
    command = [sys.executable, "-m", "auditor", "check", str(path), "--jobs", str(jobs)]
    started, before = time.perf_counter(), os.times()
    done = subprocess.run([*command, "--isolated", "-q"], capture_output=True, check=False)
    seconds, after = time.perf_counter() - started, os.times()
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode()[-500:] or f"exit code {done.returncode}")
    used = after.children_user + after.children_system
    return seconds, used - before.children_user - before.children_system


def parsed(path: Path) -> float:
    """Seconds in which the standard library parses the file."""
    started = time.perf_counter()
    with path.open("rb") as file:
        for line in file:
            json.loads(line)
    return time.perf_counter() - started


def stages(kind: str, count: int) -> dict[str, float]:
    """Milliseconds a page in each stage, in this process; the sum is what one core does."""
    spent: defaultdict[str, float] = defaultdict(float)
    options = Options()

    def timed(name: str, work: Callable[[], Result]) -> Result:
        started = time.process_time()
        result = work()
        spent[name] += time.process_time() - started
        return result

    texts = list(pages(kind, count))
    for number, text in enumerate([*texts[:10], *texts]):
        if number == 10:
            spent.clear()  # what came first warmed up
        _stages(text, options, timed)
    return {name: 1000 * seconds / count for name, seconds in spent.items()}


def _stages(text: str, options: Options, timed: Callable[..., object]) -> None:
    """The stages of `auditor.audit`, one by one."""

    def run(name: str, work: Callable[[], Result]) -> Result:
        return timed(name, work)  # type: ignore[return-value] # what `work` returns

    document = run("read", lambda: record(text, "page", options))
    page = Page(document, options, segment)
    fragments = run("segment", lambda: page.fragments)
    repeats = run("repeats", lambda: page.repeats)
    reading = run("canonical", lambda: infer(page))
    alignment = run("align", lambda: align(document, reading, options))
    again = fragments
    if reading.text != document.text:
        again = run("segment", lambda: segment(reading.text, document.language))
    collation = Collation(document, fragments, repeats, reading, again, alignment)
    run("score", lambda: score(document, reading, alignment))
    run("rules", lambda: check(collation, options))


def rows(count: int, jobs: int) -> Iterator[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            path = Path(folder) / f"{kind}.jsonl"
            write_pages(path, kind, count)
            parsing, (seconds, used) = parsed(path), checked(path, jobs)
            yield [
                kind,
                f"{path.stat().st_size / count / 1000:.1f} kB",
                f"{count / seconds:,.0f}",
                f"{count / used:,.0f}",
                f"{used / parsing:,.0f}×",
            ]


def stage_rows(count: int) -> Iterator[list[str]]:
    found = {kind: stages(kind, count) for kind in KINDS}
    for name in sorted(found["damaged"], key=lambda name: -found["damaged"][name]):
        yield [name, *(f"{found[kind].get(name, 0.0):.2f}" for kind in KINDS)]
    yield ["together", *(f"{sum(found[kind].values()):.2f}" for kind in KINDS)]


def main(args: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.throughput", description=__doc__)
    options.add_argument("--pages", type=int, default=10_000)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--stages", action="store_true", help="also time the stages")
    options.add_argument("--write", action="store_true", help="put the tables into the manual")
    given = options.parse_args(args)
    parts = [f"{given.pages:,} pages, {given.jobs} processes."]
    head = ("pages", "record", "a second", "a second of a core", "json.loads")
    parts.append(table(head, rows(given.pages, given.jobs)))
    if given.stages:
        few = list(islice(stage_rows(min(given.pages, 200)), 20))
        parts.append(table(("stage, ms a page", *KINDS), few))
    text = "\n\n".join(parts)
    print(text)
    if given.write:
        write("throughput", text)


if __name__ == "__main__":
    main()
