"""Whether coders change while they code: the thirds of each one's own units, in their order."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.coding.agreement.bounded import Clusters, bounded_rows
from framing.compare.coding.agreement.coefficients import AGREED, Part, sum_rows
from framing.compare.coding.agreement.grid import Grid
from framing.compare.resampling.bounds import Resampling
from framing.measures.agreement.sums import MISSING, label_counts
from framing.records.tables import DRIFT

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
THIRDS = ("first", "middle", "last")
CHANGE = "change"
LABEL_SHARE = "label_share"
_NO_UNIT = "undefined: no unit here that another coded, too"


_SHARES = {name: of for name, of in DRIFT.items() if name not in ("variable", "sample")}


def drift_of(
    grid: Grid,
    *,
    clusters: Clusters,
    resampling: Resampling,
    variable: str = "",
    sample: str = "",
) -> pl.DataFrame:
    """Agreement and labels in the first, middle and last third of what each coder coded.

    Parameters
    ----------
    grid
        From ``build_grid``; its ``order`` says what came first.
    clusters, resampling
        How articles are drawn for intervals.
    variable, sample
        Printed in their columns.

    Returns
    -------
    DataFrame
        Schema ``DRIFT``. ``agreement``: the mean share of the other coders of a unit who gave the
        label that the coder gave, of all coders (``coder`` empty) and of each; ``third`` is also
        ``change``, last less first. ``label_share``: how often a coder gave a label, beside it
        ``others``, the share of the label among the others' codes of the same units; no interval,
        since every third is other units.
    """
    third = find_thirds(grid)
    parts = agreement_by_third(grid, third, clusters.row)
    unknown = pl.when(pl.col("estimate").is_null()).then(pl.lit(_NO_UNIT)).otherwise("flag")
    tables = [
        bounded_rows(part, clusters=clusters, resampling=resampling).with_columns(flag=unknown)
        for part in parts
    ]
    tables.append(pl.DataFrame(list(_label_shares(grid, third, clusters.row)), schema=_SHARES))
    found = pl.concat(tables, how="diagonal_relaxed").with_columns(
        variable=pl.lit(variable), sample=pl.lit(sample)
    )
    return found.select(pl.col(name).cast(of) for name, of in DRIFT.items())


def find_thirds(grid: Grid) -> Ints:
    """The third of each code in its coder's own order, 0 to 2; -1 where there is no code."""
    third = np.full(grid.codes.shape, -1, dtype=np.int64)
    for coder in range(len(grid.coders)):
        own = np.flatnonzero(grid.codes[:, coder] != MISSING)
        ordered = own[np.argsort(grid.order[own, coder], kind="stable")]
        third[ordered, coder] = np.arange(len(own)) * 3 // max(len(own), 1)
    return third


def agreement_by_third(grid: Grid, third: Ints, row: Ints) -> Iterator[Part]:
    """Sums of every article: codes with another of the unit, and shares of others who agree."""
    alike, others = _alike(grid)
    inside = third[:, :, np.newaxis] == np.arange(3)
    counted = inside & (others > 0)[:, :, np.newaxis]
    sums = np.stack([counted * alike[:, :, np.newaxis], counted.astype(np.float64)], axis=-1)
    by_coder = sum_rows(sums, row)
    both = np.concatenate([by_coder.sum(axis=1, keepdims=True), by_coder], axis=1)
    flat = both.reshape(len(both), int(np.prod(both.shape[1:])))
    n_coders = both.shape[1]

    def shares(totals: Floats) -> Floats:
        table = totals.reshape(len(totals), n_coders * 3, 2)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(table[..., 1] > 0, table[..., 0] / table[..., 1], np.nan)

    def changes(totals: Floats) -> Floats:
        table = shares(totals).reshape(len(totals), n_coders, 3)
        return np.asarray(table[..., 2] - table[..., 0])

    coders = [None, *grid.coders]
    n = both[..., 1].sum(axis=0)
    articles = np.stack(
        [
            (both[..., 1] > 0).sum(axis=0),
            (both[..., 0] > 1e-9).sum(axis=0),
            (both[..., 1] - both[..., 0] > 1e-9).sum(axis=0),
        ],
        axis=-1,
    )
    beside = [
        _beside(coder, name, n[c, t], articles[c, t])
        for c, coder in enumerate(coders)
        for t, name in enumerate(THIRDS)
    ]
    yield Part(shares, flat, pl.DataFrame(beside))
    ends = [0, 2]
    beside = [
        _beside(coder, CHANGE, n[c, ends].sum(), articles[c, ends].min(axis=0))
        for c, coder in enumerate(coders)
    ]
    yield Part(changes, flat, pl.DataFrame(beside))


def _alike(grid: Grid) -> tuple[Floats, Floats]:
    """Of each code the share of the unit's other codes with its label, and how many there are."""
    counts = label_counts(grid.codes, n_labels=len(grid.labels))
    unit = np.arange(len(grid.codes))[:, np.newaxis]
    same = counts[unit, np.maximum(grid.codes, 0)] - 1
    others = np.where(grid.codes != MISSING, counts.sum(axis=1, keepdims=True) - 1, 0)
    return np.where(others > 0, same / np.maximum(others, 1), 0.0), others


def _beside(coder: str | None, third: str, n: float, articles: Ints) -> dict[str, object]:
    """What stands beside an estimate; of articles: all, where codes agree, where they differ."""
    n_articles, n_alike, n_apart = articles.tolist()
    return {"coder": coder, "statistic": AGREED, "third": third, "n": int(n),
            "n_articles": n_articles, "n_alike": n_alike, "n_apart": n_apart}  # fmt: skip


def _label_shares(grid: Grid, third: Ints, row: Ints) -> Iterator[dict[str, object]]:
    """How often each coder gave each label in each third, and the others of the same units."""
    q = len(grid.labels)
    counts = label_counts(grid.codes, n_labels=q)
    for c, coder in enumerate(grid.coders):
        own = np.where(grid.codes[:, [c]] == np.arange(q), 1.0, 0.0)
        rest = counts - own
        n_rest = rest.sum(axis=1)
        for t, name in enumerate(THIRDS):
            here = third[:, c] == t
            both = here & (n_rest > 0)
            share = own[here].sum(axis=0) / max(here.sum(), 1)
            others = (rest[both] / n_rest[both, np.newaxis]).sum(axis=0) / max(both.sum(), 1)
            for k, label in enumerate(grid.labels):
                yield {
                    "coder": coder,
                    "statistic": LABEL_SHARE,
                    "label": label,
                    "third": name,
                    "estimate": float(share[k]) if here.any() else None,
                    "others": float(others[k]) if both.any() else None,
                    "n": int(here.sum()),
                    "n_articles": len(np.unique(row[here])),
                    "flag": "" if here.any() else _NO_UNIT,
                }
