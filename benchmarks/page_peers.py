"""Other readers of pages beside ours, on the same bytes; those that are not installed are left out.

Each gets the text as we decode it, so that no reader is measured for its guess of an encoding.
"""

from __future__ import annotations

import atexit
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

Reader = Callable[[str], str]


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BLOCK = _names(
    "address article aside blockquote body br caption dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre "
    "section summary table tbody td text tfoot th thead title tr ul"
)
_UNSEEN = _names(
    "area audio base canvas datalist defs desc dialog embed iframe link meta metadata noembed "
    "noframes noscript object param script style symbol template title video"
)
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)


def installed() -> dict[str, Reader]:
    """The readers that can be measured here, by name."""
    found: dict[str, Reader] = {}
    for name, (module, make) in _READERS.items():
        try:
            found[name] = make(import_module(module))
        except ImportError:
            continue
    if not any(map(shutil.which, _BROWSERS)):
        found.pop(BROWSER, None)
    return found


def _inscriptis(library: Any) -> Reader:
    return lambda page: str(library.get_text(page))


def _trafilatura(library: Any) -> Reader:
    return lambda page: str(library.extract(page, fast=True) or "")


def _html2text(library: Any) -> Reader:
    def read(page: str) -> str:
        reader = library.HTML2Text(bodywidth=0)
        reader.ignore_links = reader.ignore_images = reader.ignore_emphasis = True
        return str(reader.handle(page))

    return read


def _selectolax(library: Any) -> Reader:
    def read(page: str) -> str:
        tree = library.LexborHTMLParser(page)
        tree.strip_tags(["script", "style", "noscript", "template"])
        return str(tree.body.text(separator="\n")) if tree.body is not None else ""

    return read


def _html5lib(library: Any) -> Reader:
    """What a parser to the letter of the standard, with scripting on, has in sight."""

    def read(page: str) -> str:
        root = library.parse(page, namespaceHTMLElements=False, scripting=True)
        return "".join(_seen(root))

    return read


def _seen(root: Any) -> Iterator[str]:
    """The text in sight, in order; without recursion, for pages are deep."""
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
            continue
        if not isinstance(node.tag, str) or _is_unseen(node):
            continue
        edge = ["\n"] if node.tag in _BLOCK else []
        children: list[Any] = [*edge, node.text or ""]
        for child in node:
            children += (child, child.tail or "")
        waiting += reversed([*children, *edge])


def _is_unseen(node: Any) -> bool:
    given = node.attrib
    hidden = "hidden" in given or (node.tag == "dialog" and "open" not in given)
    if node.tag in _UNSEEN and not (node.tag == "dialog" and not hidden):
        return True
    return hidden or bool(_HIDING.search(given.get("style", "")))


def _chromium(library: Any) -> Reader:
    """What a browser shows of the page as it was saved: its own scripts and what it links to are
    left away, and scripts are on, as pages expect.
    """

    def read(page: str) -> str:
        tab = _browser().new_page()
        try:
            tab.route("**/*", lambda route: route.abort())
            tab.set_content(_ACTIVE.sub("", page), wait_until="domcontentloaded")
            return str(tab.evaluate("document.body ? document.body.innerText : ''"))
        finally:
            tab.close()

    return read


@cache
def _browser() -> Any:
    """One for all pages; closed with the process."""
    driver = import_module("playwright.sync_api").sync_playwright().start()
    atexit.register(driver.stop)
    path = next(path for name in _BROWSERS if (path := shutil.which(name)))
    browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
    return browser.new_context(offline=True)


_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_ACTIVE = re.compile(r"<script\b(?>.*?</script\s*>|.*\Z)|<link\b[^>]*>", re.I | re.S)

_READERS: dict[str, tuple[str, Callable[[Any], Reader]]] = {
    "inscriptis": ("inscriptis", _inscriptis),
    "trafilatura, fast": ("trafilatura", _trafilatura),
    "html2text": ("html2text", _html2text),
    "selectolax": ("selectolax.lexbor", _selectolax),
    "html5lib, what is in sight": ("html5lib", _html5lib),
    "Chromium, what it shows": ("playwright.sync_api", _chromium),
}
ORACLE, BROWSER = "html5lib, what is in sight", "Chromium, what it shows"


def lost(ours: str, lines: Iterable[str], least: int) -> tuple[int, int]:
    """Of the oracle's lines, both bare: characters in those that are not in `ours`, and in all.

    Lines shorter than `least` stand on a page by chance; case is no matter, for styles change it.
    """
    ours = ours.casefold()
    sizes = [(len(line), line.casefold() in ours) for line in lines if len(line) >= least]
    return sum(size for size, stands in sizes if not stands), sum(size for size, _ in sizes)
