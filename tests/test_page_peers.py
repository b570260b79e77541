"""What other readers of pages are measured by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import page_peers
from benchmarks.pages import beside, cases, readings


def test_ours_stands_beside_whatever_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_peers, "_BROWSERS", ())  # starts for a second
    page = "<p>The office opens at nine.<p hidden>It was closed."
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (tmp_path / "a.gold.txt").write_text("The office opens at nine.", encoding="utf-8")
    (tmp_path / "manifest.json").write_text(json.dumps([{"id": "a"}]), encoding="utf-8")
    found = readings(cases(tmp_path)[0])
    assert [each.reader for each in found] == ["auditor", *page_peers.installed()]
    assert (found[0].strict, found[0].lost[0]) == (1, 0)
    assert beside([found]).splitlines()[2].startswith("| auditor ")


def test_what_is_lost_of_what_is_in_sight() -> None:
    assert page_peers.lost("openatnine", ["openAtNine", "closedatfive", "x"], 8) == (12, 22)
