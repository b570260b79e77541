"""What others run us by: the pre-commit hook, the GitHub action, the manual's examples."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from helpers import ROOT, SEED

from auditor.cli import main
from auditor.formats import CHECK_FORMATS

MANUAL = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def block(name: str) -> Any:
    """The data of the YAML behind a mark in the manual."""
    (found,) = re.findall(rf"<!-- {name} -->\n```yaml\n(.*?)```", MANUAL, re.S)
    return yaml.safe_load(found)


def parses(args: list[str]) -> None:
    """`auditor` takes the arguments of a check; nothing is run."""
    name, *rest = args
    command = main.commands[name]
    assert isinstance(command, click.Command)
    command.make_context(name, rest, parent=click.Context(main, info_name="auditor"))


def flags(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))


def options() -> set[str]:
    return {name for param in main.commands["check"].params for name in param.opts}


def test_the_hook_is_a_command() -> None:
    program, *args = shlex.split(HOOK["entry"])
    assert (program, HOOK["language"]) == ("auditor", "python")
    parses([*args, *HOOK.get("args", []), "page.txt"])


def test_the_manuals_hook_is_ours() -> None:
    (hook,) = block("pre-commit")["repos"][0]["hooks"]
    assert hook["id"] == HOOK["id"]
    parses(["check", *hook["args"], "page.txt"])


def test_the_actions_flags_exist() -> None:
    script = ACTION["runs"]["steps"][-1]["run"]
    assert {"--output-format", "--fail-on", "--baseline", "--output"} <= flags(script) <= options()


def test_the_action_has_no_expression_in_a_script() -> None:
    """A value written into a script could end it and go on."""
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_actions_inputs_are_all_used() -> None:
    used = re.findall(r"inputs\.([a-z-]+)", str(ACTION["runs"]))
    assert set(used) == set(ACTION["inputs"])


def test_the_manuals_workflow_uses_inputs_of_the_action() -> None:
    steps = block("workflow")["jobs"]["auditor"]["steps"]
    given = steps[1]["with"]
    assert set(given) <= set(ACTION["inputs"])
    parses(["check", *given["args"].split(), "--output", given["output"], *given["paths"].split()])


def test_the_manuals_commands_parse() -> None:
    lines = [*block("pipeline")["auditor"]["script"], *re.findall("```sh\n(.*?)```", MANUAL, re.S)]
    commands = [line.partition("|")[0] for line in lines if line.startswith("auditor ")]
    assert len(commands) == 3
    for command in commands:
        parses(shlex.split(command)[1:])


def test_the_manual_has_every_format() -> None:
    assert re.findall(r"^\| `(\w+)` \|", MANUAL, re.M) == list(CHECK_FORMATS)


@pytest.fixture
def act(tmp_path: Path) -> Any:
    """Runs the action's last step in bash, as GitHub does, with these inputs."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash")
    program = tmp_path / "runner" / "auditor" / "bin" / "auditor"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!{bash}\nexec "{sys.executable}" -m auditor "$@"\n', encoding="utf-8")
    program.chmod(0o755)

    def call(**inputs: str) -> tuple[int, str, str]:
        step = ACTION["runs"]["steps"][-1]
        defaults = {name: value["default"] for name, value in ACTION["inputs"].items()}
        given = defaults | {name.replace("_", "-"): value for name, value in inputs.items()}
        env = {
            name: given[re.sub(r"\$\{\{ inputs\.(.*) \}\}", r"\1", value)]
            for name, value in step["env"].items()
        }
        env |= {"RUNNER_TEMP": str(tmp_path / "runner"), "GITHUB_OUTPUT": str(tmp_path / "output")}
        env |= {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
        command = [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=False)
        output = (tmp_path / "output").read_text(encoding="utf-8")
        return done.returncode, done.stdout.decode(), output

    return call


def test_the_action_fails_on_the_seed(act: Any, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(SEED, tmp_path / "in" / "a page.txt")
    code, out, output = act(paths="in/a page.txt\n", output="sarif:a.sarif\njunit:b.xml\n")
    assert (code, output) == (1, "exit-code=1\n")
    assert out.startswith("::error file=in/a page.txt,title=AUD202 interleaved-copies,line=1,")
    assert (tmp_path / "a.sarif").exists()
    assert (tmp_path / "b.xml").exists()


def test_the_action_takes_its_inputs_for_data(act: Any, tmp_path: Path) -> None:
    (tmp_path / "-q $(touch x).txt").write_text("All is well here today.\n", encoding="utf-8")
    code, out, _ = act(paths="-q $(touch x).txt", fail_on="note", args="--ignore\nAUD304")
    assert (code, out) == (0, "")
    assert not (tmp_path / "x").exists()


def test_the_action_tells_what_could_not_be_audited(act: Any) -> None:
    code, out, output = act(paths="gone.txt", baseline="")
    assert (code, output) == (2, "exit-code=2\n")
    assert out.startswith("::error file=gone.txt,title=not audited::")
