"""The numbers that decide how a reading is inferred, as a table for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from auditor.model.weights import Weight


def render(weights: Iterable[Weight]) -> str:
    """A table for each room: name, value, what the number rests on, unit and meaning."""
    rooms = [(room, list(group)) for room, group in groupby(weights, key=lambda each: each.room)]
    return "\n".join([*(_room(room, group) for room, group in rooms), _counts(rooms)])


def _room(room: str, weights: Sequence[Weight]) -> str:
    rows = [(each.name, _value(each.value), each.basis, _words(each)) for each in weights]
    widths = [max(len(row[at]) for row in rows) for at in range(3)]
    lines = (
        "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]))
        for row in rows
    )
    return f"{room}\n" + "".join(f"  {line}\n" for line in lines)


def _counts(rooms: Sequence[tuple[str, Sequence[Weight]]]) -> str:
    """How many numbers there are of each basis."""
    counts: Counter[str] = Counter()
    for _, weights in rooms:
        for each in weights:
            counts[each.basis] += each.numbers
    parts = ", ".join(f"{count} {basis}" for basis, count in counts.most_common())
    return f"{counts.total()} numbers: {parts}\n"


def _words(weight: Weight) -> str:
    fitted = f" ({weight.by})" if weight.by else ""
    return f"{weight.unit}: {weight.meaning}{fitted}"


def _value(value: object) -> str:
    return " ".join(map(_value, value)) if isinstance(value, tuple) else f"{value:g}"
