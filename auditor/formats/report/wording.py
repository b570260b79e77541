"""Numbers and scores in words, the same on every page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from auditor.formats.report.places import open_choices
from auditor.model import (
    SEVERITIES,
    Audit,
    Canonical,
    Finding,
    Provenance,
    Score,
    Severity,
    Span,
    UndoneKind,
)

Level = Literal["error", "warning", "note", "clean"]

_LEVELS: dict[Level, str] = {
    "error": "Needs repair",
    "warning": "Needs review",
    "note": "Minor remarks",
    "clean": "Nothing found",
}
_ENCODING_REASONS = {
    "bom": "by its byte-order mark",
    "declared": "as the document declares",
    "utf-8": "valid UTF-8",
    "detected": "detected from the bytes",
    "option": "set by option",
    "text": "given as text",
}
_UNDONE: dict[UndoneKind, str] = {
    "editions": "two editions kept",
    "spelling": "copies spelt alike",
    "doublets": "text said twice left out",
    "windows": "overlapping windows joined",
    "columns": "columns parted",
    "woven": "copies merged",
    "inserted": "blocks put in left out",
    "furniture": "heads and feet of pages, and hyphens at line ends, left out",
}
_COPIES = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def number(value: int) -> str:
    return f"{value:,}"


def percent(ratio: float) -> str:
    """One decimal; 0 % and 100 % only when exact."""
    if ratio in (0.0, 1.0):
        return f"{ratio:.0%}".replace("%", " %")
    if ratio < 0.001:
        return "under 0.1 %"
    if ratio > 0.999:
        return "over 99.9 %"
    return f"{ratio * 100:.1f} %"


def odds(probability: float) -> str:
    """A whole percentage, for what is estimated; never 0 % or 100 %, which would be certainty."""
    if probability < 0.005:
        return "under 1 %"
    if probability >= 0.995:
        return "over 99 %"
    return f"{probability * 100:.0f} %"


def counted(count: int, word: str) -> str:
    return f"{number(count)} {word}" if count == 1 else f"{number(count)} {word}s"


def interval(span: Span) -> str:
    """A half-open span as the result file has it: 972–1,076."""
    return f"{number(span.start)}–{number(span.end)}" if len(span) else number(span.start)


def undone(canonical: Canonical) -> str:
    """What was done about damage, in its order; "" if nothing."""
    return ", ".join(_UNDONE[record.kind] for record in canonical.undone)


def encoding(provenance: Provenance) -> str:
    reason = _ENCODING_REASONS.get(provenance.encoding_reason, provenance.encoding_reason)
    return f"{provenance.encoding}, {reason}"


def severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts


def level(findings: Iterable[Finding]) -> Level:
    counts = severities(findings)
    return next((severity for severity in SEVERITIES if counts[severity]), "clean")


def verdict(audit: Audit) -> tuple[str, str]:
    """The verdict in words: a short head, and one sentence with its reasons."""
    head = _LEVELS[level(audit.judged)]
    if not audit.document.text:
        return head, "The document is empty."
    reasons = _reasons(audit)
    if not reasons and not audit.score.recurring:
        return head, "Every character stands once, in its place."
    if not reasons:
        reasons.append("every character is in its place")
    if audit.facts:
        passages = counted(len(audit.facts), "passage")
        reasons.append(f"{passages} recurring, left as they stand")
    sentence = "; ".join(reasons)
    return head, sentence[:1].upper() + sentence[1:] + "."


def _reasons(audit: Audit) -> list[str]:
    score, streams = audit.score, audit.canonical.streams
    reasons = []
    if streams > 1:
        many = _COPIES[streams] if streams < len(_COPIES) else number(streams)
        reasons.append(f"{many} copies of the document are woven together")
    measured = (
        (score.repeated, score.repeated_ratio, "of the characters are repeats"),
        (score.moved, score.disorder_ratio, "of the characters in use stand out of order"),
        (score.missing, score.missing_ratio, "of the canonical text is missing"),
    )
    reasons += [f"{percent(ratio)} {words}" for count, ratio, words in measured if count]
    if score.inserted:
        belong = _verb(score.inserted, "belongs", "belong")
        reasons.append(f"{counted(score.inserted, 'character')} {belong} to no canonical place")
    if score.edited:
        differ = _verb(score.edited, "differs", "differ")
        reasons.append(f"{counted(score.edited, 'character')} {differ} from the canonical")
    if choices := open_choices(audit):
        reasons.append(f"{counted(len(choices), 'passage')} whose place is open")
    if not reasons and audit.judged:
        reasons.append(f"{counted(len(audit.judged), 'finding')}, with every character in place")
    return reasons


def _verb(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


def measures(score: Score) -> tuple[tuple[str, str, str, float], ...]:
    """Rows of the score: name, counts, percentage, and the ratio for the bar."""

    def of(part: int, whole: int) -> str:
        return f"{number(part)} of {counted(whole, 'character')}"

    canonical = score.canonical_characters
    aligned = score.characters - score.inserted
    rows = (
        ("Repeated", of(score.repeated, score.characters), score.repeated_ratio),
        ("Out of order", of(score.moved, score.placed), score.disorder_ratio),
        ("Missing", of(score.missing, canonical) + " canonical", score.missing_ratio),
        ("Coverage", of(canonical - score.missing, canonical) + " canonical", score.coverage),
        ("Fidelity", of(aligned - score.edited, aligned) + " aligned", score.fidelity),
    )
    return tuple((name, counts, percent(ratio), ratio) for name, counts, ratio in rows)
