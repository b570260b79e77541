"""Why a browser does not show an element: the standard, an attribute, a style, a style sheet.

Of style sheets those inside the page count, and of their selectors those that name one element:
a tag, an id, classes. What hangs on the window or on other elements is left out, so that text is
rather shown than lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from auditor.model import HiddenTexts, Origins
from auditor.read.growing import Growing
from auditor.read.page.kinds import Kind

if TYPE_CHECKING:
    from lxml.etree import _Element


_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\s*(?:[;!]|\Z)", re.I
)
_DISPLAY = re.compile(
    r"(?:^|;)\s*(?P<what>display|visibility)\s*:\s*(?P<how>[\w-]+)\s*(?P<important>!\s*important)?",
    re.I,
)
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_SIMPLE = re.compile(r"(?P<tag>[a-z][\w-]*|\*)?(?P<rest>(?:[.#][\w-]+)*)\Z", re.I | re.A)
_PART = re.compile(r"([.#])([\w-]+)", re.A)
_WHOLE = ("html", "body")
_MOST_RULES = 2_000  # a bound of time and memory
_MOST_ALIKE = 100  # of these that are found by one name; a bound of time
_MOST_CSS = 1 << 22  # characters of style sheets that are looked at


def reason(node: _Element, kind: Kind, given: list[str], sheet: Sheet) -> str | None:
    """Why the element is hidden; None where it is shown. Its parents are not asked.

    `given` are the names of its attributes.
    """
    if kind.hidden is not None and _stays_hidden(kind.tag, given, sheet):
        return kind.hidden
    if not given:
        return sheet.reason(kind.tag, None, None) if sheet.tags else None
    # A page that hides all of itself waits for a script to show it.
    if kind.tag in _WHOLE or _opens(node, given):
        return None
    if "hidden" in given or "popover" in given:
        return "hidden"
    style = node.get("style") if "style" in given else None
    if style and _HIDDEN_STYLE.search(style):
        return "style"
    if not sheet.count:
        return None
    found = sheet.reason(kind.tag, node.get("id"), node.get("class"))
    return None if found and style and _shown(style) else found


def _stays_hidden(tag: str, given: list[str], sheet: Sheet) -> bool:
    if tag == "object":
        return "data" in given
    if tag == "dialog":
        return "open" not in given
    return tag != "noscript" or sheet.scripts


def _opens(node: _Element, given: list[str]) -> bool:
    """Whether a click opens it where it stands, as it does `details`, which is read too.

    The panels of an accordion and of tabs say so by what they are (ARIA Authoring Practices,
    "Accordion" and "Tabs"), and what a search in the page opens by the attribute itself.
    """
    if "role" in given:
        role = node.get("role", "").strip().lower()
        if role == "tabpanel" or (role == "region" and "aria-labelledby" in given):
            return True
    return "hidden" in given and node.get("hidden", "").strip().lower() == "until-found"


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

    def reason(self, tag: str, id: str | None, named: str | None) -> str | None:
        if not self.count:
            return None
        classes = frozenset((named or "").split())
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
            hides = how == "none" if what == "display" else how in ("hidden", "collapse")
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
        if len(ids) > 1 or (not named and tag in ("*", *_WHOLE)):
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


class Layer:
    """Collects what is hidden."""

    def __init__(self) -> None:
        self._strings = Growing()
        self._found = HiddenTexts()
        self._names: dict[str, int] = {}
        self._size = 0

    def add(self, text: str, step: int, id: str | None, classes: str | None, reason: str) -> None:
        for string in (text, id or "", classes or ""):
            self._strings.write(string)
            self._size += len(string)
            self._found.ends.append(self._size)
        self._found.steps.append(step)
        name = self._names.setdefault(reason, len(self._names))
        self._found.reasons.append(4 * name + (id is not None) + 2 * (classes is not None))

    def texts(self, origins: Origins) -> HiddenTexts:
        names = tuple(self._names)
        return replace(self._found, origins=origins, strings=self._strings.read(), names=names)
