"""Time and memory of reconstruction, against the search for repeats in the same text.

Every measurement is a process of its own, with a time-out: `python -m benchmarks.cost --child
STAGE FILE TIMES`. CPU seconds of user and system; memory is the peak beyond what the imports
and the text take.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.compare import Report
from benchmarks.speed import MEMORY, ROOT, Cost, _peak, _resident, interleaved, made_up
from benchmarks.tables import table

SIZES = "5000,100000,1000000,10000000"  # bytes
LANGUAGES = ("zh", "en")
_SMALL = 20_000  # bytes; up to this size the least of some runs counts
_RUNS = 5


def windows(made: Sequence[str], rng: random.Random) -> list[str]:
    """Windows of eight to sixteen sentences that share two to five with the next."""
    laid: list[str] = []
    start = 0
    while True:
        end = min(len(made), start + rng.randint(8, 16))
        laid += made[start:end]
        if end == len(made):
            return laid
        start = end - rng.randint(2, 5)


def doubled(made: Sequence[str], _: random.Random) -> list[str]:
    """The page twice, the second time without its first sentence."""
    return [*made, *made[1:]]


def clean(made: Sequence[str], rng: random.Random) -> list[str]:
    """As it is, but for one sentence in a hundred that stands again by right."""
    again = max(1, len(made) // 100)
    laid = list(made)
    for _ in range(again):
        laid.insert(rng.randrange(len(laid)), rng.choice(made))
    return laid


DAMAGE: dict[str, Callable[[Sequence[str], random.Random], list[str]]] = {
    "interleaved": interleaved,
    "windows": windows,
    "doubled": doubled,
    "clean": clean,
}


def text(language: str, damage: str, size: int) -> tuple[str, str]:
    """A damaged text of about `size` bytes, and what it was before."""
    rng = random.Random(f"{language}/{damage}/{size}")
    whole = DAMAGE[damage](_sentences(language, size), rng)
    share = size / len("".join(whole).encode())
    made = _sentences(language, round(size * share))
    return "".join(DAMAGE[damage](made, rng)), "".join(made)


def _sentences(language: str, size: int) -> list[str]:
    """With a capital at the head, where the script has one: else no cutter sees a sentence."""
    return [made[:1].upper() + made[1:] for made in made_up(language, size)]


def child(stage: str, path: Path, times: int) -> None:
    """Prints the least CPU time of `times` runs and the peak of memory as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    _job(stage, "一二三四五六七八九十。" * 3)()  # imports and first calls
    job = _job(stage, path.read_text("utf-8"))
    before = _resident()
    seconds, left = [], 0
    for _ in range(times):
        start = time.process_time()
        left = job()
        seconds.append(time.process_time() - start)
    print(json.dumps([min(seconds), max(0, _peak() - before), left]))


def _job(stage: str, scrape: str) -> Callable[[], int]:
    """What is measured, all that comes before it done already: gives a length or a number."""
    import auditor
    from auditor.repeats import find_repeats
    from auditor.segment import segment

    document, options = auditor.Document.from_text(scrape), auditor.Options()
    if stage == "reconstruct":
        return lambda: len(auditor.reconstruct([document]).text)
    fragments = segment(document.text, document.language, options.normalize)
    return lambda: len(find_repeats(document, fragments, options))


def _measured(stage: str, path: Path, times: int, timeout: float) -> tuple[Cost, int]:
    """The cost, and what the stage gave."""
    command = [sys.executable, "-m", "benchmarks.cost", "--child", stage, str(path), str(times)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, timeout=timeout, check=False
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Cost(None, failure="no end"), 0
    if done.returncode:
        failure = "no memory" if b"MemoryError" in done.stderr else "failed"
        return Cost(None, failure=failure), 0
    seconds, memory, left = json.loads(done.stdout)
    return Cost(seconds, memory), left


HEAD = ("cost", "seconds", "÷ floor", "exponent", "memory ÷ input", "reading ÷ text")
LEGEND = """\
CPU seconds of `reconstruct`, from text to canonical. `floor`: the search for repeats alone, in \
the same text. `reading ÷ text`: characters of the canonical and of the undamaged text, to tell \
whether the damage was undone. `exponent`: of the growth from the size before, 1 being linear. \
`clean`: one sentence in a hundred stands again by right. `no end`: not in {timeout:g} s; \
`no memory`: not in {memory} GiB; a size beyond one that failed is not tried."""


def tables(options: Namespace, report: Report) -> list[str]:
    """Every language, damage and size; the figures go into `report`."""
    sizes = [int(float(size)) for size in options.sizes.split(",")]
    rows = report["cost"] = {}
    lines: list[list[str]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scrape")
        for language in LANGUAGES:
            for damage in DAMAGE:
                lines += _growing(language, damage, sizes, path, options.timeout, rows)
    legend = LEGEND.format(timeout=options.timeout, memory=MEMORY >> 30)
    return [table(HEAD, lines), legend]


def _growing(
    language: str,
    damage: str,
    sizes: Sequence[int],
    path: Path,
    timeout: float,
    rows: dict[str, dict[str, float | None]],
) -> list[list[str]]:
    """One damage in every size, until a size fails."""
    lines: list[list[str]] = []
    before: tuple[int, Cost] | None = None
    for size in sizes:
        scrape, made = text(language, damage, size)
        path.write_text(scrape, encoding="utf-8")
        length = path.stat().st_size
        times = _RUNS if size <= _SMALL else 1
        floor, _ = _measured("repeats", path, times, timeout)
        own, left = _measured("reconstruct", path, times, timeout)
        name = f"{language}, {damage}, {size / 1e6:g} MB"
        exponent = _exponent(before, (length, own))
        rows[name] = {
            "seconds": own.seconds,
            "÷ floor": _ratio(own.seconds, floor.seconds),
            "exponent": exponent,
            "memory": own.memory / length if own.seconds is not None else None,
            "reading ÷ text": left / len(made) if own.seconds is not None else None,
        }
        lines.append([name, *_cells(own, rows[name])])
        print(*lines[-1], sep="  ", file=sys.stderr, flush=True)
        if own.seconds is None:
            break
        before = length, own
    return lines


def _cells(own: Cost, row: dict[str, float | None]) -> list[str]:
    if own.seconds is None:
        return [own.failure, "–", "–", "–", "–"]
    seconds = f"{own.seconds * 1000:.0f} ms" if own.seconds < 1 else f"{own.seconds:.1f} s"
    ratio, exponent = row["÷ floor"], row["exponent"]
    return [
        seconds,
        "–" if ratio is None else f"{ratio:.1f} ×",
        "–" if exponent is None else f"{exponent:.2f}",
        f"{row['memory']:.0f} ×",
        f"{row['reading ÷ text']:.2f}",
    ]


def _exponent(before: tuple[int, Cost] | None, now: tuple[int, Cost]) -> float | None:
    if before is None or not before[1].seconds or not now[1].seconds:
        return None
    return math.log(now[1].seconds / before[1].seconds) / math.log(now[0] / before[0])


def _ratio(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cost", description=__doc__)
    parser.add_argument("--child", nargs=3, metavar=("STAGE", "FILE", "TIMES"), required=True)
    stage, path, times = parser.parse_args().child
    child(stage, Path(path), int(times))


if __name__ == "__main__":
    main()
