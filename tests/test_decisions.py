"""Decisions: files read and merged, and found again in another scrape."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import builders
import pytest
from editors import SHA, made, on
from helpers import ROOT
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import auditor
from auditor import decisions
from auditor.errors import InputError
from auditor.formats import decisions as written
from auditor.formats import result
from auditor.model import (
    Action,
    Audit,
    Decision,
    Decisions,
    Document,
    Quote,
    Span,
)
from auditor.rules import RULES

SCHEMA = Draft202012Validator(json.loads(result.schema("decisions")))


# --- files ------------------------------------------------------------------------------------


def file(*entries: object, **other: Any) -> dict[str, Any]:
    return {
        "schema": "auditor-decisions",
        "schema_version": 1,
        "input": {"path": "page.txt", "sha256": SHA, "encoding": "utf-8"},
        "reviewer": "Li",
        "decisions": list(entries),
        "anchors": {},
    } | other


def entry(action: str = "accept", **other: Any) -> dict[str, Any]:
    return {"fingerprint": "7ed1", "rule": "AUD101", "action": action} | other


GOOD = file(
    entry(reason="second crawl of the same page"),
    entry("reject", fingerprint="be77", reason="formula"),
    entry("order", fingerprint="c3d0", rule="AUD501", place="甲。", after=""),
    entry("keep", fingerprint="d944", reason="live too", expires="2027-01-01"),
    entry("later", fingerprint="e5f2"),
    anchors={"7ed1": {"exact": "甲", "prefix": "", "suffix": "乙"}},
)


def test_a_file_is_read_and_written_alike() -> None:
    read = decisions.parse(GOOD, "a.json")
    assert [decision.action for decision in read.decisions] == [
        "accept", "reject", "order", "keep", "later",
    ]  # fmt: skip
    assert read.decisions[3].expires == date(2027, 1, 1)
    assert read.decisions[0].anchor == Quote("甲", "", "乙")
    assert json.loads(written.render(read)) == GOOD
    SCHEMA.validate(GOOD)


def test_the_file_in_the_manual_is_one() -> None:
    page = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    data = json.loads(page.split("```json\n")[1].split("```")[0])
    SCHEMA.validate(data)
    assert len(decisions.parse(data, "page.decisions.json").decisions) == 5


WRONG = [
    ([], "is no object"),
    (file(schema="auditor-result"), 'is no file with "schema": "auditor-decisions"'),
    (file(schema_version=2), "schema_version"),
    (file(author="Li"), "the key 'author' is unknown"),
    (file(reviewers="Li"), "'reviewers' is unknown; did you mean reviewer?"),
    (file(input={"path": "p", "encoding": "utf-8", "sha256": "0"}), "64 hexadecimal digits"),
    (file(input={"path": "p", "encoding": "utf-8"}), "a.json, input: the key 'sha256' is missing"),
    (file(entry("acept")), "decision 1 (7ed1): the action 'acept' is none of"),
    (file(entry("acept")), "did you mean accept?"),
    (file(entry(why="x")), "(7ed1): the key 'why' is unknown"),
    (file(entry(reason=3)), "'reason' must be a text"),
    (file(entry(fingerprint="")), "decision 1: 'fingerprint' is empty"),
    (file(entry(rule="101")), "'101' is no id of a rule"),
    (file(entry("reject")), "a reason is needed to reject a finding"),
    (file(entry("keep", reason=" ")), "a reason is needed to keep a finding"),
    (file(entry("keep", reason="x", expires="2027-13-01")), "'2027-13-01', not a day"),
    (file(entry("keep", reason="x", expires="20270101")), "'20270101', not a day"),
    (file(entry("accept", expires="2027-01-01")), "'expires' goes with reject and keep"),
    (file(entry("order", place="甲")), "the key 'after' is missing"),
    (file(entry("order", place=" ", after="")), "'place' is empty"),
    (file(entry("accept", place="甲")), "'place' goes with the action order"),
    (file(entry(), entry()), "decision 2 (7ed1): 7ed1 is decided twice"),
    (file("x"), "a.json, decision 1: is no object"),
    (file(anchors={"7ed1": {"prefix": "x"}}), "a.json, anchors, 7ed1: the key 'exact' is missing"),
    (file(decisions=None), "'decisions' must be a list"),
]


@pytest.mark.parametrize(("data", "said"), WRONG, ids=[said[:40] for _, said in WRONG])
def test_what_is_wrong_is_said_in_one_sentence(data: object, said: str) -> None:
    with pytest.raises(InputError) as failed:
        decisions.parse(data, "a.json")
    sentence = str(failed.value)
    assert sentence.startswith("a.json")
    assert said in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(("data", "said"), WRONG, ids=[said[:40] for _, said in WRONG])
def test_the_schema_refuses_it_too(data: object, said: str) -> None:
    by_hand = ("is no id of", "decided twice", "not a day")  # the schema can't say so, or less
    if not any(words in said for words in by_hand):
        assert not SCHEMA.is_valid(data)


BROKEN = [
    (b"{", "is no JSON at line 1, column 2"),
    (b'{"a": 1, "a": 2}', "the key 'a' stands twice"),
    (b'{"a": NaN}', "NaN is no number"),
    (b"[" * 100_000, "nested too deeply"),
    (b"\xff\xfe{", "is no JSON in UTF-8"),
]


@pytest.mark.parametrize(("data", "said"), BROKEN, ids=[said for _, said in BROKEN])
def test_what_is_no_json_is_said(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"a\.json: ") as failed:
        decisions.read(path)
    assert said in str(failed.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.json: no such file"):
        decisions.read(tmp_path / "none.json")


def test_a_folder_is_read_by_name(tmp_path: Path) -> None:
    for name in ("b", "a", "c/d"):
        path = tmp_path / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(file(reviewer=name)), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not mine", encoding="utf-8")
    assert [found.reviewer for found in decisions.read_folder(tmp_path)] == ["a", "b", "c/d"]


# --- merging ----------------------------------------------------------------------------------

FINGERPRINTS = st.sampled_from(["a1", "b2", "c3"])
REASONS = st.sampled_from([None, "formula", "live too", "asked Wang"])
SOME = st.builds(
    lambda mark, action, reason: Decision(mark, "AUD101", action, reason),
    FINGERPRINTS,
    st.sampled_from(["accept", "reject", "later"]),
    REASONS,
)
FILES = st.builds(
    lambda found, who: made(*{d.fingerprint: d for d in found}.values(), reviewer=who, name=who),
    st.lists(SOME),
    st.sampled_from(["Li", "Wang", "Zhang"]),
)


@given(st.lists(FILES, min_size=1, max_size=4))
def test_a_merge_is_a_union_in_any_order(files: list[Decisions]) -> None:
    wanted = {(d.fingerprint, d.action) for f in files for d in f.decisions if d.action != "later"}
    if len({mark for mark, _ in wanted}) < len(wanted):
        with pytest.raises(InputError, match="the reviewers disagree"):
            decisions.merge(files)
        return
    merged = decisions.merge(files)
    assert {(d.fingerprint, d.action) for d in merged.decisions if d.action != "later"} == wanted
    assert {d.fingerprint for d in merged.decisions} == {
        d.fingerprint for f in files for d in f.decisions
    }
    assert all(decisions.merge(order) == merged for order in itertools.permutations(files))
    assert decisions.merge([merged]) == merged
    assert [d.fingerprint for d in merged.decisions] == sorted(
        d.fingerprint for d in merged.decisions
    )


def test_conflicts_are_listed_with_both_files() -> None:
    one = made(*on_marks("accept", "a1", "b2"), reviewer="Li", name="li.json")
    other = made(*on_marks("reject", "b2", "a1"), reviewer="Wang", name="wang.json")
    with pytest.raises(InputError) as failed:
        decisions.merge([other, one])
    assert "AUD101 a1 is “accept” in li.json and “reject” in wang.json" in str(failed.value)
    assert "AUD101 b2" in str(failed.value)


def on_marks(action: Action, *marks: str, **other: Any) -> list[Decision]:
    return [Decision(mark, "AUD101", action, "seen", **other) for mark in marks]


def test_equal_decisions_keep_both_reasons_and_the_earlier_end() -> None:
    first, second = date(2027, 1, 1), date(2026, 6, 1)
    one = made(Decision("a1", "AUD101", "keep", "live too", first), reviewer="Li")
    other = made(Decision("a1", "AUD101", "keep", "asked Wang", second), reviewer="Wang")
    merged = decisions.merge([other, one])
    (decision,) = merged.decisions
    assert (decision.reason, decision.expires) == ("live too\nasked Wang", second)
    assert merged.reviewer == "Li, Wang"


def test_other_inputs_are_not_merged() -> None:
    with pytest.raises(InputError, match=r"b\.json: is about another input than a\.json"):
        decisions.merge([made(name="a.json"), made(name="b.json", sha256="1" * 64)])


def test_decisions_concern_the_same_bytes_or_an_earlier_scrape_of_the_path() -> None:
    document = Document.from_text("甲。", source="./page.txt")
    sha256 = document.provenance.sha256
    same = replace(made(*on_marks("accept", "a1"), sha256=sha256), path="elsewhere.txt")
    older = made(*on_marks("reject", "a1", "b2"))
    other = replace(made(*on_marks("reject", "c3")), path="other.txt")
    found = decisions.concerning([older, other, same], document.provenance)
    assert found is not None
    assert [(d.fingerprint, d.action) for d in found.decisions] == [
        ("a1", "accept"),
        ("b2", "reject"),
    ]
    assert decisions.concerning([other], document.provenance) is None


# --- matching ---------------------------------------------------------------------------------

PAGE = {
    "zh": "试点期限为两年，自批复之日起算。各地要抓紧制定方案，按时报送。",
    "en": "The pilot runs for two years from today. Every city shall file its plan in time. ",
}
AGAIN = {
    "zh": "各地要抓紧制定方案，按时报送。",
    "en": "Every city shall file its plan in time. ",
}


def anchored(audit: Audit, action: Action = "reject", **other: Any) -> Decisions:
    """A decision on every finding with its anchor, as the report saves them."""
    found = []
    for decision, finding in zip(on(audit.findings, action), audit.findings, strict=True):
        span, text = finding.locations[0].span, audit.document.text
        around = text[max(0, span.start - 32) : span.start], text[span.end : span.end + 32]
        found.append(replace(decision, anchor=Quote(span.of(text), *around), **other))
    return made(*found, sha256=audit.document.provenance.sha256)


def repeated(language: str, before: str = "", between: str = "") -> Audit:
    page, again = PAGE[language], AGAIN[language]
    return auditor.audit(before + page + between + again)


@pytest.mark.parametrize("language", PAGE)
def test_a_decision_survives_a_new_scrape(language: str) -> None:
    old = repeated(language)
    assert old.findings
    for before in ("", "\n\n", "Page 3\n"):
        new = repeated(language, before)
        matched = decisions.match(anchored(old), new.findings, new.document.text)
        assert [d.fingerprint for d, _ in matched.matched] == sorted(
            f.fingerprint for f in old.findings
        )
        assert matched.suppressed == {f.fingerprint for f in new.findings}
        assert not matched.stale


@pytest.mark.parametrize("language", PAGE)
def test_a_decision_is_stale_when_its_text_has_changed(language: str) -> None:
    old, new = repeated(language), auditor.audit(PAGE[language][:20])
    matched = decisions.match(anchored(old), new.findings, new.document.text)
    assert len(matched.stale) == len(old.findings) > 0
    (found,) = {f.rule for f in decisions.findings(matched, {r.id: r for r in RULES})}
    assert found == "AUD904"


@pytest.mark.parametrize("language", PAGE)
def test_a_decision_is_absent_when_nothing_is_wrong_any_more(language: str) -> None:
    old, new = repeated(language), auditor.audit(PAGE[language])
    matched = decisions.match(anchored(old), new.findings, new.document.text)
    assert len(matched.absent) == len(old.findings) > 0
    assert decisions.findings(matched, {rule.id: rule for rule in RULES}) == ()


def test_surroundings_tell_equal_findings_apart() -> None:
    """An equal repeat is scraped in front: the occurrence numbers have moved on by one."""
    text = "甲处的说明文字。同一段落在此重复。乙处的说明文字。同一段落在此重复。丙处的说明。"
    marks = [text.index("同一"), text.rindex("同一")]
    first, second = (builders.finding(locations=[("scrape", at, at + 9, "again")]) for at in marks)
    findings = [
        replace(first, fingerprint="occurrence-1"),
        replace(second, fingerprint="occurrence-2"),
    ]
    anchor = Quote("同一段落在此重复。", "乙处的说明文字。", "丙处的说明。")
    old = made(Decision("occurrence-1", "AUD101", "reject", "formula", anchor=anchor))
    matched = decisions.match(old, findings, text)
    assert matched.suppressed == {"occurrence-2"}


DAYS = [("2026-12-31", False), ("2027-01-01", False), ("2027-01-02", True)]


@pytest.mark.parametrize(("today", "is_over"), DAYS)
def test_a_decision_counts_to_the_end_of_its_last_day(today: str, is_over: bool) -> None:
    audit = repeated("zh")
    ours = anchored(audit, "keep", expires=date(2027, 1, 1))
    matched = decisions.match(ours, audit.findings, audit.document.text, date.fromisoformat(today))
    assert bool(matched.expired) == is_over
    assert bool(matched.suppressed) != is_over
    found = decisions.findings(matched, {rule.id: rule for rule in RULES})
    assert {f.rule for f in found} == ({"AUD902"} if is_over else set())


def test_a_rejection_without_reason_does_not_count() -> None:
    audit = repeated("zh")
    data = file(*(entry("reject", fingerprint=f.fingerprint, rule=f.rule) for f in audit.findings))
    ours = decisions.parse(data, "a.json", reasons=False)
    matched = decisions.match(ours, audit.findings, audit.document.text)
    assert not matched.suppressed
    found = decisions.findings(matched, {rule.id: rule for rule in RULES})
    assert {(f.rule, f.severity) for f in found} == {("AUD903", "error")}
    assert found[0].locations == audit.findings[0].locations


def test_white_space_does_not_hide_a_quote() -> None:
    text = "一、总体要求。\n  二、基本 原则。"
    assert decisions.locate(text, Quote("总体要求。 二、基本原则")) == (Span(2, 17),)
    assert decisions.locate(text, Quote("三、")) == ()


def test_a_decision_on_what_another_rule_told_before_still_counts() -> None:
    text = "The ferry leaves at seven and returns at noon, and bicycles are tied to its rail.\n" * 2
    found = auditor.audit(text).findings
    (told,) = [each for each in found if each.rule == "AUD105"]
    ((rule, mark),) = [mark for mark in told.before[0] if mark[0] == "AUD101"]
    decision = Decision(mark, rule, "reject", reason="meant")
    matched = decisions.match(made(decision), found, text)
    assert matched.suppressed == {told.fingerprint}
