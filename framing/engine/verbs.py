"""One verb per question: the tables that commands print and Python callers get."""

from __future__ import annotations

import polars as pl

from framing.compare.intervals import Resampling
from framing.compare.shares import estimate_shares
from framing.engine.mentions import mention_rows
from framing.engine.run import Run
from framing.records.scope import Scope

_SHARES = {
    "names": (("entity", "name", "side", "mode"), ("entity",)),
    "voices": (("side",), ()),
    "stance": (("target", "kind", "position", "voice"), ("target", "kind")),
    "facts": (("fact", "wording"), ("fact",)),
}


def names(run: Run, *, scope: Scope | None = None, mentions: bool = False) -> pl.DataFrame:
    """Which names each outlet uses for the codebook's entities.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    scope
        Default: the study's.
    mentions
        One row a mention instead of shares.

    Returns
    -------
    DataFrame
        Shares: ``entity``, ``name``, ``side``, ``mode`` and the estimate columns; the estimate is
        the share among all mentions of the entity in that outlet, group or event and scope,
        neutral wordings included. Mentions: ``entity``, ``name``, ``side``, ``mode``, ``gloss``.
    """
    scope = scope or run.study.options.scope
    rows = mention_rows(run, run.layers.names, scope)
    return rows if mentions else _shares(run, rows, "names", scope)


def voices(run: Run, *, scope: Scope | None = None, shares: bool = False) -> pl.DataFrame:
    """Who speaks: one row an attribution, or shares of attributions by side.

    Returns
    -------
    DataFrame
        Mentions: ``speaker``, ``side``, ``source_type``, ``cue``, ``cue_class``, ``quotation``,
        ``content_words``. Shares: by ``side`` among all attributions; ``none`` is no side of
        the codebook.
    """
    scope = scope or run.study.options.scope
    rows = mention_rows(run, run.layers.attributions, scope)
    if not shares:
        return rows
    return _shares(run, rows.with_columns(pl.col("side").fill_null("none")), "voices", scope)


def stance(run: Run, *, scope: Scope | None = None, shares: bool = False) -> pl.DataFrame:
    """Positions toward the codebook's targets; no row means no stance found, not neutral.

    Returns
    -------
    DataFrame
        Mentions: ``target``, ``position``, ``kind``, ``holder``, ``hedge``, ``sentence``.
        Shares: by position and voice within target and kind; ``asserted`` and ``wording`` are
        never summed.
    """
    scope = scope or run.study.options.scope
    rows = mention_rows(run, run.layers.stances, scope)
    return _shares(run, rows, "stance", scope) if shares else rows


def facts(run: Run, *, scope: Scope | None = None, shares: bool = False) -> pl.DataFrame:
    """The same fact in each outlet's words: wording, grammar, agent, recipient."""
    scope = scope or run.study.options.scope
    rows = mention_rows(run, run.layers.facts, scope)
    return _shares(run, rows, "facts", scope) if shares else rows


def _shares(run: Run, rows: pl.DataFrame, layer: str, scope: Scope) -> pl.DataFrame:
    item, within = _SHARES[layer]
    return estimate_shares(
        rows,
        item=item,
        within=within,
        design=run.design_in(scope),
        scope=str(scope),
        resampling=resampling(run),
    )


def resampling(run: Run) -> Resampling:
    """Seed, replicates and level of the study."""
    options = run.study.options
    return Resampling(options.seed, options.replicates, options.level)
