"""What is noise between two copies of a passage, and what is a text of its own."""

from __future__ import annotations

import pytest

from auditor.canonical.noise import alike

LINE = "The fee is due on the first day of every month and is paid to the office in charge."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LINE, LINE),
        (LINE, LINE.replace("month", "montn")),
        (LINE, LINE.replace("first day", "flrst dav")),
        (LINE, LINE.replace("of every", "ofevery")),
        ("一、总体要求。各地要高度重视此项工作。", "一、总休要求。各地要高度重视此项工作。"),
    ],
)
def test_single_characters_are_noise(one: str, other: str) -> None:
    assert alike(one, other) and alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LINE * 3, LINE * 3 + "Nobody else may pay."),
        (LINE * 3, LINE + "Nobody else may pay." + LINE * 2),
        (LINE * 3, LINE + LINE.replace("the office in charge", "my brother and me") + LINE),
        (
            "各地要高度重视此项工作。" * 5 + "现将事项通知如下：",
            "各地要高度重视此项工作。" * 5 + "二、主要任务",
        ),
        ("各地要高度重视此项工作。" * 5 + "二、主要任务", "各地要高度重视此项工作。" * 5),
    ],
)
def test_words_that_the_other_has_not_are_none(one: str, other: str) -> None:
    assert not alike(one, other) and not alike(other, one)
