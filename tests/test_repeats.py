"""Repeats inside one text, against every pair of fragments compared in turn."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations, compress, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from auditor.model import Document, Fragment, Options, Repeat
from auditor.repeats import find_repeats
from auditor.repeats.near import nearest
from auditor.segment import segment

SENTENCES = (
    "仓库管理员应当每日清点货物。",
    "危险物品必须单独存放并设置明显标志。",
    "危险物品应当单独存放并设置明显标志。",
    "同上。",
    "The sender loads the wagons. ",
    "The sender seals the wagons. ",
    "Отправитель грузит вагоны. ",
)
texts = st.lists(st.sampled_from(SENTENCES), max_size=20).map("".join)


def found(
    text: str, options: Options | None = None
) -> tuple[tuple[Fragment, ...], tuple[Repeat, ...]]:
    fragments = segment(text)
    return fragments, find_repeats(Document.from_text(text), fragments, options or Options())


def said(text: str) -> list[tuple[list[str], str]]:
    """Each repeat as its texts and what it is."""
    return [
        (
            [span.of(text).strip() for span in repeat.occurrences],
            ("exact" if repeat.exact else "near") + (" tandem" if repeat.tandem else ""),
        )
        for repeat in found(text)[1]
    ]


A, B, C, D = SENTENCES[0], SENTENCES[1], SENTENCES[4].strip() + " ", SENTENCES[6].strip() + " "
CASES = {
    "nothing twice": (A + B, []),
    "apart": (A + B + A, [([A, A], "exact")]),
    "one after the other": (A + A + B, [([A, A], "exact tandem")]),
    "three times": (A * 3, [([A, A, A], "exact tandem")]),
    "a run of two": (A + B + C + A + B, [([A + B, A + B], "exact")]),
    "a run of two, and one of them again": (
        A + B + C + A + B + D + B,
        [([A, A], "exact"), ([B, B, B], "exact")],
    ),
    "too short to count": ("同上。" + A + "同上。", []),
    "short, but in a run": ("同上。" + A + D + "同上。" + A, [(["同上。" + A] * 2, "exact")]),
    "width and spaces mean nothing": (
        "共计２０人，请查收。" + B + "共计20人,请查收。",
        [(["共计２０人，请查收。", "共计20人,请查收。"], "exact")],
    ),
    "case does": ("The end of all. " + A + "THE END OF ALL. ", []),
    "one word another": (
        B + A + SENTENCES[2],
        [([B, SENTENCES[2]], "near")],
    ),
}


@pytest.mark.parametrize(("text", "repeats"), CASES.values(), ids=CASES)
def test_repeats(text: str, repeats: list[tuple[list[str], str]]) -> None:
    expected = [([part.strip() for part in parts], kind) for parts, kind in repeats]
    assert said(text) == expected


@given(texts)
def test_every_exact_repeat_is_found_once_and_at_all_its_places(text: str) -> None:
    fragments, repeats = found(text)
    places = defaultdict(list)
    for fragment in fragments:
        if len(fragment.key) >= Options().min_length:
            places[fragment.key].append(fragment.span)
    for spans in places.values():
        holding = [
            repeat
            for repeat in repeats
            if repeat.exact and any(o.start <= spans[0].start < o.end for o in repeat.occurrences)
        ]
        assert len(holding) == (len(spans) > 1)
        if holding:
            occurrences = holding[0].occurrences
            assert len(occurrences) == len(spans)
            for place, span in zip(occurrences, spans, strict=True):
                assert place.start <= span.start < span.end <= place.end


@given(texts, st.sampled_from([0.6, 0.8, 0.95]))
def test_near_repeats_are_the_pairs_that_are_similar(text: str, least: float) -> None:
    fragments, repeats = found(text, Options(min_similarity=least))
    first: dict[str, Fragment] = {}
    for fragment in fragments:
        if len(fragment.key) >= Options().min_length:
            first.setdefault(fragment.key, fragment)
    similar = {
        (a.span, b.span)
        for a, b in combinations(first.values(), 2)
        if Levenshtein.normalized_similarity(a.key, b.key) >= least
    }
    near = {repeat.occurrences for repeat in repeats if not repeat.exact}
    assert near <= similar
    assert {later for _, later in near} == {later for _, later in similar}


@given(st.text(st.characters()) | texts)
def test_occurrences_ascend_and_hold_the_same_text(text: str) -> None:
    _, repeats = found(text)
    for repeat in repeats:
        spans = repeat.occurrences
        assert len(spans) >= 2
        assert all(a.end <= b.start for a, b in pairwise(spans))
        assert repeat.tandem == all(a.end == b.start for a, b in pairwise(spans))
        if repeat.exact:
            keys = {"".join(f.key for f in segment(span.of(text))) for span in spans}
            assert len(keys) == 1
    assert list(repeats) == sorted(repeats, key=lambda repeat: repeat.occurrences)


@pytest.mark.parametrize("form", ["一、", "Nr. 7 ", "0.00\n"])
def test_many_equal_pieces_stay_linear(form: str) -> None:
    """Twenty thousand equal lines are one repeat, not two hundred million pairs."""
    _, repeats = found((form + "同样的一行文字说同样的话\n") * 5_000)
    assert len(repeats) == 1
    assert len(repeats[0].occurrences) == 5_000


@given(st.integers(2, 40))
def test_a_crowd_is_told_by_its_neighbours(count: int) -> None:
    """Of lines that are all copies of each other, each has the nearest before it and behind it."""
    pairs = [(9 * a, 9 * a + 9, 9 * b, 9 * b + 9) for a, b in combinations(range(count), 2)]
    kept = list(compress(pairs, nearest(pairs)))
    assert set(kept) >= {pair for pair in pairs if pair[2] - pair[0] <= 4 * 9}
    assert max(Counter(pair[0] for pair in kept).values()) <= 8
