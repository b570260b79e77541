"""Findings against a trusted text: their places are exact, and what it has is not marked."""

from __future__ import annotations

import pytest
from benchmark_cases import TEXTS

import auditor
from auditor.damage.operators import corrupt
from auditor.model import Audit
from auditor.rules.places import kept_place
from auditor.stages import compare
from benchmarks.align_changes import form


@pytest.mark.parametrize("language", ["en", "zh", "ar"])
@pytest.mark.parametrize("damage", ["copied+noise-3", "page-twice+noise-10"])
def test_the_kept_place_of_a_passage_is_where_it_stands_through_edits(
    damage: str, language: str
) -> None:
    case = corrupt(TEXTS[language][:3000], damage, 1)
    collation = compare(case.canonical, case.scrape).collation
    asked = 0
    for block in collation.alignment.blocks:
        if block.role != "repeated" or block.canonical is None:
            continue
        place = kept_place(collation, block.canonical)
        if place is None:
            continue
        found = set(case.origin[place.start : place.end].tolist()) - {-1}
        wanted = range(block.canonical.start, block.canonical.end)
        assert sum(at in wanted for at in found) >= 0.95 * len(found)
        asked += 1
    assert asked


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("damage", ["copied-cut", "moved-cut", "several", "stutter"])
def test_the_text_at_the_places_of_a_finding_is_what_it_claims(damage: str, language: str) -> None:
    case = corrupt(TEXTS[language][:4000], damage, 2)
    audit = compare(case.canonical, case.scrape)
    texts = {"scrape": case.scrape, "canonical": case.canonical}

    def said(phrase: str) -> list[str]:
        here = [at for at in finding.locations if at.phrase == phrase]
        return sorted(form(at.span.of(texts[at.side])) for at in here)

    missing = ""
    for finding in audit.findings:
        if finding.rule in ("AUD101", "AUD105"):
            again, kept = "".join(said("the same again")), "".join(said("the copy that is kept"))
            assert sorted(again) == sorted(kept)
        if finding.rule == "AUD201" and not has_edits(audit):
            assert said("out of place") == said("its place")
        if finding.rule == "AUD302":
            assert len(set(said("not in the scrape"))) == 1
            missing += "".join(said("not in the scrape"))
    assert len(missing) <= audit.score.missing


def has_edits(audit: Audit) -> bool:
    return any(block.edits for block in audit.alignment.blocks)


def test_only_what_stands_again_is_to_be_removed() -> None:
    """Two parts of a chain, and text between them that stands nowhere else."""
    one, two, new = (
        "Boats leave the quay at nine.",
        "The fare is paid to the mate on board.",
        "Dogs wear a lead, and cats travel in a basket with a lid.",
    )
    end = "Bicycles go in the bow, tied to the rail. Nothing is lent out on a Sunday."
    text = f"{one}\n{two}\n{end}\n"
    audit = compare(text, f"{text}{one}\n{new}\n{two}\n")
    (finding,) = [each for each in audit.findings if each.rule == "AUD101"]
    again = [at.span for at in finding.locations if at.phrase == "the same again"]
    assert [span.of(audit.document.text).strip() for span in again] == [one, two]
    assert finding.suggestion == f"Remove 2 passages, {sum(map(len, again))} characters in all."


def test_each_moved_passage_of_a_chain_has_its_own_place() -> None:
    lines = [
        f"{name} is open from {hour} to noon, and closed for the rest of the day."
        for hour, name in enumerate(
            (
                "The mill",
                "Our shop",
                "A school",
                "That hall",
                "Every farm",
                "Each church",
                "No bridge",
            ),
            1,
        )
    ]
    moved = [*lines[:1], lines[2], lines[3], lines[5], lines[6], lines[1], lines[4]]
    audit = compare("\n".join(lines), "\n".join(moved))
    (finding,) = [each for each in audit.findings if each.rule == "AUD201"]
    texts = {"scrape": "\n".join(moved), "canonical": "\n".join(lines)}
    told = [at.span.of(texts[at.side]).strip() for at in finding.locations]
    assert told == [lines[1], lines[4], lines[1], lines[4]]


def test_passages_that_are_missing_alike_are_one_finding() -> None:
    head = [f"Chapter {n} tells of {what} and nothing else." for n, what in enumerate("abcd", 1)]
    note = "Read the notice at the door before you enter the building."
    canonical = "\n".join(line for chapter in head for line in (chapter, note))
    audit = compare(canonical, "\n".join(head))
    (finding,) = [each for each in audit.findings if each.rule == "AUD302"]
    assert [at.span.of(canonical).strip() for at in finding.locations] == [note] * 4
    assert finding.message.endswith(", and in 3 other places.")


def test_labels_that_a_trusted_text_has_too_are_no_furniture() -> None:
    text = "Timetable\n\nLine A\n\nThe tram runs often.\n\nLine B\n\nThe bus runs daily.\n"
    assert compare(text, text).findings == ()
    put_in = text + "\nPrint this page\n"
    assert "AUD401" in {finding.rule for finding in compare(text, put_in).findings}


def test_the_last_item_of_a_list_is_no_heading() -> None:
    gates = ["Gates of the ferry terminal", "Gate K", "Gate P", "Gate R"]
    end = "Passengers show their tickets before they go on board."
    moved = [gates[0], gates[3], gates[1], gates[2]]
    audit = compare("\n".join([*gates, end]), "\n".join([*moved, end]))
    assert "AUD205" not in {finding.rule for finding in audit.findings}


def test_a_short_item_that_stands_elsewhere_is_told() -> None:
    """An item of six characters: shorter than any repeat that is told, but a line of its own."""
    head, foot = "Gates of the ferry terminal\n", "Passengers show their tickets on board.\n"
    canonical = f"{head}Gate K\nGate P\nGate R\n{foot}"
    found = auditor.audit(f"{head}Gate R\nGate K\nGate P\n{foot}", canonical).findings
    assert [finding.rule for finding in found] == ["AUD201"]
