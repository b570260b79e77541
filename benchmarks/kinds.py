"""Kinds of text that people report, made of the words of any text: `python -m benchmarks.kinds`.

Pages that say the same again by right come back to the byte, with no warning: notices of licences,
tales, tables of cookies, posts with quotes, menus, tables of contents. Damage with known truth is
told, and undone but for white space: captions that roll, lists that were loaded page by page,
windows that were cut anywhere, running heads.

    --data FOLDER   texts whose words they are made of (default: those that ship)
    --limit 20      so many texts, languages in turn
    --kept 0        texts of the part of the sources that `benchmarks.fit --without 0` kept apart
    --only tale     kinds that have this in their names
    --wrong         names those that came out wrong
    --jobs 2
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import auditor
from auditor.damage import corrupt
from auditor.damage.sentences import sentences
from benchmarks.documents import Choice, load
from benchmarks.lists import Words
from benchmarks.runs import run
from benchmarks.tables import table

_LENGTH = 3_000  # characters of a text that is damaged
_GRAVE = ("warning", "error")
_OF_CAPTURE = "AUD0"  # rules on how a page was captured: a text by chance may end in mid-sentence
_ENDS = "。｡.!?！？…।։።။"


@dataclass(slots=True)
class Source:
    """The sentences of a text, each given once; and its words."""

    waiting: list[str]
    words: Words
    rng: random.Random

    @classmethod
    def of(cls, text: str, rng: random.Random) -> Source | None:
        """None for a text of too few sentences to make anything of."""
        said = Counter(" ".join(text[start:end].split()) for start, end in sentences(text))
        alone = [each for each, often in said.items() if often == 1 and _is_prose(each)]
        if len(alone) < 24:
            return None
        rng.shuffle(alone)
        return cls(alone, Words.of(text), rng)

    def sentence(self) -> str:
        """One that was not given before, as long as there is one."""
        return self.waiting.pop() if self.waiting else self.line(6, 12)

    def line(self, least: int, most: int) -> str:
        """So many words by chance."""
        return self.words.space.join(
            self.rng.choices(self.words.words, k=self.rng.randint(least, most))
        )

    def name(self) -> str:
        return self.line(1, 2) if self.words.space else self.line(2, 4)

    def names(self, count: int) -> list[str]:
        found: dict[str, None] = {}
        for number in range(4 * count):
            found[self.name() if number < 2 * count else f"{self.name()} {number}"] = None
        return list(found)[:count]

    def join(self, *parts: str) -> str:
        return self.words.space.join(part for part in parts if part)


def _is_prose(sentence: str) -> bool:
    """Neither too short nor too long, and without a number, which would say where it belongs."""
    return 15 <= len(sentence) <= 300 and not any(map(str.isdigit, sentence))


def tale(source: Source) -> str:
    """Episodes in the same words, of another place each time."""
    rng = source.rng
    way, end = source.sentence(), source.line(1, 3)
    refrain = [source.sentence() for _ in range(rng.randint(1, 3))]
    between = rng.choice(("\n", "\n", " ", "\n\n"))
    parts = [source.sentence() for _ in range(rng.randint(1, 2))]
    own = rng.random() < 0.4
    for place in source.names(rng.randint(3, 8)):
        parts.append(source.join(way.rstrip(_ENDS), place, end) + way[len(way.rstrip(_ENDS)) :])
        parts += [source.join(place, source.line(3, 5))] if rng.random() < 0.3 else []
        parts += refrain
        parts += [source.sentence()] if own else []
    parts += [source.sentence() for _ in range(rng.randint(1, 3))]
    return between.join(parts) + "\n"


def notices(source: Source) -> str:
    """The same licence below each package, which has a holder of its own."""
    rng = source.rng
    body = [source.sentence() for _ in range(rng.randint(1, 5))]
    own = source.line(1, 2)
    between = rng.choice(("\n", "\n", " "))
    closing = source.sentence() if rng.random() < 0.4 else ""
    parts = [source.line(3, 6)]
    for name in source.names(rng.randint(3, 12)):
        version = ".".join(str(rng.randint(0, 12)) for _ in range(3))
        head = [f"{name} {version}", f"{own} {rng.randint(1995, 2026)} {source.name()}"]
        parts.append("\n".join([*head[: rng.choice((1, 2, 2))], between.join(body)]))
    return "\n\n".join([*parts, *([closing] if closing else [])]) + "\n"


def cookies(source: Source) -> str:
    """Rows that differ in a cell."""
    rng = source.rng
    who = source.names(rng.randint(1, 3))
    purposes = [source.sentence() for _ in range(rng.randint(1, 3))]
    spans = [f"{rng.randint(1, 90)} {source.name()}" for _ in range(3)]
    cell, row = rng.choice(((" | ", "\n"), ("\t", "\n"), ("\n", "\n\n"), (", ", "\n")))
    rows = [cell.join(source.names(4))] if rng.random() < 0.5 else []
    for name in source.names(rng.randint(4, 24)):
        rows.append(cell.join((name, rng.choice(who), rng.choice(purposes), rng.choice(spans))))
    intro = source.sentence() + "\n\n" if rng.random() < 0.6 else ""
    return intro + row.join(rows) + "\n"


def quotes(source: Source) -> str:
    """Posts, some of which quote what an earlier one said."""
    rng = source.rng
    people = source.names(rng.randint(2, 5))
    mark, said = rng.choice(("> ", "", "│ ", "> ")), source.line(1, 2)
    posts: list[list[str]] = []
    parts = []
    for number in range(rng.randint(4, 14)):
        own = [source.sentence() for _ in range(rng.randint(1, 3))]
        lines = [f"{rng.choice(people)}, {1 + number % 28}.{rng.randint(1, 12)}.2024"]
        if posts and rng.random() < 0.7:
            quoted = rng.choice(posts[-3:])
            first = rng.randrange(len(quoted))
            lines.append(f"{rng.choice(people)} {said}:")
            lines.append(mark + source.join(*quoted[first : rng.randint(first, len(quoted)) + 1]))
        lines.append(source.join(*own))
        posts.append(own)
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def menu(source: Source) -> str:
    """The same entries below each heading, and the text behind them; or at its foot too."""
    rng = source.rng
    always = source.names(rng.randint(2, 5))
    lines = []
    for head in source.names(rng.randint(3, 8)):
        own = source.names(rng.randint(0, 3))
        lines += [head, *always, *own]
    text = "\n".join(source.sentence() for _ in range(rng.randint(4, 10)))
    foot = "\n" + "\n".join(always) if rng.random() < 0.5 else ""
    return "\n".join(lines) + "\n\n" + text + "\n" + foot + "\n"


def contents(source: Source) -> str:
    """A table of contents, and its headings above the parts of the text."""
    rng = source.rng
    heads = [source.line(2, 6) for _ in range(rng.randint(4, 10))]
    form = rng.choice(("{n}. {head}", "{head}", "§ {n} {head}", "{n} {head}"))
    dots = rng.choice(("", "", " ..... {p}", "\t{p}"))
    table_, parts = [], []
    for number, head in enumerate(heads, 1):
        said = form.format(n=number, head=head)
        table_.append(said + dots.format(p=2 * number))
        body = source.join(*(source.sentence() for _ in range(rng.randint(1, 3))))
        parts.append(f"{said}\n{body}")
    return source.line(2, 5) + "\n\n" + "\n".join(table_) + "\n\n" + "\n\n".join(parts) + "\n"


MEANT: dict[str, Callable[[Source], str]] = {
    "notices": notices,
    "tale": tale,
    "cookies": cookies,
    "quotes": quotes,
    "menu": menu,
    "contents": contents,
}


def made(text: str, kind: str, rng: random.Random) -> str | None:
    """A page of a kind of `MEANT` from the words of a text; None of too few sentences."""
    source = Source.of(text, rng)
    return MEANT[kind](source) if source else None


@dataclass(frozen=True, slots=True)
class Case:
    """A text, and what is to be read of it; the same where nothing is damaged."""

    kind: str
    name: str
    scrape: str
    right: str

    @property
    def damaged(self) -> bool:
        return self.scrape != self.right


_ROLLING = {
    "captions of two": "captions-2",
    "captions of three": "captions-3",
    "lines that follow themselves": "scrolled",
    "windows cut anywhere": "chunks",
}
_HEADS = "running heads"
KINDS = (*_ROLLING, _HEADS, *MEANT)


def cases(kind: str, name: str, text: str) -> Iterator[Case]:
    """None where the text cannot be made one of the kind."""
    rng = random.Random(f"{kind}/{name}")
    if kind in MEANT:
        page = made(text, kind, rng)
        if page is not None:
            yield Case(kind, name, page, page)
        return
    length = rng.choice((_LENGTH // 2, _LENGTH))
    if kind == _HEADS:
        yield _with_heads(name, text[: 4 * length], rng)
        return
    part = text[:length]
    damage = corrupt(part, _ROLLING[kind], 1)
    seen = sorted({int(at) for at in damage.origin if at >= 0})
    if len(seen) == int((damage.origin >= 0).sum()):
        return  # a list that was loaded at once
    yield Case(kind, name, damage.scrape, "".join(damage.canonical[at] for at in seen))


def _with_heads(name: str, text: str, rng: random.Random) -> Case:
    """Wrapped to lines, with a head and the number of the page every so many of them."""
    words = Words.of(text)
    lines = list(_wrapped(text, words, rng.randint(44, 76)))
    size = rng.randint(20, 44)
    head = Source([], words, rng).line(*((3, 6) if words.space else (8, 16)))
    form = rng.choice(("{head}\n{n}", "{head}\n– {n} –", "{head}    {n}", "{n} / {of}\n{head}"))
    pages = [lines[at : at + size] for at in range(0, len(lines), size)]
    scrape = "".join(
        form.format(head=head, n=number, of=len(pages)) + "\n" + "\n".join(page) + "\n"
        for number, page in enumerate(pages, 1)
    )
    return Case(_HEADS, name, scrape, "\n".join(lines))


def _wrapped(text: str, words: Words, width: int) -> Iterator[str]:
    for paragraph in filter(str.strip, text.splitlines()):
        if not words.space:
            whole = "".join(paragraph.split())
            yield from (whole[at : at + width // 2] for at in range(0, len(whole), width // 2))
            continue
        line = ""
        for word in paragraph.split():
            if line and len(line) + 1 + len(word) > width:
                yield line
                line = word
            else:
                line = f"{line} {word}".strip()
        yield line


@dataclass(frozen=True, slots=True)
class Said:
    """Of a case: whether it was told, and read, as it is."""

    case: Case
    told: bool
    read: bool


def said(case: Case) -> Said:
    audit = auditor.audit(case.scrape)
    grave = any(
        finding.severity in _GRAVE and not finding.rule.startswith(_OF_CAPTURE)
        for finding in audit.findings
    )
    reading = audit.canonical.text
    if not case.damaged:
        return Said(case, not grave, reading == case.scrape)
    if case.kind == _HEADS:
        told = any(finding.rule == "AUD401" for finding in audit.findings)
        return Said(case, told, _bare(reading).endswith(_bare(case.right)))
    return Said(case, grave, _bare(reading) == _bare(case.right))


def _bare(text: str) -> str:
    return "".join(text.split())


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.kinds",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--kept", type=int)
    parser.add_argument("--only", default="")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()
    texts = load(Choice(folder=args.data, limit=args.limit, max_chars=20_000, kept=args.kept))
    kinds = [kind for kind in KINDS if args.only in kind]
    every = [case for kind in kinds for each in texts for case in cases(kind, each.name, each.text)]
    print(shown(list(run(said, every, args.jobs)), wrong=args.wrong))


def shown(every: Sequence[Said], *, wrong: bool) -> str:
    """A line a kind; and the names of what came out wrong."""
    rows = []
    for kind in dict.fromkeys(each.case.kind for each in every):
        group = [each for each in every if each.case.kind == kind]
        counts = [
            sum(each.told for each in group),
            sum(each.read for each in group),
            sum(each.told and each.read for each in group),
        ]
        rows.append([kind, str(len(group)), *(f"{count / len(group):.3f}" for count in counts)])
    told = table(("kind", "texts", "told right", "read right", "both"), rows)
    names = [
        f"{each.case.kind} {each.case.name}" for each in every if not (each.told and each.read)
    ]
    return "\n".join([told, *(names if wrong else [])])


if __name__ == "__main__":
    main()
