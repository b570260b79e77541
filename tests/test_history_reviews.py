"""`auditor history` over time and over pages: reviews, settings, thresholds, pairs, an index."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from test_history import POLICY, edited
from test_history_command import LONGER, REGISTRY, SCHEMAS, run

import auditor
from auditor.formats import result
from auditor.formats.history.blame import differing
from auditor.history.shared import with_shared
from auditor.model.versions import HistoryOptions

NEWEST = edited(("at any time", "once a year"), text=LONGER)
BANNER = "See what else we do at our summer fair.\n\n# Privacy policy"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return versions(tmp_path / "policy", POLICY, LONGER, NEWEST)


def versions(place: Path, *texts: str) -> Path:
    place.mkdir()
    for number, text in enumerate(texts, start=1):
        (place / f"2020-0{number}-01.md").write_text(text, encoding="utf-8")
    return place


def changes(out: str = "reports", name: str = "policy") -> list[dict[str, object]]:
    data = json.loads(Path(out, f"{name}.history.json").read_text(encoding="utf-8"))
    Draft202012Validator(SCHEMAS["history"], registry=REGISTRY).validate(data)
    return [change for step in data["transitions"] for change in step["changes"]]


def test_what_is_in_the_baseline_is_known(page: Path) -> None:
    code, out, _ = run("policy", "--until", "2020-02-15", "--write-baseline", "known.jsonl")
    assert code == 0 and "12 months" in out
    code, out, _ = run("policy", "--baseline", "known.jsonl", "--fail-on", "editorial")
    assert code == 1 and "once a year" in out and "“12 months”" not in out
    assert [c["reviewed"] is not None for c in changes()] == [True, False]
    assert run("policy", "--baseline", "known.jsonl", "--write-baseline", "all.jsonl")[0] == 0
    assert (
        run("policy", "--baseline", "all.jsonl", "--fail-on", "editorial", "--gate", "all")[0] == 0
    )


def test_what_is_new_since_the_last_review_is_one_step(page: Path) -> None:
    code, _, err = run("policy", "--since-review")
    assert code == 2 and "nothing of it is reviewed yet" in err
    run("policy", "--until", "2020-01-15", "--write-baseline", "first.jsonl")
    _, out, _ = run("policy", "--since-review", "--baseline", "first.jsonl")
    assert "2020-01-01 → 2020-03-01" in out and "12 months" in out and "once a year" in out
    run("policy", "--until", "2020-02-15", "--write-baseline", "known.jsonl")
    _, out, _ = run("policy", "--since-review", "--baseline", "known.jsonl")
    assert "2020-02-01 → 2020-03-01" in out and "12 months" not in out


def test_a_file_of_reviews_is_as_its_schema_says(page: Path) -> None:
    run("policy", "--write-baseline", "known.jsonl")
    lines = Path("known.jsonl").read_text(encoding="utf-8").splitlines()
    schema = Draft202012Validator(json.loads(result.schema("reviews")))
    assert len(lines) == 4 and all(schema.is_valid(json.loads(line)) for line in lines)
    assert not schema.is_valid({"history": "policy"})


def test_a_decision_on_a_class_goes_into_the_labels(page: Path) -> None:
    run("policy")
    first = changes()[0]
    rows = [
        {"schema": "auditor-reviews", "schema_version": 1},
        {"history": "policy", "state": "2020-02-01", "id": first["id"], "action": "reject",
         "class": "extraction", "reason": "the converter rounds"},
    ]  # fmt: skip
    Path("mine.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert run("policy", "--decisions", "mine.jsonl", "--export-labels", "labels.json")[0] == 0
    labels = json.loads(Path("labels.json").read_text(encoding="utf-8"))["transitions"]
    (label,) = labels[0]["changes"]
    assert (label["class"], label["reviewed"]) == ("extraction", "reject")
    assert label["reason"].endswith("the converter rounds")
    assert changes()[0]["reviewed"] == {
        "action": "reject", "class": "extraction", "reason": "the converter rounds",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: is not JSON"),
        ('{"history": "a"}', "history and state must be texts"),
        ('{"history": "a", "state": "b", "action": "maybe"}', "action must be one of accept"),
        ('{"history": "a", "state": "b", "class": "noise"}', "class must be one of"),
        ('{"history": "a", "state": "b", "hash": "c"}', "is no review"),
    ],
)
def test_a_line_that_is_no_review_is_named(page: Path, line: str, said: str) -> None:
    head = '{"schema": "auditor-reviews", "schema_version": 1}\n'
    Path("known.jsonl").write_text(head + line + "\n", encoding="utf-8")
    code, _, err = run("policy", "--baseline", "known.jsonl")
    assert code == 2 and "known.jsonl, line 2" in err and said in err


def test_the_settings_file_holds_what_a_history_is_judged_by(page: Path) -> None:
    Path("auditor.toml").write_text(
        """
        fail-on = "warning"
        min-length = 9
        [history]
        blink-days = 30
        pairs = "none"
        fail-on = ["hidden"]
        [history.gate]
        transitions = "all"
        editorial = { warn-if = "> 0", error-if = "> 100" }
        priority = { error-if = "> 0.6" }
        noise-share = { warn-if = "> 0.5" }
        [history.priority]
        number = 0.01
        """,
        encoding="utf-8",
    )
    code, _, err = run("policy")
    assert code == 0
    assert re.findall(r"editorial is \d+", err) == ["editorial is 16", "editorial is 24"]
    assert "noise-share" not in err and not list(Path("reports").glob("*step*"))
    text = Path("auditor.toml").read_text(encoding="utf-8").replace("number = 0.01", "")
    Path("auditor.toml").write_text(text, encoding="utf-8")
    code, _, err = run("policy")
    assert code == 1 and "priority is 0.792" in err
    assert run("policy", "--gate", "newest", "--isolated")[0] == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[history]\nblinkdays = 3", "did you mean blink-days"),
        ("[history]\npersist = 0", "history: persist must be a whole number of 1 or more"),
        ("[history.gate]\nnoise-share = { warn-if = '> 2' }", "noise-share must be limits"),
        ("[history.gate]\nnoise = { warn-if = '> 0.2' }", "no setting is called 'noise'"),
        ("[history.priority]\nnumber = 3", "number must be a number from 0 to 1"),
        ("history = 3", "history must be a table"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(page: Path, text: str, said: str) -> None:
    Path("auditor.toml").write_text(text, encoding="utf-8")
    code, _, err = run("policy")
    assert code == 2 and "auditor.toml" in err and said in err


def test_a_step_has_a_page_that_shows_both_texts(page: Path) -> None:
    again = NEWEST.replace("# Privacy policy", "**Privacy policy**")
    (page / "2020-04-01.md").write_text(again, encoding="utf-8")
    run("policy")
    assert [path.name for path in sorted(Path("reports").glob("*step*"))] == [
        "policy.step-0.html", "policy.step-1.html",
    ]  # fmt: skip
    step = Path("reports/policy.step-0.html").read_text(encoding="utf-8")
    assert '<del id="old-0">90 days</del>' in step and '<ins id="new-0">12 months</ins>' in step
    assert 'href="./policy.step-0.html"' in Path("reports/policy.history.html").read_text("utf-8")
    run("policy", "--pairs", "all")
    assert "noise" in Path("reports/policy.step-2.html").read_text(encoding="utf-8")


def test_several_histories_have_an_index(page: Path, tmp_path: Path) -> None:
    versions(tmp_path / "terms <b>", POLICY, POLICY.replace("**", ""), POLICY + "\nNew.\n")
    code, _, _ = run("policy", "terms <b>", "--fail-on", "hidden")
    assert code == 0
    index = Path("reports/index.html").read_text(encoding="utf-8")
    assert index.index("policy.history.html") < index.index("terms_b.history.html")
    assert "<b>" not in index.split("<main>")[1].split("</main>")[0].replace("<bdi>", "")


def test_the_same_change_on_three_pages_in_a_day_is_the_sites(tmp_path: Path) -> None:
    pages = []
    for number, name in enumerate(("one", "two", "three")):
        text = POLICY.replace("your name", f"your name of {number}")
        new = edited(("90 days", "12 months"), ("# Privacy policy", BANNER), text=text)
        pages.append(auditor.history(versions(tmp_path / name, text, new)))
    alone = {c.cls for c in pages[0].transitions[0].changes}
    assert alone == {"editorial"}
    for history in with_shared(pages, HistoryOptions()):
        found = {(c.cls, c.kind, c.priority is None) for c in history.transitions[0].changes}
        assert found == {("boilerplate", "shared", True), ("editorial", "number", False)}
    assert with_shared(pages[:2], HistoryOptions()) == tuple(pages[:2])


def test_the_wordings_of_one_passage_are_printed(page: Path) -> None:
    code, out, _ = run("policy", "--blame", "keep your records")
    assert code == 0
    at = NEWEST.index("We keep your records")
    assert out.splitlines()[1:] == [
        f"  {at}:{NEWEST.index('We do not') - 1}  since 2020-01-01",
        "    2020-01-01  We keep your records for 90 days after you close the account.",
        "    2020-02-01  We keep your records for [-90 days-]{+12 months+} after you close the"
        " account.",
    ]
    by_place = run("policy", "--blame", f"{at + 1}:{at + 10}")[1]
    assert by_place == out
    by_what_it_was = run("policy", "--blame", "for\n90 days")[1]
    assert by_what_it_was == out
    everything = run("--blame", "policy")[1]
    assert "3 states" in everything
    assert run("--blame")[0] == 2


def test_words_of_a_dense_script_are_characters() -> None:
    assert differing("借期十四日。", "借期二十一日。") == "借期{+二+}十[-四-]{+一+}日。"


def test_a_whole_new_document_is_said(tmp_path: Path) -> None:
    other = "".join(f"Chapter {n} tells of ships, {n} of them, at sea.\n" for n in range(20))
    found = auditor.history(versions(tmp_path / "p", POLICY, other), HistoryOptions(blame=True))
    assert [notice.code for notice in found.notices] == ["new-document"]
