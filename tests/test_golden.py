"""A sample of the golden lines: what is made of damaged texts is what the file says."""

from __future__ import annotations

from benchmarks import golden


def test_what_is_made_of_damaged_texts_is_what_the_file_says() -> None:
    """What differs, and why: `python -m benchmarks.golden`."""
    differing = list(golden.differences(golden.known(), golden.sample(golden.names())))
    assert not differing


def test_the_file_has_a_line_for_every_case() -> None:
    assert sorted(golden.known()) == golden.names()


def test_a_change_of_the_reading_shows_in_the_line() -> None:
    name = "tests/rules/AUD107/en.txt"
    known = golden.known() | {name: golden.known()[name].replace("characters", "letters")}
    assert [now for _, now in golden.differences(known, [name])] == [golden.known()[name]]
