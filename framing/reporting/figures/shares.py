"""Shares with intervals: a panel an item, a row an outlet or group, n beside every mark."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.reporting.figures.house import INK, WIDTH, label_rows, short
from framing.reporting.formats import weighted


def plot_shares(table: pl.DataFrame, *, ax: Axes | None = None) -> Figure:
    """Dots and lines; a mark without an interval is hollow.

    Parameters
    ----------
    table
        ``panel``, ``label``, ``unit``, ``colour``, ``mark``, ``estimate``, ``low``, ``high``,
        ``n_eff``, ``n_total_eff``.
    ax
        For a table of one panel, axes to draw on.
    """
    panels = table["panel"].unique(maintain_order=True).to_list()
    labels = table["label"].unique(maintain_order=True).to_list()
    if ax is not None:
        _panel(ax, table, labels)
        figure = ax.figure
        assert isinstance(figure, Figure)
        return figure
    figure = Figure(figsize=(WIDTH, 1.2 + 0.3 * len(labels)), layout="constrained")
    axes = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    for k, panel in enumerate(panels):
        _panel(axes[k], table.filter(pl.col("panel") == panel), labels)
        axes[k].set_title(short(panel, 26), fontsize=9)
        axes[k].tick_params(axis="y", labelleft=k == 0)
    return figure


def _panel(ax: Axes, rows: pl.DataFrame, labels: list[str]) -> None:
    label_rows(ax, [short(label) for label in labels])
    for row in rows.iter_rows(named=True):
        y, x = labels.index(row["label"]), row["estimate"] * 100
        has = row["low"] is not None
        if has:
            ax.plot([row["low"] * 100, row["high"] * 100], [y, y], color=row["colour"], lw=1.6)
        ax.plot(
            x, y, marker=row["mark"], ms=6.5, mfc=row["colour"] if has else "none",
            mec=row["colour"], ls="none", zorder=3, clip_on=False,
        )  # fmt: skip
        counts = f"{weighted(row['n_eff'])}/{weighted(row['n_total_eff'])}"
        ax.text(103, y, counts, fontsize=7.5, va="center", color=INK, clip_on=False)
    ax.set_xlim(-2, 118)
    ax.set_xticks([0, 25, 50, 75, 100])
    ax.grid(axis="x", lw=0.3, color="#bbbbbb")
    ax.set_axisbelow(True)
    ax.set_xlabel("share (%), weighted n/N at the right", fontsize=8)
