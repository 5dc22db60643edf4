"""The figures of one report, drawn when a form first asks for them."""

from __future__ import annotations

from typing import Any

from framing.reporting.figures import draw, render_png, render_svg
from framing.reporting.messages import speaking
from framing.reporting.model import Figure, Report


class Drawings:
    """Holds what was drawn, so that the page, the folder and every other form share it."""

    def __init__(self, report: Report) -> None:
        self.language = report.language
        self.figures: dict[str, Figure] = {
            figure.id: figure for section in report.sections for figure in section.figures
        }
        self._made: dict[tuple[str, str], Any] = {}

    def svg(self, figure: str) -> str:
        """The figure with its title and source note, as SVG text."""
        return str(self._once(figure, "svg"))

    def bare_svg(self, figure: str) -> str:
        """The figure without its title, for a form that prints the title as text."""
        return str(self._once(figure, "bare"))

    def png(self, figure: str) -> bytes:
        """The figure with its title and source note, as PNG bytes."""
        return bytes(self._once(figure, "png"))

    def _once(self, figure: str, kind: str) -> Any:
        if (figure, kind) not in self._made:
            with speaking(self.language):
                drawing = draw(self.figures[figure], titled=kind != "bare")
            if kind == "bare":
                self._made[figure, "bare"] = render_svg(drawing)
            else:
                self._made[figure, "png"] = render_png(drawing)
                self._made[figure, "svg"] = render_svg(drawing)
        return self._made[figure, kind]
