"""PDF: the page for paper, printed by WeasyPrint, or by Chromium where that is missing."""

from __future__ import annotations

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
    if has_weasyprint():
        return print_with_weasyprint(render_print_html(report, drawings))
    program = find_chromium()
    if program:
        return print_with_chromium(render_print_html(report, drawings), program=program)
    raise MissingPackageError(
        "report.pdf is not made: it needs WeasyPrint (pip install 'framing[pdf]', and the system's "
        "Pango: libpango-1.0-0 and libpangoft2-1.0-0 on Debian or Ubuntu) or Chromium or Chrome."
    )
