"""Style: each mark an article, a panel a measure, a row an outlet."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from framing.reporting.figures.house import GRID, WIDTH
from framing.reporting.figures.panels import Layout, draw_panels
from framing.reporting.figures.sheet import EDGE, label_column, label_rows, on, row_heights, under
from framing.reporting.messages import _


def plot_style(table: pl.DataFrame, *, ax: Axes | None = None, width: float = WIDTH) -> Figure:
    """Strips of article values with the mean as a short line.

    Parameters
    ----------
    table
        ``outlet``, ``row``, ``value``, ``panel`` (measure, then its unit after a line break),
        ``colour``, ``mark``, ``has_mean``, ``crowded`` (quartiles instead of single marks).
    ax
        For a table of one panel, axes to draw on.
    width
        Of a new figure, in inches.
    """
    panels = table["panel"].unique(maintain_order=True).to_list()
    outlets = table.sort("row")["outlet"].unique(maintain_order=True).to_list()
    first = table.filter(pl.col("panel") == panels[0])
    n = {o: int(k) for o, k in first.group_by("outlet").len().iter_rows()}
    labels, left = label_column(
        [_("{outlet} (n = {n})").format(outlet=o, n=n.get(o, 0)) for o in outlets], width=width
    )
    figure = on(ax)
    if ax is not None and figure is not None:
        _panel(ax, table, outlets)
        label_rows(ax, labels)
        ax.set_xlabel(panels[0])
        return figure
    height = row_heights(labels, least=0.25) * len(outlets)
    layout = Layout(len(panels), left + 0.08, width, height, 0, 1.9)
    units = [panel.partition("\n")[2] or panel for panel in panels]
    made = [under(unit.strip("()"), layout.panel) for unit in units]
    layout = Layout(
        len(panels), left + 0.08, width, height, max(deep for _title, deep in made) + EDGE, 1.9
    )
    figure, axes = draw_panels(layout, [panel.partition("\n")[0] for panel in panels])
    for k, (panel, here) in enumerate(zip(panels, axes, strict=True)):
        _panel(here, table.filter(pl.col("panel") == panel), outlets)
        label_rows(here, labels if k % layout.per_line == 0 else [""] * len(outlets))
        here.set_xlabel(made[k][0])
    return figure


def _panel(ax: Axes, rows: pl.DataFrame, outlets: list[str]) -> None:
    if rows["crowded"].all():
        _quartiles(ax, rows, outlets)
    else:
        looks = rows.group_by("outlet", "colour", "mark", maintain_order=True)
        for (outlet, colour, mark), here in looks:
            rows_at = [outlets.index(str(outlet))] * here.height
            ax.plot(
                here["value"], rows_at, marker=str(mark), color=str(colour), ms=5.5, alpha=0.75,
                ls="none",
            )  # fmt: skip
    means = rows.group_by("outlet").agg(pl.col("value").sort().mean()).sort("outlet")
    for outlet, mean in means.iter_rows() if rows["has_mean"].all() else ():
        y = outlets.index(outlet)
        ax.plot([mean, mean], [y - 0.32, y + 0.32], color="#7a7a7a", lw=1.4)
    ax.margins(x=0.08)
    # Round steps: the last number of an axis is short, and stays on the paper.
    ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    ax.grid(axis="x", lw=0.3, color=GRID)
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
