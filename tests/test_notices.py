"""What an audit did not do is said: in the reading, the result, the summary, the report."""

from __future__ import annotations

from random import Random

import pytest
from helpers import Run, weigh

from auditor.canonical.woven.search import streams
from auditor.canonical.woven.settling import cost
from auditor.model import Document
from auditor.segment import segment
from auditor.stages import audit, reconstruct

WORDS = [
    "rent",
    "water",
    "garden",
    "hens",
    "fence",
    "parish",
    "plot",
    "shed",
    "bonfire",
    "gate",
    "hedge",
    "path",
    "well",
]


def shuffled(lines: int, times: int, seed: int = 1) -> str:
    """So many distinct lines, each so many times, in no order."""
    random = Random(seed)
    distinct = [
        f"The {random.choice(WORDS)} of plot {number} is by the {random.choice(WORDS)}.\n"
        for number in range(lines)
    ]
    text = distinct * times
    random.shuffle(text)
    return "".join(text)


def keys(text: str) -> set[str]:
    return {fragment.key for fragment in segment(text, None, "nfkc")}


@pytest.fixture(params=["search-bounded", "settling-bounded"])
def code(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is said where there is hardly any work to spend."""
    if request.param == "search-bounded":
        weigh(monkeypatch, streams, search_work=1)
    else:
        weigh(monkeypatch, cost, settling_work=1)
    return str(request.param)


def woven() -> str:
    """Two copies in turn, each with passages that the other lacks."""
    lines = shuffled(24, 1).splitlines(keepends=True)
    copies = ([*lines[:20]], [*lines[4:]])
    return "".join("".join(copy[at : at + 4]) for at in range(0, 20, 4) for copy in copies)


def test_a_bound_is_said_in_every_result(code: str) -> None:
    text = woven()
    done = audit(text)
    assert [notice.code for notice in done.notices] == [code]
    assert [notice["code"] for notice in done.to_dict()["notices"]] == [code]
    assert keys(done.canonical.text) == keys(text)


def test_where_no_order_is_found_the_text_stays_as_scraped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weigh(monkeypatch, streams, search_work=1)
    text = woven()
    assert reconstruct([Document.from_text(text)]).text == text


def test_reconstruct_and_report_tell_of_a_bound(code: str, run: Run) -> None:
    done = run("reconstruct", "-", stdin=woven())
    assert done.code == 0
    assert f"({code})" in done.err


def test_several_scrapes_of_which_one_met_a_bound_say_so(code: str) -> None:
    scrapes = [Document.from_text(text) for text in (woven(), woven())]
    found = reconstruct(scrapes)
    assert code in [notice.code for notice in found.notices]


@pytest.mark.parametrize("times", [2, 3, 5])
def test_every_line_of_shuffled_lines_stands_in_the_reading(times: int) -> None:
    for lines, seed in ((10, 1), (30, 2)):
        text = shuffled(lines, times, seed)
        assert keys(reconstruct([Document.from_text(text)]).text) == keys(text)
