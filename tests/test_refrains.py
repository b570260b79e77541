"""Texts that stand behind many others, and which of their places are one."""

from __future__ import annotations

import string
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.canonical.woven.copies.refrains import in_context
from auditor.canonical.woven.search.decomposition import Decomposition, join_twins

UNITS = string.ascii_uppercase
numbers = st.lists(st.integers(0, 6), max_size=40)


def places(letters: str) -> str:
    """A letter a text, of which x is short; for each the first unit at the same place."""
    found = in_context(
        [ord(letter) for letter in letters], [1.0 if letter == "x" else 5.0 for letter in letters]
    )
    return "".join(UNITS[found.index(number)] for number in found)


@pytest.mark.parametrize(
    ("scrape", "read"),
    [
        ("abcabc", "ABCABC"),  # no refrain: two copies of each
        ("axbxcxdxaxbxcxdx", "ABCDEFGHABCDEFGH"),  # the text before says which
        ("axbxcxdxeaxbxcdxe", "ABCDEFGHIABCDEGHI"),
        ("axbxcxaxbxdxcxdx", "ABCDEFABCDKLEFKL"),
        ("axbxcxdxaxxbxcxdx", "ABCDEFGHABKCDEFGH"),
        ("axbxcxdxabexcxdx", "ABCDEFGHACKDEFGH"),  # else the text behind does
    ],
)
def test_a_refrain_is_known_by_what_stands_beside_it(scrape: str, read: str) -> None:
    assert places(scrape) == read


@given(numbers)
def test_places_that_are_one_have_one_text(texts: list[int]) -> None:
    found = in_context(texts, [5.0] * len(texts))
    assert len(set(zip(found, texts, strict=True))) == len(set(found))


@given(numbers)
def test_a_text_that_is_no_refrain_is_one_wherever_it_stands(texts: list[int]) -> None:
    found = in_context(texts, [5.0] * len(texts))
    for one, two in combinations(range(len(texts)), 2):
        if found[one] != found[two] and texts[one] == texts[two]:
            assert texts.count(texts[one]) > 2


@st.composite
def decompositions(draw: st.DrawFn) -> tuple[Decomposition, list[str]]:
    """Streams that show some of the nodes of one order, woven; few texts among many nodes."""
    count = draw(st.integers(1, 12))
    text_of = draw(st.lists(st.sampled_from("ab"), min_size=count, max_size=count))
    streams = draw(st.lists(st.sets(st.integers(0, count - 1)), min_size=1, max_size=3))
    waiting = {label: sorted(nodes) for label, nodes in enumerate(streams) if nodes}
    labels: list[int] = []
    nodes: list[int] = []
    while waiting:
        label = draw(st.sampled_from(sorted(waiting)))
        labels.append(label)
        nodes.append(waiting[label].pop(0))
        if not waiting[label]:
            del waiting[label]
    order = tuple(sorted(set(nodes)))
    found = Decomposition(tuple(labels), tuple(nodes), order, 0.0)
    return found, [text_of[node] for node in nodes]


@given(decompositions())
def test_joined_twins_have_one_text_and_each_stream_shows_them_once(
    case: tuple[Decomposition, list[str]],
) -> None:
    found, texts = case
    joined = join_twins(found, texts)
    shown = list(zip(joined.labels, joined.nodes, strict=True))
    assert len(set(shown)) == len(shown)
    assert len(set(zip(joined.nodes, texts, strict=True))) == len(joined.order)
    assert sorted(set(joined.nodes)) == sorted(joined.order)
    place = {node: at for at, node in enumerate(joined.order)}
    for label in set(joined.labels):
        walk = [place[node] for stream, node in shown if stream == label]
        assert walk == sorted(walk)


@given(decompositions())
def test_no_neighbours_are_left_that_two_streams_show_as_one_text(
    case: tuple[Decomposition, list[str]],
) -> None:
    found, texts = case
    joined = join_twins(found, texts)
    assert join_twins(joined, texts) == joined
