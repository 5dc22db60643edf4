"""The profiles for a paper: one row an outlet, a column each for names, voices, stance, facts."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from framing.reporting.figures.house import GRID, INK, LOOKS, PALE, SMALL, TEXT
from framing.reporting.figures.measure import fit, line_height, text_width, wrap
from framing.reporting.figures.sheet import EDGE, draw_keys, keys_height, new_figure, paper

MODES = {
    "own": "own words", "both": "both in one breath", "caption": "in captions",
    "wire": "in wire copy", "para": "paraphrased", "quoted": "quoted", "gloss": "glossed",
}  # fmt: skip
WIDTH = 11.4  # inches: a page of A4 on its side
MOST = 7  # lines of words in a cell
_SHARES = {"Names, by use": 3.0, "Who speaks": 2.5, "Stance": 2.1, "Fact wordings": 1.9,
           "Coverage": 1.7}  # fmt: skip
_PAD = 0.12


def plot_profiles(table: pl.DataFrame, *, ax: Axes | None = None, width: float = WIDTH) -> Figure:
    """Rows of small bars and words; every column to one scale.

    Parameters
    ----------
    table
        ``outlet``, ``group``, ``colour``, ``mark``, ``panel``, ``line``, ``label``, ``part``,
        ``look``, ``n``; rows without ``look`` are words.
    ax
        Not used: the figure is written on a sheet of its own.
    width
        Of the figure, in inches; never less than ``WIDTH``: five columns need it.
    """
    width = max(width, WIDTH)
    outlets = table.unique("outlet", keep="first", maintain_order=True)
    panels = [p for p in _SHARES if p in set(table["panel"])]
    line = line_height(SMALL) + 0.02
    names = [wrap(o, TEXT, 1.35, most=3) for o in outlets["outlet"]]
    heights = [
        max(_lines(table, o), len(said) + 1) * line + _PAD
        for o, said in zip(outlets["outlet"], names, strict=True)
    ]
    keys = _keys(table)
    top, head = keys_height(keys, width=width), line + 0.08
    whole = head + sum(heights)
    figure = new_figure(width, top + whole + 0.04)
    sheet = paper(figure, EDGE, top, width=width - 2 * EDGE, height=whole)
    left = 1.75
    unit = (width - 2 * EDGE - left) / sum(_SHARES[p] for p in panels)
    y = head
    for row, said, high in zip(outlets.iter_rows(named=True), names, heights, strict=True):
        sheet.plot([0, width - 2 * EDGE], [y, y], color=GRID, lw=0.5)
        _outlet(sheet, row, said=said, y=y + _PAD / 2)
        y += high
    sheet.plot([0, width - 2 * EDGE], [y, y], color=GRID, lw=0.5)
    x = left
    for panel in panels:
        rows = table.filter(pl.col("panel") == panel)
        column = unit * _SHARES[panel]
        n = "mentions" if panel.startswith("Names") else "attributions"
        title = f"{panel} (n {n})" if (rows["look"] != "").any() else panel
        sheet.text(x, head - 0.07, title, fontsize=TEXT, fontweight="bold", va="bottom")
        _panel(sheet, rows, outlets=outlets["outlet"].to_list(), at=(x, head), size=(column, line),
               heights=heights)  # fmt: skip
        x += column
    draw_keys(figure, keys)
    return figure


def _lines(table: pl.DataFrame, outlet: str) -> int:
    lines = table.filter(pl.col("outlet") == outlet).group_by("panel").agg(pl.col("line").max())
    most = 1 + max(int(k) for k in lines["line"])
    return min(most, MOST) + int(most > MOST)


def _outlet(ax: Axes, row: dict[str, str], *, said: list[str], y: float) -> None:
    line = line_height(SMALL) + 0.02
    ax.plot(0.08, y + line / 2, marker=row["mark"], color=row["colour"], ms=7)
    for k, text in enumerate(said):
        ax.text(0.24, y + (k + 0.5) * line, text, fontsize=TEXT, va="center_baseline")
    group = fit(f"({row['group']})", SMALL, 1.4)
    ax.text(0.24, y + (len(said) + 0.5) * line, group, fontsize=SMALL, va="center_baseline",
            color=PALE)  # fmt: skip


def _panel(
    ax: Axes, rows: pl.DataFrame, *, outlets: list[str], at: tuple[float, float],
    size: tuple[float, float], heights: list[float],
) -> None:  # fmt: skip
    column, line = size
    bars = rows.filter(pl.col("look") != "")
    totals = bars.group_by("outlet", "line").agg(pl.col("n").sum())["n"]
    widest = max([1, *totals])
    said = min(
        max((text_width(label, SMALL) for label in bars["label"].unique()), default=0.0),
        0.5 * column,
    )
    number = text_width(str(widest), SMALL) + 0.12
    scale = (column - said - number - 0.22) / widest
    x, y = at
    for outlet, high in zip(outlets, heights, strict=True):
        cells = rows.filter(pl.col("outlet") == outlet).group_by(
            "line", "label", maintain_order=True
        )
        here = list(cells)
        for (k, label), part in here[:MOST]:
            middle = y + _PAD / 2 + (int(str(k)) + 0.5) * line
            if part["look"][0] == "":
                text = fit(str(label), SMALL, column - 0.15)
                ax.text(x, middle, text, fontsize=SMALL, va="center_baseline")
                continue
            text = fit(str(label), SMALL, said)
            ax.text(x + said, middle, text, fontsize=SMALL, va="center_baseline", ha="right")
            _bar(ax, part, at=(x + said + 0.06, middle), scale=scale)
        if len(here) > MOST:
            middle = y + _PAD / 2 + (MOST + 0.5) * line
            ax.text(x, middle, f"{len(here) - MOST} more lines on the page", fontsize=SMALL,
                    va="center_baseline", color=PALE)  # fmt: skip
        y += high


def _bar(ax: Axes, part: pl.DataFrame, *, at: tuple[float, float], scale: float) -> None:
    x, y = at
    for look, n in part.select("look", "n").iter_rows():
        if n:
            ax.add_patch(
                Rectangle(
                    (x, y - 0.05), n * scale, 0.1, facecolor=LOOKS[look], edgecolor=INK, lw=0.5
                )
            )
            x += n * scale
    ax.text(x + 0.04, y, str(part["n"].sum()), fontsize=SMALL, va="center_baseline")


def _keys(table: pl.DataFrame) -> list[tuple[str, str]]:
    used = set(table["look"])
    keys = [(look, f"names: {label}") for look, label in MODES.items() if look in used]
    stance = [("o:none", "stance asserted by sources"), ("o", "stance in own wording")]
    has_stance = (table["panel"] == "Stance").any()
    return [*keys, *(stance if has_stance else ())]
