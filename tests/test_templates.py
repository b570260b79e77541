"""Items of a template are no copies of each other: branches, prices, dates, minutes."""

from __future__ import annotations

from random import Random

import pytest

import auditor

LETTERS = {
    "Latin": ("abcdefghijklmnopqrstuvwxyzäöü", "."),
    "Han": ("".join(chr(0x4E00 + 7 * at) for at in range(900)), "。"),
    "Arabic": ("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "."),
    "Devanagari": ("कखगघचछजझटठडढतथदधनपफबभमयरलवशसह", "।"),
}
BRANCHES = "".join(
    f"The branch at {name} Street is open to members on {days} days of every week, and whoever "
    f"has a card may borrow up to {days + 7} books there without any charge.\n"
    for days, name in enumerate(
        ["Bard", "Bark", "Barn", "Bars", "Cart", "Card", "Dale", "Dame", "Date", "Fare"], 2
    )
)
FORMS = "".join(
    f"第{at}号窗口：受理{name}业务，请携带身份证原件及复印件，工作日上午九点至下午五点办理，"
    f"咨询电话{60210000 + 37 * number}，逾期不候。\n"
    for number, (at, name) in enumerate(
        zip("一二三四五六", ["社保", "户籍", "婚姻", "公积金", "不动产", "车辆"], strict=True)
    )
)


class Template:
    """Words of a script with slots between them, and what fills those."""

    def __init__(self, random: Random, script: str, slots: int) -> None:
        self.random, self.script = random, script
        self.letters, self.end = LETTERS[script]
        self.gap = "" if script == "Han" else " "
        length = random.choice((3, 6))
        self.parts = [self.words(length) for _ in range(slots + 1)]

    def words(self, count: int) -> str:
        if self.script == "Han":
            return "".join(self.random.choices(self.letters, k=2 * count))
        return " ".join(
            "".join(self.random.choices(self.letters, k=self.random.randint(3, 9)))
            for _ in range(count)
        )

    def filled(self, kinds: str) -> str:
        item = self.parts[0]
        for part, kind in zip(self.parts[1:], kinds, strict=True):
            item += self.gap + self.filler(kind) + self.gap + part
        return item.capitalize() + self.end

    def filler(self, kind: str) -> str:
        random = self.random
        if kind == "f":
            return str(random.randint(2, 99))
        if kind == "d":
            return f"{random.randint(1, 28)}.{random.randint(1, 12)}.20{random.randint(10, 25)}"
        return self.words(2 if kind == "w" else 1)


def items(random: Random, script: str, count: int, slots: int, kinds: str) -> list[str]:
    """Different items of one template; `kinds` of fillers: figures, dates, names or words."""
    template = Template(random, script, slots)
    chosen = "".join(random.choices(kinds, k=slots))
    found: list[str] = []
    while len(found) < count:
        item = template.filled(chosen)
        if item not in found:
            found.append(item)
    return found


def assert_untouched(text: str) -> None:
    audit = auditor.audit(text)
    assert audit.canonical.text == text
    assert [f for f in audit.findings if f.severity in ("warning", "error")] == []


@pytest.mark.parametrize("script", LETTERS)
@pytest.mark.parametrize("count", [2, 3, 4, 6, 10, 20])
@pytest.mark.parametrize("slots", [1, 2, 3])
def test_items_of_a_template_come_back_to_the_byte(script: str, count: int, slots: int) -> None:
    for seed, kinds in enumerate(("f", "n", "d", "w", "fnw")):
        random = Random(100 * seed + 10 * count + slots)
        between = random.choice(("\n", "\n\n", "\n" if script == "Han" else " "))
        text = between.join(items(random, script, count, slots, kinds)) + between
        assert_untouched(text)


@pytest.mark.parametrize("text", [BRANCHES, FORMS], ids=["branches", "windows"])
def test_real_templates_come_back_to_the_byte(text: str) -> None:
    assert_untouched(text)


@pytest.mark.parametrize("script", LETTERS)
def test_a_list_of_such_items_that_stands_twice_is_one(script: str) -> None:
    listed = "".join(item + "\n" for item in items(Random(5), script, 10, 2, "fnw"))
    assert auditor.audit(listed + listed).canonical.text == listed
