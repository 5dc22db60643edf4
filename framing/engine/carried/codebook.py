"""Names and facts of the codebook that articles on events carry."""

from __future__ import annotations

import polars as pl

from framing.engine.carried.schema import as_carried
from framing.engine.mentions import mention_rows
from framing.engine.run import Run
from framing.records.scope import Scope


def find_names(run: Run, scope: Scope) -> pl.DataFrame:
    """Mentions of the codebook's names, however they are used."""
    labels = {
        (entity.id, wording.id): wording.label or wording.id
        for entity in run.study.codebook.entities
        for wording in entity.wordings
    }
    rows = mention_rows(run, run.layers.names, scope)
    known = [labels.get(key, key[1]) for key in rows.select("entity", "name").iter_rows()]
    return as_carried(rows.with_columns(
        kind=pl.lit("names"), item=pl.format("{}: {}", "entity", "name"),
        label=pl.Series(known, dtype=pl.String), how="mode", carries=True,
    ))  # fmt: skip


def find_facts(run: Run, scope: Scope) -> pl.DataFrame:
    """Tellings of the codebook's facts; one that is denied or proposed carries nothing."""
    labels = {fact.id: fact.label or fact.id for fact in run.study.codebook.facts}
    rows = mention_rows(run, run.facts(run.study.options.syntax), scope)
    return as_carried(rows.with_columns(
        kind=pl.lit("facts"), item="fact",
        label=pl.col("fact").replace_strict(labels, default=pl.col("fact"), return_dtype=pl.String),
        how=pl.format("{}: {}", "status", "wording"), carries=pl.col("status") == "told",
    ))  # fmt: skip
