"""The numbers by which a reading is inferred, and what each of them rests on."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import fields
from functools import cache

from helpers import ROOT, Run

from auditor.model.versions import Weights as Priorities
from auditor.weights import every

GUESSES = 156  # may only fall
GUESSES_OF_HISTORY = 61  # may only fall


def test_guesses_are_counted() -> None:
    assert sum(each.numbers for each in every() if each.basis == "guess") <= GUESSES


def test_guesses_of_a_version_audit_are_counted() -> None:
    """They stand beside what asks them, each with its comment; priorities in one record."""
    marked = sum(
        len(re.findall(r"\ba guess\b", path.read_text(encoding="utf-8")))
        for path in (ROOT / "auditor" / "history").rglob("*.py")
    )
    assert marked + len(fields(Priorities)) <= GUESSES_OF_HISTORY


def test_what_is_fitted_names_the_command_that_fits_it() -> None:
    for each in every():
        module = each.by.removeprefix("python -m ")
        assert bool(module) == (each.basis == "fitted"), each
        assert not module or importlib.util.find_spec(module), each


def test_every_weight_says_what_it_is_and_is_asked() -> None:
    """A number that nobody asks decides nothing."""
    for each in every():
        assert each.unit, each
        assert len(each.meaning.split()) > 1, each
        asked = re.compile(rf'\b[A-Z]+\.{each.name}\b|"{each.name}"')
        assert any(asked.search(text) for text in sources(each.room)), each


@cache
def sources(room: str) -> list[str]:
    """Where the numbers of a room may be asked; those of `repeats` by all that lies above too."""
    folder = ROOT / "auditor" / room
    folder = folder if folder.exists() else ROOT / "auditor" / "canonical" / room
    folders = [folder, ROOT / "auditor" / "canonical"] if room == "repeats" else [folder]
    return [path.read_text(encoding="utf-8") for each in folders for path in each.rglob("*.py")]


def test_the_command_prints_them(run: Run) -> None:
    done = run("config", "--weights")
    assert done.code == 0
    assert "\nwoven\n" in done.out
    assert f"{sum(each.numbers for each in every())} numbers" in done.out.splitlines()[-1]
    assert run("config", "--weights", "--show").code == 2
