"""The verb correct: shares of a variable by hand, by the tool, and corrected."""

from __future__ import annotations

from itertools import combinations

import polars as pl

from framing.compare.coding.corrected.errors import CLAIMS, THESE_ARTICLES, THESE_OUTLETS
from framing.compare.coding.corrected.response import Response, weigh_response
from framing.compare.coding.corrected.table import Settings, correct_shares
from framing.compare.coding.corrected.units import build_coded
from framing.compare.design import READING, build_side, compare_sides
from framing.engine.coding.find import find_sample
from framing.engine.coding.units import find_units
from framing.engine.coding.variables import find_kind
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.scope import Scope

_READING = "tier reading: counts alone"
SOME = 0.1  # of the coded units: from here on unsettled ones are flagged


def correct(run: Run, sample: str, *, claim: str = "", scope: Scope | None = None) -> pl.DataFrame:
    """Shares of each label by hand, by the tool, and the tool's corrected by hand.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    sample
        The name of a sample, some of it coded.
    claim
        ``these_outlets`` (articles are drawn, too; the default of most studies) or
        ``these_articles`` (units are drawn from these articles and no others).
    scope
        Default: the study's.

    Returns
    -------
    DataFrame
        Schema ``CORRECTED``: a row a group, outlet, event, difference, label and method. Fewer than
        100 coded units, 20 articles or 20 of the rarer of label and other labels on a side: one
        row with counts, ``flag`` says why.

    Raises
    ------
    UsageError
        For a sample or claim that is none.
    """
    drawn = find_sample(run, sample)
    scope = scope or run.study.options.scope
    claim = claim or THESE_OUTLETS
    if claim not in CLAIMS:
        raise UsageError(f"claim {claim!r}; allowed: {', '.join(CLAIMS)}")
    design = run.design_in(scope)
    if design.tier == READING:
        claim = THESE_ARTICLES
    population = find_units(run, find_kind(run, drawn.variable.id), scope).join(
        design.units.select("article", drawn="unit", within="stratum"),
        on="article",
        maintain_order="left",
    )
    response = weigh_response(drawn.units, drawn.codes)
    coded = build_coded(
        population, response.coded, labels=drawn.variable.labels, seed=run.study.options.seed
    )
    settings = Settings(
        variable=drawn.variable.id,
        claim=claim,
        level=run.study.options.level,
        outlets_equal=run.study.options.outlet_weights == "equal",
        predicts=drawn.variable.predicts,
    )
    table = correct_shares(coded, settings=settings, refused=_refused(design.units, design.tier))
    return table.with_columns(flag=_with_note(table["flag"], response))


def _refused(units: pl.DataFrame, tier: str) -> dict[tuple[str, ...], str]:
    """Sides and pairs of which tier reading allows counts alone."""
    found: dict[tuple[str, ...], str] = {}
    for kind in ("group", "outlet", "event"):
        names = sorted(set(units[kind].drop_nulls()))
        if tier == READING:
            found |= {(kind, name): _READING for name in names}
        if kind == "event":
            continue
        sides = {name: build_side(units.filter(pl.col(kind) == name), name) for name in names}
        for a, b in combinations(names, 2):
            if tier == READING or compare_sides(sides[a], sides[b]).tier == READING:
                found[(kind, a, b)] = _READING
    return found


def _with_note(flags: pl.Series, response: Response) -> pl.Series:
    """Flags, and that units on which coders differ are many."""
    said = response.coded.height + response.n_unsettled
    if not said or response.n_unsettled / said < SOME:
        return flags
    note = f"coders differ on {response.n_unsettled} of {said} coded units, left out"
    return pl.Series([f"{flag}; {note}" if flag else note for flag in flags], dtype=pl.String)
