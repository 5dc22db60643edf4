"""What can be coded by hand: variables that the tool labels, too, and a study's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from framing.engine.run import Run
from framing.errors import UsageError, suggest
from framing.records.coding import Variable

# From rows of units (article, start, end, and the columns of their layer) to the tool's labels.
Label = Callable[[Run, pl.DataFrame], pl.Series]


@dataclass(frozen=True, slots=True)
class Kind:
    """A variable, and how the tool labels its units."""

    variable: Variable
    label: Label


def find_kind(run: Run, name: str) -> Kind:
    """The variable of this name.

    Raises
    ------
    UsageError
        For a name that is none, with those that are.
    """
    kinds = {kind.variable.id: kind for kind in list_kinds(run)}
    if name not in kinds:
        near = suggest(name, kinds)
        raise UsageError(f"variable {name!r}; allowed: {', '.join(kinds)}. {near}".rstrip())
    return kinds[name]


def list_kinds(run: Run) -> tuple[Kind, ...]:
    """Every variable that this study's codebook lets the tool label."""
    targets = run.study.codebook.targets
    return (_voice(), *(_stance(target.id, target.label) for target in targets))


def _voice() -> Kind:
    variable = Variable(
        id="voice",
        unit="sentence",
        labels=("outlet", "source", "both"),
        question="Whose words are these?",
        instructions=(
            "**outlet**: the outlet says it itself. **source**: somebody is quoted, or reported "
            "with a verb such as *said*. **both**: part of the sentence is a source's."
        ),
    )
    return Kind(variable, _label_voice)


def _label_voice(run: Run, units: pl.DataFrame) -> pl.Series:
    """Shares of a sentence's words that are reported make its label."""
    tokens = run.tokens.select("article", "start").with_columns(
        source=(run.voices == "source").cast(pl.Int64)
    )
    placed = (
        tokens.sort("article", "start")
        .join_asof(
            units.select("article", "end", begins="start").sort("article", "begins"),
            left_on="start",
            right_on="begins",
            by="article",
            strategy="backward",
            check_sortedness=False,
        )
        .filter(pl.col("start") < pl.col("end"))
        .group_by("article", "begins")
        .agg(share=pl.col("source").mean())
    )
    return units.join(
        placed, left_on=["article", "start"], right_on=["article", "begins"],
        how="left", maintain_order="left",
    ).select(
        pl.when(pl.col("share") == 0).then(pl.lit("outlet"))
        .when(pl.col("share") == 1).then(pl.lit("source"))
        .when(pl.col("share").is_not_null()).then(pl.lit("both"))
        .alias("predicted")
    )["predicted"]  # fmt: skip


def _stance(target: str, label: str) -> Kind:
    variable = Variable(
        id=f"stance:{target}",
        unit="sentence",
        labels=("favour", "against", "mixed", "none"),
        question=f"Does the sentence take a position toward: {label}?",
    )
    return Kind(variable, lambda run, units: _label_stance(run, units, target))


def _label_stance(run: Run, units: pl.DataFrame, target: str) -> pl.Series:
    found = run.layers.stances.filter(pl.col("target") == target).select(
        "article", "position", at="start"
    )
    inside = (
        units.select("article", "start", "end")
        .join(found, on="article")
        .filter((pl.col("at") >= pl.col("start")) & (pl.col("at") < pl.col("end")))
        .group_by("article", "start")
        .agg(positions=pl.col("position").unique().sort())
        .with_columns(
            predicted=pl.when(pl.col("positions").list.len() == 1)
            .then(pl.col("positions").list.first())
            .otherwise(pl.lit("mixed"))
        )
    )
    return units.join(inside, on=["article", "start"], how="left", maintain_order="left")[
        "predicted"
    ].fill_null("none")
