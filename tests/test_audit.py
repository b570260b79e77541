"""The whole engine: what holds for any text at all, and the seed from end to end.

The golden of the seed, `test_audit/test_the_seed_reads_so.txt`, is written anew by
`pytest -n0 tests/test_audit.py --force-regen`; read the difference before you keep it.
"""

from __future__ import annotations

import itertools
import json
from functools import lru_cache

import pytest
from helpers import SEED
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_regressions.file_regression import FileRegressionFixture

import auditor
from auditor.model import Audit, Block, Options, Span
from auditor.text.compared import normalize
from benchmarks import invariants

SENTENCES = (
    "关于服务贸易创新发展试点的通知。",
    "各省、自治区人民政府：",
    "一、总体要求。",
    "（一）指导思想。",
    "（二）基本原则。",
    "请遵照执行。",
    "附件：1．总体方案2．任务清单",
    "附件1 总体方案",
    "Article 1. Scope of the agreement.\n",
    "The parties agree to the terms set out below. ",
    "(a) goods and services; ",
    "Настоящий договор вступает в силу с 1 января. ",
    "利用者は入館の際に利用者証を提示する。",
    "위원회는 결과를 서면으로 통지한다. ",
    "यह नियम सभी पर लागू होता है। ",
    "تسري هذه الأحكام على الجميع. ",
    "ประกาศนี้ให้ใช้บังคับทันที ",
    "\n",
)
# Characters that fold, expand, combine, vanish, or are none.
ODD = "ﬁ㈱…．. \n\t\u3000\u200b\u0301각（）一、。：1附件aA\ufffd😀"


@st.composite
def scrapes(draw: st.DrawFn) -> str:
    """Sentences in several scripts, runs of them again, the whole cut anywhere."""
    pieces = draw(st.lists(st.sampled_from(SENTENCES), max_size=12))
    edges = st.integers(0, len(pieces))
    for start, end in draw(st.lists(st.tuples(edges, edges), max_size=3)):
        pieces += pieces[min(start, end) : max(start, end)]
    text = "".join(pieces)
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    return text[start:end] if draw(st.booleans()) else text


@st.composite
def edited(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """A text with a few characters replaced, put in or taken out."""
    characters = list(draw(texts))
    for _ in range(draw(st.integers(0, 5)) if characters else 0):
        at = draw(st.integers(0, len(characters) - 1))
        characters[at] = draw(st.sampled_from(["", "x", "会", characters[at] + "1"]))
    return "".join(characters)


def counts(text: str) -> bool:
    return normalize(text).text != ""


ANY = (st.text(st.characters()) | st.text(ODD, max_size=40) | scrapes()).filter(counts)
WORDS = edited(scrapes()).filter(counts)
PAIRS = st.tuples(ANY, st.none() | ANY)
few = settings(max_examples=100)


@given(PAIRS)
def test_any_text_is_audited(pair: tuple[str, str | None]) -> None:
    audit = auditor.audit(*pair)
    assert audit.document.text == pair[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *((blank, ["AUD002"]) for blank in ("", " ", "\n\n")),
        ("\ufffd", ["AUD003"]),
        ("\0", ["AUD006"]),
        *((plain, []) for plain in ("。", "a", "1", "（", "1.\n2.\n")),
    ],
)
def test_the_smallest_texts(text: str, found: list[str]) -> None:
    audit = auditor.audit(text)
    assert [finding.rule for finding in audit.findings] == found
    assert audit.canonical.text == text


@few
@given(PAIRS)
def test_the_same_text_gives_the_same_bytes(pair: tuple[str, str | None]) -> None:
    one, two = (json.dumps(auditor.audit(*pair).to_dict(), sort_keys=True) for _ in range(2))
    assert one == two


@given(PAIRS)
def test_blocks_tile_the_scrape(pair: tuple[str, str | None]) -> None:
    blocks = auditor.audit(*pair).alignment.blocks
    assert all(len(block.scrape) for block in blocks)
    edges = [block.scrape.start for block in blocks] + [len(pair[0])]
    assert edges == [0, *(block.scrape.end for block in blocks)]


@given(PAIRS)
def test_a_canonical_character_has_one_place_at_most(pair: tuple[str, str | None]) -> None:
    audit = auditor.audit(*pair)
    assert max(invariants.coverage(audit, "kept", "moved"), default=0) <= 1


@given(PAIRS)
def test_a_repeated_character_has_a_place(pair: tuple[str, str | None]) -> None:
    """What is called repeated is kept or moved somewhere."""
    audit = auditor.audit(*pair)
    placed = invariants.coverage(audit, "kept", "moved")
    again = invariants.coverage(audit, "repeated")
    assert [at for at, times in enumerate(again) if times and not placed[at]] == []


@given(PAIRS)
def test_kept_blocks_rise_on_both_sides(pair: tuple[str, str | None]) -> None:
    blocks = auditor.audit(*pair).alignment.blocks
    kept = [block.canonical for block in blocks if block.role == "kept" and block.canonical]
    assert all(a.end <= b.start for a, b in itertools.pairwise(kept))


@given(PAIRS)
def test_missing_is_what_no_block_has(pair: tuple[str, str | None]) -> None:
    audit = auditor.audit(*pair)
    covered = invariants.coverage(audit, "kept", "moved", "repeated")
    missing = {at for span in audit.alignment.missing for at in range(span.start, span.end)}
    assert missing == {at for at, times in enumerate(covered) if not times}


@given(WORDS, st.none() | WORDS)
def test_edits_make_the_scraped_part_of_the_canonical(scrape: str, reading: str | None) -> None:
    audit = auditor.audit(scrape, reading)
    sides = invariants.Compared.of(scrape), invariants.Compared.of(audit.canonical.text)
    for block in audit.alignment.blocks:
        if block.canonical is not None:
            assert invariants.rebuilt(block, *sides) == sides[0].part(block.scrape)


@given(ANY, ANY)
def test_edits_are_exact_where_nothing_is_folded(scrape: str, reading: str) -> None:
    audit = auditor.audit(scrape, reading, Options(normalize="none"))
    sides = invariants.Compared.of(scrape, "none"), invariants.Compared.of(reading, "none")
    for block in audit.alignment.blocks:
        if block.canonical is not None:
            assert invariants.rebuilt(block, *sides) == block.scrape.of(scrape)


@given(ANY)
def test_locations_lie_inside_their_text(text: str) -> None:
    audit = auditor.audit(text)
    for found in audit.findings:
        for at in found.locations:
            size = len(text if at.side == "scrape" else audit.canonical.text)
            assert 0 <= at.span.start < at.span.end <= size
    marks = [found.fingerprint for found in audit.findings]
    assert len(marks) == len(set(marks))


@given(ANY)
def test_a_text_without_repeats_is_its_own_canonical(text: str) -> None:
    audit = auditor.audit(text)
    if not audit.collation.repeats:
        assert audit.canonical.text == audit.document.text  # a lone surrogate is U+FFFD in it
        assert audit.canonical.joins == ()


@given(ANY)
def test_against_itself_a_text_is_one_kept_block(text: str) -> None:
    whole = Span(0, len(text))
    alignment = auditor.audit(text, text).alignment
    assert alignment.blocks == (Block(whole, whole, "kept", 0),)
    assert alignment.missing == ()


@few
@given(ANY)
def test_every_fragment_stands_in_the_inferred_canonical(text: str) -> None:
    """But for one that is a near copy of another, or left out as one, or that stutters itself."""
    collation = auditor.audit(text).collation
    excused = [span for r in collation.repeats if not r.exact for span in r.occurrences]
    for record in collation.canonical.undone:
        excused += record.places if record.kind == "doublets" else ()
    for repeat in collation.repeats:
        excused += repeat.occurrences if repeat.tandem else ()
    there = normalize(collation.canonical.text).text
    for fragment in collation.fragments:
        assert fragment.key in there or any(
            span.start < fragment.span.end and fragment.span.start < span.end for span in excused
        )


@lru_cache
def seed() -> Audit:
    return auditor.audit(auditor.read(SEED))


def test_the_seed_is_two_copies_woven() -> None:
    rules = [found.rule for found in seed().findings]
    assert rules.count("AUD202") == 1
    assert seed().canonical.streams == 2
    assert not {"AUD101", "AUD102", "AUD105", "AUD201", "AUD204"} & set(rules)
    assert len(rules) < 12


def test_the_seed_repeats_a_third_of_itself() -> None:
    assert 0.3 < seed().score.repeated_ratio < 0.37
    assert seed().score.inserted == seed().score.missing == 0


def test_the_seed_lacks_an_item_and_two_annexes() -> None:
    (gap,) = [found for found in seed().findings if found.rule == "AUD301"]
    assert "（三）" in gap.message
    (annexes,) = [found for found in seed().findings if found.rule == "AUD304"]
    assert "annex 2" in annexes.message
    assert "annex 3" in annexes.message


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("收悉。", "现批复如下："),
        ("现批复如下：", "一、原则同意"),
        ("请遵照执行。", "广州、深圳市人民政府要"),
        ("抄报省政府。", "省商务厅要"),
        ("重要举措。", "2016年2月"),
        ("服务贸易创新发展试点。", "试点以来"),
        ("新亮点。", "纵横联动"),
        ("经验互鉴。", "不断适应"),
    ],
)
def test_true_neighbours_of_the_seed(left: str, right: str) -> None:
    assert left + right in "".join(seed().canonical.text.split())


def test_the_items_of_the_seeds_approval_stand_in_order_before_its_annex() -> None:
    items = (
        "一、原则同意",
        "二、深化试点工作",
        "三、试点地区",
        "四、国务院",
        "五、深化试点期间",
        "附件：",
    )
    places = [seed().canonical.text.index(item) for item in items]
    assert places == sorted(places)


def test_nothing_of_the_seed_is_lost() -> None:
    there = {fragment.key for fragment in seed().collation.canonical_fragments}
    assert {fragment.key for fragment in seed().collation.fragments} == there


def begins(span: Span, text: str) -> str:
    return f"{span.start:5}–{span.end:<5} {' '.join(span.of(text).split())[:16]}"


def rendered(audit: Audit) -> str:
    """The result for reading: a line a block, a join, a finding; then the score."""
    scrape, canonical = audit.document.text, audit.canonical.text
    lines = ["BLOCKS: role, chain, scrape, canonical"]
    for block in audit.alignment.blocks:
        there = "–" if block.canonical is None else f"{block.canonical.start}–{block.canonical.end}"
        edits = f" ({len(block.edits)} edits)" if block.edits else ""
        lines.append(
            f"{block.role:9}{block.chain:2} {begins(block.scrape, scrape)} → {there}{edits}"
        )
    lines += ["", "JOINS: place, confidence, what follows, alternatives"]
    for join in audit.canonical.joins:
        after = begins(Span(join.at, min(join.at + 24, len(canonical))), canonical)
        others = "".join(f" | {other[:12]}" for other in join.alternatives)
        lines.append(f"{join.confidence:.2f} {after}{others}")
    lines += ["", "FINDINGS"]
    for found in audit.findings:
        lines += [f"{found.rule} {found.severity}: {found.message}"]
        for at in found.locations:
            place = begins(at.span, scrape if at.side == "scrape" else canonical)
            lines.append(f"    {at.side:9} {place} {at.phrase}")
    lines += ["", "SCORE"]
    lines += [f"{name}: {value}" for name, value in audit.to_dict()["score"].items()]
    return "\n".join(lines) + "\n"


def test_the_seed_reads_so(file_regression: FileRegressionFixture) -> None:
    file_regression.check(rendered(seed()), encoding="utf-8")
