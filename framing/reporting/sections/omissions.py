"""Not found: what others carry of an event and an outlet's articles do not."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.formats import join, number, of, visible
from framing.reporting.messages import N_, _, below, n_
from framing.reporting.model import Section, Table, Text

LISTED = 20
_KEYS = ["event", "kind", "item"]
_KINDS = {
    "claims": N_("claim"), "quotations": N_("quotation"), "actors": N_("actor"),
    "names": N_("name"), "facts": N_("fact"),
}  # fmt: skip


def build_omissions(desk: Desk) -> Section:
    """The items that most others carry and somebody's articles do not, with their passages."""
    rows = desk.inputs.omissions
    lacking = (
        rows.group_by(_KEYS, maintain_order=True)
        .agg(found=(pl.col("found") > 0).sum(), missing=(pl.col("found") == 0).sum())
        .filter((pl.col("found") > 1) & (pl.col("missing") > 0))
    )
    code = desk.command("omissions")
    if lacking.is_empty():
        why = (
            _("Nothing to list: no event is told by several outlets with something that one lacks.")
            if rows.height
            else _(
                "Nothing to list: no article is assigned to an event that several outlets cover."
            )
        )
        return Section("omissions", _("Not found"), (why,), code=code)
    items = rows.select(_KEYS).unique().height
    lead = n_(
        "Of {n} item that articles on an event carry (claims, quotations, actors, names, facts), "
        "{lacking} stand with several outlets and not with all. Not found means: not in these "
        "articles, as far as the rules read them.",
        "Of {n} items that articles on an event carry (claims, quotations, actors, names, facts), "
        "{lacking} stand with several outlets and not with all. Not found means: not in these "
        "articles, as far as the rules read them.",
        items,
    ).format(n=number(items), lacking=number(lacking.height))
    notes: tuple[Text, ...] = ()
    if lacking.height > LISTED:
        said = _("The first {n} are shown; {file} has all.")
        notes = ((said.format(n=LISTED, file="tables/omissions.csv"),),)
    return Section(
        "omissions",
        _("Not found"),
        (lead,),
        notes,
        tables=(_table(desk, rows, lacking.head(LISTED)),),
        reading=_(
            "A short article lacks most things by necessity: the chance says how likely none would "
            "be found in as many words and articles, were the item carried as often as by the "
            "other outlets. It is no p value, and among many items some lack by chance alone. Why "
            "an outlet does not have something cannot be read from this."
        ),
        method=_(
            "Claims are groups of sentences that say the same in several articles; a negation or "
            "another number makes another claim. Chance: Beta-binomial on distinct texts, by "
            "length. Copies of one text are one text."
        ),
        code=code,
    )


def _table(desk: Desk, rows: pl.DataFrame, chosen: pl.DataFrame) -> Table:
    found = _("{item}, where it was found")
    out: list[tuple[Text, ...]] = []
    for key in chosen.select(_KEYS).iter_rows():
        here = rows.filter(pl.col("event") == key[0], pl.col("kind") == key[1],
                           pl.col("item") == key[2])  # fmt: skip
        label = visible(here["label"][0])
        there = here.filter(pl.col("found") > 0)
        passages = desk.inputs.carried.filter(
            pl.col("event") == key[0], pl.col("kind") == key[1], pl.col("item") == key[2]
        )
        words = of(there.height, here.height)
        lacking = here.filter(pl.col("found") == 0)
        out.append(
            (
                (desk.event_names.get(key[0], visible(key[0])),),
                (_(_KINDS[key[1]]),),
                (label,),
                (desk.cite(words, passages, found.format(item=label), by_article=True),),
                (join([_who(row) for row in lacking.iter_rows(named=True)]),),
                (_chances(lacking),),
            )
        )
    columns = (
        _("Event"), _("Kind"), _("What"), _("Outlets that carry it"), _("Not found in"),
        _("Chance of none"),
    )  # fmt: skip
    title = _("What was not found in an outlet's articles on an event")
    return Table("t-omissions", title, columns, tuple(out), (3, 5),
                 explained=((3, "omission"), (5, "chance_none")))  # fmt: skip


def _who(row: dict[str, Any]) -> str:
    said = n_("the article of {outlet}", "the {n} articles of {outlet}", row["n_articles"])
    return said.format(n=number(row["n_articles"]), outlet=visible(row["outlet"]))


def _chances(rows: pl.DataFrame) -> str:
    """The range of chances, or why there is none."""
    known = rows["chance_none"].drop_nulls().sort()
    if known.is_empty():
        return join([below(flag) for flag in sorted(set(rows["flag"].drop_nulls()) - {""})])
    # In words that nobody takes for a share of articles.
    low, high = (max(round(100 * chance), 1) for chance in (known[0], known[-1]))
    if low == high:
        return _("{n} in 100").format(n=low)
    return _("{low} to {high} in 100").format(low=low, high=high)
