"""The style of the house: outlet colours, group marks, looks of sides and modes.

Outlets have Okabe-Ito colours (safe for colour-blind readers), groups a mark shape. Sides of a
conflict are told by position, label and lightness, never by a flag's colours.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, cast

import polars as pl
from matplotlib import rc_context

# Okabe and Ito (2008) without yellow and black, which vanish on light or dark pages.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F7F7F")
MARKS = (("o", "●"), ("s", "■"), ("D", "◆"), ("^", "▲"), ("v", "▼"), ("P", "✚"), ("*", "★"))
INK = "#222222"  # renderers of pages turn it into the colour of the page's text
PALE = "#767676"  # 4.5 to 1 on white
# Sides and modes by lightness (hatches leave seams in browsers), the same in the style sheet.
LOOKS = {
    "a": "#4d4d4d", "b": "#b3b3b3", "c": "#808080", "n": "#e8e8e8", "x": "none",
    "own": "#4d4d4d", "wire": "#c9b47c", "para": "#a6a6a6", "quoted": "#dedede", "gloss": "none",
    "both": "#7d7d7d", "caption": "#a9bccb",
}  # fmt: skip
RC: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 8.5, "axes.labelsize": 8.0, "xtick.labelsize": 8.0,
    "axes.edgecolor": INK, "axes.labelcolor": INK, "text.color": INK,
    "xtick.color": INK, "ytick.color": INK, "axes.titlesize": 10.5, "axes.titleweight": "bold",
    "axes.titlelocation": "left", "axes.spines.top": False, "axes.spines.right": False,
    "svg.fonttype": "none", "svg.hashsalt": "framing", "pdf.fonttype": 42,
    "text.parse_math": False, "legend.frameon": False, "legend.fontsize": 8.5,
    "figure.facecolor": "white", "savefig.facecolor": "white", "axes.facecolor": "none",
}  # fmt: skip
WIDTHS = {"single": 3.5, "double": 7.2}  # inches: one column of a journal, or two
WIDTH = WIDTHS["double"]
TITLE, TEXT, SMALL, NOTE = 11.0, 8.5, 8.0, 6.5  # points
GRID = "#bbbbbb"
FAINT = "#c4c4c4"  # intervals behind labels
DPI = 160
# What is written on a mark of each look, so that it can be read.
INKS = {"a": "white", "c": "white", "own": "white", "both": "white", "x": INK, "gloss": INK}
ON_LIGHT = "#000000"


@dataclass(frozen=True, slots=True)
class House:
    """Colour of each outlet and mark of each group, as (matplotlib, character)."""

    colours: dict[str, str]
    marks: dict[str, tuple[str, str]]


def build_house(outlets: pl.DataFrame) -> House:
    """Colours and marks by the order of groups and outlets; they repeat after seven."""
    rows = outlets.sort("group", "outlet")
    groups = sorted(set(rows["group"]))
    return House(
        {o: COLOURS[k % len(COLOURS)] for k, o in enumerate(rows["outlet"])},
        {g: MARKS[k % len(MARKS)] for k, g in enumerate(groups)},
    )


def house_style() -> AbstractContextManager[None]:
    """Matplotlib's settings while something is drawn or written."""
    return rc_context(cast(Any, RC))
