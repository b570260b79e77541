"""A scrape and its parts: what was read, and what it is cut into."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class Document:
    """One witness: a scraped copy, decoded and otherwise untouched.

    `siglum` is its short id where several witnesses stand side by side. `language` is a
    BCP 47 tag, or None when neither declared nor told by the script. `origins` is empty for
    plain text.
    """

    siglum: str
    text: str
    language: str | None
    provenance: Provenance
    origins: tuple[TextOrigin, ...] = ()

    @classmethod
    def from_text(
        cls, text: str, *, source: str = "<text>", siglum: str = "A", language: str | None = None
    ) -> Document:
        """A document from a string; its hash is that of the text in UTF-8."""
        data = text.encode("utf-8", "surrogatepass")
        provenance = Provenance(
            source=source,
            sha256=hashlib.sha256(data).hexdigest(),
            encoding="utf-8",
            encoding_reason="text",
            media_type="text/plain",
        )
        return cls(siglum=siglum, text=text, language=language, provenance=provenance)


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
    white space and punctuation between.
    """

    occurrences: tuple[Span, ...]
    exact: bool
    tandem: bool

    @property
    def characters(self) -> int:
        """Of all occurrences together."""
        return sum(map(len, self.occurrences))
