"""Units to code, each with the tool's own label of a variable where it gives one."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import polars as pl

from framing.engine.coding.inside import place_inside
from framing.engine.coding.kinds.kind import Kind
from framing.engine.coding.variables import kind_of
from framing.engine.mentions import article_weights, mention_rows
from framing.engine.run import Run
from framing.records.coding import Sample
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
        with that word's weight. With a voice in the scope a sentence counts when any of its words
        has it. Articles are whole, whatever voices and roles the scope has, and weigh what they
        do among the carriers of their text.
    """
    unit = kind.variable.unit
    rows = _articles(run, kind, scope) if unit == "article" else _passages(run, kind, scope)
    ids = [unit_id(unit, *row) for row in rows.select("article", "start", "end").iter_rows()]
    rows = rows.with_columns(unit=pl.Series(ids, dtype=pl.String), kind=pl.lit(unit))
    rows = rows.unique("unit", keep="first", maintain_order=True)
    return rows.with_columns(predicted=kind.label(run, rows)).select(
        pl.col(name).cast(of) for name, of in UNITS.items()
    )


def sample_frame(run: Run, sample: Sample) -> pl.DataFrame:
    """All units that a sample stands for, as the study has them now: schema ``UNITS``.

    Raises
    ------
    UsageError
        Where the codebook has the variable no more.
    """
    variable, scope = sample.variable, Scope.parse(sample.scope)
    return run.once(
        ("units", variable, scope), lambda: find_units(run, kind_of(run, variable), scope)
    )


def whole_scope(scope: Scope) -> Scope:
    """A scope as it counts for articles: all voices, all text."""
    return replace(scope, voice=(), role=Scope().role)


def _passages(run: Run, kind: Kind, scope: Scope) -> pl.DataFrame:
    """Sentences, and passages of a layer."""
    if kind.variable.unit != "sentence" or not scope.voice:
        return mention_rows(run, kind.rows(run), scope)
    rows = mention_rows(run, kind.rows(run), replace(scope, voice=()))
    heard = run.tokens.filter(run.voices.is_in(list(scope.voice))).select("article", at="start")
    inside = place_inside(rows, heard).select("article", start="begins")
    return rows.join(inside, on=["article", "start"], how="semi", maintain_order="left")


def _articles(run: Run, kind: Kind, scope: Scope) -> pl.DataFrame:
    weights = article_weights(run, scope)
    return kind.rows(run).join(weights, on="article").sort("article")
