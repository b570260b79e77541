"""What a run of the gate comes to: its exit code, the reason for it, its counts in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from auditor.model import SEVERITIES, Checked

_NAMED = 3  # documents that a reason names


def exit_code(run: Sequence[Checked]) -> int:
    """That of a run: an answer that is incomplete (2) weighs more than one that is bad (1)."""
    return max((int(checked.verdict.exit_code) for checked in run), default=0)


def exit_reason(run: Sequence[Checked]) -> str | None:
    """Why a run ends as it does, in a sentence; None when every document passes."""
    failed = [f"{each.source}: {each.failure}" for each in run if each.failure is not None]
    failing = [
        f"{each.source}: {', '.join(each.verdict.reasons)}" for each in run if each.verdict.reasons
    ]
    parts = []
    if failed:
        parts.append(f"{counted(len(failed), 'document')} could not be audited ({_some(failed)})")
    if failing:
        documents = sum(bool(each.verdict.reasons) for each in run if not each.is_baseline)
        who = [counted(documents, "document")] if documents else []
        who += ["the baseline"] if documents < len(failing) else []
        verb = "fails" if len(failing) == 1 else "fail"
        parts.append(f"{' and '.join(who)} {verb} the gate ({_some(failing)})")
    return "; ".join(parts) or None


def tally(run: Sequence[Checked]) -> str:
    """What a run did and found, in a sentence."""
    if not run:
        return "No document was checked."
    found = Counter(finding.severity for each in run for finding in each.verdict.new)
    words = [counted(found[severity], severity) for severity in SEVERITIES if found[severity]]
    hidden = (
        (sum(len(each.verdict.unchanged) for each in run), "in the baseline"),
        (sum(len(each.verdict.suppressed) for each in run), "suppressed by decisions"),
        (sum(each.recurring for each in run), "recurring and left"),
    )
    words = [", ".join(words) or "no findings", *(f"{n:,} {what}" for n, what in hidden if n)]
    failed = sum(each.failure is not None for each in run)
    documents = sum(not each.is_baseline for each in run) - failed
    audited = f"Checked {counted(documents, 'document')}: {', '.join(words)}."
    if not failed:
        return audited
    return f"{audited} {counted(failed, 'document')} could not be audited."


def counted(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def _some(items: Sequence[str]) -> str:
    named = list(items[:_NAMED])
    if len(items) > _NAMED:
        named.append(f"and {len(items) - _NAMED:,} more")
    return "; ".join(named)
