"""Why a browser does not show an element: the standard, an attribute, a style, a style sheet.

Of style sheets those inside the page count, and of their selectors those that name one element:
a tag, an id, classes. What hangs on the window or on other elements is left out, so that text is
rather shown than lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Attrib, _Element


def names(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Elements that hold no text, after the HTML Standard, section 15.3.1 "Hidden elements". `head` is
# none of these: where a page leaves out its tags, the parser keeps the elements of HTML 5 in it
# with which the body begins, such as `nav`.
_NO_TEXT = names("area base basefont embed frame link meta param script style title")
# What is shown only where the element itself cannot be; scripts are on, as pages expect.
_FALLBACKS = names("audio canvas iframe meter noembed noframes object progress video")
_NEVER = names("datalist template noscript")
# What a drawing holds beside its words.
_SVG_UNSEEN = names("defs desc metadata symbol clippath mask marker pattern lineargradient")

_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\s*(?:[;!]|\Z)", re.I
)
_DISPLAY = re.compile(
    r"(?:^|;)\s*(?P<what>display|visibility)\s*:\s*(?P<how>[\w-]+)\s*(?P<important>!\s*important)?",
    re.I,
)
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_SIMPLE = re.compile(r"(?P<tag>[a-z][\w-]*|\*)?(?P<rest>(?:[.#][\w-]+)*)\Z", re.I | re.A)
_PART = re.compile(r"([.#])([\w-]+)", re.A)
_MOST_RULES = 2_000  # a bound of time and memory
_MOST_ALIKE = 100  # of these that are found by one name; a bound of time
_MOST_CSS = 1 << 22  # characters of style sheets that are looked at


def no_text(node: _Element) -> bool:
    """Whether the element is none that holds text, shown or not."""
    return node.tag in _NO_TEXT


def reason(node: _Element, sheet: Sheet) -> str | None:
    """Why the element is hidden; None where it is shown. Its parents are not asked."""
    tag = node.tag
    if tag in _FALLBACKS and (tag != "object" or "data" in node.attrib):
        return "fallback"
    if tag == "noscript" and not sheet.scripts:
        return None
    if tag in _NEVER or tag in _SVG_UNSEEN:
        return str(tag)
    attributes = node.attrib
    if tag == "dialog" and "open" not in attributes:
        return "dialog"
    if not attributes:
        return sheet.reason(tag, attributes) if sheet.tags else None
    if _opens(attributes):
        return None
    if "hidden" in attributes:
        return "hidden"
    style = attributes.get("style")
    if style and _HIDDEN_STYLE.search(style):
        return "style"
    found = sheet.reason(tag, attributes)
    return None if found and style and _shown(style) else found


def _opens(attributes: _Attrib) -> bool:
    """Whether a click opens it where it stands, as it does `details`, which is read too.

    The panels of an accordion and of tabs say so by what they are (ARIA Authoring Practices,
    "Accordion" and "Tabs"), and what a search in the page opens by the attribute itself.
    """
    role = attributes.get("role")
    if role is not None:
        role = role.strip().lower()
        if role == "tabpanel" or (role == "region" and "aria-labelledby" in attributes):
            return True
    return attributes.get("hidden", "").strip().lower() == "until-found"


def _shown(style: str) -> bool:
    return any(match["what"].lower() == "display" for match in _DISPLAY.finditer(style))


@dataclass(frozen=True, slots=True)
class _Rule:
    """What one selector says of `display` or `visibility`; the largest `weight` has its way."""

    tag: str | None
    id: str | None
    classes: frozenset[str]
    what: str
    hides: bool
    weight: tuple[bool, bool, int, bool, int]  # important, ids, classes, tag, order

    def fits(self, tag: str, id: str | None, classes: frozenset[str]) -> bool:
        return (
            (self.tag is None or self.tag == tag)
            and (self.id is None or self.id == id)
            and self.classes <= classes
        )


@dataclass(slots=True)
class Sheet:
    """The rules of a page's style sheets that show or hide, by what they name.

    `scripts` tells whether these are on, for what is shown only without them.
    """

    scripts: bool = True
    ids: dict[str, list[_Rule]] = field(default_factory=dict)
    classes: dict[str, list[_Rule]] = field(default_factory=dict)
    tags: dict[str, list[_Rule]] = field(default_factory=dict)
    seen: set[tuple[str | bool | None, ...]] = field(default_factory=set)
    count: int = 0

    @classmethod
    def of(cls, root: _Element, *, scripts: bool) -> Sheet:
        sheet, left = cls(scripts), _MOST_CSS
        for style in root.iter("style"):
            media = (style.get("media") or "all").strip().lower()
            text = style.text or ""
            if media in ("all", "screen") and len(text) <= left:
                left -= len(text)
                for selectors, body in _blocks(_CSS_COMMENT.sub(" ", text)):
                    sheet._add(selectors, body)
        if not any(rule.hides for rules in sheet._all() for rule in rules):
            return cls(scripts)
        return sheet

    def reason(self, tag: str, attributes: _Attrib) -> str | None:
        if not self.count:
            return None
        id = attributes.get("id")
        classes = frozenset((attributes.get("class") or "").split())
        found = [*self.ids.get(id or "", ()), *self.tags.get(tag, ())]
        for each in classes:
            found += self.classes.get(each, ())
        fitting = [rule for rule in found if rule.fits(tag, id, classes)]
        for what in ("display", "visibility"):
            said = [rule for rule in fitting if rule.what == what]
            if said and max(said, key=lambda rule: rule.weight).hides:
                return "style sheet"
        return None

    def _all(self) -> Iterator[list[_Rule]]:
        for kind in (self.ids, self.classes, self.tags):
            yield from kind.values()

    def _add(self, selectors: str, body: str) -> None:
        for match in _DISPLAY.finditer(body):
            what, how = match["what"].lower(), match["how"].lower()
            hides = how == ("none" if what == "display" else "hidden")
            for selector in selectors.split(","):
                self._put(selector.strip(), what, hides, bool(match["important"]))

    def _put(self, selector: str, what: str, hides: bool, important: bool) -> None:
        parts = _SIMPLE.match(selector)
        if not parts or not selector or self.count >= _MOST_RULES:
            return
        tag = (parts["tag"] or "*").lower()
        named = _PART.findall(parts["rest"])
        ids = [name for mark, name in named if mark == "#"]
        classes = frozenset(name for mark, name in named if mark == ".")
        # A page that hides all of itself waits for a script to show it.
        if len(ids) > 1 or (not named and tag in ("*", "html", "body")):
            return
        bare = None if tag == "*" else tag
        same = (bare, *ids, *sorted(classes), what, hides, important)
        if same in self.seen:
            return  # said again, which could only matter after the contrary
        self.seen.add(same)
        self.count += 1
        weight = (important, bool(ids), len(classes), bare is not None, self.count)
        rule = _Rule(bare, ids[0] if ids else None, classes, what, hides, weight)
        kind, key = self.tags, tag
        if ids:
            kind, key = self.ids, ids[0]
        elif classes:
            kind, key = self.classes, min(classes)
        rules = kind.setdefault(key, [])
        if len(rules) < _MOST_ALIKE:
            rules.append(rule)


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations at the top of a style sheet; what is inside an @ rule is not."""
    at, size = 0, len(css)
    while at < size:
        opened = css.find("{", at)
        if opened < 0:
            return
        head = css[at:opened].rpartition(";")[2].strip()
        closed = _closing(css, opened)
        if not head.startswith("@"):
            yield head, css[opened + 1 : closed]
        at = closed + 1


_BRACE = re.compile("[{}]")


def _closing(css: str, opened: int) -> int:
    depth = 0
    for brace in _BRACE.finditer(css, opened):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.start()
    return len(css)
