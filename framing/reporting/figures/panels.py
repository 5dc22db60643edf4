"""Panels of one figure side by side, with the row labels at the left of each line of panels."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.reporting.figures.house import INK, TEXT
from framing.reporting.figures.measure import line_height, wrap
from framing.reporting.figures.sheet import EDGE, draw_keys, keys_height, new_figure, place

GAP = 0.22  # inches between panels


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in inches: of each panel, of what stands left of a line, and under each panel."""

    n: int
    left: float
    width: float  # of the figure
    height: float  # of a panel
    below: float
    least: float  # the narrowest panel
    right: float = EDGE  # what each panel needs at its right

    @property
    def per_line(self) -> int:
        """How many panels stand side by side."""
        room = self.width - self.left - EDGE
        fit = int((room + GAP) / (self.least + self.right + GAP))
        n_lines = -(-self.n // max(1, fit))
        return -(-self.n // max(1, n_lines))

    @property
    def panel(self) -> float:
        """The width of a panel."""
        room = self.width - self.left - EDGE - (self.per_line - 1) * GAP
        return room / self.per_line - self.right


def draw_panels(
    layout: Layout, titles: list[str], *, keys: list[tuple[str, str]] | None = None
) -> tuple[Figure, list[Axes]]:
    """A figure with an axes for each title; the titles stand above, wrapped."""
    some = [wrap(title, TEXT, layout.panel + layout.right, most=3) for title in titles]
    above = max((len(lines) for lines in some), default=0) * line_height(TEXT) + 0.07
    step = above + layout.height + layout.below
    n_lines = -(-layout.n // layout.per_line)
    top = keys_height(keys or [], width=layout.width)
    figure = new_figure(layout.width, top + n_lines * step)
    axes = []
    for k, lines in enumerate(some):
        row, column = divmod(k, layout.per_line)
        x = EDGE + layout.left + column * (layout.panel + layout.right + GAP)
        y = top + row * step + above
        ax = place(figure, x, y, width=layout.panel, height=layout.height)
        ax.annotate(
            "\n".join(lines), (0, 1), xytext=(0, 4), xycoords="axes fraction",
            textcoords="offset points", fontsize=TEXT, fontweight="bold", color=INK, va="baseline",
            linespacing=1.1, annotation_clip=False,
        )  # fmt: skip
        axes.append(ax)
    draw_keys(figure, keys or [])
    return figure, axes
