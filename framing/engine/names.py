"""The verb names: which names each outlet uses."""

from __future__ import annotations

import polars as pl

from framing.engine.mentions import layer_shares, mention_rows
from framing.engine.run import Run
from framing.engine.suggested import suggest_names
from framing.records.scope import Scope

_ITEM, _WITHIN = ("entity", "name", "side", "mode"), ("entity",)


def names(
    run: Run, *, scope: Scope | None = None, mentions: bool = False, suggest: bool = False
) -> pl.DataFrame:
    """Which names each outlet uses for the codebook's entities.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    scope
        Default: the study's.
    mentions
        One row a mention instead of shares.
    suggest
        Wordings that outlets seem to use for the same thing, codebook or none (see
        ``framing.engine.suggested.suggest_names``).

    Returns
    -------
    DataFrame
        Shares: ``entity``, ``name``, ``side``, ``mode`` and the estimate columns; the estimate is
        the share among all mentions of the entity in that outlet, group or event and scope,
        neutral wordings included. Mentions: ``entity``, ``name``, ``side``, ``mode``, ``gloss``.
    """
    if suggest:
        return suggest_names(run, scope=scope)[0]
    scope = scope or run.study.options.scope
    rows = mention_rows(run, run.layers.names, scope)
    return rows if mentions else layer_shares(run, rows, item=_ITEM, within=_WITHIN, scope=scope)
