"""The verb correct: shares of a variable by hand, by the tool, and corrected."""

from __future__ import annotations

import polars as pl

from framing.compare.coding.corrected.response import Response
from framing.compare.coding.corrected.table import correct_shares
from framing.compare.coding.corrected.units import build_coded
from framing.engine.coding.population import choose_settings, load_drawn, refusals
from framing.engine.run import Run

SOME = 0.1  # of the coded units: from here on unsettled ones are flagged


def correct(run: Run, sample: str, *, claim: str = "") -> pl.DataFrame:
    """Shares of each label by hand, by the tool, and the tool's corrected by hand.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    sample
        The name of a sample, some of it coded; those that it continues (``after``) count, too.
    claim
        ``these_outlets`` (articles are drawn, too; the default) or ``these_articles`` (units are
        drawn from these articles and no others).

    Returns
    -------
    DataFrame
        Schema ``CORRECTED``: a row a group, outlet, event, difference, label and method, under the
        sample's scope. Fewer than 100 coded units, 20 articles or 20 of the rarer of label and
        other labels on a side: one row with counts, ``flag`` says why.

    Raises
    ------
    UsageError
        For a sample or claim that is none.
    """
    drawn = load_drawn(run, sample)
    coded = build_coded(
        drawn.units,
        drawn.response.coded,
        labels=drawn.sample.variable.labels,
        seed=run.study.options.seed,
    )
    settings = choose_settings(run, drawn, claim)
    table = correct_shares(coded, settings=settings, refused=refusals(drawn.design))
    return table.with_columns(flag=_with_note(table["flag"], drawn.response))


def _with_note(flags: pl.Series, response: Response) -> pl.Series:
    """Flags, and that units on which coders differ are many."""
    said = response.coded.height + response.n_unsettled
    if not said or response.n_unsettled / said < SOME:
        return flags
    note = f"coders differ on {response.n_unsettled} of {said} coded units, left out"
    return pl.Series([f"{flag}; {note}" if flag else note for flag in flags], dtype=pl.String)
