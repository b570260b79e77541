"""The timeline of a version audit in a browser: by keyboard, without scripts, for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from helpers import ROOT
from playwright.sync_api import Page

import auditor
from auditor.formats.history import index, pair
from auditor.formats.history.page import render
from auditor.model import Document
from auditor.model.versions import HistoryOptions

Show = Callable[..., Page]
EXAMPLES = ROOT / "docs" / "history"
MODES: tuple[dict[str, Any], ...] = (
    {},
    {"color_scheme": "dark"},
    {"forced_colors": "active"},
    {"width": 320},
)


@pytest.fixture(scope="module")
def html() -> str:
    options = HistoryOptions(blame=True)
    return render(auditor.history(EXAMPLES / "harbour-library", options))


@pytest.fixture(scope="module")
def pages(html: str) -> dict[str, str]:
    """The timeline, the page of a step with an edition behind the newer one, and an index."""
    history = auditor.history(EXAMPLES / "harbour-library")
    other = auditor.history(EXAMPLES / "河湾阅览室")
    entries = [("one.history.html", history), ("two.history.html", other)]
    return {
        "timeline": html,
        "step": pair.render(history, 3, "one.history.html"),
        "index": index.render(entries),
    }


@pytest.mark.parametrize("name", ["timeline", "step", "index"])
@pytest.mark.parametrize("settings", MODES, ids=["light", "dark", "forced-colors", "narrow"])
def test_nothing_bars_anybody(
    show: Show, pages: dict[str, str], name: str, settings: dict[str, Any]
) -> None:
    page = show(pages[name], **settings)
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["html"][:100] for n in v["nodes"]][:3]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= settings.get("width", 1440)


def test_the_timeline_is_walked_by_the_arrow_keys(show: Show, html: str) -> None:
    page = show(html)
    first = page.locator("table.time thead a").first
    first.focus()
    page.keyboard.press("ArrowDown")
    assert "4 characters" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**#step-3")  # the browser tells of it a little later


def test_the_passages_are_filtered(show: Show, html: str) -> None:
    page = show(html)
    page.fill("#filter", "editorial number 30 days")
    rows = page.locator("table.passages tbody tr[id]:visible")
    assert rows.count() == 1
    assert page.locator("#shown").text_content() == "1 of 7 passages and 0 changes of the scraping"
    page.fill("#filter", "")
    page.get_by_label("Key term").select_option("negation")
    assert rows.count() == 1 and "We do not charge readers" in (rows.text_content() or "")
    page.get_by_label("Key term").select_option("all")
    page.get_by_label("Version").select_option("2024-05-21")
    assert rows.count() == 5


def test_what_the_scraping_did_is_filtered_too(show: Show, html: str) -> None:
    page = show(html)
    page.get_by_label("Class").focus()
    page.keyboard.type("noise-order")
    assert page.locator("table.passages tbody tr[id]:visible").count() == 0
    assert page.locator("section[id^=step-]:visible").count() == 1
    assert "in another order" in page.inner_text("section[id^=step-] details ul")


def test_the_changes_of_another_edition_are_found_by_its_part(show: Show, html: str) -> None:
    page = show(html)
    page.get_by_label("Part").select_option("superseded")
    rows = page.locator("table.passages tbody tr[id]:visible")
    assert rows.count() == 1 and "until July 1" in (rows.text_content() or "")


def test_two_editions_are_a_bar_over_the_steps(show: Show, html: str) -> None:
    page = show(html)
    cell = page.locator("table.time tr", has_text="Editions").locator(
        "td", has=page.locator("span")
    )
    assert cell.inner_text() == "two editions, one superseded"
    head = page.locator("table.time thead th", has_text="2024-05-21")
    one, two = cell.bounding_box(), head.bounding_box()
    assert one and two and abs(one["x"] - two["x"]) < 2


def test_a_change_of_a_step_leads_to_its_place_in_the_text(
    show: Show, pages: dict[str, str]
) -> None:
    page = show(pages["step"])
    link = page.get_by_role("link", name="is now").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#new-*")
    target = page.evaluate("document.querySelector(':target').tagName")
    assert target == "INS"


def test_a_step_shows_the_texts_in_their_lines(show: Show) -> None:
    """Signs for line breaks would make a text unreadable; one that has gone has a sign."""
    texts = ("One line.\nTwo lines.\n\nThree.\n", "One line.\nTwo new lines.\nThree.\n")
    history = auditor.history([(None, Document.from_text(text)) for text in texts])
    page = show(pair.render(history, 0, "x"))
    newer, older = page.locator("#text-new .whole"), page.locator("#text-old .whole")
    assert newer.inner_text().split("\n")[:3] == ["One line.", "Two new lines.", "Three."]
    assert older.locator("b").all_inner_texts() == ["U+000A"]
    assert page.locator("#text-new b").count() == 0


def test_no_page_asks_for_anything_or_runs_what_is_not_its_own(
    show: Show, pages: dict[str, str]
) -> None:
    texts = ("A text.", "A text. <script>document.title = 'broken'</script> <img src=x onerror=1>")
    hostile = auditor.history([(None, Document.from_text(text)) for text in texts])
    own = [render(hostile), pair.render(hostile, 0, "x"), index.render([("x", hostile)] * 2)]
    for html in (*pages.values(), *own):
        page = show(html)
        assert page.title() != "broken" and page.locator("img, iframe").count() == 0
        policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy


def test_what_is_folded_is_printed(show: Show, html: str) -> None:
    page = show(html)
    change = page.locator("section details li", has_text="another order").first
    assert not change.is_visible()
    page.emulate_media(media="print")
    assert change.is_visible() and not page.locator("#filter").is_visible()


def test_all_is_read_without_scripts(show: Show, html: str) -> None:
    page = show(html, java_script_enabled=False)
    text = page.inner_text("main")
    for words in ("30 days", "12 months", "AUD607", "capture-failure", "2024-05-21"):
        assert words in text
    assert not page.locator("#filter").is_visible()
