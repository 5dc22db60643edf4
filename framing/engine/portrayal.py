"""The verb portrayal: the tone of sentences toward the codebook's actors."""

from __future__ import annotations

import polars as pl

from framing.engine.mentions import layer_shares, mention_rows
from framing.engine.run import Run
from framing.records.scope import Scope

_ITEM, _WITHIN = ("actor", "voice", "tone"), ("actor", "voice")


def portrayal(run: Run, *, scope: Scope | None = None, shares: bool = False) -> pl.DataFrame:
    """The tone of each sentence toward each actor of the codebook that it names.

    Tone is how the sentence makes the actor look; it is no stance. Bad news about somebody is
    negative without anybody being against them.

    Returns
    -------
    DataFrame
        Mentions: ``actor``, ``side``, ``tone``, its probabilities, ``speaker`` (whose words),
        ``sentence``. Shares: by tone within actor and voice. Shares of two actors must not be
        compared as if the model erred alike for both: see the model card.
    """
    scope = scope or run.study.options.scope
    rows = mention_rows(run, run.layers.portrayals, scope)
    return layer_shares(run, rows, item=_ITEM, within=_WITHIN, scope=scope) if shares else rows
