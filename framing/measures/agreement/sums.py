"""What each unit adds to the coefficients of agreement: sums of rows may be weighted and added.

Every coefficient of ``framing.measures.agreement`` is a function of sums over units, so a draw of
units is a product of weights with these rows, and nothing is counted again.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
MISSING = -1


def label_counts(codes: Codes, *, n_labels: int) -> Floats:
    """How many coders gave each unit each label.

    Parameters
    ----------
    codes
        Shape (units, coders): numbers of labels from 0; ``MISSING`` where a coder gave none.
    n_labels
        How many labels there are to choose from.

    Returns
    -------
    ndarray of shape (units, n_labels)

    Raises
    ------
    ValueError
        For a number that is no label.

    Examples
    --------
    >>> label_counts(np.array([[0, 0, 1], [1, -1, -1]]), n_labels=2)
    array([[2., 1.],
           [0., 1.]])
    """
    if codes.size and not (codes.min() >= MISSING and codes.max() < n_labels):
        raise ValueError(
            f"codes from {codes.min()} to {codes.max()}; allowed: -1 to {n_labels - 1}"
        )
    # Numbers shifted by one, so that missing codes fall into a column that is dropped.
    place = codes + 1 + np.arange(len(codes))[:, np.newaxis] * (n_labels + 1)
    counts = np.bincount(place.ravel(), minlength=len(codes) * (n_labels + 1))
    return counts.reshape(len(codes), n_labels + 1)[:, 1:].astype(np.float64)


def coincidences(counts: Floats) -> Floats:
    """Krippendorff's coincidences: pairs of codes of one unit, each pair 1 / (its codes - 1).

    Parameters
    ----------
    counts
        From ``label_counts``.

    Returns
    -------
    ndarray of shape (units, labels, labels)
        Symmetric, the sum of a unit is the number of its codes; 0 where it has fewer than two.
    """
    n = counts.sum(axis=1)
    pairs = counts[:, :, np.newaxis] * counts[:, np.newaxis, :]
    diagonal = np.arange(counts.shape[1])
    pairs[:, diagonal, diagonal] -= counts
    shared: Floats = pairs / np.maximum(n - 1, 1)[:, np.newaxis, np.newaxis]
    return shared


def unit_shares(counts: Floats) -> Floats:
    """What percent agreement and AC1 are made of.

    Returns
    -------
    ndarray of shape (units, 2 + labels)
        Share of the unit's pairs of codes that agree, 0 to 1; 1 if it has a pair; share of its
        codes that each label has. 0 where there is nothing to share.
    """
    n = counts.sum(axis=1)
    paired = n > 1
    alike = (counts * (counts - 1)).sum(axis=1) / np.where(paired, n * (n - 1), 1)
    shares = counts / np.maximum(n, 1)[:, np.newaxis]
    return np.column_stack([alike, paired, shares])


def label_pairs(counts: Floats) -> Floats:
    """Ordered pairs of codes of one unit, by label: what specific agreement is made of.

    Returns
    -------
    ndarray of shape (units, 2, labels)
        Pairs that both have the label; pairs whose first has it.
    """
    n = counts.sum(axis=1, keepdims=True)
    return np.stack([counts * (counts - 1), counts * np.maximum(n - 1, 0)], axis=1)


def pair_tables(codes: Codes, *, first: int, n_labels: int, row: Codes) -> Floats:
    """The labels of one coder against those of every coder after it, summed into rows.

    Parameters
    ----------
    codes
        As for ``label_counts``.
    first
        The number of the coder.
    row
        Of each unit, from 0: units of one row (an article) are added.

    Returns
    -------
    ndarray of shape (rows, coders after first, n_labels, n_labels)
        Units that both coded, by the labels of the first and of the other.
    """
    others = codes[:, first + 1 :]
    unit, other = np.nonzero((codes[:, [first]] != MISSING) & (others != MISSING))
    shape = (int(row.max(initial=-1)) + 1, others.shape[1], n_labels, n_labels)
    place = np.ravel_multi_index(
        (row[unit], other, codes[unit, first], others[unit, other]), shape
    ) if len(unit) else unit  # fmt: skip
    return np.bincount(place, minlength=int(np.prod(shape))).reshape(shape).astype(np.float64)
