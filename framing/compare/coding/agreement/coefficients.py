"""The coefficients of agreement of a grid, as functions of sums that each article adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.coding.agreement.grid import Grid
from framing.compare.resampling.influence import Statistic
from framing.measures.agreement.alpha import NOMINAL, ORDINAL, krippendorff_alpha, label_alpha
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
Row = dict[str, object]
_LEAST = 1e-9  # less is what rounding left


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
        ``n_coders``, ``prevalence``; ``n_apart`` and ``n_alike``: articles in which coders
        differ about what is estimated, and in which they agree on what is rarer (on another label
        than the commonest; of a label, on it and on others, whichever is in fewer articles).
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
    paired = counts.sum(axis=1) > 1
    whole: Row = {
        "n": int(paired.sum()),
        "n_articles": len(np.unique(row[paired])),
        "n_coders": int((grid.codes[paired] != MISSING).any(axis=0).sum()),
    }
    given = counts.sum(axis=0)
    total = given.sum()
    labels: list[Row] = [
        {"label": label, "prevalence": float(n / total) if total else None, **whole}
        for label, n in zip(grid.labels, given, strict=True)
    ]
    yield _alphas(sum_rows(coincidences(counts), row), whole, labels, ordinal=ordinal)
    yield _shares(sum_rows(unit_shares(counts), row), whole)
    yield _specific(sum_rows(label_pairs(counts), row), labels)


def _alphas(pairs: Floats, whole: Row, labels: list[Row], *, ordinal: bool) -> Part:
    q = pairs.shape[-1]
    alphas = ALPHAS if ordinal else (ALPHA,)

    def alpha(sums: Floats) -> Floats:
        table = sums.reshape(-1, q, q)
        metrics = (NOMINAL, ORDINAL)[: len(alphas)]
        found = [krippendorff_alpha(table, metric=metric)[:, np.newaxis] for metric in metrics]
        return np.concatenate([*found, label_alpha(table)], axis=1)

    alike = np.diagonal(pairs, axis1=-2, axis2=-1)
    given = pairs.sum(axis=-1)
    apart = given - alike
    # Coincidences of which neither code is the label.
    others = given.sum(axis=-1, keepdims=True) - given - apart
    rows: list[Row] = [{"statistic": name, **whole} for name in alphas]
    rows += [{"statistic": ALPHA, **label} for label in labels]
    either = [(apart.sum(axis=-1), _on_rarer(alike, given))] * len(alphas)
    either += [
        (apart[:, k], min(alike[:, k], others[:, k], key=lambda each: (each > _LEAST).sum()))
        for k in range(q)
    ]
    return Part(alpha, pairs.reshape(len(pairs), q * q), _beside(rows, either))


def _shares(shares: Floats, whole: Row) -> Part:
    def both(sums: Floats) -> Floats:
        return np.column_stack([gwet_ac1(sums), percent_agreement(sums)])

    either = [(shares[:, 1] - shares[:, 0], shares[:, 0])] * 2
    rows: list[Row] = [{"statistic": name, **whole} for name in (AC1, AGREED)]
    return Part(both, shares, _beside(rows, either))


def _specific(pairs: Floats, labels: list[Row]) -> Part:
    q = pairs.shape[-1]

    def specific(sums: Floats) -> Floats:
        return specific_agreement(sums.reshape(-1, 2, q))

    either = [(pairs[:, 1, k] - pairs[:, 0, k], pairs[:, 0, k]) for k in range(q)]
    rows: list[Row] = [{"statistic": SPECIFIC, **label} for label in labels]
    return Part(specific, pairs.reshape(len(pairs), 2 * q), _beside(rows, either))


def _of_pairs(grid: Grid, row: Ints, first: int) -> Part:
    q = len(grid.labels)
    tables = pair_tables(grid.codes, first=first, n_labels=q, row=row)
    n = tables.sum(axis=(2, 3))
    alike = np.diagonal(tables, axis1=2, axis2=3)
    given = tables.sum(axis=2) + tables.sum(axis=3)
    apart = n - alike.sum(axis=2)

    def pairs(sums: Floats) -> Floats:
        table = sums.reshape(len(sums), -1, q, q)
        both = np.stack([cohen_kappa(table), pair_agreement(table)], axis=-1)
        return both.reshape(len(sums), 2 * table.shape[1])

    rows: list[Row] = [
        {
            "statistic": statistic,
            "coder": grid.coders[first],
            "other": other,
            "n": int(n[:, k].sum()),
            "n_articles": int((n[:, k] > 0).sum()),
            "n_coders": 2,
        }
        for k, other in enumerate(grid.coders[first + 1 :])
        for statistic in (KAPPA, AGREED)
    ]
    either = []
    for k in range(tables.shape[1]):
        rarer = _on_rarer(alike[:, k], given[:, k])
        either += [(apart[:, k], rarer), (apart[:, k], alike[:, k].sum(axis=1))]
    flat = tables.reshape(len(tables), int(np.prod(tables.shape[1:])))
    return Part(pairs, flat, _beside(rows, either))


def _on_rarer(alike: Floats, given: Floats) -> Floats:
    """Of each article, codes that agree on another label than the one given most."""
    most = given.sum(axis=0).argmax() if len(given) else 0
    return np.asarray(alike.sum(axis=1) - alike[:, most])


def sum_rows(units: Floats, row: Ints) -> Floats:
    """What units add, summed by article; ``row`` is the article's number of each."""
    summed = np.zeros((int(row.max(initial=-1)) + 1, *units.shape[1:]))
    np.add.at(summed, row, units)
    return summed


_BESIDE = {
    "statistic": pl.String, "label": pl.String, "coder": pl.String, "other": pl.String,
    "n": pl.Int64, "n_articles": pl.Int64, "n_coders": pl.Int64, "prevalence": pl.Float64,
    "n_apart": pl.Int64, "n_alike": pl.Int64,
}  # fmt: skip


def _beside(rows: list[Row], either: Sequence[tuple[Floats, Floats]]) -> pl.DataFrame:
    """Rows with the number of articles in which codes differ, and in which they agree."""
    counted = [
        {**row, "n_apart": int((apart > _LEAST).sum()), "n_alike": int((alike > _LEAST).sum())}
        for row, (apart, alike) in zip(rows, either, strict=True)
    ]
    return pl.DataFrame(counted, schema=_BESIDE)
