"""What stands on many documents of a run, through the real entry point."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from helpers import Run

from auditor.cli import batch

TEXTS = (
    "The market opens at eight in the morning. Dogs are welcome when on a lead at all times.",
    "Stalls are let by the week, and the rent is due on Mondays. Waste goes into the bins.",
    "The hall was built by the guild of weavers in the year of the great flood, they say.",
    "公共阅览室每日上午九时开放，下午六时闭馆。读者凭证入室，不得喧哗。",
    "Der Wochenmarkt schließt um zwei Uhr. Hunde sind an der Leine zu führen.",
)
BLOCK = "Published by the town council, Market Square 1, open to all citizens on weekdays."


def pages(*texts: str) -> str:
    rows = (json.dumps({"text": text}, ensure_ascii=False) for text in texts)
    return "".join(f"{row}\n" for row in rows)


def boilerplate(run: Run, *args: str, stdin: str = "") -> list[int]:
    """How often the rule is found in each document."""
    done = run("check", *args, "--output-format", "json", stdin=stdin)
    documents = json.loads(done.out)["documents"]
    return [sum(row["rule"] == "AUD106" for row in each["findings"]) for each in documents]


def test_a_block_on_half_of_the_documents_is_boilerplate(run: Run, tmp_path: Path) -> None:
    texts = [f"{text}\n{BLOCK}\n" for text in TEXTS[:3]] + list(TEXTS[3:])
    (tmp_path / "pages.jsonl").write_text(pages(*texts), encoding="utf-8")
    assert boilerplate(run, "pages.jsonl") == [1, 1, 1, 0, 0]
    assert boilerplate(run, "pages.jsonl", "--ignore", "AUD106") == [0] * 5
    assert run("check", "pages.jsonl").code == 0
    assert run("check", "pages.jsonl", "--fail-on", "note").code == 1
    (tmp_path / "less.jsonl").write_text(pages(*texts[1:]), encoding="utf-8")
    assert boilerplate(run, "less.jsonl") == [0] * 4


def test_boilerplate_is_the_same_with_any_number_of_processes(run: Run, tmp_path: Path) -> None:
    for number, text in enumerate(TEXTS):
        (tmp_path / f"{number}.txt").write_text(f"{BLOCK}\n{text}\n", encoding="utf-8")
    alone = run("check", ".", "--output-format", "json").out
    assert alone.count('"AUD106"') >= len(TEXTS)
    assert run("check", ".", "--output-format", "json", "--jobs", "2").out == alone


def test_what_can_be_read_once_is_not_gone_through(run: Run, tmp_path: Path) -> None:
    lines = pages(*(f"{text}\n{BLOCK}\n" for text in TEXTS))
    assert boilerplate(run, "-", "--jsonl", stdin=lines) == [0] * 5
    (tmp_path / "pages.jsonl").write_text(lines, encoding="utf-8")
    assert boilerplate(run, "pages.jsonl", "none.txt") == [1] * 5


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert batch.is_read_once(str(tmp_path / "pipe"))
    assert not batch.is_read_once(str(tmp_path))


def test_a_large_batch_is_sampled(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_LOOKED_AT", 4)
    looked_at = [f"{text}\n" + f"{BLOCK}\n" * (at % 3 == 0) for at, text in enumerate(TEXTS * 2)]
    others = [f"{text}\n" + f"{BLOCK}\n" * (at % 3 != 0) for at, text in enumerate(TEXTS * 2)]
    (tmp_path / "looked-at.jsonl").write_text(pages(*looked_at), encoding="utf-8")
    (tmp_path / "others.jsonl").write_text(pages(*others), encoding="utf-8")
    assert boilerplate(run, "looked-at.jsonl") == [1, 0, 0, 1, 0, 0, 1, 0, 0, 1]
    assert boilerplate(run, "others.jsonl") == [0] * 10


def test_the_baseline_is_not_counted_as_a_document(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"{TEXTS[0]}\n{TEXTS[0]}\n", encoding="utf-8")
    run("baseline", "create", "page.txt", "--baseline", "known.jsonl")
    page.write_text(TEXTS[0], encoding="utf-8")
    done = run("check", "page.txt", "--baseline", "known.jsonl")
    assert "AUD901" in done.out
    assert "Checked 1 document: " in done.out
    strict = ("--baseline", "known.jsonl", "--strict-baseline", "--output-format", "json")
    reason = json.loads(run("check", "page.txt", *strict).out)["exit_reason"]
    assert reason.startswith("the baseline fails the gate (known.jsonl: ")
