"""The gate as a function: what passes and what does not, at every edge."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
from helpers import ROOT

from auditor.gate import exit_code, failed, graded, judge
from auditor.model import Finding, Gate, Measure, Score, Severity, Threshold, Verdict


def finding(severity: Severity, rule: str = "AUD101") -> Finding:
    return Finding(rule, "a-rule", severity, "A message.", (), "0" * 16)


CLEAN = Score(characters=100, canonical_characters=100)


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        ("error", "error", 1),
        ("warning", "error", 0),
        ("note", "error", 0),
        ("error", "warning", 1),
        ("warning", "warning", 1),
        ("note", "warning", 0),
        ("note", "note", 1),
        ("error", "never", 0),
    ],
)
def test_severities(severity: Severity, fail_on: Any, code: int) -> None:
    verdict = judge([finding(severity)], CLEAN, Gate(fail_on))
    assert (verdict.exit_code, bool(verdict.reasons)) == (code, bool(code))


WARN, FAIL = (">", 0.02), (">", 0.1)


@pytest.mark.parametrize(
    ("repeated", "characters", "limits", "code", "remarks"),
    [
        # repeated characters, characters, (warn-if, error-if), exit code, remarks
        (0, 100, (WARN, FAIL), 0, 0),
        (2, 100, (WARN, FAIL), 0, 0),  # exactly at a threshold
        (3, 100, (WARN, FAIL), 0, 1),
        (10, 100, (WARN, FAIL), 0, 1),
        (11, 100, (WARN, FAIL), 1, 0),  # beyond both: the graver one
        (100, 100, (WARN, FAIL), 1, 0),
        (10, 100, (None, (">=", 0.1)), 1, 0),
        (9, 100, (None, (">=", 0.1)), 0, 0),
        (0, 100, (None, (">", 0.0)), 0, 0),  # 0 is 0 only when exact
        (1, 10**9, (None, (">", 0.0)), 1, 0),
        (0, 100, (None, (">=", 0.0)), 1, 0),
        (100, 100, (None, (">", 1.0)), 0, 0),
        (10**9 - 1, 10**9, (None, (">=", 1.0)), 0, 0),  # and 1 too
        (100, 100, (None, (">=", 1.0)), 1, 0),
        (0, 0, (WARN, FAIL), 0, 0),  # an empty document
        (0, 0, (None, (">=", 0.0)), 1, 0),
    ],
)
def test_thresholds(repeated: int, characters: int, limits: Any, code: int, remarks: int) -> None:
    score = Score(characters=characters, canonical_characters=characters, repeated=repeated)
    verdict = judge([], score, Gate("error", (Threshold("repeated_ratio", *limits),)))
    assert (verdict.exit_code, len(verdict.reasons), len(verdict.remarks)) == (code, code, remarks)


def test_each_ratio_has_its_threshold() -> None:
    score = Score(100, 50, repeated=30, moved=35, missing=25)
    measures: tuple[Measure, ...] = get_args(Measure)
    gate = Gate("warning", tuple(Threshold(measure, (">", 0.4)) for measure in measures))
    assert judge([], score, gate).reasons == (
        "disorder-ratio 0.5 is > 0.4 (warning)",
        "missing-ratio 0.5 is > 0.4 (warning)",
    )


def test_a_threshold_counts_like_a_finding_of_its_severity() -> None:
    score = Score(characters=100, repeated=5)
    limit = (Threshold("repeated_ratio", (">", 0.02), (">", 0.1)),)
    codes = [judge([], score, Gate(at, limit)).exit_code for at in ("error", "warning", "note")]
    assert codes == [0, 1, 1]
    assert judge([], score, Gate("never", limit)).reasons == ()


@pytest.mark.parametrize(
    ("score", "rule", "reasons"),
    [
        (Score(300, repeated=100), "AUD107", ["repeated-ratio 0.333333 is >= 0.333 (error)"]),
        (Score(300, repeated=99), "AUD107", []),
        (Score(300, repeated=200), "AUD301", []),
        (Score(300, undecoded=4), "AUD003", ["undecoded-ratio 0.013333 is > 0.01 (error)"]),
        (Score(300, undecoded=3), "AUD003", []),
    ],
)
def test_a_third_repeated_or_one_in_a_hundred_undecoded_fails(
    score: Score, rule: str, reasons: list[str]
) -> None:
    found = [finding("note", rule)]
    assert list(judge(found, score, Gate()).reasons) == reasons
    assert judge([], score, Gate(), unchanged=found).reasons == ()
    own = tuple(Threshold(measure, (">", 0.9)) for measure in get_args(Measure))
    assert judge(found, score, Gate(thresholds=own)).reasons == ()


def test_exit_zero_keeps_the_reasons() -> None:
    verdict = judge([finding("error")], CLEAN, Gate(exit_zero=True))
    assert (verdict.exit_code, verdict.reasons) == (0, ("1 error (AUD101)",))


def test_what_is_hidden_is_carried_and_does_not_count() -> None:
    known, kept = finding("error"), finding("error", "AUD301")
    verdict = judge([], CLEAN, Gate(), [known], [kept], ["f" * 16])
    assert verdict == Verdict((), (known,), (kept,), ("f" * 16,))


def test_reasons_name_the_rules_the_gravest_first() -> None:
    found = [finding("warning"), finding("error", "AUD301"), finding("error", "AUD202")]
    assert judge(found, CLEAN, Gate("warning")).reasons == (
        "2 errors (AUD202, AUD301)",
        "1 warning (AUD101)",
    )


def test_severities_of_a_project() -> None:
    found = [finding("warning"), finding("error", "AUD301")]
    assert [f.severity for f in graded(found, {"AUD101": "note"})] == ["note", "error"]
    assert graded(found, {}) == tuple(found)


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        ([], 0),
        ([Verdict()], 0),
        ([Verdict(), Verdict(exit_code=1)], 1),
        ([failed(), Verdict()], 2),
        ([Verdict(exit_code=1), failed()], 2),  # both: the answer is incomplete
    ],
)
def test_exit_code_of_a_run(verdicts: list[Verdict], code: int) -> None:
    assert exit_code(verdicts) == code


def test_the_recipe_for_pytest_works(tmp_path: Path) -> None:
    (code,) = re.findall(
        r"```python\n(.*?)```", (ROOT / "docs" / "gate.md").read_text("utf-8"), re.S
    )
    page = "The market opens at eight. Dogs are welcome when on a lead."
    (tmp_path / "test_good.py").write_text(code, encoding="utf-8")
    (tmp_path / "test_bad.py").write_text(code.replace(page, page + f" {page}" * 3, 1), "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", "."]
    done = subprocess.run(command, cwd=tmp_path, env=python_path(), capture_output=True, text=True)
    assert "2 failed, 2 passed" in done.stdout, done.stdout
    assert "AUD105" in done.stdout


def python_path() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}
