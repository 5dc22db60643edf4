"""What can be coded by hand: variables that the tool labels, too, and a study's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from framing.engine.coding.instructions import describe_labels
from framing.engine.coding.kinds.articles import article_frame, article_rows, coded_kinds
from framing.engine.coding.kinds.attributions import attribution_kinds
from framing.engine.coding.kinds.kind import Kind, no_label
from framing.engine.coding.kinds.passages import passage_kinds
from framing.engine.coding.kinds.sentences import sentence_frame, sentence_kinds, sentence_rows
from framing.engine.run import Run
from framing.errors import UsageError, suggest
from framing.records.coding import Variable
from framing.records.study import Study

OWN_UNITS = ("article", "sentence")
_NAME = re.compile(r"[^\W_][\w.:-]{0,79}")
_LISTED = {
    "variable": pl.String, "unit": pl.String, "labels": pl.String, "tool": pl.Boolean,
    "question": pl.String,
}  # fmt: skip

__all__ = [
    "Kind", "find_kind", "kind_of", "list_kinds", "list_variables", "own_variable",
]  # fmt: skip


def find_kind(run: Run, name: str, *, unit: str = "") -> Kind:
    """The variable of this name, with its units and the tool's labels.

    Parameters
    ----------
    run
        The run of the study.
    name
        Such as ``voice`` or ``stance:TARGET``.
    unit
        ``sentence`` or ``article``, where a variable can be asked of both; default: article.

    Raises
    ------
    UsageError
        For a name or unit that is none, with those that are.
    """
    kinds = [kind for kind in list_kinds(run) if kind.variable.id == name]
    if not kinds:
        known = list(dict.fromkeys(kind.variable.id for kind in list_kinds(run)))
        near = suggest(name, known)
        raise UsageError(
            f"variable {name!r}; allowed: {', '.join(known)}; or one of your own, with --label "
            f"and --question. {near}".rstrip()
        )
    units = {kind.variable.unit: kind for kind in kinds}
    if unit and unit not in units:
        raise UsageError(f"unit {unit!r} of {name}; allowed: {', '.join(units)}")
    return units[unit] if unit else kinds[0]


def list_kinds(run: Run) -> tuple[Kind, ...]:
    """Every variable that the study lets the tool label; frame elements once a unit."""
    return study_kinds(run.study)


def study_kinds(study: Study) -> tuple[Kind, ...]:
    """The same of a study that nothing was computed of yet."""
    book = study.codebook
    return (
        *sentence_kinds(book),
        *attribution_kinds(book),
        *passage_kinds(book),
        *(kind(entry) for entry in book.variables for kind in (article_frame, sentence_frame)),
        *coded_kinds(study.coded),
    )


def kind_of(run: Run, variable: Variable) -> Kind:
    """The units of a variable that was drawn, and the tool's labels of them now.

    Raises
    ------
    UsageError
        Where the codebook has the variable no more.
    """
    if variable.predicts:
        return find_kind(run, variable.id, unit=variable.unit)
    rows = article_rows if variable.unit == "article" else sentence_rows
    return Kind(variable, rows, no_label)


def own_variable(
    run: Run, name: str, *, labels: Sequence[str], question: str, unit: str, ordinal: bool = False
) -> Variable:
    """A variable that only this study has; the tool gives no labels of it.

    Raises
    ------
    UsageError
        For a name that is the tool's or cannot be one, fewer than two labels, or no question.
    """
    if name in {kind.variable.id for kind in list_kinds(run)}:
        raise UsageError(
            f"variable {name!r} has labels of its own; allowed: another name for yours, or no "
            "--label"
        )
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"variable {name!r}; allowed: a name of letters, digits, '.', ':', '-' and '_'"
        )
    clean = tuple(" ".join(label.split()) for label in labels)
    folded = {label.casefold() for label in clean}
    if len(folded) < len(clean) or len(clean) < 2 or "" in folded:
        raise UsageError(
            f"labels {', '.join(map(repr, labels))}; allowed: at least two, none empty, none twice"
        )
    if not question.strip():
        raise UsageError(f"variable {name!r} has no question; allowed: --question 'What ...?'")
    if unit not in OWN_UNITS:
        raise UsageError(f"unit {unit!r}; allowed: {', '.join(OWN_UNITS)}")
    told = describe_labels([(label, "", []) for label in clean])
    return Variable(name, unit, clean, question.strip(), told, ordinal, predicts=False)


def list_variables(run: Run) -> pl.DataFrame:
    """What can be coded: ``variable``, ``unit``, ``labels``, ``tool`` (it labels, too) and
    ``question``, a row each."""
    variables = [kind.variable for kind in list_kinds(run)]
    rows = [(v.id, v.unit, ", ".join(v.labels), v.predicts, v.question) for v in variables]
    return pl.DataFrame(rows, schema=_LISTED, orient="row")
