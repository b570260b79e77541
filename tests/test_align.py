"""The alignment: what is kept, moved, repeated, inserted and missing."""

from __future__ import annotations

import itertools

import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st

import auditor
from auditor.align import find_copies
from auditor.align.copies import Change, Copy
from auditor.align.keep import keep
from auditor.align.side import Side

# Sentences by letter; each is longer than those before it, so the heaviest order is certain.
SENTENCES = {
    "A": "仓库管理员应当每日清点货物并登记台账。",
    "B": "Walkers carry a whistle. ",
    "C": "消防器材每季度检查一次，发现过期或者损坏的应当立即更换并记录原因。",
    "D": "Отправитель пломбирует вагоны сам. ",
    "E": "保安人员每两小时巡逻一遍，记录门窗、照明和监控设备的状况，交接班时当面核对签名。",
}
OTHER = {"x": "Page 3 of 12 is printed here. ", "y": "本文与上述各项毫无关系也不曾出现过。"}


def text(letters: str) -> str:
    return "".join({**SENTENCES, **OTHER}[letter] for letter in letters)


def roles(scrape: str, canonical: str) -> str:
    """The initial of each scraped sentence's role, then what is missing."""
    alignment = auditor.audit(text(scrape), text(canonical)).alignment
    middles = [len(text(scrape[:at])) + len(text(scrape[at])) // 2 for at in range(len(scrape))]
    found = [
        b.role[0] for at in middles for b in alignment.blocks if b.scrape.start <= at < b.scrape.end
    ]
    lost = "".join(span.of(text(canonical)) for span in alignment.missing)
    return "".join(found) + "".join(
        f"-{letter}" for letter in canonical if text(letter).strip() in lost
    )


@pytest.mark.parametrize(
    ("scrape", "canonical", "expected"),
    [
        ("ABCDE", "ABCDE", "kkkkk"),
        ("ABCED", "ABCDE", "kkkkm"),
        ("EABCD", "ABCDE", "mkkkk"),
        ("AEDCB", "ABCDE", "kkmmm"),
        ("ABCDEABCDE", "ABCDE", "kkkkkrrrrr"),
        ("ABABCDE", "ABCDE", "kkrrkkk"),
        ("ABCDBE", "ABCDE", "kkkkrk"),
        ("ABxCDE", "ABCDE", "kkikkk"),
        ("ABCDEy", "ABCDE", "kkkkki"),
        ("xABCDE", "ABCDE", "ikkkkk"),
        ("xyx", "ABCDE", "iii-A-B-C-D-E"),
        ("ABCD", "ABCDE", "kkkk-E"),
        ("BCDE", "ABCDE", "kkkk-A"),
        ("ABCE", "ABCDE", "kkkk-D"),
        ("EAEAE", "AEAE", "rkkkk"),
    ],
)
def test_roles(scrape: str, canonical: str, expected: str) -> None:
    assert roles(scrape, canonical) == expected


copies = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 12)).map(lambda pair: (pair[0], sum(pair))),
    max_size=8,
)


def as_copies(spans: list[tuple[int, int]]) -> list[Copy]:
    """Exact copies of these canonical spans, one after the other in the scrape."""
    found, at = [], 0
    for start, end in spans:
        found.append(Copy(at, at + end - start, start, end))
        at += end - start
    return found


@given(copies)
def test_the_kept_chain_is_the_heaviest(spans: list[tuple[int, int]]) -> None:
    kept = [piece for piece in keep(as_copies(spans)) if piece.role == "kept"]
    assert sum(piece.copy.weight for piece in kept) == oracles.chain_weight(spans)


@given(copies)
def test_every_copied_character_has_one_role(spans: list[tuple[int, int]]) -> None:
    """Kept rises on both sides; a character is moved once, and repeated only if it is there."""
    pieces = keep(as_copies(spans))
    scraped = [(piece.copy.scrape_start, piece.copy.scrape_end) for piece in pieces]
    assert [at for start, end in scraped for at in range(start, end)] == list(
        range(sum(end - start for start, end in spans))
    )
    kept = [p.copy for p in pieces if p.role == "kept"]
    assert all(a.canonical_end <= b.canonical_start for a, b in itertools.pairwise(kept))
    placed = [
        at
        for p in pieces
        if p.role != "repeated"
        for at in range(p.copy.canonical_start, p.copy.canonical_end)
    ]
    assert sorted(placed) == sorted({at for start, end in spans for at in range(start, end)})


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 6), st.integers(1, 6)), max_size=8))
def test_what_copies_lack_is_repeated_nowhere(spans: list[tuple[int, int, int]]) -> None:
    """Copies that end with characters they lack: a character is repeated only if it stands."""
    found, at = [], 0
    for start, there, lacks in spans:
        end = start + there
        lacking = Change("delete", at + there, at + there, end, end + lacks)
        found.append(Copy(at, at + there, start, end + lacks, (lacking,)))
        at += there
    pieces = keep(found)
    assert all(piece.copy.scrape_start < piece.copy.scrape_end for piece in pieces)
    stands, again = (
        {
            at
            for piece in pieces
            if (piece.role == "repeated") is repeated
            for at in range(piece.copy.canonical_start, piece.copy.canonical_end)
        }
        for repeated in (False, True)
    )
    assert again <= stands


@given(copies)
def test_chains_rise_on_both_sides(spans: list[tuple[int, int]]) -> None:
    ends: dict[int, int] = {}
    for piece in keep(as_copies(spans)):
        assert ends.get(piece.chain, 0) <= piece.copy.canonical_start
        assert (piece.chain == 0) == (piece.role == "kept")
        ends[piece.chain] = piece.copy.canonical_end


HAN = "".join(chr(0x4E00 + 7 * i) for i in range(900))


@pytest.mark.parametrize(
    ("alphabet", "edits", "least"),
    [
        (HAN, 0.0, 1.0),
        (HAN, 0.05, 0.97),
        ("etaoin shrdlu", 0.0, 0.99),
        ("etaoin shrdlu", 0.03, 0.97),
    ],
    ids=["han", "han, edited", "latin", "latin, edited"],
)
@pytest.mark.parametrize("seed", range(3))
def test_copied_characters_are_led_back_to_where_they_were_taken_from(
    seed: int, alphabet: str, edits: float, least: float
) -> None:
    case = oracles.damaged(seed, alphabet, edits)
    audit = auditor.audit(case.scrape, case.canonical)
    asked = [
        (found, true)
        for found, true in zip(oracles.mapped(audit), case.truth, strict=True)
        if true >= 0
    ]
    assert sum(found == true for found, true in asked) >= least * len(asked)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_moved_and_repeated_is_so_by_the_character(seed: int) -> None:
    """In the damage of `oracles.damaged` one run of two is moved, two runs stand twice."""
    case = oracles.damaged(seed, HAN, 0.0)
    score = auditor.audit(case.scrape, case.canonical).score
    assert score.repeated == len(case.scrape) - len(case.canonical)
    assert 0 < score.moved < len(case.canonical) / 2
    assert (score.inserted, score.missing, score.edited) == (0, 0, 0)


@given(st.text("ab\n", max_size=30), st.text("ab\n", max_size=30))
def test_copies_ascend_in_the_scrape_and_apart(scrape: str, canonical: str) -> None:
    found = find_copies(Side(scrape, "none").form, Side(canonical, "none").form)
    assert all(a.scrape_end <= b.scrape_start for a, b in itertools.pairwise(found))
    for copy in found:
        assert 0 <= copy.scrape_start < copy.scrape_end <= len(scrape)
        assert 0 <= copy.canonical_start < copy.canonical_end <= len(canonical)


@pytest.mark.parametrize(
    ("scrape", "edits"),
    [
        ("今年汛期降雨偏少，河湖水位上涨较快，各单位要巡查堤防。", [("replace", "少", "多")]),
        ("今年汛期降雨很偏多，河湖水位上涨较快，各单位要巡查堤防。", [("insert", "很", "")]),
        ("今年汛期雨偏多，河湖水位上涨较快，各单位要巡查堤防。", [("delete", "", "降")]),
        ("今年汛期降雨偏多, 河湖水位 上涨较快，\n各单位要巡查堤防。", []),
    ],
)
def test_edits(scrape: str, edits: list[tuple[str, str, str]]) -> None:
    canonical = "今年汛期降雨偏多，河湖水位上涨较快，各单位要巡查堤防。"
    (block,) = auditor.audit(scrape, canonical).alignment.blocks
    assert [(e.op, e.scrape.of(scrape), e.canonical.of(canonical)) for e in block.edits] == edits
