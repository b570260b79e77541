"""What an operator works with: the page, its units, and the pieces that it lays out."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

Unit = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """`canonical[start:end]` in a stream; or `inserted` text, when that is not empty."""

    start: int
    end: int
    stream: int
    inserted: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What an operator works on: the text, its units and the source of chance."""

    text: str
    units: Sequence[Unit]
    cut: bool
    rng: random.Random

    def piece(self, first: int, last: int, stream: int) -> Piece:
        """Units `first` to `last`, the last one not included."""
        start = self.units[first][0] if first < len(self.units) else len(self.text)
        return Piece(start, self.units[last - 1][1] if last > first else start, stream)
