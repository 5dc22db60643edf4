"""Style: each mark an article, a panel a measure, a row an outlet."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.reporting.figures.house import WIDTH, label_rows, short


def plot_style(table: pl.DataFrame, *, ax: Axes | None = None) -> Figure:
    """Strips of article values with the mean as a short line.

    Parameters
    ----------
    table
        ``outlet``, ``row``, ``value``, ``panel`` (measure with unit), ``colour``, ``mark``,
        ``has_mean``, ``crowded`` (quartiles instead of single marks).
    ax
        For a table of one panel, axes to draw on.
    """
    panels = table["panel"].unique(maintain_order=True).to_list()
    outlets = table.sort("row")["outlet"].unique(maintain_order=True).to_list()
    if ax is not None:
        _panel(ax, table, outlets)
        figure = ax.figure
        assert isinstance(figure, Figure)
        return figure
    n_rows = (len(panels) + 1) // 2
    height = 0.9 + n_rows * (0.75 + 0.24 * len(outlets))
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.subplots(n_rows, 2, sharey=True, squeeze=False).ravel()
    for k, panel in enumerate(panels):
        _panel(axes[k], table.filter(pl.col("panel") == panel), outlets)
        axes[k].tick_params(axis="y", labelleft=k % 2 == 0)
    for spare in axes[len(panels) :]:
        spare.set_visible(False)
    return figure


def _panel(ax: Axes, rows: pl.DataFrame, outlets: list[str]) -> None:
    n = {o: int(k) for o, k in rows.group_by("outlet").len().iter_rows()}
    label_rows(ax, [f"{short(o, 24)} (n = {n.get(o, 0)})" for o in outlets])
    if rows["crowded"].all():
        _quartiles(ax, rows, outlets)
    else:
        marks = rows.select("outlet", "value", "colour", "mark")
        for outlet, value, colour, mark in marks.iter_rows():
            y = outlets.index(outlet)
            ax.plot(value, y, marker=mark, color=colour, ms=6, alpha=0.75, ls="none")
    means = rows.group_by("outlet").agg(pl.col("value").sort().mean()).sort("outlet")
    for outlet, mean in means.iter_rows() if rows["has_mean"].all() else ():
        y = outlets.index(outlet)
        ax.plot([mean, mean], [y - 0.32, y + 0.32], color="#7a7a7a", lw=1.4)
    ax.margins(x=0.08)
    ax.set_xlabel(rows["panel"][0], fontsize=8)
    ax.grid(axis="x", lw=0.3, color="#bbbbbb")
    ax.set_axisbelow(True)


def _quartiles(ax: Axes, rows: pl.DataFrame, outlets: list[str]) -> None:
    """The middle half of the articles as a line: thousands of marks would be one blot."""
    spans = rows.group_by("outlet").agg(
        low=pl.col("value").quantile(0.25), high=pl.col("value").quantile(0.75),
        colour=pl.col("colour").first(), mark=pl.col("mark").first(),
        middle=pl.col("value").median(),
    ).sort("outlet")  # fmt: skip
    for outlet, low, high, colour, mark, middle in spans.iter_rows():
        y = outlets.index(outlet)
        ax.plot([low, high], [y, y], color=colour, lw=2.2)
        ax.plot(middle, y, marker=mark, color=colour, ms=6, ls="none")
