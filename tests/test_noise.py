"""What is noise between two copies of a passage, and what is a text of its own."""

from __future__ import annotations

import pytest

from auditor.repeats.noise import alike, are_noisy, differ_by_noise

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


@pytest.mark.parametrize(
    ("one", "other", "noise"),
    [
        (LINE, LINE.replace("month", "montn"), True),
        (LINE, LINE.replace("month", "week"), False),
        (LINE + " It is 20 euros.", LINE + " It is 30 euros.", False),
        ("各区县要在三月底前报送工作方案和名单。", "各区县要在三月底前报迭工作方案和名单。", True),
        ("各区县要在三月底前报送工作方案和名单。", "各区县要在五月底前报送工作方案和名单。", False),
    ],
)
def test_a_passage_with_other_words_or_figures_is_another(
    one: str, other: str, noise: bool
) -> None:
    assert differ_by_noise(one, other) is noise
    assert are_noisy([(one, other)] * 2) is noise
    assert not are_noisy([(one, other)])
