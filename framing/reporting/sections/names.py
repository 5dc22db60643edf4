"""Names: which name each outlet uses, in whose voice, used or only mentioned."""

from __future__ import annotations

import polars as pl

from framing.reporting.charts.names import names_figures, scope_voices
from framing.reporting.desk import Desk
from framing.reporting.formats import capital, number, visible
from framing.reporting.glossary import explain
from framing.reporting.labels import uses
from framing.reporting.messages import _, below, n_
from framing.reporting.model import Section, Table, Text
from framing.reporting.sections.common import (
    counted,
    estimate_row,
    few_note,
    of_outlet,
    outlets_of,
    share_text,
)
from framing.reporting.sections.practice import practice_table

OWN = pl.col("use") == "own"


def build_names(desk: Desk) -> Section:
    """A table and a figure for each entity of the codebook that is named at all."""
    mentions = desk.names
    if mentions.is_empty():
        return Section("names", _("Names"), (_("No contested name of the codebook is found."),))
    tables = []
    for entity in desk.inputs.codebook.entities:
        rows = mentions.filter(pl.col("entity") == entity.id)
        if rows.is_empty():
            continue
        tables.append(_table(desk, entity.id, rows))
        if practice := practice_table(desk, entity.id):
            tables.append(practice)
    if not desk.is_reading:
        tables.append(_groups(desk))
    return Section(
        "names",
        _("Names"),
        (_lead(desk, mentions),),
        ((few_note(desk),),) if few_note(desk) else (),
        figures=tuple(names_figures(desk)),
        tables=tuple(tables),
        reading=_(
            "“Own words” are headlines and running text in the outlet's own voice. “Both in one "
            "breath” gives the sides' names together and prefers none. Captions and wire copy "
            "stand apart. In “paraphrased” nobody's choice is certain: the word may be the "
            "speaker's or the outlet's. “Quoted” stands inside quotation marks. “Glossed” is "
            "mentioned as somebody's name (“which Japan calls …”), not used."
        ),
        method=_(
            "Longest match of the codebook's patterns, no word counted twice. Share = weighted "
            "mentions of a name in a mode / all mentions of the same entity in the unit, neutral "
            "wordings included; a text carried by several outlets of a group and a repeated house "
            "sentence weigh once."
        ),
        code=desk.command("names", "--mentions"),
        explained=("name_use",) if desk.is_reading else ("share_own", "interval", "groups_alike"),
    )


def _lead(desk: Desk, mentions: pl.DataFrame) -> str:
    own = mentions.filter(OWN).height
    said = n_(
        "{n} mention is found, {own} of them in an outlet's own words; the others stand in "
        "captions or wire copy, give both sides' names in one breath, or are paraphrased, quoted "
        "or glossed.",
        "{n} mentions are found, {own} of them in an outlet's own words; the others stand in "
        "captions or wire copy, give both sides' names in one breath, or are paraphrased, quoted "
        "or glossed.",
        mentions.height,
    )
    return said.format(n=number(mentions.height), own=number(own))


def _table(desk: Desk, entity: str, rows: pl.DataFrame) -> Table:
    out: list[tuple[Text, ...]] = []
    names = [key for key in desk.labels.names if key[0] == entity and key[1] in set(rows["name"])]
    for outlet, _group in desk.outlets:
        own = of_outlet(rows, outlet)
        for _entity, name in names:
            here = own.filter(pl.col("name") == name)
            if here.is_empty():
                continue
            label = desk.labels.names[entity, name]
            side = desk.labels.side(here["side"][0])
            title = _("{outlet}, “{name}”").format(outlet=outlet, name=label)
            cells: list[Text] = [(visible(outlet),), (label,), (side,)]
            for use, said in uses().items():
                cells.append(counted(desk, here.filter(pl.col("use") == use), f"{title}, {said}"))
            cells.append(counted(desk, here, _("{what}, all mentions").format(what=title)))
            articles = _("{what}, articles").format(what=title)
            cells.append((desk.in_articles(here, outlet, articles),))
            out.append(tuple(cells))
    columns = (
        _("Outlet"), _("Name"), _("Whose"), *map(capital, uses().values()), _("All"),
        _("Articles"),
    )  # fmt: skip
    caption = _("Mentions of {entity}, by name and use").format(entity=desk.labels.entities[entity])
    every = 3 + len(uses())
    explained = (
        *explain("name_use", *range(3, every)),
        (every, "mentions"),
        (every + 1, "articles"),
    )
    return Table(f"t-names-{entity}", caption, columns, tuple(out), tuple(range(3, every + 2)),
                 explained=explained)  # fmt: skip


def _groups(desk: Desk) -> Table:
    """Shares of own use by group, where intervals can stand."""
    shares = desk.inputs.names.shares.filter(
        (pl.col("unit") == "group") & (pl.col("mode") == "own")
    )
    out: list[tuple[Text, ...]] = []
    for row in shares.iter_rows(named=True):
        where = {k: row[k] for k in ("unit", "group", "entity", "name", "mode")}
        seen = estimate_row(desk.inputs.names.published, **where)
        out.append(
            (
                (outlets_of(row["group"]),),
                (desk.labels.names.get((row["entity"], row["name"]), row["name"]),),
                (share_text(row),),
                (share_text(seen),),
                (str(row["n_articles"]),),
                (below(row["flag"] or ""),),
            )
        )
    columns = (
        _("Outlets"), _("Name, mode own"), _("Authored"), _("Published"), _("Articles"), _("Note"),
    )  # fmt: skip
    title = _("Shares of mode own by group ({voices})").format(voices=scope_voices(desk))
    note = _(
        "Authored: each text and house sentence once. Published: every appearance, as readers saw "
        "it."
    )
    return Table(
        "t-names-groups", title, columns, tuple(out), (4,), note,
        explained=((2, "share_own"), (3, "authored_published"), (4, "n_articles")),
    )  # fmt: skip
