"""Events by outlets: how many articles, or what their absence means."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from framing.reporting.figures.house import INK, PALE, draw_on, short


def plot_coverage(table: pl.DataFrame, *, ax: Axes | None = None) -> Figure:
    """A grid of cells with the number of articles.

    Parameters
    ----------
    table
        ``event``, ``outlet``, ``n``, ``text`` (what the cell says).
    ax
        Axes to draw on; by default a new figure.
    """
    events = table["event"].unique(maintain_order=True).to_list()
    outlets = table["outlet"].unique(maintain_order=True).to_list()
    figure, ax = draw_on(ax, height=1.7 + 0.42 * len(outlets))
    for event, outlet, n, text in table.iter_rows():
        x, y = events.index(event), outlets.index(outlet)
        ax.add_patch(
            Rectangle(
                (x - 0.46, y - 0.42),
                0.92,
                0.84,
                facecolor="#d9d9d9" if n else "none",
                edgecolor=INK if n else PALE,
                lw=0.8,
                ls="-" if n else ":",
            )
        )
        ax.text(x, y, text, ha="center", va="center", fontsize=8.5, color="#000000" if n else PALE)
    ax.set_yticks(range(len(outlets)), [short(o) for o in outlets])
    ax.set_xticks(range(len(events)), [_wrap(e, 76 // max(len(events), 1)) for e in events])
    ax.set_xlim(-0.55, len(events) - 0.45)
    ax.set_ylim(len(outlets) - 0.45, -0.55)
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xlabel("events; in each cell the number of articles (n)")
    return figure


def _wrap(text: str, width: int) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(short(text, 56), width))
