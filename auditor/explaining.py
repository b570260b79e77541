"""What each step of an audit saw, did and gained: `auditor explain`.

It goes the way of `stages`, and tells of every step as it comes by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditor.canonical import STEPS, Page, Taken, led_back, walk
from auditor.errors import OptionsError, did_you_mean
from auditor.model import Audit, Document, Explanation, Options, Step, UndoneKind
from auditor.read import string
from auditor.segment import segment
from auditor.stages import told

_BEFORE, _BEHIND = ("segment", "repeats"), ("align", "rules")
NAMES = (*_BEFORE, *(name for name, _ in STEPS), *_BEHIND)
_DID: dict[UndoneKind, str] = {
    "editions": "left the two editions that it holds as they stand",
    "spelling": "spelt copies alike, so that they are known as copies",
    "doublets": "left out what the page says twice at its edges, or on end",
    "windows": "put overlapping windows together",
    "columns": "parted columns that were read across",
    "woven": "merged copies that were woven together",
    "inserted": "left out blocks that were put in",
    "furniture": "left out heads and feet of pages, and hyphens at the ends of lines",
}


def explain(
    document: Document | str, options: Options = Options(), step: str | None = None
) -> Explanation:
    """The steps of the audit of a document, up to and with `step`; all of them without one.

    A `str` is text, not a path. Raises OptionsError for a step of no such name.
    """
    if step is not None and step not in NAMES:
        known = ", ".join(NAMES)
        raise OptionsError(f"step {step!r}: must be one of {known}{did_you_mean(step, NAMES)}")
    if isinstance(document, str):
        document = string(document)
    steps = []
    for each in _steps(document, options):
        steps.append(each)
        if each.name == step:
            break
    return Explanation(document.provenance.source, len(document.text), tuple(steps))


def _steps(document: Document, options: Options) -> Iterator[Step]:
    page = Page(document, options, segment)
    numbered = sum(fragment.ordinal is not None for fragment in page.fragments)
    yield Step(
        "segment",
        f"{len(page.text):,} characters",
        f"cut {len(page.fragments):,} fragments, {numbered:,} with an ordinal",
    )
    exact = sum(repeat.exact for repeat in page.repeats)
    yield Step(
        "repeats",
        f"{len(page.fragments):,} fragments",
        f"found {exact:,} texts that stand again and {len(page.repeats) - exact:,} that nearly do",
    )
    taken: list[Taken] = []
    for each in walk(page):
        taken.append(each)
        yield _undoing(each)
    for name, _ in STEPS[len(taken) :]:
        yield Step(name, "what the step before has left", "was not asked: all of it stays")
    done = told(page, led_back(page, taken))
    yield _aligned(done)
    yield Step(
        "rules",
        f"{len(done.alignment.blocks):,} blocks",
        _found(Counter(f.rule for f in done.findings)),
    )


def _undoing(taken: Taken) -> Step:
    page = taken.page
    again = sum(len(repeat.occurrences) - 1 for repeat in page.repeats)
    saw = f"{len(page.text):,} characters, {again:,} fragments of which stand again"
    if taken.reading is None:
        return Step(taken.name, saw, "found nothing to undo")
    canonical = taken.reading.canonical
    places = sum(len(record.places) for record in canonical.undone)
    left = f"{places:,} place{'s' * (places != 1)}; {len(canonical.text):,} characters are left"
    done = ", ".join(_DID[record.kind] for record in canonical.undone)
    did = f"{done}: {left}" if places else "settled the order, and found it as it is"
    text = canonical.text if canonical.text != page.text else None
    return Step(taken.name, saw, did, taken.reading.gain, canonical.undone, text)


def _aligned(done: Audit) -> Step:
    roles = Counter(block.role for block in done.alignment.blocks)
    counts = ", ".join(f"{count:,} {role}" for role, count in sorted(roles.items()))
    saw = f"the scrape, and a reading of {len(done.canonical.text):,} characters"
    return Step("align", saw, f"laid {len(done.alignment.blocks):,} blocks: {counts or 'none'}")


def _found(counts: Counter[str]) -> str:
    found = ", ".join(f"{rule} × {count:,}" for rule, count in sorted(counts.items()))
    return f"told {found}" if found else "found nothing to tell"
