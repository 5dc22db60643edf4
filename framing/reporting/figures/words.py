"""Words of one side against another: log ratio with interval, counts beside."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.reporting.figures.house import INK, PALE, draw_on, label_rows, short


def plot_words(table: pl.DataFrame, *, ax: Axes | None = None) -> Figure:
    """Dots with lines; hollow where a word is not found on one side.

    Parameters
    ----------
    table
        ``term``, ``log_ratio``, ``low``, ``high``, ``n_a``, ``n_b``, ``k_a``, ``k_b``, ``a``,
        ``b``.
    ax
        Axes to draw on; by default a new figure.
    """
    figure, ax = draw_on(ax, height=1.4 + 0.24 * table.height)
    label_rows(ax, [short(t, 34) for t in table["term"]])
    ends = [abs(v) for c in ("log_ratio", "low", "high") for v in table[c].drop_nulls()]
    widest = max([*ends, 1.0]) * 1.05
    for y, row in enumerate(table.iter_rows(named=True)):
        has = row["low"] is not None
        if has:
            ax.plot([row["low"], row["high"]], [y, y], color=INK, lw=1.3)
        face = INK if has else "none"
        ax.plot(row["log_ratio"], y, marker="o", ms=5.5, mfc=face, mec=INK, ls="none")
        counts = f"{row['n_a']} : {row['n_b']} · in {row['k_a']} : {row['k_b']}"
        ax.text(widest * 1.05, y, counts, fontsize=7.5, va="center", clip_on=False)
    ax.axvline(0, color=PALE, lw=0.8)
    ax.set_xlim(-widest, widest * 1.62)
    ax.set_xticks([t for t in range(-9, 10) if abs(t) <= widest])
    a, b = (table[c][0] if table.height else "" for c in ("a", "b"))
    ax.set_xlabel(
        f"log ratio (doublings of the rate): ← {b} more · {a} more →\n"
        f"right: n words {a} : {b}, in n articles",
        fontsize=8,
    )
    return figure
