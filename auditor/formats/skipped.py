"""What a run passed over in folders: as a line, as a list, and as a part of the JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from auditor.formats.terminal import logged
from auditor.model import Skipped

LISTED = 10_000  # paths that are named, others are counted; a bound of memory


def line(skipped: Sequence[Skipped]) -> str:
    """How much was skipped, and why, in a line; "" if nothing was."""
    if not skipped:
        return ""
    counts = Counter(each.reason for each in skipped)
    ranked = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in ranked)
    return f"Skipped {len(skipped):,} in folders: {reasons}.\n"


def listing(skipped: Sequence[Skipped]) -> Iterator[str]:
    """A line for each."""
    for each in skipped[:LISTED]:
        yield f"skipped: {logged(each.path)} ({each.reason})\n"
    if len(skipped) > LISTED:
        yield f"skipped: {len(skipped) - LISTED:,} more\n"


def fields(skipped: Sequence[Skipped]) -> dict[str, Any]:
    """The part of `auditor-results` that tells of them."""
    named = [{"path": each.path, "reason": each.reason} for each in skipped[:LISTED]]
    return {"skipped": named, "skipped_count": len(skipped)}
