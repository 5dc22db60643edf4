"""The lines of an export, whichever kind of file it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from framing.intake.formats.encodings import decode_markup
from framing.intake.formats.markup import markup_lines
from framing.intake.formats.office import docx_paragraphs, rtf_text
from framing.intake.formats.wrapping import WIDEST
from framing.intake.limits import decode, find_bom, read_bytes, read_head


@dataclass(frozen=True, slots=True)
class Lines:
    """``wrapped``: paragraphs go over several lines and are parted by blank ones."""

    lines: list[str]
    wrapped: bool


def read_lines(path: Path) -> Lines:
    """The lines of a .docx, .rtf, .html or text file, told apart by what stands in it.

    Raises
    ------
    UnreadableError
        For files that are damaged or of another type.
    """
    head = read_head(path, 1024).lstrip()
    if head.startswith(b"PK"):
        text = "\n".join(paragraph.text for paragraph in docx_paragraphs(path))
        return Lines(text.split("\n"), wrapped=False)
    if head.startswith(b"{\\rtf"):
        return Lines(rtf_text(path).split("\n"), wrapped=False)
    raw = read_bytes(path)
    # The signs of markup are ASCII, or ASCII with zero bytes between.
    start = raw[find_bom(raw)[0] :][:4096].replace(b"\0", b"").decode("latin-1")
    if is_markup(start):
        return Lines(markup_lines(decode_markup(raw)), wrapped=False)
    text = decode(raw)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    return Lines(lines, wrapped=max(map(len, lines)) <= WIDEST)


def is_markup(head: str) -> bool:
    """Whether a text begins as a web page.

    >>> is_markup(" <!DOCTYPE html>"), is_markup("The <HTML> tag")
    (True, False)
    """
    head = head.lstrip("\ufeff \t\r\n").lower()
    return head.startswith(("<!doctype", "<html", "<head", "<body", "<div", "<p", "<!--", "<?xml"))
