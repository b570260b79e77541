"""Texts that no page has: what two versions of them cost grows with them, and no faster.

Counted is work, not time: calls, pieces that are looked at, characters that are searched.
"""

from __future__ import annotations

import cProfile
import pstats
import random
import re
from collections.abc import Callable, Sequence
from typing import overload

import pytest

import auditor
from auditor.history.explaining.changes import explained
from auditor.history.explaining.terms import Terms, load
from auditor.history.pairing import places
from auditor.history.pairing.doubled import agreed
from auditor.history.pairing.torn import _covering, _Run
from auditor.history.states import _disjoint
from auditor.model import Span
from auditor.model.versions import Part, State

SENTENCES = ("Alpha beta is.", "Beta gamma is.", "Gamma so.")


def drawn(what: Sequence[str], between: str, size: int, seed: int) -> str:
    rng = random.Random(seed)
    return between.join(rng.choice(what) for _ in range(size)) + "\n"


def calls(old: str, new: str) -> int:
    """How many functions are called to tell what changed from one text to another."""
    states = [
        State(k, f"v{k}", str(k), text, None, "given", None, "clean",
              (Part("leading", (Span(0, len(text)),)),))
        for k, text in enumerate((old, new))
    ]  # fmt: skip
    known: tuple[Terms, ...] = load(())
    profile = cProfile.Profile()
    before, after = profile.runcall(agreed, states, [(0, 1)])
    profile.runcall(explained, before, after, known)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]  # not in its stubs


@pytest.mark.parametrize(
    ("what", "between"),
    [("ab", ""), (("alpha", "beta", "gamma"), " "), (SENTENCES, " "), (SENTENCES, "\n- ")],
)
def test_four_times_the_text_is_no_more_than_eight_times_the_work(
    what: Sequence[str], between: str
) -> None:
    calls("A first sentence.\n", "A second one.\n")  # what is made once
    short, long = (
        calls(drawn(what, between, size, 1), drawn(what, between, size, 2)) for size in (300, 1200)
    )
    assert 0 < long <= 8 * short


def test_a_long_line_is_looked_through_once_whatever_changes_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    searched = 0

    class Links:
        def sub(self, new: Callable[[re.Match[str]], str] | str, text: str) -> str:
            nonlocal searched
            searched += len(text)
            return pattern.sub(new, text)

    pattern: re.Pattern[str] = places._LINK
    monkeypatch.setattr(places, "_LINK", Links())
    rng = random.Random(3)
    words = [rng.choice(("river", "meadow", "barn", "orchard")) + str(k) for k in range(3000)]
    old = " ".join(words) + "."
    words[50::60] = [f"other{k}" for k in range(len(words[50::60]))]
    step = auditor.explain_versions(old, " ".join(words) + ".")
    assert len(step.changes) >= 45
    assert 0 < searched < 20 * len(old)


class Counted(Sequence[_Run]):
    """Pieces, and how often one of them was asked for."""

    def __init__(self, runs: list[_Run]) -> None:
        self.runs, self.asked = runs, 0

    @overload
    def __getitem__(self, at: int) -> _Run: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[_Run]: ...
    def __getitem__(self, at: int | slice) -> _Run | Sequence[_Run]:
        self.asked += 1 if isinstance(at, int) else len(self.runs[at])
        return self.runs[at]

    def __len__(self) -> int:
        return len(self.runs)


@pytest.mark.parametrize("places_each", [1, 40])
def test_each_piece_of_a_region_is_looked_at_once(places_each: int) -> None:
    """Pieces that overlap, each of them at several places of the other text."""
    runs = [_Run(10 * k, 25 * m, 15) for k in range(100) for m in range(places_each)]
    counted = Counted(runs)
    covering = list(_covering(counted))
    assert [(first.own, second.own) for first, second in covering] == [
        (10 * k, 10 * k + 10) for k in range(99)
    ]
    assert counted.asked <= 6 * len(runs)


def test_spans_that_earlier_ones_hold_in_part_are_what_is_left_of_them() -> None:
    spans = [Span(10, 20), Span(30, 40), Span(5, 45), Span(0, 12), Span(18, 60)]
    left = (Span(10, 20), Span(30, 40), Span(5, 10), Span(20, 30), Span(40, 45), Span(0, 5))
    assert _disjoint(spans) == (*left, Span(45, 60))
