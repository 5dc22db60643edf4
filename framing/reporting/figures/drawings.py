"""The figures of one report, each drawn once, when a form first asks for it."""

from __future__ import annotations

from framing.reporting.figures import draw, render_png, render_svg
from framing.reporting.figures.render import png_without_title, without_title
from framing.reporting.messages import speaking
from framing.reporting.model import Figure, Report


class Drawings:
    """Holds what was drawn, so that the page, the folder and every other form share it."""

    def __init__(self, report: Report) -> None:
        self.language = report.language
        self.figures: dict[str, Figure] = {
            figure.id: figure for section in report.sections for figure in section.figures
        }
        self._made: dict[str, tuple[str, bytes]] = {}

    def svg(self, figure: str) -> str:
        """The figure with its title and source note, as SVG text."""
        return self._once(figure)[0]

    def bare_svg(self, figure: str) -> str:
        """The figure without its title, for a form that prints the title as text."""
        return without_title(self.svg(figure))

    def bare_png(self, figure: str) -> bytes:
        """The figure without its title, as PNG bytes."""
        return png_without_title(self.png(figure), self.svg(figure))

    def png(self, figure: str) -> bytes:
        """The figure with its title and source note, as PNG bytes."""
        return self._once(figure)[1]

    def _once(self, figure: str) -> tuple[str, bytes]:
        if figure not in self._made:
            with speaking(self.language):
                drawing = draw(self.figures[figure])
            self._made[figure] = render_svg(drawing), render_png(drawing)
        return self._made[figure]
