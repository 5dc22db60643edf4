"""Frames: passages that indicate elements of a frame; never that an article uses one."""

from __future__ import annotations

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.formats import visible
from framing.reporting.glossary import explain
from framing.reporting.messages import N_, _, n_
from framing.reporting.model import Section, Table, Text
from framing.reporting.sections.common import of_outlet, one

ELEMENTS = {
    "problem": N_("problem"), "cause": N_("cause"), "evaluation": N_("evaluation"),
    "remedy": N_("remedy"),
}  # fmt: skip


def build_frames(desk: Desk) -> Section:
    """In how many articles of each outlet each indicator of the codebook is found."""
    variables, rows = desk.inputs.codebook.variables, desk.inputs.indicators
    title = _("Frames")
    if not variables:
        why = _("The codebook has no frame elements, so no indicator was looked for.")
        return Section("frames", title, (why,))
    code = desk.command("frames")
    if rows.is_empty():
        why = _("No indicator of the codebook's frame elements is found.")
        return Section("frames", title, (why,), code=code)
    n_found, n_all = rows.select("element", "indicator").unique().height, len(variables)
    lead = n_(
        "{n} passage indicates an element of a frame ({k} of {all} indicators of the codebook are "
        "found); a passage is a place to read, not yet a frame.",
        "{n} passages indicate an element of a frame ({k} of {all} indicators of the codebook are "
        "found); a passage is a place to read, not yet a frame.",
        rows.height,
    ).format(n=f"{rows.height:,}", k=n_found, all=n_all)
    return Section(
        "frames",
        title,
        (lead,),
        tables=(_table(desk, rows),),
        reading=_("Each number opens the passages. That a pattern is found does not mean that the "
                  "article sees it so: it may be denied, or said by somebody who is quoted. Where "
                  "none is found, another wording may stand there."),
        method=_("Patterns of the codebook by element: problem, cause, evaluation, remedy (Entman "
                 "1993). Counts of articles with at least one passage in any voice. Whether an "
                 "article has a frame is for people to code: framing frames --sheet."),
        code=code,
        explained=("frame_indicator",),
    )  # fmt: skip


def _table(desk: Desk, rows: pl.DataFrame) -> Table:
    out: list[tuple[Text, ...]] = []
    for variable in desk.inputs.codebook.variables:
        is_it = (pl.col("element") == variable.element) & (pl.col("indicator") == variable.id)
        here = rows.filter(is_it)
        if here.is_empty():
            continue
        label = visible(variable.label or variable.id.replace("_", " "))
        cells: list[Text] = [one(_(ELEMENTS[variable.element])), one(label)]
        for outlet, _group in desk.outlets:
            found = of_outlet(here, outlet)
            cells.append(
                one(desk.in_articles(found, outlet, f"{outlet}, {label}"))
                if found.height
                else one("–")
            )
        out.append(tuple(cells))
    columns = (_("Element"), _("Indicator"), *(visible(o) for o, _group in desk.outlets))
    caption = _("Articles in which an indicator of a frame element is found")
    note = _("–: not found. Indicators that are found nowhere have no row.")
    numeric = tuple(range(2, len(columns)))
    return Table("t-frames", caption, columns, tuple(out), numeric, note,
                 explained=explain("frame_indicator", *numeric))  # fmt: skip
