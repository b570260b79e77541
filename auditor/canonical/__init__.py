"""The reference reading: given, or inferred from the scrape alone.

The steps that undo damage are in `pipeline`, in their order; each has a room of its own, with
a picture of the damage at its head.
"""

from __future__ import annotations

from auditor.canonical.page import Page
from auditor.canonical.pipeline import STEPS, TOGETHER, Taken, infer, led_back, left, walk
from auditor.canonical.reading import SEPARATOR, attribute, unchanged
from auditor.canonical.rearranging import rearrange
from auditor.model import Canonical

__all__ = [
    "SEPARATOR",
    "STEPS",
    "TOGETHER",
    "Page",
    "Taken",
    "attribute",
    "given",
    "infer",
    "led_back",
    "left",
    "rearrange",
    "unchanged",
    "walk",
]


def given(text: str) -> Canonical:
    """A trusted reading."""
    return Canonical(text=text, origin="given")
