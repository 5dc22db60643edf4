"""How wide a text is, before it is drawn: the same on every machine.

Widths are those of DejaVu Sans, which matplotlib brings along, without hinting. Of a character
that it lacks the usual width of its script is taken, so that no layout depends on which other
fonts are installed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

LEADING = 1.22  # from one line to the next, in sizes of type
_SURE = 1.03  # renderers round the width of each letter to their own grid
_MISSING = 0.68  # of a script that DejaVu Sans lacks, in sizes of type
_UNIT = 1000


@cache
def _face(is_bold: bool) -> Any:
    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    name = "DejaVuSans-Bold.ttf" if is_bold else "DejaVuSans.ttf"
    face = FT2Font(Path(get_data_path()) / "fonts" / "ttf" / name)
    face.set_size(_UNIT, 72)
    return face


@cache
def known_characters() -> frozenset[str]:
    """The characters that DejaVu Sans has."""
    return frozenset(map(chr, _face(False).get_charmap()))


@cache
def _advance(character: str, is_bold: bool) -> float:
    from matplotlib.ft2font import LoadFlags

    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if character not in known_characters():
        return 1.0 if unicodedata.east_asian_width(character) in "WF" else _MISSING
    glyph = _face(is_bold).load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / _UNIT


def text_width(text: str, size: float, *, is_bold: bool = False) -> float:
    """The width of one line in inches; ``size`` in points."""
    return _SURE * size / 72 * sum(_advance(c, is_bold) for c in text)


def line_height(size: float) -> float:
    """From one line to the next, in inches."""
    return LEADING * size / 72


def fit(text: str, size: float, width: float, *, is_bold: bool = False) -> str:
    """Text that is no wider than ``width`` inches, cut at its end where it must be."""
    if text_width(text, size, is_bold=is_bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle] + "…", size, is_bold=is_bold) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def wrap(
    text: str, size: float, width: float, *, most: int = 99, is_bold: bool = False
) -> list[str]:
    """Lines no wider than ``width`` inches, at most ``most``: the last is cut where more follows.

    Lines break at blanks, between wide characters, and inside a word that fits no line: at its
    hyphen where it has one.
    """
    lines: list[str] = []
    line = ""
    for word in _words(text):
        if not line or text_width(line + word.rstrip(), size, is_bold=is_bold) <= width:
            line += word
        else:
            lines.append(line.rstrip())
            line = word
        while text_width(line.rstrip(), size, is_bold=is_bold) > width and len(line) > 1:
            head = fit(line, size, width, is_bold=is_bold)[:-1] or line[0]
            head = head[: head.rfind("-") + 1] or head
            lines.append(head)
            line = line[len(head) :]
    if line.strip() or not lines:
        lines.append(line.rstrip())
    if len(lines) > most:
        rest = " ".join(lines[most - 1 :])
        lines = [*lines[: most - 1], fit(rest, size, width, is_bold=is_bold)]
    return lines


def _words(text: str) -> list[str]:
    """Pieces with the blanks after them; wide characters one by one."""
    return [
        piece
        for word in re.findall(r"\S+\s*|\s+", text)
        for piece in (_WIDE.findall(word) if _WIDE_ONE.search(word) else [word])
    ]


_WIDE_ONE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60]")
_WIDE = re.compile(rf"{_WIDE_ONE.pattern}\s*|(?:(?!{_WIDE_ONE.pattern}).)+", re.S)
