"""The search for the streams that a scrape weaves together."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from helpers import weigh
from hypothesis import given
from hypothesis import strategies as st

from auditor.canonical.woven.search import hypothesis, streams
from auditor.canonical.woven.search.decomposition import Decomposition, is_whole
from auditor.canonical.woven.search.streams import decompose, decompose_backward
from auditor.segment import segment


def found(nodes: list[int], weight: float = 5.0) -> Decomposition:
    return ordered(decompose(nodes, [weight] * len(nodes), lambda a, b: 0.0))


def ordered(result: Decomposition | None) -> Decomposition:
    """The result of a search that found an order."""
    assert result is not None
    return result


def spelled(letters: str) -> Decomposition:
    """A letter a text: equal letters are equal text."""
    return found([letters.index(letter) for letter in letters])


def order_of(letters: str) -> str:
    return "".join(letters[node if node >= 0 else -node - 1] for node in spelled(letters).order)


def woven(
    random: Random, copies: int, sentences: int, missing: float
) -> tuple[list[int], list[int]]:
    """The sentences of copies woven in runs, and the nodes they are."""
    waiting = [[s for s in range(sentences) if random.random() >= missing] for _ in range(copies)]
    scrape: list[int] = []
    while any(waiting):
        copy = random.choice([copy for copy in waiting if copy])
        run = random.randint(1, 7)
        scrape += copy[:run]
        del copy[:run]
    first: dict[int, int] = {}
    return scrape, [first.setdefault(sentence, unit) for unit, sentence in enumerate(scrape)]


def assert_sound(result: Decomposition, nodes: list[int]) -> None:
    """Each unit stands for its own text, each node once, and every stream goes forward."""
    assert len(result.labels) == len(result.nodes) == len(nodes)
    for node, text in zip(result.nodes, nodes, strict=True):
        assert text == (node if node >= 0 else nodes[-node - 1])
    assert sorted(result.order) == sorted(set(result.nodes))
    place = {node: at for at, node in enumerate(result.order)}
    for stream in set(result.labels):
        units = [unit for unit, label in enumerate(result.labels) if label == stream]
        assert all(place[result.nodes[a]] < place[result.nodes[b]] for a, b in pairwise(units))


@pytest.mark.parametrize("times", [2, 3, 5])
@pytest.mark.parametrize("backward", [False, True])
def test_no_text_is_lost_where_all_come_again_and_again(
    times: int, backward: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order is cut early here: what stays of it is in its place for good."""
    for module in (hypothesis, streams):
        weigh(monkeypatch, module, longest_order=20, rested=15)
    search = decompose_backward if backward else decompose
    for seed in range(3):
        texts = [*range(60)] * times
        Random(seed).shuffle(texts)
        nodes = [texts.index(text) for text in texts]
        result = search(nodes, [2.0] * len(nodes), lambda a, b: 0.0)
        assert is_whole(ordered(result))


@pytest.mark.parametrize(
    ("labels", "nodes", "order", "whole"),
    [
        ((0, 0, 1), (0, 1, 0), (0, 1), True),
        ((0, 0, 1), (0, 1, 0), (0,), False),
        ((0, 0, 1), (0, 1, 0), (0, 1, 1), False),
        ((0, 0, 1), (0, 1, 0), (1, 0), False),
    ],
    ids=["whole", "one lost", "one twice", "a stream goes back"],
)
def test_a_result_is_whole_with_every_node_once_and_no_stream_that_goes_back(
    labels: tuple[int, ...], nodes: tuple[int, ...], order: tuple[int, ...], whole: bool
) -> None:
    assert is_whole(Decomposition(labels, nodes, order, 0.0)) is whole


def test_a_search_that_takes_too_much_work_gives_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    weigh(monkeypatch, streams, search_work=1)
    texts = [*range(30)] * 2
    Random(1).shuffle(texts)
    nodes = [texts.index(text) for text in texts]
    assert decompose(nodes, [5.0] * len(nodes), lambda a, b: 0.0) is None


@given(st.lists(st.integers(0, 9), max_size=40))
def test_streams_go_forward_whatever_is_scraped(texts: list[int]) -> None:
    nodes = [texts.index(text) for text in texts]
    assert_sound(found(nodes), nodes)


@pytest.mark.parametrize(
    ("scrape", "order"),
    [
        ("ABCDEF", "ABCDEF"),
        ("ABCDEFABCDEF", "ABCDEF"),
        ("ABCABDECDFEF", "ABCDEF"),
        ("ABCFBCDECDEF", "ABCDEF"),  # the first copy lacks D and E, and comes to its end
        ("ABCDEFABCGFABCDEGF", "ABCDEGF"),  # the second copy lacks D and E: the third tells
    ],
)
def test_the_order_that_all_copies_agree_with(scrape: str, order: str) -> None:
    assert order_of(scrape) == order


@pytest.mark.parametrize("copies", [2, 3, 4])
@pytest.mark.parametrize("seed", range(1, 5))
def test_complete_copies_are_told_apart(copies: int, seed: int) -> None:
    scrape, nodes = woven(Random(seed), copies, 40, 0.0)
    result = found(nodes)
    assert [scrape[node] for node in result.order] == list(range(40))
    assert len(set(result.labels)) == copies


@pytest.mark.parametrize("document", ["ABCDEFGHIJBKLMNOP", "ABCDEFGHIJBCKLMNOP"])
def test_a_document_that_says_something_twice_in_every_copy(document: str) -> None:
    """Its second saying is found once, and the second copy goes through it too."""
    assert order_of(document + document) == document


@pytest.mark.parametrize("copies", [2, 3])
def test_long_texts_are_cut_without_losing_order(copies: int) -> None:
    """Longer than what is kept open; some texts come again long after."""
    scrape, nodes = woven(Random(copies), copies, 900, 0.12)
    scrape += scrape[5:25]
    nodes += nodes[5:25]
    result = found(nodes)
    assert_sound(result, nodes)
    known = [scrape[node if node >= 0 else -node - 1] for node in result.order]
    right = sum(b > a for a, b in pairwise(known))
    assert right > 0.9 * len(known)


def test_ordinals_say_where_a_new_item_belongs() -> None:
    """Which copy carries item 9: the one that is at item 8, or the one that is at item 2?"""
    items = [f"{n}. Item {n} of the list has words of its own.\n" for n in range(1, 13)]
    one, two = items[:9], items[:2] + items[3:8] + items[9:]
    scrape = [*one[:8], *two[:2], one[8], *two[2:]]
    ordinals = [segment(text)[0].ordinal for text in scrape]
    nodes = [scrape.index(text) for text in scrape]
    result = ordered(decompose(nodes, [5.0] * len(nodes), lambda a, b: 0.0, ordinals=ordinals))
    assert [scrape[node] for node in result.order] == items


def test_no_units() -> None:
    assert found([]) == Decomposition((), (), (), 0.0)
