"""The samples of a study by name, alone or with those that they complete."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from framing.engine.run import Run
from framing.errors import UsageError, suggest
from framing.records.coding import Sample


def find_sample(run: Run, name: str) -> Sample:
    """The sample of this name, as it was drawn.

    Raises
    ------
    UsageError
        For a name that is none, with those that are.
    """
    return find_chain(run, name)[-1]


def find_chain(run: Run, name: str) -> list[Sample]:
    """A sample behind those whose units it does not repeat, the first of them first.

    Raises
    ------
    UsageError
        For a name that is none, with those that are.
    """
    samples = {sample.id: sample for sample in run.study.samples}
    chain: list[Sample] = []
    while name:
        if name not in samples or samples[name] in chain:
            raise UsageError(_unknown(name, samples, chain))
        chain.insert(0, samples[name])
        name = samples[name].after
    return chain


def pool_samples(chain: list[Sample]) -> Sample:
    """Samples of one design without a unit in common as one, under the name of the last.

    A unit's ``probability`` is that of being in any of them: no unit is in two, so it is the sum
    of its stratum's probabilities (none where a sample drew nothing of it).
    """
    *_, last = chain
    if len(chain) == 1:
        return last
    drawn = pl.concat(sample.units for sample in chain)
    likely = (
        pl.concat(sample.units.select("stratum", "probability").unique() for sample in chain)
        .group_by("stratum")
        .agg(pl.col("probability").sum().clip(upper_bound=1.0))
    )
    units = drawn.drop("probability").join(likely, on="stratum", maintain_order="left")
    codes = pl.concat(sample.codes for sample in chain).sort("unit", "coder", "phase")
    numbered = units.with_columns(place=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
    return replace(last, units=numbered.select(drawn.columns), codes=codes)


def _unknown(name: str, samples: dict[str, Sample], chain: list[Sample]) -> str:
    behind = f", which {chain[0].id} was drawn after" if chain else ""
    if not samples:
        return (
            f"sample {name!r}; allowed: a folder of coding/ with a sample.json, there is none. "
            "Next: framing sample STUDY VARIABLE draws one"
        )
    near = suggest(name, samples)
    return f"sample {name!r}{behind}; allowed: {', '.join(samples)}. {near}".rstrip()
