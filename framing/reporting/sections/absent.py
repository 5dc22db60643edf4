"""Words not found: what others use and a group's articles do not, in any spelling."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.formats import of, visible
from framing.reporting.glossary import explain
from framing.reporting.messages import _, n_
from framing.reporting.model import Section, Table, Text
from framing.reporting.sections.common import one

LISTED = 20


def build_absent(desk: Desk) -> Section:
    """Terms that no article of a group has, and how many chance alone would take away."""
    title, code = _("Words not found"), desk.command("absent")
    if desk.is_reading:
        why = _("Not looked for: with so few articles most words are missing by chance.")
        return Section("absent", title, (why,), code=code)
    rows = desk.inputs.absent
    notes: list[Text] = [
        (_("Outlets of {note}.").format(note=visible(text)),) for text in desk.inputs.absent_notes
    ]
    if rows.is_empty():
        why = _("No word that others use in enough articles is missing anywhere.")
        return Section("absent", title, (why,), tuple(notes), code=code)
    lead = n_(
        "{n} word or name that the other outlets use is not found in any article of a group's "
        "outlets; how many would be missing by chance alone stands below.",
        "{n} words and names that the other outlets use are not found in any article of a group's "
        "outlets; how many would be missing by chance alone stands below.",
        rows.height,
    ).format(n=f"{rows.height:,}")
    return Section(
        "absent",
        title,
        (lead,),
        tuple(notes),
        tables=(_table(rows),),
        reading=_("Not found means: in these articles, in none of the spellings that were looked "
                  "for. Another word for the same thing may stand there. Where about as many are "
                  "missing as chance gives, the list says nothing."),
        method=_("Singular and plural, British and American endings, hyphens and all forms of a "
                 "codebook entry are one word; function words are left out. Chance: that none is "
                 "found, were the word used at the others' rate."),
        code=code,
        explained=("chance_none",),
    )  # fmt: skip


def _table(rows: pl.DataFrame) -> Table:
    out = [_row(row) for row in rows.head(LISTED).iter_rows(named=True)]
    columns = (
        _("Word"), _("Not found in articles of"), _("Articles searched"),
        _("Articles of the others with it"), _("Uses there"), _("Chance of none"),
    )  # fmt: skip
    more = rows.height - len(out)
    note = ""
    if more > 0:
        note = n_("{n} more word is in tables/absent.csv.", "{n} more words are in tables/"
                  "absent.csv.", more).format(n=more)  # fmt: skip
    caption = _("Words that others use and that are not found")
    explained = (*explain("n_articles", 2, 3), (4, "mentions"), (5, "chance_none"))
    return Table("t-absent", caption, columns, tuple(out), (2, 3, 4, 5), note, explained=explained)


def _row(row: dict[str, Any]) -> tuple[Text, ...]:
    chance = "" if row["chance"] is None else _("{k} in 100").format(
        k=max(round(100 * row["chance"]), 1)
    )  # fmt: skip
    k = of(row["n_articles_others"], row["n_articles_searched_others"])
    return (
        one(visible(row["term"].removeprefix("@"))),
        one(_("outlets of {group}").format(group=visible(row["group"]))),
        one(f"{row['n_articles_searched']:,}"), one(k), one(f"{row['n_term_others']:,}"),
        one(chance),
    )  # fmt: skip
