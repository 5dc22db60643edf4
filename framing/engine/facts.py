"""The verb facts: the same fact in each outlet's words."""

from __future__ import annotations

import polars as pl

from framing.engine.mentions import layer_shares, mention_rows
from framing.engine.run import Run
from framing.records.scope import Scope

_ITEM, _WITHIN = ("fact", "wording"), ("fact",)


def facts(run: Run, *, scope: Scope | None = None, shares: bool = False) -> pl.DataFrame:
    """The same fact in each outlet's words: wording, grammar, agent, recipient."""
    scope = scope or run.study.options.scope
    rows = mention_rows(run, run.layers.facts, scope)
    return layer_shares(run, rows, item=_ITEM, within=_WITHIN, scope=scope) if shares else rows
