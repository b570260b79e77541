"""The timeline of a version audit in a browser: by keyboard, without scripts, for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from helpers import ROOT
from playwright.sync_api import Page

import auditor
from auditor.formats.history.page import render
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


@pytest.mark.parametrize("settings", MODES, ids=["light", "dark", "forced-colors", "narrow"])
def test_nothing_bars_anybody(show: Show, html: str, settings: dict[str, Any]) -> None:
    page = show(html, **settings)
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
    assert page.locator("table.passages tbody tr[id]:visible").count() == 1
    assert page.locator("#shown").text_content() == "1"


def test_all_is_read_without_scripts(show: Show, html: str) -> None:
    page = show(html, java_script_enabled=False)
    text = page.inner_text("main")
    for words in ("30 days", "12 months", "AUD607", "capture-failure", "2024-05-21"):
        assert words in text
    assert not page.locator("#filter").is_visible()
