"""Findings under the path of their document, in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.formats.outcome import tally
from auditor.formats.places import Found, found_in
from auditor.formats.terminal import logged, paint, shown_path
from auditor.model import Checked, Rule


def render(checked: Sequence[Checked], rules: Sequence[Rule], *, color: bool = False) -> str:
    """The documents with something to say, each with a blank line behind it, and a summary."""
    groups = ("\n".join(lines) for each in checked if (lines := list(_group(each, color))))
    return "".join(f"{group}\n\n" for group in groups) + f"{tally(checked)}\n"


def _group(checked: Checked, color: bool) -> Iterator[str]:
    verdict = checked.verdict
    found = list(found_in(checked))
    if not (found or checked.failure is not None or verdict.reasons or verdict.remarks):
        return
    yield paint(shown_path(checked.source), "strong", color)
    if checked.failure is not None:
        yield f"  {paint('not audited', 'error', color)}: {logged(checked.failure)}"
    width = max((len(_at(each)) for each in found), default=0)
    for each in found:
        yield _row(each, width, color)
    for reason in verdict.reasons:
        yield f"  {paint('gate', 'error', color)}: {logged(reason)}"
    for remark in verdict.remarks:
        yield f"  {paint('gate', 'warning', color)}: {logged(remark)}"


def _row(each: Found, width: int, color: bool) -> str:
    finding = each.finding
    severity = paint(f"{finding.severity:7}", finding.severity, color)
    folded = "  " if each.under else ""
    return f"  {_at(each):{width}}  {folded}{finding.rule} {severity} {logged(finding.message)}"


def _at(each: Found) -> str:
    place = each.main
    return f"{place.start.line}:{place.start.column}" if place else "-"
