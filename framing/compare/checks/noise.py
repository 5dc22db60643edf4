"""How many findings does noise give? What is compared anew for every null, and what is said."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from framing.compare.checks.cells import RATE, Cells, Ints, Part
from framing.compare.checks.ratios import Case, find_each
from framing.compare.checks.rules import FOUND_BY, count_findings
from framing.records.tables import NOISE

SHUFFLED, HALVES = "labels shuffled", "halves of one outlet"
N_NULLS = 49
_TAIL = 0.05
_PRODUCTS = 12  # sums of every cell, beside those of strata
_REST = 500  # what judging an item costs, in multiplications


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared, anew for every null.

    ``n_outlets`` says in how many outlets each item stands: what enters a comparison is decided
    blind to labels.
    """

    cells: Cells
    n_outlets: Ints
    tier: str
    level: float = 0.95

    def findings(
        self, cases: Iterable[Case], *, part: Part | None = None
    ) -> list[dict[str, tuple[int, int]]]:
        """Of each case, for each rule how many items were tested and how many differ.

        Columns are those of all cells, or of a part of them.
        """
        cells = part or self.cells
        return [
            count_findings(cells, found, tier=self.tier, n_outlets=self.n_outlets, level=self.level)
            for found in find_each(cells, cases)
        ]

    @property
    def rules(self) -> tuple[str, ...]:
        """Names of the rules by which something counts as found."""
        return FOUND_BY if self.cells.kind == RATE else FOUND_BY[:1]

    @property
    def work(self) -> float:
        """About how many multiplications one comparison takes."""
        n_strata = int(self.cells.strata.max(initial=0)) + 1
        return float(
            self.cells.top.nnz * (_PRODUCTS + 2 * n_strata) + _REST * self.cells.top.shape[0]
        )


Counts = list[dict[str, tuple[int, int]]]


def summarise_nulls(reals: Counts, nulls: Counts, facts: dict[str, object]) -> pl.DataFrame:
    """One row a rule: the median of the real findings, and how those of noise are spread."""
    rows = []
    for rule in nulls[0]:
        noise = np.array([found[rule][1] for found in nulls])
        low, high = np.quantile(noise, [_TAIL, 1 - _TAIL], method="inverted_cdf")
        rows.append(
            {
                **facts,
                "found_by": rule,
                "n_tested": int(np.median([found[rule][0] for found in reals])),
                "findings_real": float(np.median([found[rule][1] for found in reals])),
                "findings_null_median": float(np.median(noise)),
                "null_low": float(low),
                "null_high": float(high),
                "n_nulls": len(noise),
            }
        )
    return pl.DataFrame(rows, schema=NOISE)


def spell_count(n: int) -> str:
    """A number that may be too long to read.

    >>> spell_count(70), spell_count(math.comb(200, 100))
    ('70', '9 x 10^58')
    """
    if n < 1_000_000:
        return str(n)
    digits = math.floor(math.log10(n))
    return f"{n // 10**digits} x 10^{digits}"


def say_noise(rows: pl.DataFrame, *, found_by: str = "") -> list[str]:
    """What the rows say, a sentence each, for terminals and reports; of one rule or of all.

    "Of 812 words, 31 differ (interval excludes 0); with labels shuffled 2 (0 to 7) do."
    """
    said = []
    for row in rows.iter_rows(named=True):
        if found_by and row["found_by"] not in (found_by, None):
            continue
        if row["findings_null_median"] is None:
            said.append(f"{row['measure']}: {row['flag']}")
            continue
        if not row["n_tested"]:
            said.append(f"{row['measure']}: nothing enters the comparison")
            continue
        real, noise = f"{row['findings_real']:g}", f"{row['findings_null_median']:g}"
        spread = f"{noise} ({row['null_low']:g} to {row['null_high']:g})"
        what = f"{row['measure']}: of {row['n_tested']}, {real} differ ({row['found_by']})"
        if row["null"] == SHUFFLED:
            said.append(f"{what}; with labels shuffled {spread} do")
        else:
            size = f"at {row['n_articles_a']} and {row['n_articles_b']} articles"
            said.append(f"{what} {size}; of two halves of {row['outlet']} {spread} do")
    return said
