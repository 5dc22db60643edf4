"""How well a layer agrees with gold annotations: scores with intervals, and confusion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.draws import draw_weights, percentile_interval
from framing.measures.matching import match_spans, score_counts
from framing.records.gold import Gold, Pairing, Passage
from framing.records.tables import CONFUSION, EVALUATION, table

PASSAGE, ALL = "(passage)", "(passage and all labels)"
MOST_LABELS = 12  # a column with more values is free text: only its agreement is scored
MIN_ARTICLES = 5
NOT_FOUND, NOT_IN_GOLD = "(not found)", "(not in gold)"
_MEASURES = ("precision", "recall", "F1")


@dataclass(frozen=True, slots=True)
class _Question:
    """Something to count: passages at all, with one label, or with equal ones."""

    column: str
    label: str
    measures: tuple[str, ...]


def pair_passages(gold: Gold, found: Sequence[Passage], *, iou: float) -> list[Pairing]:
    """Match a layer to gold, article by article and annotator by annotator.

    Only articles that somebody annotated count. Pairs are one to one (see ``match_spans``).

    Parameters
    ----------
    gold
        What persons marked.
    found
        What the layer has, in any articles.
    iou
        Least overlap of a pair, 0 to 1.
    """
    theirs: dict[tuple[str, str], list[Passage]] = {}
    for passage in gold.passages:
        theirs.setdefault((passage.article, passage.annotator), []).append(passage)
    own: dict[str, list[Passage]] = {}
    for passage in found:
        own.setdefault(passage.article, []).append(passage)
    pairings = []
    for article, annotators in sorted(gold.annotators.items()):
        here = tuple(sorted(own.get(article, []), key=lambda p: (p.pieces, p.id)))
        for annotator in annotators:
            marked = tuple(sorted(theirs.get((article, annotator), []), key=lambda p: p.pieces))
            pairs = match_spans([p.pieces for p in marked], [p.pieces for p in here], iou=iou)
            pairings.append(Pairing(article, 1 / len(annotators), marked, here, tuple(pairs)))
    return pairings


def score_layer(
    pairings: Sequence[Pairing],
    *,
    layer: str,
    columns: Sequence[str],
    units: Mapping[str, str],
    resampling: Resampling,
) -> pl.DataFrame:
    """Precision, recall and F1 of passages and labels, agreement of labels, with intervals.

    Parameters
    ----------
    pairings
        From ``pair_passages``.
    layer
        Printed in the column ``layer``.
    columns
        Labels that gold and layer both have.
    units
        Unit of each article (its copy group, else itself): what the bootstrap draws.
    resampling
        Seed, replicates, level; percentile intervals.

    Returns
    -------
    DataFrame
        Schema ``EVALUATION``. ``(passage)``: found at all. ``(passage and all labels)``: with
        every label equal. For a column: ``agreement`` is the share of matched passages with an
        equal label, 0 to 1; for each of at most 12 labels precision, recall and F1 of passages
        with that label. ``n_gold``, ``n_found``, ``n_matched``: passages, weighted where several
        persons annotated an article. An undefined score is null, ``flag`` says why.
    """
    questions = _ask(pairings, columns)
    counts = np.array([[_count(p, q, columns) for q in questions] for p in pairings])
    names = sorted({units[p.article] for p in pairings})
    place = {name: k for k, name in enumerate(names)}
    by_unit = np.zeros((len(names), len(questions), 3))
    np.add.at(by_unit, [place[units[p.article]] for p in pairings], counts)
    scores = _scores(by_unit.sum(axis=0))
    low, high = _intervals(by_unit, names, resampling)
    rows: list[dict[str, object]] = []
    n_articles = len({p.article for p in pairings})
    for k, question in enumerate(questions):
        for measure in question.measures:
            m = ("precision", "recall", "F1", "agreement").index(measure)
            rows.append(
                {
                    "layer": layer,
                    "column": question.column,
                    "label": question.label,
                    "measure": measure,
                    "level": resampling.level,
                    **_estimate(scores[k, m], low[k, m], high[k, m], len(names)),
                    **dict(
                        zip(
                            ("n_gold", "n_found", "n_matched"),
                            by_unit[:, k].sum(axis=0).tolist(),
                            strict=True,
                        )
                    ),
                    "n_articles": n_articles,
                }
            )
    return table(rows, EVALUATION)


def count_confusion(pairings: Sequence[Pairing], *, layer: str, column: str) -> pl.DataFrame:
    """Labels of gold against labels of the layer: schema ``CONFUSION``, most frequent first.

    With k annotators of an article each counts 1/k, as in the scores.
    """
    counts: defaultdict[tuple[str, str], float] = defaultdict(float)
    for p in pairings:
        theirs = [passage.labels[column] for passage in p.gold]
        ours = [passage.labels[column] for passage in p.found]
        cells = [(theirs[i], ours[j]) for i, j in p.pairs]
        missed = set(range(len(theirs))) - {i for i, _ in p.pairs}
        spurious = set(range(len(ours))) - {j for _, j in p.pairs}
        cells += [(theirs[i], NOT_FOUND) for i in sorted(missed)]
        cells += [(NOT_IN_GOLD, ours[j]) for j in sorted(spurious)]
        for cell in cells:
            counts[cell] += p.weight
    rows = [(layer, column, a, b, n) for (a, b), n in counts.items()]
    frame = pl.DataFrame(rows, schema=CONFUSION, orient="row")
    return frame.sort(pl.col("n"), "gold", "found", descending=[True, False, False])


def _ask(pairings: Sequence[Pairing], columns: Sequence[str]) -> list[_Question]:
    questions = [_Question(PASSAGE, "", _MEASURES)]
    if columns:
        questions.append(_Question(ALL, "", _MEASURES))
    for column in columns:
        questions.append(_Question(column, "", ("agreement",)))
        values = {passage.labels[column] for p in pairings for passage in p.gold}
        if len(values) <= MOST_LABELS:
            questions += [_Question(column, value, _MEASURES) for value in sorted(values) if value]
    return questions


def _count(
    pairing: Pairing, question: _Question, columns: Sequence[str]
) -> tuple[float, float, float]:
    """Gold, found and matched passages that a question is about, weighted."""
    column, label = question.column, question.label
    pairs = [(pairing.gold[i].labels, pairing.found[j].labels) for i, j in pairing.pairs]
    n_gold, n_found = float(len(pairing.gold)), float(len(pairing.found))
    if column == PASSAGE:
        n_matched = len(pairs)
    elif column == ALL:
        n_matched = sum(all(a[c] == b[c] for c in columns) for a, b in pairs)
    elif label:
        n_gold = sum(p.labels[column] == label for p in pairing.gold)
        n_found = sum(p.labels[column] == label for p in pairing.found)
        n_matched = sum(a[column] == b[column] == label for a, b in pairs)
    else:  # agreement: among matched passages only
        n_gold = n_found = float(len(pairs))
        n_matched = sum(a[column] == b[column] for a, b in pairs)
    return n_gold * pairing.weight, n_found * pairing.weight, n_matched * pairing.weight


def _scores(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Counts (..., 3) to precision, recall, F1 and agreement (..., 4)."""
    precision, recall, f1 = score_counts(counts[..., 0], counts[..., 1], counts[..., 2])
    return np.stack([precision, recall, f1, recall], axis=-1)


def _intervals(
    by_unit: NDArray[np.float64], names: list[str], resampling: Resampling
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    strata = pl.DataFrame({"unit": names, "stratum": ["articles"] * len(names)})
    shape = by_unit.shape[1:]
    draws = [
        _scores((weights @ by_unit.reshape(len(names), -1)).reshape(-1, *shape))
        for weights in draw_weights(strata, seed=resampling.seed, replicates=resampling.replicates)
    ]
    flat = np.concatenate(draws).reshape(resampling.replicates, -1)
    low, high = percentile_interval(flat, level=resampling.level)
    return low.reshape(shape[0], 4), high.reshape(shape[0], 4)


def _estimate(value: float, low: float, high: float, n_units: int) -> dict[str, object]:
    """The estimate with its interval, or the reason why there is none."""
    if not np.isfinite(value):
        return {"estimate": None, "low": None, "high": None, "flag": "undefined: nothing to count"}
    flag = ""
    if n_units < MIN_ARTICLES:
        flag = f"fewer than {MIN_ARTICLES} distinct articles: no interval"
    elif not np.isfinite(low):
        flag = "undefined in too many replicates: no interval"
    elif low == high:
        flag = "no variation between articles: no interval"
    if flag:
        return {"estimate": float(value), "low": None, "high": None, "flag": flag}
    return {"estimate": float(value), "low": float(low), "high": float(high), "flag": ""}
