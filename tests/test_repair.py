"""What decisions do to a text: all, none and some of them, in any order, and their log."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import builders
import pytest
from editors import accepted, check_log, made, on
from helpers import ROOT, SEED
from hypothesis import assume, given
from hypothesis import strategies as st
from test_audit import PAIRS, few

import auditor
from auditor import decisions
from auditor.damage.operators import corrupt
from auditor.errors import InputError
from auditor.formats import result
from auditor.model import Audit, Choice, Decision, Finding, Span
from auditor.rules import RULES
from auditor.rules.versions import VERSION_RULES

OPERATORS = (
    "moved", "moved-cut", "copied", "swapped", "stutter", "page-twice", "page-partial-cut",
    "windows", "windows-shuffled", "interleaved-2", "interleaved-3", "columns", "several",
    "page-twice+noise-3", "interleaved-2-cut+edits-2", "windows+variants",
)  # fmt: skip
WHO = {
    "zh": ("申请人", "主管部门", "评审委员会", "试点城市", "有关企业", "监督机构"),
    "en": ("The applicant", "The agency", "A committee", "Each city", "Any firm", "The auditor"),
}
WHAT = {
    "zh": ("提交书面材料", "公布名单", "作出决定"),
    "en": ("file the forms", "publish the list", "take a decision"),
}
ARTICLE = {
    "zh": "第{n}条 {who}应当在{days}日内{what}，并说明理由。\n",
    "en": "{n}. {who} shall {what} within {days} days and give reasons.\n",
}


def articles(language: str) -> str:
    tasks = itertools.product(WHO[language], WHAT[language])
    return "".join(
        ARTICLE[language].format(n=n, days=n + 2, who=who, what=what)
        for n, (who, what) in enumerate(tasks, start=1)
    )


DAMAGED = st.builds(
    lambda operator, language, seed: corrupt(articles(language), operator, seed),
    st.sampled_from(OPERATORS),
    st.sampled_from(sorted(ARTICLE)),
    st.integers(0, 999),
).map(lambda damage: (damage.scrape, damage.canonical))
SCRAPES = PAIRS | DAMAGED


def is_repairable(audit: Audit) -> bool:
    """A finding can be accepted, and none calls text foreign that the canonical has."""
    repairs = [decisions.REPAIRS.get(finding.rule, frozenset()) for finding in audit.findings]
    return any(repairs) and not any("removed" in changes for changes in repairs)


@few
@given(SCRAPES)
def test_without_a_decision_the_text_is_the_scrape(pair: tuple[str, str | None]) -> None:
    audit = auditor.audit(*pair)
    for ours in (made(), made(*on(audit.findings, "reject")), made(*on(audit.findings, "later"))):
        repair = decisions.repair(audit, ours)
        assert repair.text == audit.document.text
        assert not repair.dropped
        check_log(audit, repair)


@few
@given(SCRAPES)
def test_with_all_accepted_the_text_is_the_canonical(pair: tuple[str, str | None]) -> None:
    """What a finding calls foreign goes, wherever it stands; without any there is no repair."""
    audit = auditor.audit(*pair)
    repair = accepted(audit)
    check_log(audit, repair)
    if is_repairable(audit):
        assert repair.text == audit.canonical.text
    elif not any(finding.rule in decisions.REPAIRS for finding in audit.findings):
        assert repair.text == audit.document.text


@few
@given(SCRAPES, st.data())
def test_with_some_accepted_nothing_else_is_lost(
    pair: tuple[str, str | None], data: st.DataObject
) -> None:
    audit = auditor.audit(*pair)
    chosen = data.draw(st.lists(st.sampled_from(audit.findings or (None,)), unique=True))
    some = [finding for finding in chosen if finding is not None]
    repair = decisions.repair(audit, made(*on(some)))
    check_log(audit, repair)
    marks = {finding.fingerprint for finding in some}
    assert {drop.decision for drop in repair.dropped} <= {None, *marks}
    if any(drop.decision is None for drop in repair.dropped):
        assert {f.fingerprint for f in audit.findings if _repairs(audit, f)} <= marks
    stays = [p.span.start for p in repair.placed if p.side == "scrape" and p.change is None]
    assert stays == sorted(stays)


def _repairs(audit: Audit, finding: Finding) -> bool:
    """Whether accepting a finding alone changes anything."""
    return decisions.repair(audit, made(*on([finding]))).text != audit.document.text


def test_every_rule_has_a_repair_or_none() -> None:
    """A new rule must be thought of: what does accepting it do to the text?"""
    without = {
        "AUD001", "AUD002", "AUD003", "AUD004", "AUD005", "AUD006", "AUD007", "AUD008", "AUD009",
        "AUD010", "AUD104", "AUD108", "AUD109", "AUD110", "AUD204", "AUD206", "AUD301", "AUD303",
        "AUD304", "AUD501", "AUD502", "AUD901", "AUD902", "AUD903", "AUD904",
    }  # fmt: skip
    without |= {rule.id for rule in VERSION_RULES}  # of two texts, not of one
    assert {rule.id for rule in RULES} <= without | set(decisions.REPAIRS)
    assert not without & set(decisions.REPAIRS)
    manual = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    assert all(rule in manual for rule in decisions.REPAIRS)


@pytest.mark.parametrize("language", ARTICLE)
@pytest.mark.parametrize("operator", OPERATORS)
def test_damaged_audited_accepted_applied_is_the_trusted_text(operator: str, language: str) -> None:
    damages = [corrupt(articles(language), operator, seed) for seed in range(3)]
    audits = [auditor.audit(damage.scrape, damage.canonical) for damage in damages]
    audits = [a for a in audits if any(f.rule in decisions.REPAIRS for f in a.findings)]
    assert audits
    for audit in audits:
        repair = accepted(audit)
        check_log(audit, repair)
        assert repair.text == audit.canonical.text


@pytest.mark.parametrize("language", ARTICLE)
@pytest.mark.parametrize("operator", [name for name in OPERATORS if name != "columns"])
def test_damaged_audited_accepted_applied_is_what_was_inferred(
    operator: str, language: str
) -> None:
    audits = [auditor.audit(corrupt(articles(language), operator, n).scrape) for n in range(3)]
    for audit in audits:
        repair = accepted(audit)
        check_log(audit, repair)
        if is_repairable(audit):
            assert repair.text == audit.canonical.text


# --- partial repairs, by hand: canonical text, scraped text, role ------------------------------

PIECES: list[builders.Piece] = [
    ("甲一。", "甲一。", "kept"),
    ("乙二。", "乙二。", "moved"),
    ("丙三。", "丙叁。", "kept"),
    ("甲一。", "甲一。", "repeated"),
    ("丁四。", "", None),
    ("戊五。", "戊五。", "kept"),
    ("", "广告", "inserted"),
]  # canonical: 甲一。丙三。丁四。戊五。乙二。; scrape: 甲一。乙二。丙叁。甲一。戊五。广告
BY_HAND = {
    "moved": builders.finding("AUD201", locations=[("scrape", 3, 6, "")]),
    "repeated": builders.finding("AUD101", locations=[("scrape", 9, 12, "")]),
    "missing": builders.finding("AUD302", locations=[("canonical", 6, 9, "")]),
    "inserted": builders.finding("AUD402", locations=[("scrape", 15, 17, "")]),
    "edited": builders.finding("AUD102", locations=[("scrape", 6, 9, "")]),
    "ordinal": builders.finding("AUD301", locations=[("scrape", 0, 17, "")]),
}
PARTIAL = [
    ("", "甲一。乙二。丙叁。甲一。戊五。广告"),
    ("moved", "甲一。丙叁。甲一。戊五。乙二。广告"),
    ("repeated", "甲一。乙二。丙叁。戊五。广告"),
    ("missing", "甲一。乙二。丙叁。丁四。甲一。戊五。广告"),
    ("inserted", "甲一。乙二。丙叁。甲一。戊五。"),
    ("edited", "甲一。乙二。丙三。甲一。戊五。广告"),
    ("ordinal", "甲一。乙二。丙叁。甲一。戊五。广告"),
    ("moved repeated", "甲一。丙叁。戊五。乙二。广告"),
    ("moved repeated missing inserted edited", "甲一。丙三。丁四。戊五。乙二。"),
]


@pytest.mark.parametrize(("chosen", "wanted"), PARTIAL)
def test_only_what_is_accepted_is_repaired(chosen: str, wanted: str) -> None:
    named = [replace(found, fingerprint=name) for name, found in BY_HAND.items()]
    audit = builders.audit_of(PIECES, findings=named, given=True)
    ours = made(*on(found for found in named if found.fingerprint in chosen.split()))
    repair = decisions.repair(audit, ours)
    check_log(audit, repair)
    assert repair.text == wanted
    marks = {part.decision for part in repair.placed} | {drop.decision for drop in repair.dropped}
    assert marks - {None} == set(chosen.split()) - {"ordinal"}


def test_a_finding_of_a_part_takes_only_that_part() -> None:
    pieces: list[builders.Piece] = [("甲一。", "甲一。", "kept"), ("", "打印\n正文。", "inserted")]
    finding = builders.finding("AUD402", locations=[("scrape", 3, 5, "")])
    rest = builders.finding("AUD402", locations=[("scrape", 6, 9, "")])
    other = replace(rest, fingerprint="open")
    audit = builders.audit_of(pieces, findings=[finding, other], given=True)
    assert decisions.repair(audit, made(*on([finding]))).text == "甲一。正文。"


@pytest.mark.parametrize(
    ("scrape", "wanted"),
    [("甲。\n打印\n乙。", "甲。\n乙。"), ("甲。打印乙。", "甲。乙。"), ("打印\n乙。", "乙。")],
)
def test_what_is_called_foreign_goes_though_the_canonical_has_it(scrape: str, wanted: str) -> None:
    at = scrape.index("打印")
    finding = builders.finding("AUD401", locations=[("scrape", at, at + 2, "")])
    audit = builders.audit_of([(scrape, scrape, "kept")], findings=[finding])
    repair = decisions.repair(audit, made(*on([finding])))
    check_log(audit, repair)
    assert repair.text == wanted


def test_a_decision_of_another_rule_does_nothing() -> None:
    audit = builders.audit_of(PIECES, findings=[BY_HAND["repeated"]], given=True)
    ours = made(Decision(BY_HAND["repeated"].fingerprint, "AUD102", "accept"))
    assert decisions.repair(audit, ours).text == audit.document.text


# --- orders -----------------------------------------------------------------------------------

TEXT = "甲一。\n乙二。\n丙三。\n丁四。\n"


def order(place: str, after: str, mark: str = "a1") -> Decision:
    return Decision(mark, "AUD501", "order", place=place, after=after)


ORDERS = [
    ([order("丙三。\n", "甲一。\n")], "甲一。\n丙三。\n乙二。\n丁四。\n"),
    ([order("丙三。", "甲一。")], "甲一。\n丙三。\n乙二。\n丁四。\n"),
    ([order("丙三。", "")], "丙三。\n甲一。\n乙二。\n丁四。\n"),
    ([order("甲一。", "丁四。")], "乙二。\n丙三。\n丁四。\n甲一。\n"),
    ([order("乙二。", "甲一。")], TEXT),
    ([order("甲一。", "")], TEXT),
    (
        [order("甲一。", "丁四。"), order("乙二。", "丁四。", "b2")],
        "丙三。\n丁四。\n甲一。\n乙二。\n",
    ),
    (
        [order("甲一。", "丁四。"), order("丙三。", "甲一。", "b2")],
        "乙二。\n丁四。\n甲一。\n丙三。\n",
    ),
]


@pytest.mark.parametrize(("chosen", "wanted"), ORDERS)
def test_an_order_moves_its_passage(chosen: list[Decision], wanted: str) -> None:
    assert decisions.ordered(TEXT, made(*chosen)) == wanted


@pytest.mark.parametrize(("chosen", "wanted"), ORDERS)
def test_a_repair_follows_an_order(chosen: list[Decision], wanted: str) -> None:
    audit = builders.audit_of([(TEXT, TEXT, "kept")])
    repair = decisions.repair(audit, made(*chosen))
    check_log(audit, repair)
    assert repair.text == wanted


REFUSED = [
    ([order("戊", "")], "“戊” (place) does not stand"),
    ([order("甲", "戊")], "“戊” (after) does not stand"),
    ([order("甲一。", "。")], "“。” (after) stands 3 times there; quote more"),
    ([order("。", "")], "“。” (place) stands 4 times there; quote more"),
    ([order("甲一。\n乙二。", "甲一。")], "“甲一。” (after) stands in the passage itself"),
    ([order("甲一。", "乙二。"), order("乙二。", "甲一。", "b2")], "a1 and b2 wait for each other"),
    ([order("甲一。\n乙", ""), order("乙二。", "", "b2")], "a1 and b2 move the same text"),
]


@pytest.mark.parametrize(("chosen", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_an_order_that_cannot_be_made_is_refused(chosen: list[Decision], said: str) -> None:
    with pytest.raises(InputError) as failed:
        decisions.ordered(TEXT, made(*chosen))
    assert said in str(failed.value)


@given(st.permutations("甲乙丙丁戊己"), st.data())
def test_orders_lose_nothing(letters: list[str], data: st.DataObject) -> None:
    text = "".join(letters)
    passage = data.draw(st.sampled_from(letters))
    after = data.draw(st.sampled_from([letter for letter in letters if letter != passage]))
    found = decisions.ordered(text, made(order(passage, after)))
    rest = text.replace(passage, "")
    assert found == rest.replace(after, after + passage)


@few
@given(SCRAPES, st.data())
def test_accepted_and_ordered_the_text_is_the_ordered_canonical(
    pair: tuple[str, str | None], data: st.DataObject
) -> None:
    audit = auditor.audit(*pair)
    text = audit.canonical.text
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    place = data.draw(st.integers(0, len(text)))
    moved = order(text[start:end], text[max(0, place - 9) : place], "an-order")
    assume(moved.place and moved.place.strip())
    try:
        wanted = decisions.ordered(text, made(moved))
    except InputError:
        assume(False)
    for found in ((), on(audit.findings)):
        repair = decisions.repair(audit, made(moved, *found))
        check_log(audit, repair)
        if found and is_repairable(audit):
            assert repair.text == wanted
        if not found:
            assert sorted(repair.text) == sorted(audit.document.text)


def test_the_finding_tells_which_of_two_passages_is_meant() -> None:
    pieces: list[builders.Piece] = [("甲。乙。丙。乙。丁。", "甲。乙。丙。乙。丁。", "kept")]
    finding = builders.finding("AUD501", locations=[("canonical", 6, 8, "chosen")])
    choice = Choice(Span(6, 8), 0.6, ((2, 0.4),), ())
    audit = builders.audit_of(pieces, findings=[finding], choices=[choice])
    ours = made(order("乙。", "。", finding.fingerprint))
    with pytest.raises(InputError, match="stands 2 times there"):
        # Of the places offered, behind 甲 and behind 丙, both follow this sign.
        decisions.repair(audit, ours)
    ours = made(order("乙。", "甲。", finding.fingerprint))
    assert decisions.repair(audit, ours).text == "甲。乙。乙。丙。丁。"


def test_an_order_holds_though_nothing_else_is_accepted() -> None:
    """The passage goes behind its text where that stands in the scrape, out of order itself."""
    pieces: list[builders.Piece] = [
        ("甲一。", "甲一。", "kept"), ("乙二。", "乙二。", "moved"), ("丙三。", "丙三。", "kept"),
    ]  # fmt: skip
    audit = builders.audit_of(pieces)  # canonical: 甲一。丙三。乙二。
    assert decisions.repair(audit, made(order("丙三。", "乙二。"))).text == "甲一。乙二。丙三。"
    assert decisions.repair(audit, made(order("甲一。", "乙二。"))).text == "乙二。甲一。丙三。"


def test_an_accepted_open_place_is_the_one_of_the_canonical() -> None:
    audit = builders.open_passage()
    assert accepted(audit).text == audit.canonical.text != audit.document.text


# --- from a result ----------------------------------------------------------------------------


def test_the_seed_comes_back_from_its_result(tmp_path: Path) -> None:
    document = auditor.read(SEED)
    audit = auditor.audit(document)
    path = tmp_path / "seed.json"
    path.write_text(result.render([audit]), encoding="utf-8")
    (found,) = decisions.read_results(path)
    again = decisions.audit_of(found, document)
    assert again.to_dict() == audit.to_dict()
    assert accepted(again) == accepted(audit)


@few
@given(PAIRS)
def test_any_audit_comes_back_from_its_result(pair: tuple[str, str | None]) -> None:
    audit = auditor.audit(*pair)
    data = json.loads(json.dumps(audit.to_dict()))
    again = decisions.audit_of(decisions.Fields(data, "result.json"), audit.document)
    assert again.to_dict() == audit.to_dict()


def broken(change: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json.dumps(builders.notice().to_dict()))
    blocks = data["alignment"]["blocks"]
    match change:
        case "tile":
            del blocks[1]
        case "canonical text":
            blocks[3]["canonical"] = blocks[0]["canonical"]
        case "order":
            blocks[2]["canonical"], blocks[4]["canonical"] = (
                blocks[4]["canonical"], blocks[2]["canonical"],
            )  # fmt: skip
        case "no span":
            blocks[0]["scrape"] = [0, True]
        case "outside":
            data["canonical"]["joins"][0]["at"] = 10_000
        case "ascend":
            blocks[1]["edits"][0]["scrape"] = [0, 1]
        case "none of":
            blocks[0]["role"] = "lost"
        case "no canonical span":
            blocks[0]["canonical"] = None
        case "characters":
            data["source"]["characters"] += 1
    return data


@pytest.mark.parametrize(
    "said",
    ["tile", "canonical text", "order", "no span", "outside", "ascend", "none of",
     "no canonical span", "characters"],
)  # fmt: skip
def test_a_result_that_does_not_fit_is_refused(said: str) -> None:
    with pytest.raises(InputError, match=rf"^result\.json.*{said}"):
        decisions.audit_of(
            decisions.Fields(broken(said), "result.json"), builders.notice().document
        )
