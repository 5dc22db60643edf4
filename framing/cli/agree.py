"""Command: how far coders agree before any discussion."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import output_options, study_argument
from framing.cli.running import open_run, run_options

if TYPE_CHECKING:
    import polars as pl

_PAIRS = 15  # pairs of coders shown on a terminal
_NAMES = {
    "alpha": "Krippendorff's alpha",
    "alpha_ordinal": "alpha of labels in order",
    "AC1": "Gwet's AC1",
    "agreement": "percent agreement",
}


def _page(found: pl.DataFrame) -> list[str] | None:
    """Agreement, confusion and disputed units to read; other tables as they are."""
    ways = (("convention", _agreement), ("other_label", _confusion), ("disagreement", _disputed))
    for column, lines in ways:
        if column in found.columns and found.height:
            parts = found.partition_by("sample", "variable", maintain_order=True)
            return [line for part in parts for line in (*lines(part), "")][:-1]
    return None


def _agreement(part: pl.DataFrame) -> Iterator[str]:
    import polars as pl

    whole = part.filter(pl.col("label").is_null(), pl.col("coder").is_null())
    first = whole.row(0, named=True)
    yield _heading(part) + (
        f": {first['n']} units that two or more coded, in {first['n_articles']} articles, by "
        f"{first['n_coders']} coders"
    )
    if whole["estimate"].is_null().all() and (reason := str(first["flag"])):
        yield "  " + reason
        return
    for row in whole.iter_rows(named=True):
        said = f"  {_NAMES[row['statistic']]:<25}{_value(row)}"
        yield f"{said}  {row['convention'] or row['flag']}".rstrip()
    labels = part.filter(pl.col("label").is_not_null())
    yield from _side_by_side(labels, ["label", "prevalence"])
    pairs = part.filter(pl.col("coder").is_not_null())
    yield from _side_by_side(pairs.head(2 * _PAIRS), ["coder", "other", "n"])
    if left := pairs.height // 2 - _PAIRS:
        yield from [f"  {left} more pairs: --format csv"] * (left > 0)
    if levels := part["level"].drop_nulls().to_list():
        yield f"  intervals at level {levels[0]:g}: whole articles drawn within outlets"
    flags = part.filter(pl.col("flag") != "")["flag"].value_counts().sort("flag")
    yield from (f"  {n} values: {flag}" for flag, n in flags.iter_rows())


def _side_by_side(rows: pl.DataFrame, keys: list[str]) -> Iterator[str]:
    """One line a label or pair, its statistics beside each other."""
    import polars as pl

    from framing.reporting.tables import to_text

    values = pl.Series("value", [_value(row) for row in rows.iter_rows(named=True)])
    shown = rows.with_columns(values, pl.col("prevalence").round(2))
    wide = shown.pivot("statistic", index=keys, values="value", maintain_order=True)
    if wide.height:
        yield ""
        yield from (f"  {line}" for line in to_text(wide).splitlines())


def _value(row: dict[str, Any]) -> str:
    if row["estimate"] is None:
        return "-"
    numbers = [f"{row[name]:.2f}" for name in ("estimate", "low", "high") if row[name] is not None]
    return f"{numbers[0]} [{', '.join(numbers[1:])}]" if len(numbers) == 3 else numbers[0]


def _confusion(part: pl.DataFrame) -> Iterator[str]:
    import polars as pl

    from framing.reporting.tables import to_text

    whole = part.filter(pl.col("coder").is_null())
    if whole.is_empty():
        return
    wide = whole.pivot("other_label", index="label", values="n", maintain_order=True).fill_null(0)
    yield f"{_heading(part)}: pairs of codes of one unit, over all pairs of coders"
    yield from (f"  {line}" for line in to_text(wide).splitlines())
    yield "  by pair of coders: --format csv"


def _disputed(part: pl.DataFrame) -> Iterator[str]:
    yield f"{_heading(part)}: units that coders labelled differently"
    for row in part.iter_rows(named=True):
        yield f"  {row['disagreement']:.2f}  {row['labels']}  ({row['article']})"
        yield f"        {row['context']}"
        if row["notes"]:
            yield f"        notes: {row['notes']}"


def _heading(part: pl.DataFrame) -> str:
    return f"{part['variable'][0]} ({part['sample'][0]})"


@click.command()
@study_argument
@click.argument("sample", required=False)
@click.option(
    "--confusion", "show", flag_value="confusion", help="Labels that coders took for each other."
)
@click.option(
    "--disputed", "show", flag_value="disputed", help="Units on which coders differ, in context."
)
@click.option(
    "--drift", "show", flag_value="drift", help="Agreement and labels in thirds of each one's work."
)
@click.option("--top", type=click.IntRange(1), help="Only the first so many rows.")
@output_options(page=_page)
@run_options
def agree(study: Path, sample: str | None, show: str | None, top: int | None) -> Any:
    """How far coders agreed before any discussion: alpha, AC1, kappa, with intervals.

    SAMPLE: a folder of coding/, or a variable of coding/coded.csv; default: everything coded.
    Only codes of phase independent count; what was discussed or adjudicated never does. Intervals
    draw whole articles.

    Example: framing agree my-study voice --disputed
    """
    from framing.engine.verbs.agree import agree as find

    found = find(open_run(study), sample, show=show or "agreement")
    return found.head(top) if top else found


COMMANDS = (agree,)
