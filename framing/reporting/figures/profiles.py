"""The profiles for a paper: one row an outlet, a panel each for names, voices, stance, facts."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from framing.reporting.figures.house import INK, LOOKS, short

MODES = {
    "own": "own words", "both": "both in one breath", "caption": "in captions",
    "wire": "in wire copy", "para": "paraphrased", "quoted": "quoted", "gloss": "glossed",
}  # fmt: skip
_WIDTHS = {"Names, by use": 3.0, "Who speaks": 2.4, "Stance": 1.8, "Fact wordings": 1.7,
           "Coverage": 1.9}  # fmt: skip


def plot_profiles(table: pl.DataFrame, *, ax: Axes | None = None) -> Figure:
    """Rows of small bars and words; every panel to one scale.

    Parameters
    ----------
    table
        ``outlet``, ``group``, ``colour``, ``mark``, ``panel``, ``line``, ``label``, ``part``,
        ``look``, ``n``; rows without ``look`` are words.
    ax
        Not used: the figure has five axes of its own.
    """
    outlets = table["outlet"].unique(maintain_order=True).to_list()
    panels = [p for p in _WIDTHS if p in set(table["panel"])]
    lines = 1 + max((int(line) for line in table["line"]), default=0)
    row = 0.19 * lines + 0.16
    figure = Figure(figsize=(12.4, 1.7 + row * len(outlets)), layout="constrained")
    axes = figure.subplots(
        1, len(panels), squeeze=False, gridspec_kw={"width_ratios": [_WIDTHS[p] for p in panels]}
    )[0]
    for axis, panel in zip(axes, panels, strict=True):
        rows = table.filter(pl.col("panel") == panel)
        _panel(axis, rows, outlets, lines)
        n = "mentions" if panel.startswith("Names") else "attributions"
        is_bar = (rows["look"] != "").any()
        axis.set_title(f"{panel} (n {n})" if is_bar else panel, fontsize=9.5, loc="left")
    _outlets(axes[0], table, outlets)
    _legend(figure, table)
    return figure


def _panel(ax: Axes, rows: pl.DataFrame, outlets: list[str], lines: int) -> None:
    totals = rows.group_by("outlet", "line").agg(pl.col("n").sum())
    widest = max([1, *(int(n) for n in totals["n"])])
    for row in rows.group_by("outlet", "line", "label", maintain_order=True):
        (outlet, line, label), part = row
        y = outlets.index(str(outlet)) + (int(str(line)) + 0.7) / (lines + 0.6) - 0.5
        if part["look"][0] == "":
            ax.text(0, y, short(str(label), 26), fontsize=8, va="center")
            continue
        left = 0.0
        for look, n in part.select("look", "n").iter_rows():
            width = 0.52 * n / widest
            height = 0.62 / (lines + 0.6)
            ax.barh(
                y, width, left=0.4 + left, height=height, color=LOOKS[look], edgecolor=INK, lw=0.5
            )
            left += width
        ax.text(0.385, y, short(str(label), 22), fontsize=7.5, va="center", ha="right")
        ax.text(0.41 + left, y, str(part["n"].sum()), fontsize=7.5, va="center")
    ax.set_xlim(0, 1)
    ax.set_ylim(len(outlets) - 0.5, -0.5)
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)
    for k in range(len(outlets) + 1):
        ax.axhline(k - 0.5, color="#bbbbbb", lw=0.5)


def _outlets(ax: Axes, table: pl.DataFrame, outlets: list[str]) -> None:
    first = table.unique("outlet", keep="first", maintain_order=True)
    ax.set_yticks(
        range(len(outlets)),
        [f"{short(o, 24)}\n({g})" for o, g in first.select("outlet", "group").iter_rows()],
    )
    ax.tick_params(axis="y", length=0, pad=16)
    for k, (colour, mark) in enumerate(first.select("colour", "mark").iter_rows()):
        ax.plot(-0.04, k, marker=mark, color=colour, ms=8, clip_on=False)


def _legend(figure: Figure, table: pl.DataFrame) -> None:
    used = set(table["look"])
    handles = [
        Patch(facecolor=LOOKS[look], edgecolor=INK, label=label, lw=0.6)
        for look, label in MODES.items()
        if look in used
    ]
    if handles:
        figure.legend(
            handles=handles,
            loc="outside upper right",
            ncols=7,
            title_fontsize=8,
            title="Names, by use.   Stance: ○ asserted by sources, ● own wording",
        )
