"""Text of word processors' files: paragraphs of a .docx, plain text of an .rtf."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.intake.limits import brief, open_zip, read_bytes, read_member
from framing.intake.records import UnreadableError

MAX_DOCUMENT = 128 * 2**20  # of word/document.xml, unpacked; 500 articles take some 30 MB
MAX_RTF = 64 * 2**20
_MAX_FONTS = 2**18  # letters of the table of fonts; Word writes some 20,000
_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Deleted or moved away, readings above characters, and what stands a second time as a fallback.
_LEFT_OUT = frozenset(f"{space}{name}" for space in _WORD for name in ("del", "moveFrom", "rt"))
_BLANKS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a .docx; ``style`` is the id of its style, empty where none is named."""

    text: str
    style: str = ""


def docx_paragraphs(path: Path) -> list[Paragraph]:
    """The paragraphs of a .docx in order, empty ones too; those of tables where they stand.

    A line break within a paragraph is a newline, a tab a blank. Deleted passages, hidden text,
    notes, headers and footers are left out.

    Raises
    ------
    UnreadableError
        For files that are no .docx, are damaged, or hold what a word processor never writes.
    """
    from lxml import etree

    with open_zip(path) as archive:
        raw = read_member(archive, _main_part(archive), MAX_DOCUMENT)
    events = etree.iterparse(
        io.BytesIO(raw),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return _collect(events)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"the document's XML is damaged ({brief(error)})") from error


def _main_part(archive: zipfile.ZipFile) -> str:
    """The name of the main text; some programs call it other than word/document.xml."""
    names = set(archive.namelist())
    if "word/document.xml" in names:
        return "word/document.xml"
    if "_rels/.rels" in names:
        rels = read_member(archive, "_rels/.rels", 2**20).decode("utf-8", errors="replace")
        for tag in re.findall(r"<[^<>]{1,2000}>", rels):
            target = re.search(r'Target="/?([^"]+)"', tag)
            if "/officeDocument" in tag and target and target[1] in names:
                return target[1]
    raise UnreadableError("no word/document.xml in the archive: not a .docx of a word processor")


def _collect(events: Iterator[tuple[str, Any]]) -> list[Paragraph]:
    done: list[Paragraph] = []
    open_ones: list[tuple[int, list[str]]] = []  # a text box opens a paragraph within another
    left_out = 0
    seen_root = False
    for event, element in events:
        if not seen_root:
            seen_root = True
            _refuse_doctype(element)
        space, _, name = str(element.tag).rpartition("}")
        ours = f"{space}}}" in _WORD
        if element.tag in _LEFT_OUT or element.tag == _FALLBACK:
            left_out += 1 if event == "start" else -1
        elif not ours:
            continue
        elif event == "start" and name == "p" and not left_out:
            open_ones.append((len(done), []))
            done.append(Paragraph(""))
        elif event == "end" and name == "r":
            if open_ones and not left_out:
                open_ones[-1][1].append(_run_text(element, space + "}"))
            element.clear()
        elif event == "end" and name == "p" and not left_out and open_ones:
            place, pieces = open_ones.pop()
            done[place] = Paragraph("".join(pieces), _style(element, space + "}"))
            element.clear()
    return done


def _refuse_doctype(element: Any) -> None:
    """No word processor declares a document type; entities come with one."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError("the document's XML declares a document type; a .docx has none")


def _run_text(run: Any, space: str) -> str:
    hidden = run.find(f"{space}rPr/{space}vanish")
    if hidden is not None and hidden.get(f"{space}val") not in ("0", "false", "off"):
        return ""
    pieces = []
    for child in run:
        name = str(child.tag).rpartition("}")[2]
        pieces.append((child.text or "") if name == "t" else _BLANKS.get(name, ""))
    return "".join(pieces)


def _style(paragraph: Any, space: str) -> str:
    style = paragraph.find(f"{space}pPr/{space}pStyle")
    return "" if style is None else str(style.get(f"{space}val") or "")


def rtf_text(path: Path) -> str:
    """The plain text of an .rtf, one line a paragraph; headers, footers and pictures left out.

    Raises
    ------
    UnreadableError
        For files that are too large, no RTF, or too damaged to be read.
    """
    raw = read_bytes(path, MAX_RTF)
    if not raw.lstrip().startswith(b"{\\rtf"):
        raise UnreadableError("does not begin with {\\rtf: not an RTF file")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    from striprtf.striprtf import rtf_to_text

    try:
        plain = str(rtf_to_text(_tamed(text), errors="replace"))  # type: ignore[no-untyped-call]
        # Letters beyond the first 65,536 stand as two halves.
        plain = plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    except Exception as error:  # striprtf lets through whatever its parsing meets
        raise UnreadableError(
            f"the RTF is damaged ({type(error).__name__}: {brief(error)})"
        ) from error
    return plain.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _tamed(text: str) -> str:
    """RTF on which the regular expressions of striprtf neither run wild nor add addresses.

    Of the table of fonts only number and character set are kept, one font a line: the search for
    them is quadratic. A blank after ``fldinst`` keeps "(https://...)" from being written behind a
    linked title.
    """
    text = re.sub(r"\\fldinst(?=[{\s])", r"\\fldinst ", text)
    begin = re.search(r"\{[^{}]*\\fonttbl", text)
    if begin is None:
        return text
    depth, end = 1, len(text)
    for brace in re.finditer(r"[{}]", text[begin.end() :]):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            end = begin.end() + brace.end()
            break
    fonts = re.findall(
        r"\\f(\d{1,5})[^;]{0,500}?\\fcharset(\d{1,3})", text[begin.end() : end][:_MAX_FONTS]
    )
    table = "".join(f"{{\\f{number}\\fcharset{charset} x;}}\n" for number, charset in fonts)
    return f"{text[: begin.start()]}{{\\fonttbl\n{table}}}{text[end:]}"
