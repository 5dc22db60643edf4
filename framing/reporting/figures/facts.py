"""The same fact in each outlet's words: a row an outlet, a column an event, the words as text."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.reporting.figures.house import GRID, INK, PALE, SMALL, TEXT, WIDTH
from framing.reporting.figures.measure import fit, line_height, text_width, wrap
from framing.reporting.figures.sheet import (
    EDGE,
    draw_keys,
    keys_height,
    label_column,
    new_figure,
    on,
    paper,
)
from framing.reporting.messages import N_, _, n_

KEYS = [("o", N_("agent stated")), ("o:none", N_("agent not stated"))]
MOST = 5  # wordings in a cell
_LEAST = 1.35  # inches of a column
_DOT = 0.13


def plot_facts(table: pl.DataFrame, *, ax: Axes | None = None, width: float = WIDTH) -> Figure:
    """Words with the number of times; a full mark where somebody is said to have done it.

    Parameters
    ----------
    table
        ``outlet``, ``colour``, ``mark``, ``event`` (its name), ``words``, ``has_agent``, ``n``;
        rows without ``words`` are cells in which nothing is found.
    ax
        Axes to write on, in inches, y running down; by default a new figure.
    width
        Of a new figure, in inches.
    """
    outlets = table.unique("outlet", keep="first", maintain_order=True)
    labels, left = label_column(outlets["outlet"].to_list(), width=width)
    x = left + 0.28
    events = table["event"].unique(maintain_order=True).to_list()
    n_drawn = max(1, min(len(events), int((width - x - 2 * EDGE) / _LEAST)))
    column = (width - x - 2 * EDGE) / n_drawn
    drawn = events[:n_drawn]
    heads = [wrap(event, SMALL, column - 0.12, most=3, is_bold=True) for event in drawn]
    head = max(map(len, heads)) * line_height(SMALL) + 0.1
    line = line_height(TEXT) + 0.02
    cells = table.filter(pl.col("event").is_in(drawn) & (pl.col("words") != ""))
    heights = [
        max(_lines(cells, o), label.count("\n") + 1) * line + 0.12
        for o, label in zip(outlets["outlet"], labels, strict=True)
    ]
    figure = on(ax)
    hidden = len(events) - n_drawn
    keys = [(look, _(label)) for look, label in KEYS]
    foot = 0.22
    if ax is None:
        top = keys_height(keys, width=width)
        figure = new_figure(width, top + head + sum(heights) + foot)
        ax = paper(figure, EDGE, top, width=width - 2 * EDGE, height=head + sum(heights) + foot)
        draw_keys(figure, keys)
    assert figure is not None
    for k, lines in enumerate(heads):
        ax.text(
            x + k * column, head - 0.06, "\n".join(lines), fontsize=SMALL, fontweight="bold",
            va="bottom", linespacing=1.1,
        )  # fmt: skip
    y = head
    for row, label, high in zip(outlets.iter_rows(named=True), labels, heights, strict=True):
        ax.plot([0, width - 2 * EDGE], [y, y], color=GRID, lw=0.5)
        middle = y + 0.06 + line / 2
        ax.plot(0.07, middle, marker=row["mark"], color=row["colour"], ms=6)
        for k, text in enumerate(label.split("\n")):
            ax.text(0.2, middle + k * line, text, fontsize=TEXT, va="center_baseline")
        for k, event in enumerate(drawn):
            here = cells.filter((pl.col("outlet") == row["outlet"]) & (pl.col("event") == event))
            _cell(ax, here, x=x + k * column, y=middle, column=column)
        y += high
    ax.plot([0, width - 2 * EDGE], [y, y], color=GRID, lw=0.5)
    said = _("× n: how often these words stand (n)")
    if hidden:
        said = n_(
            "× n: how often these words stand (n); {n} more event in the table",
            "× n: how often these words stand (n); {n} more events in the table",
            hidden,
        ).format(n=hidden)
    ax.text(x, y + 0.06, said, fontsize=SMALL, va="top", color=INK)
    return figure


def _lines(cells: pl.DataFrame, outlet: str) -> int:
    """The lines of the fullest cell of an outlet."""
    n = cells.filter(pl.col("outlet") == outlet).group_by("event").len()["len"]
    most = max([*(int(k) for k in n), 1])
    return min(most, MOST) + int(most > MOST)


def _cell(ax: Axes, rows: pl.DataFrame, *, x: float, y: float, column: float) -> None:
    line = line_height(TEXT) + 0.02
    if rows.is_empty():
        ax.text(x, y, "–", fontsize=TEXT, va="center_baseline", color=PALE)
        return
    for k, row in enumerate(rows.head(MOST).iter_rows(named=True)):
        times = f" × {row['n']}"
        room = column - _DOT - 0.12 - text_width(times, TEXT)
        face = INK if row["has_agent"] else "none"
        ax.plot(x + 0.04, y + k * line, marker="o", ms=4, mfc=face, mec=INK, ls="none")
        ax.text(
            x + _DOT, y + k * line, fit(row["words"], TEXT, room) + times, fontsize=TEXT,
            va="center_baseline",
        )  # fmt: skip
    if rows.height > MOST:
        said = _("{n} more wordings").format(n=rows.height - MOST)
        ax.text(
            x + _DOT, y + MOST * line, said, fontsize=SMALL,
            va="center_baseline", color=PALE,
        )  # fmt: skip
