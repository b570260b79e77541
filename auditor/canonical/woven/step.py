"""Copies that are woven together, or follow each other with passages of their own, are merged."""

from __future__ import annotations

from auditor.canonical.page import Page
from auditor.canonical.reading import Reading
from auditor.canonical.woven.arranging import arrange, copies_of
from auditor.canonical.woven.copies.chains import Kind


def woven(page: Page) -> Reading | None:
    """The page with its copies in one order; None where it holds no copies of itself."""
    copies = copies_of(page)
    if copies is None or not (page.copies or copies.kinds & {Kind.WOVEN, Kind.WHOLE}):
        return None
    return arrange(page, copies)
