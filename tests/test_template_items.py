"""Items made after one template are no copies of each other: they come back to the byte."""

from __future__ import annotations

import random

import pytest

import auditor
from auditor import Document

# Words that stand in every item, words that fill its slots, and what joins words and sentences.
SCRIPTS = {
    "en": (
        "the branch at is open to members on days of every week and whoever has a card may "
        "borrow up books there without any charge please ask our staff about copies of this form "
        "when you arrive before noon with valid proof then sign here return it by post",
        "Bard Bark Barn Bars Cart Card Dale Dame Date Fare Farm Fort Hill Kent Lane Mill North Oak",
        " ",
        ". ",
    ),
    "de": (
        "die Zweigstelle in der Strasse ist an jedem Werktag geöffnet und wer einen Ausweis hat "
        "darf dort Bücher ohne Gebühr leihen bitte fragen Sie das Personal nach dem Antrag vor "
        "Mittag mit gültigem Nachweis unterschreiben und bis zum Ende der Öffnungszeit abgeben",
        "Ahorn Birken Buchen Eichen Erlen Eschen Fichten Kiefern Linden Pappel Tannen Ulmen",
        " ",
        ". ",
    ),
    "ar": (
        "يفتح الفرع في شارع أبوابه للأعضاء كل يوم من أيام الأسبوع ويمكن لمن يحمل بطاقة أن يستعير "
        "الكتب من هناك دون أي رسوم يرجى سؤال الموظفين عن نسخ هذا النموذج عند الوصول قبل الظهر",
        "النخيل الورد السلام الحرية النصر الجامعة الملك المطار البحر الجبل الوادي النهر الشمس",
        " ",
        ". ",
    ),
    "hi": (
        "यह शाखा सड़क पर सप्ताह के दिन सदस्यों के लिए खुली रहती है और जिसके पास कार्ड हो वह वहाँ से "
        "बिना शुल्क किताबें ले सकता कृपया कर्मचारियों से इस प्रपत्र की प्रतियाँ माँगें जब आप दोपहर",
        "गांधी नेहरू पटेल तिलक अशोक कमल गुलाब चंपा नदी पर्वत मंदिर बाज़ार नगर विकास शांति",
        " ",
        "। ",
    ),
    "zh": (
        " ".join(
            "本网点位于路每周开放日凡持有借书证的读者均可在此借阅图并不收取任何费用请向工作人员索"
        ),
        "中山 人民 解放 建设 和平 胜利 长江 黄河 东风 新华 文化 工业 环城 迎宾 滨海 湖滨",
        "",
        "。",
    ),
}
MENDING = {"warning", "error"}


def items(script: str, rng: random.Random) -> list[str]:
    """Items of one to three sentences that differ in one to three slots, none like another."""
    words, fillers, space, stop = SCRIPTS[script]
    names = fillers.split()
    rng.shuffle(names)
    count = rng.randint(4, len(names))
    length = rng.randint(10, 30) * (1 if space else 2)
    template = [rng.choices(words.split(), k=length) for _ in range(rng.randint(1, 3))]
    figures = rng.sample(range(2, 999), count)
    years = rng.sample(range(1950, 2025), count)
    columns = [names[:count], [str(figure) for figure in figures], [f"3.11.{y}" for y in years]]
    slots = [(rng.choice(template), rng.randrange(1, length), column) for column in columns]
    slots = slots[rng.randrange(3) :]
    found = []
    for number in range(count):
        for sentence, place, column in slots:
            sentence[place] = column[number]
        found.append(stop.join(space.join(sentence) for sentence in template) + stop.strip())
    return found


BETWEEN = (" ", "\n", "\n\n")
# No random seeds: a run that meets one that fails by chance says nothing of what was changed.
SEEDS = [
    *((script, seed) for script in SCRIPTS for seed in range(20)),
    *(("ar", 21), ("ar", 31), ("ar", 33), ("ar", 52)),
]


@pytest.mark.parametrize(("script", "seed"), SEEDS)
def test_a_list_comes_back_to_the_byte(script: str, seed: int) -> None:
    between = BETWEEN[seed % 3] if seed < 20 else " "
    rng = random.Random(f"{script}/{seed}")
    text = between.join(items(script, rng)) + "\n"
    audit = auditor.audit(Document.from_text(text))
    assert audit.canonical.text == text
    assert not [finding.rule for finding in audit.findings if finding.severity in MENDING]


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("seed", range(20))
def test_a_list_that_stands_twice_is_read_once(script: str, seed: int) -> None:
    text = "\n".join(items(script, random.Random(f"{script}/{seed}"))) + "\n"
    assert auditor.reconstruct([Document.from_text(text + text)]).text == text


def test_the_same_notice_under_each_name_stays() -> None:
    notice = (
        "Anyone who receives this library may use it, copy it and pass it on, provided that this"
        " notice goes with every copy.\nThe library comes without any promise that it works. Those"
        " who wrote it owe nothing for damage that its use may cause.\n"
    )
    heads = (
        *("left-tree 1.4.0\nCopyright 2015 The Left Tree Group", "paperboat 0.9.2\nCopyright 2018"),
        *("quiet-json 3.0.1\nCopyright 2020 Q. Examplesson", "windmill 2.2.0\nCopyright 2012-2021"),
    )
    page = "Notices for software of others\n\n" + "\n".join(f"{head}\n{notice}" for head in heads)
    assert auditor.audit(page).canonical.text == page
