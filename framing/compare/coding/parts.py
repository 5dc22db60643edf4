"""The coefficients of agreement of a grid, as functions of sums that each article adds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.coding.grid import Grid
from framing.compare.resampling.influence import Statistic
from framing.measures.agreement.alpha import ORDINAL, krippendorff_alpha, label_alpha
from framing.measures.agreement.chance import (
    cohen_kappa,
    gwet_ac1,
    pair_agreement,
    percent_agreement,
    specific_agreement,
)
from framing.measures.agreement.sums import (
    MISSING,
    coincidences,
    label_counts,
    label_pairs,
    pair_tables,
    unit_shares,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ALPHA, ALPHA_ORDINAL, AC1 = "alpha", "alpha_ordinal", "AC1"
AGREED, SPECIFIC, KAPPA = "agreement", "specific_agreement", "kappa"
ALPHAS = (ALPHA, ALPHA_ORDINAL)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Estimates that are functions of the same sums.

    Attributes
    ----------
    statistic
        Takes sums of shape (draws, columns), returns estimates of shape (draws, estimates).
    sums
        Shape (articles, columns): what each article adds.
    beside
        One row an estimate: ``statistic``, ``label``, ``coder``, ``other``, ``n``, ``n_articles``,
        ``n_coders``, ``prevalence``.
    """

    statistic: Statistic
    sums: Floats
    beside: pl.DataFrame


def agreement_parts(grid: Grid, row: Ints, *, ordinal: bool) -> Iterator[Part]:
    """Every coefficient: of all coders, of each label, of each pair of coders.

    Parameters
    ----------
    grid
        From ``build_grid``.
    row
        Of each unit, the number of its article, from 0.
    ordinal
        Whether alpha is told for labels in order, too.
    """
    counts = label_counts(grid.codes, n_labels=len(grid.labels))
    yield from _of_all(grid, counts, row, ordinal=ordinal)
    for first in range(len(grid.coders) - 1):
        yield _of_pairs(grid, row, first)


def _of_all(grid: Grid, counts: Floats, row: Ints, *, ordinal: bool) -> Iterator[Part]:
    q = len(grid.labels)
    paired = counts.sum(axis=1) > 1
    whole = {
        "n": int(paired.sum()),
        "n_articles": len(np.unique(row[paired])),
        "n_coders": int((grid.codes[paired] != MISSING).any(axis=0).sum()),
    }
    given = counts.sum(axis=0)
    total = given.sum()
    labels = [
        {"label": label, "prevalence": float(n / total) if total else None, **whole}
        for label, n in zip(grid.labels, given, strict=True)
    ]
    alphas = ALPHAS if ordinal else (ALPHA,)

    def alpha(sums: Floats) -> Floats:
        pairs = sums.reshape(-1, q, q)
        found = [krippendorff_alpha(pairs)[:, np.newaxis]]
        if ordinal:
            found.append(krippendorff_alpha(pairs, metric=ORDINAL)[:, np.newaxis])
        return np.concatenate([*found, label_alpha(pairs)], axis=1)

    def shares(sums: Floats) -> Floats:
        return np.column_stack([gwet_ac1(sums), percent_agreement(sums)])

    def specific(sums: Floats) -> Floats:
        return specific_agreement(sums.reshape(-1, 2, q))

    yield Part(
        alpha,
        _sum_rows(coincidences(counts), row),
        _beside([{"statistic": name, **whole} for name in alphas]
                + [{"statistic": ALPHA, **label} for label in labels]),
    )  # fmt: skip
    yield Part(
        shares,
        _sum_rows(unit_shares(counts), row),
        _beside([{"statistic": name, **whole} for name in (AC1, AGREED)]),
    )
    yield Part(
        specific,
        _sum_rows(label_pairs(counts), row),
        _beside([{"statistic": SPECIFIC, **label} for label in labels]),
    )


def _of_pairs(grid: Grid, row: Ints, first: int) -> Part:
    q = len(grid.labels)
    tables = pair_tables(grid.codes, first=first, n_labels=q, row=row)
    by_article = tables.sum(axis=(2, 3))
    beside = [
        {
            "statistic": statistic,
            "coder": grid.coders[first],
            "other": other,
            "n": int(by_article[:, k].sum()),
            "n_articles": int((by_article[:, k] > 0).sum()),
            "n_coders": 2,
        }
        for k, other in enumerate(grid.coders[first + 1 :])
        for statistic in (KAPPA, AGREED)
    ]

    def pairs(sums: Floats) -> Floats:
        table = sums.reshape(len(sums), -1, q, q)
        both = np.stack([cohen_kappa(table), pair_agreement(table)], axis=-1)
        return both.reshape(len(sums), -1)

    return Part(pairs, tables.reshape(len(tables), int(np.prod(tables.shape[1:]))), _beside(beside))


def _sum_rows(units: Floats, row: Ints) -> Floats:
    """What units add, summed by article and laid flat."""
    flat = units.reshape(len(units), int(np.prod(units.shape[1:])))
    summed = np.zeros((int(row.max(initial=-1)) + 1, flat.shape[1]))
    np.add.at(summed, row, flat)
    return summed


_BESIDE = {
    "statistic": pl.String, "label": pl.String, "coder": pl.String, "other": pl.String,
    "n": pl.Int64, "n_articles": pl.Int64, "n_coders": pl.Int64, "prevalence": pl.Float64,
}  # fmt: skip


def _beside(rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=_BESIDE)
