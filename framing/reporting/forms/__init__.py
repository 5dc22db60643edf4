"""The forms of a report: each reads the Report value and the drawings, and gives bytes."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from framing.reporting.messages import speaking

if TYPE_CHECKING:  # the command line names the forms without waiting for matplotlib
    from framing.reporting.figures.drawings import Drawings
    from framing.reporting.model import Report


class Form(NamedTuple):
    """The file of a form, and the module whose ``render`` makes it.

    A module with ``more_files(report)`` has further files beside it.
    """

    file: str
    module: str


FORMS = {
    "html": Form("index.html", "framing.reporting.page.render"),
    "markdown": Form("report.md", "framing.reporting.forms.markdown"),
    "json": Form("report.json", "framing.reporting.forms.json"),
    "methods": Form("methods.md", "framing.reporting.forms.methods"),
    "xlsx": Form("tables.xlsx", "framing.reporting.forms.xlsx"),
    "docx": Form("report.docx", "framing.reporting.forms.docx"),
    "pdf": Form("report.pdf", "framing.reporting.forms.pdf"),
}
DEFAULT_FORMS = ("html", "markdown", "json", "methods")


def render_form(name: str, report: Report, drawings: Drawings) -> bytes:
    """A report in one form; its module is loaded only now."""
    with speaking(report.language):
        made: bytes = import_module(FORMS[name].module).render(report, drawings)
    return made


def more_files(name: str, report: Report) -> Iterator[tuple[str, bytes]]:
    """Further files of a form, as (path in the folder of the report, bytes); most have none."""
    made = getattr(import_module(FORMS[name].module), "more_files", None)
    if made is not None:
        yield from made(report)
