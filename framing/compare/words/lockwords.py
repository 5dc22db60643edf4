"""Words that all sides use at like rates: shown to be equal, not merely not shown to differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.design import MIN_DESCRIPTIVE, Pair
from framing.compare.resampling.blocks import Workers
from framing.compare.resampling.bounds import Resampling
from framing.compare.words.influence import WordSums
from framing.compare.words.intervals import word_bounds
from framing.counts.numbering import number_strings
from framing.counts.terms import TermCounts
from framing.measures.keyness import log_ratio

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MARGIN = 1.25  # how many times more often is still the same; a convention, said in every row


class Lockwords(NamedTuple):
    """Words shown to be equal (schema ``LOCKWORDS``), the tier, and what became of the others."""

    words: pl.DataFrame
    tier: str
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Versus:
    """Two sides: ``units`` from ``find_sides`` with ``side`` a or b, and what the pair allows."""

    units: pl.DataFrame
    pair: Pair


def find_lockwords(
    counted: TermCounts,
    versus: Sequence[Versus],
    *,
    margin: float,
    listed: Flags,
    resampling: Resampling,
    workers: Workers | None = None,
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Terms whose log ratio lies within a margin for every pair of sides, interval and all.

    A term is listed when, for each pair, the whole interval of its log ratio lies inside
    ``+-log2(margin)``: two one-sided tests, each at half of what the level leaves (2.5 % at level
    .95). All pairs must pass, so no pair needs a correction (intersection-union); over many terms
    that truly differ by just the margin, one in forty would be listed.

    A term is looked at when a difference of that size could have been shown: it stands in 5
    distinct articles of every side, and has so many uses that an interval of uses that come one
    by one (Poisson) would be narrower than the margin on either side.

    Parameters
    ----------
    counted
        Counts by article of all sides.
    versus
        Every pair of sides.
    margin
        Above 1: how many times more often still counts as equal.
    listed
        One flag a term: False for terms that are not asked for.
    resampling
        For the intervals.
    workers
        Who draws, where that is worth it.

    Returns
    -------
    tuple
        Rows of ``LOCKWORDS`` but for ``term``, which is the number of the term in ``row``; by
        uses falling. Then lines that count the others: rates that differ by more than the margin
        in these articles, too rare, and "not shown" (the interval is too wide).

    Source: Baker (2011), doi:10.1177/0075424211401760, for the idea of lockwords (there by the
    spread of rates, here by equivalence); Schuirmann (1987), doi:10.1007/BF01068419, for two
    one-sided tests.
    """
    sides = [_Pairwise(counted, one) for one in versus]
    limit = float(np.log2(margin))
    used = np.logical_and.reduce([s.n["a"] + s.n["b"] > 0 for s in sides]) & listed
    near = used & np.logical_and.reduce([np.abs(s.ratio) <= limit for s in sides])
    enough = np.logical_and.reduce([s.could_show(limit, resampling.level) for s in sides])
    rows = np.flatnonzero(near & enough)
    low, high = (np.full((len(sides), len(rows)), np.nan) for _ in range(2))
    for k, side in enumerate(sides):
        low[k], high[k] = side.bounds(rows, resampling, workers)
    widest = np.argmax(np.maximum(np.abs(low), np.abs(high)), axis=0) if len(rows) else rows
    within = ((low > -limit) & (high < limit) & (high > low)).all(axis=0)
    hidden = (
        _count(used & ~near, f"with rates more than a factor of {margin:g} apart on two sides"),
        _count(near & ~enough, f"too rare to show a factor of {margin:g} either way"),
        f"{int((~within).sum())} of the other {len(rows)} not shown to be equal: "
        "intervals too wide",
    )
    frames = [
        _rows(side, rows[mine], low[k][mine], high[k][mine])
        for k, side in enumerate(sides)
        for mine in (within & (widest == k),)
    ]
    found = pl.concat(frames).with_columns(
        level=pl.lit(resampling.level),
        margin=pl.lit(margin),
        claim=pl.lit("these_outlets"),
        said=pl.lit(f"equal within a factor of {margin:g}"),
    )
    return found, tuple(line for line in hidden if line)


def rates_by_side(counted: TermCounts, rows: Ints, groups: dict[str, Flags]) -> pl.DataFrame:
    """Rates a million words and numbers of articles of each side, spelled out in one cell each.

    ``groups`` has a mask of articles for each side. Columns ``row``, ``n``, ``rates``,
    ``articles``.
    """
    columns: dict[str, list[pl.Series]] = {"rates": [], "articles": []}
    n = np.zeros(len(rows), dtype=np.int64)
    for name, mask in groups.items():
        member = mask.astype(np.float64)
        words = float(counted.total_eff @ member)
        rate = counted.n_eff[rows] @ member / words * 1e6
        n += (counted.n[rows] @ member).astype(np.int64)
        k = np.diff(counted.n[rows][:, np.flatnonzero(mask)].tocsr().indptr)
        columns["rates"].append(
            pl.Series([f"{name} {value:.0f}" for value in rate], dtype=pl.String)
        )
        of = int(mask.sum())
        columns["articles"].append(pl.Series([f"{name} {x} of {of}" for x in k], dtype=pl.String))
    joined = {
        key: pl.select(pl.concat_str(parts, separator="; ")).to_series()
        for key, parts in columns.items()
    }
    return pl.DataFrame({"row": rows, "n": n, **joined})


class _Pairwise:
    """Counts of one pair of sides."""

    def __init__(self, counted: TermCounts, versus: Versus) -> None:
        docs = pl.DataFrame({"article": counted.articles}).with_row_index("column")
        docs = docs.join(versus.units, on="article", maintain_order="left")
        self.docs, self.pair = docs, versus.pair
        columns = docs["column"].to_numpy()
        self._counts = counted.n_eff[:, columns].tocsr()
        self._raw = counted.n[:, columns].tocsr()
        self._totals = counted.total_eff[columns]
        self.masks = {s: (docs["side"] == s).to_numpy() for s in "ab"}
        self.n = {s: self._counts @ self.masks[s].astype(float) for s in "ab"}
        self.total = {s: float(self._totals @ self.masks[s]) for s in "ab"}
        self.ratio = log_ratio(
            self.n["a"], self.n["b"], total_a=self.total["a"], total_b=self.total["b"]
        )

    def could_show(self, limit: float, level: float) -> Flags:
        """Whether a difference as large as the limit could have been told from none."""
        from scipy.special import ndtri

        with np.errstate(divide="ignore"):
            spread = np.sqrt(1 / self.n["a"] + 1 / self.n["b"]) / np.log(2)
        enough = ndtri((1 + level) / 2) * spread < limit
        for s in "ab":
            enough &= self._n_units(s) >= MIN_DESCRIPTIVE
        return np.asarray(enough, dtype=bool)

    def _n_units(self, side: str) -> Ints:
        from scipy.sparse import csr_array

        labels, number = number_strings(self.docs["unit"])
        own = np.flatnonzero(self.masks[side])
        shape = (self.docs.height, max(len(labels), 1))
        member = csr_array((np.ones(len(own)), (own, number.to_numpy()[own])), shape=shape)
        n_cells: Ints = np.diff((self._raw @ member).indptr)
        return n_cells

    def bounds(
        self, rows: Ints, resampling: Resampling, workers: Workers | None
    ) -> tuple[Floats, Floats]:
        """Low and high of the log ratio of some terms."""
        found = word_bounds(
            {"log_ratio": _ratio},
            self._counts,
            totals=self._totals,
            sides=(self.masks["a"], self.masks["b"]),
            docs=self.docs,
            resampling=resampling,
            terms=rows,
            workers=workers,
        )
        return found["log_ratio"].low, found["log_ratio"].high


def _ratio(sums: WordSums) -> Floats:
    return log_ratio(sums.n_a, sums.n_b, total_a=sums.total_a, total_b=sums.total_b)


def _rows(side: _Pairwise, rows: Ints, low: Floats, high: Floats) -> pl.DataFrame:
    kinds = sorted({stratum.split(" ")[0] for stratum in side.docs["stratum"]})
    return pl.DataFrame(
        {
            "row": rows,
            **{f"n_eff_{s}": side.n[s][rows] for s in "ab"},
            **{f"rate_{s}": side.n[s][rows] / side.total[s] * 1e6 for s in "ab"},
            "log_ratio": side.ratio[rows],
            "low": low,
            "high": high,
        },
        schema_overrides={"row": pl.Int64},
    ).with_columns(
        a=pl.lit(side.pair.a),
        b=pl.lit(side.pair.b),
        strata=pl.lit("articles within " + " and ".join(kinds)),
    )


def _count(terms: Flags, what: str) -> str:
    n = int(terms.sum())
    return f"{n} word{'s' * (n != 1)} {what}" if n else ""
