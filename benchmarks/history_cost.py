"""What a version audit of many versions costs: CPU and memory, first and from the cache.

    python -m benchmarks.history_cost [--versions N] [--characters N] [--jobs N] [--damaged]

The page is the manual itself, without its tables of figures and its examples of damage. From
version to version three of its words change; each tenth version has a new clause, each
twenty-fifth, or with --damaged each, holds three paragraphs twice.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
_DAMAGED = ("benchmarks.md", "rules.md", "tricky-cases.md")  # and figures, which are no prose
_WORDS = ("30", "data", "shall", "services", "12", "page")


def write(folder: Path, versions: int, characters: int, *, damaged: bool = False) -> None:
    """The versions as files of a folder, a week apart."""
    rng = random.Random(5)
    text = "\n\n".join(p.read_text(encoding="utf-8") for p in _pages())
    paragraphs = text[:characters].split("\n\n")
    for number in range(versions):
        for _ in range(3):
            at = rng.randrange(len(paragraphs))
            words = paragraphs[at].split(" ")
            if len(words) > 6:
                words[rng.randrange(len(words))] = rng.choice(_WORDS)
            paragraphs[at] = " ".join(words)
        if number % 10 == 3:
            clause = f"Of class {number} the records are kept for {number + 3} days and no longer."
            paragraphs.insert(rng.randrange(len(paragraphs)), clause)
        body = list(paragraphs)
        if damaged or number % 25 == 7:
            at = rng.randrange(len(body) - 3)
            body[at:at] = body[at : at + 3]
        name = (date(2020, 1, 1) + timedelta(weeks=number)).isoformat()
        (folder / f"{name}.md").write_text("\n\n".join(body), encoding="utf-8")


def _pages() -> list[Path]:
    found = [*sorted((ROOT / "docs").glob("*.md")), *sorted(ROOT.glob("*.md"))]
    return [path for path in found if path.name not in _DAMAGED]


def cost(folder: Path, jobs: int) -> tuple[float, float]:
    """Seconds of CPU of one run, and the memory in MB of its largest process so far."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = ["history", "versions", "-o", "out", "--cache", "cache", "--pairs", "none"]
    subprocess.run(
        [sys.executable, "-m", "auditor", *words, "--jobs", str(jobs)],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, after.ru_maxrss / 1024


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.history_cost", description=__doc__)
    parser.add_argument("--versions", type=int, default=20)
    parser.add_argument("--characters", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--damaged", action="store_true")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "versions").mkdir()
        write(folder / "versions", options.versions, options.characters, damaged=options.damaged)
        for what in ("first", "from the cache"):
            used, memory = cost(folder, options.jobs)
            print(
                f"{options.versions} versions of {options.characters:,} characters, {what}:"
                f" {used:.0f} s of CPU, {used / options.versions:.2f} s a version,"
                f" {memory:.0f} MB in the largest process",
                flush=True,
            )


if __name__ == "__main__":
    main()
