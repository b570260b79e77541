"""What was undone is on record, explained step by step, and what is told."""

from __future__ import annotations

import json

import pytest
from helpers import ROOT, SEED, Run

import auditor
from auditor.damage import corrupt
from auditor.errors import OptionsError
from auditor.explaining import NAMES
from benchmarks.invariants import json_faults
from benchmarks.told import OPS, Case, measure

TEXT = (ROOT / "benchmarks" / "texts" / "en_garden_plots.txt").read_text(encoding="utf-8")


def kinds(text: str) -> list[str]:
    return [record.kind for record in auditor.audit(text).canonical.undone]


@pytest.mark.parametrize(
    ("damage", "undone"),
    [
        ("clean", []),
        ("page-twice", ["doublets"]),
        ("stutter", ["doublets"]),
        ("windows", ["windows"]),
        ("windows-shuffled", ["windows"]),
        ("columns", ["columns"]),
        ("interleaved-2", ["woven"]),
        ("page-twice+noise-3", ["spelling", "doublets"]),
    ],
)
def test_what_is_undone_is_on_record(damage: str, undone: list[str]) -> None:
    assert kinds(corrupt(TEXT, damage, 1).scrape) == undone


@pytest.mark.parametrize("damage", OPS.split(","))
def test_what_is_undone_is_what_is_told(damage: str) -> None:
    telling = measure(Case("garden", TEXT[:5_000], damage))
    assert (telling.silent, telling.otherwise) == ([], [])


def test_the_places_are_those_of_the_scrape() -> None:
    """Behind another step too: the second copy is left out, then windows are joined."""
    windows = corrupt(TEXT, "windows", 1).scrape
    (record,) = auditor.audit(TEXT + TEXT).canonical.undone
    assert "".join(place.of(TEXT + TEXT) for place in record.places) == TEXT
    (record,) = auditor.audit(windows).canonical.undone
    assert "".join(place.of(windows) for place in record.places) == windows


def test_every_step_is_explained() -> None:
    found = auditor.explain(TEXT)
    assert tuple(step.name for step in found.steps) == NAMES
    assert all(step.saw and step.did for step in found.steps)


def test_an_explanation_stops_after_the_step_that_is_named() -> None:
    assert [step.name for step in auditor.explain(TEXT, step="repeats").steps] == list(NAMES[:2])
    with pytest.raises(OptionsError, match="did you mean woven"):
        auditor.explain(TEXT, step="wovne")


def test_the_command_explains_in_words_and_as_json(run: Run) -> None:
    words = run("explain", str(SEED), "--step", "woven")
    assert "woven\n" in words.out
    assert "merged copies" in words.out
    assert "inserted" not in words.out
    printed = run("explain", str(SEED), "--json").out
    assert not list(json_faults(printed, "explanation"))
    told = json.loads(printed)
    (woven,) = (step for step in told["steps"] if step["name"] == "woven")
    assert woven["undone"][0]["kind"] == "woven"
    assert woven["gain"] == woven["undone"][0]["gain"] > 0


def test_two_editions_end_the_explanation_of_steps() -> None:
    page = (ROOT / "tests" / "rules" / "AUD108" / "en.txt").read_text(encoding="utf-8")
    steps = auditor.explain(page.replace("⟦", "").replace("⟧", "")).steps
    assert [step.name for step in steps] == list(NAMES)
    assert [step.undone[0].kind for step in steps if step.undone] == ["editions"]
