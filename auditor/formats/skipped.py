"""What a run passed over in folders and archives: a line, a list, a part of the JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from auditor.formats.terminal import logged
from auditor.model import IN_ARCHIVES, Skipped


def line(skipped: Sequence[Skipped]) -> str:
    """How much was skipped, and why, in a line; "" if nothing was."""
    if not skipped:
        return ""
    counts: Counter[str] = Counter()
    for each in skipped:
        counts[each.reason] += each.count
    ranked = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in ranked)
    inside = any(each.reason in IN_ARCHIVES for each in skipped)
    where = "folders and archives" if inside else "folders"
    return f"Skipped {_total(skipped):,} in {where}: {reasons}.\n"


def listing(skipped: Sequence[Skipped]) -> Iterator[str]:
    """A line for each, and for each reason one that counts what is not named."""
    for each in skipped:
        what = f"{each.count:,} more" if each.path is None else logged(each.path)
        yield f"skipped: {what} ({each.reason})\n"


def fields(skipped: Sequence[Skipped]) -> dict[str, Any]:
    """The part of `auditor-results` that tells of them."""
    named = [{"path": each.path, "reason": each.reason} for each in skipped if each.path]
    return {"skipped": named, "skipped_count": _total(skipped)}


def _total(skipped: Sequence[Skipped]) -> int:
    return sum(each.count for each in skipped)
