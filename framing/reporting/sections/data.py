"""Data and how to cite: outlets with their sourced fields, articles, codebook."""

from __future__ import annotations

from framing.records.numerals import plural
from framing.reporting.desk import Desk
from framing.reporting.formats import visible
from framing.reporting.model import Section, Table, Text
from framing.reporting.sections.common import MAX_LISTED
from framing.reporting.spreads import safe_url


def build_data(desk: Desk) -> Section:
    """Outlets with their sourced fields, articles, codebook, how to cite."""
    inputs = desk.inputs
    book = inputs.codebook
    notes: list[Text] = [
        (f"Codebook {visible(book.name)}, version {visible(book.version)}, hash {book.hash}.",),
        (_sampling(desk),),
        ("All tables are in tables/ as CSV, all figures in figures/, hashes of every input in "
         "manifest.json.",),
    ]  # fmt: skip
    return Section(
        "data",
        "Data and how to cite",
        (
            f"{plural(inputs.articles.height, 'article')} of "
            f"{plural(inputs.outlets.height, 'outlet')}.",
        ),
        tuple(notes),
        tables=(_outlets(desk), _articles(desk)),
    )


def _sampling(desk: Desk) -> str:
    s = desk.inputs.sampling
    parts = {
        "database": s.database, "query": s.query, "dates": s.dates, "retrieval": s.retrieval,
        "inclusion": s.inclusion, "kind": s.kind,
    }  # fmt: skip
    said = [f"{key}: {visible(value)}" for key, value in parts.items() if value]
    return f"Sampling: {'; '.join(said)}." if said else "Sampling: not described."


def _outlets(desk: Desk) -> Table:
    fields = (
        "group",
        "type",
        "audience",
        "country",
        "ownership",
        "ownership_source",
        "ownership_date",
    )
    rows: list[tuple[Text, ...]] = [
        (
            (visible(r["name"] or r["outlet"]),),
            *((visible(str(r[f] or "not given")),) for f in fields),
        )
        for r in desk.inputs.outlets.iter_rows(named=True)
    ]
    columns = ("Outlet", *(f.replace("_", " ").capitalize() for f in fields))
    note = "As the study gives them; they are descriptions with a source, never findings."
    return Table("t-outlets", "Outlets", columns, tuple(rows), note=note)


def _articles(desk: Desk) -> Table:
    order = desk.inputs.articles.sort("group", "outlet", "date", "article", nulls_last=True)
    out: list[tuple[Text, ...]] = []
    for r in order.head(MAX_LISTED).iter_rows(named=True):
        event = desk.event_names.get(r["event"] or "", r["event"] or "none")
        out.append(
            (
                (desk.article_link(r["article"], visible(r["article"])),),
                (visible(r["outlet"]),),
                (r["date"] or "no date",),
                (visible(event),),
                (visible(r["wire"] or ""),),
                (visible(r["title"] or ""),),
                (safe_url(r["url"] or ""),),
            )
        )
    more = order.height - len(out)
    note = f"{more:,} more are in tables/articles.csv." if more > 0 else ""
    columns = ("Article", "Outlet", "Date", "Event", "Wire", "Title", "Address")
    return Table("t-articles", "Articles", columns, tuple(out), note=note)
