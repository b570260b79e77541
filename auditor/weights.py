"""Every number that decides how a reading is inferred and aligned, room by room."""

from __future__ import annotations

from typing import Any

from auditor.align import weights as align
from auditor.canonical import weights as canonical
from auditor.canonical.columns import weights as columns
from auditor.canonical.evidence import weights as evidence
from auditor.canonical.furniture import weights as furniture
from auditor.canonical.inserted import weights as inserted
from auditor.canonical.spelling import weights as spelling
from auditor.canonical.twice import weights as twice
from auditor.canonical.windows import weights as windows
from auditor.canonical.woven import weights as woven
from auditor.model.weights import Weight, weights
from auditor.read import weights as read
from auditor.repeats import weights as repeats
from auditor.text import weights as text

_ROOMS = {
    "read": read.WEIGHTS,
    "text": text.WEIGHTS,
    "repeats": repeats.WEIGHTS,
    "evidence": evidence.WEIGHTS,
    "furniture": furniture.WEIGHTS,
    "spelling": spelling.WEIGHTS,
    "twice": twice.WEIGHTS,
    "windows": windows.WEIGHTS,
    "columns": columns.WEIGHTS,
    "woven": woven.WEIGHTS,
    "inserted": inserted.WEIGHTS,
    "canonical": canonical.WEIGHTS,
    "align": align.WEIGHTS,
}


def record(room: str) -> Any:
    """The numbers of one room, as its modules ask them."""
    return _ROOMS[room]


def every() -> tuple[Weight, ...]:
    """The numbers of all rooms, in the order in which the rooms are asked."""
    return tuple(each for room, record in _ROOMS.items() for each in weights(room, record))
