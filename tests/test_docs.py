"""The documentation says what the code does; `--force-regen` brings it up to date."""

from __future__ import annotations

import dataclasses
import doctest
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from helpers import ROOT

from auditor import model
from auditor.cli import main
from auditor.formats import result, rules
from auditor.model import Document
from auditor.rules import RULES
from auditor.stages import audit

DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = sorted(
    [
        README,
        ROOT / "CHANGELOG.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "seeds" / "SOURCE.md",
        *DOCS.glob("*.md"),
    ]
)

CLI_HEAD = """\
# Commands

Every option can also be set in the environment: `--min-length` of `auditor report` takes its value
from `AUDITOR_REPORT_MIN_LENGTH`. An option on the command line has the last word. `-h` prints what
stands here.
"""


@pytest.fixture
def regen(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("force_regen"))


def same(path: Path, wanted: str, *, regen: bool) -> None:
    """The file holds the text that was wanted; it is written first where that is asked for."""
    if regen:
        path.write_text(wanted, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == wanted, "update with --force-regen"


def with_block(text: str, name: str, block: str) -> str:
    """`text` with what stands between the marks of the block `name` replaced."""
    marks = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    assert all(text.count(mark) == 1 for mark in marks)
    head, rest = text.split(marks[0])
    return f"{head}{marks[0]}\n{block}\n{marks[1]}{rest.split(marks[1])[1]}"


def commands(group: click.Group, prefix: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with its name; those of a group follow it."""
    for name, command in group.commands.items():
        yield prefix + name, command
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix}{name} ")


def section(name: str, command: click.Command) -> str:
    """A command as Markdown. click's own layout changes with its version; this doesn't."""
    options = [p for p in command.params if isinstance(p, click.Option)]
    words = [
        f"{p.metavar or str(p.name).upper()}{'…' if p.nargs != 1 and not p.metavar else ''}"
        for p in command.params
        if isinstance(p, click.Argument)
    ]
    rows = [f"| {spelling(option)} | {option.help} | {default(option)} |" for option in options]
    return "\n".join(
        [
            f"\n## auditor {name}\n",
            f"`auditor {' '.join([name, '[OPTIONS]', *words])}`\n",
            f"{inspect.cleandoc(command.help or '')}\n",
            *(["| option | meaning | default |", "|---|---|---|", *rows, ""] if rows else []),
        ]
    )


def spelling(option: click.Option) -> str:
    """An option with what it takes."""
    names = ", ".join(f"`{name}`" for name in option.opts)
    if option.is_flag or option.count:
        return names
    if isinstance(option.type, click.Choice):
        return f"{names} " + " \\| ".join(f"`{choice}`" for choice in option.type.choices)
    return f"{names} {option.metavar or str(option.name).upper()}"


def default(option: click.Option) -> str:
    return f"`{option.default}`" if option.show_default else ""


def test_rules(regen: bool) -> None:
    same(DOCS / "rules.md", rules.render(RULES), regen=regen)


def test_commands(regen: bool) -> None:
    sections = [section(name, command) for name, command in sorted(commands(main))]
    same(DOCS / "cli.md", CLI_HEAD + "".join(sections), regen=regen)


def test_every_command_is_in_the_manual() -> None:
    manual = README.read_text(encoding="utf-8")
    for name in main.commands:
        assert f"`auditor {name}" in manual


def test_the_json_in_the_manual_is_a_result(regen: bool) -> None:
    text = "Notice to members. The office is closed on Monday. The office is closed on Monday.\n"
    done = audit(Document.from_text(text, source="notice.txt"))
    block = f"```json\n{result.render([done])}```"
    same(README, with_block(README.read_text(encoding="utf-8"), "result", block), regen=regen)
    json.loads(block.removeprefix("```json").removesuffix("```"))


def test_the_examples_in_the_manual_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    assert done.attempted >= 5
    assert done.failed == 0


ROW = re.compile(r"^\| (.*?) \| `(.*)` \| (.*?) \| (.*?) \| (.*?) \|$", re.M)


def today(text: str, canonical: str) -> str:
    """What is found: the rules' ids, or "none"."""
    given = None if canonical == "inferred" else canonical.strip("`").replace("⏎", "\n")
    done = audit(Document.from_text(text.replace("⏎", "\n")), given)
    return ", ".join(sorted({finding.rule for finding in done.findings})) or "none"


def test_tricky_cases(regen: bool) -> None:
    path = DOCS / "tricky-cases.md"
    text = path.read_text(encoding="utf-8")
    assert len(ROW.findall(text)) > 10
    wanted = ROW.sub(
        lambda row: "| {} | `{}` | {} | {} | {} |".format(
            *row.group(1, 2, 3, 4), today(row[2], row[3])
        ),
        text,
    )
    same(path, wanted, regen=regen)


def test_every_record_is_in_the_glossary() -> None:
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8").lower()
    for name, record in inspect.getmembers(model, dataclasses.is_dataclass):
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
        assert f"**{words}" in glossary, f"{record} has no entry"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith("https://"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_rules_named_in_the_docs_exist(page: Path) -> None:
    named = set(re.findall(r"\bAUD\d{3}\b", page.read_text(encoding="utf-8")))
    planned = {"AUD303"} if page.name == "tricky-cases.md" else set()
    assert named <= {rule.id for rule in RULES} | planned


def test_the_histories_of_the_manual(regen: bool, tmp_path: Path) -> None:
    page = DOCS / "history.md"
    text = page.read_text(encoding="utf-8")
    for name, folder, *more in (
        ("example", "harbour-library"),
        ("example zh", "河湾阅览室"),
        ("example blame", "harbour-library", "--blame", "12 months"),
    ):
        words = ["history", str(DOCS / "history" / folder), "-o", str(tmp_path), *more]
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0
        text = with_block(text, name, f"```text\n{done.stdout}```\n")
    same(page, text, regen=regen)
