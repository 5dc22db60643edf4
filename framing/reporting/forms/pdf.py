"""PDF: the page for paper, printed by WeasyPrint, or by Chromium where that is missing."""

from __future__ import annotations

from collections.abc import Callable

from framing.errors import MissingPackageError
from framing.reporting.figures.drawings import Drawings
from framing.reporting.forms.print.chromium import find_chromium, print_with_chromium
from framing.reporting.forms.print.html import render_print_html
from framing.reporting.forms.print.weasy import has_weasyprint, print_with_weasyprint
from framing.reporting.model import Report


def render(report: Report, drawings: Drawings) -> bytes:
    """The report as PDF.

    WeasyPrint gives the same bytes for the same report, fonts and version of it; so does one
    version of Chromium, whose dates are taken out.

    Raises
    ------
    MissingPackageError
        When neither can be run; the message says what to install.
    """
    return print_page(lambda: render_print_html(report, drawings), file="report.pdf")


def print_page(page: Callable[[], str], *, file: str) -> bytes:
    """A page of ours on paper; it is made only where it can be printed.

    Raises
    ------
    MissingPackageError
        When nothing here can print it; ``file`` is what is then not made.
    """
    if has_weasyprint():
        return print_with_weasyprint(page())
    program = find_chromium()
    if program:
        return print_with_chromium(page(), program=program, file=file)
    raise MissingPackageError(
        f"{file} is not made: it needs WeasyPrint (pip install 'framing[pdf]', and the system's "
        "Pango: libpango-1.0-0 and libpangoft2-1.0-0 on Debian or Ubuntu) or Chromium or Chrome."
    )
