"""How much is noise: the same comparisons with labels shuffled, and within one outlet."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.formats import number
from framing.reporting.glossary import explain
from framing.reporting.model import Section, Table, Text

_MEASURES = {
    "words": "words", "names": "shares of names", "voices": "shares of voices",
    "stance": "shares of stances", "readability": "measures of style",
}  # fmt: skip
_RULE = "interval excludes 0"


def build_noise(desk: Desk) -> Section:
    """Findings beside those that noise alone gives, by one rule for both."""
    rows = desk.inputs.noise
    found = rows.filter(pl.col("findings_real").is_not_null())
    code = desk.command("selfcheck")
    if desk.is_reading or found.is_empty():
        why = "Not checked: without a comparison there is nothing that noise could imitate."
        return Section("noise", "How much is noise", (why,), code=code)
    first = found.filter((pl.col("found_by") == _RULE) & (pl.col("measure") == "words")).head(1)
    lead = _said((first if first.height else found).row(0, named=True))
    return Section(
        "noise",
        "How much is noise",
        (lead,),
        tables=(_table(found),),
        reading="Where noise gives as many findings as the real groups, the list of differences is "
        "a list to read and no more. G2 above 3.84 or 10.83 are the limits that other tools draw "
        "(.05 and .001), which take words for independent draws.",
        method="Labels of articles are shuffled within events, copies together; halves are of one "
        "outlet, with the same events in both. Real and shuffled comparisons go by one "
        "rule, intervals of the jackknife over articles within outlets, so that counts here can "
        "differ a little from the tables of words, which resample.",
        code=code,
        explained=("null_shuffled", "power"),
    )


def _said(row: dict[str, Any]) -> str:
    what = _MEASURES.get(row["measure"], row["measure"])
    return (
        f"Of {row['n_tested']:,} {what} of outlets of {row['a']} and {row['b']}, "
        f"{number(row['findings_real'])} differ by their intervals; with the labels shuffled "
        f"{_noise(row)} do."
    )


def _noise(row: dict[str, Any]) -> str:
    low, high = number(row["null_low"]), number(row["null_high"])
    return f"{number(row['findings_null_median'])} ({low} to {high})"


def _table(rows: pl.DataFrame) -> Table:
    out: list[tuple[Text, ...]] = []
    for row in rows.iter_rows(named=True):
        null = row["null"] if not row["outlet"] else f"{row['null']}: {row['outlet']}"
        cells = (
            f"{row['a']} : {row['b']}", _MEASURES.get(row["measure"], row["measure"]),
            row["found_by"], null, f"{row['n_tested']:,}", number(row["findings_real"]),
            _noise(row), str(row["n_nulls"]), row["flag"] or "",
        )  # fmt: skip
        out.append(tuple((cell,) for cell in cells))
    columns = ("Groups", "What", "Found by", "Noise", "Tested", "Found", "Found in noise",
               "Times", "Note")  # fmt: skip
    note = "Found in noise: the median, and between which two numbers nine of ten lie."
    return Table("t-noise", "Findings beside noise", columns, tuple(out), (4, 5, 6, 7), note,
                 explained=explain("self_check", 4, 5, 6, 7))  # fmt: skip
