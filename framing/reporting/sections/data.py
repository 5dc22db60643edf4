"""Data and how to cite: outlets with their sourced fields, articles, codebook."""

from __future__ import annotations

from framing.reporting.desk import Desk
from framing.reporting.formats import counted_articles, counted_outlets, of, visible
from framing.reporting.messages import _, below
from framing.reporting.model import Section, Table, Text
from framing.reporting.sections.common import MAX_LISTED
from framing.reporting.spreads import safe_url


def build_data(desk: Desk) -> Section:
    """Outlets with their sourced fields, articles, codebook, how to cite."""
    inputs = desk.inputs
    book = inputs.codebook
    notes: list[Text] = [
        (
            _("Codebook {name}, version {version}, hash {hash}.").format(
                name=visible(book.name), version=visible(book.version), hash=book.hash
            ),
        ),
        (_sampling(desk),),
        (
            _(
                "All tables are in {tables} as CSV, all figures in {figures}, hashes of every "
                "input in {manifest}."
            ).format(tables="tables/", figures="figures/", manifest="manifest.json"),
        ),
    ]
    return Section(
        "data",
        _("Data and how to cite"),
        (
            _("{articles} of {outlets}.").format(
                articles=counted_articles(inputs.articles.height),
                outlets=counted_outlets(inputs.outlets.height),
            ),
        ),
        tuple(notes),
        tables=(_outlets(desk), _articles(desk)),
    )


def _sampling(desk: Desk) -> str:
    s = desk.inputs.sampling
    parts = {
        _("database"): s.database, _("query"): s.query, _("dates"): s.dates,
        _("retrieval"): s.retrieval, _("inclusion"): s.inclusion, _("kind"): below(s.kind),
    }  # fmt: skip
    said = [f"{key}: {visible(value)}" for key, value in parts.items() if value]
    if not said:
        return _("Sampling: not described.")
    return _("Sampling: {how}.").format(how="; ".join(said))


def _outlets(desk: Desk) -> Table:
    fields = {
        "group": _("Group"),
        "type": _("Type"),
        "audience": _("Audience"),
        "country": _("Country"),
        "ownership": _("Ownership"),
        "ownership_source": _("Ownership source"),
        "ownership_date": _("Ownership date"),
    }
    rows: list[tuple[Text, ...]] = [
        (
            (visible(r["name"] or r["outlet"]),),
            *((visible(str(r[f] or _("not given"))),) for f in fields),
        )
        for r in desk.inputs.outlets.iter_rows(named=True)
    ]
    columns = (_("Outlet"), *fields.values())
    note = _("As the study gives them; they are descriptions with a source, never findings.")
    return Table("t-outlets", _("Outlets"), columns, tuple(rows), note=note)


def _articles(desk: Desk) -> Table:
    order = desk.inputs.articles.sort("group", "outlet", "date", "article", nulls_last=True)
    out: list[tuple[Text, ...]] = []
    for r in order.head(MAX_LISTED).iter_rows(named=True):
        event = desk.event_names.get(r["event"] or "", r["event"] or _("none"))
        out.append(
            (
                (desk.article_link(r["article"], visible(r["article"])),),
                (visible(r["outlet"]),),
                (r["date"] or _("no date"),),
                (visible(event),),
                (visible(r["wire"] or ""),),
                (visible(r["title"] or ""),),
                (safe_url(r["url"] or ""),),
            )
        )
    note = ""
    if order.height > len(out):
        note = _("{shown} articles are listed here; all are in {file}.").format(
            shown=of(len(out), order.height), file="tables/articles.csv"
        )
    columns = (
        _("Article"), _("Outlet"), _("Date"), _("Event"), _("Wire"), _("Title"), _("Address"),
    )  # fmt: skip
    return Table("t-articles", _("Articles"), columns, tuple(out), note=note)
