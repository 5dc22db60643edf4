"""What was coded by hand, samples and ``coding/coded.csv`` alike: units, labels, codes."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from framing.engine.run import Run
from framing.records.coding import INDEPENDENT
from framing.records.tables import CODES

UNITS = ("unit", "article", "outlet", "group", "event", "start", "end", "text")
SHEET = "coded.csv"  # where codes of articles stand that no sample drew


@dataclass(frozen=True, slots=True, eq=False)
class Coding:
    """A variable that was coded.

    ``sample`` is the sample's name, or ``coded.csv``; ``units`` has the columns ``UNITS``;
    ``codes`` is of schema ``CODES``; ``ordered`` tells whether it is known in which order each
    coder coded.
    """

    sample: str
    variable: str
    labels: tuple[str, ...]
    ordinal: bool
    units: pl.DataFrame
    codes: pl.DataFrame
    ordered: bool


def list_codings(run: Run) -> tuple[Coding, ...]:
    """Everything that was coded: samples by name, then the variables of ``coded.csv``."""
    samples = tuple(
        Coding(
            sample=sample.id,
            variable=sample.variable.id,
            labels=sample.variable.labels,
            ordinal=sample.variable.ordinal,
            units=sample.units.select(UNITS),
            codes=sample.codes,
            ordered=True,
        )
        for sample in run.study.samples
    )
    coded = run.study.coded.partition_by("variable", maintain_order=True)
    return samples + tuple(_articles(run, rows) for rows in coded)


def _articles(run: Run, rows: pl.DataFrame) -> Coding:
    """Codes of whole articles: coders worked alone, and in what order nobody noted."""
    articles = run.study.articles.join(rows.select("article").unique(), on="article", how="semi")
    units = articles.select(
        "article", "outlet", "group", "event", "text", unit="article",
        start=pl.lit(0, dtype=pl.Int64), end=pl.col("text").str.len_chars().cast(pl.Int64),
    )  # fmt: skip
    codes = rows.select(
        "variable", "label", "coder", unit="article", phase=pl.lit(INDEPENDENT), file=pl.lit(SHEET),
        row="row",
    )  # fmt: skip
    return Coding(
        sample=SHEET,
        variable=str(rows["variable"][0]),
        labels=tuple(sorted(set(rows["label"]))),
        ordinal=False,
        units=units.select(UNITS),
        codes=pl.concat([pl.DataFrame(schema=CODES), codes], how="diagonal"),
        ordered=False,
    )
