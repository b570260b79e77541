"""The benchmarks measure right: corruptions know their truth, scores agree with hand-made cases."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import Alignment, Block, Canonical, Choice, Edit, Join, Span, Witness
from benchmarks import documents, filters, joins, mapping, readings, tables
from benchmarks.corruptions import GROUPS, OPERATORS, Corruption, corrupt, names
from benchmarks.documents import load, sentences
from benchmarks.noise import NOISES, Offsets
from benchmarks.peers import PEERS
from benchmarks.truth import Truth, roles, true_origins, visible

TEXTS = {text.language: text.text for text in load(documents.Choice())}
ABC = "Alpha is first. Bravo is second. Carol is third. Delta is fourth. "
FIRST, SECOND, THIRD, FOURTH = (ABC[a:b] for a, b in sentences(ABC))


def built(canonical: str, *parts: tuple[int, int] | str) -> Corruption:
    """A corruption of canonical spans and inserted strings, every part a stream of its own."""
    scrape, origin, stream = "", [], []
    for number, part in enumerate(parts):
        text = part if isinstance(part, str) else canonical[slice(*part)]
        origin += [-1] * len(text) if isinstance(part, str) else list(range(*part))
        stream += [number] * len(text)
        scrape += text
    return Corruption("built", 0, canonical, scrape, np.array(origin), np.array(stream))


def reading_of(truth: Truth, *order: int) -> readings.ReadingScore:
    return readings.score_order(truth, order)


def test_shipped_texts() -> None:
    assert set(TEXTS) == {"zh", "en", "de", "fr", "ja", "ru", "ar"}
    assert all(40 <= len(sentences(text)) <= 100 for text in TEXTS.values())


@given(st.text("ab。.! \n一1二", max_size=80))
def test_sentences_tile_the_text(text: str) -> None:
    assert "".join(text[a:b] for a, b in sentences(text)) == text


# Corruptions


@pytest.mark.parametrize("name", [*GROUPS["exact"], "interleaved-3-cut"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_character_stands_at_its_origin(name: str, language: str) -> None:
    corruption = corrupt(TEXTS[language], name, 1)
    for char, origin in zip(corruption.scrape, corruption.origin.tolist(), strict=True):
        assert origin == -1 or char == corruption.canonical[origin]


@pytest.mark.parametrize("name", GROUPS["all"])
def test_origins_rise_within_a_stream(name: str) -> None:
    corruption = corrupt(TEXTS["zh"], name, 2)
    for stream in np.unique(corruption.stream[corruption.stream >= 0]):
        inside = corruption.origin[(corruption.stream == stream) & (corruption.origin >= 0)]
        assert (np.diff(inside) > 0).all()


@pytest.mark.parametrize("name", [name for name in GROUPS["exact"] if name != "clean"])
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


def test_unknown_operator_is_told() -> None:
    with pytest.raises(ValueError, match="unknown operator: shredded"):
        names("exact,shredded")


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


# Joins


def inferred(truth: Truth, *order: int, confidence: float | None, offer: str = "") -> Canonical:
    """The canonical that has sentences in an order, with a join before the last of them."""
    witnesses, text = [], ""
    for sentence in order:
        start, end = truth.spans[sentence]
        span = Span(len(text), len(text) + end - start)
        witnesses.append(Witness(span, Span(start, end), "A"))
        text += truth.corruption.canonical[start:end]
    at = len(text) - len(truth.corruption.canonical[slice(*truth.spans[order[-1]])])
    alternatives = (offer,) if offer else ()
    join = () if confidence is None else (Join(at, confidence, (), alternatives),)
    return Canonical(text, "inferred", joins=join, witnesses=tuple(witnesses))


def join_score(*order: int, confidence: float | None, offer: str = "") -> joins.JoinScore:
    truth = Truth(built(ABC, (0, len(ABC))))
    canonical = inferred(truth, *order, confidence=confidence, offer=offer)
    return joins.score_joins(truth, canonical, readings.of_canonical(truth, canonical))


@pytest.mark.parametrize(
    "order, offer, right, offered",
    [
        ((0, 1, 2), "", True, True),
        ((0, 1, 3), "", False, False),
        ((0, 1, 3), "Carol is th…", False, True),
        ((0, 1, 3), "Alpha is fi…", False, False),
    ],
)
def test_a_join_is_held_against_the_true_neighbour(
    order: tuple[int, ...], offer: str, right: bool, offered: bool
) -> None:
    found = join_score(*order, confidence=0.6, offer=offer)
    record = joins.JoinRecord(0.6, right, offered)
    assert found == joins.JoinScore((record,), (), silent=0, beside=0)


def test_a_wrong_place_without_a_join_is_silent() -> None:
    assert join_score(0, 1, 3, confidence=None).silent == 1
    assert join_score(0, 1, 2, 3, confidence=None).silent == 0


@pytest.mark.parametrize(
    "order, moved, place, right, offered",
    [
        ((0, 1, 2, 3), 1, 3, True, True),
        ((0, 2, 1, 3), 2, 1, False, True),
        ((0, 2, 1, 3), 2, 4, False, False),
    ],
)
def test_a_choice_is_held_against_the_true_place(
    order: tuple[int, ...], moved: int, place: int, right: bool, offered: bool
) -> None:
    truth = Truth(built(ABC, (0, len(ABC))))
    canonical = inferred(truth, *order, confidence=None)
    starts = [*(witness.canonical.start for witness in canonical.witnesses), len(ABC)]
    passage = Span(starts[moved], starts[moved + 1])
    choice = Choice(passage, 0.6, ((starts[place], 0.4),), ())
    canonical = replace(canonical, choices=(choice,))
    found = joins.score_joins(truth, canonical, readings.of_canonical(truth, canonical))
    assert found.choices == (joins.JoinRecord(0.6, right, offered),)


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


@pytest.mark.parametrize("section", ["align", "reconstruct", "speed"])
def test_the_page_has_a_place_for_every_table(section: str) -> None:
    page = tables.PAGE.read_text(encoding="utf-8")
    assert page.index(f"<!-- {section}: begin -->") < page.index(f"<!-- {section}: end -->")
