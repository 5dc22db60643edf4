"""How many findings does noise give? Labels shuffled within events, and halves of one outlet."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.checks.ratios import (
    RATE,
    Cells,
    Ints,
    Mask,
    Part,
    find_differences,
    take_columns,
)
from framing.compare.checks.rules import (
    ADJUSTED,
    FOUND_BY,
    PERMUTATIONS,
    count_adjusted,
    count_findings,
    enters,
)
from framing.compare.design import INFERENTIAL
from framing.compare.resampling.permutation import (
    MIXED,
    Exchange,
    count_relabellings,
    relabel,
    why_no_test,
)
from framing.records.tables import NOISE

SHUFFLED, HALVES = "labels shuffled", "halves of one outlet"
N_NULLS = 49
MIN_HALF = 10  # articles
_TAIL = 0.05
_STREAM = 3 << 40  # streams of their own: shuffled strata, splits


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
        self,
        *,
        is_a: Mask | None = None,
        keep: Mask | None = None,
        strata: Ints | None = None,
        part: Part | None = None,
    ) -> dict[str, tuple[int, int]]:
        """For each rule how many items were tested and how many differ, in all columns or some."""
        cells = part or self.cells
        found = find_differences(cells, is_a=is_a, keep=keep, strata=strata)
        return count_findings(
            cells, found, tier=self.tier, n_outlets=self.n_outlets, level=self.level
        )

    @property
    def rules(self) -> tuple[str, ...]:
        """Names of the rules by which something counts as found."""
        return FOUND_BY if self.cells.kind == RATE else FOUND_BY[:1]


def shuffle_labels(
    compared: Comparison, plan: Exchange, *, seed: int, n_nulls: int = N_NULLS
) -> pl.DataFrame:
    """Findings as the sides are, beside those with labels of units permuted within events.

    Only units in events of both sides take part, in the real comparison too: the others could not
    change places, and what they differ in would be no noise. The name of a stratum moves with the
    label.

    Parameters
    ----------
    compared
        The comparison.
    plan
        From ``exchange``, of the same units: labels 0 (a) and 1 (b).
    seed, n_nulls
        Whole numbers; where there are fewer relabellings, each is used once.

    Returns
    -------
    DataFrame
        Columns of ``NOISE`` that are known here, one row a rule.
    """
    cells = compared.cells
    at, moves, within = _place(cells, plan)
    keep = in_shared_events(cells, plan)
    judge = _judge(compared, plan, keep, seed)
    nulls = []
    for r, drawn in enumerate(_relabellings(plan, seed, n_nulls)):
        is_a = np.where(moves, drawn[at] == 0, cells.is_a)
        dice = np.random.Generator(np.random.Philox(key=[seed, _STREAM + r]))
        strata = _carry(cells, is_a, moves, within, dice)
        nulls.append(compared.findings(is_a=is_a, keep=keep, strata=strata) | judge(drawn))
    facts = {
        "null": SHUFFLED,
        "n_relabellings": spell_count(count_relabellings(plan).n),
        "n_articles_a": int((keep & cells.is_a).sum()),
        "n_articles_b": int((keep & ~cells.is_a).sum()),
        "n_events": plan.n_strata,
    }
    if not nulls:
        return _row_without(
            compared, facts, "no event with articles of both sides to change places"
        )
    flag = "" if len(nulls) == n_nulls else f"only {len(nulls)} relabellings differ from this one"
    real = compared.findings(keep=keep) | judge(plan.observed[0])
    return _rows([real], nulls, {**facts, "flag": flag})


def _judge(
    compared: Comparison, plan: Exchange, keep: Mask, seed: int
) -> Callable[[Ints], dict[str, tuple[int, int]]]:
    """Of labels, the words whose adjusted p is below .05, where the tool itself gives such a p."""
    cells = compared.cells
    if cells.kind != RATE or compared.tier != INFERENTIAL or why_no_test(plan, PERMUTATIONS):
        return lambda labels: {}
    found = find_differences(cells, keep=keep)
    tested = enters(cells, found, tier=compared.tier, n_outlets=compared.n_outlets)
    at, _, _ = _place(cells, plan)
    return lambda labels: {
        ADJUSTED: count_adjusted(cells, tested, at=at, plan=plan, labels=labels, seed=seed)
    }


def in_shared_events(cells: Cells, plan: Exchange) -> Mask:
    """Columns of units that can change places, and of those on both sides in the same events."""
    at, moves, within = _place(cells, plan)
    return np.asarray(moves | (np.isin(within, within[moves]) & (plan.observed[0][at] == MIXED)))


def _place(cells: Cells, plan: Exchange) -> tuple[Ints, Mask, Ints]:
    """For each column its unit's row in the plan, whether that can move, and its event."""
    names = plan.units["unit"]
    at = cells.columns["unit"].replace_strict(names, np.arange(len(names))).to_numpy()
    within = plan.units["within"].fill_null("").rank("dense").to_numpy().astype(np.int64)
    return at, (plan.piece >= 0)[at], within[at]


def _relabellings(plan: Exchange, seed: int, n_nulls: int) -> Iterator[Ints]:
    """Labels of units, other than the observed ones and these with both sides' names swapped."""
    if not plan.n_strata:
        return
    moves = plan.piece >= 0
    now = plan.observed[0][moves]
    # Two more than wanted: where all are listed, the observed ones and their mirror are among them.
    n = 0
    for block in relabel(plan, seed=seed, replicates=n_nulls + 2):
        for labels in block:
            same = labels[moves]
            if n < n_nulls and not ((same == now).all() or (same == 1 - now).all()):
                n += 1
                yield labels


def _carry(cells: Cells, is_a: Mask, moves: Mask, within: Ints, dice: np.random.Generator) -> Ints:
    """Strata under other labels: each event's places on a side keep theirs, who sits there not."""
    strata = cells.strata
    rows = np.flatnonzero(moves)
    before = rows[np.lexsort((strata[rows], cells.is_a[rows], within[rows]))]
    after = rows[np.lexsort((dice.random(len(rows)), is_a[rows], within[rows]))]
    moved = strata.copy()
    moved[after] = strata[before]
    return moved


def split_halves(
    compared: Comparison, outlet: str, *, keep: Mask, seed: int, n_nulls: int = N_NULLS
) -> pl.DataFrame | None:
    """Findings between two random halves of one outlet, at the real comparison's size.

    Halves share their events: the articles of each are dealt out in turn; an event with one
    article is left out. Both are subsampled: the halves to the real sides' numbers where these are
    smaller, and the real sides to the halves', as often as halves are drawn.

    Parameters
    ----------
    compared
        The comparison.
    outlet
        Whose articles are split; None is returned where a half has fewer than 10.
    keep
        Columns of the real comparison: units in events of both sides.
    seed, n_nulls
        Whole numbers.
    """
    cells = compared.cells
    own = cells.columns.with_row_index("k").filter(pl.col("outlet") == outlet)
    own = own.drop_nulls("event").unique("unit", keep="first", maintain_order=True)
    own = own.filter(pl.len().over("event") > 1)
    rows, event = own["k"].to_numpy(), own["event"].rank("dense").to_numpy()
    half = len(rows) // 2
    real = [np.flatnonzero(keep & cells.is_a), np.flatnonzero(keep & ~cells.is_a)]
    size = [min(len(side), half) for side in real]
    if half < MIN_HALF or min(size) < 2:
        return None
    nulls, reals = [], []
    for r in range(n_nulls):
        dice = np.random.Generator(np.random.Philox(key=[seed, _STREAM * 2 + r]))
        order = rows[np.lexsort((dice.random(len(rows)), event))]
        sides = [dice.permutation(order[side::2])[: size[side]] for side in (0, 1)]
        nulls.append(_findings_of(compared, sides, outlet=True))
        drawn = [dice.permutation(real[side])[: size[side]] for side in (0, 1)]
        reals.append(_findings_of(compared, drawn))
    facts = {
        "null": HALVES,
        "outlet": outlet,
        "n_articles_a": size[0],
        "n_articles_b": size[1],
        "n_events": int(own["event"].n_unique()),
        "flag": "",
    }
    return _rows(reals, nulls, facts)


def _findings_of(
    compared: Comparison, sides: list[NDArray[np.int64]], *, outlet: bool = False
) -> dict[str, tuple[int, int]]:
    """Findings between two sets of columns; those of one outlet are one stratum."""
    columns = np.sort(np.concatenate(sides))
    part = take_columns(compared.cells, columns)
    strata = np.zeros(len(columns), dtype=np.int64) if outlet else None
    return compared.findings(is_a=np.isin(columns, sides[0]), strata=strata, part=part)


Counts = list[dict[str, tuple[int, int]]]


def _rows(reals: Counts, nulls: Counts, facts: dict[str, object]) -> pl.DataFrame:
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


def _row_without(compared: Comparison, facts: dict[str, object], flag: str) -> pl.DataFrame:
    rows = [{**facts, "found_by": rule, "flag": flag} for rule in compared.rules]
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
