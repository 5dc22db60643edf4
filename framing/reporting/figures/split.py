"""A difference and its two parts on shared events: three lines a name."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.reporting.figures.house import GRID, INK, PALE, WIDTH
from framing.reporting.figures.sheet import (
    EDGE,
    draw_keys,
    keys_height,
    label_column,
    label_rows,
    new_figure,
    on,
    place,
    row_heights,
    under,
)
from framing.reporting.messages import N_, _

_LOOKS = {
    N_("difference"): ("o", 6.5, 1.8), N_("agenda"): ("^", 5.0, 1.0), N_("wording"): ("s", 5.0, 1.0)
}  # fmt: skip
_STEP = 0.25  # between the lines of one name


def plot_split(table: pl.DataFrame, *, ax: Axes | None = None, width: float = WIDTH) -> Figure:
    """Dots with lines by name; hollow where there is no interval.

    Parameters
    ----------
    table
        ``label``, ``part`` (difference, agenda, wording), ``estimate``, ``low``, ``high`` in
        shares, ``a``, ``b``, ``n_a``, ``n_b``.
    ax
        Axes to draw on; by default a new figure.
    width
        Of a new figure, in inches.
    """
    names = table["label"].unique(maintain_order=True).to_list()
    labels, left = label_column(names, width=width)
    x = EDGE + left + 0.12
    inner = width - x - 2 * EDGE
    a, b, n_a, n_b = table.select("a", "b", "n_a", "n_b").row(0)
    title, below = under(
        _("percentage points: ← {b} more · {a} more →\narticles (n): {a} {n_a}, {b} {n_b}").format(
            a=a, b=b, n_a=n_a, n_b=n_b
        ),
        inner,
    )
    figure = on(ax)
    if ax is None:
        keys = [(mark, _(part)) for part, (mark, _size, _line) in _LOOKS.items()]
        top = keys_height(keys, width=width)
        height = row_heights(labels, least=0.6) * len(names)
        figure = new_figure(width, top + height + below)
        ax = place(figure, x, top, width=inner, height=height)
        draw_keys(figure, keys)
    assert figure is not None
    for row in table.drop_nulls("estimate").iter_rows(named=True):
        marker, size, line = _LOOKS[row["part"]]
        y = names.index(row["label"]) + _STEP * (list(_LOOKS).index(row["part"]) - 1)
        has = row["low"] is not None
        if has:
            ax.plot([100 * row["low"], 100 * row["high"]], [y, y], color=INK, lw=line)
        ax.plot(
            100 * row["estimate"], y, marker=marker, ms=size, mfc=INK if has else "none",
            mec=INK, ls="none",
        )  # fmt: skip
    label_rows(ax, labels)
    ax.axvline(0, color=PALE, lw=0.8)
    ax.grid(axis="x", lw=0.3, color=GRID)
    ax.set_axisbelow(True)
    ax.set_xlabel(title)
    return figure
