"""A sheet as a Word document, to change it before it is printed."""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.shared import Cm

from framing.records.lessons import (
    Block,
    Break,
    Command,
    Extract,
    Grid,
    Heading,
    Lines,
    Mark,
    Points,
    Prose,
    Sheet,
    Slips,
    Text,
)
from framing.reporting.forms.word.document import xml_safe
from framing.reporting.forms.word.package import set_properties, to_bytes
from framing.reporting.forms.word.parse import parsed
from framing.reporting.forms.word.styles import add_styles
from framing.reporting.forms.word.tables import UPRIGHT, grid
from framing.reporting.forms.word.xml import field, paragraph, run

_ASIDE = (
    '<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="777777"/></w:pBdr>'
    '<w:spacing w:before="0" w:after="60"/><w:ind w:left="200"/>'
)
_MIDDLE = '<w:jc w:val="center"/>'
_LARGE = '<w:b/><w:sz w:val="28"/>'
_TALL = 480  # twentieths of a point
_STYLES = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="SheetTable"><w:name w:val="Sheet Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{solid}</w:tblBorders><w:tblCellMar>'
    '<w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    "</w:style>",
    '<w:style w:type="table" w:customStyle="1" w:styleId="SheetSlips"><w:name w:val="Sheet Slips"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{dashed}</w:tblBorders></w:tblPr>'
    "</w:style>",
    '<w:style w:type="table" w:customStyle="1" w:styleId="SheetLines"><w:name w:val="Sheet Lines"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{lines}</w:tblBorders></w:tblPr>'
    "</w:style>",
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="SheetText">'
    '<w:name w:val="Sheet Text"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>'
    '<w:spacing w:before="0" w:after="40" w:line="259" w:lineRule="auto"/></w:pPr>'
    '<w:rPr><w:sz w:val="20"/></w:rPr></w:style>',
)
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def build_sheet(sheet: Sheet, foot: str) -> bytes:
    """A sheet as the bytes of a DOCX; the same for the same sheet."""
    document: Any = Document()
    set_properties(document, title=xml_safe(sheet.title), subject=xml_safe(foot), language="en")
    add_styles(document, "en")
    borders = {
        "{solid}": _edges("single", _EDGES),
        "{dashed}": _edges("dashed", _EDGES),
        "{lines}": _edges("single", ("bottom", "insideH")),
    }
    for style in _STYLES:
        xml = style
        for place, edges in borders.items():
            xml = xml.replace(place, edges)
        document.styles.element.append(parsed(xml))
    _page(document, foot)
    body = [paragraph(run(sheet.title), "Title"), paragraph(run(sheet.subtitle))]
    body += [xml for block in sheet.blocks for xml in _block(block)]
    for xml in body:
        document.element.body.sectPr.addprevious(parsed(xml))
    return to_bytes(document)


def _edges(kind: str, edges: tuple[str, ...]) -> str:
    """Borders of a table, in the order of the schema."""
    return "".join(f'<w:{e} w:val="{kind}" w:sz="4" w:space="0" w:color="777777"/>' for e in edges)


def _page(document: Any, foot: str) -> None:
    """A4, margins of 2 cm, the study and the number of the page at its end."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    footer = section.footer
    footer.is_linked_to_previous = False
    for old in footer.paragraphs:
        old._p.getparent().remove(old._p)
    numbers = field("PAGE", "1") + run(" / ") + field("NUMPAGES", "1")
    footer._element.append(parsed(paragraph(run(f"{foot}   ") + numbers, "TableText")))


def _block(block: Block) -> list[str]:
    match block:
        case Heading():
            return [paragraph(run(block.text), "Heading2", "<w:keepNext/>")]
        case Prose():
            style = "TableNote" if block.is_small else "SheetText"
            return [paragraph(_words(block.text), style, "<w:keepNext/>" if block.keeps else "")]
        case Points():
            style = "ListNumber" if block.is_numbered else "ListBullet"
            return [paragraph(_words(item), style) for item in block.items]
        case Command():
            said = [paragraph(run(block.line), "Code", "<w:keepNext/>")]
            return [*said, paragraph(run(block.what), "SheetText")]
        case Grid():
            return _grid(block)
        case Extract():
            head = paragraph(run(block.label, "<w:b/>"), "SheetText", f"<w:keepNext/>{_ASIDE}")
            told = [paragraph(_words(p), "SheetText", _ASIDE) for p in block.paragraphs]
            return [head, *told, paragraph("", "TableText")]
        case Lines():
            lines = grid([[""]] * block.n, [UPRIGHT], style="SheetLines", height=_TALL, head=False)
            return [lines, paragraph("", "TableText")]
        case Slips():
            return _slips(block)
        case Break():
            return [paragraph('<w:r><w:br w:type="page"/></w:r>')]


def _words(text: Text) -> str:
    parts = []
    for part in text:
        if isinstance(part, Mark):
            parts.append(run(part.text, "<w:b/>"))
            parts.append(run(f" {part.label}" if part.label else "", '<w:i/><w:sz w:val="16"/>'))
        else:
            parts.append(run(part))
    return "".join(parts)


def _grid(block: Grid) -> list[str]:
    placed = [_MIDDLE if k in block.centred else "" for k in range(len(block.columns))]
    head = [paragraph(run(c, "<w:b/>"), "SheetText", placed[k])
            for k, c in enumerate(block.columns)]  # fmt: skip
    rows = [
        [paragraph(_words(cell), "SheetText", placed[k]) for k, cell in enumerate(row)]
        for row in block.rows
    ]
    widths = [round(share * UPRIGHT) for share in block.widths]
    table = grid([head, *rows], widths, style="SheetTable", height=_TALL if block.is_tall else 0)
    above = [paragraph(run(block.caption, "<w:b/>"), "SheetText", "<w:keepNext/>")]
    return [*(above if block.caption else []), table, paragraph("", "TableText")]


def _slips(block: Slips) -> list[str]:
    n = block.in_a_row
    cells = [
        "".join(
            paragraph(run(line, "<w:b/>" if len(slip) > 1 and not k else _LARGE), "SheetText",
                      _MIDDLE)
            for k, line in enumerate(slip)
        )
        for slip in block.slips
    ]  # fmt: skip
    rows = [cells[k : k + n] for k in range(0, len(cells), n)]
    rows = [row + [""] * (n - len(row)) for row in rows]
    table = grid(rows, [UPRIGHT // n] * n, style="SheetSlips", height=_TALL, head=False)
    return [table, paragraph("", "TableText")]
