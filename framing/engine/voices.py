"""The verb voices: who speaks, with which cue."""

from __future__ import annotations

import polars as pl

from framing.compare.asymmetry import estimate_asymmetry
from framing.engine.mentions import layer_shares, mention_rows, resampling
from framing.engine.run import Run
from framing.records.scope import Scope

_ITEM, _WITHIN = ("side",), ()


def voices(
    run: Run, *, scope: Scope | None = None, shares: bool = False, cues: bool = False
) -> pl.DataFrame:
    """Who speaks: one row an attribution, or shares of attributions by side, or cues by side.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    scope
        Default: the study's.
    shares
        Shares by side instead of one row an attribution.
    cues
        Instead, how each outlet's cues for one side differ from those for another (see
        ``estimate_asymmetry``).

    Attitudes (what a source is said to want or support) are left out: they are no speech.

    Returns
    -------
    DataFrame
        Mentions: ``speaker``, ``side``, ``source_type``, ``cue``, ``cue_class``, ``quotation``,
        ``content_words``. Shares: by ``side`` among all attributions; ``none`` is no side of
        the codebook.
    """
    scope = scope or run.study.options.scope
    spoken = run.layers.attributions.filter(pl.col("quotation") != "attitude")
    rows = mention_rows(run, spoken, scope)
    if cues:
        return estimate_asymmetry(
            rows, design=run.design_in(scope), scope=str(scope), resampling=resampling(run)
        )
    if not shares:
        return rows
    return layer_shares(
        run,
        rows.with_columns(pl.col("side").fill_null("none")),
        item=_ITEM,
        within=_WITHIN,
        scope=scope,
    )
