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
    """Leads a span of `Document.text` back to the element of the HTML it was read from."""

    span: Span
    path: str  # an XPath, e.g. /html/body/div[2]/p[1]


def _numbers() -> array[int]:
    return array("I")  # 4 bytes each: for texts below 4 G code points


@dataclass(frozen=True, slots=True)
class Origins(Sequence[TextOrigin]):
    """The origins of a text, ascending; each is made when it is asked for.

    A page may have as many runs of text as elements, each behind some thousand steps. So a step
    is kept once for all paths through it, and everything but the names as numbers, 12 bytes for
    a run and 12 for a step: `runs` holds the start, the end and the last step of each, `steps`
    the step before (the first has itself), an index of `names`, and an ordinal, 0 for none.
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
        return TextOrigin(Span(start, end), self._path(step))

    def __hash__(self) -> int:
        return hash((len(self), self.names))

    def at(self, offset: int) -> TextOrigin | None:
        """The last one that starts at `offset` or before it."""
        index = bisect_right(memoryview(self.runs)[::3], offset) - 1
        return self[index] if index >= 0 else None

    def _path(self, step: int) -> str:
        path: list[str] = []
        before = None
        while step != before:
            parent, name, ordinal = self.steps[3 * step : 3 * step + 3]
            path.append(f"{self.names[name]}[{ordinal}]" if ordinal else self.names[name])
            step, before = parent, step
        return "/" + "/".join(reversed(path))


@dataclass(frozen=True, slots=True)
class Document:
    """One witness: a scraped copy, decoded and otherwise untouched.

    `siglum` is its short id where several witnesses stand side by side. `language` is a
    BCP 47 tag, or None when neither declared nor told by the script. `origins` ascend; they
    are empty for plain text.
    """

    siglum: str
    text: str
    language: str | None
    provenance: Provenance
    origins: Sequence[TextOrigin] = ()

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
