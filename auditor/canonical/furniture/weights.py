"""The numbers by which the layout of pages is left out."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.weights import weight


@dataclass(frozen=True, slots=True)
class Weights:
    """Running lines and parted words."""

    # In step.py
    tail: int = weight(8, "characters", "bound", "of a line in which the end of its sentence is")

    # In captions.py
    rows: int = weight(3, "lines", "definition", "of a caption, at the most: what a screen shows")


WEIGHTS = Weights()
