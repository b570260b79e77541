"""How likely a cut is at each place of a text: at a line, a sentence, a word."""

from __future__ import annotations

import re

import numpy as np

from auditor.canonical.reading import Starts
from auditor.text import scripts

_BREAK = re.compile(
    rf"\s*\n\s*|[{scripts.ENDS}]+[{scripts.IN_CLOSING}]*[\s{scripts.BETWEEN_WORDS}]*|\s+"
)


def cuts_of(text: str, compared: str, starts: Starts) -> bytes:
    """How likely a cut is before each compared character: at a line, a sentence, a word."""
    cuts = bytearray(len(compared) + 1)
    breaks = list(_BREAK.finditer(text))
    places = np.searchsorted(starts, [found.end() for found in breaks]).tolist()
    for at, found in zip(places, breaks, strict=True):
        cuts[at] = max(cuts[at], 3 if "\n" in found[0] else 1 if found[0].isspace() else 2)
    return bytes(cuts)
