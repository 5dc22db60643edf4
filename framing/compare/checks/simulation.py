"""Simulated corpora of two sides, and how often the rule of intervals finds what was put in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, stdtrit

from framing.compare.checks.cells import RATE, SHARE
from framing.compare.checks.maxt import score_words
from framing.compare.design import DESCRIPTIVE, INFERENTIAL, MIN_DESCRIPTIVE, MIN_INFERENTIAL
from framing.compare.words.keyness import MIN_ARTICLES

Floats = NDArray[np.float64]
# Articles of both sides, counted and counted among: arrays of shape (2, replicates, outlets, n).
Draw = Callable[[np.random.Generator, tuple[int, int, int]], tuple[Floats, Floats]]

NS = (5, 10, 20, 30, 50, 100)
REPLICATES = 1000
POWERED = 0.8
CLAIMS = ("these_outlets", "group")
_STREAM = 1 << 40  # draws of units, relabellings and simulations are streams of their own


@dataclass(frozen=True, slots=True)
class Setting:
    """What is simulated: ``n`` articles of each of ``outlets`` outlets a side.

    ``critical`` is the score that a word must exceed among all words, where they are tested.
    """

    kind: str
    n: int
    outlets: int = 1
    claim: str = "these_outlets"
    level: float = 0.95
    critical: float | None = None


def share_found(
    draw: Draw, setting: Setting, *, seed: int, replicates: int = REPLICATES
) -> tuple[float, float | None]:
    """How often the interval of the difference excludes 0 on the side where it was put.

    Parameters
    ----------
    draw
        Draws articles of both sides; a function of the generator and the shape alone.
    setting
        Kind of number, articles, outlets, claim, level.
    seed, replicates
        Whole numbers. Each number of articles has a Philox stream of its own, the same for all
        sizes of difference, so that power does not wobble from size to size.

    Returns
    -------
    tuple
        The same by the score of max-T stands second, where the setting has a critical value.
    """
    generator = np.random.Generator(np.random.Philox(key=[seed, _STREAM + setting.n]))
    top, bottom = draw(generator, (replicates, setting.outlets, setting.n))
    found = float(_found(top, bottom, setting).mean())
    if setting.critical is None:
        return found, None
    return found, float((score_words(top, bottom) > setting.critical).mean())


def _found(top: Floats, bottom: Floats, setting: Setting) -> NDArray[np.bool_]:
    """The rule of ``find_differences``, for every replicate at once."""
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = top.sum(axis=(2, 3)) / bottom.sum(axis=(2, 3))
        apart = top - ratio[..., None, None] * bottom
        apart /= bottom.sum(axis=(2, 3))[..., None, None]
        variance, free = _variance(apart, bottom, setting)
        if setting.kind == RATE:
            difference, variance = np.log(ratio[0] / ratio[1]), variance / ratio**2
        else:
            difference = ratio[0] - ratio[1]
        together = variance.sum(axis=0)
        df = together**2 / (variance**2 / free).sum(axis=0)
        half = stdtrit(df, 0.5 + setting.level / 2) * np.sqrt(together)
        return np.asarray((difference > half) & _enters(top, bottom, ratio, setting))


def _variance(apart: Floats, bottom: Floats, setting: Setting) -> tuple[Floats, Floats]:
    """Variance of each side's ratio: articles within outlets, or whole outlets."""
    if setting.claim == "group":
        by_outlet = apart.sum(axis=3)
        k = by_outlet.shape[2]
        centred = by_outlet - by_outlet.mean(axis=2, keepdims=True)
        return k / (k - 1) * (centred**2).sum(axis=2), np.full(by_outlet.shape[:2], k - 1.0)
    centred = apart - apart.mean(axis=3, keepdims=True)
    variance = setting.n / (setting.n - 1) * (centred**2).sum(axis=(2, 3))
    n_whole = (bottom > 0).sum(axis=(2, 3))
    return variance, np.maximum(n_whole - setting.outlets, 1.0)


def _enters(top: Floats, bottom: Floats, ratio: Floats, setting: Setting) -> NDArray[np.bool_]:
    """Whether the tool would give an interval at all."""
    enough = ((bottom > 0).sum(axis=(2, 3)) >= MIN_DESCRIPTIVE).all(axis=0)
    if setting.kind == SHARE:
        enough &= ((ratio > 0) & (ratio < 1)).all(axis=0)
    if setting.kind == RATE:
        present = (top > 0).sum(axis=(2, 3))
        enough &= (present > 0).all(axis=0)
        if setting.n * setting.outlets < MIN_INFERENTIAL:
            enough &= present.max(axis=0) >= MIN_ARTICLES[DESCRIPTIVE]
        else:
            enough &= present.sum(axis=0) >= MIN_ARTICLES[INFERENTIAL]
    return np.asarray(enough)


def articles_needed(ns: list[int], powers: list[float], *, power: float = POWERED) -> int | None:
    """How many articles have the wanted power, between the simulated numbers; None: more.

    Power is about Phi(c * sqrt(n) - z), so its probit is read off a line in sqrt(n) between two
    neighbours. The smallest simulated number is returned where it has the power already.

    >>> articles_needed([25, 100], [0.5, 0.975])
    52
    """
    for k, found in enumerate(powers):
        if found < power:
            continue
        if not k:
            return ns[0]
        low, high = (ndtri(np.clip(powers[j], 0.001, 0.999)) for j in (k - 1, k))
        if high <= low:
            return ns[k]
        part = (ndtri(power) - low) / (high - low)
        root = np.sqrt(ns[k - 1]) + part * (np.sqrt(ns[k]) - np.sqrt(ns[k - 1]))
        return int(np.ceil(root**2 - 1e-9))
    return None


def error_of(power: float, replicates: int) -> float:
    """Monte-Carlo standard error of a simulated power; never below that of one find in all."""
    p = min(max(power, 1 / (replicates + 1)), replicates / (replicates + 1))
    return float(np.sqrt(p * (1 - p) / replicates))


def power_by_formula(difference: float, se: float, *, level: float = 0.95) -> float:
    """Power of a normal estimate: Phi(difference / se - z). A check on simulations.

    >>> round(power_by_formula(2.8016, 1.0), 2)
    0.8
    """
    return float(ndtr(difference / se - ndtri(0.5 + level / 2)))
