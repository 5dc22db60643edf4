"""Stacked bars of counts, a bar an outlet, n in every part."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from framing.reporting.figures.house import GRID, INK, INKS, LOOKS, ON_LIGHT, SMALL, TEXT, WIDTH
from framing.reporting.figures.measure import text_width
from framing.reporting.figures.sheet import (
    EDGE,
    MARKS_WIDE,
    draw_keys,
    keys_height,
    label_column,
    label_rows,
    mark_rows,
    new_figure,
    on,
    place,
    row_heights,
    under,
)
from framing.reporting.messages import _


def plot_counts(table: pl.DataFrame, *, ax: Axes | None = None, width: float = WIDTH) -> Figure:
    """Counts by row and part (stacked, told by lightness).

    Parameters
    ----------
    table
        ``row``, ``colour``, ``mark``, ``part``, ``look``, ``n``, ``unit``.
    ax
        Axes to draw on; by default a new figure.
    width
        Of a new figure, in inches.
    """
    rows = table["row"].unique(maintain_order=True).to_list()
    total = {o: int(n) for o, n in table.group_by("row").agg(pl.col("n").sum()).iter_rows()}
    labels, left = label_column(rows, width=width)
    right = max((text_width(_said(n), SMALL) for n in total.values()), default=0) + 0.1
    figure = on(ax)
    x = EDGE + left + MARKS_WIDE / 72
    inner = width - x - right - EDGE
    title, below = under(_("{unit} (n)").format(unit=table["unit"][0]), inner)
    if ax is None:
        keys = [
            (look, part)
            for part, look in table.select("part", "look").unique(maintain_order=True).iter_rows()
        ]
        top = keys_height(keys, width=width)
        height = row_heights(labels, least=0.27) * len(rows)
        figure = new_figure(width, top + height + below)
        ax = place(figure, x, top, width=inner, height=height)
        draw_keys(figure, keys)
    assert figure is not None
    _bars(ax, table, rows=rows, inner=inner)
    label_rows(ax, labels, pad=MARKS_WIDE)
    mark_rows(ax, table.unique("row", keep="first", maintain_order=True)
              .select("colour", "mark").rows())  # fmt: skip
    ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True, min_n_ticks=1))
    ax.grid(axis="x", lw=0.3, color=GRID)
    ax.set_axisbelow(True)
    ax.set_xlabel(title)
    return figure


def _said(n: int) -> str:
    return _("n = {n}").format(n=n)


def _bars(ax: Axes, table: pl.DataFrame, *, rows: list[str], inner: float) -> None:
    totals = table.group_by("row").agg(pl.col("n").sum())["n"]
    widest = max([*totals, 1])
    for k, label in enumerate(rows):
        left = 0
        for look, n in table.filter(pl.col("row") == label).select("look", "n").iter_rows():
            if not n:
                continue
            ax.barh(k, n, left=left, height=0.66, color=LOOKS[look], edgecolor=INK, lw=0.6)
            if inner * n / widest > text_width(str(n), TEXT) + 0.05:
                ink = INKS.get(look, ON_LIGHT)
                ax.text(
                    left + n / 2, k, str(n), ha="center", va="center_baseline", fontsize=SMALL,
                    color=ink,
                )  # fmt: skip
            left += n
        ax.annotate(
            _said(left), (left, k), xytext=(4, 0), textcoords="offset points",
            va="center_baseline", fontsize=SMALL, annotation_clip=False,
        )  # fmt: skip
    ax.set_xlim(0, widest)
