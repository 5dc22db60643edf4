"""What a report tells of samples that people coded: agreement, validity, corrected shares."""

from __future__ import annotations

import polars as pl

from framing.compare.coding.validity.labelled import both_labels, label_units
from framing.corpus.places import with_places
from framing.engine.coding.find import find_chain, pool_samples
from framing.engine.run import Run
from framing.engine.verbs.agree import agree
from framing.engine.verbs.correct import correct
from framing.engine.verbs.validate import differences_of, label_sample, scores_of
from framing.errors import UsageError
from framing.records.coding import INDEPENDENT, Sample
from framing.records.tables import (
    AGREEMENT,
    CORRECTED,
    UNITS,
    VALIDITY,
    VALIDITY_DIFFERENCES,
    empty,
)
from framing.reporting.inputs import Coded


def gather_coded(run: Run) -> tuple[Coded, ...]:
    """Every sample that somebody coded, by name; nothing is computed where there is none.

    Each speaks of the scope that it was drawn under; one that another continues is told with that.
    """
    coded = [sample for sample in run.study.samples if sample.codes.height]
    continued = {sample.after for sample in coded}
    return tuple(_gather(run, s.id) for s in coded if s.id not in continued)


def _gather(run: Run, name: str) -> Coded:
    sample = pool_samples(find_chain(run, name))
    try:
        labelled = label_sample(run, sample)
    except UsageError as error:  # a codebook that has the variable no more costs no report
        labelled, problem = label_units(sample, empty(UNITS)), str(error)
    else:
        problem = ""
    both = both_labels(labelled)
    has_pairs = both["group"].n_unique() > 1
    return Coded(
        sample=sample,
        units=_as_mentions(run, sample, labelled),
        agreement=_agreement(run, sample),
        validity=scores_of(run, sample, labelled) if both.height else empty(VALIDITY),
        differences=(
            differences_of(run, sample, labelled) if has_pairs else empty(VALIDITY_DIFFERENCES)
        ),
        corrected=empty(CORRECTED) if problem else correct(run, name),
        problem=problem,
    )


def _agreement(run: Run, sample: Sample) -> pl.DataFrame:
    """Nothing where no unit has codes of two coders, given before any discussion."""
    own = sample.codes.filter(pl.col("phase") == INDEPENDENT)
    several = own.group_by("unit").agg(pl.col("coder").n_unique()).filter(pl.col("coder") > 1)
    return agree(run, sample.id) if several.height else empty(AGREEMENT)


def _as_mentions(run: Run, sample: Sample, labelled: pl.DataFrame) -> pl.DataFrame:
    """Units as passages of the articles that are measured; no two samples share an id."""
    here = labelled.join(run.measured.select("article"), on="article", how="semi")
    placed = with_places(here.drop("id"), run.segments)
    return placed.with_columns(
        id=pl.lit(f"{sample.id}:") + pl.col("unit"), voice=pl.lit(""), sample=pl.lit(sample.id)
    ).sort("unit")
