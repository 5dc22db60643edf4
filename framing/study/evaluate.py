"""``framing evaluate``: a layer against gold annotations of the same articles."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from framing.engine.run import Run
from framing.engine.verbs.evaluate import evaluate_layer
from framing.errors import UsageError
from framing.study.gold import list_texts, read_gold_csv
from framing.study.standoff import read_standoff

IOU = 0.5


def evaluate(
    run: Run,
    layer: str,
    gold: str | Path,
    *,
    iou: float = IOU,
    columns: Mapping[str, str] | None = None,
    where: Mapping[str, str] | None = None,
    kind: str = "",
    confusion: str = "",
    errors: bool = False,
) -> pl.DataFrame:
    """How well a layer does on articles that somebody annotated by hand.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    layer
        ``names``, ``attributions`` (contents), ``quotations`` (pairs of marks that report
        speech), ``indirect`` (contents that are not direct), ``stances``
        (statements), ``facts``, ``indicators`` or ``portrayals``.
    gold
        A CSV file (see ``read_gold_csv``), or .ann files (see ``read_standoff``). Only the
        articles that it names count.
    iou
        Least overlap of a found and a gold passage, shared characters over all, 0 to 1.
    columns
        Column of the gold -> column of the layer, where their names differ.
    where
        Only passages with these labels, on both sides.
    kind
        Type of the marks in .ann files.
    confusion
        Instead of scores, the labels of this column: gold against found.
    errors
        Instead of scores, missed, spurious and wrongly labelled passages in context.

    Returns
    -------
    DataFrame
        Schema ``EVALUATION``, ``CONFUSION`` or ``MISTAKES``.

    Raises
    ------
    UsageError
        For gold that does not fit the study: with file, line and value.

    Notes
    -----
    Labels are compared as they stand, but for "the", "a" or "an" before them. Intervals resample
    articles. A score says something about articles like the annotated ones,
    if neither the codebook nor the rules were made on them.
    """
    path = Path(gold)
    if not 0 <= iou <= 1:
        raise UsageError(f"iou {iou}; allowed: 0 to 1")
    if not path.exists():
        raise UsageError(f"{path}: not found; allowed: a CSV file, or .ann files")
    texts = list_texts(run.measured)
    is_standoff = path.is_dir() or path.suffix == ".ann"
    read = read_standoff(path, texts, kind=kind) if is_standoff else read_gold_csv(path, texts)
    return evaluate_layer(
        run,
        layer,
        gold=read,
        columns=columns or {},
        where=where or {},
        iou=iou,
        show="errors" if errors else "confusion" if confusion else "scores",
        confuse=confusion,
    )
