"""The gate: what documents must keep to, what is known of them, what it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from auditor.model.audits import Finding, Options, Severity
from auditor.model.readings import Score
from auditor.model.texts import Document

Measure = Literal["repeated_ratio", "disorder_ratio", "missing_ratio", "undecoded_ratio"]
# Of a step of a history: characters of authors, share of the rest, highest priority of a passage.
HistoryMeasure = Literal["editorial", "noise_share", "priority"]
Comparison = Literal[">", ">="]


@dataclass(frozen=True, slots=True)
class Threshold:
    """Limits on one measure: from which value on it warns, from which it is an error.

    `measure` is a ratio of a `Score`, or what is measured of a step of a history. A limit is a
    comparison and a value, such as (">", 0.02), or None. With `told_by` it counts only where one of
    these rules has a finding that counts: what is known already, or not asked for, fails nothing.
    """

    measure: Measure | HistoryMeasure
    warn_if: tuple[Comparison, float] | None = None
    error_if: tuple[Comparison, float] | None = None
    told_by: tuple[str, ...] = ()


# What fails a document beside its errors; a project's own limits on a ratio take their place.
THRESHOLDS = (
    Threshold(
        "repeated_ratio",
        error_if=(">=", 0.333),
        told_by=("AUD101", "AUD102", "AUD103", "AUD105", "AUD107", "AUD202"),
    ),
    Threshold("undecoded_ratio", error_if=(">", 0.01), told_by=("AUD003",)),
)


@dataclass(frozen=True, slots=True)
class Gate:
    """What a document must keep to: the severity from which it fails, and its thresholds.

    A threshold that is crossed counts like a finding of that severity. With `exit_zero` the
    document still fails, and the exit code says nothing of it.
    """

    fail_on: Severity | Literal["never"] = "error"
    thresholds: tuple[Threshold, ...] = THRESHOLDS
    exit_zero: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What one document is audited and judged by; `severities` are (rule id, severity)."""

    options: Options
    gate: Gate
    severities: tuple[tuple[str, Severity], ...] = ()


@dataclass(frozen=True, slots=True)
class PerPath:
    """Settings for the documents whose path fits one of `paths`, patterns as in .gitignore."""

    paths: tuple[str, ...]
    values: tuple[tuple[str, Any], ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()
    thresholds: tuple[Threshold, ...] = ()


@dataclass(frozen=True, slots=True)
class HistorySettings:
    """What a settings file says of version audits.

    `values` are (key, value) as in `auditor.config.versions`; `weights` those of priorities.
    """

    values: tuple[tuple[str, Any], ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a settings file says, checked; `file` is its path, "" where there is none.

    `values` are (key, value) as in `auditor.config.KEYS`; `severities` (rule id, severity).
    """

    file: str = ""
    values: tuple[tuple[str, Any], ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    per_path: tuple[PerPath, ...] = ()
    history: HistorySettings = field(default_factory=HistorySettings)


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """A finding that the baseline knows; `path` is relative to the baseline's folder."""

    path: str
    rule: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of one document.

    `new` are the findings that count against the gate, `unchanged` those that the baseline
    knows, `suppressed` those that a decision rejects or keeps on purpose. `absent` are the
    fingerprints of the baseline that are not found any more. `reasons` say why the document
    fails, one sentence each; empty when it passes. `remarks` name thresholds that are crossed
    without failing it.
    """

    new: tuple[Finding, ...] = ()
    unchanged: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    absent: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    exit_code: int = 0
    remarks: tuple[str, ...] = ()


SkipReason = Literal[
    "hidden",  # its name starts with a dot
    "other-suffix",
    "not-included",  # no --include fits it
    "excluded",  # by --exclude
    "ignored",  # by an ignore file
    "link",
    "not-regular",  # no file or folder: a pipe, socket or device
    "own-file",  # the run itself reads or writes it
    "read-already",  # a folder that the run has come to by another path
    # of these in archives:
    "no-success",  # the server answered with another status
    "no-text",  # a picture, a script, a style sheet
    "seen-again",  # a visit that found the same again
    "not-in-archive",  # the same, of a visit that another file holds
]


IN_ARCHIVES: frozenset[SkipReason] = frozenset(
    ("no-success", "no-text", "seen-again", "not-in-archive")
)
# What nobody asked to leave out, and what the run has nowhere else.
UNASKED: frozenset[SkipReason] = frozenset(
    ("other-suffix", "link", "not-regular", "no-success", "no-text", "not-in-archive")
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """What a run found in a folder or an archive and did not read.

    A folder's path has a slash at its end.

    Of too much to be named the path is None, and `count` how much was skipped for this reason.
    """

    path: str | None
    reason: SkipReason
    count: int = 1


@dataclass(frozen=True, slots=True)
class Checked:
    """One document of a run of the gate.

    `source` is the path as given, or path#id for a record of a JSON Lines file. `document` and
    `score` are None when it could not be audited; `failure` then says why, in one sentence.
    The text of a document is left out ("") where nothing found in it is to be shown, so that
    a run over many pages holds little. `result` is its result as JSON, when a format asks for
    it. `is_baseline` marks what is no document: the baseline, with a finding a stale entry.
    `recurring` is how many passages recur and are taken for meant.
    """

    source: str
    document: Document | None
    score: Score | None
    verdict: Verdict
    failure: str | None = None
    result: str | None = None
    is_baseline: bool = False
    recurring: int = 0
