"""A browser for the tests that look at pages, and pages for it to look at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")

Show = Callable[..., Page]


def _without(reason: str) -> NoReturn:
    """Skips, unless this run has to have a browser."""
    if os.environ.get("AUDITOR_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{reason}, and AUDITOR_REQUIRE_BROWSER=1 wants one")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        _without(f"no browser on PATH ({', '.join(NAMES)})")
    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        except Error as error:
            _without(f"{found} does not start: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    """Opens HTML from a file, as an editor does; whatever the console says fails the test."""
    said: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(html: str, *, width: int = 1440, at: str = "", **settings: Any) -> Page:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, **settings)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: _local(request.url, said))
        page.goto(path.as_uri() + at)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def _local(url: str, said: list[str]) -> None:
    if not url.startswith(("file:", "data:")):
        said.append(f"request to {url}")
