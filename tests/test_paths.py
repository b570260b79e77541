"""Patterns of paths, against git itself; and patterns that are made to take for ever."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.paths import Patterns

ENDLESS = "*a*a*a*a*a*a*a*a*a*a*a*ab"  # on 44 times "a", where each star may give back


@pytest.mark.parametrize(
    ("pattern", "fits", "does_not"),
    [
        ("*.txt", ("a.txt", "b/.txt"), ("a.txtx", "a.md")),
        ("/a", ("a", "a/b"), ("b/a",)),
        ("a/b", ("a/b", "a/b/c"), ("x/a/b",)),
        ("a/", ("a/", "b/a/c"), ("a", "b/a")),
        ("a/**", ("a/b", "a/b/c"), ("a", "a/")),
        ("**/a", ("a", "b/c/a"), ("ba",)),
        ("a/**/b", ("a/b", "a/x/y/b"), ("ab", "a/xb")),
        ("a**b", ("ab", "axb", "y/axxb"), ("a/b",)),
        ("a?c", ("abc",), ("ac", "a/c")),
        ("[!a-c]", ("d", "x/-"), ("b", "/")),
        ("[]-]x", ("]x", "-x"), ("ax",)),
        ("[[:digit:]_]", ("7", "_"), ("a", ":")),
        ("\\#a\\*", ("#a*",), ("#ab", "\\#a*")),
        ("a \\  ", ("a  ",), ("a", "a ")),
        ("#a", (), ("#a", "a")),
        ("a//b", (), ("a/b",)),
    ],
)
def test_what_a_pattern_fits(
    pattern: str, fits: tuple[str, ...], does_not: tuple[str, ...]
) -> None:
    found = Patterns.of([pattern])
    assert [path for path in fits if not found.cover(path)] == []
    assert [path for path in does_not if found.cover(path)] == []


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_patterns_mean_what_they_mean_to_git(tmp_path: Path) -> None:
    chance = random.Random(7)

    def word(signs: str, longest: int) -> str:
        return "".join(chance.choices(signs, k=chance.randint(1, longest)))

    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    paths = [
        "/".join(word("ab.!#[]*^ ", 3) for _ in range(chance.randint(1, 4))) for _ in range(99)
    ]
    paths = [path for path in paths if not {".", ".."} & {*path.split("/")}]
    for _ in range(40):
        pattern = (
            word("ab", 1) + word("ab*/?[]!^-\\ .", 7) if chance.random() < 0.5 else word("ab*/", 7)
        )
        try:
            found = Patterns.of([pattern])
        except ValueError:  # to git it fits nothing
            found = Patterns(())
        (tmp_path / ".gitignore").write_text(f"{pattern}\n", encoding="utf-8")
        command = ["git", "-c", "core.excludesFile=", "check-ignore", "--no-index", "--stdin", "-z"]
        given = "\0".join(paths).encode()
        ran = subprocess.run(command, input=given, cwd=tmp_path, capture_output=True, check=False)
        meant = {path for path in ran.stdout.decode().split("\0") if path}
        assert {path for path in paths if found.cover(path)} == meant, pattern


def test_the_last_pattern_that_fits_counts() -> None:
    found = Patterns.of(["*.txt", "!keep.txt", "# keep.txt", ""])
    assert [found.decides(path) for path in ("a.txt", "keep.txt", "a.md")] == [True, False, None]
    assert not Patterns.of(["archive/**", "!archive/2024/**"]).cover("archive/2024/page.txt")


@pytest.mark.parametrize("pattern", ["!", "/", "a\\", "[a", "a" * 5000])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        Patterns.of([pattern])


@pytest.mark.parametrize(
    "given",
    [
        (ENDLESS, "a" * 44),
        ("*a" * 2000 + "b", "a" * 4000),
        ("**/a/" * 800 + "b", "a/" * 2000 + "c"),
        ("**/a*/" * 600 + "b", "a/" * 2000 + "c"),
        ("**/" * 1300 + "b", "a/" * 2000 + "c"),
        ("[a-z]*" * 600 + "9", "a" * 4000),
        ("?" + "*?" * 2000 + "/", "a" * 4000),
    ],
    ids=lambda given: given[0][:9],
)
def test_no_pattern_takes_for_ever(given: tuple[str, str]) -> None:
    """In a child: what goes wrong here never ends. Right, it takes a tenth of a second."""
    pattern, path = given
    code = (
        f"from auditor.paths import Patterns; print(Patterns.of([{pattern!r}]).decides({path!r}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=True
    )
    assert ran.stdout == "None\n"
