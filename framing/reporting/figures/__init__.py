"""One file a figure; each draws a table computed elsewhere, with the same bytes every time."""

from __future__ import annotations

from framing.reporting.figures.plots import PLOTS
from framing.reporting.figures.render import draw, inline_svg, render_pdf, render_png, render_svg

__all__ = ["PLOTS", "draw", "inline_svg", "render_pdf", "render_png", "render_svg"]
