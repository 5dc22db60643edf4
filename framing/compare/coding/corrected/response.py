"""What became of the units that were drawn: coded and settled, coders differ, not coded yet."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from framing.compare.coding.truth import settle_labels
from framing.records.coding import DISCUSSED

# Strata that lack units are united with those alike, in this order; "" is everybody.
_LEVELS = (("outlet", "group", "predicted"), ("group", "predicted"), ("predicted",), ())
_KEYS = ("outlet", "group", "predicted")


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """The settled units, their probabilities mended for those that are not.

    ``coded`` has ``unit``, ``label``, ``probability``, ``cell`` (what the variance is taken
    within). ``n_open`` units are not coded, of ``n_unsettled`` the coders differ.
    """

    coded: pl.DataFrame
    n_drawn: int
    n_open: int
    n_unsettled: int


def weigh_response(drawn: pl.DataFrame, codes: pl.DataFrame) -> Response:
    """Settled units, standing for the others of their stratum as well.

    A unit that is not settled is taken as missing at random within its stratum; where a stratum has
    no settled unit it is united with those of the same outlet and predicted label, then of the same
    group and predicted label, and so on.

    Parameters
    ----------
    drawn
        Schema ``SAMPLE``.
    codes
        Schema ``CODES``.
    """
    settled = settle_labels(codes).select("unit", "label")
    said = codes.filter(pl.col("phase") != DISCUSSED)["unit"].unique()
    rows = drawn.join(settled, on="unit", how="left", maintain_order="left")
    rows = rows.with_columns(
        pl.col("predicted").fill_null("-"), is_settled=pl.col("label").is_not_null()
    )
    n_settled = int(rows["is_settled"].sum())
    n_said = rows.filter(pl.col("unit").is_in(said.implode())).height
    levels = _names(rows)
    rows = _unite(rows, levels)
    inverse = 1.0 / pl.col("probability")
    rows = rows.with_columns(
        probability=pl.col("probability")
        * inverse.filter("is_settled").sum().over("united")
        / inverse.sum().over("united")
    )
    coded = _pool(rows.filter("is_settled"), levels)
    return Response(
        coded.select("unit", "label", "probability", "cell").sort("unit"),
        n_drawn=rows.height,
        n_open=rows.height - n_said,
        n_unsettled=n_said - n_settled,
    )


def _names(rows: pl.DataFrame) -> list[pl.Expr]:
    """Names of what a unit's stratum is united to, from fine to coarse."""
    n_values = rows.group_by("stratum").agg(pl.col(key).n_unique() for key in _KEYS)
    alike = [key for key in _KEYS if (n_values[key] == 1).all()]
    found = [pl.lit("stratum ") + pl.col("stratum")]
    for number, level in enumerate(_LEVELS):
        keys = [key for key in level if key in alike]
        found.append(pl.concat_str(pl.lit(f"{number}"), *keys, separator=" | "))
    return found


def _unite(rows: pl.DataFrame, levels: list[pl.Expr]) -> pl.DataFrame:
    """Column ``united``: the smallest of the levels in which somebody is settled."""
    rows = rows.with_columns(united=levels[0])
    for level in levels[1:]:
        empty = ~pl.col("is_settled").any().over("united")
        rows = rows.with_columns(higher=level)
        rows = rows.with_columns(
            united=pl.when(empty.any().over("higher")).then("higher").otherwise("united")
        )
    return rows.drop("higher")


def _pool(coded: pl.DataFrame, levels: list[pl.Expr]) -> pl.DataFrame:
    """Column ``cell``: the stratum; those that have one unit are pooled with their like."""
    coded = coded.with_columns(cell=levels[0])
    for level in levels[1:]:
        alone = pl.len().over("cell") == 1
        coded = coded.with_columns(cell=pl.when(alone).then(level).otherwise("cell"))
    largest = coded.group_by("cell").len().sort("len", "cell", descending=[True, False])
    if largest.height > 1 and largest["len"][-1] == 1:
        coded = coded.with_columns(
            cell=pl.when(pl.len().over("cell") == 1)
            .then(pl.lit(largest["cell"][0]))
            .otherwise("cell")
        )
    return coded
