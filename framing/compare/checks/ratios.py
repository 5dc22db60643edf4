"""Differences of ratios between two sides, with a standard error that costs no resampling.

Self-checks repeat one comparison for every relabelling, and planning for every simulated corpus: a
bootstrap inside each would take hours. All of them, the real comparison too, are judged by one
rule: the linearised jackknife over units within strata, with quantiles of Student's t.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.special import stdtrit

from framing.compare.checks.cells import RATE, SHARE, Cells, Floats, Ints, Mask, Part

_MEMORY = 64 << 20  # bytes that the sums of a block of comparisons may take
_PRODUCTS = 9  # columns of a side, beside those of its strata
_BOTH = (True, False)  # side a, side b
_FLAT = 1e-12  # of the scale of the estimate: what sums of floats leave of no variance


class Side(NamedTuple):
    """One side's sums, by item: ratio = top / bottom, its variance, and what stands behind it."""

    top: Floats
    bottom: Floats
    ratio: Floats
    variance: Floats
    df: Floats
    n_whole: Floats  # units that have the whole
    n_present: Floats  # units that have the item
    factor: Floats  # by column: n / (n - 1) of its stratum


class Differences(NamedTuple):
    """Side a minus side b (or log2 of a / b), by item; NaN where undefined."""

    estimate: Floats
    se: Floats
    df: Floats
    a: Side
    b: Side


class Case(NamedTuple):
    """One comparison: of each column whether it is of side a, whether it counts, its stratum."""

    is_a: Mask
    keep: Mask
    strata: Ints


def find_differences(cells: Cells | Part, *, keep: Mask | None = None) -> Differences:
    """Differences of side a and side b as the sides are, of all columns or some.

    Returns
    -------
    Differences
        ``estimate`` is a - b, or log2(a / b) for rates. Degrees of freedom are Welch's. ``se`` is
        NaN where a side has nothing, or no variance. Not for fewer than 5 units a side.
    """
    kept = np.ones(len(cells.is_a), dtype=bool) if keep is None else keep
    return next(find_each(cells, [Case(cells.is_a, kept, cells.strata)]))


def find_each(cells: Cells | Part, cases: Iterable[Case]) -> Iterator[Differences]:
    """As ``find_differences``, under other labels, of other columns, in other strata.

    Sums of many cases are one sparse product each; no case depends on those beside it.
    """
    waiting = iter(cases)
    wide = sum(cells.top.shape) * 2 * (_PRODUCTS + int(cells.strata.max(initial=0)) + 1)
    at_once = max(_MEMORY // (8 * max(wide, 1)), 1)
    while block := list(islice(waiting, at_once)):
        picks = [(case.keep & (case.is_a == side), case.strata) for case in block for side in _BOTH]
        sides = list(_sum_sides(cells, picks))
        pairs = list(zip(sides[::2], sides[1::2], strict=True))
        for (a, b), both in zip(pairs, _covariances(cells, block, pairs), strict=True):
            yield _differ(cells.kind, a, b, both)


def _differ(kind: str, a: Side, b: Side, both: Floats) -> Differences:
    """Side a minus side b, with the covariance of their ratios."""
    with np.errstate(invalid="ignore", divide="ignore"):
        if kind == RATE:
            estimate = np.log2(a.ratio / b.ratio)
            part_a, part_b = a.variance / a.ratio**2, b.variance / b.ratio**2
            part_a, part_b = part_a / np.log(2) ** 2, part_b / np.log(2) ** 2
            both = both / (a.ratio * b.ratio * np.log(2) ** 2)
        else:
            estimate, part_a, part_b = a.ratio - b.ratio, a.variance, b.variance
        df = (part_a + part_b) ** 2 / (part_a**2 / a.df + part_b**2 / b.df)
        se = np.sqrt(np.maximum(part_a + part_b - 2 * both, 0.0))
    estimate = np.where(np.isfinite(estimate), estimate, np.nan)
    se[~(se > 0)] = np.nan
    return Differences(estimate, se, df, a, b)


class _Sums(NamedTuple):
    """Sums of one side: of items by ``whole``, which is each item's row of those of the wholes."""

    top: Floats
    bottom: Floats
    square: Floats  # of top, with the factors of strata
    product: Floats  # of top and bottom, likewise
    square_bottom: Floats
    top_by: Floats  # by stratum
    bottom_by: Floats
    n_whole: Floats
    n_present: Floats


def _sum_sides(cells: Cells | Part, picks: list[tuple[Mask, Ints]]) -> Iterator[Side]:
    """Sums of the columns of each side, and what they say."""
    merged = [_merge_single(keep, strata) for keep, strata in picks]
    keeps = np.stack([keep for keep, _ in picks], axis=1).astype(np.float64)
    factors = np.stack([factor for _, factor, _ in merged], axis=1)
    ends = np.cumsum([len(size) for *_, size in merged]).tolist()
    member = np.zeros((len(keeps), ends[-1]))
    for (keep, _), (among, _, size), end in zip(picks, merged, ends, strict=True):
        rows = np.flatnonzero(keep)
        member[rows, end - len(size) + among[rows]] = 1.0
    # Sparse products throughout: their sums are added in one order, however many stand abreast.
    wholes = csr_array(cells.bottom)
    there = csr_array((cells.bottom > 0).astype(np.float64))
    tables = (
        (cells.top, keeps),
        (wholes, keeps),
        (cells.squares, factors),
        (cells.products, factors),
        (csr_array(wholes.power(2)), factors),
        (cells.top, member),
        (wholes, member),
        (there, keeps),
        (cells.present, keeps),
    )
    sums = _Sums(*(np.asarray(table @ columns) for table, columns in tables))
    for k, ((keep, _), (_, factor, size)) in enumerate(zip(picks, merged, strict=True)):
        here = slice(ends[k] - len(size), ends[k])
        own = _Sums(
            *(table[:, k] for table in sums[:5]),
            *(np.ascontiguousarray(table[:, here]) for table in sums[5:7]),
            *(table[:, k] for table in sums[7:]),
        )
        yield _judge_side(cells, own, factor=factor, size=size, n=int(keep.sum()))


def _judge_side(cells: Cells | Part, sums: _Sums, *, factor: Floats, size: Ints, n: int) -> Side:
    """The ratios of one side of ``n`` columns, and the linearised variance of each.

    var(T/B) = sum over strata of n/(n-1) * sum over units of (e - mean e)^2, where
    e = (t - T/B * b) / B: the delta method, equal to the stratified jackknife to first order
    (Cochran 1977, Sampling Techniques, ch. 6).
    """
    whole = cells.whole
    bottom = sums.bottom[whole]
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = sums.top / bottom
        raw = sums.square - 2 * ratio * sums.product + ratio**2 * sums.square_bottom[whole]
        apart = sums.top_by - ratio[:, None] * sums.bottom_by[whole]
        centred = raw - (apart**2 / np.maximum(size - 1, 1)).sum(axis=1)
        variance = centred / bottom**2
    scale = 1.0 if cells.kind == SHARE else ratio**2
    variance[~(variance > _FLAT * scale)] = np.nan
    n_whole = sums.n_whole[whole]
    df = np.maximum(n_whole - len(size), 1.0)
    # Of units that do not have the whole nothing is learned about its spread.
    n = max(n, 2)
    with np.errstate(divide="ignore"):
        variance *= n_whole / np.maximum(n_whole - 1, 0.5) * (n - 1) / n
    return Side(sums.top, bottom, ratio, variance, df, n_whole, sums.n_present, factor)


def _merge_single(keep: Mask, strata: Ints) -> tuple[Ints, Floats, Ints]:
    """Strata of the kept columns, those of one column put together; factors; sizes."""
    among = np.where(keep, strata, -1)
    size = np.bincount(strata[keep], minlength=int(strata.max(initial=0)) + 1)
    single = np.flatnonzero(size == 1)
    if len(single):
        target = single[0] if len(single) > 1 or size.max() == 1 else int(np.argmax(size))
        among[np.isin(among, single)] = target
    counts = np.bincount(among[keep], minlength=len(size))
    there = counts > 0
    place, counts = (np.cumsum(there) - 1)[among[keep]], counts[there]
    among[keep] = place
    factor = np.zeros(len(keep))
    # A side of one unit has no variance that could be told.
    factor[keep] = np.where(counts > 1, counts / np.maximum(counts - 1.0, 1.0), np.nan)[place]
    return among, factor, counts.astype(np.int64)


def _covariances(
    cells: Cells | Part, cases: list[Case], sides: list[tuple[Side, Side]]
) -> Iterator[Floats]:
    """Covariance of both ratios by units that stand on both sides, such as shared agency copy."""
    first, second = cells.twins
    if not len(first):
        yield from (np.zeros(cells.top.shape[0]) for _ in cases)
        return
    factors = np.stack(
        [
            np.where(case.keep[first] & case.keep[second], a.factor[first], 0.0)
            for case, (a, _) in zip(cases, sides, strict=True)
        ],
        axis=1,
    )
    one, other = csr_array(cells.top[:, first]), csr_array(cells.top[:, second])
    wholes, others = cells.bottom[:, first], cells.bottom[:, second]
    # Residuals of both are multiplied out, so that everything stays sparse.
    tops = csr_array(one * other) @ factors
    mixed = _beside(one, others, cells.whole) @ factors
    turned = _beside(other, wholes, cells.whole) @ factors
    bottoms = csr_array(wholes * others) @ factors
    for k, (a, b) in enumerate(sides):
        with np.errstate(invalid="ignore", divide="ignore"):
            shared = a.ratio * b.ratio * bottoms[cells.whole, k]
            found = tops[:, k] - b.ratio * mixed[:, k] - a.ratio * turned[:, k] + shared
            found /= a.bottom * b.bottom
        yield np.where(np.isfinite(found), found, 0.0)


def _beside(top: csr_array, bottom: Floats, whole: Ints) -> csr_array:
    """Each cell times the whole that stands in its column."""
    item = np.repeat(np.arange(top.shape[0]), np.diff(top.indptr))
    data = top.data * bottom[whole[item], top.indices]
    return csr_array((data, top.indices, top.indptr), shape=top.shape)


def half_widths(found: Differences, *, level: float = 0.95, among: Mask | None = None) -> Floats:
    """Half the width of the interval of each difference, or of some; NaN where there is none."""
    df, se = (found.df, found.se) if among is None else (found.df[among], found.se[among])
    return np.asarray(stdtrit(df, 0.5 + level / 2) * se, dtype=np.float64)


def may_be_told(cells: Cells | Part, found: Differences, *, least: int = 5) -> Mask:
    """Items whose difference has an interval: units enough a side, no share of 0 or 1."""
    enough = np.minimum(found.a.n_whole, found.b.n_whole) >= least
    sure = enough & np.isfinite(found.se) & np.isfinite(found.estimate)
    if cells.kind == SHARE:
        for side in (found.a, found.b):
            sure &= (side.ratio > 0) & (side.ratio < 1)
    return sure
