"""The profiles for a paper: one row an outlet, a column each for names, voices, stance, facts."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from framing.reporting.figures.house import GRID, INK, LOOKS, PALE, SMALL, TEXT
from framing.reporting.figures.measure import fit, line_height, text_width, wrap
from framing.reporting.figures.sheet import EDGE, draw_keys, keys_height, new_figure, paper
from framing.reporting.messages import _

MODES = {
    "own": "own words", "both": "both in one breath", "caption": "in captions",
    "wire": "in wire copy", "para": "paraphrased", "quoted": "quoted", "gloss": "glossed",
}  # fmt: skip
WIDTH = 11.4  # inches: a page of A4 on its side
MOST = 7  # lines of words in a cell
_SHARES = {"Names, by use": 2.9, "Who speaks": 2.3, "Stance": 2.1, "Fact wordings": 1.7,
           "Coverage": 2.1}  # fmt: skip
_LEFT = 1.75  # inches of the names of outlets
_HIGH = line_height(SMALL) + 0.02
_PAD = 0.12


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a cell: words, and the parts of a bar as (look, n)."""

    text: str
    parts: tuple[tuple[str, int], ...] = ()


_Cells = dict[tuple[str, str], list[_Line]]  # by outlet and column


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
    unit = (width - 2 * EDGE - _LEFT) / sum(_SHARES[p] for p in panels)
    columns = {p: unit * _SHARES[p] for p in panels}
    cells = _cells(table, columns)
    names = {o: wrap(o, TEXT, _LEFT - 0.4, most=3) for o in outlets["outlet"]}
    heights = {
        o: max([len(said) + 1, *(len(cells[o, p]) for p in panels)]) * _HIGH + _PAD
        for o, said in names.items()
    }
    keys = _keys(table)
    top, head = keys_height(keys, width=width), _HIGH + 0.08
    whole = head + sum(heights.values())
    figure = new_figure(width, top + whole + 0.04)
    sheet = paper(figure, EDGE, top, width=width - 2 * EDGE, height=whole + 0.04)
    y = head
    for row in outlets.iter_rows(named=True):
        sheet.plot([0, width - 2 * EDGE], [y, y], color=GRID, lw=0.5)
        _outlet(sheet, row, said=names[row["outlet"]], y=y + _PAD / 2)
        y += heights[row["outlet"]]
    sheet.plot([0, width - 2 * EDGE], [y, y], color=GRID, lw=0.5)
    x = _LEFT
    for panel in panels:
        has_bars = any(line.parts for o in names for line in cells[o, panel])
        title = _(panel)
        if has_bars:
            is_names = panel.startswith("Names")
            title = _("{column} (n mentions)") if is_names else _("{column} (n attributions)")
            title = title.format(column=_(panel))
        sheet.text(x, head - 0.07, title, fontsize=TEXT, fontweight="bold", va="bottom")
        y = head
        scale = _scale([line for o in names for line in cells[o, panel]], columns[panel])
        for outlet, high in heights.items():
            _cell(sheet, cells[outlet, panel], at=(x, y + _PAD / 2), scale=scale)
            y += high
        x += columns[panel]
    draw_keys(figure, keys)
    return figure


def _cells(table: pl.DataFrame, columns: dict[str, float]) -> _Cells:
    """Lines of every cell, words wrapped; a last line says how many more there are."""
    cells: _Cells = {(o, p): [] for o in table["outlet"].unique() for p in columns}
    lines = table.group_by("outlet", "panel", "line", "label", maintain_order=True).agg("look", "n")
    for outlet, panel, _line, label, looks, ns in lines.iter_rows():
        cell = cells[outlet, panel]
        if looks[0]:
            cell.append(_Line(label, tuple(zip(looks, ns, strict=True))))
        else:
            cell += [_Line(text) for text in wrap(label, SMALL, columns[panel] - 0.15, most=2)]
    for cell in cells.values():
        if len(cell) > MOST + 1:
            cell[MOST:] = [_Line(_("{n} more lines on the page").format(n=len(cell) - MOST))]
    return cells


def _outlet(ax: Axes, row: dict[str, str], *, said: list[str], y: float) -> None:
    ax.plot(0.08, y + _HIGH / 2, marker=row["mark"], color=row["colour"], ms=7)
    for k, text in enumerate(said):
        ax.text(0.24, y + (k + 0.5) * _HIGH, text, fontsize=TEXT, va="center_baseline")
    group = fit(f"({row['group']})", SMALL, _LEFT - 0.4)
    ax.text(
        0.24, y + (len(said) + 0.5) * _HIGH, group, fontsize=SMALL, va="center_baseline", color=PALE
    )


def _scale(lines: list[_Line], column: float) -> tuple[float, float]:
    """The room of the labels of bars, and the width of one count, in inches."""
    bars = [line for line in lines if line.parts]
    widest = max([1, *(sum(n for _, n in line.parts) for line in bars)])
    said = min(max((text_width(b.text, SMALL) for b in bars), default=0.0), 0.5 * column)
    return said, (column - said - text_width(str(widest), SMALL) - 0.34) / widest


def _cell(
    ax: Axes, lines: list[_Line], *, at: tuple[float, float], scale: tuple[float, float]
) -> None:
    (x, y), (said, per_n) = at, scale
    for k, line in enumerate(lines):
        middle = y + (k + 0.5) * _HIGH
        if not line.parts:
            ax.text(x, middle, line.text, fontsize=SMALL, va="center_baseline")
            continue
        label = fit(line.text, SMALL, said)
        ax.text(x + said, middle, label, fontsize=SMALL, va="center_baseline", ha="right")
        _bar(ax, line, at=(x + said + 0.06, middle), scale=per_n)


def _bar(ax: Axes, line: _Line, *, at: tuple[float, float], scale: float) -> None:
    x, y = at
    for look, n in line.parts:
        if n:
            ax.add_patch(
                Rectangle(
                    (x, y - 0.05), n * scale, 0.1, facecolor=LOOKS[look], edgecolor=INK, lw=0.5
                )
            )
            x += n * scale
    ax.text(x + 0.04, y, str(sum(n for _, n in line.parts)), fontsize=SMALL, va="center_baseline")


def _keys(table: pl.DataFrame) -> list[tuple[str, str]]:
    used = set(table["look"])
    keys = [
        (look, _("names: {use}").format(use=_(label)))
        for look, label in MODES.items()
        if look in used
    ]
    stance = [("o:none", _("stance asserted by sources")), ("o", _("stance in own wording"))]
    has_stance = (table["panel"] == "Stance").any()
    return [*keys, *(stance if has_stance else ())]
