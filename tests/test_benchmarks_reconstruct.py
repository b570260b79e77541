"""The benchmark of reconstruction measures right: joins, figures, scrapes, real texts, cost."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import pytest
from benchmark_cases import (
    ABC,
    FIRST,
    SECOND,
    TEXTS,
    THIRD,
    built,
    document,
    inferred,
    join_score,
    reading_of,
)
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import Canonical, Choice, Span, Witness
from benchmarks import (
    clean,
    compare,
    cost,
    documents,
    figures,
    joins,
    pairs,
    readings,
    reconstruct,
    runs,
    scrapes,
)
from benchmarks.bar import bars
from benchmarks.truth import Truth


def test_documents_used_for_tuning_are_never_held_out() -> None:
    held_out = {name for name in (f"text_{n}" for n in range(100)) if document(name).held_out}
    assert 25 < len(held_out) < 55
    assert not any(document(name).held_out for name in documents.TUNED)


# Scrapes


@given(st.text("ab。. \n一1", max_size=40), st.sampled_from(sorted(scrapes.SEVERAL)))
def test_several_scrapes_are_one_text_with_one_truth(text: str, name: str) -> None:
    made = scrapes.damage(text, name, 0)
    assert len(made.documents) == len(scrapes.SEVERAL[name])
    for scrape, start in zip(made.documents, made.starts, strict=True):
        assert made.corruption.scrape.startswith(scrape.text, start)
    chars = zip(made.corruption.scrape, made.corruption.origin.tolist(), strict=True)
    if "noise" not in name and name != "scrapes-mixed":
        assert all(at < 0 or char == made.corruption.canonical[at] for char, at in chars)


def test_scrapes_have_damage_of_their_own_and_streams_of_their_own() -> None:
    made = scrapes.damage(TEXTS["en"], "scrapes-3", 0)
    assert len({document.text for document in made.documents}) == 3
    assert set(made.corruption.stream.tolist()) == {-1, 0, 1, 2}


def test_witnesses_of_scrapes_are_led_to_the_joined_text() -> None:
    made = scrapes.damage(ABC, "scrapes-2", 0)
    witness = Witness(Span(0, 5), Span(1, 6), "B")
    (found,) = made.together(Canonical("Alpha", "inferred", witnesses=(witness,))).witnesses
    assert found.scrape.of(made.corruption.scrape) == made.documents[1].text[1:6]


# Joins


@pytest.mark.parametrize(
    "order, offer, right, offered",
    [
        ((0, 1, 2), "", True, False),
        ((0, 1, 3), "", False, False),
        ((0, 1, 3), "Carol is th…", False, True),
        ((0, 1, 3), "Alpha is fi…", False, False),
    ],
)
def test_a_join_is_held_against_the_true_neighbour(
    order: tuple[int, ...], offer: str, right: bool, offered: bool
) -> None:
    found = join_score(*order, confidence=0.6, offer=offer)
    record = joins.JoinRecord(0.6, right, offered)
    assert (found.joins, found.choices, found.beside) == ((record,), (), 0)
    assert found.silent == 0 and len(found.faults) == (not right)


@pytest.mark.parametrize(
    "order, confidence, silent",
    [
        ((0, 1, 2, 3), None, 0),
        ((0, 1, 3), None, 1),
        ((0, 1, 3), 0.89, 0),
        ((0, 1, 3), 0.9, 1),
        ((1, 0, 3, 2), None, 3),
        ((0, 1, 2, 3, 0, 1, 2, 3), None, 1),
    ],
)
def test_a_wrong_place_that_no_low_join_marks_is_silent(
    order: tuple[int, ...], confidence: float | None, silent: int
) -> None:
    found = join_score(*order, confidence=confidence)
    assert (found.silent, found.pairs) == (silent, len(order) - 1)


def test_a_seam_without_a_join_counts_as_certain() -> None:
    wrong, right = joins.JoinRecord(1.0, False, False), joins.JoinRecord(1.0, True, False)
    assert join_score(0, 1, 2, 3, confidence=None).seams == ()  # the scrape goes on
    assert join_score(0, 2, 3, confidence=None).seams == (wrong,)
    text = FIRST + SECOND + FIRST + THIRD
    truth = Truth(built(text, (0, len(text))))
    twice = inferred(truth, 0, 3, confidence=None)
    found = joins.score_joins(truth, twice, readings.of_canonical(truth, twice))
    assert found.seams == (right,)  # the other copy of its left side has it


def test_a_word_that_one_copy_lacks_is_no_wrong_place() -> None:
    start = ABC.index("second")
    truth = Truth(built(ABC, (0, start), (start + 3, len(ABC)), (0, len(ABC))))
    canonical = Canonical(
        truth.corruption.scrape[: len(ABC) - 3],
        "inferred",
        witnesses=(Witness(Span(0, len(ABC) - 3), Span(0, len(ABC) - 3), "A"),),
    )
    found = joins.score_joins(truth, canonical, readings.of_canonical(truth, canonical))
    assert (found.faults, found.pairs) == ((), 3)


@pytest.mark.parametrize(
    "order, moved, place, right, offered",
    [
        ((0, 1, 2, 3), 1, 3, True, False),
        ((0, 2, 1, 3), 2, 1, False, True),
        ((0, 2, 1, 3), 2, 4, False, False),
    ],
)
def test_a_choice_is_held_against_the_true_place(
    order: tuple[int, ...], moved: int, place: int, right: bool, offered: bool
) -> None:
    truth = Truth(built(ABC, (0, len(ABC))))
    canonical = inferred(truth, *order, confidence=None)
    starts = [*(witness.canonical.start for witness in canonical.witnesses), len(ABC)]
    passage = Span(starts[moved], starts[moved + 1])
    choice = Choice(passage, 0.6, ((starts[place], 0.4),), ())
    canonical = replace(canonical, choices=(choice,))
    found = joins.score_joins(truth, canonical, readings.of_canonical(truth, canonical))
    assert found.choices == (joins.JoinRecord(0.6, right, offered),)


# Figures


def result(*order: int, confidence: float | None, offer: str = "") -> figures.Result:
    truth = Truth(built(ABC, (0, len(ABC))))
    score = reading_of(truth, *order)
    first = reading_of(truth, 0, 1, 2, 3)
    found = join_score(*order, confidence=confidence, offer=offer)
    case = runs.Case(document("x"), "moved", 0)
    return figures.Result(case, score, first, first, first, first, found, 100, 0.5, ())


def test_figures_of_cases() -> None:
    found = figures.figures(
        [result(0, 1, 3, confidence=0.6, offer="Carol is th…"), result(0, 1, 3, confidence=0.95)]
    )
    assert (found["cases"], found["pairs"], found["pairs, first"]) == (2, 1 / 3, 1)
    assert (found["lost"], found["s/MB"]) == (250, 5000)
    assert (found["joins"], found["joins wrong"], found["joins sure+wrong"]) == (2, 1, 0.5)
    assert (found["neighbours"], found["neighbours sure+wrong"]) == (4, 0.25)
    assert (found["joins open"], found["joins open and wrong, offered"]) == (1, 1)


def test_calibration_counts_each_join_in_its_bin() -> None:
    rows = figures.calibration([result(0, 1, 3, confidence=c) for c in (0.3, 0.49, 0.9, 1.0)])
    assert [row["joins"] for row in rows.values()] == [0, 2, 0, 0, 0, 1, 0, 1]
    assert rows["0.30 – 0.50"]["joins, mean"] == pytest.approx(0.395)
    assert rows["1"]["joins, right"] == 0


def test_a_case_runs_from_damage_to_figures() -> None:
    found = figures.measure(runs.Case(documents.Text("x", "de", TEXTS["de"]), "page-twice", 0))
    assert found.engine.exact and found.engine.neighbours == 1 and found.faults == ()


@pytest.mark.parametrize("limit", ["--documents", "--limit"])
def test_the_command_keeps_and_compares_figures(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], limit: str
) -> None:
    def command(*options: str) -> list[str]:
        """What is printed, but for times."""
        argv = ["x", "--only", "page-twice,moved", limit, "1", *options]
        monkeypatch.setattr("sys.argv", argv)
        reconstruct.main()
        return [line for line in capsys.readouterr().out.splitlines() if "s/MB" not in line]

    kept = tmp_path / "figures.json"
    assert any("page-twice" in line for line in command("--json", str(kept)))
    assert not any("pairs" in line for line in command("--compare", str(kept)))
    report = compare.read(kept)
    report["tune"]["moved"]["pairs"] = 0.25
    compare.save(report, kept)
    (line,) = [line for line in command("--compare", str(kept)) if "pairs" in line]
    assert [cell.strip() for cell in line.split("|")][1:5] == ["tune", "moved", "pairs", "0.25"]


@pytest.mark.parametrize(
    "options, told",
    [
        (["--tables", "damage,cast"], "no such table: cast"),
        (["--only", "shredded"], "unknown operator: shredded"),
    ],
)
def test_a_wrong_name_is_told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    told: str,
) -> None:
    monkeypatch.setattr("sys.argv", ["x", *options])
    with pytest.raises(SystemExit, match="2"):
        reconstruct.main()
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    "figure, old, new, told",
    [
        ("pairs", 0.9, 0.9004, False),
        ("pairs", 0.9, 0.91, True),
        ("pairs", None, 0.9, True),
        ("pairs", None, None, False),
        ("s/MB", 10.0, 11.0, False),
        ("s/MB", 10.0, 13.0, True),
    ],
)
def test_what_counts_as_a_difference(
    figure: str, old: float | None, new: float | None, told: bool
) -> None:
    found = compare.differences({"t": {"r": {figure: old}}}, {"t": {"r": {figure: new}}})
    assert (figure in found) == told


def test_a_file_without_figures_is_told(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text("[]", encoding="utf-8")
    with pytest.raises(ValueError, match=r"other\.json holds no figures"):
        compare.read(other)


@pytest.mark.parametrize(
    "row, figure, value, met",
    [
        ("windows", "exact", 0.98, True),
        ("windows", "exact", 0.97, False),
        ("all", "joins sure+wrong", 0.01, True),
        ("all", "joins sure+wrong", 0.02, False),
        ("all", "lost", 0.0, True),
    ],
)
def test_figures_are_held_against_the_bar(row: str, figure: str, value: float, met: bool) -> None:
    (found,) = bars({"held-out": {row: {figure: value}}, "tune": {row: {figure: 0.5}}})
    line = found.splitlines()[-1]
    assert ("| yes" in line) == met and ("**no**" in line) != met


@pytest.mark.parametrize("noisy, met", [(0.9, True), (0.88, True), (0.87, False)])
def test_noise_may_cost_two_points(noisy: float, met: bool) -> None:
    rows: compare.Rows = {"x": {"pairs": 0.9}, "x+noise-1": {"pairs": noisy}}
    assert ("| yes" in bars({"tune": rows})[0]) == met


@pytest.mark.parametrize("seconds, met", [(9.9, True), (10.1, False)])
def test_cost_has_a_bar_for_its_size(seconds: float, met: bool) -> None:
    rows: compare.Rows = {"zh, clean, 1 MB": {"seconds": seconds}}
    assert ("| yes" in bars({"cost": rows})[0]) == met


def test_where_nothing_is_measured_no_bar_is_told() -> None:
    assert bars({"tune": {"stutter": {"pairs": 0.5}}}) == []


# Real texts


def collection(folder: Path) -> Path:
    """A collection of real texts: one clean, one clean in two versions, one pair."""
    story = TEXTS["de"]
    for name in ("canonical/de_a.txt", "versions/p/1.md", "versions/p/2.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(story, encoding="utf-8")
    (folder / "versions/p/2.md").write_text(story + story, encoding="utf-8")
    (folder / "pairs/q").mkdir(parents=True)
    (folder / "pairs/q/gold.txt").write_text(story, encoding="utf-8")
    (folder / "pairs/q/scraped.txt").write_text(story + story, encoding="utf-8")
    roles = [{"file": f"q/{role}.txt", "role": role} for role in ("gold", "scraped")]
    manifest = {"items": [{"id": "q", "files": roles}]}
    (folder / "pairs/manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    versions = [{"file": "p/2.md"}]
    item = {"note": "the text stands twice", "lang": "de", "files": versions}
    (folder / "versions/manifest.json").write_text(json.dumps({"items": [item]}), encoding="utf-8")
    return folder


def test_clean_text_comes_back_and_damaged_versions_are_told_apart(tmp_path: Path) -> None:
    report: compare.Report = {}
    clean.tables(clean.folders(collection(tmp_path)), Namespace(limit=None, jobs=1), report)
    unchanged = {group: row["unchanged"] for group, row in report["clean"].items()}
    damaged = "versions, said to be damaged"
    assert unchanged == {"canonical": 1, "versions": 1, damaged: 0, "all undamaged": 1}
    assert report["clean"]["all undamaged"]["documents"] == 2
    assert report["clean"]["canonical"]["findings"] == 0
    assert report["clean"][damaged]["findings"] != 0


def test_findings_that_a_person_found_true_are_no_false_alarms() -> None:
    (name, rule), *_ = clean.TRUE
    told = (f"{rule} at 7: x", "AUD999 at 8: y")
    assert clean.CleanResult("g", document(name), True, told).false == ["AUD999 at 8: y"]
    assert clean.CleanResult("g", document("other"), True, told).false == list(told)


def test_a_real_pair_is_measured_before_and_after(tmp_path: Path) -> None:
    report: compare.Report = {}
    pairs.pair_table(collection(tmp_path) / "pairs", None, 1, report)
    row = report["pairs"]["q"]
    assert row["similar"] == pytest.approx(2 / 3)
    assert (row["similar, after"], row["pairs, after"], row["lost"]) == (1, 1, 0)


def test_a_folder_of_texts_is_no_collection(tmp_path: Path) -> None:
    assert clean.folders(tmp_path) == clean.Folders(tmp_path, None, None, None)


# Cost


@pytest.mark.parametrize("damage", sorted(cost.DAMAGE))
@pytest.mark.parametrize("language", cost.LANGUAGES)
def test_texts_to_measure_cost_on_have_their_size(language: str, damage: str) -> None:
    scrape, made = cost.text(language, damage, 50_000)
    assert len(scrape.encode()) == pytest.approx(50_000, rel=0.1)
    assert len(made) <= len(scrape) and cost.text(language, damage, 50_000) == (scrape, made)
