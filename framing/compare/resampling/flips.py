"""Sign flips: whether differences of events, one an event, have a mean other than 0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.compare.resampling.draws import named_stream
from framing.compare.resampling.permutation import ALPHA

Floats = NDArray[np.float64]

_BLOCK = 1024  # sets of signs held at a time
_TIE = 1e-9  # as a share: equal sums differ in the last digits, added in another order


@dataclass(frozen=True, slots=True)
class Flips:
    """A two-sided ``p``, None where nothing could be shown, and how it came about."""

    p: float | None
    method: str


def flip_signs(values: Floats, names: Sequence[str], *, seed: int, replicates: int) -> Flips:
    """Test whether the mean of differences is 0 by flipping their signs.

    p = share of the sets of signs with abs(sum) at least the observed one. All 2^k sets are taken
    where there are no more than ``replicates``, else so many random ones, and
    p = (1 + those) / (1 + replicates).

    Parameters
    ----------
    values
        One difference for each of ``names``. A difference of 0 has no sign: it adds nothing to k.
    names
        Events; the random signs of each depend on the seed and its name alone.
    seed, replicates
        Whole numbers; replicates at least 1.

    Returns
    -------
    Flips
        No p where 2 / 2^k, the smallest that k differences can show, is above .05.

    Notes
    -----
    Exact where, were the sides alike, every difference would be as likely with the other sign
    (Fisher 1935, The Design of Experiments, section 21); the 1 that is added after Phipson and
    Smyth (2010, doi:10.2202/1544-6115.1585).

    >>> flip_signs(np.array([1.0, 2, 3, 4, 5, 6]), list("abcdef"), seed=1, replicates=999)
    Flips(p=0.03125, method='sign flips over 6 events, all 64 of them, smallest p 0.031')
    """
    signed = np.flatnonzero(values)
    k = len(signed)
    equal = len(values) - k
    said = f"{k} event{'s' * (k != 1)}" + (f" ({equal} more without a difference)" if equal else "")
    least = 2.0 / 2.0**k
    exact = 2**k <= replicates
    if not exact:
        least = max(least, 1 / (1 + replicates))
    if least > ALPHA:
        return Flips(None, f"sign flips over {said}: smallest p {min(least, 1):.2g}: no p")
    differences = values[signed]
    observed = abs(differences.sum()) * (1 - _TIE)
    signs = _every(k) if exact else _sample([names[i] for i in signed.tolist()], seed, replicates)
    reached = sum(int((np.abs(block @ differences) >= observed).sum()) for block in signs)
    p = reached / 2**k if exact else (1 + reached) / (1 + replicates)
    taken = f"all {2**k} of them" if exact else f"{replicates} of 2^{k}"
    return Flips(p, f"sign flips over {said}, {taken}, smallest p {least:.2g}")


def _every(k: int) -> Iterator[Floats]:
    for low in range(0, 2**k, _BLOCK):
        number = np.arange(low, min(low + _BLOCK, 2**k))[:, np.newaxis]
        yield np.where(number >> np.arange(k) & 1, -1.0, 1.0)


def _sample(names: Sequence[str], seed: int, replicates: int) -> Iterator[Floats]:
    streams = [named_stream(seed, f"sign {name}") for name in names]
    for low in range(0, replicates, _BLOCK):
        n = min(_BLOCK, replicates - low)
        yield np.column_stack([np.where(s.random(n) < 0.5, -1.0, 1.0) for s in streams])
