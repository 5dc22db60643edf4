"""The share of a label: by hand, by the tool, and the tool's corrected by hand."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.compare.coding.corrected.units import FOLDS, Coded, Floats, Ints

HAND, MACHINE, CORRECTED = METHODS = ("hand", "machine", "corrected")
_NOTHING = 1e-12  # of the sum of squares: what is left of a constant


class Part(NamedTuple):
    """A share, and what each coded unit and each article adds to its error (sums of about 0).

    ``unseen`` is a variance: that of strata where all coded units are alike, as if one were not.
    """

    value: float
    units: Floats
    articles: Floats
    unseen: float = 0.0
    tuning: float | None = None


def unit_shares(coded: Coded, inside: np.ndarray, *, outlets_equal: bool) -> tuple[Floats, Ints]:
    """What each unit counts, summing to 1, and the number of what it is centred within.

    With ``outlets_equal`` each outlet inside adds as much as the others.
    """
    weight = np.where(inside, coded.weight, 0.0)
    if not outlets_equal:
        return weight / weight.sum(), np.zeros(len(weight), dtype=np.int64)
    outlet = (coded.sides["outlet"].rank("dense").cast(int) - 1).to_numpy()
    sums = np.bincount(outlet, weights=weight)
    n = np.count_nonzero(sums)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(weight > 0, weight / sums[outlet] / n, 0.0)
    return share, outlet.astype(np.int64)


def estimate_part(coded: Coded, share: Floats, centre: Ints, *, label: int, method: str) -> Part:
    """The share of a label by one method.

    Parameters
    ----------
    coded
        The population.
    share, centre
        From ``unit_shares``.
    label
        Its number.
    method
        ``hand``: the mean of the coded units, weighed by share / probability (Hajek);
        ``machine``: the tool's labels of all units; ``corrected``: lambda times the tool's share,
        and the weighed mean of hand - lambda times tool over the coded units.
    """
    machine = (coded.predicted == label).astype(np.float64)
    if method == MACHINE:
        value = float(share @ machine)
        added = share * (machine - _within(share, share * machine, centre))
        return Part(value, np.zeros(len(coded.at)), _by_article(coded, added))
    hand = (coded.said == label).astype(np.float64)
    drawn = share[coded.at] / coded.chance
    drawn = drawn / drawn.sum()
    by_fold = np.zeros(FOLDS)
    if method == CORRECTED:
        by_fold = cross_tune(coded, drawn, hand, machine[coded.at])
    tuning = by_fold[coded.fold]
    # Less the tool's share: a fold's lambda then moves nothing but what it is for.
    told = tuning * (machine - share @ machine)
    left = hand - told[coded.at]
    rest = float(drawn @ left)
    units = drawn * (left - rest)
    expected = share * (told + rest)
    every = expected + np.bincount(coded.at, weights=units, minlength=len(share))
    added = every - share * _within(share, every, centre)
    used = by_fold[coded.fold[coded.at]]
    mean = float(drawn @ used) if method == CORRECTED else None
    unseen = find_unseen(coded, drawn, hand)
    return Part(float(expected.sum()), units, _by_article(coded, added), unseen, mean)


def find_unseen(coded: Coded, drawn: Floats, hand: Floats) -> float:
    """What strata may hide in which the label was always coded, or never.

    Their spread is 0 as far as it was seen. Taken is that of one unit more among all such units of
    either kind: a tool that misses one in 200 is rarely caught by 100 units.
    """
    used = drawn > 0
    n, sums = (np.bincount(coded.cell, weights=used * x) for x in (np.ones(len(hand)), hand))
    variance = 0.0
    for alike in (sums == 0, sums == n):
        here = used & alike[coded.cell]
        if here.any():
            squares = (1.0 - coded.chance[here]) * np.square(drawn[here])
            variance += float(squares.sum()) / np.count_nonzero(here)
    return variance


def _by_article(coded: Coded, added: Floats) -> Floats:
    sums = np.bincount(coded.article, weights=added, minlength=len(coded.within))
    return sums.astype(np.float64)


def _within(share: Floats, values: Floats, centre: Ints) -> Floats:
    """For each unit the mean of what it is centred within."""
    whole = np.bincount(centre, weights=share)
    sums = np.bincount(centre, weights=values)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, sums / whole, 0.0)[centre]


def cross_tune(coded: Coded, drawn: Floats, hand: Floats, machine: Floats) -> Floats:
    """Lambda for each fold of articles, from the coded units of the other folds."""
    fold = coded.fold[coded.at]
    used = drawn > 0
    found = np.zeros(FOLDS)
    for k in range(FOLDS):
        other = used & (fold != k)
        if other.any():
            found[k] = tune(
                hand[other], machine[other], drawn=drawn[other],
                chance=coded.chance[other], cell=coded.cell[other],
            )  # fmt: skip
    return found


def tune(hand: Floats, machine: Floats, *, drawn: Floats, chance: Floats, cell: Ints) -> float:
    """The lambda, 0 to 1, that makes the weighed mean of hand - lambda times tool vary least.

    A regression of what units add to hand's mean on what they add to the tool's, within the strata
    that they were drawn from (Angelopoulos, Duchi and Zrnic 2023, for unequal probabilities).
    """
    weight = drawn / drawn.sum()
    left = 1.0 - chance
    y, f = (weight * (x - weight @ x) for x in (hand, machine))
    y, f = (centred(x, left, cell) for x in (y, f))
    n = np.bincount(cell).astype(np.float64)
    grow = np.where(n > 1, n / np.maximum(n - 1, 1), 0.0)[cell] * left
    whole = float(np.sum(grow * f * f))
    if whole <= _NOTHING * float(weight @ weight):
        return 0.0
    return float(np.clip(np.sum(grow * y * f) / whole, 0.0, 1.0))


def centred(values: Floats, weight: Floats, cell: Ints) -> Floats:
    """Values less the weighed mean of their cell."""
    whole = np.bincount(cell, weights=weight)
    sums = np.bincount(cell, weights=weight * values)
    return values - (sums / np.where(whole > 0, whole, 1.0))[cell]
