"""A sheet as one HTML page, for the screen and for paper."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from framing.records.lessons import Sheet
from framing.reporting.forms.print.html import broken


@cache
def template_text(name: str) -> str:
    """A file of the templates folder."""
    return files("framing.reporting.lessons").joinpath("templates", name).read_text("utf-8")


def render_html(sheet: Sheet, foot: str) -> str:
    """The page. Everything from articles is escaped: autoescape is on."""
    environment = Environment(
        loader=FunctionLoader(template_text), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals.update(broken=broken)
    text = environment.get_template("sheet.html").render(
        sheet=sheet,
        foot=foot,
        kinds=[type(block).__name__ for block in sheet.blocks],
        style=Markup(template_text("sheet.css")),
    )
    # Articles may hold half a surrogate pair, which no encoding takes.
    return text.encode("utf-8", "replace").decode("utf-8")
