"""A version that is an earlier one with edits in place needs no search for damage."""

from __future__ import annotations

import pytest
from helpers import ROOT
from test_history import POLICY, edited

from auditor.damage import corrupt
from auditor.history import stages
from auditor.history.pairing.inplace import is_edited_in_place
from auditor.history.stages import histories_of
from auditor.model import Document
from auditor.model.versions import Version

TEXTS = ROOT / "benchmarks" / "texts"
LINES = POLICY.splitlines(keepends=True)
LONG = max(range(len(LINES)), key=lambda k: len(LINES[k]))


def test_an_edit_is_in_place_and_a_copy_or_a_move_is_not() -> None:
    assert is_edited_in_place(POLICY, edited(("90 days", "12 months")))
    assert is_edited_in_place(POLICY, "".join(LINES[:LONG] + LINES[LONG + 1 :]))
    assert not is_edited_in_place(POLICY, POLICY + "\n" + POLICY)
    assert not is_edited_in_place(POLICY, "".join([*LINES, LINES[LONG]]))
    assert not is_edited_in_place(POLICY, "".join([*LINES, "So: " + LINES[LONG]]))
    moved = [*LINES[:LONG], *LINES[LONG + 1 :]]
    for line in (LINES[LONG], "So: " + LINES[LONG]):
        assert not is_edited_in_place(POLICY, "".join([line, *moved]))
        assert not is_edited_in_place(POLICY, "".join([*moved, line]))
    assert not is_edited_in_place(POLICY, "403 Forbidden\n\nAccess denied.\n")


@pytest.mark.parametrize("operator", ["copied", "swapped", "windows", "interleaved-2-few"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_damage_is_never_in_place(language: str, operator: str) -> None:
    path = next(iter(sorted(TEXTS.glob(f"{language}*.txt"))))
    text = path.read_text(encoding="utf-8")
    assert not is_edited_in_place(text, corrupt(text, operator, 1).scrape)


def test_what_is_known_to_be_whole_is_read_as_an_audit_reads_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [POLICY, edited(("90 days", "12 months")), edited(("90 days", "6 months"))]
    versions = [
        Version(f"v{k}", Document.from_text(text), f"2020-0{k + 1}-01")
        for k, text in enumerate(texts)
    ]
    quick = histories_of("page", "given", versions)
    monkeypatch.setattr(stages, "is_edited_in_place", lambda old, new: False)
    assert histories_of("page", "given", versions) == quick
