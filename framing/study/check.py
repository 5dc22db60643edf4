"""What ``framing check`` prints: problems as rows, and the values in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import polars as pl

from framing.errors import Problem
from framing.records.study import Study
from framing.study.load import settings_in_force


def problem_rows(problems: Sequence[Problem]) -> pl.DataFrame:
    """Problems as a table: ``file``, ``line``, ``found``, ``allowed``, ``step``, ``fatal``."""
    schema = {
        "file": pl.String, "line": pl.Int64, "found": pl.String, "allowed": pl.String,
        "step": pl.String, "fatal": pl.Boolean,
    }  # fmt: skip
    return pl.DataFrame([asdict(problem) for problem in problems], schema=schema)


def settings_lines(study: Study) -> list[str]:
    """Every option in force with where it comes from, and what there is to compare."""
    lines = [
        f"{key} = {_show(value)} ({origin})"
        for key, (value, origin) in settings_in_force(study).items()
    ]
    groups = study.articles.group_by("group").len().sort("group")
    counts = ", ".join(f"{group} {n}" for group, n in groups.iter_rows())
    fates = study.ledger.group_by("fate").len().sort("fate")
    ledger = ", ".join(f"{n} {fate}" for fate, n in fates.iter_rows())
    lines.append(f"articles by group: {counts}")
    lines.append(f"items found: {study.ledger.height} ({ledger})")
    lines.append(
        f"codebook: {study.codebook.name} {study.codebook.version} ({study.codebook.hash})"
    )
    return lines


def _show(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "all"
    return str(value)
