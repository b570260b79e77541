"""Who brought each sentence, beside `git blame -M -C -w`, where the truth is known.

    python -m benchmarks.history_lineage [--versions N] [--seeds N] [--show]

A third of the sentences of a text is kept back. Then, version by version, one of them is put in,
two sentences are edited in a word or a number, one goes and may come back, two paragraphs change
places, and now and then a capture holds the page twice. Of each sentence of the last version it is
known in which version it stood first.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.history.stages import histories_of
from auditor.model import Document
from auditor.model.versions import HistoryOptions, Version
from benchmarks.history_synthetic import LANGUAGES, TEXTS

_SENTENCE = re.compile(r"[^.。\n]+(?:\.(?=\s|$)|。|(?=\n|$)|\.)")
_IDENTITY = ("-c", "user.name=a", "-c", "user.email=a@example.org")


@dataclass(frozen=True)
class Sentence:
    """A sentence, the version that brought it, and how it reads now."""

    first: int
    text: str


@dataclass
class Page:
    """Paragraphs of sentences, on their way through the versions."""

    paragraphs: list[list[Sentence]]
    space: str

    def text(self) -> str:
        return "\n\n".join(self.space.join(s.text for s in p) for p in self.paragraphs if p) + "\n"

    def places(self) -> list[tuple[int, Sentence]]:
        """Where each sentence begins in the text."""
        found = []
        at = 0
        for paragraph in filter(None, self.paragraphs):
            for sentence in paragraph:
                found.append((at, sentence))
                at += len(sentence.text) + len(self.space)
            at += 2 - len(self.space)
        return found


def begun(text: str, rng: random.Random) -> tuple[Page, list[str]]:
    """The first version, and the sentences that are put in later."""
    paragraphs: list[list[Sentence]] = []
    later: list[str] = []
    for line in text.splitlines():
        own = []
        for match in _SENTENCE.finditer(line):
            words = match[0].strip()
            if len(words) > 30 and rng.random() < 1 / 3:
                later.append(words)
            elif words:
                own.append(Sentence(0, words))
        if own:
            paragraphs.append(own)
    return Page(paragraphs, "" if "。" in text else " "), later


def edited(text: str, rng: random.Random) -> str:
    """One number more, or one word twice removed: the sentence stays itself."""
    number = re.search(r"(?<=\D)\d{1,3}(?!\d)", text)
    if number:
        return text[: number.start()] + str(int(number[0]) + 1) + text[number.end() :]
    words = text.split(" ")
    if len(words) > 6:
        at = rng.randrange(2, len(words) - 2)
        return " ".join([*words[:at], *words[at + 1 :]])
    at = len(text) // 2
    return text[:at] + text[at + 1 :]


def step(
    page: Page, later: list[str], gone: list[Sentence], version: int, rng: random.Random
) -> None:
    """What an author does from one version to the next."""
    filled = [p for p in page.paragraphs if p]
    for _ in range(2):
        paragraph = rng.choice(filled)
        at = rng.randrange(len(paragraph))
        if len(paragraph[at].text) > 30:
            paragraph[at] = replace(paragraph[at], text=edited(paragraph[at].text, rng))
    long = [p for p in filled if len(p) > 1]
    if long and rng.random() < 0.7:
        paragraph = rng.choice(long)
        gone.append(paragraph.pop(rng.randrange(1, len(paragraph))))
    if gone and rng.random() < 0.5:
        rng.choice(filled).append(gone.pop(0))
    if later:
        paragraph = rng.choice(filled)
        paragraph.insert(rng.randrange(len(paragraph) + 1), Sentence(version, later.pop()))
    if version % 3 == 0:
        i, j = rng.sample(range(len(page.paragraphs)), 2)
        page.paragraphs[i], page.paragraphs[j] = page.paragraphs[j], page.paragraphs[i]


def made(text: str, versions: int, seed: int) -> tuple[list[str], Page]:
    """The captures of a page, and its last version; every fifth capture holds it twice."""
    rng = random.Random(seed)
    page, later = begun(text, rng)
    rng.shuffle(later)
    texts, gone = [page.text()], list[Sentence]()
    for version in range(1, versions):
        step(page, later, gone, version, rng)
        whole = page.text()
        texts.append(whole + "\n" + whole if version % 5 == 4 and version < versions - 1 else whole)
    return texts, page


def ours(texts: list[str], page: Page) -> list[tuple[Sentence, int | None]]:
    """For each sentence of the last version the state that the lineage names."""
    captures = [
        Version(f"v{k}", Document.from_text(text), f"2020-01-{k + 1:02}")
        for k, text in enumerate(texts)
    ]
    history = histories_of("made", "given", captures, HistoryOptions(blame=True))
    out: list[tuple[Sentence, int | None]] = []
    for start, sentence in page.places():
        end = start + len(sentence.text)
        shares: Counter[int] = Counter()
        for line in history.lineage:
            shared = min(end, line.span.end) - max(start, line.span.start)
            if shared > 0:
                shares[line.first] += shared
        out.append((sentence, shares.most_common(1)[0][0] if shares else None))
    return out


def blamed(texts: list[str], page: Page) -> list[tuple[Sentence, int | None]]:
    """The same by `git blame`, a sentence a line, which is to its favour."""
    lines = [re.sub(r"(?<=[.。])\s*(?=\S)", "\n", text) for text in texts]
    with tempfile.TemporaryDirectory() as folder:
        git(folder, "init", "-q")
        for number, text in enumerate(lines):
            Path(folder, "page").write_text(text, encoding="utf-8")
            git(folder, "add", "page")
            git(folder, *_IDENTITY, "commit", "-q", "--allow-empty", "-m", str(number))
        told = git(folder, "blame", "-M", "-C", "-w", "--line-porcelain", "page")
    found: dict[str, int] = {}
    number = 0
    for line in told.splitlines():
        if line.startswith("summary "):
            number = int(line.split(" ", 1)[1])
        elif line.startswith("\t"):
            found.setdefault(line[1:].strip(), number)
    out: list[tuple[Sentence, int | None]] = []
    for _, sentence in page.places():
        parts = [p.strip() for p in re.sub(r"(?<=[.。])\s*(?=\S)", "\n", sentence.text).split("\n")]
        longest = max(parts, key=len)
        out.append((sentence, found.get(longest)))
    return out


def git(folder: str, *words: str) -> str:
    return subprocess.run(
        ["git", "-C", folder, *words], check=True, capture_output=True, text=True
    ).stdout


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.history_lineage", description=__doc__)
    parser.add_argument("--versions", type=int, default=12)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    right: Counter[str] = Counter()
    total = 0
    for path in sorted(p for p in TEXTS.glob("*.txt") if p.name[:2] in LANGUAGES):
        for seed in range(options.seeds):
            texts, page = made(path.read_text(encoding="utf-8"), options.versions, seed)
            own = ours(texts, page)
            total += len(own)
            right["lineage"] += sum(found == s.first for s, found in own)
            right["git blame -M -C -w"] += sum(found == s.first for s, found in blamed(texts, page))
            if options.show:
                for sentence, found in own:
                    if found != sentence.first:
                        print(
                            f"{path.name} {seed}: {sentence.first} told {found}: {sentence.text!r}"
                        )
    for name, count in right.items():
        print(f"{name:20} right for {count / total:.4f} of {total} sentences")


if __name__ == "__main__":
    main()
