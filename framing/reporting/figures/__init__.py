"""One file a figure; each draws a table computed elsewhere. Here: which kind is drawn by what."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from matplotlib.figure import Figure as Drawing

from framing.reporting.figures.counts import plot_counts
from framing.reporting.figures.coverage import plot_coverage
from framing.reporting.figures.house import INK, PALE, house_style
from framing.reporting.figures.profiles import plot_profiles
from framing.reporting.figures.shares import plot_shares
from framing.reporting.figures.split import plot_split
from framing.reporting.figures.style import plot_style
from framing.reporting.figures.words import plot_words
from framing.reporting.model import Figure

PLOTS: dict[str, Callable[..., Drawing]] = {
    "counts": plot_counts,
    "coverage": plot_coverage,
    "profiles": plot_profiles,
    "shares": plot_shares,
    "split": plot_split,
    "style": plot_style,
    "words": plot_words,
}
DPI = 160


def draw(figure: Figure, *, titled: bool = True) -> Drawing:
    """The drawing of a figure with its source note, and its title unless the page has it."""
    with house_style():
        drawing = PLOTS[figure.kind](figure.data)
        if titled:
            drawing.suptitle(figure.title, x=0.01, ha="left", fontsize=11, fontweight="bold")
        drawing.supxlabel(figure.source, x=0.01, ha="left", fontsize=6.5, color=PALE, wrap=True)
        return drawing


def render_png(drawing: Drawing) -> bytes:
    """PNG bytes without time or software in them."""
    out = io.BytesIO()
    with house_style():
        drawing.savefig(out, format="png", dpi=DPI, metadata={"Software": None})
    return out.getvalue()


def render_svg(drawing: Drawing) -> str:
    """SVG text without time in it; ids are the same in every run."""
    out = io.StringIO()
    with house_style():
        drawing.savefig(
            out,
            format="svg",
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    return out.getvalue()


def inline_svg(svg: str, *, prefix: str, alt: str) -> str:
    """An SVG to stand in a page: own ids, the page's text colour, no background, alt text."""
    from markupsafe import escape

    body = svg[svg.index("<svg") :]
    body = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', body)
    body = re.sub(r'((?:xlink:)?href)="#([^"]+)"', rf'\1="#{prefix}-\2"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", body)
    body = body.replace(INK, "currentColor")
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.S)
    # The first white is the figure's background.
    body = body.replace("fill: #ffffff", "fill: none", 1)
    head = f'<svg role="img" aria-label="{escape(alt)}" '
    return body.replace("<svg ", head, 1)
