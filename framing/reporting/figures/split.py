"""A difference and its two parts on shared events: three lines a name."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.reporting.figures.house import INK, PALE, draw_on, short

_LOOKS = {"difference": ("o", 6.5, 1.8), "agenda": ("^", 5.0, 1.0), "wording": ("s", 5.0, 1.0)}
_STEP = 0.25  # between the lines of one name


def plot_split(table: pl.DataFrame, *, ax: Axes | None = None) -> Figure:
    """Dots with lines by name; hollow where there is no interval.

    Parameters
    ----------
    table
        ``label``, ``part`` (difference, agenda, wording), ``estimate``, ``low``, ``high`` in
        shares, ``a``, ``b``, ``n_a``, ``n_b``.
    ax
        Axes to draw on; by default a new figure.
    """
    labels = table["label"].unique(maintain_order=True).to_list()
    figure, ax = draw_on(ax, height=1.5 + 0.62 * len(labels))
    for row in table.iter_rows(named=True):
        part = row["part"]
        marker, size, width = _LOOKS[part]
        y = labels.index(row["label"]) + _STEP * (list(_LOOKS).index(part) - 1)
        has = row["low"] is not None
        if has:
            ax.plot([100 * row["low"], 100 * row["high"]], [y, y], color=INK, lw=width)
        ax.plot(
            100 * row["estimate"], y, marker=marker, ms=size, mfc=INK if has else "none", mec=INK,
            ls="none", label=part if row["label"] == labels[0] else None,
        )  # fmt: skip
    ax.set_yticks(range(len(labels)), [short(label) for label in labels])
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.axvline(0, color=PALE, lw=0.8)
    ax.grid(axis="x", lw=0.3, color="#bbbbbb")
    ax.set_axisbelow(True)
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, 1.22 if len(labels) < 3 else 1.12), ncols=3)
    if table.height:
        a, b, n_a, n_b = table.select("a", "b", "n_a", "n_b").row(0)
        ax.set_xlabel(
            f"percentage points: ← {b} more · {a} more →\nn articles {n_a} : {n_b}", fontsize=8
        )
    return figure
