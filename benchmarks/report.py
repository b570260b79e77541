"""The report's weight and speed in a browser, against its budgets: `python -m benchmarks.report`.

Needs Chromium and playwright. Times are of one machine, the best of three; sizes, nodes and
findings are the same on all. A key press is timed from the key to the second frame behind it.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import auditor
from auditor.formats import index
from auditor.formats.report import assets, render
from auditor.model import Finding, Location, Span
from benchmarks.documents import SHIPPED
from benchmarks.speed import duplicated, made_up
from benchmarks.tables import table

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
TIMES = 3
MEGA = 1_000_000
KEYS = ("j", "o", "a", "n", "v")
_PRESS = """async key => {
    const start = performance.now();
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - start;
}"""
_SORT = """async () => {
    const start = performance.now();
    document.querySelectorAll("thead button")[5].click();
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - start;
}"""
_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


@dataclass(frozen=True, slots=True)
class Line:
    """A measured figure and its budget, in the same unit."""

    name: str
    value: float
    budget: float
    unit: str

    def cells(self) -> tuple[str, str, str]:
        places = 0 if self.unit != "MB" else 1
        return (
            self.name,
            f"{self.value:,.{places}f} {self.unit}".strip(),
            f"{self.budget:,.{places}f} {self.unit}".strip(),
        )


def measure(size: int, findings: int) -> Iterator[Line]:
    """All figures, for an input of `size` bytes and a page with so many findings."""
    yield Line("style and script", sum(len(t.encode()) for _, t in assets()), 60_000, "bytes")
    seed = render(auditor.audit(auditor.read(next((ROOT / "seeds").glob("*.txt")))))
    yield Line("report of the seed", len(seed.encode()), 150_000, "bytes")
    with _browser() as browser, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(seed, encoding="utf-8")
        yield from _opened(browser, path, "the seed", 150_000)
        source, html = _large(size)
        path.write_text(html, encoding="utf-8")
        name = f"{source / MEGA:,.0f} MB"
        yield Line(f"report of {name}", len(html.encode()) / MEGA, 1.6 * source / MEGA, "MB")
        yield from _opened(browser, path, name, 150_000)
        path.write_text(_many(findings), encoding="utf-8")
        yield from _opened(browser, path, f"{findings:,} findings", 150_000)
        path.write_text(_index(), encoding="utf-8")
        yield from _sorted(browser, path)


@contextmanager
def _browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        sys.exit("no chromium on PATH; install one")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def _opened(browser: Browser, path: Path, name: str, nodes: int) -> Iterator[Line]:
    paints: list[float] = []
    presses: dict[str, list[float]] = {key: [] for key in KEYS}
    count = 0
    for _ in range(TIMES):
        with _page(browser, path) as page:
            paints.append(page.evaluate(_PAINT))
            count = page.evaluate("document.querySelectorAll('*').length")
            for key in KEYS:
                presses[key].append(page.evaluate(_PRESS, key))
    worst = max(KEYS, key=lambda key: min(presses[key]))
    yield Line(f"{name}: nodes", count, nodes, "")
    yield Line(f"{name}: first paint", min(paints), 1_500, "ms")
    yield Line(f"{name}: slowest key ({worst})", min(presses[worst]), 100, "ms")


def _sorted(browser: Browser, path: Path) -> Iterator[Line]:
    with _page(browser, path) as page:
        yield Line("index of 1,000: first paint", page.evaluate(_PAINT), 1_500, "ms")
        sorting = min(page.evaluate(_SORT) for _ in range(TIMES))
        yield Line("index of 1,000: sorting", sorting, 100, "ms")


@contextmanager
def _page(browser: Browser, path: Path) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(600_000)
    page.goto(path.as_uri())
    page.wait_for_timeout(1_500)  # what a large page borrows is filled in when it is idle
    yield page
    page.close()


def _large(size: int) -> tuple[int, str]:
    """Chinese sentences with copied and moved blocks, against the clean text."""
    made = made_up("zh", size)
    scrape = "".join(duplicated(made, random.Random(0)))
    return len(scrape.encode()), render(auditor.audit(scrape, "".join(made)))


def _many(count: int) -> str:
    """A clean text of 400 characters a finding, with findings all over it."""
    text = "".join(made_up("zh", count * 1_200))
    audit = auditor.audit(text, text)
    step = len(text) // count
    found = tuple(
        Finding(
            rule="AUD101",
            name="repeated-fragment",
            severity="warning",
            message=f"Characters {at}–{at + 40} repeat others.",
            locations=(Location("scrape", Span(at, at + 40), "a copy"),),
            fingerprint=f"{at:016x}",
            suggestion="Leave the copy out.",
        )
        for at in range(0, step * count, step)
    )
    return render(replace(audit, findings=found))


def _index() -> str:
    entries = []
    for number, path in enumerate(sorted(SHIPPED.glob("*.txt"))):
        audit = auditor.audit(auditor.read(path))
        entries += [index.Entry.of(audit, f"{number}-{copy}.html") for copy in range(1_000)]
    return index.render(entries[:: max(len(entries) // 1_000, 1)][:1_000])


def report(lines: Sequence[Line]) -> str:
    return table(("figure", "measured", "budget"), [line.cells() for line in lines])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description=__doc__)
    parser.add_argument("--size", type=int, default=10 * MEGA, help="bytes of the large input")
    parser.add_argument("--findings", type=int, default=3_000)
    options = parser.parse_args()
    print(report(list(measure(options.size, options.findings))))


if __name__ == "__main__":
    main()
