"""Decisions as an editor makes them, and what must hold for every text that they make."""

from __future__ import annotations

from collections.abc import Iterable

from auditor import decisions
from auditor.model import Action, Audit, Decision, Decisions, Finding, Repair
from benchmarks.invariants import log_faults

SHA = "0" * 64


def made(*found: Decision, sha256: str = SHA, reviewer: str = "Li", name: str = "") -> Decisions:
    """The decisions of a reviewer, as if they were read from the file `name`."""
    ranked = tuple(sorted(found, key=lambda decision: decision.fingerprint))
    return Decisions("page.txt", sha256, "utf-8", reviewer, ranked, (name,) if name else ())


def on(findings: Iterable[Finding], action: Action = "accept") -> list[Decision]:
    """The same decision on every finding."""
    reason = "seen" if action in ("reject", "keep") else None
    return [Decision(f.fingerprint, f.rule, action, reason) for f in findings]


def accepted(audit: Audit) -> Repair:
    """The repair when every finding is accepted."""
    return decisions.repair(audit, made(*on(audit.findings)))


def check_log(audit: Audit, repair: Repair) -> None:
    """Placed parts tile the output and say what stands there; the scrape is accounted for."""
    assert list(log_faults(audit, repair)) == []
