"""The document: findings, contents, sections with captions, passages."""

from __future__ import annotations

import io
from itertools import count
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Cm, Emu

from framing.reporting.figures.drawings import Drawings
from framing.reporting.forms.print.html import is_full
from framing.reporting.forms.print.notes import Note, Notes, build_notes, passages_lead
from framing.reporting.forms.print.numbers import left_out, more, numbered
from framing.reporting.forms.print.spread import printed_spread
from framing.reporting.forms.print.widths import type_size
from framing.reporting.forms.word.package import set_properties, to_bytes
from framing.reporting.forms.word.parse import parsed
from framing.reporting.forms.word.styles import add_styles
from framing.reporting.forms.word.tables import profiles_xml, spread_xml, table_xml
from framing.reporting.forms.word.xml import (
    bookmark,
    field,
    link,
    paragraph,
    run,
    words,
    xml_text,
)
from framing.reporting.labels import TIERS
from framing.reporting.messages import _
from framing.reporting.model import Figure, Report, Section, Spread, Table

_KEEP = "<w:keepNext/>"
_WIDEST = Cm(17)
_TALLEST = Cm(21)


def build_document(report: Report, drawings: Drawings) -> bytes:
    """A report as the bytes of a DOCX."""
    writer = _Writer(report, drawings)
    writer.opening()
    for section in report.sections:
        writer.section(section)
    writer.passages()
    return to_bytes(writer.document)


class _Writer:
    """Holds the document while it is written from top to end."""

    def __init__(self, report: Report, drawings: Drawings) -> None:
        self.report = report
        self.drawings = drawings
        self.notes: Notes = build_notes(report)
        self.numbers = numbered(report, profiles=True)
        self.marks = count(1)
        self.document: Any = Document()
        self.is_aside = False
        title, subject = report.title, report.tier_sentence
        set_properties(
            self.document,
            title=xml_safe(title),
            subject=xml_safe(subject),
            language=report.language,
        )
        add_styles(self.document, report.language)
        # Word asks on opening and then writes the page numbers of the contents.
        settings = self.document.settings.element
        settings.find(qn("w:compat")).addprevious(parsed('<w:updateFields w:val="true"/>'))
        self._page(self.document.sections[0], aside=False)
        self._edges()

    def put(self, xml: str) -> None:
        """An element at the end, before the properties of the last section."""
        self.document.element.body.sectPr.addprevious(parsed(xml))

    def opening(self) -> None:
        """Title, tier, findings, contents."""
        report = self.report
        self.put(paragraph(run(report.title), "Title"))
        self.put(paragraph(run(report.subtitle), "Subtitle"))
        tier = _("Tier: {tier}.").format(tier=_(TIERS[report.tier]))
        said = run(f"{tier} ", "<w:b/>") + run(report.tier_sentence)
        self.put(paragraph(said, "Tier"))
        is_reading = report.tier == "reading"
        self._heading(_("What these articles show") if is_reading else _("The answer"), "answer")
        for found in report.findings:
            self.put(paragraph(words(found.text, self.notes), "ListNumber"))
            if found.doubt:
                self.put(paragraph(words(found.doubt, self.notes), "TableNote"))
        if not report.findings:
            self.put(paragraph(run(_("Nothing of the codebook is found in these articles."))))
        told = _("Numbers in brackets are those of the notes at the end.")
        self.put(paragraph(run(f"{report.compared} {told}".strip()), "TableNote"))
        self._contents()

    def _contents(self) -> None:
        """A field that Word can build anew, with the headings and a field for each page."""
        self.put(paragraph(run(_("Contents"), "<w:b/>"), "", _KEEP))
        entries = []
        for part, id, sections in self.report.contents:
            entries.append((part, id, "Contents1"))
            entries += [(s.title, s.id, "Contents2") for s in sections]
        entries.append((_("Passages"), "passages", "Contents1"))
        for k, (title, id, style) in enumerate(entries):
            page = field(f"PAGEREF {_mark(id)} \\h", "")
            inner = link(_mark(id), run(title) + "<w:r><w:tab/></w:r>" + page)
            first = "" if k else _FIELD_BEGIN
            last = _FIELD_END if k == len(entries) - 1 else ""
            self.put(paragraph(first + inner + last, style))

    def section(self, section: Section) -> None:
        """A section with its figures, tables and articles."""
        self._turn(aside=bool(section.spreads))  # not a heading alone on the page before
        self._heading(section.title, section.id)
        for text in (section.lead, *section.notes):
            self.put(paragraph(words(text, self.notes)))
        for figure in section.figures:
            self._figure(figure)
        if section.profiles:
            self.put(profiles_xml(section.profiles, self.notes, _("Outlet")))
            self.put(paragraph("", "TableNote"))
        for table in section.tables:
            self._table(table)
        if section.spreads:
            self._spread(section.spreads)
        for head, told in (
            (_("How to read this"), section.reading),
            (_("How it was computed"), section.method),
        ):
            if told:
                self.put(paragraph(run(f"{head}. ", "<w:b/>") + run(told), "HowTo"))
        for line in section.code.splitlines():
            self.put(paragraph(run(line), "Code"))

    def _heading(self, title: str, id: str) -> None:
        self.put(paragraph(bookmark(_mark(id), next(self.marks), run(title)), "Heading1"))

    def _figure(self, figure: Figure) -> None:
        picture = self.document.add_picture(
            io.BytesIO(self.drawings.bare_png(figure.id)), width=_WIDEST
        )
        if picture.height > _TALLEST:
            picture.width = Emu(int(picture.width * _TALLEST / picture.height))
            picture.height = _TALLEST
        properties = picture._inline.docPr
        properties.set("descr", xml_safe(figure.alt))
        properties.set("title", xml_safe(figure.title))
        properties.set("name", f"Figure {self.numbers[figure.id]}")
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        self._caption(_("Figure {n}."), "Figure", self.numbers[figure.id], figure.title)

    def _caption(
        self, template: str, sequence: str, number: int, title: str, keep: str = ""
    ) -> None:
        before, after = template.split("{n}")
        inner = run(before) + field(f"SEQ {sequence} \\* ARABIC", str(number)) + run(after)
        self.put(paragraph(inner + run(f" {title}"), "Caption", keep))

    def _table(self, table: Table) -> None:
        self._turn(aside=type_size(table) == "wide")
        self._caption(_("Table {n}."), "Table", self.numbers[table.id], table.caption, _KEEP)
        self.put(table_xml(table, self.notes))
        self.put(paragraph(run(f"{table.note} {left_out(table)}".strip()), "TableNote"))

    def _spread(self, spreads: tuple[Spread, ...]) -> None:
        spread = printed_spread(spreads, is_full(self.report))
        self._turn(aside=True)
        self.put(paragraph(run(spread.title), "Heading2"))
        if spread.note:
            self.put(paragraph(run(spread.note), "TableNote"))
        if spread.columns:
            self.put(spread_xml(spread))
        self.put(paragraph(run(spread.told), "TableNote"))

    def passages(self) -> None:
        """The notes, in two columns."""
        self._turn(aside=False)
        self._heading(_("Passages"), "passages")
        self.put(paragraph(run(passages_lead(self.notes))))
        if not self.notes.notes:
            return
        self.document.add_section(WD_SECTION.CONTINUOUS)
        columns = self.document.element.body.sectPr.find(qn("w:cols"))
        columns.set(qn("w:num"), "2")
        columns.set(qn("w:space"), "400")
        for note in self.notes.notes:
            self.put(paragraph(self._note(note), "Passage"))

    def _note(self, note: Note) -> str:
        head = run(f"[{note.number}] {note.heading}", "<w:b/>")
        parts = [bookmark(f"note_{note.number}", next(self.marks), head)]
        for quoted in note.passages:
            left, match, right = quoted.words
            parts.append("<w:r><w:br/></w:r>" + run(f"{quoted.where}: ", _GREY))
            parts.append(run(left) + run(match, "<w:b/>") + run(right))
        if note.n_more:
            parts.append(run(f" ({more(note.n_more)})", _GREY))
        return "".join(parts)

    def _turn(self, *, aside: bool) -> None:
        """A new section where the page has to lie on its side, or stand again."""
        if aside != self.is_aside:
            self._page(self.document.add_section(WD_SECTION.NEW_PAGE), aside=aside)
            self.is_aside = aside

    def _page(self, section: Any, *, aside: bool) -> None:
        """A4, margins of 2 cm."""
        short, long = Cm(21), Cm(29.7)
        section.orientation = WD_ORIENT.LANDSCAPE if aside else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if aside else (short, long)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)

    def _edges(self) -> None:
        """The title over every page, its number under it; later sections take them over."""
        section = self.document.sections[0]
        for part, inner in (
            (section.header, run(self.report.title, _GREY)),
            (section.footer, field("PAGE", "1") + run(" / ") + field("NUMPAGES", "1")),
        ):
            part.is_linked_to_previous = False
            for old in part.paragraphs:
                old._p.getparent().remove(old._p)
            middle = '<w:jc w:val="center"/>' if part is section.footer else ""
            part._element.append(parsed(paragraph(inner, "TableText", middle)))


def _mark(id: str) -> str:
    """An id as the name of a bookmark: letters, digits and underscores, at most forty."""
    return "s_" + "".join(c if c.isalnum() else "_" for c in id)[:36]


def xml_safe(text: str) -> str:
    """Words for an attribute that lxml escapes itself."""
    from xml.sax.saxutils import unescape

    return unescape(xml_text(text))


_GREY = '<w:color w:val="555555"/>'
_FIELD_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
