"""Two editions of one text on a page are both meant; copies that a scraper made are one text."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import auditor
from auditor import Document, reconstruct
from auditor.damage.operators import corrupt
from auditor.model import Span
from auditor.text.variants import day
from benchmarks.documents import Choice, load

TEXTS = {text.name: text.text for text in load(Choice())}


@dataclass(frozen=True)
class Policy:
    """Two editions of one text, and what each says of its date and of one term."""

    old: str
    new: str
    told: tuple[str, ...]


POLICIES = {
    "zh": Policy(
        "公共自行车使用须知\n自2021年3月1日起施行\n"
        "市民凭身份证在服务点办理租车卡，押金三百元，退卡时全额退还。\n"
        "每次借车请先检查车铃、刹车和轮胎，发现故障立即换车并告知管理员。\n"
        "首小时免费，此后每小时收取一元，每日最高收费十元。\n"
        "还车时把车推入锁止器，听到提示音并看到绿灯后方可离开。\n"
        "车辆丢失的，使用人应当在当天到服务点登记，并按折旧后的价格赔偿。\n"
        "十二周岁以下的儿童不得骑行，骑行时禁止载人。\n"
        "投诉电话由各服务点张贴在显眼处，值班时间为早七点到晚十点。\n",
        "公共自行车使用须知\n自2023年9月15日起施行\n"
        "市民凭身份证在服务点办理租车卡，押金三百元，退卡时全额退还。\n"
        "每次借车请先检查车铃、刹车和轮胎，发现故障立即换车并告知管理员。\n"
        "前三十分钟不收费，超出部分按半小时计价，满八元后当天不再计费。\n"
        "还车时把车推入锁止器，听到提示音并看到绿灯后方可离开。\n"
        "遗失车辆须在两日之内通过手机应用报告，逾期未报的从押金里扣除全部购车款。\n"
        "十二周岁以下的儿童不得骑行，骑行时禁止载人。\n"
        "电动车只能停放在画有蓝线的区域，充电口不得自行拆卸。\n"
        "投诉电话由各服务点张贴在显眼处，值班时间为早七点到晚十点。\n",
        ("2021年3月1日", "2023年9月15日", "电动车只能停放在"),
    ),
    "en": Policy(
        "Rules of the boat house\nEffective: March 1, 2021\n"
        "Members book a boat at the desk and leave their card there until they are back.\n"
        "Before you push off, look at the oars, the bung and the life jackets, and report damage.\n"
        "The first hour is free; after that each hour costs two shillings, at most twelve a day.\n"
        "Boats are tied up at the jetty with both ropes, the bow towards the weir.\n"
        "Whoever loses an oar tells the keeper the same day and pays what a used one is worth.\n"
        "Children under twelve row only with a grown-up who can swim.\n"
        "The keeper is at the desk from seven in the morning until it gets dark.\n",
        "Rules of the boat house\nEffective: September 15, 2023\n"
        "Members book a boat at the desk and leave their card there until they are back.\n"
        "Before you push off, look at the oars, the bung and the life jackets, and report damage.\n"
        "Nothing is charged for thirty minutes, then every further half hour is billed by mail.\n"
        "Boats are tied up at the jetty with both ropes, the bow towards the weir.\n"
        "Lost equipment must be registered within two days through the form on our site.\n"
        "Children under twelve row only with a grown-up who can swim.\n"
        "Canoes may go below the bridge only while the red flag is not flying there.\n"
        "The keeper is at the desk from seven in the morning until it gets dark.\n",
        ("March 1, 2021", "September 15, 2023", "Canoes may go b"),
    ),
    "de": Policy(
        "Ordnung der Leihküche\nStand: 1. März 2021\n"
        "Wer die Küche nutzen will, trägt sich eine Woche vorher in die Liste am Eingang ein.\n"
        "Vor dem Kochen sind Herd, Abzug und Kühlraum zu prüfen und Mängel aufzuschreiben.\n"
        "Für die erste Stunde zahlt man nichts, für jede weitere zwei Taler in die Büchse.\n"
        "Messer und Bretter werden gespült, getrocknet und an ihren Haken zurückgehängt.\n"
        "Zerbrochenes Geschirr ersetzt, wer es fallen ließ, noch am selben Abend in bar.\n"
        "Kinder stehen nur neben einem Erwachsenen am Herd, nie allein.\n"
        "Den Schlüssel bekommt man beim Hausmeister, der bis zehn Uhr abends da ist.\n",
        "Ordnung der Leihküche\nStand: 15. September 2023\n"
        "Wer die Küche nutzen will, trägt sich eine Woche vorher in die Liste am Eingang ein.\n"
        "Vor dem Kochen sind Herd, Abzug und Kühlraum zu prüfen und Mängel aufzuschreiben.\n"
        "Dreißig Minuten sind frei, danach wird jede halbe Stunde vom Konto abgebucht.\n"
        "Messer und Bretter werden gespült, getrocknet und an ihren Haken zurückgehängt.\n"
        "Schäden meldet man binnen zwei Tagen über das Formular, sonst haftet der ganze Verein.\n"
        "Kinder stehen nur neben einem Erwachsenen am Herd, nie allein.\n"
        "Der Räucherofen bleibt kalt, solange im Hof die Wäsche der Nachbarn hängt.\n"
        "Den Schlüssel bekommt man beim Hausmeister, der bis zehn Uhr abends da ist.\n",
        ("1. März 2021", "15. September 2023", "Der Räucherofen"),
    ),
    "ru": Policy(
        "Правила лыжной базы\nДействуют с 1 марта 2021 года\n"
        "Лыжи выдают по членскому билету, который хранится у дежурного до возвращения.\n"
        "Перед выходом проверьте крепления, палки и мазь, о поломке скажите сразу.\n"
        "Первый час бесплатный, каждый следующий стоит два рубля, но не больше десяти за день.\n"
        "После катания лыжи вытирают насухо и ставят в стойку носками вверх.\n"
        "Потерявший палку сообщает об этом в тот же день и платит цену подержанной.\n"
        "Дети до двенадцати лет катаются только вместе со взрослыми.\n"
        "Дежурный сидит у входа с семи утра и до наступления темноты.\n",
        "Правила лыжной базы\nДействуют с 15 сентября 2023 года\n"
        "Лыжи выдают по членскому билету, который хранится у дежурного до возвращения.\n"
        "Перед выходом проверьте крепления, палки и мазь, о поломке скажите сразу.\n"
        "За тридцать минут денег не берут, затем счёт за каждые полчаса приходит по почте.\n"
        "После катания лыжи вытирают насухо и ставят в стойку носками вверх.\n"
        "Утрату снаряжения регистрируют в двухдневный срок через форму на сайте общества.\n"
        "Дети до двенадцати лет катаются только вместе со взрослыми.\n"
        "На дальний склон выходят лишь тогда, когда над будкой не поднят красный флаг.\n"
        "Дежурный сидит у входа с семи утра и до наступления темноты.\n",
        ("1 марта 2021", "15 сентября 2023", "На дальний"),
    ),
}
HEAD, FOOT = "Home | News | Sign in\n\n", "\nImprint · Print this page\n"


@pytest.fixture(params=POLICIES)
def policy(request: pytest.FixtureRequest) -> Policy:
    return POLICIES[request.param]


def found(text: str) -> list[str]:
    return [finding.rule for finding in auditor.audit(text).findings]


@pytest.mark.parametrize(("head", "foot"), [("", ""), (HEAD, FOOT)], ids=["alone", "framed"])
def test_both_editions_stay_and_one_finding_says_so(policy: Policy, head: str, foot: str) -> None:
    text = head + policy.old + policy.new + foot
    assert reconstruct([Document.from_text(text)]).text == text
    audit = auditor.audit(text)
    (finding,) = audit.findings
    assert (finding.rule, finding.severity) == ("AUD108", "warning")
    assert audit.canonical.text == text
    assert finding.locations[0].span.start == len(head + policy.old)
    for words in policy.told:
        assert words in finding.message


def test_which_of_the_two_comes_first_does_not_matter(policy: Policy) -> None:
    assert found(policy.new + policy.old) == ["AUD108"]


def test_misread_characters_do_not_make_two_editions_one_text(policy: Policy) -> None:
    text = corrupt(policy.old + policy.new, "clean+noise-1", 0).scrape
    assert reconstruct([Document.from_text(text)]).text == text


def test_what_differs_is_where_it_says(policy: Policy) -> None:
    text = policy.old + policy.new
    editions = reconstruct([Document.from_text(text)]).editions
    assert editions is not None
    first, second = editions.first, editions.second
    assert second.of(text) in policy.new
    assert 0.3 * len(second) < editions.equal < len(second)
    for variant in editions.variants:
        assert first.start <= variant.first.start <= variant.first.end <= first.end
        assert second.start <= variant.second.start <= variant.second.end <= second.end
        assert variant.first.of(text) != variant.second.of(text)


def test_of_several_scrapes_one_reading_is_made_of_the_editions(policy: Policy) -> None:
    scrapes = [Document.from_text(text) for text in (policy.old, policy.new)]
    reading = reconstruct(scrapes)
    assert reading.editions is None
    assert len(reading.text) < len(policy.old + policy.new)


def test_a_passage_left_out_is_no_edition(policy: Policy) -> None:
    lines = policy.new.splitlines(keepends=True)
    shorter = "".join(lines[:2] + lines[3:])
    for text in (policy.new + shorter, shorter + policy.new):
        assert len(reconstruct([Document.from_text(text)]).text) < 0.6 * len(text)
        assert "AUD108" not in found(text)


def test_another_date_alone_is_no_edition(policy: Policy) -> None:
    dates = [text.splitlines()[1] for text in (policy.old, policy.new)]
    text = policy.new + policy.new.replace(dates[1], dates[0])
    assert "AUD108" not in found(text)


PLOTS = (
    "It stands beside the old mill where the lime trees flower.",
    "Two rows of clover were sown there by the school last year.",
    "The path to the well must stay free for carts and horses.",
    "Water is fetched from the brook, never from the trough.",
    "An apple tree marks the corner that belongs to the parish.",
    "Heather grows on the slope behind, up to the stone wall.",
    "The neighbours keep geese and are told before a swarm leaves.",
    "Gravel was spread in autumn, and the gate hangs on new hinges.",
)


def test_the_items_of_a_list_are_no_editions() -> None:
    text = "".join(
        f"Permit {number} of {2 * number} May {2000 + number}\n"
        "The holder may keep bees on the plot named below, ten paces from the fence.\n"
        f"{plot}\n"
        "Whoever sells honey writes the village and the year of the harvest on each jar.\n"
        for number, plot in enumerate(PLOTS, 1)
    )
    assert set(found(text)) == {"AUD109"}


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(TEXTS)),
    st.sampled_from(["page-twice", "page-partial", "small-screen", "interleaved-2", "several"]),
    st.sampled_from(["", "+noise-1"]),
    st.integers(0, 99),
)
def test_copies_are_no_editions(name: str, operator: str, noise: str, seed: int) -> None:
    scrape = corrupt(TEXTS[name], operator + noise, seed).scrape
    assert reconstruct([Document.from_text(scrape)]).editions is None


@pytest.mark.parametrize(
    ("text", "place", "numbers"),
    [
        ("自2018年7月13日起施行", "13", ("2018", "7", "13")),
        ("発効日：令和5年、2023/04/01", "04", ("2023", "04", "01")),
        ("シ二〇一八年七月十三日", "八", ("二〇一八", "七", "十三")),
        ("Effective: July 13, 2018.", "July", ("13", "2018")),
        ("Stand: 13. Juli 2018", "Juli", ("13", "2018")),
        ("en vigor el 13 de julio de 2018", "julio", ("13", "2018")),
        ("с 13 июля 2018 года", "13", ("13", "2018")),
        ("من 13 يوليو ٢٠١٨", "يوليو", ("13", "2018")),
        ("Paragraph 13 of 200 pages", "13", None),
        ("on July 13, 2018 or July 14, 2019", "2018 or July 14", None),
    ],
)
def test_the_numbers_of_a_date(text: str, place: str, numbers: tuple[str, ...] | None) -> None:
    start = text.index(place)
    date = day(text, Span(start, start + len(place)))
    assert (date and date.numbers) == numbers
