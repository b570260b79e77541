"""A block that was put in elsewhere is taken out there; what a text says twice by right stays."""

from __future__ import annotations

from auditor import Document, reconstruct
from auditor.canonical.blocks import misplaced
from auditor.canonical.evidence import Evidence, Passage
from auditor.canonical.insertions import as_scraped
from auditor.model import Ordinal
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


def test_headings_that_fit_at_one_place_of_many_are_taken_out_at_the_others() -> None:
    headings = [f"{number}. {name}" for number, name in enumerate("ABCDEFGHIJKL" * 2, 1)]
    keys = [*headings[:20]]
    for place in (17, 14, 3):
        keys[place:place] = headings[8:10]
    texts = [sorted(set(keys)).index(key) for key in keys]
    ordinals = [Ordinal(key.split(".")[0], "1.", 0, int(key.split(".")[0])) for key in keys]
    passages = [Passage(key, ordinal) for key, ordinal in zip(keys, ordinals, strict=True)]
    home = 10
    others = tuple(at for at in range(len(keys)) if keys[at : at + 2] == headings[8:10])
    runs = [(others[0], home - others[0], 2)]
    found = misplaced(runs, texts, [10.0] * len(keys), Evidence(passages))
    assert [block.home for block in found] == [home]
    assert sorted((*found[0].others, home)) == sorted(others)


def test_what_stands_as_scraped_keeps_its_order() -> None:
    passages = [Passage(f"passage number {letter}", None) for letter in "abcdefghcdij"]
    nodes = [0, 1, 2, 3, 4, 5, 6, 7, 2, 3, 10, 11]
    found = as_scraped(nodes, Evidence(passages), 1000.0)
    assert found is not None
    assert len(found.order) == 10
    rest = [node for node in found.order if node not in (2, 3)]
    assert rest == [0, 1, 4, 5, 6, 7, 10, 11]
    assert as_scraped(nodes, Evidence(passages), -1000.0) is None
