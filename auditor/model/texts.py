"""A scrape and its parts: what was read, and what it is cut into."""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import overload

_LONE = re.compile("[\ud800-\udfff]")


def well_formed(text: str) -> str:
    """`text` with every lone surrogate replaced by U+FFFD, so that all offsets stay.

    Two that come to stand side by side would be one character to whoever reads the JSON.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return _LONE.sub("\ufffd", text)
    return text


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, `start` included, `end` not."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the bytes of a document came from.

    `captured_at` is the only time in any record; it comes from the input, never from a clock.
    """

    source: str
    sha256: str
    encoding: str
    encoding_reason: str  # "bom", "declared", "utf-8", "detected", "option", "text"
    media_type: str
    captured_at: str | None = None


@dataclass(frozen=True, slots=True)
class TextOrigin:
    """Leads a span of `Document.text` back to the element of the HTML it was read from.

    `path` is a CSS selector: from `main` or the nearest element with an id, or the body.
    `line` is that of the element's tag in the source, counted from 1; None where not known.
    """

    span: Span
    path: str  # e.g. main > article#policy > p:nth-of-type(3)
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Hidden:
    """Text that a page holds and a browser does not show: the second layer of a document.

    `element` and `line` are as in `TextOrigin`, of the outermost hidden element. `reason`: hidden,
    style, style sheet, fallback (shown only where something else cannot be), or the element's name.
    """

    text: str
    element: str
    line: int | None
    id: str | None
    classes: str | None
    reason: str

    def to_dict(self) -> dict[str, str | int | None]:
        return {
            "text": self.text,
            "element": self.element,
            "line": self.line,
            "id": self.id,
            "class": self.classes,
            "reason": self.reason,
        }


def _numbers() -> array[int]:
    return array("I")  # 4 bytes each: for texts below 4 G code points


@dataclass(frozen=True, slots=True)
class Origins(Sequence[TextOrigin]):
    """The origins of a text, ascending; each is made when it is asked for.

    A page may have as many runs of text as elements, each behind some thousand steps. So a step
    is kept once for all paths through it, and everything but the names as numbers, 12 bytes for
    a run and 16 for a step: `runs` holds the start, the end and the last step of each, `steps`
    the step before (the first has itself), an index of `names`, an ordinal among those of its
    name, 0 for none, and the line. A name is that of an element, or with an id: article#policy.
    """

    runs: array[int] = field(default_factory=_numbers)
    steps: array[int] = field(default_factory=_numbers)
    names: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.runs) // 3

    @overload
    def __getitem__(self, index: int) -> TextOrigin: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[TextOrigin, ...]: ...
    def __getitem__(self, index: int | slice) -> TextOrigin | tuple[TextOrigin, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        at = range(len(self))[index]
        start, end, step = self.runs[3 * at : 3 * at + 3]
        return TextOrigin(Span(start, end), self.path(step), self.line(step))

    def __hash__(self) -> int:
        return hash((len(self), self.names))

    def at(self, offset: int) -> TextOrigin | None:
        """The last one that starts at `offset` or before it."""
        index = bisect_right(memoryview(self.runs)[::3], offset) - 1
        return self[index] if index >= 0 else None

    def path(self, step: int) -> str:
        """The selector of the element to which a step leads."""
        path: list[tuple[str, int]] = []
        before = None
        while step != before:
            parent, name, ordinal, _ = self.steps[4 * step : 4 * step + 4]
            path.append((self.names[name], ordinal))
            step, before = parent, step
        return selector(path[::-1])

    def line(self, step: int) -> int | None:
        return self.steps[4 * step + 3] or None


@dataclass(frozen=True, slots=True)
class HiddenTexts(Sequence[Hidden]):
    """What a page hides, in its order; each is made when it is asked for, as origins are.

    `strings` holds the text, the id and the classes of each one behind the other, `ends` where
    these three end, `steps` the steps to the elements in `origins`, `reasons` an index of
    `names`, times four, plus 1 where there is an id and 2 where there are classes.
    """

    origins: Origins = field(default_factory=Origins)
    strings: str = ""
    ends: array[int] = field(default_factory=_numbers)
    steps: array[int] = field(default_factory=_numbers)
    reasons: array[int] = field(default_factory=_numbers)
    names: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.steps)

    @overload
    def __getitem__(self, index: int) -> Hidden: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Hidden, ...]: ...
    def __getitem__(self, index: int | slice) -> Hidden | tuple[Hidden, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        at = range(len(self))[index]
        start = self.ends[3 * at - 1] if at else 0
        first, second, third = self.ends[3 * at : 3 * at + 3]
        step, reason = self.steps[at], self.reasons[at]
        return Hidden(
            self.strings[start:first],
            self.origins.path(step),
            self.origins.line(step),
            self.strings[first:second] if reason & 1 else None,
            self.strings[second:third] if reason & 2 else None,
            self.names[reason >> 2],
        )

    def __hash__(self) -> int:
        return hash(self.strings)


@dataclass(frozen=True, slots=True)
class Spans(Sequence[Span]):
    """Spans, ascending, 8 bytes each: `ends` holds the start and the end of each."""

    ends: array[int] = field(default_factory=_numbers)

    def __len__(self) -> int:
        return len(self.ends) // 2

    @overload
    def __getitem__(self, index: int) -> Span: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Span, ...]: ...
    def __getitem__(self, index: int | slice) -> Span | tuple[Span, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        at = range(len(self))[index]
        return Span(self.ends[2 * at], self.ends[2 * at + 1])

    def __hash__(self) -> int:
        return hash(len(self))


def selector(steps: Sequence[tuple[str, int]]) -> str:
    """A CSS selector for the element that these steps, names and ordinals, lead to from the root.

    It starts at the innermost `main`, or at the innermost element with an id, or at the body.
    """
    last = range(len(steps) - 1, -1, -1)
    start = next((at for at in last if steps[at][0].partition("#")[0] == "main"), None)
    if start is None:
        start = next((at for at in last if "#" in steps[at][0]), None)
    if start is None:
        outer = [at for at, step in enumerate(steps) if step[0] in ("html", "body")]
        start = max(outer, default=0)
    return " > ".join(map(_step, steps[start:]))


def _step(step: tuple[str, int]) -> str:
    name, ordinal = step
    if not ordinal or "#" in name or name == "main":
        return name
    return f"*:nth-child({ordinal})" if name == "*" else f"{name}:nth-of-type({ordinal})"


@dataclass(frozen=True, slots=True)
class Document:
    """One witness: a scraped copy, decoded and otherwise untouched.

    `siglum` is its short id where several witnesses stand side by side. `language` is a
    BCP 47 tag, or None when neither declared nor told by the script. `origins` ascend; they
    are empty for plain text. `hidden` is what the page holds beside `text` and does not show,
    `furniture` the spans of `text` that its structure tells to be no part of the document.
    """

    siglum: str
    text: str
    language: str | None
    provenance: Provenance
    origins: Sequence[TextOrigin] = ()
    hidden: Sequence[Hidden] = ()
    furniture: Sequence[Span] = ()

    @classmethod
    def from_text(
        cls, text: str, *, source: str = "<text>", siglum: str = "A", language: str | None = None
    ) -> Document:
        """A document from a string; its hash is that of the text in UTF-8.

        A lone surrogate has no UTF-8: U+FFFD stands in its place, one for one (AUD003).
        """
        text = well_formed(text)
        provenance = Provenance(
            source=source,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            encoding="utf-8",
            encoding_reason="text",
            media_type="text/plain",
        )
        return cls(siglum=siglum, text=text, language=language, provenance=provenance)

    @property
    def is_page(self) -> bool:
        """Whether the text was read from HTML, of which only what is shown is text."""
        return self.provenance.media_type == "text/html"

    def origin_at(self, offset: int) -> TextOrigin | None:
        """The origin of the character there, or of what stands before it; None in plain text."""
        if isinstance(self.origins, Origins):
            return self.origins.at(offset)
        index = bisect_right(self.origins, offset, key=lambda origin: origin.span.start) - 1
        return self.origins[index] if index >= 0 else None


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The number that a heading or list item bears.

    `label` is the marker as scraped, e.g. （二）, 第三条, Article 3, (iv). `style` names its
    form: markers of one list share it. `level` is the rank of the style, 0 outermost, as the
    usual conventions have it; `number` is the last component; `parent` the components before
    it (1.2.3 has number 3 and parent (1, 2)).
    """

    label: str
    style: str
    level: int
    number: int
    parent: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fragment:
    """A clause, sentence, heading or list item. Joined, the fragments are the text.

    `span` counts in `Document.text`; `key` is the comparison form, empty where the fragment
    holds nothing that counts (white space only).
    """

    index: int
    span: Span
    key: str
    ordinal: Ordinal | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same text several times in one document.

    `occurrences` are at least two spans of `Document.text`, ascending. `exact`: equal in
    comparison form; otherwise near. `tandem`: each follows the one before with nothing but
    white space and punctuation between. `equal`: how many characters of the comparison form are
    the same at each place. `damage` is the probability that it is no author's; None where it is too
    short to be judged, or was not.
    """

    occurrences: tuple[Span, ...]
    exact: bool
    tandem: bool
    equal: int
    damage: float | None = None

    @property
    def characters(self) -> int:
        """Of all occurrences together."""
        return sum(map(len, self.occurrences))
