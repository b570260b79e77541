"""A page that stands twice, or a part of it once more, is read once."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import oracles
import pytest

from auditor import Document, reconstruct
from auditor.damage.operators import corrupt
from benchmarks.documents import Choice, key, load

TEXTS = {text.name: text.text for text in load(Choice())}
NAMES = sorted(TEXTS)
HAN = "".join(chr(0x4E00 + 7 * i) for i in range(900))


def read(text: str) -> str:
    return reconstruct([Document.from_text(text)]).text


@pytest.mark.parametrize("operator", ["page-twice", "page-partial"])
@pytest.mark.parametrize("name", NAMES)
def test_the_text_comes_back(name: str, operator: str) -> None:
    damaged = corrupt(TEXTS[name], operator, 0)
    assert key(read(damaged.scrape)) == key(damaged.canonical)


@pytest.mark.parametrize("operator", ["page-twice+noise-1", "small-screen"])
@pytest.mark.parametrize("name", NAMES)
def test_copies_that_differ_a_little_are_one_text(name: str, operator: str) -> None:
    damaged = corrupt(TEXTS[name], operator, 0)
    assert abs(len(read(damaged.scrape)) / len(damaged.canonical) - 1) < 0.02


@pytest.mark.parametrize("name", NAMES[:3])
def test_both_copies_are_witnesses(name: str) -> None:
    scrape = corrupt(TEXTS[name], "page-twice+noise-1", 0).scrape
    witnesses = reconstruct([Document.from_text(scrape)]).witnesses
    spans = sorted({witness.scrape for witness in witnesses})
    assert spans[0].start == 0
    assert spans[-1].end == len(scrape)
    assert all(a.end == b.start for a, b in pairwise(spans))


def test_a_part_of_one_page_that_stands_in_another_too_is_read_once() -> None:
    own, shared = TEXTS["en_garden_plots"], TEXTS["de_fahrradwerkstatt"]
    half = len(own) // 2
    text = own[:half] + shared[:1500] + own[half:] + shared[:1500] + shared[1500:]
    assert read(text).count(shared[200:1400]) == 1


def test_a_title_that_only_one_copy_has_stays() -> None:
    body = TEXTS["en_garden_plots"]
    title = "What the owners of the plots have agreed upon\n\n"
    assert read(title + body + body) == title + body


def test_a_title_that_the_end_says_again_is_no_end_of_a_part() -> None:
    """The part before the page does not go on with the title, though the last line does so."""
    sentences = [f"{sentence}\n" for sentence in oracles.prose(Random(5), 40, HAN)]
    title = HAN[400:436]
    page = f"{title}\n{''.join(sentences)}本办法施行后，{title}同时废止，另有规定的从其规定。\n"
    assert read("".join(sentences[2:20]) + page) == page
