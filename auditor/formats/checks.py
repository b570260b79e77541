"""The JSON of a run of the gate: the results of its documents, and what the gate says of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from auditor import __version__
from auditor.formats.outcome import exit_code, exit_reason
from auditor.formats.result import dump
from auditor.formats.skipped import fields
from auditor.model import Checked, Finding, Rule, Skipped


def render(
    checked: Sequence[Checked], rules: Sequence[Rule], skipped: Sequence[Skipped] = ()
) -> str:
    """The run as `auditor-results`; documents that could not be audited have a verdict only."""
    return dump(
        {
            "schema": "auditor-results",
            "schema_version": 2,
            "auditor_version": __version__,
            "documents": [json.loads(each.result) for each in checked if each.result is not None],
            "exit_code": exit_code(checked),
            "exit_reason": exit_reason(checked),
            "verdicts": [_verdict(each) for each in checked],
            **fields(skipped),
        }
    )


def _verdict(checked: Checked) -> dict[str, Any]:
    verdict = checked.verdict
    return {
        "path": checked.source,
        "failure": checked.failure,
        "exit_code": int(verdict.exit_code),
        "reasons": list(verdict.reasons),
        "remarks": list(verdict.remarks),
        "new": _fingerprints(verdict.new),
        "unchanged": _fingerprints(verdict.unchanged),
        "suppressed": _fingerprints(verdict.suppressed),
        "absent": list(verdict.absent),
    }


def _fingerprints(findings: Sequence[Finding]) -> list[str]:
    return [finding.fingerprint for finding in findings]
