"""Settings: where they come from, which goes before which, and what is wrong with them."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from helpers import ROOT, Run

from auditor.cli import main
from auditor.config import KEYS, find, load
from auditor.config.versions import HISTORY_KEYS
from auditor.config.write import template
from auditor.errors import InputError, OptionsError
from auditor.model.versions import HistoryOptions, Weights
from auditor.rules import RULES

PAGE = (
    "第一条 为了规范公共阅览室的管理，制定本办法。\n"
    "第二条 本办法适用于各级人民政府及其工作部门设立的阅览室。\n"
    "第三条 阅览室每日上午九时开放，下午六时闭馆，节假日照常。\n"
    "第四条 本办法自公布之日起施行。\n"
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE * 2, encoding="utf-8")
    return path


def settings(folder: Path, text: str, name: str = "auditor.toml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    pyproject = settings(tmp_path, "[tool.auditor]\n", "pyproject.toml")
    assert find(inner) == pyproject
    other = settings(tmp_path / "a", "[tool.other]\n", "pyproject.toml")
    assert find(inner) == pyproject, f"{other} says nothing about auditor"
    own = settings(tmp_path, "")
    assert find(inner) == own
    near = settings(inner, "")
    assert find(inner) == near


def test_a_flag_goes_before_the_environment_before_the_file(
    run: Run, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*flags: str) -> bool:
        return run("check", page, *flags).code == 1

    assert fails()
    settings(tmp_path, 'fail-on = "never"\n')
    assert not fails()
    assert fails("--isolated")
    monkeypatch.setenv("AUDITOR_CHECK_FAIL_ON", "error")
    assert fails()
    assert not fails("--fail-on", "never")


@pytest.mark.parametrize("name", ["auditor.toml", "pyproject.toml"])
def test_both_files_say_the_same(name: str, run: Run, page: Path, tmp_path: Path) -> None:
    head = "[tool.auditor]\n" if name == "pyproject.toml" else ""
    settings(tmp_path, f'{head}ignore = ["AUD1"]\n', name)
    assert run("check", page).code == 0
    settings(tmp_path, f'{head}ignore = ["AUD5"]\n', name)
    assert run("check", page).code == 1


def test_a_file_by_name_and_none_at_all(run: Run, page: Path, tmp_path: Path) -> None:
    settings(tmp_path, 'fail-on = "never"\n', "elsewhere/loose.toml")
    assert run("check", page, "--config", "elsewhere/loose.toml").code == 0
    assert run("check", page).code == 1
    done = run("check", page, "--config", "elsewhere/loose.toml", "--isolated")
    assert (done.code, "exclude each other" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("min-lenght = 8", "no setting is called 'min-lenght'; did you mean min-length?"),
        ('ignore = ["AUD20I"]', "ignore: no rule is called 'AUD20I'; did you mean AUD20"),
        ('select = ["moved-fragmnet"]', "did you mean moved-fragment?"),
        ("ignore = 'AUD201'", "ignore must be a list of texts, not 'AUD201'"),
        ("min-length = 0", "min-length must be a whole number of 1 or more, not 0"),
        ("min-length = true", "min-length must be a whole number of 1 or more, not True"),
        ("min-similarity = 1.5", "min-similarity must be a number from 0 to 1, not 1.5"),
        ("min-similarity = nan", "min-similarity must be a number from 0 to 1, not nan"),
        ("timeout = 0", "timeout must be a number of seconds above 0, not 0"),
        ("timeout = inf", "timeout must be a number of seconds above 0, not inf"),
        ('fail-on = "errors"', "fail-on must be one of error, warning, note, never"),
        ("exit-zero = 1", "exit-zero must be true or false, not 1"),
        ('[severity]\nAUD2O1 = "note"', "severity: no rule is called 'AUD2O1'"),
        ('[severity]\nAUD201 = "hint"', "AUD201 must be error, warning or note, not 'hint'"),
        ("[gate]\nrepeat-ratio = {}", "no ratio is called 'repeat-ratio'; did you mean repeated"),
        ("[gate]\nmissing-ratio = 0.1", "missing-ratio must be limits such as"),
        ('[gate]\nmissing-ratio = { error-if = "< 0.1" }', 'limits such as "> 0.02"'),
        ('[gate]\nmissing-ratio = { error-if = "> nan" }', 'limits such as "> 0.02"'),
        ('[gate]\nmissing-ratio = { error-if = "> 10" }', "of a share from 0 to 1"),
        ('[gate]\nmissing-ratio = { warn = "> 0.1" }', "limits such as"),
        ("[[per-path]]\nignore = []", "per-path 1: paths must be a list of patterns"),
        ('[[per-path]]\npaths = ["*"]\njobs = 2', "per-path 1: no setting is called 'jobs'"),
        ("per-path = 1", "per-path must be tables"),
        ("gate = 1", "gate must be a table, not 1"),
        ("a = = b", "is not TOML"),
        ("x = '\udc80'", "is not TOML"),
    ],
)
def test_what_makes_no_sense_is_told(text: str, says: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "auditor.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    done = run("check", "page.txt")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"auditor: {tmp_path / 'auditor.toml'}: ")
    assert says in done.err
    assert "Traceback" not in done.err


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.toml: cannot be read"):
        load(tmp_path / "none.toml", RULES)


def severities(run: Run, *flags: str) -> dict[str, str]:
    done = run("check", "page.txt", "--output-format", "json", *flags)
    (document,) = json.loads(done.out)["documents"]
    return {finding["rule"]: finding["severity"] for finding in document["findings"]}


def test_severities_of_rules(run: Run, page: Path, tmp_path: Path) -> None:
    usual = severities(run)
    rule = min(rule for rule, severity in usual.items() if severity == "error")
    settings(tmp_path, f'[severity]\n{rule} = "note"\n')
    assert severities(run) == usual | {rule: "note"}


def test_thresholds(run: Run, page: Path, tmp_path: Path) -> None:
    settings(tmp_path, 'ignore = ["AUD"]\n[gate]\nrepeated-ratio = { error-if = "> 0.4" }\n')
    done = run("check", page)
    assert (done.code, "repeated-ratio 0.5 is > 0.4" in done.out) == (1, True)
    settings(tmp_path, 'ignore = ["AUD"]\n[gate]\nrepeated-ratio = { warn-if = "> 0.4" }\n')
    assert run("check", page).code == 0
    assert run("check", page, "--fail-on", "warning").code == 1


PER_PATH = """
[gate]
repeated-ratio = { error-if = "> 0.1" }
[[per-path]]
paths = ["old/", "!old/kept.txt"]
fail-on = "never"
[[per-path]]
paths = ["forms/*.txt"]
ignore = ["AUD"]
gate.repeated-ratio = { error-if = "> 0.9" }
"""


@pytest.mark.parametrize(
    ("path", "flags", "code"),
    [
        ("page.txt", (), 1),
        ("old/page.txt", (), 0),
        ("old/deep/page.txt", (), 0),
        ("old/kept.txt", (), 1),  # the last pattern that fits has the last word
        ("old/page.txt", ("--fail-on", "error"), 1),  # the flag has the last word
        ("forms/page.txt", (), 0),
        ("forms/deep/page.txt", (), 1),
    ],
)
def test_settings_for_some_paths(
    path: str, flags: tuple[str, ...], code: int, run: Run, tmp_path: Path
) -> None:
    settings(tmp_path, PER_PATH)
    settings(tmp_path, PAGE * 2, path)
    assert run("check", path, *flags).code == code
    assert run("check", tmp_path / path, *flags).code == code, "an absolute path is the same file"


def test_ignored_rules_add_up_and_others_are_replaced(run: Run, page: Path, tmp_path: Path) -> None:
    found = set(severities(run))
    assert len(found) > 0
    first, *rest = sorted(found)
    text = f'ignore = {json.dumps(rest or ["AUD9"])}\n[[per-path]]\npaths = ["*.txt"]\n'
    settings(tmp_path, f'{text}ignore = ["{first}"]\n')
    assert severities(run) == {}


def test_a_path_that_is_no_pattern_is_told(run: Run, page: Path, tmp_path: Path) -> None:
    settings(tmp_path, '[[per-path]]\npaths = ["a", "!"]\nignore = ["AUD202"]\n')
    done = run("check", page)
    assert (done.code, "no pattern as in .gitignore" in done.err) == (2, True)


def test_paths_start_from_the_file(
    run: Run, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(
        tmp_path,
        'baseline = "known/base.jsonl"\noutput = ["junit:out/junit.xml"]\n'
        'exclude = ["deep/skip*"]\n',
    )
    (tmp_path / "known").mkdir()
    assert run("baseline", "create", page, "--baseline", "known/base.jsonl").code == 0
    settings(tmp_path, PAGE * 4, "deep/skipped.txt")
    monkeypatch.chdir(tmp_path / "deep")
    settings(tmp_path, PAGE, "deep/clean.txt")
    assert run("check", ".", "../page.txt").code == 0
    assert (tmp_path / "out" / "junit.xml").exists()


def test_report_heeds_the_file(run: Run, page: Path, tmp_path: Path) -> None:
    def found() -> list[Any]:
        assert run("report", "page.txt").code == 0
        text = (tmp_path / "reports" / "page.json").read_text(encoding="utf-8")
        return list(json.loads(text)["findings"])

    assert found()
    settings(tmp_path, '[[per-path]]\npaths = ["page.txt"]\nignore = ["AUD"]\n')
    assert not found()


def test_show_names_the_origin_of_every_value(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = settings(tmp_path, PER_PATH.replace("\n[gate]", 'min-length = 12\nlang = "zh"\n[gate]'))
    monkeypatch.setenv("AUDITOR_CHECK_JOBS", "3")
    shown = run("config", "--show").out
    assert f"min-length = 12  # {file}\n" in shown
    assert "jobs = 3  # environment AUDITOR_CHECK_JOBS\n" in shown
    assert 'fail-on = "error"  # default\n' in shown
    assert "# timeout is not set  # default\n" in shown
    assert tomllib.loads(shown)["gate"]["repeated-ratio"] == {"error-if": "> 0.1"}
    assert len(tomllib.loads(shown)["per-path"]) == 2
    assert [line for line in run("config").out.splitlines() if "per-path" in line]
    assert "min-length = 8  # default" in run("config", "--isolated").out


def test_show_round_trips(run: Run, tmp_path: Path) -> None:
    """What is shown is a settings file that says the same."""
    settings(tmp_path, PER_PATH)
    shown = run("config").out
    again = settings(tmp_path, shown, "again.toml")
    one, two = load(tmp_path / "auditor.toml", RULES), load(again, RULES)
    assert (one.thresholds, one.per_path) == (two.thresholds, two.per_path)


def test_init_writes_a_file_of_comments_and_never_over_one(run: Run, tmp_path: Path) -> None:
    assert run("config", "--init").code == 0
    text = (tmp_path / "auditor.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {}
    assert run("check", "none.txt").code == 2
    done = run("config", "--init")
    assert (done.code, "is there already" in done.err) == (2, True)


def test_the_commented_settings_make_sense(tmp_path: Path) -> None:
    lines = template().splitlines()
    live = [line[2:] for line in lines if " = " in line or line.startswith("# [")]
    loaded = load(settings(tmp_path, "\n".join(live)), RULES)
    assert {name for name, _ in loaded.values} == {key.name for key in KEYS}
    own = {name for name, _ in loaded.history.values}
    assert own == {key.name for key in HISTORY_KEYS} | {"gate"}
    assert replace(Weights(), **dict(loaded.history.weights)) == Weights()


def test_every_key_of_a_history_is_an_option_of_its_command() -> None:
    options = {
        param.name: opt
        for param in main.commands["history"].params
        if isinstance(param, click.Option)
        for opt in param.opts
    }
    assert {key.param: f"--{key.name}" for key in HISTORY_KEYS}.items() <= options.items()
    of_history = {"order", "blink_days", "persist", "skip_unreadable"}
    assert {key.param: key.default for key in HISTORY_KEYS if key.param in of_history} == {
        name: getattr(HistoryOptions(), name) for name in of_history
    }


def test_the_settings_of_histories_are_shown(run: Run, tmp_path: Path) -> None:
    settings(tmp_path, '[history]\npersist = 3\n[history.gate]\npriority = { warn-if = "> 0.5" }')
    shown = tomllib.loads(run("config", "--show").out)
    assert shown["history"] == {"persist": 3, "gate": {"priority": {"warn-if": "> 0.5"}}}


def test_every_key_is_an_option_and_every_option_a_key() -> None:
    check = main.commands["check"]
    options = {
        opt.removeprefix("--"): param.name
        for param in check.params
        if isinstance(param, click.Option)
        for opt in param.opts
        if opt.startswith("--")
    }
    # About a single run, not about a project.
    once = {"canonical", "jsonl", "config", "isolated", "quiet", "verbose", "help"}
    assert {key.name: key.param for key in KEYS} == {
        name: param for name, param in options.items() if name not in once
    }


def test_a_wrong_rule_on_the_command_line(run: Run, page: Path) -> None:
    done = run("check", page, "--select", "AUD20I")
    assert (done.code, "--select: no rule is called 'AUD20I'; did you mean" in done.err) == (
        2,
        True,
    )


def test_errors_are_errors_of_options(tmp_path: Path) -> None:
    with pytest.raises(OptionsError):
        load(settings(tmp_path, "nothing = 1"), RULES)


MANUAL = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")


def test_the_example_in_the_manual_makes_sense(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", MANUAL, re.S)
    loaded = load(settings(tmp_path, example), RULES)
    assert len(loaded.thresholds) == 3
    assert len(loaded.per_path) == 1


def test_the_example_of_histories_makes_sense(tmp_path: Path) -> None:
    manual = (ROOT / "docs" / "history.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", manual, re.S)
    assert len(load(settings(tmp_path, example), RULES).history.thresholds) == 3


def test_the_manual_lists_what_may_differ_by_path() -> None:
    sentence = MANUAL[MANUAL.index("`per-path` may set") : MANUAL.index("Of several that fit")]
    named = set(re.findall(r"`([a-z-]+)`", sentence)) - {"per-path"}
    assert named == {key.name for key in KEYS if key.per_path} | {"severity", "gate"}
