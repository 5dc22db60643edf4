"""Variables of articles: frame elements, and what a study's own classifier labels."""

from __future__ import annotations

import polars as pl

from framing.engine.coding.instructions import describe_labels
from framing.engine.coding.kinds.kind import Kind
from framing.engine.coding.kinds.sentences import frame_variable, label_frame
from framing.engine.run import Run
from framing.records.codebook import ElementVariable
from framing.records.coding import Variable


def article_rows(run: Run) -> pl.DataFrame:
    """Whole articles as rows of a layer."""
    empty = pl.lit(None, dtype=pl.String)
    return run.measured.select(
        "article",
        "text",
        start=pl.lit(0, dtype=pl.Int64),
        end=pl.col("text").str.len_chars().cast(pl.Int64),
        id=empty,
    )


def article_frame(entry: ElementVariable) -> Kind:
    """A variable of a frame element, of articles."""
    return Kind(
        frame_variable(entry, "article"),
        article_rows,
        lambda run, units: label_frame(run, units, entry),
    )


def coded_kinds(coded: pl.DataFrame) -> list[Kind]:
    """What ``coding/coded.csv`` holds with at least two labels: a classifier can learn it."""
    labels = (
        coded.group_by("variable")
        .agg(labels=pl.col("label").unique().sort())
        .filter(pl.col("labels").list.len() > 1)
        .sort("variable")
    )
    return [_coded(variable, tuple(found)) for variable, found in labels.iter_rows()]


def _coded(name: str, labels: tuple[str, ...]) -> Kind:
    variable = Variable(
        id=f"coded:{name}",
        unit="article",
        labels=labels,
        question=f"Which label of {name} has this article?",
        instructions=describe_labels(
            [(label, "", []) for label in labels],
            before="As in coding/coded.csv, with whose rows the classifier was trained.",
        ),
    )
    return Kind(
        variable,
        lambda run: _not_coded(run, name),
        lambda run, units: _label_coded(run, units, name),
    )


def _not_coded(run: Run, name: str) -> pl.DataFrame:
    """Articles that the classifier did not learn from."""
    coded = run.study.coded.filter(pl.col("variable") == name)
    return article_rows(run).join(coded.select("article"), on="article", how="anti")


def _label_coded(run: Run, units: pl.DataFrame, name: str) -> pl.Series:
    from framing.engine.verbs.classify import classify  # scikit-learn takes a second

    found = run.once(("classify", name), lambda: classify(run, name, predict_rest=True))
    return units.select("article").join(
        found.select("article", "predicted"), on="article", how="left", maintain_order="left"
    )["predicted"]
