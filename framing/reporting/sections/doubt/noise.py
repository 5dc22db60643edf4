"""How much is noise: the same comparisons with labels shuffled, and within one outlet."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.formats import number
from framing.reporting.glossary import explain
from framing.reporting.messages import N_, _, below
from framing.reporting.model import Section, Table, Text

_MEASURES = {
    "words": N_("words"), "names": N_("shares of names"), "voices": N_("shares of voices"),
    "stance": N_("shares of stances"), "readability": N_("measures of style"),
}  # fmt: skip
_RULE = "interval excludes 0"


def build_noise(desk: Desk) -> Section:
    """Findings beside those that noise alone gives, by one rule for both."""
    rows = desk.inputs.noise
    found = rows.filter(pl.col("findings_real").is_not_null())
    code = desk.command("selfcheck")
    if desk.is_reading or found.is_empty():
        why = _("Not checked: without a comparison there is nothing that noise could imitate.")
        return Section("noise", _("How much is noise"), (why,), code=code)
    first = found.filter((pl.col("found_by") == _RULE) & (pl.col("measure") == "words")).head(1)
    lead = _said((first if first.height else found).row(0, named=True))
    return Section(
        "noise",
        _("How much is noise"),
        (lead,),
        tables=(_table(found),),
        reading=_(
            "Where noise gives as many findings as the real groups, the list of differences is a "
            "list to read and no more. G2 above 3.84 or 10.83 are the limits that other tools draw "
            "(.05 and .001), which take words for independent draws."
        ),
        method=_(
            "Labels of articles are shuffled within events, copies together; halves are of one "
            "outlet, with the same events in both. Real and shuffled comparisons go by one rule, "
            "intervals of the jackknife over articles within outlets, so that counts here can "
            "differ a little from the tables of words, which resample."
        ),
        code=code,
        explained=("null_shuffled", "power"),
    )


def _said(row: dict[str, Any]) -> str:
    said = _(
        "Of {n} {what} of outlets of {a} and {b}, {found} differ by their intervals; with the "
        "labels shuffled {noise} do."
    )
    return said.format(
        n=number(row["n_tested"]), what=_(_MEASURES.get(row["measure"], row["measure"])),
        a=row["a"], b=row["b"], found=number(row["findings_real"]), noise=_noise(row),
    )  # fmt: skip


def _noise(row: dict[str, Any]) -> str:
    low, high = number(row["null_low"]), number(row["null_high"])
    median = number(row["findings_null_median"])
    return _("{median} ({low} to {high})").format(median=median, low=low, high=high)


def _table(rows: pl.DataFrame) -> Table:
    out: list[tuple[Text, ...]] = []
    for row in rows.iter_rows(named=True):
        null = below(row["null"])
        null = null if not row["outlet"] else f"{null}: {row['outlet']}"
        cells = (
            f"{row['a']} : {row['b']}", _(_MEASURES.get(row["measure"], row["measure"])),
            below(row["found_by"]), null, number(row["n_tested"]), number(row["findings_real"]),
            _noise(row), str(row["n_nulls"]), below(row["flag"] or ""),
        )  # fmt: skip
        out.append(tuple((cell,) for cell in cells))
    columns = (
        _("Groups"), _("What"), _("Found by"), _("Noise"), _("Tested"), _("Found"),
        _("Found in noise"), _("Times"), _("Note"),
    )  # fmt: skip
    note = _("Found in noise: the median, and between which two numbers nine of ten lie.")
    return Table("t-noise", _("Findings beside noise"), columns, tuple(out), (4, 5, 6, 7), note,
                 explained=explain("self_check", 4, 5, 6, 7))  # fmt: skip
