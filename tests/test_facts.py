"""What stands again is told, whatever it means, and a fact alone fails nothing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from helpers import ROOT, Run
from hypothesis import given
from hypothesis import strategies as st

import auditor
from auditor.damage import corrupt
from auditor.model import Document, Options
from auditor.text.cover import Cover

LATIN = 15  # letters of an alphabet in the shortest passage that is a fact
PAGE = (Path(__file__).parent / "rules" / "AUD109" / "en.txt").read_text(encoding="utf-8")
PAGE = PAGE.replace("⟦", "").replace("⟧", "")

pieces = st.lists(
    st.sampled_from(
        ("the paths are kept ", "clean by the tenant ", "of the plot ", "a", "b", "x y ")
    )
)


def stands_again(text: str) -> list[int]:
    """Every place in an equal stretch that stood before: all pairs of places in turn."""
    grams: set[str] = set()
    again: set[int] = set()
    for at in range(len(text) - LATIN + 1):
        gram = text[at : at + LATIN]
        if gram in grams:
            again.update(range(at, at + LATIN))
        grams.add(gram)
    return sorted(again)


@given(pieces.map("".join))
def test_every_character_that_stands_again_is_in_a_repeat(text: str) -> None:
    options = Options(normalize="none", min_length=LATIN)
    repeats = auditor.audit(Document.from_text(text), options=options).collation.repeats
    later = [span for repeat in repeats for span in repeat.occurrences[1:]]
    covered = Cover.of(len(text), later)
    assert [at for at in stands_again(text) if not covered.count(at, at + 1)] == []


@given(pieces.map("".join))
def test_repeats_are_equal_at_their_places(text: str) -> None:
    options = Options(normalize="none")
    for repeat in auditor.audit(Document.from_text(text), options=options).collation.repeats:
        assert list(repeat.occurrences) == sorted(set(repeat.occurrences))
        if repeat.exact:
            assert len({span.of(text) for span in repeat.occurrences}) == 1
            assert repeat.equal == len(repeat.occurrences[0])


def test_a_crowd_is_one_repeat() -> None:
    line = "The office of the council is closed on Monday.\n"
    (repeat,) = auditor.audit(50 * line).collation.repeats
    assert repeat.tandem
    assert repeat.occurrences[-1].end == 50 * len(line)


def test_nothing_is_said_to_stand_once_that_does_not(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    audit = auditor.audit(PAGE)
    assert (len(audit.facts), audit.judged) == (1, ())
    assert audit.score.recurring == len(" pays the rent for the plot on the first day of the month")
    said = run("report", tmp_path, "-o", tmp_path / "out").out
    assert "AUD109 note    1 passage recurring, left as they stand" in said
    page = (tmp_path / "out" / "page.html").read_text(encoding="utf-8")
    assert "Recurring <small>1, left as they stand</small>" in page
    assert "Every character stands once" not in page


def test_a_fact_fails_no_gate_and_enters_no_baseline(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    for kind in ("concise", "github", "gitlab", "junit", "rdjson", "sarif", "jsonl", "markdown"):
        done = run("check", tmp_path / "page.txt", "--fail-on", "note", "--output-format", kind)
        assert (done.code, "first at characters" in done.out) == (0, False), kind
    assert "1 recurring and left" in run("check", tmp_path / "page.txt").out
    run("baseline", "create", tmp_path / "page.txt", "--baseline", tmp_path / "known")
    assert "AUD109" not in (tmp_path / "known").read_text(encoding="utf-8")
    whole = run("check", tmp_path / "page.txt", "--output-format", "json")
    (result,) = json.loads(whole.out)["documents"]
    assert [finding["rule"] for finding in result["findings"]] == ["AUD109"]


def test_where_other_findings_tell_of_it_it_is_no_fact() -> None:
    twice = "The ferry leaves at seven and returns at noon. Tickets are sold on board by the mate. "
    audit = auditor.audit(f"{twice}Dogs travel on the lower deck, on a lead. {twice}" * 2)
    assert "AUD103" in {finding.rule for finding in audit.findings}
    assert not audit.facts
    assert audit.score.recurring >= audit.score.repeated


@pytest.mark.parametrize(
    ("name", "operator", "seed"),
    [("de_fahrradwerkstatt", "interleaved-2", 2), ("zh_reading_rooms", "interleaved-3", 1)],
)
def test_all_that_woven_copies_say_again_is_told(name: str, operator: str, seed: int) -> None:
    """To the end of the copy that is read on when the other one has ended."""
    text = (ROOT / "benchmarks" / "texts" / f"{name}.txt").read_text(encoding="utf-8")
    damage = corrupt(text[:6_000], operator, seed)
    told = Cover(len(damage.scrape))
    for finding in auditor.audit(damage.scrape).findings:
        for at in finding.locations if finding.rule == "AUD202" else ():
            told.add(at.span.start, at.span.end)
    _, first = np.unique(damage.origin, return_index=True)
    again = set(np.flatnonzero(damage.origin >= 0).tolist()).difference(first.tolist())
    assert again
    assert all(told.count(at, at + 1) for at in again)


@pytest.mark.parametrize("name", ["fr_salle_commune", "ja_ferry"])
def test_copies_woven_in_mid_sentence_are_woven_copies(name: str) -> None:
    """None of their sentences may stand whole: they are cut where the copies part."""
    text = (ROOT / "benchmarks" / "texts" / f"{name}.txt").read_text(encoding="utf-8")
    audit = auditor.audit(corrupt(text[:6_000], "interleaved-2-cut+edits-2", 2).scrape)
    assert "woven" in {record.kind for record in audit.canonical.undone}
    assert "AUD202" in {finding.rule for finding in audit.findings}


def test_a_page_that_stands_twice_with_parts_elsewhere_is_told_once() -> None:
    """Each part of it with both its places, so that no fact tells of one again."""
    text = (ROOT / "benchmarks" / "texts" / "en_garden_plots.txt").read_text(encoding="utf-8")
    audit = auditor.audit(corrupt(text[:3_000], "page-rearranged", 3).scrape)
    (whole,) = [found for found in audit.findings if found.rule == "AUD103"]
    copies = [at.span for at in whole.locations if at.phrase == "the document again"]
    homes = [at.span for at in whole.locations if at.phrase.startswith("where it")]
    assert 2_400 < sum(map(len, copies)) < sum(map(len, homes)) + 200
    assert not audit.facts
