"""The report as one self-contained page: styles, script, drawings and passages inside."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from framing.reporting.figures import inline_svg
from framing.reporting.figures.drawings import Drawings
from framing.reporting.glossary import key_of
from framing.reporting.labels import TIERS
from framing.reporting.messages import _, n_, tell
from framing.reporting.model import Figure, Report
from framing.reporting.page.blocks import has_files, n_parts, pack_index, pack_part
from framing.reporting.page.look import (
    BAR_WIDTH,
    filtered_columns,
    link_ties,
    list_events,
    place_bars,
)
from framing.reporting.page.words import script_words
from framing.reporting.store.build import BROWSED
from framing.reporting.tables import encoded

_SCRIPTS = (
    "base", "store", "article", "filter", "panel", "panel_start", "tables", "side", "start",
)  # fmt: skip
_STYLES = ("page", "article", "panel", "print")


@cache
def template_text(name: str) -> str:
    """A file of the templates folder."""
    return files("framing.reporting.page").joinpath("templates", name).read_text("utf-8")


@cache
def script_text() -> str:
    """The script of the page: one function around all its files."""
    parts = [template_text(f"script/{name}.js") for name in _SCRIPTS]
    return '(function () {\n"use strict";\n' + "\n".join(parts) + "})();\n"


def render(report: Report, drawings: Drawings) -> bytes:
    """The page as bytes."""
    return encoded(render_html(report, drawings))


def more_files(report: Report) -> Iterator[tuple[str, bytes]]:
    """The texts of a large report, in files that lie beside the page."""
    if has_files(report.store):
        for part in range(n_parts(report.store)):
            block = pack_part(report.store, part)
            yield f"evidence/{part + 1:03}.js", f'framingPart({part},"{block}");\n'.encode()


def render_html(report: Report, drawings: Drawings | None = None) -> str:
    """The page. Everything from articles is escaped: autoescape is on for all templates."""
    drawn = drawings or Drawings(report)
    environment = Environment(
        loader=FunctionLoader(template_text), autoescape=True, undefined=StrictUndefined
    )
    environment.globals.update(_=_, n_=n_, tell=tell)
    store = report.store
    inside = not has_files(store)
    return environment.get_template("report.html").render(
        report=report,
        tier=_(TIERS[report.tier]),
        style=Markup("".join(template_text(f"style/{name}.css") for name in _STYLES)),
        script=Markup(script_text()),
        policy=_policy(inside=inside),
        script_words=_inert_json(script_words()),
        layers=[layer for layer in BROWSED if layer in set(store.passages["layer"])],
        layer_names=script_words()["layers"],
        index=Markup(pack_index(report)),
        parts=[Markup(pack_part(store, k)) for k in range(n_parts(store))] if inside else [],
        svg=lambda figure: _svg(figure, drawn),
        placed=place_bars,
        bar_width=BAR_WIDTH,
        facets=lambda table: filtered_columns(table, store),
        picker=list_events(store),
        fullest=lambda spreads: max(spreads, key=lambda s: len(s.columns)),
        ties=link_ties,
        key_of=key_of,
        glossary={entry.key: entry for entry in report.glossary},
    )


def _policy(*, inside: bool) -> str:
    """What the page may load: its own script by hash, and only with many articles its files."""
    digest = base64.b64encode(hashlib.sha256(script_text().encode()).digest()).decode()
    beside = "" if inside else " 'self' file:"
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'{beside}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _inert_json(value: object) -> Markup:
    """JSON that can stand in a script element: nothing in it ends the element."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return Markup(text.replace("<", "\\u003c"))


def _svg(figure: Figure, drawings: Drawings) -> Markup:
    # Matplotlib writes labels as XML text, escaped; the alt text is escaped in inline_svg.
    return Markup(inline_svg(drawings.bare_svg(figure.id), prefix=figure.id, alt=figure.alt))
