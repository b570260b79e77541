"""JUnit's XML, as CI systems show test results: a suite a document, a case a rule.

There is no one standard; this keeps to what readers agree on: testsuites, testsuite, testcase
with failure, error and system-out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from auditor.formats.places import Found, found_in
from auditor.formats.terminal import plain
from auditor.model import Checked, Rule

_COUNTS = ("tests", "failures", "errors")
# Not allowed in XML 1.0, section 2.2, beside the controls and surrogates that `plain` escapes.
_NO_CHARACTER = re.compile("[\ufffe\uffff]")


def render(checked: Sequence[Checked], rules: Sequence[Rule]) -> str:
    """The run as XML. A suite has a failed case when its document fails the gate.

    In a document that passes, and for notes, what a rule found is the output of a passed case.
    """
    totals: Counter[str] = Counter()
    texts = []
    # Suite by suite: the tree of a run over many pages would not fit into memory.
    for each in checked:
        suite = _suite(each, rules)
        totals.update({count: int(suite.get(count, "0")) for count in _COUNTS})
        ET.indent(suite, " ", level=1)
        texts.append(f" {ET.tostring(suite, encoding='unicode')}\n")
    counts = "".join(f' {count}="{totals[count]}"' for count in _COUNTS)
    root = f'<testsuites name="auditor"{counts}>\n{"".join(texts)}</testsuites>\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'


def _suite(checked: Checked, rules: Sequence[Rule]) -> ET.Element:
    suite = ET.Element("testsuite", {"name": _xml(checked.source), **dict.fromkeys(_COUNTS, "0")})
    if checked.failure is not None:
        _add(suite, "audit", "errors").append(_problem("error", "not-audited", [checked.failure]))
    else:
        _gate(suite, checked)
        _cases(suite, checked, rules)
    suite.set("tests", str(len(suite)))
    return suite


def _gate(suite: ET.Element, checked: Checked) -> None:
    """A case for what is no finding of a rule: limits on the score."""
    reasons = checked.verdict.reasons
    case = _add(suite, "gate", "failures" if reasons else None)
    if reasons:
        case.append(_problem("failure", "gate", reasons))
    if checked.verdict.remarks:
        _say(case, checked.verdict.remarks)


def _cases(suite: ET.Element, checked: Checked, rules: Sequence[Rule]) -> None:
    names = {rule.id: rule.name for rule in rules}
    found: defaultdict[str, list[Found]] = defaultdict(list)
    for each in found_in(checked):
        names.setdefault(each.finding.rule, each.finding.name)
        found[each.finding.rule].append(each)
    for id, name in names.items():
        grave = [each for each in found[id] if each.finding.severity != "note"]
        failing = grave if checked.verdict.reasons else []
        case = _add(suite, f"{id} {name}", "failures" if failing else None)
        if failing:
            severity = min(each.finding.severity for each in failing)  # error before warning
            case.append(_problem("failure", severity, [_line(each) for each in failing]))
        if rest := [each for each in found[id] if each not in failing]:
            _say(case, [_line(each) for each in rest])


def _add(suite: ET.Element, name: str, counts: str | None) -> ET.Element:
    if counts:
        suite.set(counts, str(int(suite.get(counts, "0")) + 1))
    path = suite.get("name", "")
    return ET.SubElement(suite, "testcase", classname=path, name=_xml(name), file=path)


def _problem(tag: str, kind: str, lines: Sequence[str]) -> ET.Element:
    more = f" (and {len(lines) - 1:,} more)" if len(lines) > 1 else ""
    element = ET.Element(tag, message=_xml(lines[0]) + more, type=kind)
    element.text = "\n".join(map(_xml, lines))
    return element


def _say(case: ET.Element, lines: Sequence[str]) -> None:
    ET.SubElement(case, "system-out").text = "\n".join(map(_xml, lines))


def _line(each: Found) -> str:
    place = each.main
    at = f"{place.start.line}:{place.start.column}: " if place else ""
    return f"{at}{each.message}"


def _xml(text: str) -> str:
    return _NO_CHARACTER.sub(lambda found: f"\\u{ord(found[0]):04x}", plain(text))
