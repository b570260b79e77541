"""What a letter costs in a writing: the less, the more often real texts have it.

They are counted by `python -m benchmarks.letters`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

PLACE = Path(__file__).with_name("letters.json")
_WRITING = {"cp932": "euc_jp"}  # of another encoding


@cache
def costs(codec: str) -> Mapping[str, float]:
    """The commonest letters with the cost of each in nats; nothing where none were counted."""
    classes = json.loads(PLACE.read_text(encoding="utf-8")).get(_WRITING.get(codec, codec), ())
    return {char: float(cost) for chars, cost in classes for char in chars}
