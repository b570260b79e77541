"""The pages that throughput is measured on, and that the benchmark runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import throughput


@pytest.mark.parametrize("kind", throughput.KINDS)
def test_pages_are_of_one_size_and_distinct(kind: str) -> None:
    texts = list(throughput.pages(kind, 300))
    assert len(set(texts)) == 300
    sizes = sorted(len(text.encode()) for text in texts)
    assert sizes[30] > 0.8 * throughput.SIZE
    assert sizes[-1] <= throughput.SIZE + len("000000 ")


def test_pages_are_written_as_records(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    throughput.write_pages(path, "clean", 9)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == list(range(9))
    assert throughput.parsed(path) > 0


def test_the_benchmark_runs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throughput, "KINDS", ("clean",))
    throughput.main(["--pages", "7", "--jobs", "1"])
    assert "| clean | 4.4 kB |" in capsys.readouterr().out


def test_stages_are_told_apart() -> None:
    spent = throughput.stages("clean", 7)
    assert spent.keys() == {"read", "segment", "repeats", "canonical", "align", "score", "rules"}
