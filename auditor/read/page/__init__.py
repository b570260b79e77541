"""A page to the text that a browser shows, and beside it what that hides.

Nothing is fetched, executed or expanded: the parser builds a tree, and a walk reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.errors import InputError, OptionsError
from auditor.model import Hidden, Options, Origins, Span
from auditor.read.page.hiding import Sheet
from auditor.read.page.parse import has_noscript, parse
from auditor.read.page.walk import Walk

if TYPE_CHECKING:
    from lxml.etree import _Element

_SHOWN = 80  # characters of a selector that an error shows


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page, where each part of it stood, and the language that the page states.

    `hidden` is what it does not show, `furniture` the spans of `text` that are no part of the
    document by the page's structure.
    """

    text: str
    origins: Origins
    language: str | None
    hidden: Sequence[Hidden] = ()
    furniture: Sequence[Span] = ()


def page(source: str, name: str, options: Options) -> Page:
    """The visible text of the HTML `source`; `name` is for messages.

    Only elements that match `options.content_selector`, without those that match
    `options.exclude_selector`. The origins ascend, each for one run of text inside one block.
    A page that shows nothing is read as without scripts, as it is meant for crawlers.
    """
    found = _read(source, name, options, scripts=True)
    if not found.text.strip() and has_noscript(source):
        del found
        return _read(source, name, options, scripts=False)
    return found


def _read(source: str, name: str, options: Options, *, scripts: bool) -> Page:
    root = parse(source, name, scripts=scripts)
    if root is None:
        return Page("", Origins(), None)
    chosen = _select(root, options.content_selector) if options.content_selector else {root}
    if not chosen:
        raise InputError(
            f"{name}: no element matches the content selector {options.content_selector!r}"
        )
    sheet = Sheet.of(root, scripts=scripts)
    walk = Walk(chosen, _select(root, options.exclude_selector), sheet)
    walk.run(root)
    origins = walk.paths.origins()
    hidden = walk.hidden.texts(origins)
    return Page(walk.text.read(), origins, _language(root), hidden, walk.marks.spans())


def _language(root: _Element) -> str | None:
    body = root.find("body")
    for node in (root, body):
        if node is not None and (found := node.get("lang") or node.get("xml:lang")):
            return str(found)
    return None


def _select(root: _Element, selector: str | None) -> frozenset[_Element]:
    """The elements that match; the set keeps them alive, so that they stay comparable."""
    if not selector:
        return frozenset()
    from cssselect import SelectorError
    from lxml.etree import XPathError

    try:
        return frozenset(root.cssselect(selector))
    except SelectorError as error:
        raise OptionsError(f"selector {_short(selector)!r}: {error}") from error
    except (RecursionError, XPathError) as error:
        raise OptionsError(f"selector {_short(selector)!r}: has too many steps") from error


def _short(selector: str) -> str:
    return selector if len(selector) <= _SHOWN else f"{selector[:_SHOWN]}…"
