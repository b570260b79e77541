"""Documents to measure on."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from auditor.damage.sentences import sentences

SHIPPED = Path(__file__).parent / "texts"

Part = Literal["all", "tune", "held-out"]

_HELD_OUT = 4  # tenths of the documents
_PARTS = 6  # of the sources, of which a fit of the judgement may be kept from some

# The constants of the search were set while looking at these, before they were told apart.
TUNED = frozenset({"en_licence_MPL-2.0", "de_kschg"})


@dataclass(frozen=True, slots=True)
class Text:
    """A clean document: its file name without the suffix, its language, its text."""

    name: str
    language: str
    text: str

    @property
    def held_out(self) -> bool:
        """Kept apart from any tuning; told by a hash of the name, so it never changes."""
        if self.name in TUNED:
            return False
        digest = hashlib.sha256(self.name.encode()).digest()
        return int.from_bytes(digest[:4], "big") % 10 < _HELD_OUT


@dataclass(frozen=True, slots=True)
class Choice:
    """Which documents: a folder (None: the shipped texts), and what of it; of the part of the
    sources that was `kept` from the judgement, those alone.
    """

    folder: Path | None = None
    part: Part = "all"
    languages: tuple[str, ...] = ()
    limit: int | None = None
    max_chars: int | None = None
    kept: int | None = None


def part_of(path: str) -> int:
    """The part of the sources that a document is of, by its path below the folder of all data; all
    versions of a page are of one source.
    """
    source = path.rsplit("/", 1)[0] if "versions/" in path else path
    return hashlib.sha256(source.encode()).digest()[0] % _PARTS


def load(choice: Choice) -> list[Text]:
    """Documents of a folder, languages in turn, so that any first few are mixed.

    Raises ValueError when there is none.
    """
    folder = choice.folder or SHIPPED
    languages = _languages(folder)
    texts = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".txt", ".md") or path.stem in ("README", "SOURCE"):
            continue
        below = f"{folder.name}/{path.relative_to(folder).as_posix()}"
        if choice.kept is not None and part_of(below) != choice.kept:
            continue
        name = path.relative_to(folder).with_suffix("").as_posix()
        language = languages.get(path.relative_to(folder).as_posix(), path.stem.split("_")[0])
        text = crop(path.read_text(encoding="utf-8"), choice.max_chars)
        texts.append(Text(name, language, text))
    texts = [text for text in _in_turn(texts) if _chosen(text, choice)][: choice.limit]
    if not texts:
        raise ValueError(f"no documents in {folder}")
    return texts


def _chosen(text: Text, choice: Choice) -> bool:
    if choice.languages and text.language not in choice.languages:
        return False
    return choice.part == "all" or text.held_out == (choice.part == "held-out")


def _languages(folder: Path) -> dict[str, str]:
    """File -> language, where the folder has a manifest that says so."""
    manifest = folder / "manifest.json"
    if not manifest.exists():
        return {}
    items = json.loads(manifest.read_text(encoding="utf-8"))
    items = items["items"] if isinstance(items, dict) else items
    # An item is a file, or has several.
    return {file["file"]: item["lang"] for item in items for file in item.get("files", [item])}


def _in_turn(texts: Sequence[Text]) -> list[Text]:
    """One of each language, then the next of each; Chinese first, the rest by name."""
    groups: dict[str, list[Text]] = defaultdict(list)
    for text in sorted(texts, key=lambda text: hashlib.sha256(text.name.encode()).digest()):
        groups[text.language].append(text)
    ranked = [
        (place, language != "zh", language, text)
        for language, group in groups.items()
        for place, text in enumerate(group)
    ]
    return [text for *_, text in sorted(ranked, key=lambda entry: entry[:3])]


def crop(text: str, max_chars: int | None) -> str:
    """The text up to the last sentence that ends within `max_chars`."""
    if max_chars is None or len(text) <= max_chars:
        return text
    ends = [end for _, end in sentences(text) if end <= max_chars]
    return text[: ends[-1]] if ends else text[:max_chars]


def key(text: str) -> str:
    """What two sentences share when they are the same text: no white space, one width, one case."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
