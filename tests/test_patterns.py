"""No pattern of the package takes for ever, whatever the text."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import patterns
import pytest

CHILD = Path(patterns.__file__)
LIMIT = 60  # CPU seconds, of which some fifteen are taken; other processes take none of them


def test_every_pattern_comes_to_an_end() -> None:
    command = [sys.executable, str(CHILD), str(LIMIT)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode < 0:
        pytest.fail(f"does not end: {ran.stdout.splitlines()[-1:]}")
    assert ran.returncode == 0, ran.stderr
    assert "auditor.read: " in ran.stdout
    assert len(ran.stdout.splitlines()) > 150


@pytest.mark.parametrize(
    "endless",
    [
        r"\s*(?:<!--.*?-->\s*)*<(?:html|body)[\s>]",  # what the start of a page was
        r"(?:a|a)*b",
        r"(?:\w+\s?)*$",
        r"x(?:[.,]+[.])+y",
    ],
)
def test_the_texts_find_what_is_endless(endless: str) -> None:
    """The texts are of use: they lead each of these to where it never comes back."""
    code = (
        f"import re, patterns; print(1, flush=True); patterns.tried(re.compile({endless!r}, re.S))"
    )
    command = [sys.executable, "-c", code]
    with pytest.raises(subprocess.TimeoutExpired) as caught:
        subprocess.run(command, cwd=CHILD.parent, stdout=subprocess.PIPE, timeout=3, check=True)
    assert caught.value.stdout == b"1\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("auditor.canonical.columns.gutters:_LINE", "'a\\n' + ' ' * 200_000 + '\\n'"),
        ("auditor.canonical.furniture.step:_PARTED", "'a' * 200_000"),
        ("auditor.rules.completeness:_ANNEX", "'Annex' + ' ' * 200_000 + 'x'"),
        ("auditor.rules.columns:_HYPHEN", "'a' * 200_000"),
        ("auditor.read.encoding:_META_CHARSET", "b'<meta charset=' * 90 + b' ' * 7_000"),
    ],
)
def test_what_looks_at_long_lines_is_linear(name: str, text: str) -> None:
    """At this size a quadratic search takes minutes, a cubic one hours."""
    module, pattern = name.split(":")
    code = f"from {module} import {pattern}; print(sum(1 for _ in {pattern}.finditer({text})))"
    subprocess.run([sys.executable, "-c", code], timeout=LIMIT, check=True)


def test_patterns_are_found_wherever_they_stand() -> None:
    class Holder:
        one = re.compile("a")

    Holder.__module__ = "here"
    holders = {"deep": [({re.compile("b"): 1},)], "class": Holder}
    found = {each.pattern for each in patterns.held(holders, "here", set())}
    assert found == {"a", "b"}
