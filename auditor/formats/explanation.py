"""How a reading came to be, in words for a terminal, or as JSON."""

from __future__ import annotations

from auditor.formats.result import dump
from auditor.formats.terminal import plain
from auditor.model import Explanation, Step, Undone

_PLACES = 6  # of a record that are named
_TEXT = 60  # characters of the text of a step that are shown by their head


def render(explanation: Explanation) -> str:
    """A paragraph a step; ends in a line feed."""
    head = f"{plain(explanation.source)}, {explanation.characters:,} characters\n"
    return head + "".join(f"\n{_paragraph(step)}" for step in explanation.steps)


def render_json(explanation: Explanation) -> str:
    return dump(explanation.to_dict())


def _paragraph(step: Step) -> str:
    lines = [f"{step.name}", f"  saw    {plain(step.saw)}", f"  did    {plain(step.did)}"]
    if step.undone:
        lines.append(f"  gained {step.gain:,.1f} nats")
    lines += [f"  undone {_record(record)}" for record in step.undone]
    if step.text is not None:
        shown = step.text if len(step.text) <= _TEXT else f"{step.text[:_TEXT]}…"
        lines.append(f"  left   {plain(shown)}")
    return "".join(f"{line}\n" for line in lines)


def _record(record: Undone) -> str:
    places = ", ".join(f"{place.start:,}–{place.end:,}" for place in record.places[:_PLACES])
    more = len(record.places) - _PLACES
    others = f" and {more:,} more" if more > 0 else ""
    return f"{record.kind} at {places}{others}; {record.gain:,.1f} nats"
