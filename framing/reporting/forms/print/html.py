"""The report as HTML for paper: numbered notes, tables that fit, figures as vectors."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from framing.reporting.figures.drawings import Drawings
from framing.reporting.forms.print import numbers
from framing.reporting.forms.print.notes import build_notes, has_notes, passages_lead
from framing.reporting.forms.print.spread import printed_spread
from framing.reporting.forms.print.widths import (
    LONGEST_WORD,
    column_shares,
    keep_together,
    type_size,
)
from framing.reporting.labels import TIERS
from framing.reporting.messages import _
from framing.reporting.model import Bar, Figure, ProfileCell, Profiles, Report, plain

_LONG = re.compile(rf"\S{{{LONGEST_WORD},}}")
_LONG_CODE = 60  # lines, from which on two columns save paper
_JOINT = re.compile(r"(?<=[/_.\-])(?=\w)")


@cache
def template_text(name: str) -> str:
    """A file of the templates folder."""
    return files("framing.reporting.forms.print").joinpath("templates", name).read_text("utf-8")


def render_print_html(report: Report, drawings: Drawings) -> str:
    """The page for paper. Everything from articles is escaped: autoescape is on."""
    environment = Environment(
        loader=FunctionLoader(template_text), autoescape=True, undefined=StrictUndefined
    )
    environment.globals.update(
        _=_, size=type_size, shares=column_shares, has_notes=has_notes, plain=plain,
        broken=broken, bars=_bars, printed_spread=printed_spread, passages_lead=passages_lead,
        numbers=numbers.numbered(report), printed_rows=numbers.printed_rows,
        printed_figures=numbers.printed_figures, left_out=numbers.left_out, more=numbers.more,
        is_long=lambda code: code.count("\n") > _LONG_CODE,
        svg=lambda figure: _data_url(figure, drawings),
    )  # fmt: skip
    text = environment.get_template("print.html").render(
        report=report,
        tier=_(TIERS[report.tier]),
        style=Markup(template_text("print.css")),
        notes=build_notes(report),
        is_full=is_full(report),
    )
    # Articles may hold half a surrogate pair, which no encoding takes.
    return text.encode("utf-8", "replace").decode("utf-8")


def is_full(report: Report) -> bool:
    """Whether the report may hold whole articles."""
    options = report.manifest["options"]
    return isinstance(options, dict) and options.get("texts") == "full"


def broken(text: str) -> Markup:
    """Text whose overlong words may break at their joints (ids of articles, addresses).

    >>> broken("<b> outlet/a-long-title")
    Markup('&lt;b&gt; outlet/<wbr>a-<wbr>long-<wbr>title')
    """
    text = keep_together(text)
    parts, at = [], 0
    for found in _LONG.finditer(text):
        parts.append(escape(text[at : found.start()]))
        parts.append(Markup("<wbr>").join(_JOINT.split(found.group())))
        at = found.end()
    return Markup("").join([*parts, escape(text[at:])])


def _data_url(figure: Figure, drawings: Drawings) -> str:
    svg = drawings.bare_svg(figure.id).encode("utf-8", "replace")
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode('ascii')}"


def _bars(
    bars: tuple[Bar, ...], profiles: Profiles, column: tuple[ProfileCell, ...]
) -> Iterator[tuple[str, str]]:
    """Bars as (width in percent, look), to one scale in a column of the profiles."""
    k = next(k for row in profiles.rows for k, cells in enumerate(row.cells) if cells is column)
    widest = max(
        (sum(bar.n for bar in cell.bars) for row in profiles.rows for cell in row.cells[k]),
        default=1,
    )
    return ((f"{100 * bar.n / max(widest, 1):.2f}", bar.look) for bar in bars if bar.n)
