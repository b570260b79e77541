"""Markdown tables, and the page of the manual that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, cells padded so that it reads as plain text too; numbers to the right."""
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    padded = [_padded(line, widths) for line in (lines[0], rule, *lines[1:])]
    return "\n".join("| " + " | ".join(line) + " |" for line in padded)


def _padded(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    first, *rest = zip(line, widths, strict=True)
    return [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]


def share(value: float | None, places: int = 3) -> str:
    """A share; 1 and 0 only when exact."""
    if value is None:
        return "–"
    if value in (0.0, 1.0):
        return str(int(value))
    least = 10.0**-places
    return f"{min(max(value, least), 1 - least):.{places}f}"


def ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def mean(values: Iterable[float | None]) -> float | None:
    measured = [value for value in values if value is not None]
    return sum(measured) / len(measured) if measured else None


def write(section: str, text: str) -> None:
    """Put `text` between the marks of `section` in the page. Raises ValueError without marks."""
    begin, end = f"<!-- {section}: begin -->", f"<!-- {section}: end -->"
    page = PAGE.read_text(encoding="utf-8")
    head, found, rest = page.partition(begin)
    _, closed, tail = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"no marks for {section!r} in {PAGE.name}")
    PAGE.write_text(f"{head}{begin}\n{text.strip()}\n{end}{tail}", encoding="utf-8")
