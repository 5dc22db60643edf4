"""Labels shuffled within events: the comparison made anew, as often as there are nulls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from framing.compare.checks.cells import RATE, Cells, Ints, Mask
from framing.compare.checks.noise import (
    N_NULLS,
    SHUFFLED,
    Comparison,
    Counts,
    spell_count,
    summarise_nulls,
)
from framing.compare.checks.ratios import Case, find_differences
from framing.compare.checks.rules import (
    ADJUSTED,
    PERMUTATIONS,
    count_adjusted,
    enters,
    score_tested,
)
from framing.compare.design import INFERENTIAL
from framing.compare.resampling.blocks import Task, Workers, map_ranges
from framing.compare.resampling.permutation import (
    MIXED,
    Exchange,
    count_relabellings,
    relabel,
    why_no_test,
)
from framing.compare.words.scores import WordScores
from framing.records.tables import NOISE

_STREAM = 3 << 40  # streams of their own: shuffled strata


def shuffle_labels(
    compared: Comparison,
    plan: Exchange,
    *,
    seed: int,
    n_nulls: int = N_NULLS,
    workers: Workers | None = None,
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
    workers
        Who compares, where that is worth it.

    Returns
    -------
    DataFrame
        Columns of ``NOISE`` that are known here, one row a rule.
    """
    cells = compared.cells
    at, moves, within = _place(cells, plan)
    keep = in_shared_events(cells, plan)
    drawn = list(_relabellings(plan, seed, n_nulls))
    facts = {
        "null": SHUFFLED,
        "n_relabellings": spell_count(count_relabellings(plan).n),
        "n_articles_a": int((keep & cells.is_a).sum()),
        "n_articles_b": int((keep & ~cells.is_a).sum()),
        "n_events": plan.n_strata,
    }
    if not drawn:
        return _row_without(
            compared, facts, "no event with articles of both sides to change places"
        )
    labels = np.stack([plan.observed[0], *drawn]).astype(np.int8)
    bare = plan.without_names()
    scores = _find_scores(compared, plan, keep, at)
    given = _Shuffles(compared, bare, labels, _Columns(at, moves, within, keep), scores, seed)
    work = compared.work + (scores.work * PERMUTATIONS if scores else 0.0)
    task = Task("shuffled labels", _compare_shuffled, given, work * len(labels))
    found = [one for part in map_ranges(task, len(labels), workers=workers) for one in part]
    flag = "" if len(drawn) == n_nulls else f"only {len(drawn)} relabellings differ from this one"
    return summarise_nulls(found[:1], found[1:], {**facts, "flag": flag})


class _Columns(NamedTuple):
    """Of each column its unit in the plan, whether that moves, its event, whether it counts."""

    at: Ints
    moves: Mask
    within: Ints
    keep: Mask


class _Shuffles(NamedTuple):
    """What every null is made from: ``labels`` of units, the observed ones first."""

    compared: Comparison
    plan: Exchange
    labels: np.ndarray[tuple[int, int], np.dtype[np.int8]]
    columns: _Columns
    scores: WordScores | None
    seed: int


def _compare_shuffled(given: _Shuffles, low: int, high: int) -> Counts:
    """Findings under some of the labels."""
    found = given.compared.findings(_cases(given, low, high))
    if given.scores is None:
        return found
    labels = [one.astype(np.int64) for one in given.labels[low:high]]
    adjusted = count_adjusted(given.scores, given.plan, labels, seed=given.seed)
    return [one | {ADJUSTED: n} for one, n in zip(found, adjusted, strict=True)]


def _cases(given: _Shuffles, low: int, high: int) -> Iterator[Case]:
    """Columns under some of the labels; the strata of a side of an event stay with its places."""
    cells, columns = given.compared.cells, given.columns
    rows = np.flatnonzero(columns.moves)
    within = columns.within[rows]
    before = rows[np.lexsort((cells.strata[rows], cells.is_a[rows], within))]
    for r in range(low, high):
        if not r:
            yield Case(cells.is_a, columns.keep, cells.strata)
            continue
        is_a = np.where(columns.moves, given.labels[r][columns.at] == 0, cells.is_a)
        dice = np.random.Generator(np.random.Philox(key=[given.seed, _STREAM + r - 1]))
        strata = cells.strata.copy()
        after = rows[np.lexsort((dice.random(len(rows)), is_a[rows], within))]
        strata[after] = cells.strata[before]
        yield Case(is_a, columns.keep, strata)


def _find_scores(compared: Comparison, plan: Exchange, keep: Mask, at: Ints) -> WordScores | None:
    """Scores of words for an adjusted p, where the tool itself gives such a p."""
    cells = compared.cells
    if cells.kind != RATE or compared.tier != INFERENTIAL or why_no_test(plan, PERMUTATIONS):
        return None
    found = find_differences(cells, keep=keep)
    tested = enters(cells, found, tier=compared.tier, n_outlets=compared.n_outlets)
    return score_tested(cells, tested, at=at, plan=plan)


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


def _row_without(compared: Comparison, facts: dict[str, object], flag: str) -> pl.DataFrame:
    rows = [{**facts, "found_by": rule, "flag": flag} for rule in compared.rules]
    return pl.DataFrame(rows, schema=NOISE)
