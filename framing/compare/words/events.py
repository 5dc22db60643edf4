"""Words on shared events: one odds ratio over all of them, with an interval from units."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from framing.compare.resampling.draws import drawn_together, unit_strata
from framing.compare.resampling.influence import summarise
from framing.compare.words.sides import Floats, Ints, Sides
from framing.measures.keyness import mantel_haenszel

_TERMS_AT_ONCE = 200  # arrays of terms by articles, dense


def with_events(frame: pl.DataFrame, both: Sides) -> pl.DataFrame:
    """Add ``mh_log_odds`` over shared events, and how many of how many inform."""
    rows = frame["row"].to_numpy()
    members = {side: both.members("event", side) for side in "ab"}
    words = {side: both.counted.total_eff @ members[side] for side in "ab"}
    counts = {side: (both.counted.n_eff @ members[side]).tocsr()[rows] for side in "ab"}
    found = mantel_haenszel(counts["a"], counts["b"], total_a=words["a"], total_b=words["b"])
    shared = int(((words["a"] > 0) & (words["b"] > 0)).sum())
    return frame.with_columns(
        mh_log_odds=pl.Series(found.log_odds),
        n_events_informative=pl.Series(found.n_informative),
        n_events_shared=pl.lit(shared, dtype=pl.Int64),
    )


def event_bounds(frame: pl.DataFrame, both: Sides, *, level: float) -> tuple[Floats, Floats]:
    """Bounds of ``mh_log_odds`` from what each unit takes along, in tails of Student's t.

    The jackknife within strata, with degrees of freedom as all bounds have them
    (``resampling.influence``). Not the bootstrap: an event has a few articles a side, and draws
    that lose its only article, or take it twice, understate how far the estimate can move. NaN
    where a side's uses in shared events all stand in one unit.

    Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 11.
    """
    # Imported here: the command line reads this module for its options.
    from scipy.special import stdtrit

    parts = [
        _deviation(frame["row"].to_numpy()[start : start + _TERMS_AT_ONCE], both)
        for start in range(0, frame.height, _TERMS_AT_ONCE)
    ]
    deviation, df = (np.concatenate(found) for found in zip(*parts, strict=True))
    with np.errstate(invalid="ignore"):
        reach = -stdtrit(df, (1.0 - level) / 2.0) * deviation
    point = frame["mh_log_odds"].to_numpy()
    return point - reach, point + reach


def _deviation(rows: Ints, both: Sides) -> tuple[Floats, Floats]:
    """Standard deviation of each term's estimate, and its degrees of freedom."""
    strata = unit_strata(both.docs)
    drawn, sizes = drawn_together(strata)
    number = both.docs.select("unit").join(
        strata.select("unit", drawn=pl.Series(drawn)), on="unit", how="left", maintain_order="left"
    )
    n_docs = both.docs.height
    cells = (np.ones(n_docs), (np.arange(n_docs), number["drawn"].to_numpy()))
    member = csr_array(cells, shape=(n_docs, int(sizes.sum())))
    moved = np.asarray((member.T @ _without(rows, both).T).T)
    moved[~np.isfinite(moved)] = 0.0  # of terms without an estimate: they get no bounds
    starts = np.cumsum(sizes) - sizes
    n = np.maximum(sizes, 2)
    mean = np.add.reduceat(moved, starts, axis=1) / n
    squares = np.add.reduceat(np.square(moved - np.repeat(mean, sizes, axis=1)), starts, axis=1)
    variance = np.where(sizes > 1, (n - 1) / n * squares, 0.0)
    used = np.where(sizes > 1, np.add.reduceat(moved != 0, starts, axis=1, dtype=np.int64), 0)
    found = summarise(variance.T, used.T.astype(np.float64), np.zeros(len(rows)), sizes)
    alone = np.zeros(len(rows), dtype=bool)
    shared = np.asarray(member.T @ _in_shared(both))
    for side in "ab":
        own = (both.counted.n_eff[rows] * both.mask(side)[np.newaxis]).tocsr() @ member
        held = csr_array(own * (shared > 0)[np.newaxis])
        held.eliminate_zeros()
        alone |= np.diff(held.indptr) < 2
    with np.errstate(invalid="ignore"):
        deviation = np.sqrt(variance.sum(axis=1)) * found.scale
    return np.where(alone, np.nan, deviation), found.df


def _in_shared(both: Sides) -> Floats:
    """1 for articles of events with words of both sides."""
    words = [both.counted.total_eff @ both.members("event", side) for side in "ab"]
    shared = ((words[0] > 0) & (words[1] > 0)).astype(np.float64)
    return np.asarray(both.members("event") @ shared)


def _without(rows: Ints, both: Sides) -> Floats:
    """What the estimate of each term loses with each article: (terms, articles).

    ln R - ln S with the article minus that without it, where R = sum a d / N and S = sum b c / N
    over shared events, a, b are uses, c, d all other words of side a and b, and N both sides'
    words. An article that was alone on its side takes its event along.
    """
    members = {side: both.members("event", side) for side in "ab"}
    words = {side: both.counted.total_eff @ members[side] for side in "ab"}
    cells = both.counted.n_eff[rows]
    uses = {side: (cells @ members[side]).toarray() for side in "ab"}
    dense = cells.toarray()
    lost = np.zeros(dense.shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        parts = _parts(uses["a"], uses["b"], words["a"], words["b"])
        whole = [part.sum(axis=1, keepdims=True) for part in parts]
        for side in "ab":
            own = np.flatnonzero(np.diff(members[side].indptr))
            event = members[side].indices
            length = {s: np.where(s == side, both.counted.total_eff[own], 0.0) for s in "ab"}
            used = {s: np.where(s == side, dense[:, own], 0.0) for s in "ab"}
            rest = _parts(
                *(np.maximum(uses[s][:, event] - used[s], 0.0) for s in "ab"),
                *(np.maximum(words[s][event] - length[s], 0.0) for s in "ab"),
            )
            top, bottom = (
                w / (w - part[:, event] + left)
                for w, part, left in zip(whole, parts, rest, strict=True)
            )
            lost[:, own] = np.log(top) - np.log(bottom)
    return lost


def _parts(n_a: Floats, n_b: Floats, words_a: Floats, words_b: Floats) -> tuple[Floats, Floats]:
    """What each event adds to the top and to the bottom of the odds ratio; 0 where one side is."""
    shared = (words_a > 1e-9) & (words_b > 1e-9)
    size = words_a + words_b
    per = np.divide(shared, size, out=np.zeros(size.shape), where=shared)
    return n_a * (words_b - n_b) * per, n_b * (words_a - n_a) * per
