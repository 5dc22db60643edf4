"""Who is held out: articles in folds, one outlet at a time, and parts of the training rows."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.learn.examples import MIN_LABEL, Examples

N_FOLDS = 5
PARTS = (0.25, 0.5, 0.75, 1.0)  # of the training rows, for the learning curve
MIN_OUTLETS = 5


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows to train on and rows to test; no unit (copy group) stands in both."""

    name: str
    train: NDArray[np.int64]
    test: NDArray[np.int64]


def deal_folds(
    units: Sequence[str], truth: NDArray[np.int64], *, n: int, seed: int
) -> NDArray[np.int64]:
    """A fold number for each row: units whole, every fold with its share of every label.

    Units of a label (that of their first row) are dealt out in the order of a hash of seed and
    name, so that folds depend neither on the order of rows nor on a generator's version.
    """
    deal = {unit: k % n for k, unit in enumerate(shuffle_units(units, truth, seed=seed))}
    return np.array([deal[unit] for unit in units], dtype=np.int64)


def shuffle_units(units: Sequence[str], truth: NDArray[np.int64], *, seed: int) -> list[str]:
    """Units by label, in an order that seed and names alone decide."""
    label: dict[str, int] = {}
    for unit, k in zip(units, truth.tolist(), strict=True):
        label.setdefault(unit, k)
    return sorted(label, key=lambda unit: (label[unit], _hash(seed, unit)))


def _hash(seed: int, unit: str) -> str:
    return hashlib.sha256(f"{seed}\x1f{unit}".encode()).hexdigest()


def article_folds(examples: Examples, *, seed: int) -> list[Fold]:
    """Five folds of units, each with its share of every label."""
    fold = deal_folds(examples.units, examples.truth, n=N_FOLDS, seed=seed)
    return [
        Fold(f"fold {k + 1}", np.flatnonzero(fold != k), np.flatnonzero(fold == k))
        for k in range(N_FOLDS)
    ]


def outlet_folds(examples: Examples) -> list[Fold]:
    """One fold an outlet: trained on the units that no article of it belongs to."""
    outlets, units = np.array(examples.outlets), np.array(examples.units)
    folds = []
    for outlet in sorted(set(examples.outlets)):
        own = outlets == outlet
        related = np.isin(units, units[own])
        folds.append(Fold(outlet, np.flatnonzero(~related), np.flatnonzero(own)))
    return folds


def can_train(examples: Examples, fold: Fold) -> bool:
    """Whether what is left to train on has enough of every label."""
    units = np.array(examples.units)
    here = examples.truth[fold.train]
    return all(
        len(set(units[fold.train[here == k]])) >= MIN_LABEL / 2 for k in range(len(examples.labels))
    )


def growing(examples: Examples, fold: Fold, *, seed: int) -> Iterator[NDArray[np.int64]]:
    """Ever larger parts (``PARTS``) of a fold's training rows, each within the next."""
    order = {
        unit: k
        for k, unit in enumerate(shuffle_units(examples.units, examples.truth, seed=seed + 1))
    }
    rows = sorted(fold.train.tolist(), key=lambda i: (order[examples.units[i]], i))
    mixed = _mixed(rows, examples)
    for part in PARTS:
        yield np.array(sorted(mixed[: math.ceil(part * len(mixed))]), dtype=np.int64)


def _mixed(rows: list[int], examples: Examples) -> list[int]:
    """Rows of all labels mixed in proportion, so that any beginning has a share of each."""
    by_label: dict[int, list[int]] = {}
    for i in rows:
        by_label.setdefault(int(examples.truth[i]), []).append(i)
    placed = [
        ((k + 0.5) / len(own), label, i)
        for label, own in by_label.items()
        for k, i in enumerate(own)
    ]
    return [i for _, _, i in sorted(placed)]
