"""Events by outlets: how many articles, or what their absence means."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from framing.reporting.figures.house import INK, ON_LIGHT, PALE, SMALL, TEXT, WIDTH
from framing.reporting.figures.measure import line_height, wrap
from framing.reporting.figures.sheet import (
    EDGE,
    label_column,
    label_rows,
    new_figure,
    on,
    place,
    row_heights,
    under,
)
from framing.reporting.messages import _

_LEAST = 0.62  # inches of a column: narrower ones could not name their event


def plot_coverage(table: pl.DataFrame, *, ax: Axes | None = None, width: float = WIDTH) -> Figure:
    """A grid of cells with the number of articles; events that find no room are said.

    Parameters
    ----------
    table
        ``event``, ``outlet``, ``n``, ``text`` (what the cell says).
    ax
        Axes to draw on; by default a new figure.
    width
        Of a new figure, in inches.
    """
    events = table["event"].unique(maintain_order=True).to_list()
    outlets = table["outlet"].unique(maintain_order=True).to_list()
    labels, left = label_column(outlets, width=width)
    x = EDGE + left + 0.1
    n_drawn = max(1, min(len(events), int((width - x - EDGE) / _LEAST)))
    column = (width - x - EDGE) / n_drawn
    drawn = events[:n_drawn]
    table = table.filter(pl.col("event").is_in(drawn))
    cells = {t: wrap(t, SMALL, column * 0.88, most=3) for t in table["text"].unique()}
    names = [wrap(e, SMALL, column * 0.94, most=6) for e in drawn]
    said = _("events; in each cell the number of articles (n)")
    if n_drawn < len(events):
        said = _("{n} of {all} events, the others in the table; in each cell the articles (n)")
    title = under(said.format(n=n_drawn, all=len(events)), width - x)[0]
    figure = on(ax)
    if ax is None:
        deep = max((len(c) for c in cells.values()), default=1) * line_height(SMALL) + 0.14
        height = max(row_heights(labels, least=0.34), deep) * len(outlets)
        below = (max(map(len, names), default=1) + title.count("\n") + 1) * line_height(SMALL)
        figure = new_figure(width, height + below + 0.16)
        ax = place(figure, x, 0, width=width - x - EDGE, height=height)
    assert figure is not None
    for event, outlet, n, text in table.iter_rows():
        _cell(ax, (drawn.index(event), outlets.index(outlet)), n=n, text="\n".join(cells[text]))
    label_rows(ax, labels)
    ax.set_xticks(range(n_drawn), ["\n".join(lines) for lines in names], fontsize=SMALL)
    ax.set_xlim(-0.5, n_drawn - 0.5)
    ax.tick_params(length=0, pad=2)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xlabel(title)
    return figure


def _cell(ax: Axes, at: tuple[int, int], *, n: int, text: str) -> None:
    x, y = at
    ax.add_patch(
        Rectangle(
            (x - 0.47, y - 0.43), 0.94, 0.86, facecolor="#d9d9d9" if n else "none",
            edgecolor=INK if n else PALE, lw=0.8, ls="-" if n else ":",
        )
    )  # fmt: skip
    ax.text(
        x, y, text, ha="center", va="center", fontsize=TEXT if n else SMALL,
        color=ON_LIGHT if n else PALE, linespacing=1.1,
    )  # fmt: skip
