"""By which rules an item counts as different: one set for the real comparison and for noise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from framing.compare.checks.cells import RATE, Cells, Ints, Mask, Part
from framing.compare.checks.ratios import Differences, half_widths, may_be_told
from framing.compare.design import INFERENTIAL
from framing.compare.resampling.maxt import adjust_each
from framing.compare.resampling.permutation import ALPHA, Exchange
from framing.compare.words.keyness import MIN_ARTICLES
from framing.compare.words.scores import WordScores, prepare_scores, units_of
from framing.measures.keyness import g2

MIN_OUTLETS = 2  # of a word, in tier inferential
# The first is the tool's; the others are what peers do, word by word.
G2_LIMITS = {"G2 > 3.84": 3.84, "G2 > 10.83": 10.83}
INTERVAL = "interval excludes 0"
FOUND_BY = (INTERVAL, *G2_LIMITS)
ADJUSTED = "p_adjusted < .05"
PERMUTATIONS = 199  # behind each adjusted p: the smallest is .005


def enters(cells: Cells | Part, found: Differences, *, tier: str, n_outlets: Ints) -> Mask:
    """Items that the tier lets into the comparison; of words only those in articles enough."""
    if cells.kind != RATE:
        return np.asarray((found.a.n_whole > 0) & (found.b.n_whole > 0))
    least = MIN_ARTICLES[tier]
    if tier == INFERENTIAL:
        several = found.a.n_present + found.b.n_present >= least
        return np.asarray(several & (n_outlets >= MIN_OUTLETS))
    return np.asarray(np.maximum(found.a.n_present, found.b.n_present) >= least)


def count_findings(
    cells: Cells | Part, found: Differences, *, tier: str, n_outlets: Ints, level: float
) -> dict[str, tuple[int, int]]:
    """For each rule how many items were tested, and how many of them differ.

    An item without an interval (a word that one side lacks, a share of 0 or 1) is tested and does
    not differ by the rule of intervals.
    """
    inside = enters(cells, found, tier=tier, n_outlets=n_outlets)
    told = inside & may_be_told(cells, found)
    reach = half_widths(found, level=level, among=told)
    differs = np.abs(found.estimate[told]) > reach
    n = int(inside.sum())
    counts = {INTERVAL: (n, int(differs.sum()))}
    if cells.kind == RATE and n:
        ranking = g2(
            found.a.top[inside],
            found.b.top[inside],
            total_a=float(found.a.bottom[0]),
            total_b=float(found.b.bottom[0]),
        )
        size = np.abs(ranking)  # its sign says on which side
        counts |= {name: (n, int((size > least).sum())) for name, least in G2_LIMITS.items()}
    return counts if n or cells.kind != RATE else dict.fromkeys(FOUND_BY, (0, 0))


def score_tested(cells: Cells, tested: Mask, *, at: Ints, plan: Exchange) -> WordScores:
    """The scores of words that are tested together; ``at`` is each column's unit in the plan.

    They are those of all labels that the plan allows: each event has as many of a side in all.
    """
    n_units = plan.units.height
    return prepare_scores(
        units_of(cells.top[np.flatnonzero(tested)], unit=at, n_units=n_units),
        words=np.bincount(at, weights=cells.bottom[0], minlength=n_units).astype(np.float64),
        plan=plan,
    )


def count_adjusted(
    scores: WordScores, plan: Exchange, labels: Sequence[Ints], *, seed: int
) -> list[tuple[int, int]]:
    """Of each labelling how many words are tested, and how many have an adjusted p below .05."""
    found = adjust_each(scores, plan, labels, seed=seed, replicates=PERMUTATIONS)
    return [(len(p), int((p < ALPHA).sum())) for p in found]
