"""A version audit as text: for a terminal, as JSON, JSON Lines, Markdown or CSV, and as a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from auditor.formats.history import texts
from auditor.model.histories import History

# Formats of several histories as one text, by name.
HISTORY_FORMATS: Mapping[str, Callable[[Sequence[History]], str]] = MappingProxyType(
    {
        "concise": texts.concise,
        "json": texts.as_json,
        "jsonl": texts.as_jsonl,
        "markdown": texts.as_markdown,
        "csv": texts.as_csv,
    }
)
