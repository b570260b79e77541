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
from itertools import product
from pathlib import Path

from benchmarks.documents import SHIPPED
from benchmarks.peers import git_diff
from benchmarks.tables import table, write

ROOT = Path(__file__).parent.parent
SIZES = (100_000, 1_000_000, 10_000_000)
AUDIT_SIZES = (5_000, 100_000, 1_000_000)
LANGUAGES = ("zh", "en")
MEMORY = 4 * 2**30  # bytes that a measured process may take


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds, and the peak of memory in bytes beyond the start; or why there is none."""

    seconds: float | None
    memory: int = 0
    failure: str = ""


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
    from auditor.align import align, find_blocks
    from auditor.align.side import Side
    from auditor.canonical import given

    if stage == "blocks":
        form = auditor.Options().normalize
        forms = Side(scrape, form).form, Side(canonical, form).form
        return lambda: find_blocks(*forms)
    document = auditor.Document.from_text(scrape)
    if stage == "align":
        return lambda: align(document, given(canonical), auditor.Options())
    return lambda: auditor.audit(document)


def child(stage: str, scrape: Path, canonical: Path, times: int) -> None:
    """One measured process: prints the least CPU time of `times` runs and the peak as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    job = _job(stage, scrape.read_text("utf-8"), canonical.read_text("utf-8"))
    _job(stage, "一二三四五六七八九十。" * 3, "一二三四五六七八九十。")()  # imports and first calls
    before = _resident()
    seconds = []
    for _ in range(times):
        start = time.process_time()
        job()
        seconds.append(time.process_time() - start)
    print(json.dumps([min(seconds), max(0, _peak() - before)]))


_STATUS = Path("/proc/self/status")  # proc(5)


def _resident() -> int:
    """Bytes in memory now, from where the peak is counted."""
    if not _STATUS.exists():
        return _peak()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak starts anew
    return _status("VmRSS")


def _peak() -> int:
    """The most bytes in memory. On Linux not by getrusage(2), which counts the parent's too."""
    if _STATUS.exists():
        return _status("VmHWM")
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _status(name: str) -> int:
    lines = _STATUS.read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name + ":"))


class Bench:
    """Runs measured processes on texts that it keeps in a folder."""

    def __init__(self, folder: Path, timeout: float) -> None:
        self.folder, self.timeout = folder, timeout

    def own(self, stage: str, scrape: str, canonical: str = "", times: int = 1) -> Cost:
        """The cost of a stage."""
        paths = [self._file("scrape", scrape), self._file("canonical", canonical)]
        command = [sys.executable, "-m", "benchmarks.speed", "--child", stage]
        done = self._run([*command, *map(str, paths), "--times", str(times)])
        if done is None:
            return Cost(None, failure="no end")
        if done.returncode:
            return Cost(None, failure="no memory" if b"MemoryError" in done.stderr else "failed")
        return Cost(*json.loads(done.stdout))

    def git(self, before: Sequence[str], after: Sequence[str]) -> Cost:
        """The CPU time of git on the same texts, a sentence a line."""
        old, new = (
            self._file(name, "".join(line.strip() + "\n" for line in lines))
            for name, lines in (("old", before), ("new", after))
        )
        start = _cpu()
        done = self._run(git_diff(old, new))
        return Cost(_cpu() - start) if done else Cost(None, failure="no end")

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
            return subprocess.run(
                command, capture_output=True, timeout=self.timeout, env=environment, check=False
            )
        except subprocess.TimeoutExpired:
            return None


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _cell(cost: Cost) -> str:
    """Seconds, or milliseconds below a tenth of one."""
    if cost.seconds is None:
        return cost.failure
    return f"{cost.seconds:.3g} s" if cost.seconds >= 0.1 else f"{cost.seconds * 1000:.3g} ms"


def _times(cost: Cost, floor: Cost | None) -> str:
    if floor is None or not floor.seconds or cost.seconds is None:
        return "–"
    return f"{cost.seconds / floor.seconds:.1f} ×"


def _memory(cost: Cost, *texts: str) -> str:
    """The peak as a multiple of the input in UTF-8."""
    if cost.seconds is None:
        return "–"
    return f"{cost.memory / sum(len(text.encode()) for text in texts):.1f} ×"


def align_rows(bench: Bench, sizes: Sequence[int]) -> Iterator[list[str]]:
    for language, (name, damage) in product(LANGUAGES, DAMAGE.items()):
        before: Cost | None = None
        for size in sizes:
            made = made_up(language, size)
            damaged = damage(made, random.Random(name))
            scrape, canonical = "".join(damaged), "".join(made)
            own, git = bench.own("align", scrape, canonical), bench.git(made, damaged)
            blocks = bench.own("blocks", scrape, canonical)
            yield [
                f"{language}, {name}, {size / 1e6:g} MB",
                _cell(own),
                _cell(git),
                _times(own, git),
                _times(blocks, git),
                _times(own, before),
                _memory(own, scrape, canonical),
            ]
            before = own


def audit_rows(bench: Bench, sizes: Sequence[int]) -> Iterator[list[str]]:
    damages = {"clean": lambda made, _: list(made), **DAMAGE}
    for language, (name, damage) in product(LANGUAGES, damages.items()):
        before: Cost | None = None
        for size in sizes:
            scrape = "".join(damage(made_up(language, size), random.Random(name)))
            own = bench.own("audit", scrape, times=5 if size <= 10_000 else 1)
            row = f"{language}, {name}, {size / 1e6:g} MB"
            yield [row, _cell(own), _times(own, before), _memory(own, scrape)]
            before = own


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
    for name, stage in product(small, stages):
        own = bench.own(stage, *full[name])
        tenth = bench.own(stage, *small[name])
        texts = full[name][: 2 if stage == "align" else 1]
        yield [f"{name}: {stage}", _cell(own), _times(own, tenth), _memory(own, *texts)]


def start_rows(bench: Bench) -> Iterator[list[str]]:
    bare = Cost(bench.start([sys.executable, "-c", ""]))
    own = Cost(bench.start([sys.executable, "-m", "auditor", "--version"]))
    yield ["python -c ''", _cell(bare), "–"]
    yield ["auditor --version", _cell(own), _times(own, bare)]


def report(options: argparse.Namespace) -> str:
    sizes = [int(float(size)) for size in options.sizes.split(",")]
    parts: list[str] = []
    head: tuple[str, ...]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.timeout)
        if "align" in options.only:
            head = (
                "align",
                "CPU",
                "git",
                "÷ git",
                "blocks ÷ git",
                "÷ the size before",
                "memory ÷ input",
            )
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
        "`blocks`: anchors, chains and blocks, the comparison forms made before. "
        "`git` is `git diff --no-index --color-moved=zebra`. "
        f"`no end`: not in {options.timeout:g} s; `no memory`: not in {MEMORY >> 30} GiB."
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
