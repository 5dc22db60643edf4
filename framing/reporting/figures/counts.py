"""Stacked bars of counts, a bar an outlet, n in every part."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from framing.reporting.figures.house import INK, LOOKS, draw_on, label_rows, short


def plot_counts(table: pl.DataFrame, *, ax: Axes | None = None) -> Figure:
    """Counts by row and part (stacked, told by lightness).

    Parameters
    ----------
    table
        ``row``, ``colour``, ``mark``, ``part``, ``look``, ``n``, ``unit``.
    ax
        Axes to draw on; by default a new figure.
    """
    labels = table["row"].unique(maintain_order=True).to_list()
    figure, ax = draw_on(ax, height=1.4 + 0.3 * len(labels))
    total = {o: int(n) for o, n in table.group_by("row").agg(pl.col("n").sum()).iter_rows()}
    widest = max([*total.values(), 1])
    for k, label in enumerate(labels):
        left = 0
        rows = table.filter(pl.col("row") == label)
        for look, n in rows.select("look", "n").iter_rows():
            ax.barh(k, n, left=left, height=0.62, color=LOOKS[look], edgecolor=INK, lw=0.6)
            if n and n / widest > 0.035:
                ink = {"a": "white", "c": "white", "x": INK}.get(look, "#000000")
                ax.text(left + n / 2, k, str(n), ha="center", va="center", fontsize=8, color=ink)
            left += n
        ax.text(left + widest * 0.012, k, f"n = {total[label]}", va="center", fontsize=8)
        ax.plot(
            -widest * 0.018, k, marker=rows["mark"][0], color=rows["colour"][0], ms=6,
            clip_on=False,
        )  # fmt: skip
    label_rows(ax, [short(label, 44) for label in labels])
    ax.tick_params(axis="y", pad=12)
    ax.set_xlim(0, widest * 1.13)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel(f"{table['unit'][0]} (n)")
    parts = table.select("part", "look").unique(maintain_order=True)
    handles = [
        Patch(facecolor=LOOKS[look], edgecolor=INK, label=part, lw=0.6)
        for part, look in parts.iter_rows()
    ]
    ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=4, borderaxespad=0.2)
    return figure
