"""How a reading is inferred: steps that undo damage, in order, each on what the last one left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from auditor.canonical.columns.step import columns
from auditor.canonical.furniture.step import furniture
from auditor.canonical.inserted.step import inserted
from auditor.canonical.net import net
from auditor.canonical.page import Page
from auditor.canonical.reading import Reading, unchanged
from auditor.canonical.spelling.step import spelling
from auditor.canonical.twice.step import doublets, editions
from auditor.canonical.windows.step import windows
from auditor.canonical.woven.step import woven
from auditor.model import Canonical, UndoneKind

Undo = Callable[[Page], Reading | None]

# In the reverse order of how damage is done, but for the layout of pages, which hides what was
# done before. Doublets and windows may explain one page both: where they do, the larger gain wins,
# or windows where both are alike, and what is left is asked for windows again.
STEPS: tuple[tuple[UndoneKind, Undo], ...] = (
    ("furniture", furniture),
    ("editions", editions),
    ("spelling", spelling),
    ("doublets", doublets),
    ("windows", windows),
    ("columns", columns),
    ("woven", woven),
    ("inserted", inserted),
)
TOGETHER: tuple[tuple[UndoneKind, Undo], ...] = (("spelling", spelling), ("woven", woven))
_RIVALS: dict[UndoneKind, tuple[UndoneKind, Undo]] = {"doublets": ("windows", windows)}


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was tried: what it was given, and what it made of it; None: nothing to undo."""

    name: UndoneKind
    page: Page
    reading: Reading | None

    @property
    def left(self) -> Page:
        """What the step left of the page."""
        reading = self.reading
        if reading is None or reading.closes:
            return self.page
        text = reading.canonical.text
        return reading.left or self.page.once(
            f"behind {self.name}", lambda: self.page.read_as(text, self.name)
        )


def infer(page: Page, steps: Sequence[tuple[UndoneKind, Undo]] = STEPS) -> Canonical:
    """The document's own order and content, as far as the scrape shows it.

    A page without damage comes back as it is, to the byte.
    """
    return led_back(page, list(walk(page, steps)))


def led_back(page: Page, taken: Sequence[Taken]) -> Canonical:
    """What the steps made of a page, as one reading of it that has lost nothing."""
    found: Canonical | None = None
    for step in reversed(taken):
        if step.reading is not None:
            found = step.reading.lead_back(found)
    return net(page, found) if found else unchanged(page.document)


def left(page: Page, steps: Sequence[tuple[UndoneKind, Undo]] = STEPS) -> Page:
    """What all steps leave of a page; each is asked once, here or before."""
    *_, last = walk(page, steps)
    return last.left


def walk(page: Page, steps: Sequence[tuple[UndoneKind, Undo]] = STEPS) -> Iterator[Taken]:
    """The steps, each on the page as the ones before have left it."""
    for name, undo in steps:
        reading = _asked(page, name, undo)
        if reading is not None and name in _RIVALS:
            rival = _asked(page, *_RIVALS[name])
            reading = None if rival and rival.gain >= reading.gain else reading
        taken = Taken(name, page, reading)
        yield taken
        if reading is not None and reading.closes:
            return
        page = taken.left


def _asked(page: Page, name: UndoneKind, undo: Undo) -> Reading | None:
    """Each step is asked once about a page, though it may be a rival as well."""
    return page.once(name, lambda: undo(page))
