"""What ``framing check`` says of samples: how they were drawn, who coded, what does not fit."""

from __future__ import annotations

from framing.errors import Problem
from framing.records.coding import PHASES, Sample, Variable
from framing.records.study import Study

# Variables that the codebook makes: where it makes one no more, the tool has no labels of it.
_MADE = ("stance:", "fact:", "mode:", "name:", "portrayal:", "frame:", "coded:")


def sample_lines(study: Study) -> list[str]:
    """One line a sample."""
    return [_line(sample) for sample in study.samples]


def _line(sample: Sample) -> str:
    by = ", ".join(sample.by) or "no strata"
    hidden = ["outlet"] * sample.blind + [f"{mask}" for mask in sample.masks]
    told = [f"{sample.units.height} of {sample.n_frame} {sample.variable.unit}s by {by}"]
    if sample.after:
        told.append(f"after {sample.after}")
    if hidden:
        told.append(f"hidden: {', '.join(hidden)}")
    n_coders = sample.codes["coder"].n_unique()
    counts = dict(sample.codes.group_by("phase").len().iter_rows())
    phases = ", ".join(f"{counts[phase]} {phase}" for phase in PHASES if phase in counts)
    coders = f"{n_coders} coder{'s' * (n_coders != 1)}"
    told.append(f"{phases} labels of {coders}" if n_coders else "not coded yet")
    return f"sample {sample.id}: {sample.variable.id}; {'; '.join(told)}"


def check_samples(study: Study, problems: list[Problem]) -> None:
    """What no file of a sample shows: variables and samples that are not there."""
    if not study.samples:
        return
    from framing.engine.coding.variables import study_kinds

    known = {(kind.variable.id, kind.variable.unit): kind.variable for kind in study_kinds(study)}
    for sample in study.samples:
        file = f"coding/{sample.id}/sample.json"
        variable = sample.variable
        if variable.predicts and variable.id.startswith(_MADE):
            problems += _compare(file, variable, known.get((variable.id, variable.unit)))
        if sample.after and sample.after not in {other.id for other in study.samples}:
            found = f"it was drawn after {sample.after!r}, which is not there."
            step = "put the folder back: both are one sample."
            problems.append(Problem(file, 0, found, "a sample of the study.", step))


def _compare(file: str, drawn: Variable, now: Variable | None) -> list[Problem]:
    if now is None:
        found = f"the codebook makes no variable {drawn.id} of {drawn.unit}s any more."
        step = "its codes stay readable; the tool has no labels to compare them with."
        return [Problem(file, 0, found, "", step, note=True)]
    if now.labels != drawn.labels:
        found = f"{drawn.id} was coded with {', '.join(drawn.labels)}."
        allowed = f"{', '.join(now.labels)}, as the codebook has it now."
        return [Problem(file, 0, found, allowed, "draw a new sample.", note=True)]
    return []
