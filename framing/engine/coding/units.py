"""Units to code, each with the tool's own label of a variable where it gives one."""

from __future__ import annotations

import hashlib

import polars as pl

from framing.engine.coding.variables import Kind
from framing.engine.mentions import mention_rows
from framing.engine.run import Run
from framing.records.scope import Scope
from framing.records.tables import UNITS


def unit_id(kind: str, article: str, start: int, end: int) -> str:
    """What a unit is called in every file: it stays while the article does.

    >>> unit_id("sentence", "a/b-1", 0, 10)
    'ub212d2aad9'
    """
    said = f"{kind}\0{article}\0{start}\0{end}".encode()
    return "u" + hashlib.blake2b(said, digest_size=5).hexdigest()


def find_units(run: Run, kind: Kind, scope: Scope) -> pl.DataFrame:
    """All units of a variable that count under a scope, with the tool's labels.

    Returns
    -------
    DataFrame
        Schema ``UNITS``, sorted by article, start, end. A unit counts when its first word does,
        with that word's weight.
    """
    unit = kind.variable.unit
    rows = mention_rows(run, _sentences(run), scope)
    ids = [unit_id(unit, *row) for row in rows.select("article", "start", "end").iter_rows()]
    rows = rows.with_columns(unit=pl.Series(ids, dtype=pl.String), kind=pl.lit(unit))
    rows = rows.unique("unit", keep="first", maintain_order=True)
    return rows.with_columns(predicted=kind.label(run, rows)).select(
        pl.col(name).cast(of) for name, of in UNITS.items()
    )


def _sentences(run: Run) -> pl.DataFrame:
    """Sentences as rows of a layer."""
    texts = dict(run.measured.select("article", "text").iter_rows())
    rows = run.sentences.select("article", "start", "end")
    said = [texts[article][start:end] for article, start, end in rows.iter_rows()]
    empty = pl.lit(None, dtype=pl.String)
    return rows.with_columns(
        text=pl.Series(said, dtype=pl.String), id=empty, rule=empty, parent=empty
    )
