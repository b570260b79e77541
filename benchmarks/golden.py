"""What is made of many damaged texts today, a line each: `python -m benchmarks.golden`.

Every text that ships, damaged by every operator with two seeds; the seeds; the documents of the
rules' tests. A line tells the length of the reading, its joins, the rules that found something,
and two hashes: of the reading (its text, joins, choices, witnesses) and of the whole result. The
lines are in `golden.txt`: code that only moves leaves them as they are, and a change of behaviour
is a diff of that file.

    python -m benchmarks.golden                  what differs, with a diff of the readings
    python -m benchmarks.golden --only windows   the cases that have this in their names
    python -m benchmarks.golden --write          the lines as they are now
    python -m benchmarks.golden --show NAME      the reading of one case
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import auditor
from auditor.damage.operators import EXACT, NOISY, OPERATORS, corrupt
from benchmarks.documents import Choice, load
from benchmarks.runs import run

ROOT = Path(__file__).parent.parent
LINES = Path(__file__).parent / "golden.txt"
OPS = tuple(dict.fromkeys((*OPERATORS, *EXACT, *NOISY)))
SEEDS = (1, 2)
MAX_CHARS = 5_000
_SAMPLE = 20  # one case in so many belongs to the sample
_SHOWN = 5  # cases whose readings are compared in words
_WIDTH = 200  # characters of a line of the diff
_MARKS = str.maketrans("", "", "⟦⟧")
_GIVEN = "=== canonical ===\n"
_SENTENCE = re.compile(r"[^。！？.!?\n]*[。！？.!?\n]+|[^。！？.!?\n]+")
# They say what made the result, not what the result is.
_MAKERS = ("auditor_version", "options_digest")


def names() -> list[str]:
    """Every case by name: TEXT/OPERATOR/SEED, or the path of a file below the root."""
    texts = [text.name for text in load(Choice(max_chars=MAX_CHARS))]
    made = [f"{text}/{operator}/{seed}" for text in texts for operator in OPS for seed in SEEDS]
    files = [*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests" / "rules").rglob("*.txt")]
    return sorted(made + [path.relative_to(ROOT).as_posix() for path in files])


def sample(cases: Iterable[str]) -> list[str]:
    """The same few of them whenever they are chosen: told by a hash of the name."""
    return [name for name in cases if int(_digest(name.encode(), 8), 16) % _SAMPLE == 0]


def line(name: str) -> str:
    """What is made of a case, as it stands in the file."""
    audit = _audit(name)
    result = {key: value for key, value in audit.to_dict().items() if key not in _MAKERS}
    found = Counter(finding.rule for finding in audit.findings)
    rules = ",".join(f"{rule}×{count}" for rule, count in sorted(found.items())) or "nothing"
    canonical = audit.canonical
    reading = [
        canonical.text,
        *([asdict(each) for each in kind] for kind in (canonical.joins, canonical.choices)),
        [asdict(each) for each in canonical.witnesses],
    ]
    return (
        f"{name}  {len(canonical.text)} characters  {len(canonical.joins)} joins  {rules}"
        f"  {_hash(reading)} {_hash(result)}"
    )


def reading(name: str) -> str:
    """The reading of a case, a sentence a line."""
    return "\n".join(_SENTENCE.findall(_audit(name).canonical.text))


def differences(
    known: Mapping[str, str], cases: Sequence[str], jobs: int = 1
) -> Iterator[tuple[str, str]]:
    """The line that is known of each case that is another now, and that other."""
    for name, now in zip(cases, run(line, cases, jobs), strict=True):
        if known.get(name, "") != now:
            yield known.get(name, f"{name}  is not in the file"), now


def known() -> dict[str, str]:
    """The lines of the file by the names of their cases."""
    rows = LINES.read_text(encoding="utf-8").splitlines()
    return {row.partition("  ")[0]: row for row in rows}


def _audit(name: str) -> auditor.Audit:
    path = ROOT / name
    if path.suffix != ".txt":
        text, operator, seed = name.split("/")
        whole = {each.name: each.text for each in load(Choice(max_chars=MAX_CHARS))}
        return auditor.audit(corrupt(whole[text], operator, int(seed)).scrape)
    scrape, _, canonical = path.read_text(encoding="utf-8").translate(_MARKS).partition(_GIVEN)
    return auditor.audit(scrape, canonical or None)


def _hash(value: object) -> str:
    return _digest(json.dumps(value, sort_keys=True).encode(), 12)


def _digest(data: bytes, length: int) -> str:
    return hashlib.sha256(data).hexdigest()[:length]


def _diff(cases: Sequence[str]) -> Iterator[str]:
    """How the readings of some cases differ from those of the commit that the file is of."""
    commit = _git("log", "-1", "--format=%H", "--", str(LINES))
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        _git("worktree", "add", "--detach", "--quiet", str(tree), commit)
        try:
            for name in cases:
                before, after = _shown(tree, name), reading(name)
                yield f"\n{name}" if before != after else f"\n{name}: the reading is the same"
                lines = before.splitlines(), after.splitlines()
                for row in difflib.unified_diff(*lines, "was", "is", lineterm="", n=1):
                    yield row[:_WIDTH]
        finally:
            _git("worktree", "remove", "--force", str(tree))


def _shown(tree: Path, name: str) -> str:
    command = [sys.executable, "-m", "benchmarks.golden", "--show", name]
    return _said(command, tree, {**os.environ, "PYTHONPATH": str(tree)}).rstrip("\n")


def _git(*words: str) -> str:
    return _said(["git", *words], ROOT).strip()


def _said(command: Sequence[str], folder: Path, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.golden",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--write", action="store_true", help="write the lines as they are now")
    parser.add_argument("--show", metavar="NAME", help="print the reading of a case")
    parser.add_argument("--only", default="", metavar="TEXT", help="cases with TEXT in their names")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    options = parser.parse_args()
    if options.show:
        print(reading(options.show))
        return
    cases = [name for name in names() if options.only in name]
    if options.write:
        made = known() if options.only else {}
        made |= dict(zip(cases, run(line, cases, options.jobs), strict=True))
        LINES.write_text("".join(f"{made[name]}\n" for name in sorted(made)), encoding="utf-8")
        return
    changed = list(differences(known(), cases, options.jobs))
    for was, now in changed:
        print(f"- {was}\n+ {now}")
    for row in _diff([now.partition("  ")[0] for _, now in changed[:_SHOWN]]):
        print(row)
    print(f"{len(changed)} of {len(cases)} cases are not as {LINES.name} says")
    sys.exit(bool(changed))


if __name__ == "__main__":
    main()
