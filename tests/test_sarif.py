"""SARIF: valid by the published schema, its regions right in code points, within the limits."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from helpers import ROOT, SEED, Run
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from runs import HOSTILE, checked, failed, found, render, sample

from auditor.formats import sarif
from auditor.formats.rules import explain
from auditor.model import Checked
from auditor.rules import RULES

SCHEMA = ROOT / "tests" / "data" / "sarif-2.1.0.schema.json"
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
TEXTS = st.text(st.sampled_from("ab。𠀀\r\n\ud800\x1b{}[]("), max_size=30)


def log(run: Sequence[Checked]) -> Any:
    """The only run of the log, which is valid."""
    data = json.loads(render("sarif", run))
    VALIDATOR.validate(data)
    return data["runs"][0]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(VALIDATOR.schema)
    assert not VALIDATOR.is_valid({"version": "2.1.0", "runs": [{}]})


def test_a_sample_is_valid() -> None:
    assert [result["level"] for result in log(sample())["results"]] == [
        "error",
        "warning",
        "warning",
        "note",
    ]


@given(text=TEXTS, cut=st.lists(st.integers(0, 30), min_size=2, max_size=2))
def test_a_region_is_where_its_characters_are(text: str, cut: list[int]) -> None:
    start, end = sorted(min(place, len(text)) for place in cut)
    (result,) = log([checked(text, found((start, end), message=text, phrase=text))])["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["charOffset"], region["charLength"]) == (start, end - start)
    lines = [*io.StringIO(text, newline=""), ""]
    for name, offset in (("start", start), ("end", end)):
        line, column = region[f"{name}Line"], region[f"{name}Column"]
        assert sum(map(len, lines[: line - 1])) + column - 1 == offset


def test_columns_are_code_points() -> None:
    run = log([checked("𠀀𠀀一\n", found((2, 3)))])
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (3, 4)


def test_what_was_scraped_is_neither_placeholder_nor_link() -> None:
    run = log([checked("x", found((0, 1), message="{0} [a](https://evil.example)"))])
    assert run["results"][0]["message"]["text"] == (
        "{{0}} [a] (https://evil.example) Keep the first."
    )


def test_hostile_text_is_valid() -> None:
    part = found((0, len(HOSTILE)), message=HOSTILE, phrase=HOSTILE, suggestion=HOSTILE)
    log([checked(HOSTILE, part, source=HOSTILE, reasons=[HOSTILE]), failed(HOSTILE, HOSTILE)])


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("a b.txt", "a%20b.txt"),
        ("/x/y.txt", "file:///x/y.txt"),
        ("c:d#e?.txt", "c%3Ad%23e%3F.txt"),
        ("通知", "%E9%80%9A%E7%9F%A5"),
        ("caf\udce9", "caf%E9"),
        ("\ud800", "%ED%A0%80"),
    ],
)
def test_uri(path: str, wanted: str) -> None:
    assert sarif.uri(path) == wanted


def test_every_rule_has_its_page() -> None:
    manual = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    rules = json.loads(sarif.render([], RULES))["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    for rule, data in zip(RULES, rules, strict=True):
        assert data["help"]["text"] == explain(RULES, rule.id)
        assert data["help"]["markdown"] in manual
        assert data["name"].isalnum()


def test_results_point_at_their_rules_and_artifacts() -> None:
    run = log(sample())
    rules, artifacts = run["tool"]["driver"]["rules"], run["artifacts"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert artifacts[place["index"]]["location"]["uri"] == place["uri"]


def test_records_of_a_file_are_artifacts_in_it() -> None:
    run = log(
        [
            checked("a", found((0, 1)), source=f"p.jsonl#{name}", media_type="application/jsonl")
            for name in ("x", "y")
        ]
    )
    assert [each["location"]["uri"] for each in run["artifacts"]] == ["p.jsonl", "x", "y"]
    assert [each.get("parentIndex") for each in run["artifacts"]] == [None, 0, 0]
    marks = [each["partialFingerprints"]["primaryLocationLineHash"] for each in run["results"]]
    assert len(set(marks)) == 2


def test_equal_findings_of_a_document_have_different_fingerprints() -> None:
    run = log([checked("aa", found((0, 1)), found((1, 2)))])
    marks = [each["partialFingerprints"]["auditor/v1"] for each in run["results"]]
    assert marks == ["00" * 8 + ":1", "00" * 8 + ":2"]


def test_what_is_known_or_suppressed_is_left_out() -> None:
    run = checked("a", found((0, 1)))
    hidden = replace(run.verdict, new=(), unchanged=(found((0, 1)),), suppressed=(found(),))
    assert log([replace(run, verdict=hidden)])["results"] == []


def test_failures_are_notifications() -> None:
    (invocation,) = log([failed(), checked("fine")])["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["level"] == "error"
    assert notification["message"]["text"] == "AUD001: no such file; check the path"
    (invocation,) = log([checked("fine")])["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, 0)
    assert invocation["toolExecutionNotifications"] == []


def test_at_most_5_000_results_and_a_notification() -> None:
    notes = [found((0, 1), severity="note")] * sarif.RESULTS
    text = render("sarif", [checked("a", *notes, *[found((0, 1))] * 2)])
    (run,) = json.loads(text)["runs"]
    levels = [result["level"] for result in run["results"]]
    assert (len(levels), levels[:3]) == (5_000, ["error", "error", "note"])
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == (
        "2 of 5,002 results are left out: the least severe ones."
    )


def test_at_most_100_related_places() -> None:
    spans = [(at, at + 1) for at in range(150)]
    (result,) = log([checked("x" * 150, found(*spans))])["results"]
    assert [place["id"] for place in result["relatedLocations"]] == list(range(1, 101))
    assert result["properties"]["placesLeftOut"] == 49


def test_the_seed_from_the_command(run: Run) -> None:
    done = run("check", SEED, "--output-format", "sarif")
    assert done.code == 1
    data = json.loads(done.out)
    VALIDATOR.validate(data)
    text = SEED.read_bytes().decode("utf-8")
    woven = next(each for each in data["runs"][0]["results"] if each["ruleId"] == "AUD202")
    assert len(woven["relatedLocations"]) > 10
    for place in (woven["locations"][0], *woven["relatedLocations"]):
        region = place["physicalLocation"]["region"]
        line = text.split("\n")[region["startLine"] - 1]
        assert text[region["charOffset"] :].startswith(line[region["startColumn"] - 1 :][:5])
