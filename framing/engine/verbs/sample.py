"""The verb sample: units drawn to be coded by hand, with their inclusion probabilities."""

from __future__ import annotations

from framing.engine.coding.draw import BY, draw_units
from framing.engine.coding.units import find_units
from framing.engine.coding.variables import find_kind
from framing.engine.run import Run
from framing.records.coding import Sample
from framing.records.scope import Scope
from framing.records.tables import CODES, empty


def sample(
    run: Run,
    variable: str,
    *,
    n: int = 120,
    name: str = "",
    blind: bool = False,
    by: tuple[str, ...] = BY,
    seed: int | None = None,
    scope: Scope | None = None,
) -> Sample:
    """Draw units to code by hand.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    variable
        What is to be coded, such as ``voice`` or ``stance:TARGET``.
    n
        How many units.
    name
        Of the sample; default: the variable's.
    blind
        Whether coders shall not see which outlet wrote a unit.
    by
        Columns of ``UNITS`` whose values make the strata.
    seed, scope
        Default: the study's.
    """
    scope = scope or run.study.options.scope
    seed = run.study.options.seed if seed is None else seed
    kind = find_kind(run, variable)
    units = find_units(run, kind, scope)
    name = name or variable.replace(":", "-")
    return Sample(
        id=name,
        variable=kind.variable,
        n_frame=units.height,
        blind=blind,
        seed=seed,
        scope=str(scope),
        by=by,
        units=draw_units(units, n=n, by=by, seed=seed),
        codes=empty(CODES),
        folder=run.study.folder / "coding" / name,
    )
