"""The one table of signs: nothing else holds sets of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import ROOT

from auditor.text import scripts

# Modules with sets of their own, and why.
APART = {
    "damage": "the damage is cut on purpose otherwise than the engine cuts",
    "text/scripts.py": "the table",
    "formats/templates": "what a browser runs",
}
# What may hold two such signs: the names of files, and what closes the label of an ordinal.
OTHER = ("（）【】《》〔〕、，", ".．)）、:：", "[.．、]")
ENDS = frozenset(scripts.STOPS + scripts.CLAUSE_SIGNS) - frozenset(",;:")
FIGURES = frozenset("〇零一二三四五六七八九十百千万")
BOUNDS = frozenset("\u2e80\u3040\u3041\u30ff\u3400\u4dbf\u9fff\ua4cf\ud7a3\uf900\ufaff")
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
MODULES = [
    path
    for path in sorted((ROOT / "auditor").rglob("*.py"))
    if not path.relative_to(ROOT / "auditor").as_posix().startswith(tuple(APART))
]


def literals(path: Path) -> Iterator[str | int]:
    """The strings and integers of a module, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in said:
            continue
        if isinstance(node.value, (str, int)):
            yield node.value


def is_set(value: str | int) -> bool:
    """Two ends of sentences or clauses, five Han figures, or the bound of a range of letters."""
    if isinstance(value, int):
        return value > 0x7F and value < 0x10FFFF and chr(value) in BOUNDS
    signs = {*ESCAPE.sub(lambda found: chr(int(found[1], 16)), value)}
    return len(signs & ENDS) > 1 or len(signs & FIGURES) > 4 or bool(signs & BOUNDS)


def is_other(value: str | int) -> bool:
    return isinstance(value, str) and any(signs in value for signs in OTHER)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_other_module_holds_a_set_of_signs(path: Path) -> None:
    assert [value for value in literals(path) if is_set(value) and not is_other(value)] == []
