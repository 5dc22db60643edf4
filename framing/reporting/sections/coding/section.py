"""The section on what was coded by hand: who agreed, how well the tool does, corrected shares."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.formats import number, of, visible
from framing.reporting.inputs import Coded
from framing.reporting.messages import _, n_
from framing.reporting.messages.tell import tell
from framing.reporting.model import Section, Text
from framing.reporting.sections.coding.coders import agreement_tables, coders_table
from framing.reporting.sections.coding.estimates import estimates_figure, estimates_tables
from framing.reporting.sections.coding.units import about, both, passages
from framing.reporting.sections.coding.validity import (
    differences_notes,
    label_table,
    side_table,
)


def build_coding(desk: Desk) -> Section:
    """One table of the coders, then the tool's labels and three estimates of each variable."""
    samples = desk.inputs.coded
    tables = [coders_table(desk), *agreement_tables(desk)]
    notes: list[Text] = []
    figures = []
    for coded in samples:
        if coded.problem:
            said = _("{variable}: not compared with the tool's labels: {why}")
            notes.append((said.format(variable=about(desk, coded), why=visible(coded.problem)),))
        if coded.validity.height:
            tables += [label_table(desk, coded), side_table(desk, coded)]
            notes += differences_notes(desk, coded)
        tables += estimates_tables(desk, coded)
        if figure := estimates_figure(desk, coded):
            figures.append(figure)
    explained = ("coded_by_hand",) if desk.is_reading else ("coded_by_hand", "interval")
    return Section(
        "coding",
        _("Coded by hand"),
        _lead(desk),
        tuple(notes),
        figures=tuple(figures),
        tables=tuple(tables),
        reading=_reading(desk),
        method=_method(desk),
        code=_code(desk),
        explained=explained,
    )


def _code(desk: Desk) -> str:
    """The command behind it; of samples that the tool gives no labels of, that of the coders."""
    samples = desk.inputs.coded
    with_tool = [coded.sample.id for coded in samples if coded.validity.height]
    if with_tool:
        return desk.command("validate", with_tool[0])
    return desk.command("agree", samples[0].sample.id)


def coded_tables(samples: Sequence[Coded]) -> dict[str, pl.DataFrame]:
    """The frames behind the section, by the names of their files."""
    columns = ["sample", "unit", "article", "outlet", "group", "event", "start", "end", "tool",
               "label", "settled", "n_coders", "weight"]  # fmt: skip
    corrected = [c.corrected.with_columns(sample=pl.lit(c.sample.id)) for c in samples]
    frames = {
        "agreement": [c.agreement for c in samples],
        "coded_units": [c.units.select(columns) for c in samples],
        "corrected": [frame.select("sample", pl.exclude("sample")) for frame in corrected],
        "validity": [c.validity for c in samples],
        "validity_differences": [c.differences for c in samples],
    }
    return {name: pl.concat(parts) for name, parts in frames.items()}


def _lead(desk: Desk) -> Text:
    """How many units were coded, and in how many of them the tool gives the same label."""
    parts: list[Text] = []
    for coded in desk.inputs.coded:
        rows = passages(coded)
        settled = rows.drop_nulls("label")
        title = _("{what}: units with a settled label").format(what=about(desk, coded))
        n = n_("{n} unit", "{n} units", settled.height).format(n=number(settled.height))
        told = _("{variable}: {n} coded by hand")
        same = both(coded)
        places = {"variable": about(desk, coded), "n": desk.cite(n, settled, title)}
        if same.is_empty():
            parts.append(tell(told, **places))
            continue
        right = same.filter(pl.col("tool") == pl.col("label"))
        title = _("{what}: the tool's label is the coders'").format(what=about(desk, coded))
        alike = desk.cite(of(right.height, same.height), right, title)
        told = _("{variable}: {n} coded by hand, the tool's label is the coders' in {alike}")
        parts.append(tell(told, **places, alike=alike))
    ended = [(*part, ".") if k == len(parts) - 1 else (*part, ". ") for k, part in enumerate(parts)]
    return tuple(piece for part in ended for piece in part)


def _reading(desk: Desk) -> str:
    if desk.is_reading:
        return _(
            "Counts of the units that were coded. Open the numbers and read where the tool and the "
            "coders differ: too few articles are here to say more."
        )
    return _(
        "Precision: of the units that the tool gives a label, the share to which the coders give "
        "it. Recall: of those to which the coders give it, the share that the tool finds. What "
        "bends a comparison is not that the tool errs, but that it errs unlike on two sides: where "
        "it does, read the corrected shares and not the tool's. Coders err, too, and their error "
        "is in no interval."
    )


def _method(desk: Desk) -> str:
    base = _(
        "Units were drawn at random within strata, among them the tool's own label, each with a "
        "known probability. A label is settled by adjudication, else by all coders alike, else by "
        "the only coder; units on which coders differ have none. Agreement is of codes given "
        "before any discussion."
    )
    if desk.is_reading:
        return base
    weighed = _(
        "Shares are weighted by how units were drawn, counts are as coded; intervals leave out "
        "whole articles."
    )
    return f"{base} {weighed}"
