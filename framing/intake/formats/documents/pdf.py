"""The text of a PDF by pdfium: lines with their places, then paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.intake.formats.documents.layout import (
    Line,
    find_link,
    find_title,
    join_paragraphs,
    part_furniture,
)
from framing.intake.limits import MAX_BYTES, brief
from framing.intake.records import UnreadableError

MAX_PAGES = 1000
MAX_CHARS = 4_000_000
_TAIL = 2**16  # bytes at the end within which a whole PDF says that it ends


@dataclass(frozen=True, slots=True)
class Pdf:
    """What stands in a PDF; ``saved`` is the day on which the file was made."""

    title: str = ""
    paragraphs: tuple[str, ...] = ()
    saved: str = ""
    url: str = ""
    problem: str = ""


def read_pdf(path: Path) -> Pdf:
    """The text of a PDF in reading order, as far as the file has one.

    Raises
    ------
    UnreadableError
        For files that are damaged, cut off or too large.
    """
    import pypdfium2
    from pypdfium2 import raw

    _check_file(path)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            return Pdf(problem="encrypted: save it without its password, then import it again")
        raise UnreadableError(f"not readable as PDF ({brief(error)})") from error
    try:
        return _read_open(document)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"the PDF is damaged ({brief(error)})") from error
    finally:
        document.close()


def _check_file(path: Path) -> None:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableError(
                f"the file has {size >> 20} MB; at most {MAX_BYTES >> 20} are read"
            )
        with path.open("rb") as stream:
            head = stream.read(1024)
            stream.seek(max(size - _TAIL, 0))
            tail = stream.read(_TAIL)
    except OSError as error:
        raise UnreadableError(f"cannot be opened ({error.strerror})") from error
    if b"%PDF-" not in head:
        raise UnreadableError("not readable as PDF (it does not begin with %PDF-)")
    # The library mends such files, and says nothing of what they lost.
    if b"%%EOF" not in tail:
        raise UnreadableError("the PDF is cut off: its end is not there. Next: download it again")


def _read_open(document: Any) -> Pdf:
    n_pages = len(document)
    saved = _day(document.get_metadata_value("CreationDate"))
    if n_pages > MAX_PAGES:
        return Pdf(
            problem=f"{n_pages:,} pages; an article has at most {MAX_PAGES:,}. Next: split it",
            saved=saved,
        )
    pages: list[list[Line]] = []
    heights: list[float] = []
    without = n_chars = 0
    for number in range(n_pages):
        lines, has_image = _read_page(document, number, MAX_CHARS - n_chars)
        heights.append(document.get_page_size(number)[1])
        n_chars += sum(len(line.text) for line in lines)
        without += not lines and has_image
        pages.append(lines)
    if not any(pages):
        return Pdf(problem="no text layer: run OCR first", saved=saved)
    if without * 2 > n_pages:
        return Pdf(
            problem=f"no text layer on {without} of {n_pages} pages: run OCR first", saved=saved
        )
    title_lines = find_title(pages[0])
    kept, furniture = part_furniture(pages, title_lines, heights=heights)
    lines = [line for page in kept for line in page]
    title = " ".join(join_paragraphs(title_lines))
    stated = " ".join(document.get_metadata_value("Title").split())
    if not title and stated and stated in " ".join(line.text for line in lines[:8]):
        title = stated
    return Pdf(title, tuple(join_paragraphs(lines)), saved, find_link(furniture))


def _day(stamp: str) -> str:
    """The day of a PDF's stamp, ``D:20190506101500Z``; empty where it is none."""
    match = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", stamp)
    return "-".join(match.groups()) if match else ""


def _read_page(document: Any, number: int, limit: int) -> tuple[list[Line], bool]:
    """The lines of a page in the order of the file, and whether the page has an image."""
    from pypdfium2 import raw

    page = document[number]
    try:
        textpage = page.get_textpage()
        try:
            n_chars = textpage.count_chars()
            if n_chars > limit:
                raise UnreadableError(f"more than {MAX_CHARS:,} characters: no article")
            letters = [chr(raw.FPDFText_GetUnicode(textpage, at)) for at in range(n_chars)]
            lines = _find_lines(textpage, letters, number)
        finally:
            textpage.close()
        kinds = [raw.FPDF_PAGEOBJ_IMAGE]
        has_image = not lines and any(True for _ in page.get_objects(filter=kinds, max_depth=3))
        return lines, has_image
    finally:
        page.close()


def _find_lines(textpage: Any, letters: list[str], page: int) -> list[Line]:
    lines = []
    start = 0
    for end in range(len(letters) + 1):
        if end < len(letters) and letters[end] not in "\r\n":
            continue
        seen = [at for at in range(start, end) if letters[at] > " "]
        if seen:
            lines.append(_place_line(textpage, letters, seen, page))
        start = end + 1
    return lines


def _place_line(textpage: Any, letters: list[str], seen: list[int], page: int) -> Line:
    boxes = [textpage.get_charbox(seen[k], loose=True) for k in (0, len(seen) // 2, -1)]
    sizes = sorted(max(top - bottom, 0.1) for _, bottom, _, top in boxes)
    # Half a pair of surrogates and control characters are no text; pdfium's hyphen mark is.
    text = "".join(letters[seen[0] : seen[-1] + 1])
    text = re.sub("[\0\x01\x03-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
    return Line(
        page,
        " ".join(text.split(" ")).strip(),
        left=boxes[0][0],
        right=boxes[-1][2],
        top=boxes[0][3],
        bottom=boxes[-1][1],
        size=sizes[1],
    )
