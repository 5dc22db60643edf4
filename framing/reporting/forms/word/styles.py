"""Styles that a person can change in one place: everything in the document has one."""

from __future__ import annotations

from typing import Any

from framing.reporting.forms.word.parse import parsed

FACE, EAST, COMPLEX = "Arial", "Noto Sans CJK SC", "Noto Sans Devanagari"
_FONTS = f'<w:rFonts w:ascii="{FACE}" w:hAnsi="{FACE}" w:eastAsia="{EAST}" w:cs="{COMPLEX}"/>'
# id: name, based on, space before and after (twentieths of a point), size (half points), more.
_PARAGRAPHS = {
    "TableText": ("Table Text", "Normal", (10, 10), 16, "", ""),
    "TableTextSmall": ("Table Text Small", "Normal", (10, 10), 13, "", ""),
    "TableNote": ("Table Note", "Normal", (40, 160), 15, "", '<w:color w:val="444444"/>'),
    "Tier": (
        "Tier", "Normal", (60, 200), 20,
        '<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="111111"/></w:pBdr>', "",
    ),
    "HowTo": ("How To", "Normal", (40, 100), 17, "", '<w:color w:val="333333"/>'),
    "Passage": ("Passage", "Normal", (0, 80), 15, "", ""),
    "Code": ("Code", "Normal", (40, 40), 15, "", '<w:rFonts w:ascii="Courier New" '
             'w:hAnsi="Courier New"/>'),
    "Contents1": ("Contents 1", "Normal", (30, 30), 20,
                  '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>', ""),
    "Contents2": ("Contents 2", "Contents1", (0, 20), 19, '<w:ind w:left="360"/>', ""),
}  # fmt: skip
_SIZES = {"Title": 40, "Subtitle": 20, "Heading 1": 28, "Heading 2": 22, "Caption": 18}


def add_styles(document: Any, language: str) -> None:
    """House styles, fonts with other scripts, and the language of the report's own words."""
    styles = document.styles.element
    defaults = styles.find(f".//{_W}rPrDefault/{_W}rPr")
    for child in list(defaults):
        defaults.remove(child)
    for child in (_FONTS, '<w:sz w:val="20"/>', f'<w:lang w:val="{language}"/>'):
        defaults.append(parsed(child))
    for name, size in _SIZES.items():
        _plain(document.styles[name].element, size)
    for key, (name, base, (before, after), size, more, look) in _PARAGRAPHS.items():
        # The schema's order: borders and tabs before spacing, spacing before indents.
        indents = more if more.startswith("<w:ind") else ""
        first = "" if indents else more
        space = f'<w:spacing w:before="{before}" w:after="{after}" w:line="252" w:lineRule="auto"/>'
        styles.append(
            parsed(
                f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{key}">'
                f'<w:name w:val="{name}"/><w:basedOn w:val="{base}"/><w:qFormat/>'
                f"<w:pPr>{first}{space}{indents}</w:pPr>"
                f'<w:rPr>{look}<w:sz w:val="{size}"/></w:rPr></w:style>'
            )
        )
    styles.append(parsed(_NOTE_NUMBER))
    styles.append(parsed(_TABLE))


def _plain(style: Any, size: int) -> None:
    """A style of the template without its theme's blue, its rules and its font."""
    for properties in style.findall(f"{_W}rPr"):
        style.remove(properties)
    for rule in style.findall(f"{_W}pPr/{_W}pBdr"):
        rule.getparent().remove(rule)
    bold = "" if style.get(f"{_W}styleId") in ("Subtitle", "Caption") else "<w:b/>"
    style.append(
        parsed(
            f'<w:rPr>{_FONTS}{bold}<w:color w:val="111111"/><w:sz w:val="{size}"/>'
            f'<w:szCs w:val="{size}"/></w:rPr>'
        )
    )


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOTE_NUMBER = (
    '<w:style w:type="character" w:customStyle="1" w:styleId="NoteNumber">'
    '<w:name w:val="Note Number"/><w:qFormat/><w:rPr><w:color w:val="0B4F8A"/><w:sz w:val="15"/>'
    '<w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)
_TABLE = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="FramingTable">'
    '<w:name w:val="Framing Table"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    '<w:top w:val="single" w:sz="8" w:space="0" w:color="111111"/>'
    '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="111111"/>'
    '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="BBBBBB"/></w:tblBorders>'
    '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar>'
    "</w:tblPr></w:style>"
)
