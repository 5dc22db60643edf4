"""Not found: what others carry of an event and an outlet's articles do not."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.records.numerals import plural
from framing.reporting.desk import Desk
from framing.reporting.formats import join, of, visible
from framing.reporting.model import Section, Table, Text

LISTED = 20
_KEYS = ["event", "kind", "item"]
_KINDS = {"claims": "claim", "quotations": "quotation", "actors": "actor", "names": "name",
          "facts": "fact"}  # fmt: skip


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
            "Nothing to list: no event is told by several outlets with something that one lacks."
            if rows.height
            else "Nothing to list: no article is assigned to an event that several outlets cover."
        )
        return Section("omissions", "Not found", (why,), code=code)
    items = rows.select(_KEYS).unique().height
    lead = (
        f"Of {plural(items, 'item')} that articles on an event carry (claims, quotations, actors, "
        f"names, facts), {lacking.height:,} stand with several outlets and not with all. Not "
        "found means: not in these articles, as far as the rules read them."
    )
    notes: tuple[Text, ...] = ()
    if lacking.height > LISTED:
        notes = ((f"The first {LISTED} are shown; tables/omissions.csv has all.",),)
    return Section(
        "omissions",
        "Not found",
        (lead,),
        notes,
        tables=(_table(desk, rows, lacking.head(LISTED)),),
        reading="A short article lacks most things by necessity: the chance says how likely none "
        "would be found in as many words and articles, were the item carried as often as by the "
        "other outlets. It is no p value, and among many items some lack by chance alone. Why an "
        "outlet does not have something cannot be read from this.",
        method="Claims are groups of sentences that say the same in several articles; a negation "
        "or another number makes another claim. Chance: Beta-binomial on distinct texts, by "
        "length. Copies of one text are one text.",
        code=code,
    )


def _table(desk: Desk, rows: pl.DataFrame, chosen: pl.DataFrame) -> Table:
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
                (_KINDS[key[1]],),
                (label,),
                (desk.cite(words, passages, f"{label}, where it was found", by_article=True),),
                (join([_who(row) for row in lacking.iter_rows(named=True)]),),
                (_chances(lacking),),
            )
        )
    columns = ("Event", "Kind", "What", "Outlets that carry it", "Not found in", "Chance of none")
    return Table("t-omissions", "What was not found in an outlet's articles on an event", columns,
                 tuple(out), (3, 5), explained=((3, "omission"), (5, "chance_none")))  # fmt: skip


def _who(row: dict[str, Any]) -> str:
    return f"the {plural(row['n_articles'], 'article')} of {visible(row['outlet'])}".replace(
        "the 1 article ", "the article "
    )


def _chances(rows: pl.DataFrame) -> str:
    """The range of chances, or why there is none."""
    known = rows["chance_none"].drop_nulls().sort()
    if known.is_empty():
        return join(sorted(set(rows["flag"].drop_nulls()) - {""}))
    # In words that nobody takes for a share of articles.
    low, high = (max(round(100 * chance), 1) for chance in (known[0], known[-1]))
    return f"{low} in 100" if low == high else f"{low} to {high} in 100"
