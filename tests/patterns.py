"""All patterns of the package, each run on texts that it may take too long for.

`python tests/patterns.py SECONDS` prints each pattern before it is run: the last one is not done
when so many seconds of the processor are spent.
"""

from __future__ import annotations

import ast
import dataclasses
import re
import resource
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from re import _constants as sre  # type: ignore[attr-defined]  # the only parser of patterns
from re import _parser  # type: ignore[attr-defined]  # not in its stubs
from typing import Any

import regex

import auditor

# Characters: a text takes milliseconds in quadratic time, seconds in cubic, years in exponential.
SIZE = 1000
TAILS = ("", "\x01")  # what ends a match, and what none goes on with
UNITS = ("<!---->", "<!--", "a", " ", "\n", " \n", "0", "(", "()", "a ", "A.", "1.", "\\", "字")
FEW = 3  # ways of a class or a choice that are tried
ANY = "aA0 \n\t.-(<>\"'_字,;:\x01é"

Named = tuple[str, "re.Pattern[Any] | regex.Pattern[Any]"]


def patterns() -> Iterator[Named]:
    """Every pattern with the module that holds it, once."""
    seen: set[tuple[Any, int]] = set()
    for module in modules():
        for found in (*held(vars(module), module.__name__, set()), *written(module)):
            mark = found.pattern, found.flags
            if mark not in seen:
                seen.add(mark)
                yield module.__name__, found


def modules() -> list[Any]:
    names = [found.name for found in walk_packages(auditor.__path__, "auditor.")]
    for name in names:
        if not name.endswith("__main__"):
            import_module(name)
    return [sys.modules[name] for name in names if name in sys.modules]


def held(value: Any, module: str, seen: set[int]) -> Iterator[Any]:
    """The patterns in a value: containers, records, and classes of the module."""
    if isinstance(value, re.Pattern | regex.Pattern):
        yield value
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, Mapping):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        parts = list(value)
    elif isinstance(value, type) and value.__module__ == module:
        parts = list(vars(value).values())
    elif dataclasses.is_dataclass(value):
        parts = [getattr(value, part.name, None) for part in dataclasses.fields(value)]
    else:
        return
    for part in parts:
        yield from held(part, module, seen)


def written(module: Any) -> Iterator[Any]:
    """The patterns that stand in calls such as `re.sub`."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        library = node.func.value
        if not (isinstance(library, ast.Name) and library.id in ("re", "regex") and node.args):
            continue
        if isinstance(node.args[0], ast.Constant):
            yield {"re": re, "regex": regex}[library.id].compile(node.args[0].value)


def texts(pattern: Any) -> Iterator[str]:
    """Texts that lead a pattern far before it fails: each of its loops, run for long."""
    source = pattern.pattern
    source = source.decode("latin-1") if isinstance(source, bytes) else source
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    found = dict.fromkeys(("", unit) for unit in UNITS)
    if isinstance(pattern, re.Pattern):
        parsed = list(_parser.parse(pattern.pattern, flags & ~re.DEBUG))
        found |= dict.fromkeys(loops(parsed, ""))
        found |= dict.fromkeys(("", way) for way in ways(parsed))
    for before, unit in found:
        if not unit:
            continue
        times = SIZE // len(unit) + 1
        half = SIZE // (2 * len(before + unit)) + 1
        for tail in TAILS:
            yield before + unit * times + tail
            yield (before + unit) * (SIZE // len(before + unit) + 1) + tail
            yield before * half + unit * half * len(before + unit) + tail


def loops(parsed: list[Any], before: str) -> Iterator[tuple[str, str]]:
    """What leads to each loop without a small bound, and what it takes in a round."""
    for op, value in parsed:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, most, inner = value
            if most > 8:
                yield from ((before, way) for way in ways(list(inner)))
            yield from loops(list(inner), before)
        elif op is sre.SUBPATTERN:
            yield from loops(list(value[-1]), before)
        elif op is sre.ATOMIC_GROUP:
            yield from loops(list(value), before)
        elif op is sre.BRANCH:
            for branch in value[1]:
                yield from loops(list(branch), before)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from loops(list(value[1]), before)
        before += next(iter(ways([(op, value)])), "")


def ways(parsed: list[Any]) -> list[str]:
    """A few of the texts that a pattern matches, its loops run once."""
    found = [""]
    for op, value in parsed:
        found = [start + end for start in found for end in one(op, value)][:FEW]
    return found


def one(op: Any, value: Any) -> list[str]:
    if op is sre.LITERAL:
        return [chr(value)]
    if op is sre.NOT_LITERAL:
        return [next(char for char in ANY if ord(char) != value)]
    if op is sre.ANY:
        return ["a", " "]
    if op is sre.IN:
        return [char for char in (*chars(value), *ANY) if takes(value, char)][:FEW]
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [way * max(value[0], 1) for way in ways(list(value[2]))]
    if op is sre.SUBPATTERN:
        return ways(list(value[-1]))
    if op is sre.ATOMIC_GROUP:
        return ways(list(value))
    if op is sre.BRANCH:
        return [way for branch in value[1] for way in ways(list(branch))[:1]][:FEW]
    return [""]


def chars(items: list[Any]) -> list[str]:
    """The characters that a class names, and the first and the last of its ranges."""
    named = [chr(value) for op, value in items if op is sre.LITERAL][:1]
    return named + [chr(value[0]) for op, value in items if op is sre.RANGE][:1]


def takes(items: list[Any], char: str) -> bool:
    negated = items[0][0] is sre.NEGATE
    return negated != any(
        (op is sre.LITERAL and ord(char) == value)
        or (op is sre.RANGE and value[0] <= ord(char) <= value[1])
        or (op is sre.CATEGORY and re.match(CATEGORIES[value], char) is not None)
        for op, value in items
    )


CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}


def tried(pattern: Any) -> None:
    for text in texts(pattern):
        data = text.encode("utf-8", "surrogatepass") if isinstance(pattern.pattern, bytes) else text
        for _ in pattern.finditer(data):
            pass
        pattern.fullmatch(data)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]),) * 2)
    for name, found in patterns():
        print(f"{name}: {found.pattern!r}", flush=True)
        tried(found)
