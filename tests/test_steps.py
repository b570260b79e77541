"""How often a step is right: what acts on undamaged pages counts against it."""

from __future__ import annotations

from auditor.canonical import STEPS
from auditor.canonical.reading import CONFIDENCE
from auditor.damage import names
from benchmarks.documents import Choice, load
from benchmarks.steps import DAMAGE, Page, acted

(TEXT,) = load(Choice(limit=1))


def test_every_step_has_a_confidence() -> None:
    assert tuple(CONFIDENCE) == tuple(name for name, _ in STEPS)


def test_a_record_is_right_where_there_is_such_damage() -> None:
    assert acted(Page(TEXT.text, "page-twice")) == (("doublets", True),)
    assert acted(Page(TEXT.text, None)) == ()
    assert acted(Page(TEXT.text + TEXT.text, None)) == (("doublets", False),)


def test_the_operators_are_those_of_the_package() -> None:
    assert names(",".join(DAMAGE)) == tuple(DAMAGE)
