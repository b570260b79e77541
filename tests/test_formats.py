"""All formats of a run of the gate: golden files, hostile text, and those for a terminal."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers import Run
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pytest_regressions.file_regression import FileRegressionFixture
from referencing import Registry, Resource
from runs import HOSTILE, checked, failed, found, render, sample

from auditor import __version__
from auditor.formats import CHECK_FORMATS, COLOURED, WITH_RESULT, result
from auditor.formats.full import excerpt
from auditor.formats.outcome import exit_reason, tally
from auditor.formats.terminal import breadth, logged, shown_path
from auditor.model import Checked, Span

SUFFIXES = {"sarif": ".sarif", "junit": ".xml", "markdown": ".md", "jsonl": ".jsonl"}
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ANSI = re.compile(r"\x1b\[[\d;]*m")
# Some of what a terminal, a parser or a reader could take for something else than text.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("\x1b\x9b\u202e\ud800\0\r\n|`*_[](){}<>&%@#:!\\~$-"),
        st.characters(exclude_categories=()),
    ),
    max_size=40,
)
TWICE = "第一条 为了规范管理，制定本办法。第二条 本办法适用于各级人民政府及其工作部门。\n" * 2


def hostile(text: str = HOSTILE) -> list[Checked]:
    """A run with `text` in every place that a scrape or a file name can bring text to."""
    part = found((0, len(text)), (len(text), len(text)), message=text, phrase=text, suggestion=text)
    run = checked(text, part, source=text or ".", reasons=[text])
    return [run, failed(text or ".", text)]


@pytest.mark.parametrize("name", CHECK_FORMATS)
def test_golden(name: str, file_regression: FileRegressionFixture) -> None:
    text = render(name, sample()).replace(__version__, "VERSION")
    file_regression.check(text, extension=SUFFIXES.get(name, ".txt"), encoding="utf-8")


@pytest.mark.parametrize("name", CHECK_FORMATS)
def test_nothing_that_a_terminal_obeys(name: str) -> None:
    text = render(name, hostile())
    assert not OBEYED.search(text)
    assert "::error::owned" not in [line[:14] for line in text.splitlines()]
    text.encode("utf-8")


@pytest.mark.parametrize("name", CHECK_FORMATS)
@given(text=TEXTS)
def test_every_text_is_shown(name: str, text: str) -> None:
    shown = render(name, hostile(text))
    shown.encode("utf-8")
    assert not OBEYED.search(shown)


@pytest.mark.parametrize("name", CHECK_FORMATS)
def test_no_document_at_all(name: str) -> None:
    render(name, []).encode("utf-8")


@pytest.mark.parametrize("name", sorted(COLOURED))
def test_colour_changes_nothing_else(name: str) -> None:
    plain, painted = render(name, sample(), color=False), render(name, sample(), color=True)
    assert "\x1b" not in plain
    assert ANSI.sub("", painted) == plain != painted


@pytest.mark.parametrize("name", sorted(set(CHECK_FORMATS) - COLOURED))
def test_data_is_never_coloured(name: str) -> None:
    with pytest.raises(TypeError):
        render(name, sample(), color=True)


def test_concise_is_a_line_a_finding() -> None:
    run = checked("一二\n三𠀀四", found((5, 6)), found(severity="note"), source="a b.txt")
    assert render("concise", [run]).splitlines() == [
        "a b.txt:2:3: AUD202 [error] A passage stands twice.",
        "a b.txt: AUD304 [note] A passage stands twice.",
    ]
    assert render("concise", [checked("fine")]) == ""


def test_a_path_is_no_command_to_a_ci_system() -> None:
    assert shown_path("::stop-commands::x") == "./::stop-commands::x"
    assert logged("##[group]x ##vso[y]z ## Heading") == r"\x23#[group]x \x23#vso[y]z ## Heading"


@pytest.mark.parametrize(
    ("text", "marked", "wanted"),
    [
        ("abcdef", (1, 3), ("abcdef", " ^^")),
        ("abcdef", (6, 6), ("abcdef", "      ^")),
        ("", (0, 0), ("", "^")),
        ("一二三", (1, 2), ("一二三", "  ^^")),
        ("a\tb\x1b", (1, 2), (r"a\tb\x1b", " ^^")),
        ("e\u0301x", (2, 3), ("e\u0301x", " ^")),
        ("x" * 200, (100, 102), ("…" + "x" * 38 + "…", " " * 24 + "^^")),
        ("一" * 90, (40, 90), ("…" + "一" * 19 + "…", " " * 23 + "^" * 17)),
    ],
)
def test_excerpt(text: str, marked: tuple[int, int], wanted: tuple[str, str]) -> None:
    assert excerpt(text, Span(0, len(text)), Span(*marked), 40) == wanted


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_an_excerpt_fits(text: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    shown, marks = excerpt(text, Span(0, len(text)), Span(start, end), 72)
    assert max(breadth(shown), len(marks)) <= 73
    assert marks.strip("^").isspace() or not marks.strip("^")
    assert marks.endswith("^")


def test_an_excerpt_of_a_book_on_one_line_is_short() -> None:
    text = "天地玄黄。" * 200_000
    shown = render("full", [checked(text, found((500_000, 900_000), (0, 400_000)))])
    assert len(shown) < 1_000
    assert "page.txt:1:500001: AUD202" in shown


def test_tally_and_reason() -> None:
    assert tally([]) == "No document was checked."
    assert tally([checked("x")]) == "Checked 1 document: no findings."
    assert exit_reason([checked("x", found())]) is None
    run = [checked("x", found(), source=f"{n}.txt", reasons=["1 error"]) for n in range(5)]
    assert exit_reason([*run, failed()]) == (
        "1 document could not be audited (gone.txt: AUD001: no such file; check the path); "
        "5 documents fail the gate (0.txt: 1 error; 1.txt: 1 error; 2.txt: 1 error; and 2 more)"
    )
    known = replace(run[0].verdict, new=(), unchanged=(found(),), suppressed=(found(), found()))
    assert tally([replace(run[0], verdict=known), failed()]) == (
        "Checked 1 document: no findings, 1 in the baseline, 2 suppressed by decisions. "
        "1 document could not be audited."
    )


def test_json_of_a_run_says_why_it_ends_so() -> None:
    data = json.loads(render("json", sample()))
    assert (data["exit_code"], data["exit_reason"][:34]) == (
        2,
        "2 documents could not be audited (",
    )
    assert [verdict["exit_code"] for verdict in data["verdicts"]] == [1, 1, 0, 0, 0, 2, 2]
    assert set(CHECK_FORMATS) >= WITH_RESULT


def test_json_of_a_run_fits_its_schema(run: Run, tmp_path: Path) -> None:
    (tmp_path / "twice.txt").write_text(TWICE, encoding="utf-8")
    done = run("check", "twice.txt", "gone.txt", "--fail-on", "warning", "--output-format", "json")
    schemas = [json.loads(result.schema(name)) for name in ("results", "result")]
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas
    )
    data = json.loads(done.out)
    Draft202012Validator(schemas[0], registry=registry).validate(data)
    assert (done.code, data["exit_code"], len(data["documents"])) == (2, 2, 1)
    assert [verdict["path"] for verdict in data["verdicts"]] == ["twice.txt", "gone.txt"]


def test_jsonl_is_a_line_a_finding() -> None:
    lines = render("jsonl", [*sample(), *hostile()]).split("\n")
    data = [json.loads(line) for line in lines[:-1]]
    assert [each["rule"] for each in data] == ["AUD202", "AUD304", "AUD101", "AUD101", "AUD202"]
    assert data[0]["places"][0] | {"phrase": ""} == {
        "span": [18, 25],
        "line": 2,
        "column": 8,
        "end_line": 2,
        "end_column": 15,
        "element": None,
        "phrase": "",
    }
    assert data[4]["message"] == HOSTILE


@pytest.mark.parametrize("name", CHECK_FORMATS)
def test_every_format_from_the_command(name: str, run: Run, tmp_path: Path) -> None:
    flags = ("--fail-on", "warning", "--output-format", name, "--output", f"{name}:out")
    done = run("check", "-", *flags, stdin=TWICE)
    assert (done.code, done.err) == (1, "")
    assert "AUD105" in done.out
    assert (tmp_path / "out").read_text(encoding="utf-8") == done.out


def test_what_a_finding_explains_is_folded_under_it() -> None:
    cause = found((0, 4), message="Two copies are woven.", fingerprint="aa" * 8)
    open_place = found((5, 9), severity="warning", message="A place is open.", fingerprint="bb" * 8)
    alone = found((10, 14), severity="warning", message="It stutters.", fingerprint="cc" * 8)
    symptoms = [replace(open_place, under=cause.fingerprint)] * 5
    run = [checked("a b c d e f g h i j k l m n", symptoms[0], cause, alone, *symptoms[1:])]
    full = render("full", run)
    assert full.count("  with it AUD101 [warning] A place is open.\n") == 3
    assert "  and 2 more findings with it\n" in full
    assert full.count("page.txt:1:") == 2  # headings
    for name in ("github", "markdown"):
        assert render(name, run).count("A place is open.") == 0
        assert "With it: 5 × AUD101." in render(name, run).replace("\\", "")
    lines = render("concise", run).splitlines()
    assert [line.endswith("A place is open. Explained by AUD202.") for line in lines] == [
        False, *[True] * 5, False,
    ]  # fmt: skip
    for name in ("sarif", "junit", "gitlab", "rdjson"):
        assert render(name, run).count("A place is open. Explained by AUD202.") >= 5
    under = [json.loads(line)["under"] for line in render("jsonl", run).splitlines()]
    assert under == [None, *[cause.fingerprint] * 5, None]


def test_a_finding_stands_for_itself_where_its_cause_is_known() -> None:
    part = replace(found((0, 4), message="A place is open."), under="ff" * 8)
    assert "Explained" not in render("concise", [checked("a b c d", part)])
