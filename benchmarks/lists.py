"""Lists made after one template from the words of a document: what stands again in them is meant.

Every page of services, every table read as text, every register has them: entries that say the same
of another place, date or product. Made here in any language, with known truth: no entry is a copy
of another, since one of its slots at the least is filled as in no other.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from auditor.damage.sentences import sentences

_LONGEST_WORDS = 15  # characters on average: beyond, a text puts no spaces between words
Fill = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into what may fill a slot, and what joins it."""

    words: tuple[str, ...]
    space: str

    @classmethod
    def of(cls, text: str) -> Words:
        words = tuple(text.split())
        if len(text) > _LONGEST_WORDS * len(words):
            return cls(tuple("".join(words)), "")
        return cls(words, " ")


def in_list(text: str, rng: random.Random) -> str | None:
    """A page with a list from the words of `text`: the list alone, or where some of it stood.

    None for a text that has no sentences to make it of.
    """
    often = Counter(text[start:end].strip() for start, end in sentences(text))
    spans = [
        (start, end)
        for start, end in sentences(text)
        if 15 <= end - start <= 300 and often[text[start:end].strip()] == 1
    ]
    if len(spans) < 24:
        return None
    half = len(spans) // 2
    around, inside = spans[:half], spans[half:]
    if rng.random() < 0.5:
        around, inside = inside, around
    rng.shuffle(inside)
    entries = _entries(text, inside, rng)
    made = rng.choice((" ", "\n", "\n", "\n\n")).join(_marked(entries, rng))
    if rng.random() < 0.4:  # alone
        return made + "\n"
    page = text[around[0][0] : around[-1][1]]
    length = rng.choice((300, 1_500, 6_000))
    at = rng.choice(around)[0] - around[0][0]
    return (
        f"{page[max(0, at - length) : at].rstrip()}\n\n{made}\n\n{page[at : at + length].lstrip()}"
    )


def _entries(text: str, spans: Sequence[tuple[int, int]], rng: random.Random) -> list[str]:
    every = Words.of(text)
    waiting = [text[start:end].strip() for start, end in spans]  # each is used once
    count = rng.choice((2, 3, 4, 5, 6, 8, 10, 15, 20, 40))
    # Two long entries that differ in a figure are rather a page that stands twice.
    length = rng.choice((1, 1, 2, 3)) if count > 3 else 1
    template = [
        waiting.pop().split() if every.space else list("".join(waiting.pop().split()))
        for _ in range(length)
    ]
    if rng.random() < 0.25:
        return _notices(waiting, count, every, rng)
    fills = [_distinct(count, every, rng), *(_filling(every, rng) for _ in range(rng.randrange(4)))]
    slots = []
    for fill in fills:
        sentence = rng.randrange(len(template))
        slots.append((sentence, rng.randrange(len(template[sentence])), fill))
    rng.shuffle(slots)
    own = rng.random() < 0.25  # a sentence of its own in each, as in answers and posts
    optional = rng.random() < 0.2  # not each has all sentences
    entries = []
    for number in range(count):
        parts = [list(sentence) for sentence in template]
        for sentence, place, fill in slots:
            parts[sentence][place] = fill(number)
        kept = [
            part
            for at, part in enumerate(parts)
            if not optional or rng.random() < 0.8 or any(at == slot[0] for slot in slots)
        ]
        said = [every.space.join(part) for part in kept]
        if own and waiting:
            said.insert(rng.randrange(len(said) + 1), waiting.pop())
        entries.append(every.space.join(said))
    return list(dict.fromkeys(entries))


def _notices(waiting: list[str], count: int, every: Words, rng: random.Random) -> list[str]:
    """The same text under a heading, or below a line, that is another one each time."""
    body = [waiting.pop() for _ in range(min(rng.randint(1, 4), len(waiting) // 2))]
    heads = [_distinct(count, every, rng) for _ in range(rng.choice((1, 1, 2)))]
    always = rng.choice(every.words)
    between = rng.choice(("\n", "\n", every.space))
    own = rng.random() < 0.2
    return [
        between.join(
            [
                every.space.join([always, *(head(number) for head in heads)]),
                *body,
                *([waiting.pop()] if own and waiting else []),
            ]
        )
        for number in range(count)
    ]


def _distinct(count: int, every: Words, rng: random.Random) -> Fill:
    """Another one for each entry."""
    kind = rng.randrange(4)
    if kind == 0:
        start, step = rng.randrange(1, 300), rng.choice((1, 1, 1, 7))
        return lambda number: str(start + step * number)
    if kind == 1:
        years = rng.sample(range(1900, 2030), count)
        return lambda number: f"{1 + number % 28}.{1 + years[number] % 12}.{years[number]}"
    if kind == 2:
        sums = rng.sample(range(100, 99_999), count)
        return lambda number: f"{sums[number] / 100:.2f}"
    names = [" ".join(sorted({*rng.choices(every.words, k=2)})) for _ in range(count)]
    if not every.space:
        names = ["".join(rng.choices(every.words, k=rng.randint(2, 4))) for _ in range(count)]
    return lambda number: names[number]


def _filling(every: Words, rng: random.Random) -> Fill:
    """Of a few that come again and again."""
    often = [
        every.space.join(rng.choices(every.words, k=rng.randint(1, 3)))
        for _ in range(rng.choice((2, 3, 8, 40)))
    ]
    return lambda number: rng.choice(often)


def _marked(entries: Sequence[str], rng: random.Random) -> list[str]:
    """With numbers, letters, bullets or nothing before them."""
    marks: tuple[Fill, ...] = (
        lambda number: "",
        lambda number: "",
        lambda number: f"{number + 1}. ",
        lambda number: f"({number + 1}) ",
        lambda number: f"{chr(ord('a') + number % 26)}) ",
        lambda number: "- ",
        lambda number: f"### {number + 1}\n",
    )
    mark = rng.choice(marks)
    return [mark(number) + entry for number, entry in enumerate(entries)]
