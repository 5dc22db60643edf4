"""From a figure's table to bytes: drawn once, the same bytes for the same table."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from matplotlib.figure import Figure as Drawing

from framing.reporting.figures.fonts import families_for, use_families, written_in
from framing.reporting.figures.house import DPI, FAINT, GRID, INK, PALE, WIDTH, house_style
from framing.reporting.figures.plots import PLOTS
from framing.reporting.figures.sheet import TITLE_ID, frame
from framing.reporting.model import Figure

MAKER = "framing"  # what tells a figure of ours from anybody else's
# Readers of a page without DejaVu Sans see the next of these; it is the widest of all.
_FAMILIES = "'DejaVu Sans', Verdana, 'Noto Sans', Arial, sans-serif"


def draw(figure: Figure, *, width: float = WIDTH) -> Drawing:
    """The drawing of a figure with its title and source note; ``width`` in inches."""
    with _quietly():
        drawing = PLOTS[figure.kind](figure.data, width=width)
        frame(drawing, title=figure.title, source=figure.source)
        return drawing


def render_svg(drawing: Drawing) -> str:
    """SVG text without time in it; ids are the same in every run."""
    out = io.StringIO()
    with _quietly():
        use_families(drawing, [])  # text stays text: whoever shows it has the fonts
        drawing.savefig(out, format="svg", metadata={**_NOTHING, "Creator": MAKER})
    return re.sub(r"'DejaVu Sans'(?:, sans-serif)?", _FAMILIES, out.getvalue())


_TAILS = 4.0  # points that letters of the title reach below it
_NOTHING = {"Date": None, "Format": None, "Type": None}


def render_png(drawing: Drawing) -> bytes:
    """PNG bytes without time in them; letters that DejaVu Sans lacks are the machine's."""
    out = io.BytesIO()
    with _with_fonts(drawing):
        drawing.savefig(out, format="png", dpi=DPI, metadata={"Software": MAKER})
    return out.getvalue()


def render_pdf(drawing: Drawing) -> bytes:
    """PDF bytes without time in them, fonts embedded."""
    out = io.BytesIO()
    with _with_fonts(drawing):
        drawing.savefig(
            out, format="pdf", metadata={"Creator": MAKER, "Producer": None, "CreationDate": None}
        )
    return out.getvalue()


RENDER: dict[str, Callable[[Drawing], str | bytes]] = {
    ".svg": render_svg, ".png": render_png, ".pdf": render_pdf,
}  # fmt: skip


def without_title(svg: str) -> str:
    """An SVG of ours without its title, for a page that prints the title as text."""
    body = re.sub(rf'<g id="{TITLE_ID}[^"]*">.*?</g>\n?', "", svg, flags=re.S)
    cut = _title_height(svg)
    size = re.compile(r'height="([0-9.]+)pt" viewBox="0 0 ([0-9.]+) ([0-9.]+)"')

    def shorter(match: re.Match[str]) -> str:
        rest = f"{float(match[3]) - cut:.6g}"
        return f'height="{rest}pt" viewBox="0 {cut:.6g} {match[2]} {rest}"'

    return size.sub(shorter, body, count=1)


def _title_height(svg: str) -> float:
    """Points that the title takes at the top."""
    found = re.search(rf'<g id="{TITLE_ID}-height-([0-9.]+)"', svg)
    return float(found[1]) if found else 0.0


def png_without_title(png: bytes, svg: str) -> bytes:
    """The PNG of a drawing without the title that its SVG tells of."""
    from matplotlib.image import imread, imsave

    out = io.BytesIO()
    cut = round(_title_height(svg) / 72 * DPI)
    rest = imread(io.BytesIO(png))[cut:].copy()
    rest[: round(_TAILS / 72 * DPI)] = 1.0  # white
    imsave(out, rest, format="png", dpi=DPI, metadata={"Software": MAKER})
    return out.getvalue()


def inline_svg(svg: str, *, prefix: str, alt: str) -> str:
    """An SVG to stand in a page: own ids, the page's text colour, no background, alt text."""
    from markupsafe import escape

    body = svg[svg.index("<svg") :]
    body = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', body)
    body = re.sub(r'((?:xlink:)?href)="#([^"]+)"', rf'\1="#{prefix}-\2"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", body)
    # Pale ink and grid are shares of the page's own, so that they fit a dark page, too.
    for colour, share in ((INK, ""), (PALE, "0.72"), (GRID, "0.3"), (FAINT, "0.35")):
        for what in ("fill", "stroke"):
            own = f"{what}: currentColor" + (f"; {what}-opacity: {share}" if share else "")
            body = body.replace(f"{what}: {colour}", own)
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.S)
    # The first white is the figure's background.
    body = body.replace("fill: #ffffff", "fill: none", 1)
    head = f'<svg role="img" aria-label="{escape(alt)}" '
    return body.replace("<svg ", head, 1)


@contextmanager
def _quietly() -> Iterator[None]:
    """The style of the house; what letters are missing is said elsewhere, once and in words."""
    with house_style(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


@contextmanager
def _with_fonts(drawing: Drawing) -> Iterator[None]:
    families, _ = families_for(written_in(drawing))
    with _quietly():
        use_families(drawing, families)
        try:
            yield
        finally:
            use_families(drawing, [])
