"""The verb voices: who speaks, with which cue."""

from __future__ import annotations

import polars as pl

from framing.compare.estimates.asymmetry import estimate_asymmetry
from framing.engine.mentions import (
    check_matched,
    layer_differences,
    layer_shares,
    mention_rows,
    resampling,
    spoken,
)
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.scope import Scope

GROUPINGS = ("side", "source_type", "source_form")


def voices(
    run: Run,
    *,
    scope: Scope | None = None,
    shares: bool = False,
    by: str = "side",
    cues: bool = False,
    versus: tuple[str, str] | None = None,
    matched: bool = False,
) -> pl.DataFrame:
    """Who speaks: one row an attribution, or shares of attributions, or cues by side.

    Attitudes (what a source is said to want or support) are left out: they are no speech.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    scope
        Default: the study's.
    shares
        Shares instead of one row an attribution.
    by
        What shares are of: ``side``, ``source_type`` (official, expert ...) or ``source_form``
        (how the source is given: name, title, institution, document, pronoun, plural, unnamed).
    cues
        Instead, how each outlet's cues for one side differ from those for another (see
        ``estimate_asymmetry``).
    versus
        Two groups, or two outlets: the difference of their shares (see ``estimate_differences``).
    matched
        With ``versus``: the difference within shared events (see ``estimate_matched``).

    Returns
    -------
    DataFrame
        Mentions: ``speaker``, ``side``, ``source_form``, ``source_type``, ``cue``,
        ``cue_class``, ``quotation``, ``content_words``. Shares: among all attributions; ``none``
        is no side of the codebook, no type or form that the text tells.

    Raises
    ------
    UsageError
        If ``by`` is none of the three.
    """
    if by not in GROUPINGS:
        raise UsageError(f"by {by!r} is unknown; allowed: {', '.join(GROUPINGS)}")
    check_matched(versus, matched)
    scope = scope or run.study.options.scope
    rows = mention_rows(run, spoken(run.layers.attributions), scope)
    if cues:
        return estimate_asymmetry(
            rows, design=run.design_in(scope), scope=str(scope), resampling=resampling(run)
        )
    known = rows.with_columns(pl.col(by).fill_null("none"))
    if versus:
        return layer_differences(
            run, known, item=(by,), within=(), scope=scope, sides=versus, matched=matched
        )
    return layer_shares(run, known, item=(by,), within=(), scope=scope) if shares else rows
