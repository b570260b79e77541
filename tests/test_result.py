"""The JSON of results, against the schemas that are shipped, and the terminal summary."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from unicodedata import category

import pytest
from helpers import ROOT, SEED, Run
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from auditor import formats
from auditor.formats import FORMATS, render, result, summary
from auditor.formats.terminal import breadth
from auditor.model import (
    Alignment,
    Audit,
    Block,
    Canonical,
    Choice,
    Collation,
    Document,
    Edit,
    Finding,
    Join,
    Location,
    Notice,
    Score,
    Span,
    Witness,
)

SCHEMAS = {name: json.loads(result.schema(name)) for name in formats.SCHEMAS}
REGISTRY: Registry[Any] = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values()
)


def check(name: str, data: object) -> None:
    Draft202012Validator(SCHEMAS[name], registry=REGISTRY).validate(data)


def sample(text: str = "甲。乙。甲。", source: str = "page.txt") -> Audit:
    """An audit in which every field of the result has a value."""
    document = replace(Document.from_text(text, source=source), language="zh")
    canonical = Canonical(
        "甲。乙！丙。",
        "inferred",
        joins=(Join(4, 0.62, ("the other copy has them so",), ("乙。",)),),
        choices=(Choice(Span(2, 4), 0.7, ((0, 0.3),), ("built alike",)),),
        witnesses=(Witness(Span(0, 2), Span(0, 2), "A"), Witness(Span(0, 2), Span(4, 6), "A")),
        streams=2,
    )
    blocks = (
        Block(Span(0, 4), Span(0, 4), "kept", 0, (Edit("replace", Span(3, 4), Span(3, 4)),)),
        Block(Span(4, 5), Span(0, 1), "repeated", 1),
        Block(Span(5, 6), None, "inserted", 2),
    )
    finding = Finding(
        rule="AUD101",
        name="repeated-fragment",
        severity="warning",
        message="Characters 4–5 repeat characters 0–1",
        locations=(Location("scrape", Span(4, 5), "again"), Location("canonical", Span(0, 1), "")),
        fingerprint="7ed1",
    )
    return Audit(
        collation=Collation(document, (), (), canonical, (), Alignment(blocks, (Span(4, 6),))),
        score=Score(6, 6, repeated=1, inserted=1, missing=2, edited=1, breakpoints=1),
        findings=(finding, replace(finding, suggestion="remove it", severity="note")),
        notices=(Notice("time-out", "stopped after 10 s"),),
        options_digest="0123456789abcdef",
        auditor_version="0.1.0",
    )


@pytest.mark.parametrize("name", formats.SCHEMAS)
def test_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


# Decisions are written by hand too: there, what is not said is left out.
@pytest.mark.parametrize(
    "name", [name for name in formats.SCHEMAS if name not in ("decisions", "reviews")]
)
def test_schemas_are_strict(name: str) -> None:
    """Every object names all its keys, wants all of them and allows no other."""

    def objects(node: Any) -> list[dict[str, Any]]:
        children = node.values() if isinstance(node, dict) else node
        nested = [o for c in children if isinstance(c, dict | list) for o in objects(c)]
        return [node, *nested] if isinstance(node, dict) and "properties" in node else nested

    found = objects(SCHEMAS[name])
    assert found
    for node in found:
        assert node["additionalProperties"] is False
        assert sorted(node["required"]) == sorted(node["properties"])


def test_one_result() -> None:
    data = json.loads(result.render([sample()]))
    check("result", data)
    assert data == sample().to_dict()


@pytest.mark.parametrize("count", [0, 2])
def test_several_results(count: int) -> None:
    data = json.loads(result.render([sample()] * count))
    check("results", data)
    assert len(data["documents"]) == count


def test_the_seed(run: Any) -> None:
    data = json.loads(run("report", SEED, "--output-format", "json").out)
    check("result", data)
    text = SEED.read_bytes().decode()
    assert data["source"]["characters"] == len(text) == data["score"]["characters"] == 4_941
    ends = [block["scrape"] for block in data["alignment"]["blocks"]]
    assert [start for start, _ in ends[1:]] == [end for _, end in ends[:-1]]
    assert (ends[0][0], ends[-1][1]) == (0, len(text))


def test_a_record_of_json_lines_fits_too(run: Run) -> None:
    done = run("check", "-", "--jsonl", "--output-format", "json", stdin='{"text": "One. Two."}')
    data = json.loads(done.out)
    check("results", data)
    assert data["documents"][0]["source"]["media_type"] == "application/jsonl"


def test_the_map_of_a_reconstruction() -> None:
    audit = sample()
    data = json.loads(result.render_map(audit.canonical, [audit.document]))
    check("map", data)
    assert data["witnesses"][1] == {"canonical": [0, 2], "scrape": [4, 6], "siglum": "A"}


@given(st.text(st.characters(exclude_categories=()), max_size=20), st.text(max_size=5))
def test_any_text_becomes_json_in_utf8(text: str, source: str) -> None:
    written = result.render([sample(text, source)]).encode("utf-8").decode("utf-8")
    found = json.loads(written)["source"]
    assert (found["path"], found["characters"]) == (json.loads(json.dumps(source)), len(text))
    assert written.endswith("}\n")


def test_only_a_lone_surrogate_is_escaped() -> None:
    written = result.render([sample(source="国\ud800\U0001f600")])
    assert r'"path": "国\ud800😀"' in written


def test_spans_stand_on_one_line() -> None:
    assert '"scrape": [0, 4]' in result.render([sample()])
    tricky = result.render([sample(source="[\n 1,\n 2\n]")])
    assert json.loads(tricky)["source"]["path"] == "[\n 1,\n 2\n]"


def test_every_format_renders() -> None:
    for name in FORMATS:
        assert render(name, [sample()]).endswith("\n")


def test_summary_of_one() -> None:
    text = summary.render([sample()])
    for part in ("page.txt", "6 characters", "16.7 % repeated", "1 warning, 1 note", "AUD101"):
        assert part in text
    assert "inferred" in text
    assert "stopped after 10 s" in text


@given(st.text(st.characters(exclude_categories=())), st.integers(1, 60))
def test_summary_is_one_screen_that_obeys_nothing(text: str, count: int) -> None:
    audit = sample(source=text)
    finding = replace(audit.findings[0], message=text)
    audits = [replace(audit, findings=(finding,) * count)] * (count if count % 2 else 1)
    lines = summary.render(audits).split("\n")
    assert len(lines) <= 25
    for line in lines:
        assert not any(category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in line)
        assert breadth(line) <= summary.WIDTH


def test_summary_of_nothing_says_so() -> None:
    assert summary.render([]) == "No audit was performed.\n"


def test_schemas_are_shipped() -> None:
    shipped = {path.name for path in (ROOT / "auditor" / "formats" / "schema").iterdir()}
    assert shipped == {f"auditor-{name}.schema.json" for name in formats.SCHEMAS}
