"""The verb correct: shares of a variable by hand, by the tool, and corrected."""

from __future__ import annotations

import polars as pl

from framing.compare.coding.corrected.response import Response
from framing.compare.coding.corrected.table import correct_shares
from framing.compare.coding.corrected.units import build_coded
from framing.engine.coding.plan import plan_coding
from framing.engine.coding.population import Drawn, choose_settings, load_drawn, refusals
from framing.engine.run import Run
from framing.errors import UsageError

SOME = 0.1  # of the coded units: from here on unsettled ones are flagged


def correct(
    run: Run,
    sample: str,
    *,
    claim: str = "",
    width: float = 0.0,
    side: str = "",
    label: str = "",
    accuracy: float | None = None,
) -> pl.DataFrame:
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
    width, side, label, accuracy
        With a width, instead, how many more units to code (see ``plan_coding``).

    Returns
    -------
    DataFrame
        Schema ``CORRECTED``: a row a group, outlet, event, difference, label and method, under the
        sample's scope. Fewer than 100 coded units, 20 articles or 20 of the rarer of label and
        other labels on a side: one row with counts, ``flag`` says why. With ``width`` schema
        ``PLAN``.

    Raises
    ------
    UsageError
        For a sample or claim that is none.
    """
    if width:
        return plan_coding(
            run, sample, width=width, side=side, label=label, accuracy=accuracy, claim=claim
        ).table
    if side or label or accuracy is not None:
        raise UsageError("side, label, accuracy are of a plan; allowed: with --width, such as 0.1")
    return correct_drawn(run, load_drawn(run, sample), claim=claim)


def correct_drawn(run: Run, drawn: Drawn, *, claim: str = "") -> pl.DataFrame:
    """As ``correct``, of a sample that is loaded."""
    coded = build_coded(
        drawn.units,
        drawn.response.coded,
        labels=drawn.variable.labels,
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
