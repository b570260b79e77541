"""An editor's decisions: read, merge, match with the findings of another scrape, apply.

    mine = decisions.merge(decisions.read(path) for path in paths)
    repair = decisions.repair(audit, mine)
    repair.text, repair.placed, repair.dropped

What each action does to the text is written down in docs/decisions.md.
"""

from __future__ import annotations

from auditor.decisions.claims import REPAIRS, undecided
from auditor.decisions.fields import Fields
from auditor.decisions.matching import Matched, findings, locate, match
from auditor.decisions.merging import Conflict, concerning, conflicts, merge
from auditor.decisions.ordering import meant, ordered
from auditor.decisions.reading import files_of, parse, read, read_folder
from auditor.decisions.repairing import repair
from auditor.decisions.results import audit_of, read_results
from auditor.decisions.settling import rearrangement, stale, without_order

__all__ = [
    "REPAIRS",
    "Conflict",
    "Fields",
    "Matched",
    "audit_of",
    "concerning",
    "conflicts",
    "files_of",
    "findings",
    "locate",
    "match",
    "meant",
    "merge",
    "ordered",
    "parse",
    "read",
    "read_folder",
    "read_results",
    "rearrangement",
    "repair",
    "stale",
    "undecided",
    "without_order",
]
