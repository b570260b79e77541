"""A block that was put in elsewhere is taken out there; what a text says twice by right stays."""

from __future__ import annotations

from auditor import Document, reconstruct
from auditor.canonical.blocks import misplaced
from auditor.canonical.evidence import Evidence, Passage
from benchmarks.documents import Choice, load, sentences

TEXT = next(text.text for text in load(Choice()) if text.name == "en_garden_plots")
UNITS = [TEXT[start:end] for start, end in sentences(TEXT)]


def read(units: list[str]) -> str:
    return reconstruct([Document.from_text("".join(units))]).text


def test_a_block_at_many_places_is_read_once() -> None:
    block = UNITS[20:23]
    damaged = list(UNITS)
    for place in (44, 38, 33, 12, 6):
        damaged[place:place] = block
    assert read(damaged).count("".join(block)) == 1


def test_headings_at_many_places_stay() -> None:
    keys = ["name of the member", "address and telephone", "signed and dated", "1"] * 6
    keys += [f"the plot with number {number} is let to a member." for number in range(40)]
    texts = [sorted(set(keys)).index(key) for key in keys]
    evidence = Evidence([Passage(key, None) for key in keys])
    assert misplaced([(0, 4, 4)], texts, [10.0] * len(keys), evidence) == []
