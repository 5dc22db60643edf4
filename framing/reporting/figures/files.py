"""Figures as files: the bytes of each form, and how a figure of ours is known again."""

from __future__ import annotations

from pathlib import Path

from framing.reporting.figures.house import WIDTHS
from framing.reporting.figures.render import MAKER, RENDER, draw
from framing.reporting.messages import speaking
from framing.reporting.model import Figure
from framing.reporting.tables import encoded

_SIGNS = {
    ".svg": f"<dc:title>{MAKER}</dc:title>".encode(),
    ".png": b"Software\x00" + MAKER.encode(),
    ".pdf": f"/Creator ({MAKER})".encode(),
}


def figure_bytes(
    figure: Figure, *, ending: str, width: str = "double", language: str = "en"
) -> bytes:
    """A figure as SVG, PNG or PDF, by the ending of its file; ``width`` names one of ``WIDTHS``."""
    with speaking(language):
        drawing = draw(figure, width=WIDTHS[width])
    made = RENDER[ending](drawing)
    return encoded(made) if isinstance(made, str) else made


def is_ours(file: Path) -> bool:
    """Whether a file is a figure that framing wrote."""
    sign = _SIGNS.get(file.suffix.lower())
    if sign is None or not file.is_file():
        return False
    return sign in file.read_bytes()
