"""Figures of facts: each fact in each outlet's words, event by event."""

from __future__ import annotations

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.formats import visible
from framing.reporting.messages import _, n_
from framing.reporting.model import Figure
from framing.reporting.sections.common import look_of

MAX_FACTS = 6  # those that are told most
MAX_EVENTS = 6
DATA = {
    "outlet": pl.String, "group": pl.String, "colour": pl.String, "mark": pl.String,
    "event": pl.String, "words": pl.String, "has_agent": pl.Boolean, "n": pl.Int64,
}  # fmt: skip


def facts_figures(desk: Desk, *, facts: tuple[str, ...] = ()) -> list[Figure]:
    """A grid for each fact that is told in an outlet's own voice."""
    rows = desk.inputs.facts.filter((pl.col("status") == "told") & (pl.col("voice") == "outlet"))
    order = rows.group_by("fact").len().sort("len", "fact", descending=[True, False])
    chosen = facts or tuple(order.head(MAX_FACTS)["fact"])
    return [
        _figure(desk, fact, rows.filter(pl.col("fact") == fact))
        for fact in desk.labels.facts
        if fact in chosen and not rows.filter(pl.col("fact") == fact).is_empty()
    ]


def _figure(desk: Desk, fact: str, rows: pl.DataFrame) -> Figure:
    events = dict(desk.measured.select("article", "event").iter_rows())
    none = _("no event")
    named = rows.with_columns(
        event=pl.col("article").replace_strict(events, default=None, return_dtype=pl.String),
        words=pl.col("text").str.to_lowercase().map_elements(_line, return_dtype=pl.String),
        has_agent=pl.col("agent").is_not_null() & (pl.col("agent") != ""),
    ).with_columns(event=pl.col("event").replace(desk.event_names).fill_null(none))
    spread = named.group_by("event").agg(pl.col("outlet").n_unique(), n=pl.len())
    most = set(spread.sort("outlet", "n", "event", descending=[True, True, False])
               .head(MAX_EVENTS)["event"])  # fmt: skip
    order = [*desk.event_names.values(), *sorted(set(named["event"]) - {none}), none]
    drawn = list(dict.fromkeys(event for event in order if event in most))
    cells = _cells(desk, named, drawn)
    data = pl.DataFrame(cells, schema=DATA, orient="row")
    title = _("{fact}: the same fact in each outlet's own words").format(
        fact=desk.labels.facts[fact]
    )
    each = "; ".join(
        f"{o}, {e}: “{w}” × {n}, " + (_("agent stated") if a else _("agent not stated"))
        for o, e, w, a, n in data.filter(pl.col("words") != "")
        .select("outlet", "event", "words", "has_agent", "n").iter_rows()
    )  # fmt: skip
    alt = _("{title}. Grid of outlets by events with the words: {each}.")
    source = _("n = {n} in outlets' own voice; a dash: not found. {source}")
    hidden = named["event"].n_unique() - len(drawn)
    if hidden:
        more = n_("{n} more event is in the table. ", "{n} more events are in the table. ", hidden)
        source = more.format(n=hidden) + source
    return Figure(
        f"f-facts-{fact}", "facts", title, alt.format(title=title, each=each),
        source.format(n=rows.height, source=desk.source_note()), data,
    )  # fmt: skip


def _line(text: str) -> str:
    return visible(" ".join(text.split()))


def _cells(desk: Desk, named: pl.DataFrame, drawn: list[str]) -> list[dict[str, object]]:
    found = (
        named.group_by("outlet", "event", "words", "has_agent")
        .len("n")
        .sort("n", "words", "has_agent", descending=[True, False, True])
    )
    cells: list[dict[str, object]] = []
    for event in drawn:
        for outlet, group in desk.outlets:
            here = found.filter((pl.col("outlet") == outlet) & (pl.col("event") == event))
            head = {**look_of(desk, outlet, group), "event": event}
            empty = [("", False, 0)]
            for words, has, n in here.select("words", "has_agent", "n").rows() or empty:
                cells.append({**head, "words": words, "has_agent": has, "n": n})
    return cells
