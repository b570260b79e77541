"""The formats of a result: one module each, every one a pure function from records to text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.model import Audit

# Formats of several audits as one text, by name; the module is imported when it is asked for.
FORMATS: Mapping[str, str] = MappingProxyType(
    {"json": "auditor.formats.result", "summary": "auditor.formats.summary"}
)

# The JSON Schemas that are shipped, by what they describe.
SCHEMAS = ("result", "results", "map")


def render(name: str, audits: Sequence[Audit]) -> str:
    """The audits in the format `name`, one of `FORMATS`; it ends in a line feed."""
    text: str = import_module(FORMATS[name]).render(audits)
    return text
