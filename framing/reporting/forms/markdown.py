"""The report as Markdown, to read and to keep in a repository; passages stand as notes."""

from __future__ import annotations

import re

from framing.reporting.figures.drawings import Drawings
from framing.reporting.formats import number, visible
from framing.reporting.forms.print.notes import Note, Notes, build_notes, has_notes, passages_lead
from framing.reporting.forms.print.numbers import left_out, more, printed_rows
from framing.reporting.labels import TIERS
from framing.reporting.messages import _, n_
from framing.reporting.model import Link, Profiles, Report, Section, Table, Text, plain
from framing.reporting.tables import encoded

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#$&])")
# What would begin a list, a heading or a rule where it opens a line.
_OPENING = re.compile(r"^(?:([-+=])|(\d{1,9})([.)]))")


def escape(text: str) -> str:
    """Text on one line that Markdown and HTML take as text, at the begin of a line, too.

    >>> escape("<b> *a* [x](y)")
    '\\\\<b\\\\> \\\\*a\\\\* \\\\[x\\\\](y)'
    >>> escape("1. a"), escape("- b")
    ('1\\\\. a', '\\\\- b')
    """
    flat = " ".join(_SPECIAL.sub(r"\\\1", visible(text)).split())
    return _OPENING.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", flat)


def render(report: Report, drawings: Drawings) -> bytes:
    """The report as one Markdown file; it names the figures of the folder it lies in."""
    return encoded(render_markdown(report))


def render_markdown(report: Report) -> str:
    """The report as Markdown text: whole articles and all passages stand in the page."""
    notes = build_notes(report)
    lines = [f"# {escape(report.title)}", "", escape(report.subtitle), ""]
    tier = _("Tier: {tier}.").format(tier=_(TIERS[report.tier]))
    lines += [f"**{escape(tier)}** {escape(report.tier_sentence)}", ""]
    heading = _("What these articles show") if report.tier == "reading" else _("The answer")
    lines += [f"## {escape(heading)}", ""]
    for k, found in enumerate(report.findings, start=1):
        lines += [f"{k}. {_text(found.text, notes)}"]
        lines += ["", f"   *{_text(found.doubt, notes).strip()}*", ""] * bool(found.doubt)
    if not report.findings:
        lines += [escape(_("Nothing of the codebook is found in these articles."))]
    lines += ["", escape(report.compared)] * bool(report.compared)
    for section in report.sections:
        lines += ["", *_section(section, notes)]
    lines += ["", f"## {escape(_('Passages'))}", "", escape(passages_lead(notes))]
    for note in notes.notes:
        lines += ["", *_note(note)]
    return "\n".join(lines) + "\n"


def _text(text: Text, notes: Notes | None) -> str:
    parts = []
    for part in text:
        n = notes.number(part) if notes and isinstance(part, Link) else 0
        inner = inline(part.text if isinstance(part, Link) else part)
        parts.append(f"[{inner}](#note-{n})" if n else inner)
    return "".join(parts)


def inline(text: str) -> str:
    """Escaped, with the spaces at its ends kept: neighbours are joined without one."""
    if not text.strip():
        return " " if text else ""
    left = " " if text[0].isspace() else ""
    right = " " if text[-1].isspace() else ""
    return f"{left}{escape(text)}{right}"


def _section(section: Section, notes: Notes) -> list[str]:
    lines = [f'<a id="{section.id}"></a>', "", f"## {escape(section.title)}", ""]
    for text in (section.lead, *section.notes):
        lines += [_text(text, notes), ""]
    if section.profiles:
        lines += [*_profiles(section.profiles, notes), ""]
    for figure in section.figures:
        lines += [f"![{escape(figure.alt)}](figures/{figure.id}.png)", ""]
    for table in section.tables:
        lines += [*_table(table, notes if has_notes(table) else None), ""]
    if section.spreads:
        n = sum(len(spread.columns) for spread in section.spreads)
        said = n_(
            "{n} article stands side by side, marked, in the page (index.html).",
            "{n} articles stand side by side, marked, in the page (index.html).",
            n,
        )
        lines += [escape(said.format(n=number(n))), ""]
    for title, told in ((_("How to read this"), section.reading), (_("Method"), section.method)):
        if told and not section.spreads:  # how marks look is told where they stand
            lines += [f"*{escape(title)}.* {escape(told)}", ""]
    if section.code:
        lines += ["```", section.code.replace("```", "'''"), "```"]
    return lines


def _profiles(profiles: Profiles, notes: Notes) -> list[str]:
    rows = tuple(
        (
            (f"{row.mark} {row.outlet} ({row.group})",),
            *(_joined(tuple(cell.text for cell in cells)) for cells in row.cells),
        )
        for row in profiles.rows
    )
    return _table(Table("profiles", _("Profiles"), (_("Outlet"), *profiles.columns), rows), notes)


def _joined(texts: tuple[Text, ...]) -> Text:
    out: list[str | Link] = []
    for k, text in enumerate(texts):
        out += ["; " if k else "", *text]
    return tuple(out)


def _table(table: Table, notes: Notes | None) -> list[str]:
    align = ["---:" if k in table.numeric else "---" for k in range(len(table.columns))]
    lines = [f"**{escape(table.caption)}**", ""]
    lines += [_row([escape(c) for c in table.columns]), _row(align)]
    lines += [_row([_cell(cell, notes) for cell in row]) for row in printed_rows(table)]
    told = f"{table.note} {left_out(table)}".strip()
    return [*lines, "", escape(told)] if told else lines


def _cell(text: Text, notes: Notes | None) -> str:
    return _text(text, notes) if notes else escape(plain(text))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _note(note: Note) -> list[str]:
    head = f'<a id="note-{note.number}"></a>**\\[{note.number}\\]** {escape(note.heading)}'
    lines = [head + (f" ({escape(more(note.n_more))})" if note.n_more else ""), ""]
    for quoted in note.passages:
        left, match, right = quoted.words
        words = f"{inline(left)}**{escape(match)}**{inline(right)}".strip()
        lines.append(f"- {escape(quoted.where)}: {words}")
    return lines
