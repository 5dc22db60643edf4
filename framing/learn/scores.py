"""Scores of held-out predictions, with intervals from drawing units again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.draws import draw_weights, percentile_interval, unit_strata

Floats = NDArray[np.float64]
MIN_UNITS = 5  # drawn at least, else there is no interval
WHOLE = ("accuracy", "macro_F1")
_UNDEFINED = {"precision": "never predicted", "recall": "not coded", "F1": "neither"}
PER_LABEL = ("prevalence", "precision", "recall", "F1")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was predicted for articles that the model had not seen.

    ``truth`` and ``predicted`` index the labels; ``units`` and ``strata`` say what an interval
    draws again, and within what.
    """

    truth: NDArray[np.int64]
    predicted: NDArray[np.int64]
    units: tuple[str, ...]
    strata: tuple[str, ...]


def score(
    outcome: Outcome, labels: tuple[str, ...], *, resampling: Resampling
) -> list[dict[str, object]]:
    """Accuracy, macro-F1, and for each label prevalence, precision, recall and F1.

    The interval draws units with replacement and leaves the predictions as they are: it speaks
    of these models on other articles like these, not of training again.

    Returns
    -------
    list of dict
        ``label`` (None for scores of all labels), ``measure``, ``estimate`` (None where
        undefined), ``low``, ``high``, ``level``, ``n`` (articles of the label, or all),
        ``n_articles``, ``baseline`` (what an answer without reading reaches: one and the same
        label for every article, for macro-F1 labels at random in their shares, which is 1 /
        number of labels; None where that says nothing) and ``flag``.
    """
    cells = _confusion(outcome, len(labels))
    point = _measures(cells.sum(axis=0)[None])
    baseline = np.nan_to_num(_measures(_constant(cells.sum(axis=0)))).max(axis=0)
    low, high, reason = _interval(outcome, cells, resampling)
    rows: list[dict[str, object]] = []
    for j, (label, measure, n) in enumerate(_columns(cells.sum(axis=0), labels)):
        value = float(point[0, j])
        sure = bool(np.isfinite(low[j]) and high[j] > low[j])
        undefined = not np.isfinite(value)
        flag = f"undefined: {_UNDEFINED[measure]}" if undefined else "" if sure else reason
        best = 1 / len(labels) if measure == "macro_F1" else float(baseline[j])
        said = measure in (*WHOLE, "F1")
        rows.append(
            {
                "label": label,
                "measure": measure,
                "estimate": None if undefined else value,
                "low": float(low[j]) if sure else None,
                "high": float(high[j]) if sure else None,
                "level": resampling.level if sure else None,
                "n": n,
                "n_articles": len(outcome.truth),
                "baseline": best if said else None,
                "flag": flag or ("" if sure else "no variation between units: no interval"),
            }
        )
    return rows


def _columns(cells: Floats, labels: tuple[str, ...]) -> list[tuple[str | None, str, int]]:
    """Label, measure and n of each column of ``_measures``."""
    total = int(cells.sum())
    whole = [(None, measure, total) for measure in WHOLE]
    return [
        *whole,
        *(
            (label, measure, int(cells[k].sum()))
            for k, label in enumerate(labels)
            for measure in PER_LABEL
        ),
    ]


def _confusion(outcome: Outcome, n_labels: int) -> Floats:
    """Counts by unit, true label and predicted label; units in the order of ``unit_strata``."""
    order = {unit: k for k, unit in enumerate(_strata(outcome)["unit"])}
    cells = np.zeros((len(order), n_labels, n_labels))
    rows = np.array([order[unit] for unit in outcome.units], dtype=np.int64)
    np.add.at(cells, (rows, outcome.truth, outcome.predicted), 1.0)
    return cells


def _strata(outcome: Outcome) -> pl.DataFrame:
    return unit_strata(pl.DataFrame({"unit": outcome.units, "stratum": outcome.strata}))


def _measures(cells: Floats) -> Floats:
    """Rows of confusion tables into rows of measures; NaN where undefined."""
    hit = np.diagonal(cells, axis1=1, axis2=2)
    true, said, total = cells.sum(axis=2), cells.sum(axis=1), cells.sum(axis=(1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        f1 = 2 * hit / (true + said)
        per_label = np.stack([true / total[:, None], hit / said, hit / true, f1], axis=2)
        accuracy = hit.sum(axis=1) / total
    whole = np.stack([accuracy, np.nan_to_num(f1).mean(axis=1)], axis=1)
    return np.concatenate([whole, per_label.reshape(len(cells), -1)], axis=1)


def _constant(cells: Floats) -> Floats:
    """Confusion tables of giving every article one and the same label, a table a label."""
    true = cells.sum(axis=1)
    tables = np.zeros((len(true), len(true), len(true)))
    for k in range(len(true)):
        tables[k, :, k] = true
    return tables


def _interval(
    outcome: Outcome, cells: Floats, resampling: Resampling
) -> tuple[Floats, Floats, str]:
    """Bounds of every measure, and the reason where there are none."""
    none = np.full(_measures(cells.sum(axis=0)[None]).shape[1], np.nan)
    strata = _strata(outcome)
    if strata.height < MIN_UNITS:
        return none, none, f"fewer than {MIN_UNITS} units: no interval"
    flat = cells.reshape(len(cells), -1)
    draws = [
        _measures((weights @ flat).reshape(len(weights), *cells.shape[1:]))
        for weights in draw_weights(strata, seed=resampling.seed, replicates=resampling.replicates)
    ]
    return (*percentile_interval(np.concatenate(draws), level=resampling.level), "")
