"""The verb agree: how far coders agree, which labels they confuse, what they dispute."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from framing.compare.coding.agreement.bounded import cluster_units
from framing.compare.coding.agreement.confused import confused_labels
from framing.compare.coding.agreement.disputed import disputed_units
from framing.compare.coding.agreement.drift import drift_of
from framing.compare.coding.agreement.grid import Grid, build_grid
from framing.compare.coding.agreement.tables import UNIT_COLUMNS, agreement_of, why_nothing
from framing.engine.coding.codings import SHEET, Coding, list_codings
from framing.engine.mentions import resampling
from framing.engine.run import Run
from framing.errors import UsageError, suggest
from framing.records.coding import INDEPENDENT
from framing.records.tables import AGREEMENT, CODER_CONFUSION, DISPUTED, DRIFT, Schema

AROUND = 60  # characters of context on each side of a unit
LONGEST = 300  # characters of a unit that are shown
_Made = Callable[[Run, Coding], pl.DataFrame]


def agree(run: Run, sample: str | None = None, *, show: str = "agreement") -> pl.DataFrame:
    """How far coders agreed before any discussion.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    sample
        A sample's name, or a variable of ``coding/coded.csv``; default: everything coded.
    show
        ``agreement``: Krippendorff's alpha, Gwet's AC1 and percent agreement of all coders; alpha
        and specific agreement of each label; Cohen's kappa of each pair. ``confusion``: labels
        that coders took for each other. ``disputed``: the units on which they differ most, in
        context. ``drift``: each third of what a coder coded.

    Returns
    -------
    DataFrame
        Schema ``AGREEMENT``, ``CODER_CONFUSION``, ``DISPUTED`` or ``DRIFT``. Only codes of phase
        ``independent`` count. Intervals draw whole articles within outlets; agreement is of the
        coded units as they stand, whatever their inclusion probabilities.

    Raises
    ------
    UsageError
        Where nothing is coded, ``sample`` is none, or its coders share no unit.
    """
    if show not in _SHOWN:
        raise UsageError(f"show {show!r}; allowed: {', '.join(_SHOWN)}")
    schema, make = _SHOWN[show]
    codings = _find_codings(run, sample)
    if sample is not None and (reason := why_nothing(_grid(codings[0]))):
        raise UsageError(
            f"{sample}: {reason}; allowed: units that two coders labelled, each alone. Next: give "
            "the same units to a second coder"
        )
    tables = [make(run, coding) for coding in codings]
    return pl.concat([pl.DataFrame(schema=schema), *tables])


def _find_codings(run: Run, sample: str | None) -> tuple[Coding, ...]:
    codings = list_codings(run)
    if not codings:
        raise UsageError(
            "nothing is coded: no sample in coding/, no coding/coded.csv. Next: framing sample "
            "STUDY VARIABLE draws units to code"
        )
    if sample is None:
        return codings
    named = {c.variable if c.sample == SHEET else c.sample: c for c in reversed(codings)}
    if sample not in named:
        near = suggest(sample, named)
        raise UsageError(f"sample {sample!r}; allowed: {', '.join(sorted(named))}. {near}".rstrip())
    return (named[sample],)


def _grid(coding: Coding) -> Grid:
    return build_grid(coding.codes, coding.units.select(UNIT_COLUMNS), labels=coding.labels)


def _agreement(run: Run, coding: Coding) -> pl.DataFrame:
    return agreement_of(
        coding.codes,
        coding.units,
        labels=coding.labels,
        ordinal=coding.ordinal,
        variable=coding.variable,
        sample=coding.sample,
        copies=run.copies,
        resampling=resampling(run),
    )


def _confusion(run: Run, coding: Coding) -> pl.DataFrame:
    return confused_labels(_grid(coding), variable=coding.variable, sample=coding.sample)


def _drift(run: Run, coding: Coding) -> pl.DataFrame:
    """Nothing of ``coded.csv``: the order of its rows is not the order of coding."""
    grid = _grid(coding)
    if not coding.ordered or why_nothing(grid):
        return pl.DataFrame(schema=DRIFT)
    return drift_of(
        grid,
        clusters=cluster_units(grid.units, copies=run.copies),
        resampling=resampling(run),
        variable=coding.variable,
        sample=coding.sample,
    )


def _disputed(run: Run, coding: Coding) -> pl.DataFrame:
    """Units in context, with what their coders noted."""
    texts = dict(run.study.articles.select("article", "text").iter_rows())
    notes = (
        coding.codes.filter(pl.col("phase") == INDEPENDENT, pl.col("note").is_not_null())
        .sort("unit", "coder")
        .group_by("unit", maintain_order=True)
        .agg(notes=pl.format("{}: {}", "coder", "note").str.join(" | "))
    )
    rows = disputed_units(coding.codes).join(coding.units, on="unit", maintain_order="left")
    contexts = [
        _context(texts[article], start, end)
        for article, start, end in rows.select("article", "start", "end").iter_rows()
    ]
    return (
        rows.with_columns(
            variable=pl.lit(coding.variable),
            sample=pl.lit(coding.sample),
            context=pl.Series(contexts, dtype=pl.String),
        )
        .join(notes, on="unit", how="left", maintain_order="left")
        .select(pl.col(name).cast(of) for name, of in DISPUTED.items())
    )


def _context(text: str, start: int, end: int) -> str:
    unit = text[start:end]
    shown = unit if len(unit) <= LONGEST else f"{unit[:LONGEST]} ..."
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return " ".join(f"{before}[{shown}]{after}".split())


_SHOWN: dict[str, tuple[Schema, _Made]] = {
    "agreement": (AGREEMENT, _agreement),
    "confusion": (CODER_CONFUSION, _confusion),
    "disputed": (DISPUTED, _disputed),
    "drift": (DRIFT, _drift),
}
