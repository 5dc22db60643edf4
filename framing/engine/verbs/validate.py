"""The verb validate: the tool's labels against those that coders settled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Literal

import polars as pl

from framing.compare.coding.validity.apart import Apart, compare_errors
from framing.compare.coding.validity.labelled import both_labels, label_units
from framing.compare.coding.validity.tables import confuse_labels, score_labels
from framing.compare.design import Design, build_design
from framing.engine.coding.find import find_chain, pool_samples
from framing.engine.coding.mistakes import list_mistakes
from framing.engine.coding.units import sample_frame
from framing.engine.mentions import resampling
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.coding import Sample
from framing.records.tables import (
    LABEL_CONFUSION,
    LABEL_ERRORS,
    VALIDITY,
    VALIDITY_DIFFERENCES,
    Schema,
)

Show = Literal["scores", "differences", "confusion", "errors"]


def validate(
    run: Run, sample: str, *, show: Show = "scores", versus: tuple[str, str] | None = None
) -> pl.DataFrame:
    """The tool's labels, as they are now, against those that coders settled.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    sample
        A folder of ``coding/``; what it continues (``after``) counts, too.
    show
        ``scores``: precision, recall and F1 of each label, accuracy, macro-F1, of all units, of
        groups and of outlets, and how labels were settled. ``differences``: whether the tool errs
        more in one group than in another. ``confusion``: counts and weights of both labels.
        ``errors``: where it is wrong, in context, those that stand for the most units first.
    versus
        For ``differences``: two groups or two outlets; default: every pair of groups.

    Returns
    -------
    DataFrame
        Schema ``VALIDITY``, ``VALIDITY_DIFFERENCES``, ``LABEL_CONFUSION`` or ``LABEL_ERRORS``.

    Raises
    ------
    UsageError
        For a sample that is not there, or that has nothing to compare.
    """
    if show not in _SHOWN:
        raise UsageError(f"show {show!r}; allowed: {', '.join(_SHOWN)}")
    if versus and show != "differences":
        raise UsageError("versus is for differences; allowed: with show differences")
    found = pool_samples(find_chain(run, sample))
    labelled = label_sample(run, found)
    _demand_both(found, labelled)
    if show == "differences":
        return differences_of(run, found, labelled, versus)
    return _SHOWN[show](run, found, labelled)


def label_sample(run: Run, sample: Sample) -> pl.DataFrame:
    """A sample's units with the tool's labels and the settled ones: schema ``LABELLED``.

    Of a variable that the tool gives no labels of, ``tool`` is null everywhere.

    Raises
    ------
    UsageError
        Where the codebook has the variable no more.
    """
    labelled = label_units(sample, sample_frame(run, sample))
    if sample.variable.predicts:
        return labelled
    return labelled.with_columns(tool=pl.lit(None, pl.String))


def _demand_both(sample: Sample, labelled: pl.DataFrame) -> None:
    if not sample.variable.predicts:
        raise UsageError(
            f"sample {sample.id}: the tool gives no labels of {sample.variable.id}; allowed: "
            "samples of what it labels. framing agree compares the coders"
        )
    if both_labels(labelled).is_empty():
        raise UsageError(
            f"sample {sample.id}: no unit has a settled label; allowed: codes in "
            f"coding/{sample.id}/codes. Units on which coders differ need an adjudicated code"
        )


def design_of_coded(run: Run, labelled: pl.DataFrame) -> Design:
    """Units of the articles that have coded units; sides and pairs are those of what was coded."""
    coded = both_labels(labelled)["article"].unique().sort()
    articles = run.measured.filter(pl.col("article").is_in(coded.implode()))
    return build_design(articles, run.copies, run.study.outlets)


def scores_of(run: Run, sample: Sample, labelled: pl.DataFrame) -> pl.DataFrame:
    """Schema ``VALIDITY``, of units of which some have both labels."""
    # What a sample carries is not less because it compares nobody: the tier is the study's.
    design = replace(design_of_coded(run, labelled), tier=run.design.tier)
    found = score_labels(
        labelled, sample.variable.labels, design=design, resampling=resampling(run)
    )
    return _named(found.with_columns(scope=pl.lit(sample.scope)), sample, VALIDITY)


def differences_of(
    run: Run, sample: Sample, labelled: pl.DataFrame, versus: tuple[str, str] | None = None
) -> pl.DataFrame:
    """Schema ``VALIDITY_DIFFERENCES``, of every pair of groups or of the two sides named."""
    design = design_of_coded(run, labelled)
    groups = sorted(set(design.units["group"]))
    how = Apart(design, sample.scope, resampling(run))
    if versus:
        _check_sides(design, versus)
    parts = [
        compare_errors(labelled, sample.variable.labels, sides=sides, how=how)
        for sides in ([versus] if versus else combinations(groups, 2))
    ]
    if not parts:
        raise UsageError(
            f"sample {sample.id} has coded units of one group only ({groups[0]}); allowed: two "
            "groups, or versus with two outlets"
        )
    return _named(pl.concat(parts), sample, VALIDITY_DIFFERENCES)


def _check_sides(design: Design, sides: tuple[str, str]) -> None:
    groups, outlets = (sorted(set(design.units[c])) for c in ("group", "outlet"))
    if sides[0] == sides[1] or not any(set(sides) <= set(names) for names in (groups, outlets)):
        raise UsageError(
            f"sides {sides[0]!r} and {sides[1]!r}; allowed: two groups with coded units of "
            f"{', '.join(groups)}, or two such outlets of {', '.join(outlets)}"
        )


def _confusion(run: Run, sample: Sample, labelled: pl.DataFrame) -> pl.DataFrame:
    return _named(confuse_labels(labelled), sample, LABEL_CONFUSION)


def _errors(run: Run, sample: Sample, labelled: pl.DataFrame) -> pl.DataFrame:
    return _named(list_mistakes(run, sample, labelled), sample, LABEL_ERRORS)


def _named(rows: pl.DataFrame, sample: Sample, schema: Schema) -> pl.DataFrame:
    named = rows.with_columns(sample=pl.lit(sample.id), variable=pl.lit(sample.variable.id))
    return named.select(pl.col(c).cast(t) for c, t in schema.items())


_SHOWN: dict[str, Callable[[Run, Sample, pl.DataFrame], pl.DataFrame]] = {
    "scores": scores_of,
    "confusion": _confusion,
    "errors": _errors,
    "differences": differences_of,
}
