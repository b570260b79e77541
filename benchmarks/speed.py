"""Time and memory against floors of the same run: `python -m benchmarks.speed`.

Every measurement is a process of its own, with a time-out. CPU seconds of user and system;
memory is the peak beyond what the imports take. Only ratios within one run are safe.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.documents import SHIPPED
from benchmarks.peers import git_diff
from benchmarks.tables import table, write

ROOT = Path(__file__).parent.parent
SIZES = (100_000, 1_000_000, 10_000_000)
AUDIT_SIZES = (5_000, 100_000, 1_000_000)
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds, and the peak of memory in bytes beyond the start."""

    seconds: float
    memory: int


def made_up(language: str, size: int, seed: int = 0) -> list[str]:
    """Sentences of together `size` bytes in UTF-8, in words as frequent as in a shipped text.

    One Latin word in five is new, from the halves of two, as long texts have many rare words.
    The order is left to chance, so that no long stretch of it comes twice.
    """
    source = next(iter(sorted(SHIPPED.glob(f"{language}_*")))).read_text(encoding="utf-8")
    words = re.findall(r"[\u4e00-\u9fff]" if language == "zh" else r"\w+", source)
    gap, end = ("", "。") if language == "zh" else (" ", ". ")
    rng = random.Random(f"{language}/{seed}")
    made: list[str] = []
    length = 0
    while length < size:
        chosen = rng.choices(words, k=rng.randint(8, 30))
        if language != "zh":
            chosen = [_rare(word, words, rng) for word in chosen]
        made.append(gap.join(chosen) + end + ("\n" if rng.random() < 0.2 else ""))
        length += len(made[-1].encode())
    return made


def _rare(word: str, words: Sequence[str], rng: random.Random) -> str:
    if rng.random() >= 0.2:
        return word
    other = rng.choice(words)
    return word[: (len(word) + 1) // 2] + other[len(other) // 2 :]


def duplicated(made: Sequence[str], rng: random.Random) -> list[str]:
    """Blocks of up to twenty sentences: a tenth of them copied, one in fifty moved."""
    size = max(1, min(20, len(made) // 50))
    blocks = [list(made[at : at + size]) for at in range(0, len(made), size)]
    for _ in range(max(1, len(blocks) // 50)):
        blocks.insert(rng.randrange(len(blocks)), blocks.pop(rng.randrange(len(blocks))))
    for _ in range(max(1, len(blocks) // 10)):
        blocks.insert(rng.randrange(len(blocks)), rng.choice(blocks))
    return [sentence for block in blocks for sentence in block]


def interleaved(made: Sequence[str], rng: random.Random) -> list[str]:
    """Two copies in runs of about four sentences, each without one sentence in eight."""
    copies = [[s for s in made if rng.random() > 0.12] for _ in range(2)]
    at, woven, current = [0, 0], [], 0
    while any(at[copy] < len(copies[copy]) for copy in (0, 1)):
        run = rng.randint(1, 7)
        woven += copies[current][at[current] : at[current] + run]
        at[current] += run
        current = 1 - current
    return woven


DAMAGE: dict[str, Callable[[Sequence[str], random.Random], list[str]]] = {
    "copied and moved": duplicated,
    "interleaved": interleaved,
}


def _job(stage: str, scrape: str, canonical: str) -> Callable[[], object]:
    """What a measured process does, everything imported already."""
    import auditor
    from auditor.align import align
    from auditor.canonical import given

    document = auditor.Document.from_text(scrape)
    if stage == "align":
        return lambda: align(document, given(canonical), auditor.Options())
    return lambda: auditor.audit(document)


def child(stage: str, scrape: Path, canonical: Path, times: int) -> None:
    """One measured process: prints the least CPU time of `times` runs and the peak as JSON."""
    job = _job(stage, scrape.read_text("utf-8"), canonical.read_text("utf-8"))
    _job(stage, "一二三四五六七八九十。" * 3, "一二三四五六七八九十。")()  # imports and first calls
    before = _peak(resource.RUSAGE_SELF)
    seconds = []
    for _ in range(times):
        start = time.process_time()
        job()
        seconds.append(time.process_time() - start)
    print(json.dumps([min(seconds), _peak(resource.RUSAGE_SELF) - before]))


def _peak(who: int) -> int:
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage(2): bytes there, kilobytes here
    return resource.getrusage(who).ru_maxrss * unit


class Bench:
    """Runs measured processes on texts that it keeps in a folder."""

    def __init__(self, folder: Path, timeout: float) -> None:
        self.folder, self.timeout = folder, timeout

    def own(self, stage: str, scrape: str, canonical: str = "", times: int = 1) -> Cost | None:
        """The cost of a stage; None when it does not end in time."""
        paths = [self._file("scrape", scrape), self._file("canonical", canonical)]
        command = [sys.executable, "-m", "benchmarks.speed", "--child", stage]
        done = self._run([*command, *map(str, paths), "--times", str(times)])
        return Cost(*json.loads(done.stdout)) if done else None

    def git(self, before: Sequence[str], after: Sequence[str]) -> Cost | None:
        """The CPU time of git on the same texts, a sentence a line."""
        old, new = (
            self._file(name, "".join(line.strip() + "\n" for line in lines))
            for name, lines in (("old", before), ("new", after))
        )
        start = _cpu()
        return Cost(_cpu() - start, 0) if self._run(git_diff(old, new)) else None

    def start(self, command: Sequence[str]) -> float:
        """The least wall-clock seconds of five starts."""
        seconds = []
        for _ in range(5):
            start = time.perf_counter()
            self._run(command)
            seconds.append(time.perf_counter() - start)
        return min(seconds)

    def _file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def _run(self, command: Sequence[str]) -> subprocess.CompletedProcess[bytes] | None:
        print(".", end="", file=sys.stderr, flush=True)
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        try:
            done = subprocess.run(
                command, stdout=subprocess.PIPE, timeout=self.timeout, env=environment, check=False
            )
        except subprocess.TimeoutExpired:
            return None
        if done.returncode not in (0, 1):  # git: 1 when the two differ
            raise subprocess.CalledProcessError(done.returncode, command)
        return done


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _cell(value: float | None, unit: str = "s") -> str:
    return "–" if value is None else f"{value:.3g} {unit}"


def _times(value: float | None, other: float | None) -> str:
    return "–" if value is None or not other else f"{value / other:.1f} ×"


def align_rows(bench: Bench, sizes: Sequence[int]) -> Iterator[list[str]]:
    for language in LANGUAGES:
        for name, damage in DAMAGE.items():
            before: float | None = None
            for size in sizes:
                made = made_up(language, size)
                damaged = damage(made, random.Random(name))
                scrape, canonical = "".join(damaged), "".join(made)
                own = bench.own("align", scrape, canonical)
                git = bench.git(made, damaged)
                seconds = own.seconds if own else None
                floor = git.seconds if git else None
                yield [
                    f"{language}, {name}, {size / 1e6:g} MB",
                    _cell(seconds),
                    _cell(floor),
                    _times(seconds, floor),
                    _times(seconds, before),
                    _times(own.memory, len((scrape + canonical).encode())) if own else "–",
                ]
                before = seconds


def audit_rows(bench: Bench, sizes: Sequence[int]) -> Iterator[list[str]]:
    for language in LANGUAGES:
        for name, damage in {"clean": lambda made, _: list(made), **DAMAGE}.items():
            before: float | None = None
            for size in sizes:
                scrape = "".join(damage(made_up(language, size), random.Random(name)))
                own = bench.own("audit", scrape, times=5 if size <= 10_000 else 1)
                seconds = own.seconds if own else None
                yield [
                    f"{language}, {name}, {size / 1e6:g} MB",
                    _cell(seconds * 1000 if seconds is not None else None, "ms"),
                    _times(seconds, before),
                    _times(own.memory, len(scrape.encode())) if own else "–",
                ]
                before = seconds


def worst_cases(scale: int) -> dict[str, tuple[str, str]]:
    """Scrape and canonical of the cases that break a quadratic step; ten times `scale` is full."""
    line = "".join(made_up("en", 1_000_000 * scale)).replace("\n", "")
    zh = [made_up("zh", 300_000 * scale, seed) for seed in (1, 2)]
    said = "".join(made_up("zh", 50))[:20] + "。"
    return {
        "one character a million times": ("a" * 100_000 * scale, "a" * 50_000 * scale),
        "one sentence 100,000 times": (said * 10_000 * scale, said * 10),
        "a line of 10 MB": (line, line[: len(line) // 2] + line[len(line) // 2 + 1000 :]),
        "two unrelated texts of 3 MB": ("".join(zh[0]), "".join(zh[1])),
    }


def worst_rows(bench: Bench, stages: Sequence[str]) -> Iterator[list[str]]:
    small, full = worst_cases(1), worst_cases(10)
    for name in small:
        for stage in stages:
            tenth, whole = bench.own(stage, *small[name]), bench.own(stage, *full[name])
            seconds = whole.seconds if whole else None
            size = len("".join(full[name][: 2 if stage == "align" else 1]).encode())
            yield [
                f"{name}: {stage}",
                _cell(seconds),
                _times(seconds, tenth.seconds if tenth else None),
                _times(whole.memory, size) if whole else "–",
            ]


def start_rows(bench: Bench) -> Iterator[list[str]]:
    bare = bench.start([sys.executable, "-c", ""])
    own = bench.start([sys.executable, "-m", "auditor", "--version"])
    yield ["python -c ''", _cell(bare * 1000, "ms"), ""]
    yield ["auditor --version", _cell(own * 1000, "ms"), _times(own, bare)]


def report(options: argparse.Namespace) -> str:
    sizes = [int(float(size)) for size in options.sizes.split(",")]
    parts: list[str] = []
    head: tuple[str, ...]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.timeout)
        if "align" in options.only:
            head = ("align", "CPU", "git", "÷ git", "÷ the size before", "memory ÷ input")
            parts.append(table(head, align_rows(bench, sizes)))
        if "audit" in options.only:
            head = ("audit", "CPU", "÷ the size before", "memory ÷ input")
            own = [size for size in AUDIT_SIZES if size <= max(sizes)]
            parts.append(table(head, audit_rows(bench, own)))
        if "worst" in options.only:
            head = ("worst case", "CPU", "÷ a tenth of the size", "memory ÷ input")
            parts.append(table(head, worst_rows(bench, ("align", "audit"))))
        if "start" in options.only:
            parts.append(table(("cold start", "wall clock", "÷ bare"), start_rows(bench)))
    print(file=sys.stderr)
    note = (
        f"`git` is `git diff --no-index --color-moved=zebra`; –: not done in {bench.timeout:g} s."
    )
    return "\n\n".join([*parts, note])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="bytes, by commas")
    parser.add_argument("--only", default="align,audit,worst,start", help="tables, by commas")
    parser.add_argument("--timeout", type=float, default=300.0, help="seconds a measurement")
    parser.add_argument("--write", action="store_true", help="put the tables into the manual")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--times", type=int, default=1, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    options = _options()
    if options.child:
        stage, scrape, canonical = options.child
        child(stage, Path(scrape), Path(canonical), options.times)
        return
    text = report(options)
    print(text)
    if options.write:
        write("speed", text)


if __name__ == "__main__":
    main()
