"""The report as data: everything that it says, with the estimates and passages behind it.

The published schema (``report.schema.json`` beside this file) says what stands where; tests hold
the two together. No text of an article but the passages that the report shows.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

import polars as pl

from framing.records.tables.columns import describe_columns, describe_table
from framing.reporting.anchors import article_id
from framing.reporting.figures.drawings import Drawings
from framing.reporting.messages import ENGLISH
from framing.reporting.model import (
    Figure,
    GlossaryEntry,
    Link,
    Passage,
    Reference,
    Report,
    Section,
    Table,
    Text,
    plain,
)
from framing.reporting.tables import encoded, round_significant

FORMAT = "urn:framing:report:1"
_NUMBER = re.compile(r"[−-]?\d{1,3}(,\d{3})*(\.\d+)?")
# Tables of one row a place in a text are long; they stand in tables/ alone.
_PLACES = {"start", "end"}
_ARTICLES = ("article", "outlet", "group", "event", "date", "title", "url", "language", "wire")


def render(report: Report, drawings: Drawings) -> bytes:
    """The report as JSON in UTF-8, keys in the order of the schema."""
    said = json.dumps(as_data(report), ensure_ascii=False, allow_nan=False, indent=None,
                      separators=(",", ":"))  # fmt: skip
    return encoded(said + "\n")


def report_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of ``report.json``."""
    found: dict[str, Any] = json.loads(
        files(__package__).joinpath("report.schema.json").read_text("utf-8")
    )
    return found


def as_data(report: Report) -> dict[str, Any]:
    """The report as dictionaries, lists, strings, numbers, truth values and None."""
    return {
        "format": FORMAT,
        "study": report.study,
        "language": report.language,
        "title": report.title,
        "subtitle": report.subtitle,
        "tier": {"name": report.tier, "sentence": report.tier_sentence},
        "findings": [
            {"kind": f.kind, "claim": f.claim, "text": _text(f.text), "doubt": _text(f.doubt)}
            for f in report.findings
        ],
        "compared": report.compared,
        "sections": [_section(s, report.language) for s in report.sections],
        **_evidence(report),
        "articles": _articles(report),
        "tables": [_frame(name, frame) for name, frame in report.tables if name != "columns"],
        "glossary": [_entry(e) for e in report.glossary],
        "methods": {
            "paragraphs": list(report.methods.paragraphs),
            "references": [_reference(r) for r in report.methods.references],
            "bibtex": report.methods.bibtex,
        },
        "manifest": report.manifest,
    }


def _text(text: Text) -> dict[str, Any]:
    """The words, and what parts of them open: places are characters of the words."""
    links, at = [], 0
    for part in text:
        words = part.text if isinstance(part, Link) else part
        if isinstance(part, Link):
            links.append({"start": at, "end": at + len(words), "opens": part.target})
        at += len(words)
    return {"plain": plain(text), **({"links": links} if links else {})}


def _section(section: Section, language: str) -> dict[str, Any]:
    return {
        "id": section.id,
        "part": section.part,
        "title": section.title,
        "lead": _text(section.lead),
        "notes": [_text(note) for note in section.notes],
        "figures": [_figure(figure) for figure in section.figures],
        "tables": [_table(table, language) for table in section.tables],
        "reading": section.reading,
        "method": section.method,
        "code": section.code,
        "explained": list(section.explained),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.id, "kind": figure.kind, "title": figure.title, "alt": figure.alt,
        "source": figure.source, "file": f"figures/{figure.id}.svg",
        "data": _columns(figure.data),
    }  # fmt: skip


def _table(table: Table, language: str) -> dict[str, Any]:
    explained = dict(table.explained)
    columns = [
        {"name": name, "is_numeric": k in table.numeric, "explained": explained.get(k)}
        for k, name in enumerate(table.columns)
    ]
    rows = [[_cell(cell, language) for cell in row] for row in table.rows]
    return {"id": table.id, "caption": table.caption, "columns": columns, "rows": rows,
            "note": table.note}  # fmt: skip


def _cell(cell: Text, language: str) -> dict[str, Any]:
    """What is printed; ``value`` where that is one number, as English writes it."""
    said = _text(cell)
    if language == ENGLISH and _NUMBER.fullmatch(said["plain"]):
        number = float(said["plain"].replace(",", "").replace("−", "-"))
        said["value"] = int(number) if number.is_integer() else number
    return said


def _evidence(report: Report) -> dict[str, Any]:
    """What stands behind each number: places in articles, each once, and numbers of them."""
    cited = pl.concat(
        [
            pl.DataFrame({"id": e.mentions}, schema={"id": pl.String}).select(
                k=pl.lit(k, pl.Int64), layer=pl.lit(e.layer), id="id"
            )
            for k, e in enumerate(report.evidence)
        ]
        or [pl.DataFrame(schema={"k": pl.Int64, "layer": pl.String, "id": pl.String})]
    )
    places = (
        report.store.passages.join(cited, on=["layer", "id"], how="semi", maintain_order="left")
        .join(report.store.articles.select("at", "article"), on="at", maintain_order="left")
        .select("layer", "id", "article", "start", "end", "place", "voice", "note")
        .with_row_index("row")
    )
    found = cited.join(places, on=["layer", "id"], maintain_order="left").sort("k", "row")
    behind = dict(found.group_by("k").agg(pl.col("row").sort()).iter_rows())
    evidence = [
        {
            "id": e.id, "title": e.title, "n_articles": e.n_articles or None,
            "passages": behind.get(k, []), "excerpts": [_excerpt(p) for p in e.passages],
        }
        for k, e in enumerate(report.evidence)
    ]  # fmt: skip
    columns = places.columns[1:]
    rows = [list(row[1:]) for row in places.iter_rows()]
    return {"evidence": evidence, "passages": {"columns": columns, "rows": rows}}


def _excerpt(passage: Passage) -> dict[str, str]:
    return {"article": passage.article, "left": passage.left, "match": passage.match,
            "right": passage.right}  # fmt: skip


def _articles(report: Report) -> list[dict[str, Any]]:
    """What links to articles open: the ids of the page, and whose articles they are."""
    frame = dict(report.tables).get("articles")
    rows = frame.select(_ARTICLES).iter_rows(named=True) if frame is not None else ()
    return [{"id": article_id(row["article"]), **row} for row in rows]


def _frame(name: str, frame: pl.DataFrame) -> dict[str, Any]:
    """A table of tables/: typed columns; its rows, too, unless it has one a place in a text."""
    notes = [
        {"name": note.column, "type": note.type, "unit": note.unit, "meaning": note.meaning}
        for note in describe_columns(name, frame)
    ]
    is_long = set(frame.columns) >= _PLACES
    return {
        "name": name,
        "about": describe_table(name),
        "file": f"tables/{name}.csv",
        "n_rows": frame.height,
        "columns": notes,
        "rows": None if is_long else [list(row) for row in round_significant(frame).iter_rows()],
    }


def _columns(frame: pl.DataFrame) -> dict[str, list[Any]]:
    return {str(k): v for k, v in round_significant(frame).to_dict(as_series=False).items()}


def _entry(entry: GlossaryEntry) -> dict[str, Any]:
    return {
        "key": entry.key, "term": entry.term, "meaning": entry.meaning, "formula": entry.formula,
        "reading": entry.reading, "caution": entry.caution,
        "sources": [source.key for source in entry.sources],
    }  # fmt: skip


def _reference(one: Reference) -> dict[str, str]:
    return {"key": one.key, "kind": one.kind, "short": one.short, **dict(one.fields),
            "url": one.url}  # fmt: skip
