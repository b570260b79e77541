"""Random cases, small ones: nothing breaks. `python -m benchmarks.fuzz` tries many more.

A case that fails is run again by `python -m benchmarks.fuzz --size 1500 --case SEED`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import ROOT, Run

from benchmarks import wild

SIZE, CASES = "1500", 40
MINUTES = 5  # for a child that should take seconds: else something never ends


def fuzz(*flags: str, hash_seed: str = "0") -> str:
    """What the benchmark prints; it is a process of its own, and so is each of its cases."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.fuzz", "--size", SIZE, *flags],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        timeout=60 * MINUTES,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("first", range(0, 4 * CASES, CASES))
def test_nothing_breaks(first: int) -> None:
    assert fuzz("--seed", str(first), "--cases", str(CASES)) == ""


def test_the_same_bytes_under_another_hash_seed() -> None:
    one, other = (
        fuzz("--seed", "1000", "--cases", "12", "--digests", hash_seed=seed) for seed in "12"
    )
    assert one == other
    assert len(one.splitlines()) == 12


def test_the_same_bytes_from_any_number_of_processes(tmp_path: Path, run: Run) -> None:
    for number in range(12):
        data, name = wild.data(wild.Rng(f"file {number}"), 400)
        path = tmp_path / "in" / f"{number}{name}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    one, two = (run("check", "in", "--jobs", jobs, "--output-format", "json") for jobs in "12")
    assert one == two
    assert one.code in (1, 2)
    assert one.out.count('"reasons"') > 5
