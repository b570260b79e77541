"""One line a finding, `path:line:column: rule [severity] message`, as editors and grep read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.formats.places import Found, found_in
from auditor.formats.terminal import logged, paint, shown_path
from auditor.model import Checked, Rule


def render(checked: Sequence[Checked], rules: Sequence[Rule], *, color: bool = False) -> str:
    """The new findings, document by document, and behind them why a document fails."""
    return "".join(f"{line}\n" for each in checked for line in _lines(each, color))


def heading(each: Found, color: bool) -> str:
    """A finding in one line. Only a place in the file has a line and a column."""
    finding, place = each.finding, each.main
    at = f":{place.start.line}:{place.start.column}" if place else ""
    path = paint(shown_path(each.checked.source), "strong", color)
    rule = paint(finding.rule, finding.severity, color)
    return f"{path}{at}: {rule} [{finding.severity}] {logged(each.message)}"


def verdict_lines(checked: Checked, color: bool) -> Iterator[str]:
    """Why the document was not audited, or fails, or nearly does."""
    path = paint(shown_path(checked.source), "strong", color)
    if checked.failure is not None:
        yield f"{path}: {paint('not audited', 'error', color)}: {logged(checked.failure)}"
    for reason in checked.verdict.reasons:
        yield f"{path}: {paint('gate', 'error', color)}: {logged(reason)}"
    for remark in checked.verdict.remarks:
        yield f"{path}: {paint('gate', 'warning', color)}: {logged(remark)}"


def _lines(checked: Checked, color: bool) -> Iterator[str]:
    yield from (heading(each, color) for each in found_in(checked))
    yield from verdict_lines(checked, color)
