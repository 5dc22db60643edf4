"""Stance: asserted and wording, never summed; the outlet's own voice beside its sources."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.compare.estimates.positions import own_positions, statements
from framing.records.codebook import KINDS, POSITIONS
from framing.reporting.charts.stance import stance_figures
from framing.reporting.desk import Desk
from framing.reporting.formats import number, visible
from framing.reporting.glossary import explain
from framing.reporting.labels import voice_label
from framing.reporting.messages import N_, _, below, n_
from framing.reporting.model import Section, Table, Text
from framing.reporting.sections.common import counted, more_rows, of_outlet

MAX_ROWS = 40
_SAYS = {
    "asserted": N_("Asserted: somebody states a position"),
    "wording": N_("Wording: a loaded word for a fact that several outlets tell"),
}


def build_stance(desk: Desk) -> Section:
    """Two tables a target (asserted, wording) and the rows behind them."""
    everything = desk.inputs.stances.mentions
    rows = own_positions(statements(everything))
    if rows.is_empty():
        return Section(
            "stance",
            _("Stance"),
            (_("No stance is found; that is not the same as neutral."),),
        )
    tables: list[Table] = []
    for kind in KINDS:
        here = rows.filter(pl.col("kind") == kind)
        if here.is_empty():
            continue
        tables.append(_table(desk, kind, here))
    own = rows.filter((pl.col("kind") == "asserted") & (pl.col("voice") == "outlet")).height
    said = rows.filter((pl.col("kind") == "asserted") & (pl.col("voice") == "source")).height
    lead = n_(
        "{n} position is asserted by sources and {own} in an outlet's own voice; {wordings} loaded "
        "wordings are counted apart.",
        "{n} positions are asserted by sources and {own} in an outlet's own voice; {wordings} "
        "loaded wordings are counted apart.",
        said,
    ).format(
        n=number(said),
        own=number(own),
        wordings=number(rows.filter(pl.col("kind") == "wording").height),
    )
    left_out = everything.height - rows.height
    more = n_(
        "{n} more is asked, supposed or unsaid and is not counted.",
        "{n} more are asked, supposed or unsaid and are not counted.",
        left_out,
    ).format(n=number(left_out))
    toward = _(
        "Positions are toward: {targets}. Where nothing is found, nothing is said of an outlet's "
        "view."
    ).format(targets="; ".join(desk.labels.targets.values()))
    return Section(
        "stance",
        _("Stance"),
        (f"{lead} {more}" if left_out else lead,),
        ((toward,),),
        figures=tuple(stance_figures(desk)),
        tables=(*tables, _list(desk)),
        reading=_(
            "An asserted position belongs to whoever states it, most often a source. A wording is "
            "a choice of verb or phrase. The two are different things and are never added up."
        ),
        method=_(
            "Rules of the codebook; the holder is whom the rule marks, else the speaker of the "
            "innermost attribution, else the outlet; an odd number of negations turns a position "
            "round; only statements are counted. {command} shows each step."
        ).format(command="framing stance --explain"),
        code=desk.command("stance"),
        explained=("stance_count",) if desk.is_reading else ("stance_count", "stance_share"),
    )  # fmt: skip


def _table(desk: Desk, kind: str, rows: pl.DataFrame) -> Table:
    out: list[tuple[Text, ...]] = []
    targets = desk.labels.targets
    is_one = len(targets) == 1  # then it stands in the note, not in every row
    for outlet, _group in desk.outlets:
        for target, label in targets.items():
            here = of_outlet(rows, outlet).filter(pl.col("target") == target)
            cells: list[Text] = [(visible(outlet),), *([] if is_one else [(label,)])]
            for voice in ("outlet", "source", "wire"):
                for position in POSITIONS:
                    found = here.filter(
                        (pl.col("voice") == voice) & (pl.col("position") == position)
                    )
                    what = (outlet, below(kind), below(position), voice_label(voice))
                    title = ", ".join(what)
                    cells.append(counted(desk, found, title))
            out.append(tuple(cells))
    counted_in = [
        f"{voice_label(v)}: {below(p)}" for v in ("outlet", "source", "wire") for p in POSITIONS
    ]
    columns = (_("Outlet"), *([] if is_one else [_("Toward")]), *counted_in)
    numeric = tuple(range(len(columns) - len(counted_in), len(columns)))
    note = _("Toward: {target}.").format(target=next(iter(targets.values()))) if is_one else ""
    return Table(f"t-stance-{kind}", _(_SAYS[kind]), columns, tuple(out), numeric, note,
                 explained=explain("stance_count", *numeric))  # fmt: skip


def _position(row: dict[str, Any]) -> str:
    """The position, and what was done to it or keeps it from being counted."""
    notes = ["negated"] * row["negated"] + [row["mood"]] * (row["mood"] != "statement")
    position = below(str(row["position"]))
    return f"{position} ({', '.join(map(below, notes))})" if notes else position


def _list(desk: Desk) -> Table:
    rows = desk.inputs.stances.mentions.sort("kind", "group", "outlet", "article", "start")
    out: list[tuple[Text, ...]] = []
    for row in rows.head(MAX_ROWS).iter_rows(named=True):
        alone = rows.filter(pl.col("id") == row["id"])
        wire = _("wire copy in {outlet}").format(outlet=row["outlet"])
        holder = row["holder"] if row["voice"] != "wire" else wire
        out.append(
            (
                (visible(row["outlet"]),),
                (below(row["kind"]),),
                (_position(row),),
                (visible(holder or ""),),
                (desk.cite(visible(row["text"]), alone, f"{row['outlet']}: {row['text']}"),),
                (visible(row["hedge"] or ""),),
            )
        )
    note = more_rows(rows.height - len(out), "stance")
    columns = (_("Outlet"), _("Kind"), _("Position"), _("Holder"), _("Words"), _("Hedge"))
    return Table("t-stances", _("Every stance found"), columns, tuple(out), note=note)
