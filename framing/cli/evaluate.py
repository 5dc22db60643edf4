"""Command: a layer against gold annotations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import output_options, study_argument
from framing.cli.running import open_run, run_options

if TYPE_CHECKING:
    import polars as pl


def _pairs(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """``NAME=VALUE`` options as a mapping."""
    for value in values:
        if not value.partition("=")[0] or "=" not in value:
            raise click.BadParameter(f"{value!r}; allowed: NAME=VALUE")
    return dict(value.split("=", 1) for value in values)


def _scores(found: pl.DataFrame) -> list[str] | None:
    """One line a label, its scores side by side; None of other tables."""
    import polars as pl

    from framing.reporting.tables import to_text

    if "measure" not in found.columns:
        return None
    number = [pl.col(c).round(3).cast(pl.String) for c in ("estimate", "low", "high")]
    shown = found.select(
        "column",
        "label",
        "measure",
        *(pl.col(f"n_{what}").round(1).alias(what) for what in ("gold", "found", "matched")),
        score=pl.when(pl.col("low").is_not_null())
        .then(pl.format("{} [{}, {}]", *number))
        .otherwise(number[0].fill_null("-")),
    )
    keys = ["column", "label", "gold", "found", "matched"]
    wide = shown.pivot("measure", index=keys, values="score", maintain_order=True)
    flags = found["flag"].value_counts(sort=True).filter(pl.col("flag") != "")
    return [
        *to_text(wide).splitlines(),
        f"articles: {found['n_articles'][0]}; intervals at level {found['level'][0]:g}",
        *(f"{n} scores: {flag}" for flag, n in flags.sort("flag").iter_rows()),
    ]


@click.command()
@study_argument
@click.argument("layer")
@click.argument("gold", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--iou",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="Least overlap of a match: shared characters over all; 1: the same characters.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="GOLD=LAYER",
    callback=_pairs,
    help="A column of the gold that the layer calls otherwise.",
)
@click.option(
    "--where", multiple=True, metavar="COLUMN=VALUE", callback=_pairs, help="Only such passages."
)
@click.option("--type", "kind", default="", metavar="TYPE", help="Type of the marks in .ann files.")
@click.option("--confusion", default="", metavar="COLUMN", help="Labels of gold against found.")
@click.option("--errors", is_flag=True, help="The errors in context, the worst first.")
@click.option("--top", type=click.IntRange(1), help="Only the first so many rows.")
@output_options(page=_scores)
@run_options
def evaluate(study: Path, layer: str, gold: Path, top: int | None, **given: Any) -> Any:
    """How well a layer does on articles that you annotated by hand.

    LAYER: names, attributions, quotations, indirect, stances, facts, indicators, portrayals.
    GOLD: a CSV file (file, start, end, then labels in columns named as the layer's) or a folder of
    .ann files. Only the articles that GOLD names count; intervals resample articles. A score
    speaks of articles like these, if the codebook was not made on them.

    Example: framing evaluate corpora/kurils names corpora/kurils/key/names.csv
    """
    from framing.study.evaluate import evaluate as find

    found = find(open_run(study), layer, gold, **given)
    return found.head(top) if top else found


COMMANDS = (evaluate,)
