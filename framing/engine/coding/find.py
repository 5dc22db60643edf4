"""The samples of a study by name."""

from __future__ import annotations

from framing.engine.run import Run
from framing.errors import UsageError, suggest
from framing.records.coding import Sample


def find_sample(run: Run, name: str) -> Sample:
    """The sample of this name.

    Raises
    ------
    UsageError
        For a name that is none, with those that are.
    """
    samples = {sample.id: sample for sample in run.study.samples}
    if name in samples:
        return samples[name]
    if not samples:
        raise UsageError(
            f"sample {name!r}; allowed: a folder of coding/ with a sample.json, there is none. "
            "Next: framing sample STUDY VARIABLE draws one"
        )
    near = suggest(name, samples)
    raise UsageError(f"sample {name!r}; allowed: {', '.join(samples)}. {near}".rstrip())
