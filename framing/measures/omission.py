"""The chance of finding none, given what others carry and how much there is: arrays in and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST_UNITS = 3  # of others: of fewer no rate can be told
LEAST_ITEMS = 40  # that a prior is fitted to; with fewer it would follow single items
# Log odds of a share: even steps are exact for such densities, and the ends are out of reach.
_ODDS = np.linspace(-70.0, 70.0, 351)
_LOG_SHARE = -np.logaddexp(0.0, -_ODDS)
_LOG_REST = -np.logaddexp(0.0, _ODDS)
_SHAPES = np.round(np.geomspace(0.1, 10.0, 21), 2)
_BLOCK = 20_000  # patterns weighed at once: bounds memory
_EVENTS = 200  # weighed at once


@dataclass(frozen=True, slots=True)
class Prior:
    """A Beta distribution of how large a share of average articles carries an item."""

    a: float
    b: float


JEFFREYS = Prior(0.5, 0.5)


def chance_none(
    carried: Flags | csr_array, exposure: Floats, *, own: float, prior: Prior = JEFFREYS
) -> Floats:
    """The chance that texts of exposure ``own`` carry none, at the rate of the others.

    A text of exposure w carries an item with probability ``1 - (1 - s) ** w``: a Poisson rate per
    word (complementary log-log), where s is the share of texts of exposure 1 (of average length)
    that carry it. With s drawn from the prior and the others' texts seen, the chance is the
    posterior mean of ``(1 - s) ** own``. Texts of equal length and Jeffreys' prior: k of n others
    and one text give ``(n - k + 0.5) / (n + 1)``. Texts are taken as independent at one rate.

    Parameters
    ----------
    carried
        Shape (items, texts): which of the others' texts carry an item. Sparse (ones) where there
        are many texts.
    exposure
        Shape (texts,): words of each over those of an average text; above 0.
    own
        The sum for the texts in which none was found.
    prior
        Of s.

    Returns
    -------
    array
        Shape (items,), 0 to 1. No p value: it says how little one should wonder, not why.

    References
    ----------
    Gelman, A. et al. (2013), Bayesian Data Analysis, 2.4 and 2.8 (Jeffreys' prior, prediction).
    """
    if isinstance(carried, np.ndarray):
        # Most items stand in one text or two: few patterns, each weighed once.
        first, place = _patterns(carried)
        found = _chances(carried[first].astype(np.float64), exposure, own=own, prior=prior)
        return found[place]
    return _chances(carried, exposure, own=own, prior=prior)


def _patterns(carried: Flags) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first row of each pattern, and the number of each row's pattern."""
    packed = np.ascontiguousarray(np.packbits(carried, axis=1))
    if packed.shape[1] > 8:
        _, first, place = np.unique(packed, axis=0, return_index=True, return_inverse=True)
        return first, place.ravel()
    wide = np.zeros((len(packed), 8), dtype=np.uint8)
    wide[:, : packed.shape[1]] = packed
    # One number a row sorts quicker than bytes do.
    _, first, place = np.unique(wide.view(np.uint64), return_index=True, return_inverse=True)
    return first, place.ravel()


def _chances(carried: Floats | csr_array, exposure: Floats, *, own: float, prior: Prior) -> Floats:
    weight = prior.a * _LOG_SHARE + prior.b * _LOG_REST
    gain, without = _evidence(exposure)
    none = np.exp(own * _LOG_REST)
    chances = np.empty(carried.shape[0])
    for start in range(0, len(chances), _BLOCK):
        log = carried[start : start + _BLOCK] @ gain + without + weight
        posterior = np.exp(log - log.max(axis=1, keepdims=True))
        chances[start : start + _BLOCK] = posterior @ none / posterior.sum(axis=1)
    return chances


def _evidence(exposure: Floats) -> tuple[Floats, Floats]:
    """By share of the grid: log odds of each text to carry, (texts, shares); log that none does."""
    without = exposure[:, None] * _LOG_REST
    # At shares next to 0 the logarithm is finite all the same: expm1 keeps tiny numbers.
    gain = np.minimum(without, -1e-300)
    np.expm1(gain, out=gain)
    np.negative(gain, out=gain)
    np.log(gain, out=gain)
    gain -= without
    return gain, without.sum(axis=0)


def log_likelihood(carried: Flags, exposure: Floats) -> Floats:
    """Log likelihood of each item's pattern at every share of the grid: shape (items, shares)."""
    gain, without = _evidence(exposure)
    log: Floats = carried.astype(np.float64) @ gain + without
    return log


def fit_prior(events: Sequence[tuple[Flags, Floats]], *, least: int) -> Prior | None:
    """The prior under which the items of a kind were most likely to be carried as they are.

    Most items stand in a single article: an item that 2 of 3 others carry is, among so many, more
    often a rare one that was lucky than Jeffreys' prior takes it for, and its absence less odd.
    Maximum likelihood of both parameters, on a grid from 0.1 to 10, of texts as in
    ``chance_none``; given that an item is known only because ``least`` texts carry it.

    Parameters
    ----------
    events
        For each event which texts carry its items (items, texts), and exposures (texts,).
    least
        1, or 2 for items that are found by standing in two texts.

    Returns
    -------
    Prior or None
        None with fewer than ``LEAST_ITEMS`` items in events of more than ``LEAST_UNITS`` texts.

    References
    ----------
    Carlin, B. P. and Louis, T. A. (2000), Bayes and Empirical Bayes Methods, chapter 3.
    """
    used = [(c, e) for c, e in events if len(e) > LEAST_UNITS and len(c)]
    if sum(len(carried) for carried, _ in used) < LEAST_ITEMS:
        return None
    a, b = (shape.ravel() for shape in np.meshgrid(_SHAPES, _SHAPES, indexing="ij"))
    log_prior = a[:, None] * _LOG_SHARE + b[:, None] * _LOG_REST
    prior = np.exp(log_prior - log_prior.max(axis=1, keepdims=True))
    total = np.zeros(len(a))
    known_by = ((carried[carried.sum(axis=1) >= least], exposure) for carried, exposure in used)
    used = [(carried, exposure) for carried, exposure in known_by if len(carried)]
    # Events are small: their patterns are weighed many at a time.
    for start in range(0, len(used), _EVENTS):
        logs, times, known, n_items = [], [], [], []
        for carried, exposure in used[start : start + _EVENTS]:
            patterns, n = _count_patterns(carried)
            logs.append(log_likelihood(patterns, exposure))
            times.append(n)
            known.append(_known(exposure, least))
            n_items.append(n.sum())
        log = np.concatenate(logs)
        top = log.max(axis=1)
        seen = np.log(np.exp(log - top[:, None]) @ prior.T) + top[:, None]
        total += np.concatenate(times) @ seen
        total -= np.array(n_items) @ np.log(np.stack(known) @ prior.T)
    best = int(np.argmax(np.round(total, 6)))
    return Prior(float(a[best]), float(b[best]))


def _count_patterns(carried: Flags) -> tuple[Flags, NDArray[np.intp]]:
    """Each pattern once, and how many items have it."""
    first, place = _patterns(carried)
    return carried[first], np.bincount(place, minlength=len(first))


def _known(exposure: Floats, least: int) -> Floats:
    """The chance, at every share of the grid, that at least so many texts carry an item."""
    none = exposure[:, None] * _LOG_REST
    known = -np.expm1(none.sum(axis=0))
    if least > 1:
        one = np.exp(none.sum(axis=0) - none) * -np.expm1(none)
        known = np.maximum(known - one.sum(axis=0), 0.0)
    positive: Floats = known
    return positive
