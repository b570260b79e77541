"""The source of a page to a tree as a browser with scripts on has it; nothing is run or fetched.

React sends a page in pieces, and a line of script puts each where it belongs:

    <!--$?--><template id="B:0"></template><p>Loading</p><!--/$-->        stands for it meanwhile
    <div hidden id="S:0"><p>The text.</p></div><script>$RC("B:0","S:0")</script>

The pieces are put there; what stood for them stays in a template, hidden.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from auditor.errors import LimitError
from auditor.read.growing import Growing, replaced

if TYPE_CHECKING:
    from lxml.etree import _Element

# The parser stops at these; a browser reads on, and two pages in one file are what we look for.
_END_OF_PAGE = re.compile(r"</(?:body|html)(\s*+)>", re.I)
# What holds no elements, whatever it looks like: each is taken to its end, or to that of the page,
# so that the time is linear. With scripts on, `noscript` is of these (HTML Standard, 13.2.6.4).
# The first letter tells most tags from these, in both cases, which costs less than to ignore case.
_RAW = re.compile(
    r"<(?:!--|(?P<tag>[sS](?i:cript|tyle)|[tT](?i:extarea|itle)|[xX](?i:mp)|[iI](?i:frame)"
    r"|[nN](?i:oembed|oframes|oscript))\b)"
)
_RAW_ENDS = {
    tag: re.compile(f"</{tag}\\b", re.I)
    for tag in [
        "script",
        "style",
        "textarea",
        "title",
        "xmp",
        "iframe",
        "noembed",
        "noframes",
        "noscript",
    ]
}
_NOSCRIPT = re.compile("<noscript", re.I)
_STREAMED = re.compile(r"""\$R[CRSX]\(\s*["']([\w:.-]{1,200})["']\s*,\s*["']([\w:.-]{1,200})["']""")
_NUMBER = re.compile("[0-9a-f]+", re.I)
# A reference to half of a pair, which the parser takes for a character and cannot give back; the
# standard has U+FFFD (section 13.2.5.80).
_SURROGATE = re.compile(
    r"&#(?:x0*+d[89a-f][0-9a-f]{2}(?![0-9a-f])"
    r"|0*+5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7[0-2]\d\d|73[0-3]\d|734[0-3])(?!\d));?",
    re.I,
)
_SIBLINGS = 100_000  # looked at for the ends of what is replaced; a bound of time
_TEXT = "Text"  # an element around text that moves; the parser gives no name such a letter


def _is_of(id: str, kinds: str) -> bool:
    """Whether an element is one of React's: its id ends in a letter of `kinds` and a number."""
    kind, colon, number = id[id.rfind(":", 0, max(0, id.rfind(":"))) + 1 :].partition(":")
    named = bool(colon) and len(kind) == 1 and kind.upper() in kinds
    return named and bool(_NUMBER.fullmatch(number))


def parse(source: str, name: str, *, scripts: bool = True) -> _Element | None:
    """The root, or None where there is nothing; `scripts` tells whether they are on.

    Raises LimitError for elements nested too deep.
    """
    from lxml import etree

    # `huge_tree` lifts the limits on size, which the caller has checked, and raises the one on
    # depth from 256 to 2,048; beyond that the parser gives up, and says so in its log.
    streamed = "$R" in source
    parser = etree.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        no_network=True,
        remove_comments=not streamed,  # they end what pieces stand for
        remove_pis=True,
    )
    if scripts and has_noscript(source):
        source = _with_noscript_as_text(source)
    data = (
        replaced(_END_OF_PAGE, r"\1", without_surrogates(source))
        .replace("\0", "\ufffd")
        .encode("utf-8", "replace")
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise LimitError(
            f"{name}: its elements are nested too deep for the HTML parser; "
            "save its text as a .txt file and audit that"
        )
    if root is not None and streamed:
        _put_pieces(root)
    return root


def without_surrogates(source: str) -> str:
    """With U+FFFD for each reference that would be half of a character."""
    return replaced(_SURROGATE, "\ufffd", source) if "&#" in source else source


def has_noscript(source: str) -> bool:
    return bool(_NOSCRIPT.search(source))


def _with_noscript_as_text(source: str) -> str:
    text = Growing()
    done = at = 0
    while found := _RAW.search(source, at):
        start = found.end()
        if found["tag"] is None:
            at = source.find("-->", start) + 3
            if at < 3:
                break
            continue
        tag = found["tag"].lower()
        if tag == "noscript":
            start = source.find(">", start) + 1
            if not start:
                break
        end = _RAW_ENDS[tag].search(source, start)
        if tag == "noscript":
            inside = source[start : end.start() if end else len(source)]
            text.write(source[done:start] + inside.replace("&", "&amp;").replace("<", "&lt;"))
            done = start + len(inside)
        if not end:
            break
        at = end.end()
    text.write(source[done:])
    return text.read()


def _put_pieces(root: _Element) -> None:
    """Moves each streamed piece to its template."""
    from lxml import etree

    templates: dict[str, _Element] = {}
    pieces: dict[str, _Element] = {}
    calls: list[tuple[str, str]] = []
    for node in root.iter("template", "div", "script", "table", "svg", "math"):
        id = node.get("id")
        if node.tag == "script":
            calls += _STREAMED.findall(node.text or "")
        elif id and node.tag == "template" and _is_of(id, "BP"):
            templates.setdefault(id, node)
        elif id and node.get("hidden") is not None and _is_of(id, "S"):
            pieces.setdefault(id, node)
    left = _SIBLINGS
    for pair in calls:
        first, second = pair if pair[0] in templates else pair[::-1]
        if first in templates and second in pieces:
            left = _put(templates.pop(first), pieces.pop(second), left)
    etree.strip_tags(root, _TEXT)


def _put(template: _Element, piece: _Element, left: int) -> int:
    """Moves the content of a piece before its template, and what it replaces into that."""
    from lxml import etree

    if any(above is piece for above in template.iterancestors()):
        return left  # no page has this; it would have no end
    replaced: list[_Element] = []
    if _is_of(template.get("id", ""), "B"):
        replaced, left = _replaced(template, left)
    children = list(piece)
    for child in children:
        template.addprevious(child)
    if piece.text:
        (children[0] if children else template).addprevious(_text_of(piece))
        piece.text = None
    if replaced:
        around = etree.Element("template", id=template.get("id", ""))
        around.sourceline = template.sourceline
        template.addprevious(around)
        for node in (template, *replaced):
            around.append(node)  # with the text behind it
        template.tag = _TEXT
    return left


def _text_of(piece: _Element) -> _Element:
    """The text of an element without children. What is set as text may hold no controls, a copy
    may.
    """
    found = deepcopy(piece)
    found.tag, found.tail = _TEXT, None
    return found


def _replaced(template: _Element, left: int) -> tuple[list[_Element], int]:
    """What follows a template up to the comment that ends it; nothing where there is none."""
    from lxml import etree

    comment: object = etree.Comment
    found: list[_Element] = []
    depth = 0
    for node in template.itersiblings():
        left -= 1
        if left < 0:
            break
        if node.tag is comment:
            text = node.text or ""
            if text == "/$":
                if not depth:
                    return found, left
                depth -= 1
            elif text.startswith("$"):
                depth += 1
        found.append(node)
    return [], left
