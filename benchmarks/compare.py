"""Figures of a run as JSON, and what changed against those of an earlier run."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.tables import table

Rows = dict[str, dict[str, float | None]]  # row -> figure -> value
Report = dict[str, Rows]  # table -> its rows

_LEAST = 0.0005  # a smaller difference is not told
_TIMES = ("s/MB", "seconds", "÷ floor", "memory")  # figures that no two runs have alike
_FACTOR = 1.2  # and what they must differ by


def save(report: Report, path: Path) -> None:
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path: Path) -> Report:
    """Raises ValueError for what `save` did not write."""
    report = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(report, dict) or not all(isinstance(rows, dict) for rows in report.values()):
        raise ValueError(f"{path} holds no figures: write it with --json")
    return report


def differences(before: Report, now: Report) -> str:
    """Every figure that differs, in the tables and rows that both have."""
    lines = [
        [name, row, figure, _cell(old), _cell(new), _change(old, new)]
        for name, rows in now.items()
        for row, figures in rows.items()
        if row in before.get(name, {})
        for figure, new in figures.items()
        if figure in before[name][row] and _differs(figure, old := before[name][row][figure], new)
    ]
    if not lines:
        return "No figure differs."
    return table(("table", "row", "figure", "before", "now", "change"), lines)


def _differs(figure: str, old: float | None, new: float | None) -> bool:
    if old is None or new is None:
        return old is not new
    if figure in _TIMES:
        return max(old, new) > _FACTOR * min(old, new)
    return abs(new - old) >= _LEAST


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"


def _change(old: float | None, new: float | None) -> str:
    return "" if old is None or new is None else f"{new - old:+.4g}"
