"""Annotations of GitHub Actions, as workflow commands, and a summary of the step.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from auditor.formats.markdown import compose
from auditor.formats.places import File, Found, gravest
from auditor.formats.terminal import plain
from auditor.model import Checked, Rule, Severity

SHOWN = 10  # annotations of a level in a step; more are not shown
SUMMARY = 1024 * 1024  # bytes; a longer summary is refused

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def render(checked: Sequence[Checked], rules: Sequence[Rule]) -> str:
    """At most ten annotations a level, and a notice that says how many are left out."""
    found = gravest(checked, folded=True)
    lines: dict[Severity, list[str]] = {
        "error": [*_failures(checked), *_of(found, "error")],
        "warning": list(_of(found, "warning")),
        "note": list(_of(found, "note")),
    }
    total = sum(map(len, lines.values()))
    rooms: dict[Severity, int] = {"error": SHOWN, "warning": SHOWN, "note": SHOWN}
    # The notice that says how many are left out is one of the ten.
    if any(len(lines[level]) > room for level, room in rooms.items()):
        rooms["note"] = SHOWN - 1
    kept = list(chain.from_iterable(islice(lines[level], room) for level, room in rooms.items()))
    if left := total - len(kept):
        kept.append(f"::notice title=auditor::{left:,} more in the report")
    return "".join(f"{line}\n" for line in kept)


def summary(checked: Sequence[Checked], rules: Sequence[Rule]) -> str:
    """The run as Markdown for the file that `$GITHUB_STEP_SUMMARY` names, under 1 MiB."""
    return compose(checked, SUMMARY, lambda text: len(text.encode("utf-8")))


def _failures(checked: Sequence[Checked]) -> Iterator[str]:
    """What has no finding to stand for it."""
    for each in checked:
        if each.failure is not None:
            yield _command("error", each, "title=not audited", each.failure)
        elif each.verdict.reasons and not each.verdict.new:
            reasons = "; ".join(each.verdict.reasons)
            yield _command("error", each, "title=gate", reasons)


def _of(found: Sequence[Found], severity: Severity) -> Iterator[str]:
    return (_annotation(each) for each in found if each.finding.severity == severity)


def _annotation(each: Found) -> str:
    finding, place = each.finding, each.main
    parts = [f"title={_property(f'{finding.rule} {finding.name}')}"]
    if place:
        parts += [f"line={place.start.line}", f"endLine={place.last_line}"]
        if place.start.line == place.end.line:
            # Columns of a span over several lines are refused.
            parts += [f"col={place.start.column}", f"endColumn={place.end.column}"]
    advice = f" {finding.suggestion}" if finding.suggestion else ""
    command = _COMMANDS[finding.severity]
    return _command(command, each.checked, ",".join(parts), f"{each.whole_message}{advice}")


def _command(command: str, checked: Checked, properties: str, text: str) -> str:
    file = File.of(checked)
    return f"::{command} file={_property(file.path)},{properties}::{_data(file.says(text))}"


def _data(text: str) -> str:
    return plain(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
