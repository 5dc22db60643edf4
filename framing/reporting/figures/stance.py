"""Stance toward one target: the outlet's own voice beside its sources, against | favour."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from framing.reporting.figures.house import GRID, INK, INKS, LOOKS, ON_LIGHT, SMALL, WIDTH
from framing.reporting.figures.measure import text_width
from framing.reporting.figures.panels import Layout, draw_panels
from framing.reporting.figures.sheet import (
    EDGE,
    MARKS_WIDE,
    label_column,
    label_rows,
    mark_rows,
    on,
    row_heights,
    under,
)
from framing.reporting.messages import N_, _

AXIS = N_("stances (n): ← against · favour →")
_KEYS = [("b", N_("against")), ("n", N_("mixed")), ("a", N_("favour"))]


def plot_stance(table: pl.DataFrame, *, ax: Axes | None = None, width: float = WIDTH) -> Figure:
    """Bars from a middle line: against to the left, favour to the right, mixed across it.

    Parameters
    ----------
    table
        ``outlet``, ``colour``, ``mark``, ``voice`` (the panel), ``favour``, ``against``,
        ``mixed`` (counts).
    ax
        For a table of one voice, axes to draw on.
    width
        Of a new figure, in inches.
    """
    outlets = table.unique("outlet", keep="first", maintain_order=True)
    names = outlets["outlet"].to_list()
    voices = table["voice"].unique(maintain_order=True).to_list()
    labels, left = label_column(names, width=width)
    half = pl.col("mixed") / 2
    ends = table.select(a=pl.col("against") + half, b=pl.col("favour") + half)
    widest = float(max(*ends["a"], *ends["b"], 1))
    figure = on(ax)
    if ax is not None and figure is not None:
        _panel(ax, table, names=names, widest=widest, inner=width / 2)
        label_rows(ax, labels, pad=MARKS_WIDE)
        ax.set_xlabel(_(AXIS))
        return figure
    x = left + MARKS_WIDE / 72
    height = row_heights(labels, least=0.27) * len(names)
    layout = Layout(len(voices), x, width, height, 0, 1.1)
    title, below = under(_(AXIS), layout.panel)
    layout = Layout(len(voices), x, width, height, below + EDGE, 1.1)
    figure, axes = draw_panels(layout, voices, keys=[(k, _(v)) for k, v in _KEYS])
    for k, (voice, here) in enumerate(zip(voices, axes, strict=True)):
        rows = table.filter(pl.col("voice") == voice)
        _panel(here, rows, names=names, widest=widest, inner=layout.panel)
        is_first = k % layout.per_line == 0
        label_rows(here, labels if is_first else [""] * len(names), pad=MARKS_WIDE)
        if is_first:
            mark_rows(here, outlets.select("colour", "mark").rows())
        here.set_xlabel(title)
    return figure


def _panel(ax: Axes, rows: pl.DataFrame, *, names: list[str], widest: float, inner: float) -> None:
    per_n = inner / (2.3 * widest)  # inches
    for row in rows.iter_rows(named=True):
        y = names.index(row["outlet"])
        start = -row["mixed"] / 2 - row["against"]
        for look, part in (("b", "against"), ("n", "mixed"), ("a", "favour")):
            n = row[part]
            if not n:
                continue
            ax.barh(y, n, left=start, height=0.62, color=LOOKS[look], edgecolor=INK, lw=0.6)
            if per_n * n > text_width(str(n), SMALL) + 0.03:
                ax.text(
                    start + n / 2, y, str(n), ha="center", va="center_baseline",
                    fontsize=SMALL, color=INKS.get(look, ON_LIGHT),
                )  # fmt: skip
            start += n
        total = row["against"] + row["mixed"] + row["favour"]
        ax.annotate(
            _("n = {n}").format(n=total) if total else _("none found"), (start if total else 0, y),
            xytext=(3, 0), textcoords="offset points", va="center_baseline", fontsize=7,
            annotation_clip=False,
        )  # fmt: skip
    ax.axvline(0, color=INK, lw=0.8, zorder=0.5)
    ax.set_xlim(-1.1 * widest, 1.1 * widest + 0.46 / per_n)
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _at: f"{abs(value):.0f}"))
    ax.grid(axis="x", lw=0.3, color=GRID)
    ax.set_axisbelow(True)
