"""The rules, on small documents in `tests/rules`.

In a document of a rule's folder ⟦…⟧ stands around the text that the finding is about, ⟦⟧ at a
place that it is about, and \\u200b for a character that can't be seen; a document without marks
is one that the rule leaves alone. The part
behind `=== canonical ===` is the trusted reading. What lies in `tests/rules/clean` is full of
lawful repetition and gives no finding that warns.
"""

from __future__ import annotations

import gc
import re
import weakref
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from builders import audit_of
from helpers import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

import auditor
from auditor import rules
from auditor.errors import OptionsError
from auditor.model import Audit, Finding, Join, Options, Rule, Severity, Span, severity_of
from auditor.rules import RULES, rule, selected
from auditor.rules.versions import VERSION_RULES

FOLDER = ROOT / "tests" / "rules"
# What may be said beside: text lost at a seam is missing too, woven copies leave open joins,
# copies that contradict each other repeat each other.
BESIDE = {
    "AUD206": {"AUD302"},
    "AUD202": {"AUD501", "AUD502"},
    "AUD303": {"AUD102"},
}
# Rules that name the head of a passage, not all of it.
NAME_THE_HEAD = {"AUD204", "AUD301"}
# Rules that speak of the end of a text, or of all of it: nothing can be put behind.
OF_THE_WHOLE = {"AUD005", "AUD008", "AUD205"}
CHECKED = [rule for rule in RULES if rule.check is not None]
# Rules that need more than a text to be raised: see the tests of their own below.
WITHOUT_DOCUMENTS = {"AUD002", "AUD010", "AUD110", "AUD501", "AUD502"}


@dataclass(frozen=True)
class Case:
    """A document, its trusted reading if any, and the place of the expected finding if any."""

    rule: str
    scrape: str
    canonical: str | None
    side: str = "scrape"
    span: Span | None = None

    @classmethod
    def read(cls, path: Path) -> Case:
        scrape, _, canonical = written(path).partition("=== canonical ===\n")
        case = cls(path.parent.name, unmarked(scrape), unmarked(canonical) or None)
        for side, text in (("scrape", scrape), ("canonical", canonical)):
            if "⟦" in text:
                case = replace(case, side=side, span=Span(text.index("⟦"), text.index("⟧") - 1))
        return case

    def audit(self) -> Audit:
        return auditor.audit(self.scrape, self.canonical)


def written(path: Path) -> str:
    """The text of a file, with its \\u escapes as characters."""
    return unescaped(path.read_text(encoding="utf-8"))


def unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def unmarked(text: str) -> str:
    return text.replace("⟦", "").replace("⟧", "")


def cases(marked: bool) -> list[Path]:
    paths = sorted(FOLDER.glob("AUD*/*.txt"))
    return [path for path in paths if (Case.read(path).span is not None) == marked]


def named(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def first_place(audit: Audit, found: Finding) -> tuple[str, Span]:
    """Side and span of the first location, without the white space around it."""
    at = found.locations[0]
    text = audit.document.text if at.side == "scrape" else audit.canonical.text
    quoted = at.span.of(text)
    start = at.span.start + len(quoted) - len(quoted.lstrip())
    return at.side, Span(start, start + len(quoted.strip()))


@pytest.mark.parametrize("path", cases(marked=True), ids=named)
def test_the_finding_stands_at_the_marked_text(path: Path) -> None:
    case = Case.read(path)
    audit = case.audit()
    (found,) = [finding for finding in audit.findings if finding.rule == case.rule]
    side, span = first_place(audit, found)
    assert (side, case.span is None) == (case.side, False)
    assert case.span is not None
    text = case.scrape if side == "scrape" else case.canonical or ""
    if not len(case.span):
        assert span.start <= case.span.start <= span.end
    elif case.rule in NAME_THE_HEAD:
        assert case.span.of(text).startswith(span.of(text))
        assert len(span) >= min(30, len(case.span.of(text).strip()))
    else:
        assert span.of(text) == case.span.of(text).strip()


@pytest.mark.parametrize("path", cases(marked=True), ids=named)
def test_nothing_else_is_found(path: Path) -> None:
    case = Case.read(path)
    found = {finding.rule for finding in case.audit().findings}
    assert found - BESIDE.get(case.rule, set()) == {case.rule}


@pytest.mark.parametrize("path", cases(marked=False), ids=named)
def test_the_rule_leaves_it_alone(path: Path) -> None:
    case = Case.read(path)
    assert [finding for finding in case.audit().findings if finding.rule == case.rule] == []


@pytest.mark.parametrize("path", sorted((FOLDER / "clean").glob("*.txt")), ids=named)
def test_a_clean_document_has_no_finding_that_warns(path: Path) -> None:
    audit = Case.read(path).audit()
    assert [finding.message for finding in audit.findings if finding.severity != "note"] == []
    assert audit.canonical.text == audit.document.text


def test_every_rule_has_documents_in_two_languages_and_one_that_it_leaves_alone() -> None:
    for ours in CHECKED:
        if ours.id not in WITHOUT_DOCUMENTS:
            languages = {path.name.split(".")[-2] for path in cases(True) if ours.id in path.parts}
            assert len(languages) >= 2, ours.id
            assert any(ours.id in path.parts for path in cases(False)), ours.id


COPIES = {
    "zh": (
        "仓库管理员应当每日清点货物并登记台账，账物不符的立即报告主管。",
        "危险物品必须单独存放并设置明显标志，钥匙由两人分别保管。",
        "消防器材每季度检查一次，发现过期或者损坏的应当立即更换并记录原因。",
        "外来车辆凭通行证进入库区，限速五公里，装卸完毕即行离开。",
        "食堂供餐时间由后勤部门公布，职工凭卡就餐，剩余饭菜倒入指定的桶内。",
        "图书室每周三下午开放，借阅期限两个星期，逾期按天收取费用。",
        "锅炉工持证上岗，每小时抄录压力和水位，交接时当面签字。",
        "电梯故障时按下红色按钮，等候值班人员到场，不要自行扒门。",
    ),
    "en": (
        "The storekeeper counts the goods each evening and writes the number in the ledger. ",
        "Dangerous goods are kept apart behind a marked door, and two people hold the keys. ",
        "Fire extinguishers are tested every quarter and replaced at once when they are old. ",
        "Foreign lorries enter the yard with a pass, drive slowly and leave after unloading. ",
        "The canteen posts its hours at the gate, and staff pay with a card for their lunch. ",
        "Books are lent for two weeks on Wednesdays, and a late return costs a little money. ",
        "The stoker holds a licence, notes the pressure hourly and signs when he hands over. ",
        "When the lift is stuck, press the red button, wait for help and leave doors alone. ",
    ),
}
ADDED = {
    "zh": ("花木由园艺组修剪，枯枝当天清运出厂。", "邮件统一送到传达室，挂号信由本人签收。"),
    "en": (
        "Gardeners cut the hedges in spring and cart the twigs away by nightfall. ",
        "Letters go to the porter, and whoever is named on them signs for parcels. ",
    ),
}


@pytest.mark.parametrize("language", COPIES)
def test_an_open_join_is_offered_with_what_could_follow_instead(language: str) -> None:
    """Each copy has a sentence that the other lacks, at the same place."""
    shared = COPIES[language]
    x, y = ADDED[language]
    copies = [*shared[:4], x, *shared[4:]], [*shared[:4], y, *shared[4:]]
    audit = auditor.audit("".join(copies[0] + copies[1]), options=Options(min_confidence=0.9))
    offered = {
        quoted
        for finding in audit.findings
        if finding.rule == "AUD501"
        for quoted in (x[:8], y[:8])
        if quoted in finding.message
    }
    assert offered == {x[:8], y[:8]}


# That of copies is told page by page.
SEVERITY: dict[str, Severity] = {rule.id: rule.severity for rule in RULES if not rule.by_damage}


@pytest.mark.parametrize("path", cases(marked=True), ids=named)
def test_a_finding_is_complete(path: Path) -> None:
    audit = Case.read(path).audit()
    for found in audit.findings:
        assert found.severity == SEVERITY.get(found.rule, found.severity)
        assert found.message.endswith(".")
        for at in found.locations:
            size = len(audit.document.text if at.side == "scrape" else audit.canonical.text)
            assert 0 <= at.span.start < at.span.end <= size
            assert at.phrase
    assert len({found.fingerprint for found in audit.findings}) == len(audit.findings)


@pytest.mark.parametrize(
    "damage, share, severity",
    [
        (0.9, 0.1, "error"),
        (0.9, 0.0999, "warning"),
        (0.89, 1.0, "warning"),
        (0.5, 0.0, "warning"),
        (0.49, 1.0, "note"),
    ],
)
def test_a_copy_is_as_grave_as_it_is_likely_and_large(
    damage: float, share: float, severity: Severity
) -> None:
    assert severity_of(damage, share) == severity


def graded(text: str, canonical: str | None = None) -> list[tuple[str, str, bool]]:
    """Rule and severity of what stands again, and whether its probability was told."""
    found = auditor.audit(text, canonical).findings
    return [
        (f.rule, f.severity, f.probability is not None) for f in found if rule(f.rule).by_damage
    ]


def test_what_stands_again_is_told_with_its_probability() -> None:
    page = written(FOLDER / "AUD109" / "en.txt").replace("⟦", "").replace("⟧", "")
    (told,) = [f for f in auditor.audit(page + "\n" + page).findings if f.rule == "AUD103"]
    assert told.severity == "error"
    assert told.probability is not None
    assert told.probability >= 0.9


def test_against_a_trusted_text_a_copy_is_sure_and_its_size_counts() -> None:
    text = "".join(f"Stage {n} of the works ends on day {n * n} of the year.\n" for n in range(12))
    copy = text.splitlines(keepends=True)[3]
    assert graded(text + copy, text) == [("AUD101", "warning", False)]
    lines = "".join(text.splitlines(keepends=True)[3:6])
    assert graded(text + lines, text) == [("AUD101", "error", False)]


COLLECTED = (
    "1. The kitchen waste is collected on Mondays and Thursdays.\n",
    "2. Large old goods are fetched by the wardens once a month.\n",
    "3. Burning of waste in the yard is forbidden to everybody.\n",
    "4. Whoever breaks these rules is warned in writing.\n",
)


def test_an_item_put_into_a_numbered_list_contradicts_nothing() -> None:
    renumbered = [f"{n}{line[1:]}" for n, line in enumerate(COLLECTED[1:], 3)]
    new = COLLECTED[0] + "2. Glass and batteries are brought to the hall.\n" + "".join(renumbered)
    found = auditor.audit(new, "".join(COLLECTED)).findings
    assert [finding.rule for finding in found] == ["AUD402"]


def test_a_copy_of_an_item_under_another_number_contradicts_nothing() -> None:
    again = COLLECTED[1].replace("2.", "5.") + COLLECTED[2].replace("3.", "6.")
    found = auditor.audit("".join(COLLECTED) + again, "".join(COLLECTED)).findings
    assert "AUD303" not in {finding.rule for finding in found}


CLEAN = {
    "zh": "图书馆周二开会讨论乡村经费。三位委员希望了解新楼造价。表决将在暑假以前举行。\n",
    "en": "The library met on Tuesday. Three members asked about the roof. They vote in June.\n",
    "ru": "Совет собрался во вторник. Трое спросили о цене новой крыши. Решат в июне.\n",
    "ja": "委員会は火曜日に開かれた。三人が屋根の値段を尋ねた。採決は六月に行う。\n",
    "fr": "La commission a siégé mardi. Trois ont parlé du toit. Le vote aura lieu en été.\n",
    "de": "Der Ausschuss tagte am Dienstag. Drei fragten nach dem Dach. Im Sommer wird gewählt.\n",
    "it": "La giunta si è riunita martedì. Tre hanno chiesto del tetto. Voteranno in estate.\n",
    "hi": "समिति मंगलवार को मिली। तीन ने छत के बारे में पूछा। मतदान गर्मी में होगा।\n",
}
BEHIND = [path for path in cases(marked=True) if path.parent.name not in OF_THE_WHOLE]


@pytest.mark.parametrize("path", BEHIND, ids=named)
def test_clean_text_behind_keeps_the_finding(path: Path) -> None:
    case = Case.read(path)
    clean = CLEAN[path.name.split(".")[-2]]
    canonical = None if case.canonical is None else case.canonical + clean
    more = replace(case, scrape=case.scrape + clean, canonical=canonical)
    assert quoted(more.audit(), case.rule) == quoted(case.audit(), case.rule)


def quoted(audit: Audit, rule: str) -> list[str]:
    """What the findings of a rule are about, in the words of the text."""
    places = [first_place(audit, found) for found in audit.findings if found.rule == rule]
    text = {"scrape": audit.document.text, "canonical": audit.canonical.text}
    return [span.of(text[side]) for side, span in places]


def test_rules_are_in_order_and_named_once() -> None:
    ids, names = [rule.id for rule in RULES], [rule.name for rule in RULES]
    assert ids == sorted(set(ids))
    assert len(set(names)) == len(names)
    assert all(rule.summary for rule in RULES)


def test_every_rule_that_a_module_describes_is_in_the_catalogue() -> None:
    modules = [import_module(f"auditor.rules.{each.name}") for each in iter_modules(rules.__path__)]
    values = [value for module in modules for value in vars(module).values()]
    described = {value for value in values if isinstance(value, Rule)}
    assert described.union(VERSION_RULES) == set(RULES)


@pytest.mark.parametrize(
    ("select", "ignore", "left"),
    [
        ((), (), [rule.id for rule in RULES]),
        (("AUD2",), (), [rule.id for rule in RULES if rule.id.startswith("AUD2")]),
        (("aud301", "moved-fragment"), (), ["AUD201", "AUD301"]),
        (("AUD3",), ("missing-ordinal",), ["AUD302", "AUD303", "AUD304"]),
        (("AUD501",), ("AUD",), []),
    ],
)
def test_selecting(select: tuple[str, ...], ignore: tuple[str, ...], left: list[str]) -> None:
    assert [rule.id for rule in selected(Options(select=select, ignore=ignore))] == left


@pytest.mark.parametrize("value", ["AUD9999", "nonsense", "moved", ""])
def test_a_rule_that_is_none(value: str) -> None:
    with pytest.raises(OptionsError, match="no rule is called"):
        auditor.audit("", options=Options(select=(value,)))
    with pytest.raises(OptionsError, match="no rule is called"):
        auditor.audit("", options=Options(ignore=(value,)))


@settings(max_examples=10)
@given(st.sets(st.sampled_from([rule.id for rule in RULES])))
def test_selected_rules_find_what_they_find_among_all(ids: set[str]) -> None:
    case = Case.read(FOLDER / "AUD202" / "zh.txt")
    every = case.audit().findings
    options = Options(select=tuple(sorted(ids)))
    few = auditor.audit(case.scrape, case.canonical, options).findings
    assert few == tuple(found for found in every if not ids or found.rule in ids)


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\n\ufeff"])
def test_a_document_without_text(text: str) -> None:
    assert [finding.rule for finding in auditor.audit(text).findings] == ["AUD002"]


def test_a_document_of_one_letter_is_not_empty() -> None:
    assert auditor.audit("x").findings == ()


@pytest.mark.parametrize(
    ("confidences", "least", "found"),
    [
        ((0.5, 0.6, 0.7), 0.8, 1),
        ((0.9, 0.9, 0.6), 0.8, 0),
        ((0.9, 0.9, 0.6), 0.81, 1),
        ((0.1, 0.1), 0.8, 0),  # two joins are not the whole reading
    ],
)
def test_a_reading_that_is_unsure(confidences: tuple[float, ...], least: float, found: int) -> None:
    text = "第一句话。第二句话。第三句话。第四句话。"
    joins = [Join(5 * at, sure, ()) for at, sure in enumerate(confidences, 1)]
    collation = audit_of([(text, text, "kept")], joins=joins).collation
    check = rule("AUD502").check
    assert check is not None
    assert len(check(collation, Options(min_confidence=least))) == found


def test_what_was_found_goes_with_its_collation() -> None:
    audit = auditor.audit("".join(COPIES["zh"]) * 2)
    last = weakref.ref(audit.collation)
    del audit
    gc.collect()
    assert last() is None
