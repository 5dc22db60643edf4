"""How each detector did on units of these outlets that people coded: said where it is told of."""

from __future__ import annotations

import polars as pl

from framing.annotate.validity import Validity, load_validity
from framing.compare.coding.validity.cells import MACRO_F1
from framing.reporting.desk import Desk
from framing.reporting.formats import commas, interval, number, of
from framing.reporting.inputs import Coded
from framing.reporting.messages import _, n_
from framing.reporting.messages.tell import tell
from framing.reporting.model import Link, Text, plain
from framing.reporting.sections.coding.units import about, both
from framing.reporting.sections.common import estimate_row


def coded_of(desk: Desk, validity: Validity) -> tuple[Coded, ...]:
    """The samples that validate a detector: coded, with labels of the tool beside."""
    return tuple(
        coded
        for coded in desk.inputs.coded
        if coded.validity.height
        and coded.sample.variable.id.partition(":")[0] in validity.variables
    )


def say_validated(desk: Desk, validity: Validity) -> Text:
    """On how many coded units of these outlets a detector was tried, and what came out.

    Empty where nobody coded a variable of it.
    """
    found: list[str | Link] = []
    for coded in coded_of(desk, validity):
        rows = both(coded)
        n = n_("{n} unit", "{n} units", rows.height).format(n=number(rows.height))
        what = about(desk, coded)
        title = _("{what}: units with a settled label").format(what=what)
        told = tell(
            _("on {n} of these outlets ({what}): {score}"),
            n=desk.cite(n, rows, title), what=what, score=_score(coded, rows),
        )  # fmt: skip
        found += [*(["; "] if found else []), *told]
    return tuple(found)


def _score(coded: Coded, rows: pl.DataFrame) -> str:
    """Macro-F1 where it has an interval, else in how many units the labels are the same."""
    whole = coded.validity.filter(pl.col("label").is_null())
    row = estimate_row(whole, unit="all", measure=MACRO_F1)
    if row is not None and row["low"] is not None:
        bounds = interval(row["low"], row["high"], 2)
        return _("macro-F1 {f1} {bounds}").format(f1=number(row["estimate"], 2), bounds=bounds)
    right = rows.filter(pl.col("tool") == pl.col("label")).height
    return _("right in {k}").format(k=of(right, rows.height))


def say_which(desk: Desk) -> str:
    """Which detectors have been tried on units of these outlets; empty for none."""
    found = [_(v.detector) for v in load_validity() if coded_of(desk, v)]
    return commas(found)


def say_here(desk: Desk, validity: Validity) -> str:
    """The same as ``say_validated`` in plain words, or that it was not tried here."""
    return plain(say_validated(desk, validity)) or _("not on these outlets")
