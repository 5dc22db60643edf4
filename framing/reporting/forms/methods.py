"""The methods paragraphs as Markdown, with ``references.bib`` beside them."""

from __future__ import annotations

from collections.abc import Iterator

from framing.reporting.figures.drawings import Drawings
from framing.reporting.forms.markdown import escape
from framing.reporting.glossary.page import cite
from framing.reporting.messages import _
from framing.reporting.model import Report
from framing.reporting.tables import encoded


def render(report: Report, drawings: Drawings) -> bytes:
    """The paragraphs, then what they and the glossary of the report cite."""
    lines = [f"# {escape(_('Methods'))}", ""]
    for paragraph in report.methods.paragraphs:
        lines += [escape(paragraph), ""]
    lines += [f"# {escape(_('References'))}", ""]
    lines += [f"- {escape(cite(reference))}" for reference in report.methods.references]
    return encoded("\n".join(lines) + "\n")


def more_files(report: Report) -> Iterator[tuple[str, bytes]]:
    """The references as BibTeX."""
    yield "references.bib", encoded(report.methods.bibtex)
