"""What of figures and tables stands on paper, and under which number."""

from __future__ import annotations

from framing.reporting.formats import number
from framing.reporting.messages import _, n_
from framing.reporting.model import Figure, Report, Section, Table, Text

MOST_ROWS = 40  # of a table; a corpus may have thousands of articles and speakers


def numbered(report: Report, *, profiles: bool = False) -> dict[str, int]:
    """The number of each figure and table by its id; the two are counted apart.

    ``profiles`` counts their figure, too, for a form that shows it.
    """
    figures = [
        figure.id
        for section in report.sections
        for figure in (section.figures if profiles else printed_figures(section))
    ]
    tables = [table.id for section in report.sections for table in section.tables]
    return {
        **{id: k for k, id in enumerate(figures, start=1)},
        **{id: k for k, id in enumerate(tables, start=1)},
    }


def printed_figures(section: Section) -> tuple[Figure, ...]:
    """The figures of a section; profiles stand as their table, which says the same."""
    return () if section.profiles else section.figures


def printed_rows(table: Table) -> tuple[tuple[Text, ...], ...]:
    """The first rows of a table."""
    return table.rows[:MOST_ROWS]


def left_out(table: Table) -> str:
    """Where the rows are that do not stand on paper; empty where all do."""
    if len(table.rows) <= MOST_ROWS:
        return ""
    said = _("The first {n} of {all} rows; all stand in the page (index.html).")
    return said.format(n=number(MOST_ROWS), all=number(len(table.rows)))


def more(n: int) -> str:
    """How many passages stand elsewhere."""
    return n_("{n} more in the page", "{n} more in the page", n).format(n=number(n))
