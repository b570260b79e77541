"""Overlapping windows of a chunker are put together again, in any order."""

from __future__ import annotations

from itertools import islice, pairwise
from random import Random

import oracles
import pytest
from builders import page_of
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import Document, audit, reconstruct
from auditor.canonical.reading import compose
from auditor.canonical.windows.step import windows
from auditor.damage.operators import corrupt
from auditor.model import Span, Witness
from benchmarks.documents import Choice, key, load
from benchmarks.throughput import pages

TEXTS = {text.name: text.text for text in load(Choice())}
NAMES = sorted(TEXTS)
HAN = "".join(chr(0x4E00 + 7 * i) for i in range(900))


def read(text: str) -> str:
    return reconstruct([Document.from_text(text)]).text


@pytest.mark.parametrize("operator", ["windows", "windows-cut"])
@pytest.mark.parametrize("name", NAMES)
def test_windows_in_order_give_the_text_back(name: str, operator: str) -> None:
    damaged = corrupt(TEXTS[name], operator, 0)
    assert key(read(damaged.scrape)) == key(damaged.canonical)


@pytest.mark.parametrize("order", ["01432", "02143", "20314", "31420", "43102"])
def test_a_short_overlap_ties_windows_that_others_tell_of(order: str) -> None:
    sentences = [f"{sentence}\n" for sentence in oracles.prose(Random(3), 40, HAN)]
    sentences[22] = sentences[22][:9] + "。\n"
    spans = [(0, 9), (6, 16), (13, 23), (22, 32), (29, 40)]
    windows = ["".join(sentences[start:end]) for start, end in spans]
    assert read("".join(windows[int(number)] for number in order)) == "".join(sentences)


@pytest.mark.parametrize("heading", ["Parking permits of the town", "居民停车许可证办理"])
def test_a_heading_whose_words_the_next_sentence_begins_with_stays(heading: str) -> None:
    alphabet = HAN if ord(heading[0]) > 0xFF else "abcdefghijklmnoprstuvw"
    sentences = [f"{sentence}\n\n" for sentence in oracles.prose(Random(0), 40, alphabet)]
    sentences[18:20] = [f"#### {heading}\n\n", f"{heading} {sentences[19]}"]
    spans = [(0, 9), (6, 16), (13, 23), (20, 32), (29, 40)]
    windows = "".join("".join(sentences[start:end]) for start, end in spans)
    assert key(read(windows)) == key("".join(sentences))


def test_a_page_that_is_cut_off_inside_an_overlap_is_read() -> None:
    page = next(islice(pages("damaged", 452), 451, None))
    assert key(page[:40]) in key(read(page))


@pytest.mark.parametrize("name", NAMES)
def test_a_clean_text_is_no_windows(name: str) -> None:
    assert assembled(TEXTS[name]) is None


@pytest.mark.parametrize("operator", ["interleaved-2", "interleaved-3", "moved", "page-twice"])
@pytest.mark.parametrize("name", NAMES)
def test_copies_are_no_windows(name: str, operator: str) -> None:
    assert assembled(corrupt(TEXTS[name], operator, 0).scrape) is None


@pytest.mark.parametrize("operator", ["windows", "windows-cut"])
@pytest.mark.parametrize("name", NAMES[:4])
def test_every_scraped_character_is_led_to_once(name: str, operator: str) -> None:
    scrape = corrupt(TEXTS[name], operator, 1).scrape
    reading = assembled(scrape)
    assert reading is not None
    spans = sorted(witness.scrape for witness in reading)
    assert spans[0].start == 0
    assert spans[-1].end == len(scrape)
    assert all(a.end == b.start for a, b in pairwise(spans))


def assembled(text: str) -> tuple[Witness, ...] | None:
    reading = windows(page_of(text))
    return None if reading is None else reading.canonical.witnesses


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("ABCDEFGH"), min_size=8, max_size=30))
def test_any_pile_of_sentences_can_be_read(order: list[str]) -> None:
    text = "".join(f"The {letter * 9} is kept in the {letter * 5} room. " for letter in order)
    assert {*read(text).split(". ")} == {*text.split(". ")}


def test_a_reading_of_an_unchanged_reading_is_the_first() -> None:
    damaged = corrupt(TEXTS[NAMES[0]], "windows", 0).scrape
    first = reconstruct([Document.from_text(damaged)])
    second = reconstruct([Document.from_text(first.text)])
    assert second.text == first.text
    whole = Span(0, len(first.text))
    assert second.witnesses == (Witness(whole, whole, "A"),)
    assert compose(first, second).witnesses == first.witnesses


@pytest.mark.parametrize("between", ["\n", " ", "", "\n\n"])
@pytest.mark.parametrize("name", NAMES)
def test_windows_that_overlap_by_less_than_a_sentence(name: str, between: str) -> None:
    """Cut after so many characters, in mid-word too, as chunkers for retrieval do."""
    text = " ".join(TEXTS[name].split())[:900]
    scale = page_of(text).scale / 2.5
    size, over = round(180 * scale), round(40 * scale)
    starts = range(0, len(text) - over, size - over)
    scrape = between.join(text[start : start + size] for start in starts)
    assert "".join(read(scrape).split()) == "".join(text.split())
    assert "AUD107" in {finding.rule for finding in audit(scrape).findings}
