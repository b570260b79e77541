"""The benchmarks measure right: corruptions know their truth, scores agree with hand-made cases."""

from __future__ import annotations

import random
import textwrap

import numpy as np
import pytest
from benchmark_cases import ABC, FIRST, FOURTH, SECOND, TEXTS, THIRD, built, reading_of
from hypothesis import given
from hypothesis import strategies as st

from auditor.canonical.evidence.letters import Flow
from auditor.canonical.evidence.weights import WEIGHTS
from auditor.damage.noise import NOISES, Offsets
from auditor.damage.operators import GROUPS, OPERATORS, corrupt, names
from auditor.damage.sentences import sentences
from auditor.model import Alignment, Block, Canonical, Edit, Span, Witness
from benchmarks import (
    filters,
    lines,
    mapping,
    readings,
    reconstruct,
    scrapes,
    tables,
)  # fmt: skip
from benchmarks.peers import PEERS
from benchmarks.truth import Truth, roles, true_origins, visible


def test_shipped_texts() -> None:
    assert set(TEXTS) == {"zh", "en", "de", "fr", "ja", "ru", "ar"}
    assert all(40 <= len(sentences(text)) <= 100 for text in TEXTS.values())


@given(st.text("ab。.! \n一1二", max_size=80))
def test_sentences_tile_the_text(text: str) -> None:
    assert "".join(text[a:b] for a, b in sentences(text)) == text


def test_lines_that_were_wrapped_are_one_sentence() -> None:
    words = "Whoever lends a tool of the workshop says on which day it will come back. "
    text = "Rules\n\n" + textwrap.fill(words * 12, 60) + "\n\nOpen on Monday\nClosed on Friday\n"
    found = [" ".join(text[a:b].split()) for a, b in sentences(text)]
    assert found == ["Rules", *[words.strip()] * 12, "Open on Monday", "Closed on Friday"]


# Corruptions


@pytest.mark.parametrize("name", [*OPERATORS, *GROUPS["exact"], "interleaved-3-cut"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_character_stands_at_its_origin(name: str, language: str) -> None:
    corruption = corrupt(TEXTS[language], name, 1)
    for char, origin in zip(corruption.scrape, corruption.origin.tolist(), strict=True):
        assert origin == -1 or char == corruption.canonical[origin]


@pytest.mark.parametrize("name", [*OPERATORS, *GROUPS["all"]])
def test_origins_rise_within_a_stream(name: str) -> None:
    corruption = corrupt(TEXTS["zh"], name, 2)
    for stream in np.unique(corruption.stream[corruption.stream >= 0]):
        inside = corruption.origin[(corruption.stream == stream) & (corruption.origin >= 0)]
        assert (np.diff(inside) > 0).all()


@pytest.mark.parametrize("name", sorted({*OPERATORS, *GROUPS["exact"]} - {"clean"}))
def test_an_operator_does_damage(name: str) -> None:
    assert corrupt(TEXTS["de"], name, 0).scrape != TEXTS["de"]


@pytest.mark.parametrize(
    "noise, changed", [("noise-1", 0.01), ("noise-3", 0.03), ("noise-10", 0.1)]
)
def test_noise_has_its_rate(noise: str, changed: float) -> None:
    corruption = corrupt(TEXTS["en"], f"clean+{noise}", 0)
    origin = corruption.origin[corruption.origin >= 0]
    inserted = len(corruption.origin) - len(origin)
    deleted = len(corruption.canonical) - len(origin)
    pairs = zip(corruption.scrape, corruption.origin.tolist(), strict=True)
    other = sum(at >= 0 and corruption.canonical[at] != char for char, at in pairs)
    rate = (inserted + deleted + other) / visible(corruption.canonical).sum()
    assert rate == pytest.approx(changed, rel=0.3)


@given(
    st.text("ab。. \n一1", max_size=60),
    st.sampled_from(sorted(OPERATORS)), st.sampled_from(["", "-cut"]),
    st.sampled_from(sorted(NOISES)), st.integers(0, 3),
)  # fmt: skip
def test_any_text_is_damaged_the_same_way_twice(
    text: str, operator: str, cut: str, noise: str, seed: int
) -> None:
    name = f"{operator}{cut}+{noise}"
    once, twice = corrupt(text, name, seed), corrupt(text, name, seed)
    assert once.scrape == twice.scrape and (once.origin == twice.origin).all()
    assert len(once.scrape) == len(once.origin) == len(once.stream)


@pytest.mark.parametrize("language", ["zh", "de"])
def test_copies_lack_their_share_in_gaps_of_their_length(language: str) -> None:
    for name, length in (("missing-12", 1.14), ("interleaved-2-gaps", 4.0)):
        lacking, gaps, count = 0, 0, 0
        for seed in range(40):
            corruption = corrupt(TEXTS[language], name, seed)
            first = set(corruption.origin[corruption.stream == 0].tolist())
            lacks = [a not in first for a, _ in sentences(corruption.canonical)]
            lacking, count = lacking + sum(lacks), count + len(lacks)
            gaps += sum(b and not a for a, b in zip([False, *lacks], lacks, strict=False))
        assert lacking / count == pytest.approx(0.12, rel=0.25)
        assert lacking / gaps == pytest.approx(length, rel=0.25)


@pytest.mark.parametrize("language", ["zh", "en", "ar"])
def test_the_edition_for_small_screens_lacks_sections_and_changes_words(language: str) -> None:
    corruption = corrupt(TEXTS[language], "small-screen", 0)
    whole = len(corruption.canonical)
    assert corruption.scrape.startswith(corruption.canonical)
    second = set(corruption.origin[corruption.stream == 1].tolist())
    assert 0.6 * whole < len(second - {-1}) < 0.97 * whole
    assert 0 < np.count_nonzero(corruption.origin == -1) < 0.05 * whole


def test_one_block_stands_many_times() -> None:
    truth = Truth(corrupt(TEXTS["ru"], "block-many", 0))
    copies = np.bincount(truth.corruption.origin)
    assert set(copies.tolist()) == {1, int(copies.max())} and copies.max() >= 6


def test_unknown_operator_is_told() -> None:
    with pytest.raises(ValueError, match="unknown operator: shredded"):
        names("exact,shredded")
    with pytest.raises(ValueError, match="unknown operator: shredded"):
        scrapes.names("scrapes,shredded")


# Truth


@pytest.mark.parametrize(
    "parts, kept, displaced, repeated, inserted, missing",
    [
        ([(0, 6)], 6, 0, 0, 0, 0),
        ([(0, 6), (0, 6)], 6, 0, 6, 0, 0),
        ([(2, 6), (0, 2)], 4, 2, 0, 0, 0),  # the smaller side moves
        ([(0, 3), "xy", (4, 6)], 5, 0, 0, 2, 1),
        ([(4, 6), (0, 4), (4, 6)], 6, 0, 2, 0, 0),
    ],
)
def test_roles(
    parts: list[tuple[int, int] | str],
    kept: int, displaced: int, repeated: int, inserted: int, missing: int,
) -> None:  # fmt: skip
    found = roles(built("abcdef", *parts))
    masks = (found.kept, found.displaced, found.repeated, found.inserted)
    assert [int(mask.sum()) for mask in masks] == [kept, displaced, repeated, inserted]
    assert found.missing == missing


# Mappings


def test_the_true_mapping_is_perfect() -> None:
    corruption = corrupt(TEXTS["zh"], "several+noise-3", 0)
    found = mapping.score(corruption, true_origins(corruption), None)
    assert found.right == found.mapped == found.placed
    assert found.displaced_right == found.displaced > 0
    assert found.repeated_right == found.repeated > 0


def test_an_equal_copy_is_counted_apart() -> None:
    corruption = built("same words here; same words here;", (0, 16))
    other = np.arange(16) + 17
    found = mapping.score(corruption, other, None)
    assert (found.mapped, found.right, found.equal) == (14, 0, 14)


def test_a_chance_letter_is_not_an_equal_copy() -> None:
    corruption = built("abcdefghij a klmnopqrst", (0, 1))
    assert mapping.score(corruption, np.array([11]), None).equal == 0


def test_repeats_count_beyond_the_first_whichever_is_found() -> None:
    corruption = built("abcd", (0, 4), (0, 4))
    nowhere, there = np.full(4, -1), np.arange(4)
    for found in ((there, nowhere), (nowhere, there)):
        score = mapping.score(corruption, np.concatenate(found), None)
        assert (score.right, score.repeated, score.repeated_right) == (4, 4, 0)


def test_blocks_and_edits_become_a_mapping() -> None:
    edits = (
        Edit("replace", Span(1, 2), Span(1, 2)),
        Edit("insert", Span(4, 5), Span(4, 4)),
        Edit("delete", Span(6, 6), Span(5, 6)),
    )
    block = Block(Span(0, 7), Span(0, 7), "kept", 0, edits)
    found = mapping.of_alignment("aXc dYeg", "abc defg", Alignment((block,)))
    assert found.tolist() == [0, 1, 2, -1, -1, 4, 6, -1]


def test_white_space_does_not_shift_a_mapping() -> None:
    block = Block(Span(0, 6), Span(0, 3), "kept", 0)
    found = mapping.of_alignment("a  b c", "abc", Alignment((block,)))
    assert found.tolist() == [0, -1, -1, 1, -1, 2]


def test_reported_roles_are_held_against_the_least_possible() -> None:
    blocks = (
        Block(Span(0, 6), Span(0, 6), "kept", 0),
        Block(Span(6, 10), None, "inserted", 1),
    )
    corruption = built("abcdef", (0, 6), (0, 4))
    found = mapping.score(corruption, corruption.origin, Alignment(blocks, (Span(3, 6),)))
    assert (found.repeated_off, found.moved_off, found.missing_off) == (4, 0, 3)


@pytest.mark.parametrize("name", sorted(PEERS))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_peer_maps_a_text_onto_itself(name: str, language: str) -> None:
    if name == "fast-diff-match-patch":
        pytest.importorskip("fast_diff_match_patch", reason="the extra `fast` is not installed")
    found = PEERS[name](TEXTS[language], TEXTS[language])
    assert found is not None
    seen = np.flatnonzero(visible(TEXTS[language]))
    assert (found[seen] == seen).all()


def test_git_links_moved_sentences() -> None:
    text = "".join(f"Sentence number {n} says something of its own. " for n in range(9))
    spans = sentences(text)
    moved = text[spans[3][0] :] + text[: spans[3][0]]
    found = PEERS["git --color-moved"](moved, text)
    assert found is not None
    assert (found[np.flatnonzero(visible(moved))] >= 0).all()


# Readings


@pytest.mark.parametrize(
    "order, neighbours, tau, exact, lost, twice",
    [
        ((0, 1, 2, 3), 1.0, 1.0, True, 0, 0),
        ((3, 2, 1, 0), 0.0, -1.0, False, 0, 0),
        ((0, 1, 3), 1 / 3, 1.0, False, 1, 0),
        ((0, 1, 2, 3, 0, 1, 2, 3), 3 / 7, 1.0, False, 0, 4),
    ],
)
def test_order_of_a_reading(
    order: tuple[int, ...], neighbours: float, tau: float, exact: bool, lost: int, twice: int
) -> None:
    found = reading_of(Truth(built(ABC, (0, len(ABC)))), *order)
    assert found.neighbours == pytest.approx(neighbours)
    assert (found.tau, found.exact, found.lost, found.twice) == (tau, exact, lost, twice)


def test_a_legitimate_repeat_may_be_either_copy_but_must_not_go() -> None:
    text = FIRST + SECOND + FIRST + THIRD
    truth = Truth(built(text, (0, len(text))))
    assert reading_of(truth, 2, 1, 0, 3) == reading_of(truth, 0, 1, 2, 3)
    assert reading_of(truth, 0, 1, 3).dropped == 1


def test_a_sentence_torn_apart_is_no_neighbour() -> None:
    truth = Truth(built(ABC, (0, len(ABC))))
    first, second = sentences(ABC)[:2]
    torn = [*range(8), *range(*second), *range(8, first[1]), *range(second[1], len(ABC))]
    found = readings.score(truth, readings.selection(truth, np.array(torn)))
    assert (found.lost, found.pairs_right, found.pairs) == (0, 1, 4)


def test_what_no_copy_has_is_not_asked_for() -> None:
    third = sentences(ABC)[2]
    truth = Truth(built(ABC, (0, third[0]), (third[1], len(ABC))))
    assert reading_of(truth, 0, 1, 3).exact


def test_filters_keep_the_first_or_the_last() -> None:
    end = sentences(ABC)[1][1]
    truth = Truth(built(ABC, (0, len(ABC)), (0, end)))
    assert filters.keep_first(truth).text == ABC
    assert filters.keep_last(truth).text == THIRD + FOURTH + FIRST + SECOND


@pytest.mark.parametrize("name", ["page-twice", "windows-shuffled", "windows-cut", "copied"])
def test_the_oracle_needs_no_more_than_order_where_copies_overlap(name: str) -> None:
    truth = Truth(corrupt(TEXTS["ru"], name, 0))
    assert filters.oracle(truth) == list(range(len(truth.spans)))


@pytest.mark.parametrize("name", ["interleaved-2", "interleaved-3", "page-twice", "moved"])
def test_order_alone_orders_all_sentences_and_no_better_than_known_copies(name: str) -> None:
    truths = [Truth(corrupt(TEXTS["ru"], name, seed)) for seed in range(6)]
    orders = [(filters.by_order(truth), filters.oracle(truth)) for truth in truths]
    right = [
        sum(
            readings.score_order(truth, order[at]).pairs_right
            for truth, order in zip(truths, orders, strict=True)
        )
        for at in (0, 1)
    ]
    assert all(
        sorted(order) == truth.present for truth, (order, _) in zip(truths, orders, strict=True)
    )
    assert right[0] <= right[1]


def test_witnesses_lead_to_origins_through_small_changes() -> None:
    truth = Truth(built(ABC, (0, len(ABC))))
    witness = Witness(Span(0, 16), Span(0, 15), "A")
    changed = Canonical("Alphas is first.", "inferred", witnesses=(witness,))
    found: Offsets = readings.of_canonical(truth, changed).origin
    assert found.tolist() == [0, 1, 2, 3, 4, -1, -1, 6, 7, -1, 9, 10, 11, 12, 13, 14]


# Tables


def test_a_share_is_0_or_1_only_when_exact() -> None:
    assert [tables.share(v) for v in (0.0, 0.00001, 0.5, 0.99999, 1.0, None)] == [
        "0", "0.001", "0.500", "0.999", "1", "–",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "section", ["align", "speed", *(f"reconstruct: {name}" for name in reconstruct.TABLES)]
)
def test_the_page_has_a_place_for_every_table(section: str) -> None:
    page = tables.PAGE.read_text(encoding="utf-8")
    assert page.index(f"<!-- {section}: begin -->") < page.index(f"<!-- {section}: end -->")


def test_the_fit_of_lines_looks_at_what_the_weights_are_multiplied_with() -> None:
    text = " ".join(f"Boat {number} is hired by the day, or by the hour." for number in range(80))
    pairs = lines.samples(text, random.Random(1))
    assert sum(each.is_next for each in pairs) == len(pairs) / 2 == lines.SAMPLES
    flow, pair = Flow(["A (b", "c) d"]), ("A (b", "c) d")
    told = lines.features(flow, *pair)
    weights = [getattr(WEIGHTS, name) for name in lines.NAMES]
    assert len(pairs[0].told) == len(told) == len(weights)
    assert np.dot(told, weights) == pytest.approx(flow.follows(*pair))
