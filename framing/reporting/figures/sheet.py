"""Where things stand on a figure: axes placed in inches, texts measured before they are drawn.

Nothing is left to a layout engine: it would draw everything twice, and its result would depend on
the fonts of the machine.
"""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import ScaledTranslation

from framing.reporting.figures.house import DPI, INK, LOOKS, NOTE, PALE, SMALL, TEXT, TITLE
from framing.reporting.figures.measure import line_height, text_width, wrap

EDGE = 0.08  # inches of white at the edges
TICKS = 0.42  # under an axis: its numbers and one line of its title
_KEY = 0.16  # the box of a key
TITLE_ID = "figure-title"  # of its parts in an SVG; the first says how high it is, in points


def new_figure(width: float, height: float) -> Figure:
    """A figure of this size in inches, without the state of pyplot."""
    return Figure(figsize=(width, height), dpi=DPI)


def place(figure: Figure, x: float, y: float, *, width: float, height: float) -> Axes:
    """Axes whose upper left corner is ``x``, ``y`` inches from that of the figure."""
    whole_x, whole_y = figure.get_size_inches()
    return figure.add_axes(
        (x / whole_x, 1 - (y + height) / whole_y, width / whole_x, height / whole_y)
    )


def paper(figure: Figure, x: float, y: float, *, width: float, height: float) -> Axes:
    """Axes to write on: units are inches, y runs down."""
    ax = place(figure, x, y, width=width, height=height)
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    ax.axis("off")
    return ax


def frame(figure: Figure, *, title: str, source: str) -> None:
    """Add the title above and the source note below; what is there keeps its size."""
    width, height = (float(side) for side in figure.get_size_inches())
    above = wrap(title, TITLE, width - 2 * EDGE, is_bold=True)
    below = wrap(source, NOTE, width - 2 * EDGE)
    top = EDGE + len(above) * line_height(TITLE) + 0.04
    bottom = len(below) * line_height(NOTE) + 2 * EDGE
    whole = height + top + bottom
    figure.set_size_inches(width, whole)
    for ax in figure.axes:
        box = ax.get_position(original=True)
        ax.set_position(
            (box.x0, (box.y0 * height + bottom) / whole, box.width, box.height * height / whole)
        )
    for k, line in enumerate(above):
        y = whole - EDGE - (k + 0.5) * line_height(TITLE)
        figure.text(
            EDGE / width, y / whole, line, fontsize=TITLE, fontweight="bold", va="center",
            gid=f"{TITLE_ID}-{k}" if k else f"{TITLE_ID}-height-{72 * (top - EDGE):.4g}",
        )  # fmt: skip
    for k, line in enumerate(below):
        y = bottom - EDGE - (k + 0.5) * line_height(NOTE)
        figure.text(EDGE / width, y / whole, line, fontsize=NOTE, color=PALE, va="center")


def under(text: str, width: float) -> tuple[str, float]:
    """The title of an axis in lines, and what it and the numbers take, in inches."""
    lines = [line for part in text.split("\n") for line in wrap(part, SMALL, width)]
    return "\n".join(lines), TICKS + (len(lines) - 1) * line_height(SMALL)


def label_column(labels: Sequence[str], *, width: float, most: int = 3) -> tuple[list[str], float]:
    """Row labels in lines, and the width that they need: at most 30 % of the figure."""
    lines = [wrap(label, TEXT, 0.3 * width, most=most) for label in labels]
    widest = max((text_width(line, TEXT) for some in lines for line in some), default=0.0)
    return ["\n".join(some) for some in lines], widest


def row_heights(labels: Sequence[str], *, least: float) -> float:
    """The height that every row needs so that no label touches the next, in inches."""
    n = max((label.count("\n") + 1 for label in labels), default=1)
    return max(least, n * line_height(TEXT) + 0.07)


def label_rows(ax: Axes, labels: Sequence[str], *, pad: float = 4.0) -> None:
    """Row labels from the top down, without a frame that says nothing."""
    ax.set_yticks(range(len(labels)), labels, fontsize=TEXT, linespacing=1.05)
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0, pad=pad)
    ax.spines["left"].set_visible(False)


def mark_rows(ax: Axes, looks: Sequence[tuple[str, str]]) -> None:
    """The colour and the mark of each row's outlet, between its label and the axes."""
    beside = ax.get_yaxis_transform() + ScaledTranslation(-7 / 72, 0, ax.figure.dpi_scale_trans)
    for k, (colour, mark) in enumerate(looks):
        ax.plot(0, k, marker=mark, color=colour, ms=6, transform=beside, clip_on=False)


MARKS_WIDE = 15.0  # points that the marks of rows take


def key_lines(keys: Sequence[tuple[str, str]], *, width: float) -> list[list[tuple[str, str]]]:
    """Keys (look, label) in lines that are no wider than the figure."""
    lines: list[list[tuple[str, str]]] = []
    room = 0.0
    for look, label in keys:
        need = _KEY + 0.05 + text_width(label, SMALL) + 0.17
        if not lines or need > room:
            lines.append([])
            room = width - 2 * EDGE
        lines[-1].append((look, label))
        room -= need
    return lines


def keys_height(keys: Sequence[tuple[str, str]], *, width: float) -> float:
    """What the keys take above a figure, in inches."""
    return len(key_lines(keys, width=width)) * 0.19 + (0.06 if keys else 0.0)


def draw_keys(figure: Figure, keys: Sequence[tuple[str, str]], *, y: float = 0.0) -> None:
    """Boxes with what they mean; a look that is no box is a mark of its own."""
    if not keys:
        return
    width = float(figure.get_size_inches()[0])
    ax = paper(figure, 0, y, width=width, height=keys_height(keys, width=width))
    for k, line in enumerate(key_lines(keys, width=width)):
        x, middle = EDGE, 0.11 + 0.19 * k
        for look, label in line:
            if look in LOOKS:
                box = Rectangle(
                    (x, middle - 0.05), _KEY, 0.1, facecolor=LOOKS[look], edgecolor=INK, lw=0.6
                )
                ax.add_patch(box)
            else:
                marker, _, face = look.partition(":")
                ax.plot(
                    x + _KEY / 2, middle, marker=marker, ms=5.5, mec=INK, color=INK,
                    mfc=face or INK,
                )  # fmt: skip
            ax.text(x + _KEY + 0.05, middle, label, fontsize=SMALL, va="center_baseline")
            x += _KEY + 0.05 + text_width(label, SMALL) + 0.17


def on(ax: Axes | None) -> Figure | None:
    """The figure of axes that were given."""
    if ax is None:
        return None
    figure = ax.figure
    assert isinstance(figure, Figure)
    return figure
