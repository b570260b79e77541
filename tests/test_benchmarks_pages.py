"""What is measured of pages: the text recovered, and what is marked inside and outside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import undamaged
from benchmarks.documents import Choice
from benchmarks.pages import cases, covered, measure, squeezed, strict, summary

GOLD = "“The office opens at nine.” - It closes at five.\nBring a card.\n"
PAGE = """<!DOCTYPE html><title>x</title><p>Print this page<p>The office opens at nine.
<ul><li>It <b>closes</b> at five.</ul><p>Back to top"""


def test_letters_count_and_marks_do_not() -> None:
    assert squeezed("A-1, b!") == ("A1b", [0, 2, 5])
    assert strict(squeezed("The office, opens at nine")[0], GOLD) == pytest.approx(20 / 44)
    assert sum(covered(squeezed("Menu. The office opens at nine")[0], GOLD)) == 20


def test_a_page_is_measured(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "a.gold.txt").write_text(GOLD, encoding="utf-8")
    (tmp_path / "b.html").write_text("<script>1</script>", encoding="utf-8")
    entries = [
        {"id": "a", "withs": ["closes at five", "not there"], "withouts": ["Back to top"]},
        {"id": "b"},
    ]
    (tmp_path / "manifest.json").write_text(json.dumps(entries), encoding="utf-8")
    page, none = map(measure, cases(tmp_path))
    assert (page.strict, page.meant, page.not_meant) == (34 / 44, 0.5, 1)
    assert (page.inside, page.outside) == (34, len("PrintthispageBacktotop"))
    assert (page.marked_inside, page.marked_outside) == (0, page.outside)
    assert "without visible text" in none.refused
    assert "2 pages" in summary([page, none])


def test_what_undamaged_text_is_reproached_with_is_counted_by_rule(tmp_path: Path) -> None:
    folder = tmp_path / "canonical"
    folder.mkdir()
    text = "Section 1. The chair presides.\nSection 2. The clerk writes.\nSection 4. All vote.\n"
    (folder / "en_rules.txt").write_text(text, encoding="utf-8")
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "page.html").write_text("<p>The hall opens at nine.", encoding="utf-8")
    found = list(undamaged.cases(tmp_path, ("canonical", "html", "meant"), Choice()))
    results = [undamaged.measure(case) for case in found]
    assert [(each.case.folder, each.fails) for each in results] == [
        ("canonical", True),
        ("html", False),
    ]
    (reproach,) = results[0].reproaches
    assert (reproach.rule, reproach.severity) == ("AUD301", "error")
    assert "⟦Section 4." in reproach.words
    documents, rules = undamaged.tables(results)
    assert "| AUD301 |      1 |        0 |         1 |" in rules
    assert documents.splitlines()[-1].startswith("| all       |         2 |")
