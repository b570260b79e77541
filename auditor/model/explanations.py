"""How a reading came to be, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from auditor.model.readings import Undone


@dataclass(frozen=True, slots=True)
class Step:
    """One stage, or one step of the inference.

    `saw` and `did` are in words. `gain` is in nats, 0 where nothing was undone. `undone` counts in
    the text that the step was given, which is the scrape until a step has changed it; `text` is
    what it left, None where that is what it was given.
    """

    name: str
    saw: str
    did: str
    gain: float = 0.0
    undone: tuple[Undone, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The steps from a document to what is told of it, as far as they were asked for."""

    source: str
    characters: int
    steps: tuple[Step, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data; keys are always there."""
        return {
            "schema": "auditor-explanation",
            "schema_version": 1,
            "source": self.source,
            "characters": self.characters,
            "steps": [
                {
                    "name": step.name,
                    "saw": step.saw,
                    "did": step.did,
                    "gain": step.gain,
                    "undone": [record.to_dict() for record in step.undone],
                    "text": step.text,
                }
                for step in self.steps
            ],
        }
