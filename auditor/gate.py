"""The gate: findings and shares of one document to a verdict. Pure; it reads and writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from auditor.errors import ExitCode
from auditor.model import (
    SEVERITIES,
    Comparison,
    Finding,
    Gate,
    Score,
    Severity,
    Threshold,
    Verdict,
)


def judge(
    findings: Sequence[Finding],
    score: Score,
    gate: Gate,
    unchanged: Sequence[Finding] = (),
    suppressed: Sequence[Finding] = (),
    absent: Sequence[str] = (),
) -> Verdict:
    """The verdict on one document.

    `findings` are those that count: neither the baseline (`unchanged`) nor a decision
    (`suppressed`) hides them. `absent` are the baseline's fingerprints that this document does
    not show any more. A ratio that the score does not have (nothing was measured) is 0.
    """
    told = {finding.rule for finding in findings}
    limits = [each for each in gate.thresholds if not each.told_by or told & set(each.told_by)]
    crossed = [mark for limit in limits for mark in _crossed(limit, score)]
    failing = [*_too_grave(findings, gate), *(say for level, say in crossed if fails(level, gate))]
    return Verdict(
        new=tuple(findings),
        unchanged=tuple(unchanged),
        suppressed=tuple(suppressed),
        absent=tuple(absent),
        reasons=tuple(failing),
        exit_code=ExitCode.FINDINGS if failing and not gate.exit_zero else ExitCode.OK,
        remarks=tuple(say for level, say in crossed if not fails(level, gate)),
    )


def failed() -> Verdict:
    """The verdict on a document that could not be audited: there is no answer."""
    return Verdict(exit_code=ExitCode.ERROR)


def fails(severity: Severity, gate: Gate) -> bool:
    """Whether something of this severity fails the document."""
    if gate.fail_on == "never":
        return False
    return SEVERITIES.index(severity) <= SEVERITIES.index(gate.fail_on)


def graded(findings: Sequence[Finding], severities: Mapping[str, Severity]) -> tuple[Finding, ...]:
    """The findings with the severities that a project gives to rules, by rule id."""
    return tuple(
        replace(finding, severity=severities[finding.rule])
        if severities.get(finding.rule, finding.severity) != finding.severity
        else finding
        for finding in findings
    )


def exit_code(verdicts: Sequence[Verdict]) -> ExitCode:
    """That of a run: an answer that is incomplete (2) weighs more than one that is bad (1)."""
    return ExitCode(max((verdict.exit_code for verdict in verdicts), default=ExitCode.OK))


def _too_grave(findings: Sequence[Finding], gate: Gate) -> list[str]:
    counts = Counter(finding.severity for finding in findings)
    return [
        _counted(severity, [finding for finding in findings if finding.severity == severity])
        for severity in SEVERITIES
        if counts[severity] and fails(severity, gate)
    ]


def _counted(severity: Severity, findings: Sequence[Finding]) -> str:
    rules = ", ".join(sorted({finding.rule for finding in findings}))
    count = len(findings)
    return f"{count:,} {severity}{'s' if count > 1 else ''} ({rules})"


def _crossed(threshold: Threshold, score: Score) -> list[tuple[Severity, str]]:
    """The gravest limit that the score is beyond, with a sentence; none or one."""
    ratio = getattr(score, threshold.measure)
    limits: tuple[tuple[Severity, tuple[Comparison, float] | None], ...] = (
        ("error", threshold.error_if),
        ("warning", threshold.warn_if),
    )
    for severity, limit in limits:
        if limit and _is_beyond(ratio, *limit):
            name = threshold.measure.replace("_", "-")
            return [(severity, f"{name} {ratio:g} is {limit[0]} {limit[1]:g} ({severity})")]
    return []


def _is_beyond(ratio: float, comparison: Comparison, share: float) -> bool:
    return ratio > share if comparison == ">" else ratio >= share
