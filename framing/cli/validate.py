"""Command: the tool's labels against those that coders settled."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import output_options, study_argument
from framing.cli.running import open_run, run_options

if TYPE_CHECKING:
    import polars as pl


def _page(found: pl.DataFrame) -> list[str] | None:
    """Scores and differences to read; None of other tables."""
    if "p_method" in found.columns:
        return _differences(found)
    return _scores(found) if "measure" in found.columns else None


def _scores(found: pl.DataFrame) -> list[str]:
    """How labels were settled, then a line a label and side, its scores side by side."""
    import polars as pl

    from framing.reporting.tables import to_text

    counts = found.filter(pl.col("measure") == "units").select("label", "n").iter_rows()
    number = [pl.col(c).round(3).cast(pl.String) for c in ("estimate", "low", "high")]
    shown = found.filter(pl.col("measure") != "units").with_columns(
        side=pl.coalesce("outlet", "group", "unit"),
        label=pl.col("label").fill_null("(all labels)"),
        score=pl.when(pl.col("low").is_not_null())
        .then(pl.format("{} [{}, {}]", *number))
        .otherwise(number[0].fill_null("-")),
    )
    keys = ["side", "label"]
    n = {"accuracy": "units", "precision": "tool", "recall": "coders"}
    ns = shown.filter(pl.col("measure").is_in(list(n))).with_columns(
        pl.col("measure").replace_strict(n)
    )
    lines = [", ".join(f"{n} {label}" for label, n in counts if n)]
    for measures in (("accuracy", "macro_F1"), ("precision", "recall", "F1", "surplus")):
        of = pl.col("measure").is_in(measures)
        wide = shown.filter(of).pivot("measure", index=keys, values="score", maintain_order=True)
        named = [n[measure] for measure in measures if measure in n]
        counted = ns.filter(pl.col("measure").is_in(named)).pivot("measure", index=keys, values="n")
        right = shown.filter(of & (pl.col("measure") != "surplus")).unique(keys, keep="first")
        both = (
            wide.select(keys)
            .join(counted, on=keys, how="left", maintain_order="left")
            .join(right.select(*keys, right="n_right"), on=keys, how="left", maintain_order="left")
            .join(wide, on=keys, how="left", maintain_order="left")
        )
        lines += ["", *to_text(both).splitlines()]
    levels = found["level"].drop_nulls().unique()
    notes = [f"intervals at level {level:g}, articles drawn or left out whole" for level in levels]
    flags = found.filter(~pl.col("flag").is_in(["", "a count: no interval"]))["flag"]
    said = flags.value_counts().sort("flag").iter_rows()
    return [*lines, "", *notes, *(f"{n} scores: {flag}" for flag, n in said)]


def _differences(found: pl.DataFrame) -> list[str]:
    """One sentence a difference that has an interval, the error rates first; then the rest."""
    import polars as pl

    from framing.compare.coding.validity.saying import say_difference

    rows = found.sort(pl.col("measure") != "error", maintain_order=True)
    told = rows.filter((pl.col("measure") == "error") | pl.col("low").is_not_null())
    lines = [say_difference(row) for row in told.iter_rows(named=True)]
    left = found.height - told.height
    more = [f"{left} more differences have no interval (--format csv)"] if left else []
    return [*lines, *more]


@click.command()
@study_argument
@click.argument("sample")
@click.option("--differences", is_flag=True, help="Whether it errs more in one group than another.")
@click.option(
    "--versus",
    nargs=2,
    metavar="A B",
    help="For --differences: two groups, or two outlets; default: every pair of groups.",
)
@click.option("--confusion", is_flag=True, help="Settled labels against the tool's, counted.")
@click.option("--errors", is_flag=True, help="Where the tool is wrong, in context, and why.")
@click.option("--top", type=click.IntRange(1), help="Only the first so many rows.")
@output_options(page=_page)
@run_options
def validate(
    study: Path,
    sample: str,
    differences: bool,
    versus: tuple[str, str] | None,
    confusion: bool,
    errors: bool,
    top: int | None,
) -> Any:
    """How well the tool labels units that people coded.

    SAMPLE: a folder of coding/. The tool's labels, as they are now, against the adjudicated ones,
    else those that all coders share, weighted by how units were drawn.

    Example: framing validate my-study voice --differences
    """
    from framing.engine.verbs.validate import validate as find
    from framing.errors import UsageError

    asked = {"differences": differences or bool(versus), "confusion": confusion, "errors": errors}
    shown = [name for name, is_asked in asked.items() if is_asked]
    if len(shown) > 1:
        raise UsageError(f"--{shown[0]} and --{shown[1]}; allowed: one of them")
    found = find(open_run(study), sample, show=(shown or ["scores"])[0], versus=versus or None)  # type: ignore[arg-type]
    return found.head(top) if top else found


COMMANDS = (validate,)
