"""XML that is no page to its text: a feed, or a document with elements of its own.

An element that holds nothing but elements ends a line for each; in any other they stand in the
line. What is HTML inside a feed is read as that. No entity is expanded, nothing is fetched.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import InputError
from auditor.model import Options
from auditor.read.growing import Growing
from auditor.read.page import page
from auditor.read.page.parse import without_surrogates

if TYPE_CHECKING:
    from lxml.etree import _Element

_SUFFIXES = frozenset((".xml", ".rss", ".atom"))
_XHTML = re.compile(r"<(?:!doctype\s+)?(?:\w+:)?html\b", re.I)
_FEED = re.compile(
    r"\s*+(?:<\?xml\b[^>]*+>\s*+)?+(?:<!--(?>.*?-->)\s*+)*+<(?:rss|feed|rdf:RDF)[\s>]", re.S
)
_MARKUP = re.compile(r"<(?:p|div|br|a|b|i|em|ul|ol|li|h\d|img|span|table|blockquote)\b[^<]*>", re.I)
# What of a feed is for programs.
_FOR_PROGRAMS = (
    *("link", "guid", "id", "url", "icon", "logo", "generator", "docs", "ttl", "language"),
    *("pubdate", "lastbuilddate", "updated", "published", "date", "modified", "issued", "created"),
)


def is_xml(name: str, head: str) -> bool:
    """Whether it is XML, and no XHTML."""
    if Path(name).suffix.lower() in _SUFFIXES:
        return not _XHTML.search(head)
    return bool(_FEED.match(head))


def text(source: str, name: str, options: Options) -> str:
    """The text of the elements. Raises InputError for what is no XML at all."""
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8", recover=True, huge_tree=True, resolve_entities=False, no_network=True
    )
    data = without_surrogates(source).replace("\0", "\ufffd").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{name}: is no XML ({error}); save it again") from error
    if root is None:
        raise InputError(f"{name}: is no XML; save it again")
    walk = _Walk(name, options, feed=_name(root) in ("rss", "feed", "rdf"))
    walk.run(root)
    return walk.text.read()


def _name(node: _Element) -> str:
    return str(node.tag).rpartition("}")[2].lower()


class _Walk:
    def __init__(self, name: str, options: Options, *, feed: bool) -> None:
        self.text = Growing()
        self._name = name
        self._options = options
        self._feed = feed
        self._mixed: list[bool] = []
        self._line = False  # whether a line is begun

    def run(self, root: _Element) -> None:
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, node in walk:
            if event == "start":
                if self._feed and _name(node) in _FOR_PROGRAMS:
                    walk.skip_subtree()
                    self._mixed.append(True)
                else:
                    self._mixed.append(_is_mixed(node))
                    self._add(node.text)
                continue
            if event == "end":
                self._mixed.pop()
            if not self._mixed or not self._mixed[-1]:
                self._end()
            if self._mixed:
                self._add(node.tail)

    def _add(self, found: str | None) -> None:
        if not found or not found.strip():
            return
        if self._feed and _MARKUP.search(found):
            found = page(found, self._name, self._options).text
            self.text.write(found)
        else:
            lead = " " if self._line and found[0].isspace() else ""
            trail = " " if found[-1].isspace() else ""
            self.text.write(lead + " ".join(found.split()) + trail)
        self._line = True

    def _end(self) -> None:
        if self._line:
            self.text.write("\n")
        self._line = False


def _is_mixed(node: _Element) -> bool:
    """Whether text stands between its elements."""
    return any(text and not text.isspace() for text in (node.text, *(child.tail for child in node)))
