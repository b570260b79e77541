"""Several audits on one screen of a terminal, in plain text.

File names and findings quote scraped text, which is hostile: what could steer a terminal or
reverse its text is written as an escape.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from auditor.formats.report.wording import counted, percent, undone
from auditor.formats.terminal import breadth, clip, plain
from auditor.model import FACT, SEVERITIES, Audit, Finding, Score

WIDTH = 80  # columns
FINDINGS = 14  # lines for the findings of one document
ROWS = 16  # lines for several documents

_NAME_WIDTH = 44


def render(audits: Sequence[Audit]) -> str:
    """The scores and findings of one audit, or a row for each of several; ends in a line feed."""
    if not audits:
        return "No audit was performed.\n"
    lines = _one(audits[0]) if len(audits) == 1 else _several(audits)
    return "".join(f"{clip(line, WIDTH).rstrip()}\n" for line in lines)


def _one(audit: Audit) -> list[str]:
    document, score = audit.document, audit.score
    facts = (f"{score.characters:,} characters", document.provenance.encoding, document.language)
    lines = [
        plain(document.provenance.source),
        "  " + ", ".join(filter(None, facts)),
        "  " + _shares(score),
        *_origin_note(audit),
        "",
        f"  {_counts(audit.judged)}",
        *(_finding(finding) for finding in _by_severity(audit.judged)[:FINDINGS]),
    ]
    left = len(audit.judged) - FINDINGS
    if left > 0:
        lines.append(f"  … and {left:,} more in the report")
    if audit.facts:
        passages = counted(len(audit.facts), "passage")
        lines.append(f"  {FACT} note    {passages} recurring, left as they stand")
    return lines + [f"  not done: {plain(notice.reason)}" for notice in audit.notices]


def _shares(score: Score) -> str:
    shares = (
        ("repeated", score.repeated_ratio),
        ("out of order", score.disorder_ratio),
        ("missing", score.missing_ratio),
    )
    return ", ".join(f"{percent(ratio)} {name}" for name, ratio in shares)


def _origin_note(audit: Audit) -> list[str]:
    if audit.canonical.origin == "given":
        return ["  measured against the given canonical text"]
    lines = ["  measured against an inferred order: text out of order or missing may not show"]
    done = undone(audit.canonical)
    return [*lines, f"  undone: {done}"] if done else lines


def _finding(finding: Finding) -> str:
    return f"  {finding.rule} {finding.severity:8}{finding.name}: {plain(finding.message)}"


def _several(audits: Sequence[Audit]) -> list[str]:
    ranked = sorted(audits, key=_rank)
    name = clip("document", _NAME_WIDTH)
    lines = [_row(name, "errors", "warnings", "notes", "repeated")]
    for audit in ranked[:ROWS]:
        counts = Counter(finding.severity for finding in audit.judged)
        source = plain(audit.document.provenance.source)
        numbers = [f"{counts[severity]:,}" for severity in SEVERITIES]
        lines.append(_row(source, *numbers, percent(audit.score.repeated_ratio)))
    if len(ranked) > ROWS:
        lines.append(f"… and {len(ranked) - ROWS:,} more")
    total = sum((audit.score for audit in audits), Score())
    findings = tuple(finding for audit in audits for finding in audit.judged)
    facts = f"{len(audits):,} documents, {total.characters:,} characters: "
    return [*lines, "", facts + _shares(total), _counts(findings)]


def _rank(audit: Audit) -> tuple[int, int, str]:
    counts = Counter(finding.severity for finding in audit.judged)
    return (-counts["error"], -counts["warning"], audit.document.provenance.source)


def _row(name: str, *cells: str) -> str:
    name = clip(name, _NAME_WIDTH)
    pad = " " * (_NAME_WIDTH - breadth(name))
    return name + pad + "".join(f"{cell:>9}" for cell in cells)


def _counts(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    named = (counted(counts[severity], severity) for severity in SEVERITIES if counts[severity])
    return ", ".join(named) or "no findings"


def _by_severity(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
