"""Documents to measure on, and the benchmark's own cut into sentences.

The cut is a plain regular expression, on purpose not the one of `auditor.segment`: operators
that cut where the engine cuts would favour the engine.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

SHIPPED = Path(__file__).parent / "texts"

Part = Literal["all", "tune", "held-out"]

_END = re.compile(
    r"(?:[。！？；]+[”’」』）】]*|[.!?;؟؛۔।॥…]+[\"'”’»“)\]]*(?=\s)|\n)\s*"
)  # a mark that ends a sentence, what closes behind it, and the white space
_WORD = re.compile(r"\S+")
_FEW = 8  # lines that another follows; with fewer there is no telling a width
_NARROWEST, _WIDEST = 40, 100  # characters; shorter lines are lists, longer ones paragraphs
_LEAST = 4  # letters and digits; a shorter piece is a number or a label of what follows
_HELD_OUT = 4  # tenths of the documents

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
    """Which documents: a folder (None: the shipped texts), and what of it."""

    folder: Path | None = None
    part: Part = "all"
    languages: tuple[str, ...] = ()
    limit: int | None = None
    max_chars: int | None = None


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
    items = json.loads(manifest.read_text(encoding="utf-8"))["items"]
    return {file["file"]: item["lang"] for item in items for file in item["files"]}


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


def sentences(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences; they tile the text, white space goes to the one before.

    A line ends a sentence, but where a text was wrapped to a width.
    """
    spans: list[tuple[int, int]] = []
    start, width = 0, _width(text)
    for match in _END.finditer(text):
        if width and _is_wrap(text, match, width):
            continue
        if sum(map(str.isalnum, text[start : match.end()])) >= _LEAST:
            spans.append((start, match.end()))
            start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _width(text: str) -> int:
    """The width that the text was wrapped to, in characters; 0 where it was not.

    Of the lines that another line follows at once, few are longer: tables, addresses.
    """
    lines = text.split("\n")
    inner = [line for line, after in pairwise(lines) if after.strip() and line.count(" ") > 2]
    lengths = sorted(len(line.rstrip()) for line in inner)
    longest = lengths[int(len(lengths) * 0.85)] if len(lengths) >= _FEW else 0
    return longest if _NARROWEST <= longest <= _WIDEST else 0


def _is_wrap(text: str, match: re.Match[str], width: int) -> bool:
    """Whether a line ends here because the next word would not have fitted in."""
    if not match[0].startswith("\n") or match[0].count("\n") > 1:
        return False
    line = match.start() - (text.rfind("\n", 0, match.start()) + 1)
    word = _WORD.match(text, match.end())
    return word is not None and line + 1 + len(word[0]) > width and 2 * len(word[0]) < width


def key(text: str) -> str:
    """What two sentences share when they are the same text: no white space, one width, one case."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
