"""The exercises, each a small sample that a class codes and then looks up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl

from framing.engine.coding.draw import draw_units
from framing.engine.coding.kinds.kind import values_inside
from framing.engine.coding.units import find_units
from framing.engine.coding.variables import find_kind
from framing.engine.exercises.outlets import guess_outlets
from framing.engine.exercises.passages import find_passages
from framing.engine.run import Run
from framing.engine.verbs.sample import sample
from framing.errors import UsageError, suggest
from framing.records.coding import Sample, Variable
from framing.records.scope import Scope
from framing.records.tables import CODES, empty

WHICH_OUTLET = "which-outlet"
OUTLET = "outlet"  # its variable: known of every passage, so neither coded nor corrected
_N = 12
Draw = Callable[[Run, int, int, Scope], Sample]


@dataclass(frozen=True, slots=True)
class Exercise:
    """A question for a class; ``about`` says in a sentence what it teaches."""

    id: str
    title: str
    about: str
    draw: Draw


def find_exercise(name: str) -> Exercise:
    """The exercise of this name.

    Raises
    ------
    UsageError
        For a name that is none, with those that are.
    """
    known = {exercise.id: exercise for exercise in EXERCISES}
    if name not in known:
        near = suggest(name, known)
        raise UsageError(f"exercise {name!r}; allowed: {', '.join(known)}. {near}".rstrip())
    return known[name]


def draw_exercise(
    run: Run, exercise: str, *, n: int = _N, name: str = "", seed: int | None = None
) -> Sample:
    """Units of an exercise, as a sample to code.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    exercise
        ``which-outlet``, ``find-the-gloss`` or ``whose-voice``.
    n
        How many units; evenly from outlets, or from what the tool says of them.
    name
        Of the sample; default: the exercise's.
    seed
        Default: the study's.

    Raises
    ------
    UsageError
        Where the study has nothing to ask about.
    """
    scope = run.study.options.scope
    chosen = find_exercise(exercise)
    seed = run.study.options.seed if seed is None else seed
    drawn = chosen.draw(run, n, seed, scope)
    if drawn.units.is_empty():
        raise UsageError(f"exercise {exercise!r}: this study has no unit for it; allowed: another")
    name = name or chosen.id
    return replace(drawn, id=name, folder=run.study.folder / "coding" / name)


def _which_outlet(run: Run, n: int, seed: int, scope: Scope) -> Sample:
    passages = find_passages(run, scope)
    outlets = sorted(set(passages["outlet"]))
    if len(outlets) < 2:
        raise UsageError(
            f"exercise {WHICH_OUTLET!r} needs passages of two outlets, here "
            f"{len(outlets)}: {', '.join(outlets) or 'none'}; allowed: another exercise"
        )
    guessed = passages.with_columns(predicted=guess_outlets(run, passages, scope=scope))
    asked = Variable(
        id=OUTLET,
        unit="passage",
        labels=tuple(outlets),
        question="Which outlet wrote this?",
        instructions=(
            "Names of outlets and agencies are hidden. Say what you go by: a name for a "
            "place, a verb, who is quoted. The computer learned from passages about other "
            "events; you may have read the articles."
        ),
    )
    by = ("outlet",)
    units = draw_units(guessed, n=n, by=by, seed=seed)
    drawn = _sample_of(run, asked, units, n_frame=passages.height, by=by, seed=seed, scope=scope)
    return replace(drawn, blind=True)


def _find_gloss(run: Run, n: int, seed: int, scope: Scope) -> Sample:
    """Sentences with a contested name, half of them with a gloss as far as there are enough."""
    kind = find_kind(run, "gloss")
    frame = find_units(run, kind, scope)
    names = values_inside(frame, run.layers.names.select("article", at="start", value="name"))
    frame = frame.filter(names.list.len() > 0)
    if "gloss" not in set(frame["predicted"]):
        raise UsageError(
            "exercise 'find-the-gloss': the tool found no gloss (such as \"the X, which Japan "
            'calls Y") in this study; allowed: another exercise'
        )
    # No sample of all sentences: under the name of an own variable nobody estimates from it.
    asked = replace(
        kind.variable,
        id="used-or-glossed",
        question="Is a name only mentioned here, as what somebody calls the place?",
        predicts=False,
    )
    by = ("predicted",)
    units = draw_units(frame, n=n, by=by, seed=seed, what=asked.id)
    return _sample_of(run, asked, units, n_frame=frame.height, by=by, seed=seed, scope=scope)


def _sample_of(
    run: Run,
    variable: Variable,
    units: pl.DataFrame,
    *,
    n_frame: int,
    by: tuple[str, ...],
    seed: int,
    scope: Scope,
) -> Sample:
    """Units that were drawn, as a sample; ``draw_exercise`` gives it its name and place."""
    return Sample(
        id="",
        variable=variable,
        n_frame=n_frame,
        blind=False,
        seed=seed,
        scope=str(scope),
        by=by,
        units=units,
        codes=empty(CODES),
        folder=run.study.folder,
    )


def _whose_voice(run: Run, n: int, seed: int, scope: Scope) -> Sample:
    return sample(run, "voice", n=n, by=("predicted",), seed=seed, scope=scope)


EXERCISES = (
    Exercise(
        WHICH_OUTLET, "Which outlet wrote this?",
        "How much of an outlet is in its words, once the names are hidden.",
        _which_outlet,
    ),
    Exercise(
        "find-the-gloss", "Find the gloss",
        "A name that is used, and a name that is only mentioned as somebody's.",
        _find_gloss,
    ),
    Exercise(
        "whose-voice", "Whose voice?",
        "What the outlet says itself, and what it lets others say.",
        _whose_voice,
    ),
)  # fmt: skip
