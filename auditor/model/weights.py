"""The numbers that decide, and what each of them rests on.

Each room of the inference keeps its own as one frozen record, `Weights` in its `weights.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypeVar

# fitted: by a command, on data; bound: of time, memory or of what is worth looking at;
# definition: of a word, or of how much is shown; guess: nobody has measured it.
Basis = Literal["fitted", "bound", "definition", "guess"]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Weight:
    """One number, or a few that belong together. `by` is the command that fitted it."""

    room: str
    name: str
    value: Any
    unit: str
    basis: Basis
    meaning: str
    by: str = ""

    @property
    def numbers(self) -> int:
        return count(self.value)


def weight(value: Value, unit: str, basis: Basis, meaning: str, *, by: str = "") -> Value:
    """A field of a record of weights; its default is the number."""
    return field(default=value, metadata={"told": (unit, basis, meaning, by)})


def weights(room: str, record: Any) -> Iterator[Weight]:
    """The numbers of one room, in the order of its record."""
    for each in fields(record):
        unit, basis, meaning, by = each.metadata["told"]
        yield Weight(room, each.name, getattr(record, each.name), unit, basis, meaning, by)


def count(value: object) -> int:
    """How many numbers a value holds."""
    return sum(map(count, value)) if isinstance(value, tuple) else 1
