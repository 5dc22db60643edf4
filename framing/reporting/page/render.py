"""The report as one self-contained page: styles, script and drawings inside, nothing from afar."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from framing.reporting.figures import inline_svg
from framing.reporting.figures.drawings import Drawings
from framing.reporting.labels import TIERS
from framing.reporting.messages import _, n_, tell
from framing.reporting.model import Bar, Figure, ProfileCell, Profiles, Report
from framing.reporting.tables import encoded

BAR_WIDTH = 100


@cache
def template_text(name: str) -> str:
    """A file of the templates folder."""
    return files("framing.reporting.page").joinpath("templates", name).read_text("utf-8")


def render(report: Report, drawings: Drawings) -> bytes:
    """The page as bytes."""
    return encoded(render_html(report, drawings))


def render_html(report: Report, drawings: Drawings | None = None) -> str:
    """The page. Everything from articles is escaped: autoescape is on for all templates."""
    drawn = drawings or Drawings(report)
    environment = Environment(
        loader=FunctionLoader(template_text), autoescape=True, undefined=StrictUndefined
    )
    environment.globals.update(_=_, n_=n_, tell=tell)
    return environment.get_template("report.html").render(
        report=report,
        tier=_(TIERS[report.tier]),
        style=Markup(template_text("style.css")),
        script=Markup(template_text("script.js")),
        svg=lambda figure: _svg(figure, drawn),
        placed=_placed,
        bar_width=BAR_WIDTH,
    )


def _svg(figure: Figure, drawings: Drawings) -> Markup:
    # Matplotlib writes labels as XML text, escaped; the alt text is escaped in inline_svg.
    return Markup(inline_svg(drawings.bare_svg(figure.id), prefix=figure.id, alt=figure.alt))


def _placed(
    bars: tuple[Bar, ...], profiles: Profiles, column: tuple[ProfileCell, ...]
) -> Iterator[tuple[str, str, str]]:
    """Bars as (x, width, look), to one scale in a column of the profiles."""
    k = next(k for row in profiles.rows for k, cells in enumerate(row.cells) if cells is column)
    widest = max(
        (sum(bar.n for bar in cell.bars) for row in profiles.rows for cell in row.cells[k]),
        default=1,
    )
    left = 0.0
    for bar in bars:
        width = BAR_WIDTH * bar.n / max(widest, 1)
        if bar.n:
            yield f"{left:.2f}", f"{width:.2f}", bar.look
        left += width
