"""The menu of a page, scraped twice: once for desktops and once for small screens."""

from __future__ import annotations

import re

from auditor.damage.pieces import Page, Piece

_WORD = re.compile(r"[\u2e80-\u9fff]{2,4}|[^\W\d_]{3,}")
_ENTRIES = (12, 30, 60, 120)  # of a menu, about
_HEAD = 0.2  # of the entries are heads of sections
_SHARED = 0.1  # of the entries stand in several sections
_UNLIKE = 0.3  # of the second menus lack some entries, or have a section elsewhere


def menus(page: Page) -> list[Piece]:
    """A menu before the page, and the same at its other place: directly behind, behind the title,
    or below the page.
    """
    sections = _sections(page)
    if not sections:
        return [Piece(0, len(page.text), 0)]
    again = _unlike(page, sections) if page.rng.random() < _UNLIKE else sections
    first, second = (Piece(0, 0, -1, _written(each)) for each in (sections, again))
    title = page.units[0][1] if page.units else 0
    head, body = Piece(0, title, 0), Piece(title, len(page.text), 0)
    pieces = page.rng.choice(
        ([first, second, head, body], [first, head, second, body], [first, head, body, second])
    )
    return [piece for piece in pieces if piece.inserted or piece.end > piece.start]


def _sections(page: Page) -> list[list[str]]:
    """The lines of each section of a menu made of the words of the page; none without words."""
    words = _WORD.findall(page.text)
    if len(words) < 2:
        return []
    rng = page.rng
    space = "" if len(words[0]) <= 4 and words[0] > "\u2e80" else " "
    form, sub = rng.choice(
        (
            ("{name}\n", "{name}\n"),
            ("{name}\n", "    {name}\n"),
            ("* {name}\n", "    * {name}\n"),
            ("* [{name}](https://www.example.org/{slug}/)\n",) * 2,
            ("{name} | ", "{name} | "),
        )
    )
    shared = [space.join(rng.choices(words, k=2)) for _ in range(3)]
    sections: list[list[str]] = [[]]
    for _ in range(rng.choice(_ENTRIES)):
        is_head = rng.random() < _HEAD
        if is_head and sections[-1]:
            sections.append([])
        name = space.join(rng.choices(words, k=rng.randint(1, 4)))
        name = rng.choice(shared) if rng.random() < _SHARED else name
        slug = "-".join(name.split()).casefold()
        sections[-1].append((form if is_head else sub).format(name=name, slug=slug))
    return sections


def _unlike(page: Page, sections: list[list[str]]) -> list[list[str]]:
    """The sections with some entries less, or with one of them elsewhere."""
    if len(sections) > 1 and page.rng.random() < 1 / 2:
        rest = list(sections)
        moved = rest.pop(page.rng.randrange(len(rest)))
        rest.insert(page.rng.randint(0, len(rest)), moved)
        return rest
    return [[line for line in each if page.rng.random() > _SHARED] for each in sections]


def _written(sections: list[list[str]]) -> str:
    return "".join(line for section in sections for line in section).rstrip(" |\n") + "\n\n"
