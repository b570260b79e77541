"""What reconstruction must reach, beside what it reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks import clean
from benchmarks.compare import Report, Rows
from benchmarks.tables import table

NOISE = "+noise-1"
_NOISY = 0.02  # of all neighbouring pairs: so much less may be right with noise


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure of a row, and the least, or the most, that it must be."""

    row: str
    figure: str
    least: float | None = None
    most: float | None = None

    def met(self, value: float) -> bool:
        if self.least is not None:
            return value >= self.least
        return self.most is None or value <= self.most


DAMAGE = (
    *(Bar(row, "exact", least=0.98) for row in ("windows", "page-twice", "page-partial")),
    *(Bar("interleaved-2", figure, least) for figure, least in (("pairs", 0.94), ("tau", 0.99))),
    Bar("interleaved-2-gaps", "pairs", 0.94),
    Bar("interleaved-2", "lost", most=0.0),
    Bar("interleaved-3", "pairs", 0.93),
    Bar("windows-shuffled", "pairs", 0.99),
    Bar("windows-shuffled-cut", "pairs", 0.99),
    Bar("all", "lost", most=0.0),
    Bar("all", "dropped", most=0.0),
    Bar("all", "joins sure+wrong", most=0.01),
    Bar("all", "seams sure+wrong", most=0.01),
    Bar("all", "joins open, true one shown", 0.9),
    Bar("all", "joins open and wrong, offered", 0.9),
)
CLEAN = (
    Bar(clean.ALL, "unchanged", least=0.99),
    Bar(clean.ALL, "in 100,000 characters", most=0.2),
)
COST = ((0.005, 0.03), (1.0, 10.0), (10.0, 150.0))  # megabytes, and the most CPU seconds


def bars(report: Report) -> list[str]:
    """A table of every bar that the report has a figure for; none where there is no such bar.

    Of held-out documents where there are any.
    """
    damage = report.get("held-out") or report.get("tune") or {}
    rows = [
        *_lines(DAMAGE, damage),
        *_lines(_noisy(damage), damage),
        *_lines(CLEAN, report.get("clean", {})),
        *_lines(_costs(report.get("cost", {})), report.get("cost", {})),
    ]
    return [table(("bar", "figure", "must be", "is", "met"), rows)] if rows else []


def _lines(wanted: tuple[Bar, ...], rows: Rows) -> Iterator[list[str]]:
    for bar in wanted:
        value = rows.get(bar.row, {}).get(bar.figure)
        if value is None:
            continue
        limit = f"≥ {bar.least:.4g}" if bar.least is not None else f"≤ {bar.most:.4g}"
        yield [bar.row, bar.figure, limit, f"{value:.4g}", "yes" if bar.met(value) else "**no**"]


def _noisy(rows: Rows) -> tuple[Bar, ...]:
    """With noise, not much less than without."""
    return tuple(
        Bar(name, "pairs", least=pairs - _NOISY)
        for name in rows
        if name.endswith(NOISE)
        and (pairs := rows.get(name.removesuffix(NOISE), {}).get("pairs")) is not None
    )


def _costs(rows: Rows) -> tuple[Bar, ...]:
    return tuple(
        Bar(name, "seconds", most=most)
        for name in rows
        for size, most in COST
        if name.endswith(f", {size:g} MB")
    )
