"""Simple changes against a trusted text are said right, and nothing else is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmark_cases import TEXTS

from auditor.stages import compare
from benchmarks.align_changes import KINDS, Change, change, faults
from benchmarks.documents import Text

# Pages in two versions, in words of our own; after tests that other diff tools carry.
PAGES = {
    name.strip(): tuple(part.strip("\n") + "\n" for part in pages.split("\n---\n"))
    for name, pages in (
        case.split("\n", 1)
        for case in (Path(__file__).parent / "data/align_changes.txt")
        .read_text(encoding="utf-8")
        .split("=== ")[1:]
    )
}
MOVED = (
    *("price_list_moved", "slide_line", "slide_line2", "short_items_moved"),
    *("rows_exchanged_missing", "rows_exchanged_missing_in_page", "rows_same_beginning_swapped"),
    *("libraries", "near_rows_one_moved", "near_paragraphs_one_moved"),
)


@pytest.mark.parametrize("name", MOVED)
def test_what_stands_in_another_order_is_moved_and_nothing_else(name: str) -> None:
    scrape, canonical = PAGES[name]
    asked = Change(scrape, canonical, moved=True)
    assert faults(asked, compare(canonical, scrape)) == ()


INSERTED = {
    "sentence_inserted": ("Children under six come with a parent.",),
    "words_inserted": ("the old weir and the fish ladder and",),
    "words_inserted2": ("which volunteers from three villages painted",),
    "head_short_title": ("Council votes for a new school by the river on Friday.",),
    "heading_between_new_paragraphs": (
        "Life jackets are compulsory for children and lent free of charge.",
        "Dogs travel in the bow and wear a lead.",
    ),
    "tail_words": ("registrar of deeds and the",),
}


@pytest.mark.parametrize("name", INSERTED)
def test_what_was_put_in_is_inserted_and_nothing_else(name: str) -> None:
    scrape, canonical = PAGES[name]
    asked = Change(scrape, canonical, inserted=INSERTED[name])
    assert faults(asked, compare(canonical, scrape)) == ()


def test_a_list_that_rolls_has_new_entries_and_lacks_old_ones() -> None:
    scrape, canonical = PAGES["news_list"]
    new = scrape[scrape.index("Council") : scrape.index("Minister")]
    old = canonical[canonical.index("Harbour") : canonical.index("Older")]
    audit = compare(canonical, scrape)
    assert faults(Change(scrape, canonical, (new,), (old,)), audit) == ()


@pytest.mark.parametrize("name", ["kept_last_number_changed", "moved_last_number_changed"])
def test_an_edited_end_stays_with_its_line(name: str) -> None:
    scrape, canonical = PAGES[name]
    asked = Change(scrape, canonical, edits=1, moved=name.startswith("moved"))
    assert faults(asked, compare(canonical, scrape)) == ()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", TEXTS)
def test_simple_changes_are_said_right(kind: str, language: str) -> None:
    for seed in range(2):
        asked = change(Text(language, language, TEXTS[language]), kind, seed)
        assert faults(asked, compare(asked.canonical, asked.scrape)) == ()
