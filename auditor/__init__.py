"""Audit scraped text for repeated and reordered fragments.

    import auditor

    doc = auditor.read("page.html")
    audit = auditor.audit(doc)
    audit.canonical.text, audit.score, audit.findings

Everything is imported when it is first asked for, so that the command starts quickly.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from auditor.explaining import explain
    from auditor.history import explain_versions, history
    from auditor.model import (
        Alignment,
        Audit,
        Block,
        Canonical,
        Document,
        Edit,
        Finding,
        Fragment,
        History,
        HistoryOptions,
        Join,
        Location,
        Notice,
        Options,
        Ordinal,
        Provenance,
        Repeat,
        Score,
        Span,
        Witness,
    )
    from auditor.read import read
    from auditor.stages import audit, compare, reconstruct

__version__ = "0.1.0"

__all__ = [
    "Alignment",
    "Audit",
    "Block",
    "Canonical",
    "Document",
    "Edit",
    "Finding",
    "Fragment",
    "History",
    "HistoryOptions",
    "Join",
    "Location",
    "Notice",
    "Options",
    "Ordinal",
    "Provenance",
    "Repeat",
    "Score",
    "Span",
    "Witness",
    "audit",
    "compare",
    "explain",
    "explain_versions",
    "history",
    "read",
    "reconstruct",
]

_FUNCTIONS = {
    "audit": "stages",
    "compare": "stages",
    "explain": "explaining",
    "explain_versions": "history",
    "history": "history",
    "reconstruct": "stages",
    "read": "read",
}


class _Package(ModuleType):
    """The package; `auditor.read` is a function.

    Importing the module of the same name would put it in the function's place.
    """

    def __getattr__(self, name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        module = import_module(f"auditor.{_FUNCTIONS.get(name, 'model')}")
        value = getattr(module, name)
        self.__dict__[name] = value
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
