"""DOCX: a document to edit, with real headings, tables, captions and references."""

from __future__ import annotations

from framing.errors import MissingPackageError
from framing.reporting.figures.drawings import Drawings
from framing.reporting.model import Report


def render(report: Report, drawings: Drawings) -> bytes:
    """The report as a Word document; the same bytes for the same report.

    Raises
    ------
    MissingPackageError
        Without python-docx.
    """
    try:
        import docx  # noqa: F401
    except ImportError:
        raise MissingPackageError(
            "report.docx is not made: it needs python-docx (pip install 'framing[docx]')."
        ) from None
    from framing.reporting.forms.word.document import build_document

    return build_document(report, drawings)
