"""Settling an arrangement: a move is priced from what changes near it, as if all were counted."""

from __future__ import annotations

from itertools import pairwise
from math import inf
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.canonical.evidence.wording import Evidence, Passage
from auditor.canonical.woven.search.streams import decompose
from auditor.canonical.woven.settling.arrangement import Arrangement
from auditor.canonical.woven.settling.cost import Layout, Move
from auditor.model import Ordinal

WORDS = ["rent", "water", "garden", "hens", "fence", "notice", "parish", "plot", "shed", "bonfire"]


def arranged(random: Random, size: int, singles: float) -> Arrangement:
    """A scrape of texts at random, some of them more than once, some with ordinals."""
    texts = [random.randrange(size) for _ in range(size)]
    texts = [unit + size if random.random() < singles else t for unit, t in enumerate(texts)]
    nodes = [texts.index(text) for text in texts]
    by_node = {node: _passage(Random(f"{node} {size} {singles}")) for node in set(nodes)}
    evidence = Evidence([by_node[node] for node in nodes])
    found = decompose(nodes, [1.0] * len(nodes), lambda a, b: 0.0)
    assert found is not None
    return Arrangement(found, evidence)


def _passage(random: Random) -> Passage:
    words = " ".join(random.choices(WORDS, k=random.randint(2, 6)))
    level, number = random.randint(0, 2), random.randint(1, 4)
    ordinal = Ordinal(f"{number}.", f"style {level}", level, number)
    return Passage(words + random.choice([".", ":", "", " ("]), random.choice([None, ordinal]))


arrangements = st.builds(
    arranged, st.randoms(use_true_random=False), st.integers(2, 40), st.floats(0.1, 0.9)
)


def every_move(arrangement: Arrangement, random: Random, most: int) -> list[Move]:
    """Moves of single texts to anywhere at all, allowed or not."""
    moves = []
    for start, end in arrangement.zones():
        for first in range(start, end):
            for last in range(first + 1, end + 1):
                inside = set(arrangement.nodes[first:last])
                places = [None, *(node for node in arrangement.order if node not in inside)]
                labels = [*sorted(set(arrangement.labels)), max(arrangement.labels) + 1]
                moves += [Move(first, last, x, place) for x in labels for place in places]
    return random.sample(moves, min(most, len(moves)))


def after(arrangement: Arrangement, move: Move) -> Layout:
    """What a move makes, counted anew."""
    labels, passages = list(arrangement.labels), arrangement.nodes[move.first : move.last]
    labels[move.first : move.last] = [move.label] * len(passages)
    order = [node for node in arrangement.order if node not in passages]
    at = order.index(move.after) + 1 if move.after is not None else 0
    return Layout(arrangement.texts, labels, [*order[:at], *passages, *order[at:]])


@given(arrangements, st.randoms(use_true_random=False))
def test_the_price_of_a_move_is_the_difference_of_the_totals(
    arrangement: Arrangement, random: Random
) -> None:
    before = arrangement.layout.total()
    for move in every_move(arrangement, random, 30):
        counted = after(arrangement, move).total() - before
        assert arrangement.layout.delta(move) == pytest.approx(counted, abs=1e-6)


@given(arrangements)
def test_the_moves_offered_are_possible_and_priced(arrangement: Arrangement) -> None:
    before = arrangement.layout.total()
    for zone in arrangement.zones():
        for move in arrangement.moves(zone):
            counted = after(arrangement, move).total() - before
            assert counted < inf
            assert move.cost == pytest.approx(counted, abs=1e-6)


@given(arrangements, st.randoms(use_true_random=False))
def test_a_move_is_made_in_place_and_taken_back(arrangement: Arrangement, random: Random) -> None:
    layout = arrangement.layout
    moves = every_move(arrangement, random, 60)
    for move in moves[:20]:
        if layout.delta(move) == inf:
            continue
        anew, before = after(arrangement, move), layout.total()
        were = layout.make(move)
        assert (layout.order, layout.labels) == (anew.order, anew.labels)
        assert layout.total() == pytest.approx(anew.total(), abs=1e-6)
        further = random.sample(moves, min(len(moves), 5))
        assert [layout.delta(x) for x in further] == pytest.approx([anew.delta(x) for x in further])
        layout.put(were)
        assert layout.total() == pytest.approx(before, abs=1e-6)
        if random.random() < 0.5:
            layout.make(move)


@given(arrangements)
def test_settling_never_makes_it_worse_and_loses_nothing(arrangement: Arrangement) -> None:
    before, nodes = arrangement.cost, sorted(arrangement.order)
    arrangement.settle()
    assert arrangement.cost <= before + 1e-6
    assert arrangement.cost == pytest.approx(arrangement.layout.total())
    assert sorted(arrangement.order) == nodes


@given(arrangements)
def test_nothing_is_left_to_win_by_one_move(arrangement: Arrangement) -> None:
    arrangement.settle()
    costs = [move.cost for zone in arrangement.zones() for move in arrangement.moves(zone)]
    assert min(costs, default=0.0) >= -1e-5


@given(arrangements, st.randoms(use_true_random=False))
def test_the_seams_that_a_move_changes(arrangement: Arrangement, random: Random) -> None:
    now = dict(pairwise([*arrangement.order, None]))
    for move in every_move(arrangement, random, 30):
        order = after(arrangement, move).order
        then = dict(pairwise([*order, None]))
        changed = {node: behind for node, behind in then.items() if now[node] != behind}
        assert arrangement.seams_after(move) == changed
        assert arrangement.reorders(move) == (order != arrangement.order)
