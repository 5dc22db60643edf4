"""Over time: how many articles each outlet has in each period, and the days of the events."""

from __future__ import annotations

import polars as pl

from framing.reporting.charts.timeline import timeline_figures
from framing.reporting.desk import Desk
from framing.reporting.formats import visible
from framing.reporting.glossary import explain
from framing.reporting.messages import _, n_
from framing.reporting.model import Section, Table, Text
from framing.reporting.sections.common import MAX_LISTED, one

LEAST = 2  # periods with articles, for anything to be seen over time


def build_over_time(desk: Desk) -> Section:
    """Articles by period and outlet; in tiers that compare also drawn."""
    periods = desk.inputs.periods
    code = desk.command("timeline")
    with_articles = periods.filter(pl.col("n_articles") > 0)
    undated = int(desk.measured["date"].null_count())
    title = _("Over time")
    if with_articles.height < LEAST:
        why = _("Nothing to show over time: fewer than two periods have dated articles.")
        return Section("over-time", title, (why,), code=code)
    most = with_articles.sort("n_articles", "from", descending=[True, False]).row(0, named=True)
    lead = n_(
        "Articles stand in {k} of {n} period; most in {most} ({count}).",
        "Articles stand in {k} of {n} periods; most in {most} ({count}).",
        periods.height,
    ).format(k=with_articles.height, n=periods.height, most=visible(most["name"]),
             count=most["n_articles"])  # fmt: skip
    notes: list[Text] = []
    if undated:
        note = n_("{n} article has no day and stands in no period.",
                  "{n} articles have no day and stand in no period.", undated)  # fmt: skip
        notes.append((note.format(n=undated),))
    return Section(
        "over-time",
        title,
        (lead,),
        tuple(notes),
        figures=() if desk.is_reading else tuple(timeline_figures(desk, desk.inputs.timeline)),
        tables=(_table(desk, periods),),
        reading=_("Many articles in a period follow from what happened, and from how the articles "
                  "were gathered. A gap is no article in this corpus, not silence."),
        method=_("Articles by the day they are dated; a text that outlets of a group share counts "
                 "once among them. The command prints names, voices, words and style by period, "
                 "too, with intervals where a period has enough articles."),
        code=code,
        explained=("rate_over_time",),
    )  # fmt: skip


def _table(desk: Desk, periods: pl.DataFrame) -> Table:
    rates = desk.inputs.timeline
    n = {(o, p): k for o, p, k in rates.select("outlet", "period", "n").iter_rows()}
    told = periods.filter((pl.col("n_articles") > 0) | pl.col("events").is_not_null())
    rows: list[tuple[Text, ...]] = []
    for row in told.head(MAX_LISTED).iter_rows(named=True):
        counts = [n.get((outlet, row["period"]), 0) for outlet, _group in desk.outlets]
        rows.append(
            (
                one(visible(row["name"])),
                one(_events(desk, row["events"] or "")),
                *(one(f"{k:,}" if k else "–") for k in counts),
            )
        )
    more = told.height - len(rows)
    note = _("Periods without article and event are left out.")
    if more > 0:
        note = n_("{n} more period is in tables/timeline.csv.",
                  "{n} more periods are in tables/timeline.csv.", more).format(n=more)  # fmt: skip
    columns = (_("Period"), _("Events"), *(visible(outlet) for outlet, _group in desk.outlets))
    caption = _("Articles by period and outlet")
    numeric = tuple(range(2, len(columns)))
    return Table("t-over-time", caption, columns, tuple(rows), numeric, note,
                 explained=explain("n_articles", *numeric))  # fmt: skip


def _events(desk: Desk, told: str) -> str:
    """Events of a period with their days, by name."""
    named = [part.rpartition(" ") for part in told.split("; ") if part]
    return "; ".join(f"{desk.event_names.get(id, visible(id))} {day}" for id, _gap, day in named)
