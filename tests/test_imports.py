"""The direction of imports: cli → stages → the stages → repeats → text → model; formats → text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import ROOT

GROUND = {"model", "errors"}
TOOLS = {"text", "repeats"}
STAGES = {"read", "segment", "canonical", "align", "score", "rules"}
PUBLIC = {"stages", "explaining", "read", "history", *GROUND}

# What each module, or package, of auditor may import from auditor.
ALLOWED = {
    "model": set[str](),
    "errors": set[str](),
    "text": GROUND,
    "repeats": GROUND | {"text"},
    **dict.fromkeys(STAGES, GROUND | TOOLS),
    "damage": set[str](),
    "paths": set[str](),
    **dict.fromkeys(("gate", "baseline", "decisions"), GROUND),
    "config": GROUND | {"paths"},
    "formats": GROUND | {"text"},
    "explaining": GROUND | {"canonical", "read", "segment", "stages"},
    "weights": GROUND | TOOLS | {"align", "canonical", "read"},
    "stages": GROUND | TOOLS | STAGES | {"decisions"},
    "data": set[str](),
    "history": GROUND | TOOLS | {"stages", "read", "data"},
    "corpus": GROUND | {"stages", "read"},
    "cli": GROUND
    | {
        "stages",
        "explaining",
        "weights",
        "read",
        "rules",
        "formats",
        "gate",
        "baseline",
        "config",
        "decisions",
        "paths",
        "history",
        "corpus",
    },
    "__main__": {"cli"},
    "__init__": PUBLIC,
}
MODULES = sorted((ROOT / "auditor").rglob("*.py"))


def home(path: Path) -> str:
    """The name directly under `auditor` that a file belongs to."""
    first = path.relative_to(ROOT / "auditor").parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The names directly under `auditor` that a file imports, at its head or later."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (
                alias.name.split(".")[1] for alias in node.names if "auditor." in alias.name
            )
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            parts = (node.module or "").split(".")
            if parts[0] == "auditor":
                yield from parts[1:2] or (alias.name for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=[p.relative_to(ROOT).as_posix() for p in MODULES])
def test_imports_go_one_way(path: Path) -> None:
    name = home(path)
    assert name in ALLOWED, f"auditor/{name} is new: give it a place in ALLOWED"
    assert set(imports(path)) - {name, "__version__"} <= ALLOWED[name]


def test_the_map_is_of_modules_that_can_be() -> None:
    """No module is allowed to import one that may import it in turn."""
    for name, allowed in ALLOWED.items():
        for other in allowed:
            assert name not in ALLOWED[other], f"{name} and {other}"


def test_no_folder_of_the_inference_holds_more_than_nine_files() -> None:
    """A newcomer finds the room of a kind of damage; what outgrows it gets rooms of its own."""
    folders = [path for path in (ROOT / "auditor" / "canonical").rglob("*") if path.is_dir()]
    counts = {folder.name: len(list(folder.glob("*.py"))) for folder in folders}
    assert max(counts.values()) <= 9, counts
