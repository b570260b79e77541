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
SAID = tuple(kind for kind in KINDS if kind.startswith(("lines", "rows", "near", "small")))


@pytest.mark.parametrize("name", MOVED)
def test_what_stands_in_another_order_is_moved_and_nothing_else(name: str) -> None:
    scrape, canonical = PAGES[name]
    asked = Change(scrape, canonical, moved=True)
    assert faults(asked, compare(canonical, scrape)) == ()


@pytest.mark.parametrize("kind", SAID)
@pytest.mark.parametrize("language", TEXTS)
def test_simple_changes_are_said_right(kind: str, language: str) -> None:
    for seed in range(2):
        asked = change(Text(language, language, TEXTS[language]), kind, seed)
        assert faults(asked, compare(asked.canonical, asked.scrape)) == ()
