"""JUnit, GitHub, GitLab, reviewdog and Markdown: as their readers want them."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, Run
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from junitparser import Failure, JUnitXml
from markdown_it import MarkdownIt
from runs import HOSTILE, checked, failed, found, render, sample

from auditor.formats import github, markdown
from auditor.formats.terminal import plain

DATA = ROOT / "tests" / "data"
ANNOTATION = re.compile(r"::(error|warning|notice) (?:[a-zA-Z]+=[^:,]*,?)+::[^\r\n]*")


def valid(schema: str, text: str) -> Any:
    """The data, which fits the schema."""
    data = json.loads(text)
    path = DATA / f"{schema}.schema.json"
    Draft202012Validator(json.loads(path.read_text(encoding="utf-8"))).validate(data)
    return data


# JUnit


def suites(text: str) -> Any:
    return list(JUnitXml.fromstring(text.encode("utf-8")))


def test_junit_has_a_case_a_rule_so_that_passes_show() -> None:
    (suite,) = suites(render("junit", [checked("fine")]))
    names = ["gate", "AUD101 repeated-fragment", "AUD202 interleaved-copies"]
    assert [case.name for case in suite][:3] == names
    assert (suite.name, suite.tests, suite.failures, suite.errors) == ("page.txt", 4, 0, 0)


def test_junit_fails_where_the_gate_does() -> None:
    parts = (found((0, 1)), found((1, 2)), found((0, 1), severity="note"))
    passing, failing = suites(
        render("junit", [checked("ab", *parts), checked("ab", *parts, reasons=["2 errors"])])
    )
    assert (passing.failures, failing.failures) == (0, 2)
    wrong = {case.name: case.result for case in failing if case.result}
    assert set(wrong) == {"gate", "AUD202 interleaved-copies"}
    (result,) = wrong["AUD202 interleaved-copies"]
    assert isinstance(result, Failure)
    assert result.message == "1:1: A passage stands twice. (and 1 more)"
    assert result.text.splitlines()[1] == "1:2: A passage stands twice."
    said = {case.name: case.system_out for case in passing}
    assert said["AUD304 dangling-reference"] == "1:1: A passage stands twice."


def test_junit_has_a_case_for_rules_that_nobody_listed() -> None:
    stale = replace(found(), rule="AUD901", name="stale-baseline-entry")
    (suite,) = suites(render("junit", [checked("x", stale)]))
    assert [case.name for case in suite][-1] == "AUD901 stale-baseline-entry"


def test_junit_of_what_could_not_be_audited() -> None:
    (suite,) = suites(render("junit", [failed()]))
    assert (suite.tests, suite.errors) == (1, 1)
    (case,) = suite
    assert case.result[0].message == "AUD001: no such file; check the path"


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_junit_takes_every_character(text: str) -> None:
    part = found((0, len(text)), message=f"x{text}x")
    run = render("junit", [checked(text, part, reasons=["1 error"]), failed(why=f"x{text}")])
    first, _ = suites(run)
    shown = [case.result[0].text for case in first if case.name.startswith("AUD202")]
    noncharacters = plain(f"x{text}x").replace("\ufffe", r"\ufffe").replace("\uffff", r"\uffff")
    assert shown == [f"1:1: {noncharacters}"]


# GitHub


def levels(text: str) -> Counter[str]:
    """How many annotations there are of each level; every line is one."""
    lines = text.split("\n")
    assert lines.pop() == ""
    assert all(ANNOTATION.fullmatch(line) for line in lines)
    return Counter(line.split()[0] for line in lines)


def test_github_shows_ten_a_level_and_says_what_is_left_out() -> None:
    many = [
        *[found((0, 1), severity="note")] * 12,
        *[found((0, 1), severity="warning")] * 12,
        *[found((0, 1))] * 12,
    ]
    text = render("github", [checked("a", *many), failed()])
    assert levels(text) == {"::error": 10, "::warning": 10, "::notice": 10}
    assert text.startswith("::error file=gone.txt,title=not audited::")
    assert text.endswith("::notice title=auditor::8 more in the report\n")


def test_github_says_nothing_of_ten_that_are_shown() -> None:
    text = render("github", [checked("a", *[found((0, 1), severity="note")] * 10)])
    assert levels(text) == {"::notice": 10}
    assert "more in the report" not in text


def test_github_escapes() -> None:
    name = "a,b:c%\n.txt"
    text = render("github", [checked("x", found((0, 1), message="50%\r\n::error::x"), source=name)])
    assert text == (
        r"::error file=a%2Cb%3Ac%25\n.txt,title=AUD202 interleaved-copies,line=1,endLine=1,col=1,"
        r"endColumn=2::50%25\r\n::error::x Keep the first."
        "\n"
    )


def test_github_shows_a_limit_that_no_finding_stands_for() -> None:
    text = render("github", [checked("x", reasons=["repeated-ratio 0.5 is > 0.1 (error)"])])
    assert text == "::error file=page.txt,title=gate::repeated-ratio 0.5 is > 0.1 (error)\n"


def test_github_gives_columns_on_one_line_only() -> None:
    text = render("github", [checked("ab\ncd", found((1, 4)), found((0, 3)))])
    places = [re.findall(r"(\w+)=(\d+)", line) for line in text.splitlines()]
    assert places == [[("line", "1"), ("endLine", "2")], [("line", "1"), ("endLine", "1")]]


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_github_is_a_command_a_line(text: str) -> None:
    part = found((0, len(text)), message=text, suggestion=text)
    levels(render("github", [checked(text, part, source=text or "."), failed(why=text)]))


def test_the_summary_of_a_step_is_short_enough() -> None:
    text = "𠀀" * 300
    part = found((0, 9), message=text)
    run = [checked("x" * 10, *[part] * 3, source=f"{n}{text}") for n in range(900)]
    shown = github.summary(run, ())
    assert 900_000 < len(shown.encode("utf-8")) < 1024 * 1024
    assert re.search(r"… and [\d,]+ documents more", shown)
    assert re.search(r"… and [\d,]+ findings more", shown)


def test_the_summary_goes_where_github_wants_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    (tmp_path / "summary.md").write_text("before\n", encoding="utf-8")
    run("check", "-", "--output-format", "github", stdin="All is well here today.\n")
    shown = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert shown.startswith("before\n<!-- auditor -->\n## auditor: The gate passes\n")


# GitLab


def test_gitlab_fingerprints_are_unique_and_stay() -> None:
    parts = [found((0, 1)), found((1, 2)), found((1, 2), severity="note")]
    run = [checked("aa", *parts, source=name) for name in ("a.txt", "b.txt", "p.jsonl#1")]
    data = valid("gitlab-code-quality", render("gitlab", [*run, failed(), failed("p.jsonl#2")]))
    marks = [issue["fingerprint"] for issue in data]
    assert len(set(marks)) == len(marks) == 11
    moved = valid(
        "gitlab-code-quality", render("gitlab", [checked("\naa", *parts, source="a.txt")])
    )
    assert [issue["fingerprint"] for issue in moved] == marks[:3]


def test_gitlab_paths_and_lines() -> None:
    data = valid("gitlab-code-quality", render("gitlab", sample()))
    assert data[0]["location"] == {"path": "notices/通知 1.txt", "lines": {"begin": 2, "end": 2}}
    assert Counter(issue["severity"] for issue in data) == {
        "major": 1,
        "info": 1,
        "minor": 2,
        "critical": 2,
    }


def test_gitlab_takes_hostile_text() -> None:
    valid("gitlab-code-quality", render("gitlab", [checked(HOSTILE, found(message=HOSTILE))]))


# reviewdog


def test_rdjson_counts_columns_in_bytes() -> None:
    """The example of the format's own definition."""
    data = valid("rdjson", render("rdjson", [checked("a𐐀b", found((2, 3)))]))
    assert data["diagnostics"][0]["location"]["range"] == {
        "start": {"line": 1, "column": 6},
        "end": {"line": 1, "column": 7},
    }


@given(st.text(st.sampled_from("aé一𠀀\n\ud800")).map(lambda text: text * 700), st.data())
def test_rdjson_columns_lead_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    shown = valid("rdjson", render("rdjson", [checked(text, found((start, start)))]))
    *lines, last = text[:start].split("\n")
    assert shown["diagnostics"][0]["location"]["range"]["start"] == {
        "line": len(lines) + 1,
        "column": len(last.encode("utf-8", "surrogatepass")) + 1,
    }


def test_rdjson_of_a_run() -> None:
    data = valid("rdjson", render("rdjson", sample()))
    assert Counter(each["severity"] for each in data["diagnostics"]) == {
        "ERROR": 3,
        "WARNING": 2,
        "INFO": 1,
    }
    valid("rdjson", render("rdjson", [checked(HOSTILE, found((0, 9), message=HOSTILE))]))


# Markdown


def cells(text: str) -> list[str]:
    """The text of the cells of the tables; there is no other markup in them."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    shown = []
    for token in parser.parse(text):
        children = token.children or []
        kinds = {child.type for child in children}
        assert kinds <= {"text", "text_special", "html_inline", "em_open", "em_close"}, kinds
        inline = [child.content for child in children if child.type == "html_inline"]
        assert set(inline) <= {"<!-- -->"}
        if token.type == "inline":
            shown.append("".join(c.content for c in children if c.type != "html_inline"))
    return shown


@given(st.text(st.one_of(st.sampled_from("|`*_[](){}<>&%@#:!\\~$-\n w./"), st.characters())))
def test_markdown_shows_text_as_text(text: str) -> None:
    run = [checked("x", found((0, 1), message=f"x{text}x", suggestion=None), source="a")]
    assert cells(render("markdown", run))[-1] == plain(f"x{text}x")


def test_markdown_takes_no_names_numbers_and_addresses() -> None:
    escaped = markdown.escape("@everyone #1 https://evil.example www.evil.example me@evil.example")
    assert escaped == (
        "@<!-- -->everyone #<!-- -->1 https\\://evil.example www\\.evil.example "
        "me@<!-- -->evil.example"
    )


def test_markdown_fits_into_a_comment() -> None:
    part = found((0, 1), message="长" * 2_000)
    run = [checked("x", *[part] * 3, source=f"{n}.txt", reasons=["3 errors"]) for n in range(500)]
    shown = render("markdown", run)
    assert 60_000 < len(shown) < 65_536
    assert "… and 1,4" in shown
    assert shown.startswith("<!-- auditor -->\n## auditor: The gate fails\n")


def test_markdown_of_a_run_that_passes_is_short() -> None:
    assert render("markdown", [checked("fine")]) == (
        "<!-- auditor -->\n## auditor: The gate passes\n\nChecked 1 document: no findings.\n"
    )


def test_markdown_of_a_path_that_is_too_long_for_it() -> None:
    run = [checked("x", found((0, 1)), source="#" * 100_000, reasons=["@" * 100_000])]
    assert len(render("markdown", run)) < 65_536
