"""GitLab's code quality report.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

from auditor.formats.places import File, Found, found_in
from auditor.formats.result import dump
from auditor.formats.terminal import plain
from auditor.model import Checked, Rule, Severity

_SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}


def render(checked: Sequence[Checked], rules: Sequence[Rule]) -> str:
    """The new findings, and each document that could not be audited, as a list of issues."""
    seen: Counter[str] = Counter()
    issues = []
    for each in checked:
        if each.failure is not None:
            issues.append(_failure(each, seen))
        issues += [_issue(found, seen) for found in found_in(each)]
    return dump(issues)


def _failure(checked: Checked, seen: Counter[str]) -> dict[str, Any]:
    file = File.of(checked)
    return {
        "check_name": "not-audited",
        "description": plain(file.says(f"not audited: {checked.failure}")),
        "fingerprint": _fingerprint((checked.source, "not-audited"), seen),
        "severity": "critical",
        "location": {"path": file.path, "lines": {"begin": 1}},
    }


def _issue(each: Found, seen: Counter[str]) -> dict[str, Any]:
    finding, place = each.finding, each.main
    file = File.of(each.checked)
    lines = {"begin": place.start.line, "end": place.last_line} if place else {"begin": 1}
    parts = (file.path, file.record or "", finding.rule, finding.fingerprint)
    return {
        "check_name": f"{finding.rule} {finding.name}",
        "description": plain(file.says(each.message)),
        "fingerprint": _fingerprint(parts, seen),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": file.path, "lines": lines},
    }


def _fingerprint(parts: Sequence[str], seen: Counter[str]) -> str:
    """A hash that no other issue has: of two with the same one, GitLab shows one."""
    key = "\0".join(parts)
    seen[key] += 1
    mark = f"{key}\0{seen[key]}"
    return hashlib.sha256(mark.encode("utf-8", "surrogatepass")).hexdigest()
