"""The formats of a result: one module each, every one a pure function from records to text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.model import Audit, Skipped

# Formats of several audits as one text, by name; the module is imported when it is asked for.
FORMATS: Mapping[str, str] = MappingProxyType(
    {"json": "auditor.formats.result", "summary": "auditor.formats.summary"}
)

# Formats of a run of the gate, by name: the module's `render(checked, rules)` makes the text.
CHECK_FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "full": "auditor.formats.full",
        "concise": "auditor.formats.concise",
        "grouped": "auditor.formats.grouped",
        "json": "auditor.formats.checks",
        "jsonl": "auditor.formats.jsonl",
        "sarif": "auditor.formats.sarif",
        "junit": "auditor.formats.junit",
        "github": "auditor.formats.github",
        "gitlab": "auditor.formats.gitlab",
        "rdjson": "auditor.formats.rdjson",
        "markdown": "auditor.formats.markdown",
    }
)
COLOURED = frozenset(("full", "concise", "grouped"))  # for a terminal: `render` takes `color` too
SUMMED = frozenset(("full", "grouped"))  # those that end in a summary
WITH_RESULT = frozenset(("json",))  # they want `Checked.result`; `render` takes what was skipped

# The JSON Schemas that are shipped, by what they describe.
SCHEMAS = (
    "result",
    "results",
    "map",
    "baseline",
    "decisions",
    "log",
    "explanation",
    "history",
    "histories",
    "reviews",
)


def render(name: str, audits: Sequence[Audit], skipped: Sequence[Skipped] = ()) -> str:
    """The audits in the format `name`, one of `FORMATS`; it ends in a line feed."""
    made = import_module(FORMATS[name]).render
    text: str = made(audits, skipped) if name in WITH_RESULT else made(audits)
    return text
