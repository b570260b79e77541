"""What a reader of pages tells where the text that is shown is hardly the document."""

from __future__ import annotations

from auditor.model import Document, Notice

# Bytes of UTF-8: what shows less is short, what hides more is long, as the rules on walls have it.
# None of 96 pages of all kinds, saved as they were shown, is short and hides more than this.
_SHORT = 1_500


def notices(document: Document) -> tuple[Notice, ...]:
    """That a page shows little and hides much, such as one saved before its scripts had run."""
    hidden = sum(len(each.text.encode()) for each in document.hidden)
    if hidden <= _SHORT or len(document.text) >= _SHORT or len(document.text.encode()) >= _SHORT:
        return ()
    characters = sum(len(each.text) for each in document.hidden)
    largest = max(document.hidden, key=lambda each: len(each.text))
    reason = (
        f"the page shows {len(document.text):,} characters and hides {characters:,}, most of them"
        f" in {largest.element} ({largest.reason}), which were not read;"
        " save the page when its scripts have run"
    )
    return (Notice("mostly-hidden", reason),)
