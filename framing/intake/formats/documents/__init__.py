"""Files that hold one article each: plain text, Markdown, DOCX, RTF and PDF."""

from framing.intake.formats.documents.reading import read_document

__all__ = ["read_document"]
