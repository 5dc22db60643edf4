"""The verb sample: units drawn to be coded by hand, with their inclusion probabilities."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import polars as pl

from framing.engine.coding.draw import choose_strata, draw_units
from framing.engine.coding.find import find_chain
from framing.engine.coding.kinds.kind import Kind
from framing.engine.coding.units import find_units, sample_frame, whole_scope
from framing.engine.coding.variables import find_kind, kind_of
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.coding import EVEN, MASK_NAMES, Sample, Variable
from framing.records.scope import Scope
from framing.records.tables import CODES, empty

_NAME = re.compile(r"[^\W_][\w.-]{0,79}")


def sample(
    run: Run,
    variable: str | Variable,
    *,
    n: int = 120,
    name: str = "",
    unit: str = "",
    blind: bool = False,
    mask_names: bool = False,
    by: tuple[str, ...] | None = None,
    allocation: str = EVEN,
    seed: int | None = None,
    scope: Scope | None = None,
) -> Sample:
    """Draw units to code by hand.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    variable
        What is to be coded, such as ``voice`` or ``stance:TARGET``, or a variable of the study's
        own (``engine.coding.variables.own_variable``).
    n
        How many units.
    name
        Of the sample; default: the variable's.
    unit
        ``sentence`` or ``article``, for frame elements; default: article.
    blind
        Whether coders shall not see which outlet wrote a unit.
    mask_names
        Whether the contested names of the codebook are hidden, too.
    by
        Columns whose values make the strata (``outlet``, ``group``, ``event``, ``predicted``);
        default: outlet, event and predicted label, or fewer where the sample is too small for
        two units of each stratum.
    allocation
        ``even`` (as many of each stratum) or ``proportional`` (to its units).
    seed, scope
        Default: the study's.

    Returns
    -------
    Sample
        Not written yet (``study.coding.samples.write_sample``).

    Raises
    ------
    UsageError
        Where there is nothing to draw from, or less is to be drawn than there are strata.
    """
    kind = _find(run, variable, unit)
    if mask_names and kind.variable.id.startswith("name:"):
        raise UsageError(
            f"{kind.variable.id} asks for the name that mask_names hides; allowed: one of both"
        )
    scope = _scope_of(run, kind, scope)
    seed = run.study.options.seed if seed is None else seed
    units = _some_units(run, kind, scope)
    name = name or default_name(kind.variable)
    by = choose_strata(units, n) if by is None else by
    return Sample(
        id=name,
        variable=kind.variable,
        n_frame=units.height,
        blind=blind,
        masks=(MASK_NAMES,) if mask_names else (),
        seed=seed,
        scope=str(scope),
        by=by,
        allocation=allocation,
        units=draw_units(
            units, n=n, by=by, seed=seed, what=kind.variable.id, allocation=allocation
        ),
        codes=empty(CODES),
        folder=run.study.folder / "coding" / check_name(name),
    )


def _find(run: Run, variable: str | Variable, unit: str) -> Kind:
    if isinstance(variable, Variable):
        return kind_of(run, variable)
    return find_kind(run, variable, unit=unit)


def _some_units(run: Run, kind: Kind, scope: Scope) -> pl.DataFrame:
    units = find_units(run, kind, scope)
    if units.is_empty():
        raise UsageError(
            f"no {kind.variable.unit} of {kind.variable.id} under scope {scope}; allowed: a "
            "variable and a scope that leave some"
        )
    return units


def sample_after(run: Run, earlier: str, *, n: int = 120, name: str = "") -> Sample:
    """``n`` more units of the design of a sample, none of which it or those before it hold.

    A unit's ``probability`` is that of being in this sample; the sum of those in all samples of
    the chain is that of being in any of them.

    Raises
    ------
    UsageError
        Where there is no such sample, the study has changed since it was drawn, or all is drawn.
    """
    chain = find_chain(run, earlier)
    first, last = chain[0], chain[-1]
    units = sample_frame(run, first)
    given: dict[str, Any] = {
        "by": first.by, "seed": first.seed, "what": first.variable.id,
        "allocation": first.allocation,
    }  # fmt: skip
    done = sum(part.units.height for part in chain)
    again = draw_units(units, n=done, **given)
    before = {unit for part in chain for unit in part.units["unit"]}
    if set(again["unit"]) != before or units.height != first.n_frame:
        raise UsageError(
            f"the study, its codebook or framing is not what it was when {earlier} was drawn, so "
            "nobody can say how likely its other units are; allowed: a new sample, without after"
        )
    if done == units.height:
        raise UsageError(f"{earlier}: all {done} units are drawn; allowed: to code those")
    name = name or f"{first.id}-{len(chain) + 1}"
    return replace(
        first,
        id=name,
        units=draw_units(units, n=min(n, units.height - done), skip=done, **given),
        codes=empty(CODES),
        folder=run.study.folder / "coding" / check_name(name),
        after=last.id,
    )


def default_name(variable: Variable) -> str:
    """What a sample is called where nobody says.

    >>> from framing.records.coding import Variable
    >>> default_name(Variable("stance:treaty", "sentence", ("a", "b"), "?"))
    'stance-treaty'
    """
    return variable.id.replace(":", "-")


def check_name(name: str) -> str:
    """A name that a folder can have everywhere; others are refused.

    Raises
    ------
    UsageError
        With what is allowed.
    """
    if not _NAME.fullmatch(name) or name.endswith("."):
        raise UsageError(
            f"sample name {name!r}; allowed: up to 80 letters, digits, '.', '-' and '_', a letter "
            "or digit first"
        )
    return name


def _scope_of(run: Run, kind: Kind, scope: Scope | None) -> Scope:
    scope = scope or run.study.options.scope
    if kind.variable.unit == "article":
        scope = whole_scope(scope)
    if Scope.parse(str(scope)) != scope:
        raise UsageError(f"scope {scope}; allowed: names of outlets and events without '+' and ';'")
    return scope
