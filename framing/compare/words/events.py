"""Words on shared events: one odds ratio over all of them, with an interval from units."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from framing.compare.resampling.blocks import Task, Workers, map_ranges
from framing.compare.resampling.draws import drawn_together, unit_strata
from framing.compare.resampling.influence import summarise
from framing.compare.words.sides import Floats, Ints, Sides
from framing.measures.keyness import mantel_haenszel

_MEMORY = 128 << 20  # bytes that a block of terms may take
_ARRAYS = 12  # arrays of terms by articles that live at one time
_REST = 100  # what the odds of a term without an article cost, in multiplications


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


def event_bounds(
    frame: pl.DataFrame, both: Sides, *, level: float, workers: Workers | None = None
) -> tuple[Floats, Floats]:
    """Bounds of ``mh_log_odds`` from what each unit takes along, in tails of Student's t.

    The jackknife within strata, with degrees of freedom as all bounds have them
    (``resampling.influence``). Not the bootstrap: an event has a few articles a side, and draws
    that lose its only article, or take it twice, understate how far the estimate can move. NaN
    where a side's uses in shared events all stand in one unit.

    Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 11.
    """
    # Imported here: the command line reads this module for its options.
    from scipy.special import stdtrit

    given = _prepare(frame["row"].to_numpy(), both)
    work = float(_REST * frame.height * both.docs.height)
    task = Task("odds over events of terms", _deviations, given, work)
    parts = list(map_ranges(task, frame.height, workers=workers))
    deviation, df = np.concatenate([np.empty((2, 0)), *parts], axis=1)
    with np.errstate(invalid="ignore"):
        reach = -stdtrit(df, (1.0 - level) / 2.0) * deviation
    point = frame["mh_log_odds"].to_numpy()
    return point - reach, point + reach


class _Events(NamedTuple):
    """What the odds of terms over events are made from.

    Attributes
    ----------
    cells
        Terms by articles.
    total
        All words of each article.
    sides
        Of side a and b, 1 for its articles.
    members
        Of side a and b, articles by events.
    drawn
        Articles by units (or clusters) that are left out together.
    sizes
        How many of these each stratum has.
    shared
        Above 0 for units with articles of events with words of both sides.
    """

    cells: csr_array
    total: Floats
    sides: tuple[Floats, Floats]
    members: tuple[csr_array, csr_array]
    drawn: csr_array
    sizes: Ints
    shared: Floats


def _prepare(rows: Ints, both: Sides) -> _Events:
    strata = unit_strata(both.docs)
    drawn, sizes = drawn_together(strata)
    number = both.docs.select("unit").join(
        strata.select("unit", drawn=pl.Series(drawn)), on="unit", how="left", maintain_order="left"
    )
    n_docs = both.docs.height
    cells = (np.ones(n_docs), (np.arange(n_docs), number["drawn"].to_numpy()))
    member = csr_array(cells, shape=(n_docs, int(sizes.sum())))
    return _Events(
        both.counted.n_eff[rows],
        both.counted.total_eff,
        (both.mask("a"), both.mask("b")),
        (both.members("event", "a"), both.members("event", "b")),
        member,
        sizes,
        np.asarray(member.T @ _in_shared(both)),
    )


def _deviations(given: _Events, low: int, high: int) -> Floats:
    """Standard deviation of each term's estimate, and its degrees of freedom: (2, terms)."""
    at_once = max(_MEMORY // (8 * _ARRAYS * max(len(given.total), 1)), 1)
    parts = [
        _deviation(given._replace(cells=given.cells[start : min(start + at_once, high)]))
        for start in range(low, high, at_once)
    ]
    return np.concatenate(parts, axis=1)


def _deviation(given: _Events) -> Floats:
    sizes = given.sizes
    moved = np.asarray((given.drawn.T @ _without(given).T).T)
    moved[~np.isfinite(moved)] = 0.0  # of terms without an estimate: they get no bounds
    starts = np.cumsum(sizes) - sizes
    n = np.maximum(sizes, 2)
    mean = np.add.reduceat(moved, starts, axis=1) / n
    squares = np.add.reduceat(np.square(moved - np.repeat(mean, sizes, axis=1)), starts, axis=1)
    variance = np.where(sizes > 1, (n - 1) / n * squares, 0.0)
    used = np.where(sizes > 1, np.add.reduceat(moved != 0, starts, axis=1, dtype=np.int64), 0)
    n_terms = given.cells.shape[0]
    found = summarise(variance.T, used.T.astype(np.float64), np.zeros(n_terms), sizes)
    alone = np.zeros(n_terms, dtype=bool)
    for side in given.sides:
        own = (given.cells * side[np.newaxis]).tocsr() @ given.drawn
        held = csr_array(own * (given.shared > 0)[np.newaxis])
        held.eliminate_zeros()
        alone |= np.diff(held.indptr) < 2
    with np.errstate(invalid="ignore"):
        deviation = np.sqrt(variance.sum(axis=1)) * found.scale
    return np.stack([np.where(alone, np.nan, deviation), found.df])


def _in_shared(both: Sides) -> Floats:
    """1 for articles of events with words of both sides."""
    words = [both.counted.total_eff @ both.members("event", side) for side in "ab"]
    shared = ((words[0] > 0) & (words[1] > 0)).astype(np.float64)
    return np.asarray(both.members("event") @ shared)


def _without(given: _Events) -> Floats:
    """What the estimate of each term loses with each article: (terms, articles).

    ln R - ln S with the article minus that without it, where R = sum a d / N and S = sum b c / N
    over shared events, a, b are uses, c, d all other words of side a and b, and N both sides'
    words. An article that was alone on its side takes its event along.
    """
    words = [given.total @ member for member in given.members]
    uses = [(given.cells @ member).toarray() for member in given.members]
    dense = given.cells.toarray()
    lost = np.zeros(dense.shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        parts = _parts(uses[0], uses[1], words[0], words[1])
        whole = [part.sum(axis=1, keepdims=True) for part in parts]
        for side in (0, 1):
            own = np.flatnonzero(np.diff(given.members[side].indptr))
            event = given.members[side].indices
            left_uses = [used[:, event] for used in uses]
            left_words = [sums[event] for sums in words]
            left_uses[side] = np.maximum(left_uses[side] - dense[:, own], 0.0)
            left_words[side] = np.maximum(left_words[side] - given.total[own], 0.0)
            rest = _parts(*left_uses, *left_words)
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
