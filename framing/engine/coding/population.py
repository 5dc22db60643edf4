"""A sample with the population that it was drawn from, ready to be corrected or planned on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import polars as pl

from framing.compare.coding.corrected.errors import THESE_ARTICLES, THESE_OUTLETS
from framing.compare.coding.corrected.response import Response, weigh_response
from framing.compare.coding.corrected.table import Settings
from framing.compare.design import READING, Design, build_side, compare_sides
from framing.engine.coding.find import find_chain, pool_samples
from framing.engine.coding.units import find_units, sample_frame, whole_scope
from framing.engine.coding.variables import find_kind
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.coding import Sample, Variable
from framing.records.scope import Scope
from framing.records.tables import CODES, SAMPLE, empty

CLAIMS = (THESE_OUTLETS, THESE_ARTICLES)
_READING = "tier reading: counts alone"


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A sample and those that it continues.

    ``units`` has schema ``UNITS``, and of each unit's article what it is drawn with (``drawn``) and
    its stratum (``within``).
    """

    variable: Variable
    samples: tuple[Sample, ...]
    units: pl.DataFrame
    design: Design
    response: Response


def load_drawn(run: Run, name: str) -> Drawn:
    """A sample with those that it continues, as one: a unit's probabilities add up.

    Raises
    ------
    UsageError
        For a name that is no sample.
    """
    samples = find_chain(run, name)
    pooled = pool_samples(samples)
    design = run.design_in(Scope.parse(pooled.scope))
    units = frame_units(sample_frame(run, pooled), design)
    here = pooled.units.filter(pl.col("unit").is_in(units["unit"].implode()))
    response = weigh_response(here, pooled.codes)
    return Drawn(pooled.variable, tuple(samples), units, design, response)


def load_undrawn(run: Run, variable: str) -> Drawn:
    """The population of a variable of which nothing is drawn, under the study's scope.

    Raises
    ------
    UsageError
        For a name that is no variable.
    """
    kind, scope = find_kind(run, variable), run.study.options.scope
    if kind.variable.unit == "article":
        scope = whole_scope(scope)
    design = run.design_in(scope)
    units = frame_units(find_units(run, kind, scope), design)
    return Drawn(kind.variable, (), units, design, weigh_response(empty(SAMPLE), empty(CODES)))


def frame_units(units: pl.DataFrame, design: Design) -> pl.DataFrame:
    """Units with what their article is drawn with, and within what."""
    articles = design.units.select("article", drawn="unit", within="stratum")
    return units.join(articles, on="article", maintain_order="left")


def choose_settings(run: Run, drawn: Drawn, claim: str) -> Settings:
    """What a table says of a sample; tier reading speaks of these articles alone.

    Raises
    ------
    UsageError
        For a claim that is none.
    """
    claim = claim or THESE_OUTLETS
    if claim not in CLAIMS:
        raise UsageError(f"claim {claim!r}; allowed: {', '.join(CLAIMS)}")
    options = run.study.options
    return Settings(
        variable=drawn.variable.id,
        claim=THESE_ARTICLES if drawn.design.tier == READING else claim,
        level=options.level,
        outlets_equal=options.outlet_weights == "equal",
        predicts=drawn.variable.predicts,
    )


def refusals(design: Design) -> dict[tuple[str, ...], str]:
    """Sides and pairs of which tier reading allows counts alone."""
    found: dict[tuple[str, ...], str] = {}
    units = design.units
    for kind in ("group", "outlet", "event"):
        names = sorted(set(units[kind].drop_nulls()))
        if design.tier == READING:
            found |= {(kind, name): _READING for name in names}
        if kind == "event":
            continue
        sides = {name: build_side(units.filter(pl.col(kind) == name), name) for name in names}
        for a, b in combinations(names, 2):
            if READING in (design.tier, compare_sides(sides[a], sides[b]).tier):
                found[(kind, a, b)] = _READING
    return found
