"""Fonts for letters that DejaVu Sans lacks: which installed ones have them, and which nobody has.

Only PNG and PDF need them: in an SVG text stays text. DejaVu Sans, which matplotlib brings along,
comes first, so that a figure in Latin, Greek or Cyrillic letters is the same on every machine.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from matplotlib.figure import Figure as Drawing

from framing.reporting.figures.measure import known_characters
from framing.reporting.model import Figure

FIRST = "DejaVu Sans"
# Script by the first word of its letters' Unicode names: what it is called, fonts that have it,
# and the package of Debian and Ubuntu that brings one.
SCRIPTS = {
    "CJK": ("Chinese", "fonts-noto-cjk"),
    "HIRAGANA": ("Japanese", "fonts-noto-cjk"),
    "KATAKANA": ("Japanese", "fonts-noto-cjk"),
    "HANGUL": ("Korean", "fonts-noto-cjk"),
    "DEVANAGARI": ("Devanagari", "fonts-noto-core"),
    "BENGALI": ("Bengali", "fonts-noto-core"),
    "TAMIL": ("Tamil", "fonts-noto-core"),
    "THAI": ("Thai", "fonts-noto-core"),
    "ARABIC": ("Arabic", "fonts-noto-core"),
    "HEBREW": ("Hebrew", "fonts-noto-core"),
}
_CJK = ("Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK TC", "Noto Sans CJK KR",
        "Noto Sans SC", "Noto Sans JP", "Source Han Sans SC", "WenQuanYi Micro Hei",
        "PingFang SC", "Hiragino Sans", "Microsoft YaHei", "SimHei", "Malgun Gothic",
        "Arial Unicode MS")  # fmt: skip
PREFERRED = (
    *_CJK, "Noto Sans Devanagari", "Nirmala UI", "Mangal", "Kohinoor Devanagari",
    "Noto Sans Arabic", "Noto Naskh Arabic", "Noto Sans Hebrew", "Noto Sans Thai",
    "Noto Sans Bengali", "Noto Sans Tamil", "Noto Sans", "FreeSans", "Unifont",
)  # fmt: skip


@cache
def installed() -> dict[str, str]:
    """Families of the preferred list that this machine has, with the file of each."""
    from matplotlib.font_manager import fontManager

    # Of each family the first regular file by name, whatever order the machine lists them in.
    found: dict[str, str] = {}
    _take_new_ones()
    for font in sorted(fontManager.ttflist, key=lambda f: (f.name, str(f.fname))):
        if font.style == "normal" and str(font.weight) in ("400", "normal", "regular"):
            found.setdefault(font.name, str(font.fname))
    others = sorted(name for name in found if name.startswith("Noto Sans ") and "CJK" not in name)
    return {name: found[name] for name in dict.fromkeys([*PREFERRED, *others]) if name in found}


def _take_new_ones() -> None:
    """Fonts that were installed after matplotlib last made its list."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {str(font.fname) for font in fontManager.ttflist}
    for path in sorted(set(findSystemFonts()) - known):
        try:
            fontManager.addfont(path)
        except (OSError, RuntimeError, ValueError):  # a broken or odd file of the machine
            continue


@cache
def _letters(path: str) -> frozenset[str]:
    from matplotlib.ft2font import FT2Font

    return frozenset(map(chr, FT2Font(path).get_charmap()))


def families_for(characters: Iterable[str]) -> tuple[list[str], list[str]]:
    """Families to fall back on, and the characters that no installed one has."""
    wanted = {c for c in characters if c not in known_characters() and c.isprintable()}
    families = []
    for name, path in installed().items() if wanted else ():
        if not wanted:
            break
        here = wanted & _letters(path)
        if here:
            families.append(name)
            wanted -= here
    return families, sorted(wanted)


def written_in(drawing: Drawing) -> set[str]:
    """Every character that stands on a drawing."""
    return {c for text in _texts(drawing) for c in text.get_text()}


def use_families(drawing: Drawing, families: Sequence[str]) -> None:
    """Let every text of a drawing fall back on these families, glyph by glyph."""
    for text in _texts(drawing):
        text.set_fontfamily([FIRST, *families])


def _texts(drawing: Drawing) -> list[Any]:
    from matplotlib.text import Text

    for ax in drawing.axes:  # tick labels are made when they are first asked for
        for axis in (ax.xaxis, ax.yaxis):
            axis.get_ticklabels()
    return list(drawing.findobj(Text))


def missing_letters(figures: Iterable[Figure]) -> list[str]:
    """What cannot be drawn on this machine, in words, with what to install; mostly nothing."""
    texts = {t for figure in figures for t in _strings(figure)}
    _, missing = families_for({c for text in texts for c in text})
    number = Counter(_script(c) for c in missing)
    return [
        f"no font for {n} {script} character{'s' * (n != 1)}: PNG and PDF figures have boxes in "
        f"their place; {step}"
        for (script, step), n in sorted(number.items())
    ]


def _strings(figure: Figure) -> set[str]:
    import polars as pl

    columns = [c for c, kind in figure.data.schema.items() if kind == pl.String]
    said = {value for c in columns for value in figure.data[c].drop_nulls().unique()}
    return {figure.title, figure.source, *said}


def _script(character: str) -> tuple[str, str]:
    first = unicodedata.name(character, "other").split(" ")[0].split("-")[0]
    if first not in SCRIPTS:
        return "other", "install a font that has them"
    name, package = SCRIPTS[first]
    return name, f"install {package}"
