"""The verb lesson: 45 minutes for a class, with answers."""

from __future__ import annotations

from framing.engine.lessons.texts import LESSONS
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.lessons import Lesson


def lesson(run: Run, number: int) -> Lesson:
    """A lesson on a study: goals, plan, tasks, passages, questions, and the tool's answers.

    Passages are chosen by rule and the study's seed: whole short sentences, clear cases first.
    What the study cannot carry is said in ``limits``, and what was done instead.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    number
        1 names, 2 voices, 3 the same fact in other verbs, 4 difference or noise, 5 code and agree.

    Raises
    ------
    UsageError
        For another number, or a study without an article in English.
    """
    from framing.engine.lessons.build import build_lesson

    if not 1 <= number <= len(LESSONS):
        raise UsageError(f"lesson {number}; allowed: 1 to {len(LESSONS)} ({', '.join(LESSONS)})")
    if run.measured.is_empty():
        raise UsageError(
            "the study has no article in English; allowed: one or more. framing check says what "
            "became of each."
        )
    return build_lesson(run, number)
