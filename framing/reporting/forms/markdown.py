"""The report as Markdown: the same words, tables as pipes, passages at the end."""

from __future__ import annotations

import re

from framing.reporting.figures.drawings import Drawings
from framing.reporting.formats import number
from framing.reporting.labels import TIERS
from framing.reporting.messages import _, n_
from framing.reporting.model import (
    Evidence,
    Link,
    Paragraph,
    Profiles,
    Report,
    Section,
    Table,
    Text,
)
from framing.reporting.tables import encoded

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#$&])")


def escape(text: str) -> str:
    """Text that Markdown and HTML take as text.

    >>> escape("<b> *a* [x](y)")
    '\\\\<b\\\\> \\\\*a\\\\* \\\\[x\\\\](y)'
    """
    return " ".join(_SPECIAL.sub(r"\\\1", text).split())


def render(report: Report, drawings: Drawings) -> bytes:
    """The report as one Markdown file; it names the figures of the folder it lies in."""
    return encoded(render_markdown(report))


def render_markdown(report: Report) -> str:
    """The whole report as Markdown text."""
    lines = [f"# {escape(report.title)}", "", escape(report.subtitle), ""]
    tier = _("Tier: {tier}.").format(tier=_(TIERS[report.tier]))
    lines += [f"**{escape(tier)}** {escape(report.tier_sentence)}", ""]
    heading = _("What these articles show") if report.tier == "reading" else _("The answer")
    lines += [f"## {escape(heading)}", ""]
    for k, found in enumerate(report.findings, start=1):
        lines += [f"{k}. {_text(found.text)}"]
        lines += ["", f"   *{_text(found.doubt)}*"] * bool(found.doubt)
    if not report.findings:
        lines += [escape(_("Nothing of the codebook is found in these articles."))]
    lines += ["", escape(report.compared)] * bool(report.compared)
    for section in report.sections:
        lines += ["", *_section(section)]
    lines += ["", f"## {escape(_('Passages'))}"]
    for evidence in report.evidence:
        lines += ["", *_evidence(evidence)]
    return "\n".join(lines) + "\n"


def _text(text: Text) -> str:
    parts = [
        f"[{_inline(part.text)}](#{part.target})" if isinstance(part, Link) else _inline(part)
        for part in text
    ]
    return "".join(parts)


def _inline(text: str) -> str:
    """Escaped, with the spaces at its ends kept: neighbours are joined without one."""
    if not text.strip():
        return " " if text else ""
    left = " " if text[0].isspace() else ""
    right = " " if text[-1].isspace() else ""
    return f"{left}{escape(text)}{right}"


def _section(section: Section) -> list[str]:
    lines = [f'<a id="{section.id}"></a>', "", f"## {escape(section.title)}", ""]
    lines += [_text(section.lead), ""]
    for note in section.notes:
        lines += [_text(note), ""]
    if section.profiles:
        lines += [*_profiles(section.profiles), ""]
    for figure in section.figures:
        lines += [f"![{escape(figure.alt)}](figures/{figure.id}.png)", ""]
    for table in section.tables:
        lines += [*_table(table), ""]
    for spread in section.spreads:
        lines += [f"### {escape(spread.title)}", ""]
        for column in spread.columns:
            head = f"#### {escape(column.outlet)}, {escape(column.date)}"
            lines += [f'<a id="{column.id}"></a>', "", head, ""]
            for paragraph in column.paragraphs:
                lines += [*_paragraph(paragraph), ""]
    for title, text in ((_("How to read this"), section.reading), (_("Method"), section.method)):
        if text:
            lines += [f"*{escape(title)}.* {escape(text)}", ""]
    if section.code:
        lines += ["```", section.code.replace("```", "'''"), "```"]
    return lines


def _paragraph(paragraph: Paragraph) -> list[str]:
    text = "".join(
        "".join(f'<a id="{a}"></a>' for a in piece.anchors)
        + (f"**\\[{escape(piece.speaker)}:\\]** " if piece.speaker else "")
        + _inline(piece.text)
        for piece in paragraph.pieces
    ).strip()
    if paragraph.role == "furniture":
        return [f"<sub>{text}</sub>"]
    if paragraph.speaker:
        return [f"> **{escape(paragraph.speaker)}:** {text}"]
    return [text]


def _profiles(profiles: Profiles) -> list[str]:
    rows = tuple(
        (
            (f"{row.mark} {row.outlet} ({row.group})",),
            *(_joined(tuple(cell.text for cell in cells)) for cells in row.cells),
        )
        for row in profiles.rows
    )
    return _table(Table("profiles", _("Profiles"), (_("Outlet"), *profiles.columns), rows))


def _joined(texts: tuple[Text, ...]) -> Text:
    out: list[str | Link] = []
    for k, text in enumerate(texts):
        out += ["; " if k else "", *text]
    return tuple(out)


def _table(table: Table) -> list[str]:
    align = ["---:" if k in table.numeric else "---" for k in range(len(table.columns))]
    lines = [f"**{escape(table.caption)}**", ""]
    lines += [_row([escape(c) for c in table.columns]), _row(align)]
    lines += [_row([_text(cell) for cell in row]) for row in table.rows]
    return [*lines, "", escape(table.note)] if table.note else lines


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _evidence(evidence: Evidence) -> list[str]:
    lines = [f'<a id="{evidence.id}"></a>', "", f"**{escape(evidence.heading)}**", ""]
    article = ""
    for p in evidence.passages:
        if evidence.n_articles and p.article != article:
            lines += ["", f"*{escape(p.article)}*", ""]
        article = p.article
        where = ", ".join(x for x in (p.outlet, p.date, p.place, p.voice) if x)
        words = f"{_inline(p.left)}**{escape(p.match)}**{_inline(p.right)}".strip()
        lines.append(f"- {escape(where)}: {words}")
    if evidence.n_more:
        more = n_("{n} more in the CSV tables", "{n} more in the CSV tables", evidence.n_more)
        lines.append(f"- {escape(more.format(n=number(evidence.n_more)))}")
    return lines
