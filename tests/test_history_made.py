"""Small histories of which every class is known; sentences of which the first version is known."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from auditor.history import wide
from auditor.history.stages import histories_of
from auditor.model import Document
from auditor.model.histories import EDITORIAL
from auditor.model.versions import Version
from benchmarks import history as counted
from benchmarks.history_fits import Kept, Measured, Source, numbers, verdict
from benchmarks.history_lineage import made, ours
from benchmarks.history_made import histories
from benchmarks.history_synthetic import TEXTS, measure, texts_of
from benchmarks.history_synthetic import Tally as Rescraped
from benchmarks.watched import Watched


def text_of(language: str) -> str:
    (path,) = (p for p in TEXTS.glob("*.txt") if p.name.startswith(language))
    return Path(path).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_every_class_is_told(language: str) -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for name, history in histories(text_of(language), language, 1):
        captures = [
            Version(f"v{k}", Document.from_text(text), f"2020-01-{k + 1:02}")
            for k, text in enumerate(history.texts)
        ]
        steps = histories_of("made", "given", captures).transitions
        step = next(t for t in steps if (t.old, t.new) == (history.old, history.new))
        texts = history.texts[history.old], history.texts[history.new]
        said = counted.classes_of(step, texts)
        tally = counted.count(name, texts, history.changes, said)
        right.update(tally.right)
        total.update(tally.counted)
        noise = {tool for (label, tool) in tally.wrong if label == "editorial"} - {*EDITORIAL}
        assert noise <= {"(none)"}, f"an edit in {name} is called {noise}"
    shares = {cls: right[cls] / total[cls] for cls in total if cls != "(none)"}
    assert len(shares) == 10 and min(shares.values()) >= 0.97, shares


@pytest.mark.parametrize(
    "operator", ["page-twice", "copied", "swapped", "moved", "furniture", "interleaved-2-few"]
)
def test_what_was_only_scraped_again_is_no_authors(operator: str) -> None:
    tally = Rescraped()
    measure(text_of("zh"), operator, 4, tally)
    assert tally.rescraped and not tally.called_editorial
    assert tally.found == tally.edited


def test_a_sentence_that_moves_and_changes_at_once_is_the_same() -> None:
    texts, page = made(text_of("ja"), 7, 0)
    told = ours(texts, page)
    assert sum(found == sentence.first for sentence, found in told) >= 0.98 * len(told)


def test_a_fit_that_was_stopped_goes_on_with_what_it_has_measured(tmp_path: Path) -> None:
    every = list(numbers("wide._BACK"))

    def measure() -> dict[str, float]:
        return {"a step": 0.9 if wide._BACK < 4 else 0.5}

    source = Source("some versions", measure)
    found = Measured.of(source, every)
    assert found.with_value(every[0].path, 4) == {"a step": 0.5}
    assert found.with_value(every[0].path, 2) == found.shares
    Kept(tmp_path / "kept", every).add(source, found)
    assert Kept(tmp_path / "kept", every).found == {"some versions": found}
    with every[0].set_to(2):
        other = list(numbers("wide._BACK"))
        assert Kept(tmp_path / "kept", other).found == {}


def test_each_number_that_decides_can_be_tried() -> None:
    (found,) = numbers("wide._BACK")
    with found.set_to(1):
        assert wide._BACK == 1
    assert found.value == wide._BACK
    assert found.others() == [2, 4]
    used = 0.9, 0.8
    assert verdict(3, used, {2: (0.8, 0.8), 4: (0.8, 0.7)}) == "fitted"
    assert verdict(3, used, {2: (0.8, 0.8), 4: used}) == "one side"
    assert verdict(3, used, {2: (0.8, 0.9), 4: (0.9, 0.7)}) == "no optimum"
    assert verdict(3, used, {2: used, 4: used}) == "nothing shows"
    assert verdict(3, used, {2: (0.8, 0.8), 4: (0.95, 0.8)}) == "another is better"


def test_a_number_notes_which_others_decide_otherwise() -> None:
    turned: set[int] = set()
    number = Watched(10, (5, 20), turned)
    assert number <= 30 and number > 3 and not turned
    assert number > 7 and turned == {0}
    assert 2 * number - 9 < 12 and turned == {0, 1}
    turned.clear()
    assert "a long text"[:number] == "a long tex" and turned == {0, 1}


def test_versions_are_made_of_other_texts(tmp_path: Path) -> None:
    """Those of a language that is known, with enough prose, by name."""
    prose = "\n\n".join(f"Sentence {number} of it is here." for number in range(30))
    for name in ("en_b.md", "en_a.md", "en_c.md", "xx_a.md"):
        (tmp_path / name).write_text(prose, encoding="utf-8")
    (tmp_path / "en_0.md").write_text("Too short.", encoding="utf-8")
    assert [name for name, _, _ in texts_of(tmp_path, 2)] == ["en_a.md", "en_b.md"]
