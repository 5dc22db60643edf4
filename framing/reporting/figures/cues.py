"""Who is quoted with which cues: a block a side, a column a class of cues, a row an outlet."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.reporting.figures.house import INK, INKS, LOOKS, ON_LIGHT, PALE, SMALL, WIDTH
from framing.reporting.figures.measure import fit, text_width
from framing.reporting.figures.sheet import (
    EDGE,
    MARKS_WIDE,
    label_column,
    label_rows,
    mark_rows,
    new_figure,
    on,
    place,
    row_heights,
    under,
)
from framing.reporting.messages import _

_GAP = 0.5  # columns between two blocks


def plot_cues(table: pl.DataFrame, *, ax: Axes | None = None, width: float = WIDTH) -> Figure:
    """Circles with the number of attributions, as large as they are many.

    Parameters
    ----------
    table
        ``outlet``, ``colour``, ``mark``, ``side`` (label), ``look``, ``cue``, ``n``.
    ax
        Axes to draw on; by default a new figure.
    width
        Of a new figure, in inches.
    """
    outlets = table.unique("outlet", keep="first", maintain_order=True)
    names = outlets["outlet"].to_list()
    sides = table["side"].unique(maintain_order=True).to_list()
    cues = table["cue"].unique(maintain_order=True).to_list()
    labels, left = label_column(names, width=width)
    x = EDGE + left + MARKS_WIDE / 72
    inner = width - x - EDGE
    spots = {
        (side, cue): k * (len(cues) + _GAP) + j
        for k, side in enumerate(sides)
        for j, cue in enumerate(cues)
    }
    columns = len(sides) * (len(cues) + _GAP) - _GAP
    unit = inner / columns
    height = row_heights(labels, least=0.3)
    title = under(_("classes of cues by side; in each circle the attributions (n)"), inner)[0]
    figure = on(ax)
    if ax is None:
        slanted = max(text_width(cue, SMALL) for cue in cues)
        below = slanted + 0.1 + 0.2 * (1 + title.count("\n"))
        figure = new_figure(width, 0.24 + height * len(names) + below)
        ax = place(figure, x, 0.24, width=inner, height=height * len(names))
    assert figure is not None
    most = max([*table["n"], 1])
    widest = min(unit, height) * 72 * 0.95  # points, of the largest circle
    for outlet, side, cue, look, n in table.select("outlet", "side", "cue", "look", "n").rows():
        at = (spots[side, cue], names.index(outlet))
        if not n:
            ax.plot(*at, marker=".", ms=1.5, color=PALE, ls="none")
            continue
        size = max(widest * (n / most) ** 0.5, 3.0)
        face = LOOKS[look]
        ax.plot(*at, marker="o", ms=size, mfc=face, mec=INK, mew=0.6, ls="none", clip_on=False)
        _number(ax, at, n=n, size=size, ink=INKS.get(look, ON_LIGHT))
    label_rows(ax, labels, pad=MARKS_WIDE)
    mark_rows(ax, outlets.select("colour", "mark").rows())
    _blocks(ax, sides, cues=cues, unit=unit)
    ax.set_xlim(-0.5, columns - 0.5)
    ax.set_xticks(list(spots.values()), [cue for _side, cue in spots], rotation=90, fontsize=SMALL)
    ax.tick_params(axis="x", length=0, pad=2)
    ax.spines["bottom"].set_visible(False)
    ax.set_xlabel(title)
    return figure


def _number(ax: Axes, at: tuple[float, int], *, n: int, size: float, ink: str) -> None:
    """Inside the circle where it fits, else at its right shoulder."""
    fits = text_width(str(n), 7) * 72 < size * 0.9
    ax.annotate(
        str(n), at, xytext=(0, 0) if fits else (size / 2 + 0.5, 1), textcoords="offset points",
        ha="center" if fits else "left", va="center_baseline", fontsize=7,
        color=ink if fits else INK, annotation_clip=False,
    )  # fmt: skip


def _blocks(ax: Axes, sides: list[str], *, cues: list[str], unit: float) -> None:
    for k, side in enumerate(sides):
        first = k * (len(cues) + _GAP)
        ax.annotate(
            fit(side, SMALL, unit * len(cues), is_bold=True), (first - 0.4, 1), xytext=(0, 5),
            xycoords=ax.get_xaxis_transform(), textcoords="offset points", fontsize=SMALL,
            fontweight="bold", annotation_clip=False,
        )  # fmt: skip
        if k:
            ax.axvline(first - 0.5 - _GAP / 2, color=PALE, lw=0.6)
