"""Shares with intervals: a panel an item, a row an outlet or group, n beside every mark."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.reporting.figures.house import GRID, INK, SMALL, WIDTH
from framing.reporting.figures.measure import text_width
from framing.reporting.figures.panels import Layout, draw_panels
from framing.reporting.figures.sheet import EDGE, label_column, label_rows, on, row_heights, under
from framing.reporting.formats import weighted
from framing.reporting.messages import N_, _

AXIS = N_("share (%) · n/N")


def plot_shares(table: pl.DataFrame, *, ax: Axes | None = None, width: float = WIDTH) -> Figure:
    """Dots and lines; a mark without an interval is hollow.

    Parameters
    ----------
    table
        ``panel``, ``label``, ``unit``, ``colour``, ``mark``, ``estimate``, ``low``, ``high``
        (shares), ``n_eff``, ``n_total_eff``.
    ax
        For a table of one panel, axes to draw on.
    width
        Of a new figure, in inches.
    """
    panels = table["panel"].unique(maintain_order=True).to_list()
    names = table["label"].unique(maintain_order=True).to_list()
    labels, left = label_column(names, width=width)
    figure = on(ax)
    if ax is not None and figure is not None:
        _panel(ax, table, names)
        label_rows(ax, labels, pad=9)
        ax.set_xlabel(_(AXIS))
        return figure
    right = max(text_width(_counts(row), SMALL) for row in table.iter_rows(named=True)) + 0.1
    height = row_heights(labels, least=0.25) * len(names)
    layout = Layout(len(panels), left + 0.13, width, height, 0, 0.95, right)
    title, below = under(_(AXIS), layout.panel + right)
    layout = Layout(len(panels), left + 0.13, width, height, below + EDGE, 0.95, right)
    figure, axes = draw_panels(layout, panels)
    for k, (panel, here) in enumerate(zip(panels, axes, strict=True)):
        _panel(here, table.filter(pl.col("panel") == panel), names)
        label_rows(here, labels if k % layout.per_line == 0 else [""] * len(labels), pad=9)
        here.set_xlabel(title, x=0, ha="left")
    return figure


def _counts(row: dict[str, float]) -> str:
    return f"{weighted(row['n_eff'])}/{weighted(row['n_total_eff'])}"


def _panel(ax: Axes, rows: pl.DataFrame, names: list[str]) -> None:
    for row in rows.iter_rows(named=True):
        y = names.index(row["label"])
        has = row["low"] is not None
        if has:
            ax.plot([row["low"] * 100, row["high"] * 100], [y, y], color=row["colour"], lw=1.6)
        if row["estimate"] is not None:
            ax.plot(
                row["estimate"] * 100, y, marker=row["mark"], ms=6,
                mfc=row["colour"] if has else "none", mec=row["colour"], ls="none", zorder=3,
                clip_on=False,
            )  # fmt: skip
        ax.annotate(
            _counts(row), (1, y), xytext=(7, 0), xycoords=ax.get_yaxis_transform(),
            textcoords="offset points", fontsize=SMALL, va="center_baseline", color=INK,
            annotation_clip=False,
        )  # fmt: skip
    ax.set_xlim(0, 100)
    ax.set_xticks([0, 50, 100])
    ax.set_xticks([25, 75], minor=True)
    ax.grid(axis="x", lw=0.3, color=GRID, which="both")
    ax.set_axisbelow(True)
