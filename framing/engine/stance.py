"""The verb stance: positions toward the codebook's targets, and whose they are."""

from __future__ import annotations

import polars as pl

from framing.engine.mentions import layer_shares, mention_rows
from framing.engine.run import Run
from framing.records.scope import Scope

_ITEM, _WITHIN = ("target", "kind", "position", "voice"), ("target", "kind")


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
    return layer_shares(run, rows, item=_ITEM, within=_WITHIN, scope=scope) if shares else rows
