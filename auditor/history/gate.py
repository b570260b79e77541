"""Whether a history fails: by what its newest step holds, or any; what is reviewed is out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from auditor.model import Threshold
from auditor.model.histories import Change, History, Transition

# What the scraping, or the site around the text, did; editions and languages are no noise.
_NOISE = frozenset((
    "noise-duplication", "noise-order", "extraction", "volatile", "blink", "boilerplate",
))  # fmt: skip


def judged(
    history: History, fail_on: Sequence[str], thresholds: Sequence[Threshold], *, every: bool
) -> History:
    """The history with its exit code, and a sentence for each reason and each remark."""
    reasons: list[str] = []
    remarks: list[str] = []
    for transition in history.transitions if every else history.transitions[-1:]:
        old, new = history.states[transition.old], history.states[transition.new]
        place = f"{history.name}: {old.mark} → {new.mark}"
        reasons += [f"{place}: {what}" for gate in fail_on if (what := _failing(transition, gate))]
        for threshold in thresholds:
            value = _MEASURES[threshold.measure](history, transition)
            name = threshold.measure.replace("_", "-")
            if _is_crossed(threshold.error_if, value):
                reasons.append(f"{place}: {name} is {value:g}")
            elif _is_crossed(threshold.warn_if, value):
                remarks.append(f"{place}: {name} is {value:g}")
    return replace(
        history, exit_code=1 if reasons else 0, reasons=tuple(reasons), remarks=tuple(remarks)
    )


def _is_crossed(limit: tuple[str, float] | None, value: float) -> bool:
    if limit is None:
        return False
    return value >= limit[1] if limit[0] == ">=" else value > limit[1]


def _failing(transition: Transition, gate: str) -> str | None:
    """What a transition has of what `--fail-on` names, in words."""
    open_changes = [change for change in transition.changes if change.review is None]
    if gate == "editorial" and any(change.is_editorial for change in open_changes):
        return "editorial changes"
    if gate == "hidden" and any(change.hidden for change in open_changes):
        return "AUD608 (hidden)"
    if gate == "blink" and any(change.cls == "blink" for change in open_changes):
        return "AUD603 (blink)"
    if gate == "corruption" and "AUD607" in transition.findings:
        return "AUD607 (corruption)"
    if gate == "capture" and any(change.cls == "capture-failure" for change in open_changes):
        return "the capture failed"
    return None


def _characters(changes: Sequence[Change]) -> int:
    return sum(sum(change.characters) for change in changes)


def _editorial(_history: History, transition: Transition) -> float:
    """Characters of both versions that an author changed, and nobody has reviewed."""
    return _characters([c for c in transition.changes if c.is_editorial and c.review is None])


def _noise_share(history: History, transition: Transition) -> float:
    """Characters that the scraping changed, as a share of both versions."""
    size = sum(len(history.states[k].text) for k in (transition.old, transition.new))
    return _characters([c for c in transition.changes if c.cls in _NOISE]) / max(size, 1)


def _priority(_history: History, transition: Transition) -> float:
    """The highest priority of a change that nobody has reviewed."""
    open_changes = (change for change in transition.changes if change.review is None)
    return max((change.priority or 0.0 for change in open_changes), default=0.0)


_MEASURES: dict[str, Callable[[History, Transition], float]] = {
    "editorial": _editorial,
    "noise_share": _noise_share,
    "priority": _priority,
}
