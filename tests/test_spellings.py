"""Copies with noise of single characters between them: merged, nothing lost, nothing mixed."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import page_of
from helpers import ROOT
from rapidfuzz.distance import Levenshtein

import auditor
from auditor.canonical.spelling.levelling import Levelled, level
from auditor.damage.operators import corrupt
from auditor.model import Canonical, Document

TEXTS = sorted((ROOT / "benchmarks" / "texts").glob("*_*.txt"))
NAMES = [path.stem for path in TEXTS]


def reconstructed(text: str) -> Canonical:
    return auditor.reconstruct([Document.from_text(text)])


def supported(text: str, reading: Canonical) -> set[int]:
    """The places of a reading that some witness has to the letter."""
    places: set[int] = set()
    for witness in reading.witnesses:
        said, scraped = witness.canonical.of(reading.text), witness.scrape.of(text)
        for code in Levenshtein.opcodes(said, scraped):
            if code.tag == "equal":
                start = witness.canonical.start
                places.update(range(start + code.src_start, start + code.src_end))
    return places


@pytest.mark.parametrize("path", TEXTS, ids=NAMES)
@pytest.mark.parametrize("damage", ["interleaved-2", "page-twice", "several"])
def test_every_letter_is_led_back_to_the_scrape(path: Path, damage: str) -> None:
    text = corrupt(path.read_text(encoding="utf-8"), f"{damage}+noise-1", 1).scrape
    reading = reconstructed(text)
    assert supported(text, reading) == set(range(len(reading.text)))
    read = {at for w in reading.witnesses for at in range(w.scrape.start, w.scrape.end)}
    assert "".join(c for at, c in enumerate(text) if at not in read).strip() == ""


@pytest.mark.parametrize("path", TEXTS, ids=NAMES)
def test_noisy_copies_are_merged(path: Path) -> None:
    """Woven copies without a gap: what is longer than the page was not recognised as a copy."""
    page = path.read_text(encoding="utf-8")
    scrape = corrupt(page, "interleaved-2+noise-1", 1).scrape
    text = reconstructed(scrape).text
    assert len(text) < 1.1 * len(page) < len(scrape)


def _noisy(sentences: list[str], at: int, wrong: str) -> str:
    """The sentences with a letter in the middle of every third one from `at` on misread."""
    changed = list(sentences)
    for number in range(at, len(changed), 3):
        middle = len(changed[number]) // 2
        changed[number] = changed[number][:middle] + wrong + changed[number][middle + 1 :]
    return "".join(changed)


def _sentences(stem: str) -> list[str]:
    text = (ROOT / "benchmarks" / "texts" / f"{stem}.txt").read_text(encoding="utf-8")
    return [line + "\n" for line in text.splitlines() if len(line) > 20]


@pytest.mark.parametrize(
    ("stem", "wrong"), [("en_garden_plots", "~"), ("zh_reading_rooms", "々"), ("ru_bassein", "~")]
)
def test_of_three_scrapes_two_outvote_the_third(stem: str, wrong: str) -> None:
    sentences = _sentences(stem)
    scrapes = [_noisy(sentences, number, wrong) for number in range(3)]
    documents = [
        Document.from_text(text, siglum=siglum) for siglum, text in zip("ABC", scrapes, strict=True)
    ]
    reading = auditor.reconstruct(documents)
    assert reading.text.split() == "".join(sentences).split()
    assert {witness.siglum for witness in reading.witnesses} == {"A", "B", "C"}


@pytest.mark.parametrize("path", TEXTS, ids=NAMES)
def test_a_page_comes_back_to_the_byte(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert reconstructed(text).text == text


def test_items_made_after_one_pattern_are_no_noise() -> None:
    """Each differs from the next by one letter of one word, and by a figure."""
    streets = ["Bard", "Bark", "Barn", "Bars", "Cart", "Card", "Dale", "Dame", "Date", "Fare"]
    items = [
        f"The branch at {street} Street is open to members on {day} days of every week, and "
        f"whoever has a card may borrow up to {day + 7} books there without any charge.\n"
        for day, street in enumerate(streets, 2)
    ]
    assert not _is_levelled("".join(items))


def test_what_differs_by_words_is_no_noise() -> None:
    """Two editions, of which one has other words throughout."""
    sentences = _sentences("en_garden_plots")
    other = [sentence.replace("the ", "our ").replace(" a ", " one ") for sentence in sentences]
    assert not _is_levelled("".join([*sentences, *other]))


def test_what_is_misread_is_noise() -> None:
    sentences = _sentences("en_garden_plots")
    assert _is_levelled(_noisy(sentences, 0, "~") + _noisy(sentences, 1, "~"))


def _is_levelled(text: str) -> bool:
    return level(page_of(text), Levelled.of(text)) is not None


def _contradictions(text: str) -> list[str]:
    return [found.message for found in auditor.audit(text).findings if found.rule == "AUD303"]


@pytest.mark.parametrize(
    ("stem", "right", "wrong"),
    [
        ("en_garden_plots", " not ", " now "),
        ("de_fahrradwerkstatt", " nicht ", " recht "),
        ("zh_reading_rooms", "2", "7"),
        ("ru_bassein", " не ", " на "),
    ],
)
def test_copies_that_differ_in_what_counts_are_told(stem: str, right: str, wrong: str) -> None:
    sentences = _sentences(stem)
    text = "".join(sentences)
    at = text.index(right)
    other = text[:at] + wrong + text[at + len(right) :]
    noisy = _noisy(other.splitlines(keepends=True), 0, "~")
    told = _contradictions(text + noisy)
    assert any(wrong.strip() in message and right.strip() in message for message in told)
