"""What tests name: where things are, and how a command ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "000_38f2459854ae4b0f.txt"


@dataclass(frozen=True)
class Ran:
    """How a command ended: exit code, standard output and standard error."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def weigh(monkeypatch: pytest.MonkeyPatch, module: ModuleType, **numbers: Any) -> None:
    """Let a module decide with other numbers."""
    monkeypatch.setattr(module, "WEIGHTS", replace(vars(module)["WEIGHTS"], **numbers))
