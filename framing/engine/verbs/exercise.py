"""The verbs exercise and answers: a question for a class, and what is right."""

from __future__ import annotations

import polars as pl

from framing.compare.coding.classwork import score_class
from framing.engine.coding.find import find_sample
from framing.engine.exercises.answers import find_answers
from framing.engine.exercises.catalogue import draw_exercise as exercise
from framing.engine.run import Run
from framing.errors import UsageError

__all__ = ["answers", "exercise"]


def answers(run: Run, sample: str, *, score: bool = False) -> pl.DataFrame:
    """What is right of each unit of a sample, or how the class did.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    sample
        Its name in ``coding/``.
    score
        The class together, beside the tool and guessing, instead of the answers.

    Returns
    -------
    DataFrame
        Schema ``ANSWERS`` or ``CLASSWORK`` (see ``score_class``).

    Raises
    ------
    UsageError
        For a sample that is none; with ``score`` where nobody has coded yet.
    """
    found = find_sample(run, sample)
    right = find_answers(found)
    if not score:
        return right
    if found.codes.is_empty():
        raise UsageError(
            f"sample {sample!r} has no codes yet; allowed: files in coding/{sample}/codes/. "
            "Next: framing serve STUDY, or fill in a sheet"
        )
    return score_class(found.codes, right, n_labels=len(found.variable.labels))
