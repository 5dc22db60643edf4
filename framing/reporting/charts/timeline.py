"""Figures over time: rates of one item by period, a strip an outlet."""

from __future__ import annotations

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.formats import interval, number, slug, visible
from framing.reporting.messages import _
from framing.reporting.model import Figure

MAX_ITEMS = 6  # of a layer, those that stand most often
MAX_STRIPS = 30  # outlets with most articles


def timeline_figures(desk: Desk, rates: pl.DataFrame, *, unit: str = "outlet") -> list[Figure]:
    """A figure for each item of a timeline's rates, of outlets or of groups.

    Parameters
    ----------
    rates
        Schema ``TIMELINE``, from the verb ``timeline``.
    unit
        ``outlet`` or ``group``.
    """
    rows = rates.filter(pl.col("unit") == unit)
    keys = ("measure", "per", "within", "item")
    order = (
        rows.group_by(keys)
        .agg(n=pl.col("n").sum())
        .sort("n", *keys, descending=[True] + 4 * [False])
    )
    chosen = order.head(MAX_ITEMS).select(keys).sort("within", "item", "measure")
    return [
        _figure(desk, rows.join(chosen[k], on=keys, how="semi", maintain_order="left"), unit)
        for k in range(chosen.height)
    ]


def _figure(desk: Desk, rows: pl.DataFrame, unit: str) -> Figure:
    house = desk.house
    order = [o for o, _group in desk.outlets]
    if unit == "group":
        order = sorted({g for _outlet, g in desk.outlets})
    number_of = rows.group_by(unit).agg(n=pl.col("n_in_period").sum())
    most = set(number_of.sort("n", unit, descending=[True, False]).head(MAX_STRIPS)[unit])
    drawn = [name for name in order if name in most]
    measure, per, within, item = rows.select("measure", "per", "within", "item").row(0)
    what, axis, scale = _what(desk, measure, per=per, within=within, item=item)
    marks = {group: mark for group, (mark, _character) in house.marks.items()}
    colour = (
        pl.col("outlet").replace_strict(house.colours) if unit == "outlet" else pl.lit("#222222")
    )
    data = (
        rows.filter(pl.col(unit).is_in(drawn))
        .with_columns(
            label=pl.col(unit).map_elements(visible, return_dtype=pl.String),
            colour=colour,
            mark=pl.col("group").replace_strict(marks),
            axis=pl.lit(axis),
            scale=pl.lit(scale),
            k=pl.col(unit).replace_strict({name: k for k, name in enumerate(drawn)}),
        )
        .sort("k", "from")
        .drop("k")
    )
    title = _("Over time: {what}").format(what=what)
    said = "; ".join(
        f"{r['label']}, {r['period']}: {number(r['estimate'] * scale, 0 if scale > 1 else 1)} "
        f"{_bounds(r, scale)}(n = {r['n_in_period']})"
        for r in data.drop_nulls("estimate").filter(pl.col("n_in_period") > 0)
        .iter_rows(named=True)
    )  # fmt: skip
    alt = _("{title}, {axis}, by period: {said}.").format(title=title, axis=axis, said=said)
    hidden = len(order) - len(drawn)
    source = desk.source_note()
    if hidden:
        source = _("{n} outlets with fewer articles are left out. ").format(n=hidden) + source
    parts = dict.fromkeys(slug(part) for part in (measure, within, item) if part)
    return Figure("-".join(["f-timeline", *parts]), "timeline", title, alt, source, data)


def _bounds(row: dict[str, float | None], scale: float) -> str:
    low, high = row["low"], row["high"]
    if low is None or high is None:
        return ""
    return interval(low * scale, high * scale, 0 if scale > 1 else 1) + " "


def _what(desk: Desk, measure: str, *, per: str, within: str, item: str) -> tuple[str, str, float]:
    """What is followed, the unit of its estimates, and what they are multiplied by."""
    if measure == "articles":
        return _("articles"), _("articles (n, weighted)"), 1.0
    called = desk.labels.names.get((within, item), desk.labels.side(item))
    if within in desk.labels.entities:
        within = desk.labels.entities[within]
    what = f"{visible(called)}, {visible(within)}" if within else visible(called)
    if per == "share":
        return f"{what} ({measure})", _("share (%)"), 100.0
    if per == "mean":
        return measure.replace("_", " "), _("mean"), 1.0
    return f"{what} ({measure})", _("uses per {per}").format(per=per), 1.0
