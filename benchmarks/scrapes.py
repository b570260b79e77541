"""What the engine is given: one damaged scrape of a text, or several, and their truth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from string import ascii_uppercase

import numpy as np

from auditor.damage import operators
from auditor.damage.operators import Corruption, corrupt
from auditor.model import Canonical, Document, Span, Witness

SEVERAL: dict[str, tuple[str, ...]] = {
    "scrapes-2": ("missing-12",) * 2,
    "scrapes-3": ("missing-25",) * 3,
    "scrapes-3+noise-1": ("missing-25+noise-1",) * 3,
    "scrapes-2-moved": ("missing-12-moved",) * 2,
    "scrapes-3-moved": ("missing-12-moved",) * 3,
    "scrapes-mixed": ("interleaved-2", "windows-shuffled+noise-1", "missing-25+noise-1"),
}  # name -> the damage of each scrape
_BETWEEN = "\n\n"  # two scrapes, in the text that the truth is told of


@dataclass(frozen=True, slots=True, eq=False)
class Scrapes:
    """The documents for the engine, and their truth as one text.

    `corruption.scrape` is their texts one behind the other; `starts` are the offsets there.
    """

    documents: tuple[Document, ...]
    corruption: Corruption
    starts: tuple[int, ...]

    def together(self, canonical: Canonical) -> Canonical:
        """The same reading, its witnesses counted in the text that the truth is told of."""
        sigla = (document.siglum for document in self.documents)
        at = dict(zip(sigla, self.starts, strict=True))
        witnesses = tuple(_shifted(w, at[w.siglum]) for w in canonical.witnesses)
        return replace(canonical, witnesses=witnesses)


def _shifted(witness: Witness, by: int) -> Witness:
    span = Span(witness.scrape.start + by, witness.scrape.end + by)
    return replace(witness, scrape=span)


def damage(text: str, name: str, seed: int) -> Scrapes:
    """One scrape of `text`, or as many as `SEVERAL` has for `name`, each damaged by itself.

    Raises KeyError for an unknown name.
    """
    parts = [
        corrupt(text, part, seed * 10 + number) for number, part in enumerate(SEVERAL.get(name, ()))
    ]
    if not parts:
        whole = corrupt(text, name, seed)
        return Scrapes((Document.from_text(whole.scrape),), whole, (0,))
    documents = tuple(
        Document.from_text(part.scrape, siglum=siglum)
        for part, siglum in zip(parts, ascii_uppercase, strict=False)
    )
    return Scrapes(documents, *_joined(name, seed, parts))


def _joined(name: str, seed: int, parts: list[Corruption]) -> tuple[Corruption, tuple[int, ...]]:
    nothing = np.full(len(_BETWEEN), -1, dtype=np.int64)
    origins, streams, texts = [], [], []
    starts: list[int] = []
    length = labels = 0
    for part in parts:
        starts.append(length)
        texts.append(part.scrape + _BETWEEN)
        origins += [part.origin, nothing]
        streams += [np.where(part.stream < 0, -1, part.stream + labels), nothing]
        labels += int(part.stream.max(initial=0)) + 1
        length += len(texts[-1])
    origin, stream = np.concatenate(origins), np.concatenate(streams)
    joined = Corruption(name, seed, parts[0].canonical, "".join(texts), origin, stream)
    return joined, tuple(starts)


def names(chosen: str) -> tuple[str, ...]:
    """Names of damage, of one scrape or several, by commas. Raises ValueError for an unknown."""
    found: list[str] = []
    for name in filter(None, chosen.split(",")):
        if name == "scrapes":
            found += SEVERAL
        else:
            found += (name,) if name in SEVERAL else operators.names(name)
    return tuple(dict.fromkeys(found))
