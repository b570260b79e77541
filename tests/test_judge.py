"""The judgement of repeats: damage, or meant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers import ROOT
from hypothesis import given
from hypothesis import strategies as st

import auditor
from auditor.canonical.page import Page
from auditor.damage import corrupt
from auditor.model import Document, Options
from auditor.repeats import judge
from auditor.repeats.features import NAMES, features
from auditor.segment import segment

DATA: dict[str, Any] = dict(np.load(judge.PATH))
TEXTS = sorted((ROOT / "benchmarks" / "texts").glob("*.txt"))


def walked(row: list[float]) -> float:
    """The log-odds of a row, tree by tree and node by node."""
    total = float(DATA["first_start"])
    for at in DATA["first_roots"].tolist():
        while DATA["first_feature"][at] != judge.LEAF:
            low = row[DATA["first_feature"][at]] <= float(DATA["first_value"][at])
            at = at + 1 if low else int(DATA["first_right"][at])
        total += float(DATA["first_value"][at])
    return total


@given(st.lists(st.floats(-60, 60), min_size=len(NAMES), max_size=len(NAMES)))
def test_trees_are_walked_to_their_leaves(row: list[float]) -> None:
    assert judge.model().first.odds(np.array([row]))[0] == pytest.approx(walked(row))


def test_a_model_of_other_features_is_refused() -> None:
    with pytest.raises(ValueError, match="other features"):
        judge.Model.of(DATA | {"about": json.dumps({"features": ["length"]})})


def test_the_model_says_what_it_was_made_of() -> None:
    made = judge.about(DATA)["made"]
    assert made["command"].startswith("python -m benchmarks.fit")
    assert made["documents"] > 100


@given(st.lists(st.sampled_from(["the paths are kept clean ", "by all. ", "x\n", "一", "12 "])))
def test_any_text_has_features(pieces: list[str]) -> None:
    page = Page(Document.from_text("".join(pieces)), Options(), segment)
    table = features(page.view, page.stretches)
    assert table.shape == (len(page.stretches), len(NAMES))
    assert np.isfinite(table).all()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_what_was_copied_is_told_from_what_recurs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")[:4_000]
    said = [repeat.damage or 0.0 for repeat in auditor.audit(text).collation.repeats]
    copied = auditor.audit(corrupt(text, "copied", 1).scrape).collation.repeats
    assert max(said, default=0.0) < 0.1 < max(repeat.damage or 0.0 for repeat in copied)
