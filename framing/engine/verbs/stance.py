"""The verb stance: positions toward the codebook's targets, and whose they are."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from framing.compare.estimates.positions import own_positions, statements
from framing.engine.mentions import (
    check_matched,
    layer_differences,
    layer_shares,
    mention_rows,
)
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.scope import Scope

_ITEM, _WITHIN = ("target", "kind", "position", "voice"), ("target", "kind")
_KEYS = ("unit", "outlet", "group", "event", "target", "kind")
_WHY = ("target", "position", "kind", "mood", "holder", "negator", "hedge", "sentence")


def stance(
    run: Run,
    *,
    scope: Scope | None = None,
    shares: bool = False,
    explain: bool = False,
    versus: tuple[str, str] | None = None,
    matched: bool = False,
) -> pl.DataFrame:
    """Positions toward the codebook's targets; no row means no stance found, not neutral.

    Parameters
    ----------
    run, scope
        The study, and which mentions count with which weight.
    shares
        Shares by position and voice within target and kind, of statements only: what is asked,
        supposed or unsaid takes no position. ``n_left_out`` counts those. A position that the
        outlet only reports ("Japan does not recognise ...") counts as a source's.
    explain
        Why each row is what it is: one row a piece of evidence.
    versus
        Two groups, or two outlets: the difference of their shares (see ``estimate_differences``).
    matched
        With ``versus``: the difference within shared events (see ``estimate_matched``).

    Returns
    -------
    DataFrame
        Mentions: ``target``, ``position``, ``kind`` (``asserted`` and ``wording`` are never
        summed), ``holder``, ``hedge``, ``negated``, ``negator``, ``mood``, ``sentence``.
        With ``explain`` further ``k``, ``part``, ``part_start``, ``part_end``, ``part_text``,
        ``what`` (entry of the codebook), ``where`` (its file and line), ``effect``.

    Raises
    ------
    UsageError
        When shares and explanations are asked for at once.
    """
    if (shares or versus) and explain:
        raise UsageError("shares and explain; allowed: one of them. Next: leave out one.")
    check_matched(versus, matched)
    scope = scope or run.study.options.scope
    if versus:
        rows = statements(position_rows(run, scope))
        return layer_differences(
            run, rows, item=_ITEM, within=_WITHIN, scope=scope, sides=versus, matched=matched
        )
    if shares:
        return _shares(run, scope)
    rows = mention_rows(run, run.layers.stances, scope)
    return _explained(run, rows) if explain else rows


def position_rows(run: Run, scope: Scope) -> pl.DataFrame:
    """Stances of every mood with the voice that counts: whose position it is decides on it."""
    # So the scope's voice is asked for after that.
    rows = own_positions(mention_rows(run, run.layers.stances, replace(scope, voice=())))
    return rows.filter(pl.col("voice").is_in(scope.voice)) if scope.voice else rows


def _shares(run: Run, scope: Scope) -> pl.DataFrame:
    """Shares of statements, and how many rows of other moods each unit has."""
    rows = position_rows(run, scope)
    found = layer_shares(run, statements(rows), item=_ITEM, within=_WITHIN, scope=scope)
    others = rows.join(statements(rows), on="id", how="anti", maintain_order="left")
    counts = [
        others.drop_nulls(keys)
        .group_by([*keys, "target", "kind"])
        .agg(n_left_out=pl.len())
        .with_columns(unit=pl.lit(unit))
        for unit, keys in (
            ("outlet", ["outlet", "group"]), ("group", ["group"]), ("event", ["event"]),
        )
    ]  # fmt: skip
    left_out = pl.concat(counts, how="diagonal").with_columns(pl.col("n_left_out").cast(pl.Int64))
    return found.join(
        left_out, on=_KEYS, how="left", nulls_equal=True, maintain_order="left"
    ).with_columns(pl.col("n_left_out").fill_null(0))


def _explained(run: Run, rows: pl.DataFrame) -> pl.DataFrame:
    where = [c for c in rows.columns if c in _WHY or c in ("outlet", "group", "event")]
    stances = rows.select("id", "article", *where, "voice", "start", "end", "text")
    parts = run.layers.evidence.drop("article").rename(
        {"start": "part_start", "end": "part_end", "text": "part_text"}
    )
    return stances.join(parts, on="id", maintain_order="left_right").select(
        "article", "outlet", "group", "event", "voice", "start", "end", "text", *_WHY,
        "k", "part", "part_start", "part_end", "part_text", "what", "where", "effect", "id",
    )  # fmt: skip
