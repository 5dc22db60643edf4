"""The figure of docs/scale.md: time and memory against the number of articles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

Rows = Sequence[tuple[object, ...]]
_COLOURS = {"here": "#000000", "jobs:2": "#0072B2", "local:2": "#D55E00"}
_NAMES = {"here": "one process", "jobs:2": "2 processes", "local:2": "Dask, 2 workers"}


def draw_growth(rows: Rows, path: Path) -> None:
    """Milliseconds an article, and peak megabytes of the asking process and of a worker."""
    mpl.rcParams["svg.hashsalt"] = "framing"
    mpl.rcParams["svg.fonttype"] = "none"
    figure = Figure(figsize=(10, 3.6), layout="constrained")
    time, driver, worker = figure.subplots(1, 3)
    for how in dict.fromkeys(row[1] for row in rows):
        own = [row for row in rows if row[1] == how]
        sizes = sorted({int(str(row[0])) for row in own})
        label, colour = _NAMES.get(str(how), str(how)), _COLOURS.get(str(how), "#666666")

        def of(n: int, column: int, own: Rows = own) -> list[float]:
            return [float(str(row[column])) for row in own if row[0] == n]

        style = {"label": label, "color": colour, "marker": "o", "markersize": 4}
        time.plot(sizes, [1000 * sum(of(n, 3)) / n for n in sizes], **style)
        driver.plot(sizes, [max(of(n, 4)) for n in sizes], **style)
        if how != "here":  # there only an import has a process beside it
            worker.plot(sizes, [max(of(n, 5)) for n in sizes], **style)
    titles = ("all stages, ms an article", "asking process, peak MB", "largest worker, peak MB")
    for axes, title in zip((time, driver, worker), titles, strict=True):
        axes.set_title(title, fontsize=10)
        axes.set_xscale("log")
        axes.set_ylim(bottom=0)
        axes.set_xlabel("articles")
        axes.spines[["top", "right"]].set_visible(False)
    time.legend(frameon=False, fontsize=8)
    figure.savefig(path, metadata={"Date": None})
