"""Work, counted: how much a part of the inference may do, and where it stops.

Hostile and unlucky text has no end of arrangements. Each part that may grow faster than its text
counts what it does, and stops where that is more than texts need. What is counted depends on the
text alone, never on a clock: every run stops at the same place.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.canonical.weights import WEIGHTS
from auditor.model import Notice

SEARCH = Notice(
    "search-bounded",
    "No order of what stands several times was found in the work that the length of the text "
    "allows, so it is left as scraped, with all that it has several times.",
)
SETTLING = Notice(
    "settling-bounded",
    "Too many passages could stand at too many places to try them all, "
    "so some of them stand where they were first found to fit.",
)


@dataclass(slots=True)
class Budget:
    """Steps left to take; each takes about as long, a microsecond or some."""

    left: int
    spent: int = 0

    @classmethod
    def of(cls, units: int, each: int) -> Budget:
        """For a text of so many units, `each` steps for every one."""
        return cls(each * (units + WEIGHTS.short_text))

    def spend(self, steps: int) -> None:
        self.left -= steps
        self.spent += steps

    @property
    def is_over(self) -> bool:
        return self.left < 0
