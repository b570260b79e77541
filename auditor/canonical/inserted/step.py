"""Blocks that were put in, and what a page stutters, are left out; the rest stays as scraped."""

from __future__ import annotations

from auditor.canonical.page import Page
from auditor.canonical.reading import Reading
from auditor.canonical.woven.arranging import arrange, copies_of


def inserted(page: Page) -> Reading | None:
    """The page without what was put in; None where nothing was.

    The order of what is left is settled as for woven copies: one objective weighs both, and a
    page that is woven has been left to that step.
    """
    copies = None if "woven" in page.undone else copies_of(page)
    return arrange(page, copies) if copies else None
