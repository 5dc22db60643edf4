"""Words of one side against another: log ratio with interval against how often they stand."""

from __future__ import annotations

import math
from typing import Any

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator
from matplotlib.transforms import Bbox

from framing.reporting.figures.house import FAINT, GRID, INK, PALE, SMALL, WIDTH
from framing.reporting.figures.measure import fit, known_characters, line_height, wrap
from framing.reporting.figures.sheet import EDGE, new_figure, on, place, under
from framing.reporting.messages import _

HEIGHT = 4.4  # inches
_ROUNDS = 80  # of moving labels apart; no clock ends it
_FAR = 13.0  # pixels from which a label is led back to its mark
# Pixels that a label may be moved by, near places first.
_STEPS = sorted(
    ((dx, dy) for dx in range(-120, 121, 20) for dy in range(-90, 91, 9)),
    key=lambda step: (step[0] ** 2 / 4 + step[1] ** 2, step),
)


def plot_words(table: pl.DataFrame, *, ax: Axes | None = None, width: float = WIDTH) -> Figure:
    """Dots with the interval as a line; hollow where a word has none. Labels never touch.

    Parameters
    ----------
    table
        ``term``, ``log_ratio``, ``low``, ``high``, ``n_a``, ``n_b``, ``k_a``, ``k_b``, ``a``,
        ``b``, the strongest terms first. Terms for whose label there is no room keep their mark.
    ax
        Axes to draw on; by default a new figure.
    width
        Of a new figure, in inches.
    """
    figure = on(ax)
    a, b = (table[c][0] if table.height else "" for c in ("a", "b"))
    across = wrap(
        _("log ratio (doublings of the rate): ← {b} more · {a} more →").format(a=a, b=b),
        SMALL,
        HEIGHT,
    )
    x = EDGE + 0.36 + len(across) * line_height(SMALL)
    inner = width - x - EDGE
    title, below = under(
        _("uses on both sides together (n); beside each word n of {a} : n of {b}").format(a=a, b=b),
        inner,
    )
    if ax is None:
        figure = new_figure(width, HEIGHT + below + 0.2)
        ax = place(figure, x, 0.2, width=inner, height=HEIGHT)
    assert figure is not None
    spots = [_mark(ax, row) for row in table.iter_rows(named=True)]
    _axes(ax, table)
    ax.set_xlabel(title)
    ax.set_ylabel("\n".join(across), labelpad=2)
    _label(figure, ax, table, spots)
    return figure


def _mark(ax: Axes, row: dict[str, Any]) -> tuple[float, float]:
    x, y = math.log10(max(row["n_a"] + row["n_b"], 1)), float(row["log_ratio"])
    has = row["low"] is not None
    if has:
        ax.plot([x, x], [row["low"], row["high"]], color=FAINT, lw=1.0, zorder=2)
    ax.plot(x, y, marker="o", ms=5, mfc=INK if has else "none", mec=INK, ls="none", zorder=3)
    return x, y


def _axes(ax: Axes, table: pl.DataFrame) -> None:
    ends = [abs(v) for c in ("log_ratio", "low", "high") for v in table[c].drop_nulls()]
    tall = max([*ends, 1.0]) * 1.12
    ax.set_ylim(-tall, tall)
    numbers = [math.log10(max(n, 1)) for n in (table["n_a"] + table["n_b"])] or [0.0]
    low, high = min(numbers), max(numbers)
    # Room for labels at both sides: a word is longer than its mark.
    pad = max(0.22 * (high - low), 0.15)
    ax.set_xlim(low - pad, high + pad)
    ticks = [
        t for power in range(7) for digit in (1, 2, 5)
        for t in [digit * 10**power] if low - pad <= math.log10(t) <= high + pad
    ]  # fmt: skip
    if len(ticks) < 3:
        whole = sorted({int(n) for n in table["n_a"] + table["n_b"]})
        ticks = whole[:: max(1, len(whole) // 6)]
    ax.set_xticks([math.log10(max(t, 1)) for t in ticks], [f"{t:,}" for t in ticks])
    ax.xaxis.set_minor_locator(NullLocator())
    ax.axhline(0, color=PALE, lw=0.8)
    ax.grid(lw=0.3, color=GRID)
    ax.set_axisbelow(True)


def _said(row: dict[str, Any]) -> str:
    return f"{fit(row['term'], SMALL, 1.6)} {row['n_a']}:{row['n_b']}"


def _stand_in(text: str) -> str:
    """The same text in letters that are as wide and that every machine has."""
    return "".join(c if c in known_characters() else "—" for c in text)


def _label(figure: Figure, ax: Axes, table: pl.DataFrame, spots: list[tuple[float, float]]) -> None:
    """Labels near their marks, moved apart; lines lead back to marks that are far."""
    if not spots:
        return
    from adjustText import adjust_text

    said = [_said(row) for row in table.iter_rows(named=True)]
    texts = [
        ax.text(x, y, _stand_in(label), fontsize=SMALL - 0.5, zorder=4)
        for (x, y), label in zip(spots, said, strict=True)
    ]
    adjust_text(
        texts, x=[x for x, _ in spots], y=[y for _, y in spots], ax=ax, time_lim=None,
        objects=_obstacles(ax, table, spots), iter_lim=_ROUNDS, ensure_inside_axes=True,
        prevent_crossings=False,
        expand=(1.08, 1.35), force_text=(0.15, 0.4), force_static=(0.15, 0.25),
        force_pull=(0.02, 0.03),
    )  # fmt: skip
    _settle(ax, texts=texts, spots=spots)
    for text, label in zip(texts, said, strict=True):
        text.set_text(label if text.get_visible() else "")


def _obstacles(ax: Axes, table: pl.DataFrame, spots: list[tuple[float, float]]) -> list[Bbox]:
    """Marks and intervals as boxes that labels keep off, in the units of the axes."""
    (x0, y0), (x1, y1) = ax.transData.inverted().transform([(0, 0), (4, 4)])
    boxes = []
    for (x, y), low, high in zip(spots, table["low"], table["high"], strict=True):
        boxes.append(Bbox([(x - (x1 - x0), y - (y1 - y0)), (x + (x1 - x0), y + (y1 - y0))]))
        if low is not None:
            boxes.append(Bbox([(x - (x1 - x0) / 4, low), (x + (x1 - x0) / 4, high)]))
    return boxes


def _settle(ax: Axes, *, texts: list[Any], spots: list[tuple[float, float]]) -> None:
    """Move labels that still touch another or a mark, hide those without room, lead back."""
    points = [Bbox.from_bounds(x - 7, y - 7, 14, 14) for x, y in ax.transData.transform(spots)]
    kept: list[Any] = []
    for text, spot in zip(texts, spots, strict=True):
        box = _free(text.get_window_extent().padded(1.5), [*kept, *points], within=ax.bbox)
        if box is None:
            text.set_visible(False)
            continue
        kept.append(box)
        old = text.get_window_extent().padded(1.5)
        x, y = ax.transData.transform(text.get_position())
        at = (x + box.x0 - old.x0, y + box.y0 - old.y0)
        text.set_position(ax.transData.inverted().transform(at))
        x, y = ax.transData.transform(spot)
        near = (min(max(x, box.x0), box.x1), min(max(y, box.y0), box.y1))
        if (near[0] - x) ** 2 + (near[1] - y) ** 2 > _FAR**2:
            end = ax.transData.inverted().transform(near)
            ax.plot([spot[0], end[0]], [spot[1], end[1]], color=PALE, lw=0.5, zorder=1)
    hidden = len(texts) - len(kept)
    if hidden:
        said = _("{n} of {all} words have no room for a label")
        ax.annotate(
            said.format(n=hidden, all=len(texts)), (0, 1), xytext=(2, 2),
            xycoords="axes fraction", textcoords="offset points", fontsize=SMALL, color=PALE,
            annotation_clip=False,
        )  # fmt: skip


def _free(box: Any, taken: list[Any], *, within: Any) -> Any:
    """The nearest place for a box that touches nothing, None where there is none."""
    for dx, dy in _STEPS:
        moved = box.translated(dx, dy)
        is_across = within.x0 < moved.x0 and moved.x1 < within.x1
        is_inside = is_across and within.y0 < moved.y0 and moved.y1 < within.y1
        if is_inside and not any(moved.overlaps(other) for other in taken):
            return moved
    return None
