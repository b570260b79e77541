"""How the house of the inference stands: `python -m benchmarks.house`.

Counts of what a newcomer has to read and of what is done more than once, in one table. Nothing
here is a measure of readings; `tests/test_house.py` holds those counts that may only fall.

    --quick      without the counts that need audits
"""

from __future__ import annotations

import ast
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import FrameType
from unittest.mock import patch

import auditor
from auditor.damage.operators import corrupt
from auditor.model import Normalization
from auditor.model.weights import Weight
from auditor.segment.styles import LEVELS
from auditor.text import compared
from auditor.text.compared import Normalized
from auditor.text.runs import Codes, Runs, own_runs
from auditor.weights import every
from benchmarks.documents import Choice, load
from benchmarks.tables import table

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "auditor"
# The numbers that decide how a reading is inferred stand in these.
WINGS = ("canonical", "repeats")
ELSEWHERE = ("align", "read", "rules", "segment", "text")
# Tables that say what a sign or a numeral is, not how much of something is enough.
_DATA = frozenset(("scripts.py", "numerals.py"))
# Routines that chain exact runs, or copies, into longer ones; the first of them is enough.
CHAINS = (
    ("repeats/chain.py", "chains"),
    ("repeats/near.py", "_chains"),
    ("repeats/collinear.py", "_rising"),
    ("spelling/levelling.py", "_chains"),
    ("twice/editions.py", "_heaviest"),
    ("twice/editions.py", "_densest"),
    ("woven/units/partings.py", "_Copies"),
    ("align/reading.py", "_Reader"),
    ("align/keep.py", "_heaviest_chain"),
)
# What answers: is it noise, a slot, an item of a list, another passage.
PREDICATES = (
    *(("repeats/noise.py", name) for name in ("alike", "are_noisy", "differ_by_noise")),
    *(("repeats/noise.py", name) for name in ("spelt_alike", "same_figures", "are_strange")),
    *(("spelling/levelling.py", name) for name in ("_are_noisy", "_is_noisy", "_is_noise")),
    *(("spelling/levelling.py", name) for name in ("_is_passage", "_is_item")),
    *(("twice/doublets.py", name) for name in ("_is_variant", "_is_another", "is_told")),
    *(("twice/doublets.py", name) for name in ("is_list", "is_edition")),
    *(("twice/editions.py", name) for name in ("_is_list", "is_revised", "_is_own")),
    ("twice/step.py", "_is_list"),
    *(("inserted/blocks.py", name) for name in ("are_few", "is_of_items", "_is_passage")),
    *(("inserted/blocks.py", name) for name in ("_are_strays", "_are_alike")),
)
OPERATORS = ("windows-cut", "interleaved-2-cut", "page-twice", "block-many", "columns", "copied")


@dataclass
class Done:
    """How often a text was indexed and normalized while somebody looked."""

    indexes: Counter[str] = field(default_factory=Counter[str])
    normalizations: Counter[str] = field(default_factory=Counter[str])


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="without the counts that need audits")
    quick = parser.parse_args().quick
    print(table(("what", "is", "wanted"), [*standing(), *([] if quick else working())]))


def standing() -> Iterator[list[str]]:
    """What can be counted without running anything."""
    canonical = PACKAGE / "canonical"
    modules = sorted(canonical.rglob("*.py"))
    name, most = max(files_a_folder().items(), key=lambda folder: folder[1])
    yield ["files in one folder of canonical, at most", f"{most} ({name})", "≤ 9"]
    yield ["files of canonical", f"{len(modules)}", "some 38"]
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    told = sum(count for path, count in lines.items() if path.name == "weights.py")
    yield ["lines of canonical", f"{sum(lines.values()) - told:,}", "≤ 7,000"]
    yield ["… and of its `weights.py`", f"{told:,}", ""]
    loose = loose_numbers()
    yield ["numbers outside `weights.py`", f"{sum(loose.values())} in {len(loose)} files", "0"]
    others = loose_numbers(ELSEWHERE)
    yield ["… of what reads, aligns and rules", f"{sum(others.values())} in {len(others)}", ""]
    bases = by_basis(every())
    yield ["numbers of `weights.py`", f"{bases.total()}", "≤ 200"]
    for basis, count in bases.items():
        yield [f"… {basis}", f"{count}", "≤ 120" if basis == "guess" else ""]
    yield ["decimal fractions inside functions", f"{sum(inner_numbers().values())}", ""]
    yield ["chain routines", f"{len(there(CHAINS))} of {len(CHAINS)}", "1"]
    yield ["predicates of noise or list", f"{len(there(PREDICATES))}", "1 with its answers"]
    yield [
        "modules that name forms of numbering",
        f"{len(naming(name for name in LEVELS if '-' in name))}",
        "2",
    ]
    for room in ("windows", "woven", "inserted", "twice", "columns", "spelling"):
        names = reached(canonical / room / "step.py")
        own = sum(f".{room}." in f"{each}." for each in names)
        wanted = "5" if room == "windows" else ""
        yield [
            f"modules behind {room}/step.py",
            f"{len(names)}, {own} of the room",
            wanted,
        ]


def working() -> Iterator[list[str]]:
    """What is done to one text, over texts that ship, damaged and clean."""
    done = measured(
        corrupt(text.text, operator, 1).scrape
        for text in load(Choice(max_chars=3_000))
        for operator in OPERATORS
    )
    told = [max(each.values(), default=0) for each in (done.indexes, done.normalizations)]
    yield ["index builds, normalizations of one text", f"{told[0]}, {told[1]}", "1, ≤ 8"]
    clean = [text.text for text in load(Choice(max_chars=3_000))]
    counts = sorted(len(running([text])) for text in clean)
    yield ["modules of canonical that run on a clean page", f"{counts[0]} to {counts[-1]}", "3"]


def files_a_folder() -> dict[str, int]:
    folders = [path for path in (PACKAGE / "canonical").rglob("*") if path.is_dir()]
    found = {folder.relative_to(PACKAGE).as_posix(): folder for folder in folders}
    return {name: len(list(folder.glob("*.py"))) for name, folder in found.items()}


def loose_numbers(packages: Iterable[str] = WINGS) -> dict[str, int]:
    """How many numbers stand in the assignments of each module outside its `weights.py`.

    Tables count with each of their numbers, and so do the numbers of an expression; those in
    texts, such as regular expressions, do not, nor do the tables of signs and numerals.
    """
    paths = [path for name in packages for path in sorted((PACKAGE / name).rglob("*.py"))]
    found = {
        path.relative_to(ROOT).as_posix(): sum(_numbers(node) for node in _assignments(path))
        for path in paths
        if path.name != "weights.py" and path.name not in _DATA
    }
    return {name: count for name, count in found.items() if count}


def inner_numbers() -> dict[str, int]:
    """How many decimal fractions stand inside functions, but 0, 1 and a half."""
    paths = [path for wing in WINGS for path in sorted((PACKAGE / wing).rglob("*.py"))]
    found: dict[str, int] = {}
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        inside = {id(node): node for each in functions for node in ast.walk(each)}
        count = sum(
            isinstance(node, ast.Constant)
            and isinstance(node.value, float)
            and node.value not in (0.0, 0.5, 1.0)
            for node in inside.values()
        )
        if count:
            found[path.relative_to(ROOT).as_posix()] = count
    return found


def by_basis(weights: Iterable[Weight]) -> Counter[str]:
    """How many numbers rest on what."""
    found: Counter[str] = Counter()
    for each in weights:
        found[each.basis] += each.numbers
    return found


def there(names: Iterable[tuple[str, str]]) -> list[str]:
    """Those of the functions and classes that are still there."""
    found = []
    for end, name in names:
        for path in PACKAGE.rglob("*.py"):
            if path.as_posix().endswith(f"/{end}"):
                tree = ast.parse(path.read_text(encoding="utf-8"))
                kinds = (ast.FunctionDef, ast.ClassDef)
                defined = {node.name for node in ast.walk(tree) if isinstance(node, kinds)}
                found += [f"{end}: {name}"] if name in defined else []
    return found


def naming(names: Iterable[str]) -> list[str]:
    """The modules in which one of some names stands as a text by itself."""
    wanted = set(names)
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        if wanted & {text for text in texts if isinstance(text, str)}:
            found.append(path.relative_to(PACKAGE).as_posix())
    return found


def reached(first: Path) -> set[str]:
    """The modules of canonical that a module imports, itself or by others."""
    found: set[str] = set()
    waiting = [first]
    while waiting:
        path = waiting.pop()
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if name not in found:
            found.add(name)
            waiting += _imported(path)
    return found


@contextmanager
def watched() -> Iterator[Done]:
    """Counts, by text, of indexes built and comparison forms made inside the block."""
    done = Done()
    # What `normalize` calls for a text that it doesn't remember; it remembers the last few.
    make = vars(compared)["_normalize"]

    def indexed(text: Codes, k: int) -> Runs:
        done.indexes[text.tobytes().decode("utf-32-le", "surrogatepass")] += 1
        return own_runs(text, k)

    def normalized(text: str, form: Normalization) -> Normalized:
        done.normalizations[text] += 1
        found: Normalized = make(text, form)
        return found

    remembered = vars(compared)["_remembered"].cache_parameters()
    with (
        patch("auditor.canonical.page.own_runs", indexed),
        patch("auditor.text.compared._normalize", normalized),
        patch("auditor.text.compared._remembered", lru_cache(**remembered)(normalized)),
    ):
        yield done


def measured(texts: Iterable[str]) -> Done:
    """The counts over audits of texts; the most that was done to one text is what tells."""
    whole = Done()
    for text in texts:
        with watched() as done:
            auditor.audit(text)
        whole.indexes |= done.indexes
        whole.normalizations |= done.normalizations
    return whole


def running(texts: Iterable[str]) -> set[str]:
    """The modules of canonical of which a function is called in audits of texts."""
    found: set[str] = set()
    folder = str(PACKAGE / "canonical")

    def called(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(folder):
            found.add(frame.f_code.co_filename)

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        for text in texts:
            auditor.audit(text)
    finally:
        sys.setprofile(before)
    return {Path(name).relative_to(PACKAGE).as_posix() for name in found}


def _assignments(path: Path) -> Iterator[ast.Assign | ast.AnnAssign]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            yield node


def _numbers(node: ast.AST) -> int:
    return sum(
        isinstance(each, ast.Constant) and type(each.value) in (int, float)
        for each in ast.walk(node)
    )


def _imported(path: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("auditor.canonical"):
            at = ROOT.joinpath(*(node.module or "").split("."))
            if at.with_suffix(".py").exists():
                yield at.with_suffix(".py")
                continue
            yield from (
                (at / f"{alias.name}.py")
                if (at / f"{alias.name}.py").exists()
                else at / "__init__.py"
                for alias in node.names
            )


if __name__ == "__main__":
    main()
