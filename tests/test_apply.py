"""`auditor apply`, from the report's result and a file of decisions to the repaired text."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from helpers import SEED, Run
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from auditor.formats import result

HEAD = "试点期限为两年，自批复之日起算。\n"
AGAIN = "各地要抓紧制定方案，按时报送。\n"
TAIL = "有关部门要加强指导。\n"
TEXT = HEAD + AGAIN + AGAIN + TAIL
REPAIRED = HEAD + AGAIN + TAIL
SCHEMAS = [json.loads(result.schema(name)) for name in ("decisions", "log")]
REGISTRY: Registry[Any] = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS
)


@pytest.fixture
def page(run: Run) -> Path:
    """A page with a repeat, audited: page.txt and reports/page.json."""
    path = Path("page.txt")
    path.write_text(TEXT, encoding="utf-8")
    run("report", path)
    return path


def decide(
    action: str = "accept", report: str = "reports/page.json", name: str = "mine.json", **other: Any
) -> Path:
    """A file with the same decision on every finding of a result."""
    data = json.loads(Path(report).read_text(encoding="utf-8"))
    source = {key: data["source"][key] for key in ("path", "sha256", "encoding")}
    reason = {"reason": "seen on the live page"} if action in ("reject", "keep") else {}
    found = [
        {"fingerprint": f["fingerprint"], "rule": f["rule"], "action": action} | reason | other
        for f in data["findings"]
    ]
    written = {
        "schema": "auditor-decisions", "schema_version": 1, "input": source, "reviewer": "Li",
        "decisions": found, "anchors": {},
    }  # fmt: skip
    path = Path(name)
    path.write_text(json.dumps(written), encoding="utf-8")
    return path


def test_the_repaired_text_is_written(page: Path, run: Run) -> None:
    ran = run("apply", "reports/page.json", "--decisions", decide(), "-o", "out.txt")
    assert (ran.code, ran.out) == (0, "")
    assert Path("out.txt").read_bytes() == REPAIRED.encode()
    assert page.read_text(encoding="utf-8") == TEXT
    assert f"{len(TEXT) - len(REPAIRED)} of {len(TEXT)} characters left out" in ran.err


def test_without_a_place_it_is_printed(page: Path, run: Run) -> None:
    assert run("apply", "reports/page.json", "--decisions", decide()).out == REPAIRED


@pytest.mark.parametrize("action", ["reject", "keep", "later"])
def test_what_is_not_accepted_stays(page: Path, run: Run, action: str) -> None:
    assert run("apply", "reports/page.json", "--decisions", decide(action)).out == TEXT


def test_the_log_says_where_everything_came_from(page: Path, run: Run) -> None:
    mine = decide()
    run("apply", "reports/page.json", "--decisions", mine, "-o", "out.txt", "--log", "log.json")
    log = json.loads(Path("log.json").read_text(encoding="utf-8"))
    Draft202012Validator(SCHEMAS[1], registry=REGISTRY).validate(log)
    (fingerprint,) = {d["fingerprint"] for d in log["decisions"]}
    (drop,) = log["dropped"]
    assert (drop["change"], drop["decision"]) == ("repeated", fingerprint)
    assert TEXT[slice(*drop["scrape"])] == AGAIN
    assert "".join(TEXT[slice(*part["span"])] for part in log["placed"]) == REPAIRED


def test_twice_gives_the_same_bytes(page: Path, run: Run) -> None:
    command = ("apply", "reports/page.json", "--decisions", decide(), "-o", "out.txt", "--log", "l")
    run(*command)
    first = [Path(name).read_bytes() for name in ("out.txt", "l")]
    assert run(*command).code == 0
    assert [Path(name).read_bytes() for name in ("out.txt", "l")] == first


def test_what_is_applied_is_not_applied_again(page: Path, run: Run) -> None:
    mine = decide()
    run("apply", "reports/page.json", "--decisions", mine, "-o", "out.txt", "--log", "log.json")
    run("report", "out.txt")
    again = ("apply", "reports/out.json", "--decisions", mine, "-o", "out.txt")
    ran = run(*again, "--log", "log.json")
    assert (ran.code, ran.out, ran.err) == (0, "", "Already applied: nothing to do.\n")
    assert Path("out.txt").read_text(encoding="utf-8") == REPAIRED
    assert run(*again).code == 2


def test_after_the_repair_nothing_is_found(page: Path, run: Run) -> None:
    run("apply", "reports/page.json", "--decisions", decide(), "-o", "out.txt")
    run("report", "out.txt")
    assert json.loads(Path("reports/out.json").read_text(encoding="utf-8"))["findings"] == []


def test_the_seed_is_repaired(run: Run) -> None:
    """What was accepted is found no more; what no reading can repair still is."""
    shutil.copy(SEED, "seed.txt")
    run("report", "seed.txt")
    mine = decide(report="reports/seed.json")
    assert run("apply", "reports/seed.json", "--decisions", mine, "-o", "out.txt").code == 0
    run("report", "out.txt")
    before, after = (
        json.loads(Path(f"reports/{name}.json").read_text(encoding="utf-8"))
        for name in ("seed", "out")
    )
    assert Path("out.txt").read_text(encoding="utf-8") == before["canonical"]["text"]
    grave = {f["rule"] for f in after["findings"] if f["severity"] != "note"}
    assert {f["rule"] for f in before["findings"]} >= {"AUD202", "AUD301", "AUD501"}
    assert grave <= {"AUD301"}


def test_after_the_repair_the_gate_finds_nothing_that_was_decided(run: Run) -> None:
    shutil.copy(SEED, "seed.txt")
    run("report", "seed.txt")
    mine = decide(report="reports/seed.json")
    data = json.loads(mine.read_text(encoding="utf-8"))
    for decision in data["decisions"]:
        if decision["rule"].startswith("AUD3"):
            decision.update(action="keep", reason="so on the live page")
    mine.write_text(json.dumps(data), encoding="utf-8")
    command = ("apply", "reports/seed.json", "--decisions", mine, "-o", "out.txt", "--log", "log")
    assert run(*command).code == 0
    assert run("check", "out.txt").code == 1
    ran = run("check", "out.txt", "--decisions", "log", "--fail-on", "note")
    assert (ran.code, "AUD3" in ran.out) == (0, False)


def test_a_page_is_read_as_it_was(run: Run) -> None:
    lines = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
    page = f'<meta charset="gb18030"><body><nav>首页</nav><main>{lines}</main>'
    Path("page.html").write_bytes(page.encode("gb18030"))
    run("report", "page.html", "--content-selector", "main")
    command = ("apply", "reports/page.json", "--decisions", decide())
    assert "with the selectors of the audit" in run(*command).err
    assert run(*command, "--content-selector", "main").out.split() == REPAIRED.split()


def test_a_trusted_text_gives_what_is_missing(run: Run) -> None:
    Path("page.txt").write_text(HEAD + AGAIN, encoding="utf-8")
    Path("trusted.txt").write_text(REPAIRED, encoding="utf-8")
    run("report", "page.txt", "--canonical", "trusted.txt")
    assert run("apply", "reports/page.json", "--decisions", decide()).out == REPAIRED


def test_one_of_several_results_is_chosen_by_the_input(run: Run) -> None:
    for name in ("a", "b"):
        Path(f"{name}.txt").write_text(TEXT + name + "\n", encoding="utf-8")
    run("report", "a.txt", "b.txt")
    Path("all.json").write_text(
        run("report", "a.txt", "b.txt", "--output-format", "json").out, encoding="utf-8"
    )
    mine = decide(report="reports/b.json")
    assert run("apply", "all.json", "--decisions", mine).out == REPAIRED + "b\n"


def test_the_input_is_found_beside_the_result(page: Path, run: Run) -> None:
    mine = decide()
    Path("there").mkdir()
    shutil.move("reports/page.json", "there/page.json")
    shutil.move("page.txt", "there/page.txt")
    assert run("apply", "there/page.json", "--decisions", mine).out == REPAIRED


def test_the_input_can_be_named(page: Path, run: Run) -> None:
    mine = decide()
    shutil.move("page.txt", "moved.txt")
    command = ("apply", "reports/page.json", "--decisions", mine)
    assert "page.txt: no such file; name the audited one with --input" in run(*command).err
    assert run(*command, "--input", "moved.txt").out == REPAIRED


def test_standard_input_must_be_named(run: Run) -> None:
    run("report", "-", stdin=TEXT)
    command = ("apply", "reports/stdin.json", "--decisions", decide(report="reports/stdin.json"))
    assert "--input" in run(*command).err
    assert run(*command, "--input", "-", stdin=TEXT).out == REPAIRED


def test_a_changed_input_is_refused(page: Path, run: Run) -> None:
    mine = decide()
    page.write_text(TEXT + "新。\n", encoding="utf-8")
    ran = run("apply", "reports/page.json", "--decisions", mine, "-o", "out.txt")
    assert (ran.code, Path("out.txt").exists()) == (2, False)
    assert "page.txt: has changed since it was audited" in ran.err


def test_decisions_on_another_input_are_refused(page: Path, run: Run) -> None:
    mine = decide()
    page.write_text(TEXT + "新。\n", encoding="utf-8")
    run("report", page)
    ran = run("apply", "reports/page.json", "--decisions", mine)
    assert (ran.code, ran.out) == (2, "")
    assert "mine.json: decided on an input with the SHA-256" in ran.err


@pytest.mark.parametrize("target", ["page.txt", "./page.txt", "reports/page.json", "mine.json"])
@pytest.mark.parametrize("flag", ["-o", "--log"])
def test_no_input_is_written_over(page: Path, run: Run, flag: str, target: str) -> None:
    mine = decide()
    before = Path(target).read_bytes()
    ran = run("apply", "reports/page.json", "--decisions", mine, flag, target)
    assert ran.code == 2
    assert Path(target).read_bytes() == before


def test_text_and_log_go_to_two_files(page: Path, run: Run) -> None:
    ran = run("apply", "reports/page.json", "--decisions", decide(), "-o", "x", "--log", "./x")
    assert (ran.code, Path("x").exists()) == (2, False)


def test_two_reviewers_are_merged(page: Path, run: Run) -> None:
    command = ("apply", "reports/page.json", "--decisions", decide(), "--decisions")
    assert run(*command, decide("later", name="other.json")).out == REPAIRED
    ran = run(*command, decide("reject", name="other.json"))
    assert (ran.code, ran.out) == (2, "")
    assert "“accept” in mine.json and “reject” in other.json" in ran.err


def test_a_repair_that_fits_nothing_is_not_lost(page: Path, run: Run) -> None:
    mine = decide(fingerprint="0" * 16)
    ran = run("apply", "reports/page.json", "--decisions", mine)
    assert (ran.code, ran.out) == (2, "")
    assert f"no finding of the result answers the decision on AUD105 {'0' * 16}" in ran.err


def test_a_text_that_utf8_has_not_is_refused(page: Path, run: Run) -> None:
    path = Path("reports/page.json")
    path.write_text(path.read_text(encoding="utf-8").replace("试点期限", "\\ud800点期限"), "utf-8")
    ran = run("apply", path, "--decisions", decide(), "-o", "out.txt")
    assert (ran.code, Path("out.txt").exists()) == (2, False)
    assert "out.txt: character 0 is a lone surrogate" in ran.err


CHECKS = [
    ("accept", {}, 0, "Everything is decided, and applies."),
    ("reject", {}, 0, "Everything is decided, and applies."),
    ("later", {}, 1, "undecided: AUD1"),
    ("keep", {"expires": "2020-01-01"}, 1, "expired on 2020-01-01: AUD1"),
    ("reject", {"fingerprint": "0" * 16}, 1, "fits nothing: reject of AUD1"),
]


@pytest.mark.parametrize(("action", "other", "code", "said"), CHECKS)
def test_check_says_what_is_open_and_writes_nothing(
    page: Path, run: Run, action: str, other: dict[str, str], code: int, said: str
) -> None:
    mine = decide(action, **other)
    ran = run("apply", "reports/page.json", "--decisions", mine, "--check", "-o", "x", "--log", "y")
    assert ran.code == code
    assert said in ran.out
    assert not Path("x").exists()
    assert not Path("y").exists()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("result", "{", "is no JSON at line 1"),
        ("result", "[]", "result.json: is no object"),
        ("result", '{"schema": "other"}', 'is no file with "schema": "auditor-result"'),
        ("mine", '{"schema": "auditor-result"}', 'is no file with "schema": "auditor-decisions"'),
    ],
)
def test_a_file_of_another_kind_is_refused(
    page: Path, run: Run, name: str, data: str, said: str
) -> None:
    shutil.copy("reports/page.json", "result.json")
    decide()
    Path(f"{name}.json").write_text(data, encoding="utf-8")
    ran = run("apply", "result.json", "--decisions", "mine.json")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1
