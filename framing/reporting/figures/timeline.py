"""Rates over time: a strip an outlet or group, one scale, phases shaded, gaps said."""

from __future__ import annotations

import math
import re
from datetime import date

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from framing.reporting.figures.house import GRID, INK, PALE, TEXT, WIDTH
from framing.reporting.figures.measure import line_height, text_width, wrap
from framing.reporting.figures.sheet import (
    EDGE,
    draw_keys,
    keys_height,
    label_column,
    new_figure,
    on,
    place,
    under,
)
from framing.reporting.messages import N_, _

STRIP = 0.78  # inches of a strip
_SHADE = 0.07  # of the ink, so that it fits a dark page, too
_KEYS = [("o", N_("with interval")), ("o:none", N_("no interval")), ("|", N_("day of an event")),
         ("x:none", N_("no article in this period"))]  # fmt: skip
SIZE = 6.5  # points of the n beside a mark
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def plot_timeline(table: pl.DataFrame, *, ax: Axes | None = None, width: float = WIDTH) -> Figure:
    """Dots with intervals by period, joined where no period between them is empty.

    Parameters
    ----------
    table
        Rows of schema ``TIMELINE`` of one item, with ``label``, ``colour`` and ``mark`` of the
        unit (a strip each, in the order of the table), ``axis`` (what the estimate is, with its
        unit) and ``scale`` (what estimates are multiplied by: 100 for shares). Every second
        period is shaded. A period with ``n_in_period`` 0 has a cross instead of a mark.
    ax
        For a table of one unit, axes to draw on.
    width
        Of a new figure, in inches.
    """
    names = table["label"].unique(maintain_order=True).to_list()
    labels, left = label_column(names, width=width)
    x = EDGE + left + 0.45
    inner = width - x - 2 * EDGE
    periods = table.unique("period", keep="first", maintain_order=True).sort("from")
    top = _top(table)
    said = _("{first} to {last}: {axis}; beside each mark the articles of the period (n)").format(
        first=periods["from"][0], last=periods["to"][-1], axis=table["axis"][0]
    )
    title, below = under(said, width - x - EDGE)
    figure = on(ax)
    if ax is not None and figure is not None:
        _strip(ax, table, periods=periods, top=top, inner=inner)
        _dates(ax, periods, inner=inner)
        ax.set_xlabel(title)
        return figure
    used = _used_keys(table)
    above = keys_height(used, width=width)
    figure = new_figure(width, above + (STRIP + 0.14) * len(names) + below + line_height(7.5))
    for k, (name, label) in enumerate(zip(names, labels, strict=True)):
        y = above + 0.06 + k * (STRIP + 0.14)
        ax = place(figure, x, y, width=inner, height=STRIP)
        rows = table.filter(pl.col("label") == name)
        _strip(ax, rows, periods=periods, top=top, inner=inner)
        is_last = k == len(names) - 1
        _dates(ax, periods if is_last else periods.head(0), inner=inner)
        colour, mark = rows.select("colour", "mark").row(0)
        ax.annotate(
            label, (0, 0.5), xytext=(-(0.45 + left) * 72 + 14, 0), xycoords="axes fraction",
            textcoords="offset points", fontsize=TEXT, va="center", annotation_clip=False,
            linespacing=1.05,
        )  # fmt: skip
        spot = 0 - (0.45 + left - 0.05) / inner
        ax.plot(spot, 0.5, marker=mark, color=colour, ms=6, transform=ax.transAxes, clip_on=False)
        if is_last:
            ax.set_xlabel(title)
    draw_keys(figure, used)
    return figure


def _used_keys(table: pl.DataFrame) -> list[tuple[str, str]]:
    published = table.filter(pl.col("n_in_period") > 0)
    used = [
        published["low"].is_not_null().any(), published["low"].is_null().any(),
        table["events"].is_not_null().any(), (table["n_in_period"] == 0).any(),
    ]  # fmt: skip
    return [(look, _(label)) for (look, label), there in zip(_KEYS, used, strict=True) if there]


def _top(table: pl.DataFrame) -> float:
    scale = table["scale"][0]
    ends = [v * scale for c in ("estimate", "high") for v in table[c].drop_nulls()]
    return float(max([*ends, 1e-9])) * 1.16


def _strip(
    ax: Axes, rows: pl.DataFrame, *, periods: pl.DataFrame, top: float, inner: float
) -> None:
    """Periods are as wide as each other: phases of a day would else be lost beside long ones."""
    _ground(ax, periods)
    colour, mark, scale = rows.select("colour", "mark", "scale").row(0)
    places = {period: k + 0.5 for k, period in enumerate(periods["period"])}
    joined: list[tuple[float, float]] = []
    has_room = inner / periods.height > 0.12 + text_width("00", SIZE)
    for row in rows.sort("from").iter_rows(named=True):
        x = places[row["period"]]
        if row["n_in_period"] == 0 or row["estimate"] is None:
            _join(ax, joined, colour=colour)
            joined = []
            if row["n_in_period"] == 0:
                ax.plot(x, 0.08 * top, marker="x", ms=3.5, color=PALE, ls="none")
            continue
        y, has = row["estimate"] * scale, row["low"] is not None
        joined.append((x, y))
        if has:
            ax.plot([x, x], [row["low"] * scale, row["high"] * scale], color=colour, lw=1.4)
        face = colour if has else "none"
        ax.plot(x, y, marker=mark, ms=5, mfc=face, mec=colour, ls="none", zorder=4, clip_on=False)
        if has_room:
            ax.annotate(
                str(row["n_in_period"]), (x, y), xytext=(5, 0), textcoords="offset points",
                fontsize=SIZE, va="center_baseline", color=INK, annotation_clip=False, zorder=5,
            )  # fmt: skip
    _join(ax, joined, colour=colour)
    if not has_room:
        ax.annotate(
            _("n = {n}").format(n=int(rows["n_in_period"].sum())), (0, 1), xytext=(3, -2), va="top",
            xycoords="axes fraction", fontsize=SIZE, textcoords="offset points",
        )  # fmt: skip
    ax.set_xlim(0, periods.height)
    ax.set_ylim(0, top)
    whole = all(float(v * scale).is_integer() for v in rows["estimate"].drop_nulls())
    ax.yaxis.set_major_locator(MaxNLocator(2, integer=whole, min_n_ticks=1))
    ax.tick_params(axis="y", labelsize=7)
    ax.grid(axis="y", lw=0.3, color=GRID)
    ax.set_axisbelow(True)


def _ground(ax: Axes, periods: pl.DataFrame) -> None:
    """Every second period shaded, and the days of events."""
    for k, (start, end, events) in enumerate(periods.select("from", "to", "events").iter_rows()):
        if k % 2 == 0:
            ax.axvspan(k, k + 1, fc=INK, alpha=_SHADE, ec="none", zorder=0)
        first, last = (date.fromisoformat(day).toordinal() for day in (start, end))
        for event in (events or "").split("; "):
            day = event.rpartition(" ")[2]
            if _DAY.fullmatch(day):
                at = (date.fromisoformat(day).toordinal() + 0.5 - first) / (last + 1 - first)
                ax.axvline(k + at, color=PALE, lw=0.8, ls=":", zorder=1)


def _join(ax: Axes, spots: list[tuple[float, float]], *, colour: str) -> None:
    if len(spots) > 1:
        ax.plot(*zip(*spots, strict=True), color=colour, lw=0.8, alpha=0.6, zorder=2)


def _dates(ax: Axes, periods: pl.DataFrame, *, inner: float) -> None:
    """As many names of periods as find room, at their middles."""
    names = periods["period"].to_list()
    slot = inner / max(len(names), 1)
    widest = max((text_width(name, 7.5) for name in names), default=0.0) + 0.1
    step = max(1, math.ceil(min(widest, 1.1) / slot))
    lines = ["\n".join(wrap(name, 7.5, step * slot - 0.06, most=2)) for name in names[::step]]
    ax.set_xticks([k * step + 0.5 for k in range(len(lines))], lines, fontsize=7.5)
    ax.tick_params(axis="x", length=2 if names else 0)
