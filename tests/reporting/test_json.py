"""The report as data: as its schema says, complete, typed, and without texts of articles."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from framing.reporting import Report, ReportInputs
from framing.reporting.figures.drawings import Drawings
from framing.reporting.forms.json import FORMAT, as_data, render, report_schema
from framing.reporting.model import Link, plain
from framing.reporting.tables import round_significant


def loaded(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render(report, Drawings(report)))
    return found


def check(data: dict[str, Any]) -> None:
    kind = jsonschema.validators.validator_for(report_schema())
    kind.check_schema(report_schema())
    kind(report_schema()).validate(data)


def test_reports_are_as_the_schema_says(
    kurils_report: Report, reading_report: Report, hostile_report: Report
) -> None:
    assert report_schema()["$id"] == FORMAT
    for report in (kurils_report, reading_report, hostile_report):
        check(loaded(report))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.pop("tier"), "'tier' is a required property"),
        (lambda d: d.update(verdict="biased"), "'verdict' was unexpected"),
        (lambda d: d["tier"].update(name="certain"), "'certain' is not one of"),
        (lambda d: d["findings"][0].update(text="plain words"), "is not of type 'object'"),
        (lambda d: d["tables"][0]["rows"][0].append([1]), "is not of type 'string', 'number'"),
    ],
)
def test_the_schema_refuses_what_is_not_a_report(
    kurils_report: Report, change: Any, said: str
) -> None:
    data = loaded(kurils_report)
    change(data)
    with pytest.raises(jsonschema.ValidationError, match=said):
        check(data)


def test_everything_that_is_said_is_there(kurils_report: Report) -> None:
    data = loaded(kurils_report)
    assert [f["text"]["plain"] for f in data["findings"]] == [
        plain(f.text) for f in kurils_report.findings
    ]
    assert [s["id"] for s in data["sections"]] == [s.id for s in kurils_report.sections]
    for section, made in zip(kurils_report.sections, data["sections"], strict=True):
        for table, there in zip(section.tables, made["tables"], strict=True):
            cells = [[cell["plain"] for cell in row] for row in there["rows"]]
            assert cells == [[plain(cell) for cell in row] for row in table.rows]
    assert {e["id"] for e in data["evidence"]} == {e.id for e in kurils_report.evidence}
    assert [e["key"] for e in data["glossary"]] == [e.key for e in kurils_report.glossary]


def test_links_stand_where_they_stood_and_open_something(kurils_report: Report) -> None:
    data = loaded(kurils_report)
    known = {e["id"] for e in data["evidence"]} | {a["id"] for a in data["articles"]}
    n = 0
    for finding, made in zip(kurils_report.findings, data["findings"], strict=True):
        links = [part for part in finding.text if isinstance(part, Link)]
        for link, there in zip(links, made["text"].get("links", []), strict=True):
            assert made["text"]["plain"][there["start"] : there["end"]] == link.text
            assert there["opens"] in known
            n += 1
    assert n > 5


def test_evidence_names_places_in_articles(
    kurils_report: Report, kurils_inputs: ReportInputs
) -> None:
    data = loaded(kurils_report)
    texts = dict(kurils_inputs.articles.select("article", "text").iter_rows())
    rows = [
        dict(zip(data["passages"]["columns"], r, strict=True)) for r in data["passages"]["rows"]
    ]
    assert len({(r["layer"], r["id"]) for r in rows}) == len(rows)
    for evidence, made in zip(kurils_report.evidence, data["evidence"], strict=True):
        assert len(made["passages"]) == len(evidence.mentions)
        places = [rows[k] for k in made["passages"]]
        for excerpt in made["excerpts"]:
            start = excerpt["match"].removesuffix(" …")
            assert any(
                p["article"] == excerpt["article"]
                and " ".join(texts[p["article"]][p["start"] : p["end"]].split()).startswith(start)
                for p in places
            )


def test_numbers_are_numbers(kurils_report: Report) -> None:
    frames = dict(kurils_report.tables)
    tables = {table["name"]: table for table in loaded(kurils_report)["tables"]}
    names = tables["names"]
    assert names["rows"] == [list(row) for row in round_significant(frames["names"]).iter_rows()]
    assert {c["name"]: c["type"] for c in names["columns"]}["estimate"] == "number"
    # Long tables of places stand in their files alone.
    assert tables["names_mentions"]["rows"] is None
    assert tables["names_mentions"]["n_rows"] == frames["names_mentions"].height
    cells = [
        cell
        for section in loaded(kurils_report)["sections"]
        for table in section["tables"]
        for row in table["rows"]
        for cell in row
        if "value" in cell
    ]
    assert len(cells) > 200
    for cell in cells:
        assert float(cell["plain"].replace(",", "").replace("−", "-")) == cell["value"]


def test_no_article_can_be_read_from_it(kurils_report: Report, kurils_inputs: Any) -> None:
    """Of no article more than a fifth of its words stands in one string."""
    data = as_data(kurils_report)
    longest = max(len(text.split()) for text in strings(data["evidence"]))
    assert longest <= 60
    whole = render(kurils_report, Drawings(kurils_report)).decode()
    for text in kurils_inputs.articles["text"]:
        paragraphs = [p for p in text.split("\n") if len(p.split()) > 60]
        assert not [p for p in paragraphs if json.dumps(p, ensure_ascii=False)[1:-1] in whole]


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inside for text in strings(one)]


def test_the_same_report_has_the_same_bytes(kurils_report: Report) -> None:
    first = render(kurils_report, Drawings(kurils_report))
    assert first == render(kurils_report, Drawings(kurils_report))
    assert first.endswith(b"}\n")
