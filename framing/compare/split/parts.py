"""The parts of a difference between two rates: arrays in, arrays out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PARTS = (
    "rate_a",
    "rate_b",
    "difference",
    "agenda",
    "wording",
    "unmatched_a",
    "unmatched_b",
    "no_event_a",
    "no_event_b",
)


def split_difference(
    top_a: Floats,
    bottom_a: Floats,
    top_b: Floats,
    bottom_b: Floats,
    *,
    stand_in_a: Floats | None = None,
    stand_in_b: Floats | None = None,
) -> Floats:
    """Split the difference of two rates on shared events, unmatched ones kept apart.

    With w the share of a shared event e in a side's denominator on shared events and r its rate::

        agenda      = sum_e (w_Ae - w_Be) (r_Ae + r_Be) / 2
        wording     = sum_e (w_Ae + w_Be) / 2 (r_Ae - r_Be)
        unmatched_a = u_A (r_A of unmatched events - r_A of shared events)
        no_event_a  = the same for what has no event

    and for B with the opposite sign, so that the six parts add up to the difference r_A - r_B.
    Weights are symmetric: sides exchanged, every part changes its sign (and ``_a`` with ``_b``).

    Parameters
    ----------
    top_a, bottom_a, top_b, bottom_b
        Numerators and denominators of cells, shape (..., shared events + 2): the shared events,
        then all that is unmatched, then all that has no event.
    stand_in_a, stand_in_b
        Rates of the same shape for cells without denominator: a shared event that a replicate
        did not draw has weight 0 there and keeps its observed rate.

    Returns
    -------
    ndarray of shape (..., 9)
        In the order of ``PARTS``; NaN where a side has no denominator on shared events (rates and
        difference stand), or none at all. A part that nothing adds to is 0.

    Kitagawa (1955), doi:10.1080/01621459.1955.10501299; unmatched after Nopo (2008),
    doi:10.1162/rest.90.2.290. Not a cause: an outlet may choose its events for how it words them.

    >>> a = np.array([3.0, 1, 0, 0]), np.array([6.0, 4, 0, 0])
    >>> b = np.array([1.0, 1, 0, 0]), np.array([2.0, 8, 0, 0])
    >>> split_difference(*a, *b).round(4).tolist()
    [0.4, 0.2, 0.2, 0.125, 0.075, 0.0, 0.0, 0.0, 0.0]
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        weight_a, cell_a, nil_a, whole_a, *outside_a = _side(top_a, bottom_a, stand_in_a)
        weight_b, cell_b, nil_b, whole_b, *outside_b = _side(top_b, bottom_b, stand_in_b)
    agenda = ((weight_a - weight_b) * (cell_a + cell_b) / 2).sum(axis=-1) + nil_a + nil_b
    wording = ((weight_a + weight_b) / 2 * (cell_a - cell_b)).sum(axis=-1) + nil_a + nil_b
    parts = (
        whole_a,
        whole_b,
        whole_a - whole_b,
        agenda,
        wording,
        outside_a[0],
        0.0 - outside_b[0],  # never a -0
        outside_a[1],
        0.0 - outside_b[1],
    )
    return np.stack(np.broadcast_arrays(*parts), axis=-1)


def split_events(
    top_a: Floats, bottom_a: Floats, top_b: Floats, bottom_b: Floats
) -> tuple[Floats, Floats]:
    """What each shared event adds to agenda and to wording.

    agenda_e = (w_Ae - w_Be) ((r_Ae + r_Be) / 2 - r), wording_e = (w_Ae + w_Be) / 2 (r_Ae - r_Be).
    The middle r of both sides' rates on shared events is taken off, which leaves the sum as it is
    (weights add up to 1 on both sides) and says what is meant: more room for an event where the
    rate is *high* raises the rate. Without it every event that A covers more would count as raising
    it; the sum has no such choice, its division into events has (Oaxaca and Ransom 1999,
    doi:10.1162/003465399767923908).

    Parameters
    ----------
    top_a, bottom_a, top_b, bottom_b
        Of the shared events alone, shape (events,); denominators above 0.

    Returns
    -------
    tuple of ndarray
        Agenda and wording, shape (events,).
    """
    weight_a, weight_b = bottom_a / bottom_a.sum(), bottom_b / bottom_b.sum()
    rate_a, rate_b = top_a / bottom_a, top_b / bottom_b
    middle = (top_a.sum() / bottom_a.sum() + top_b.sum() / bottom_b.sum()) / 2
    agenda = (weight_a - weight_b) * ((rate_a + rate_b) / 2 - middle)
    return agenda, (weight_a + weight_b) / 2 * (rate_a - rate_b)


def _side(top: Floats, bottom: Floats, stand_in: Floats | None) -> tuple[Floats, ...]:
    """Weights and rates of shared events, 0 or NaN (none), rate of all, what lies outside adds."""
    rate = top / bottom
    if stand_in is not None:
        rate = np.where(bottom > 0, rate, stand_in)
    inside = bottom[..., :-2]
    on_shared = inside.sum(axis=-1)
    nil = np.where(on_shared > 0, 0.0, np.nan)
    weight = inside / on_shared[..., np.newaxis]
    shared = (weight * rate[..., :-2]).sum(axis=-1) + nil
    total = bottom.sum(axis=-1)
    whole = top.sum(axis=-1) / total
    outside = (
        np.where(bottom[..., k] > 0, bottom[..., k] / total * (rate[..., k] - shared), nil)
        for k in (-2, -1)
    )
    return weight, rate[..., :-2], nil, whole, *outside
