"""What each event adds to the parts of a difference."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from framing.compare.design import MIN_DESCRIPTIVE, READING
from framing.compare.split.blocks import SIDES, Block, build_blocks
from framing.compare.split.decompose import KINDS, WEIGHTS, Question
from framing.compare.split.parts import split_events
from framing.records.tables import EVENT_PARTS


def decompose_events(
    top: pl.DataFrame, bottom: pl.DataFrame, *, units: pl.DataFrame, question: Question
) -> pl.DataFrame:
    """What each event adds to each item's agenda, wording and unmatched part.

    Parameters as for ``decompose_rates``; no row in tier ``reading`` nor without a shared event.

    Returns
    -------
    DataFrame
        Schema ``EVENT_PARTS``; by item the events that add most come first. ``event`` is null for
        what has none. ``weight_a`` is the event's share of A's denominator: on shared events
        among those, of others among all. Sums of ``agenda``, ``wording`` and ``outside`` (signed
        as the parts are) by item are those of the decomposition. Nothing here has an interval:
        single events rest on a few articles; ``flag`` says where on fewer than 5.
    """
    rows: list[pl.DataFrame] = [pl.DataFrame(schema=EVENT_PARTS)]
    if question.pair.tier != READING:
        equal = question.weights == "equal"
        for block in build_blocks(top, bottom, units=units, outlets_equal=equal):
            if block.cells.events:
                rows += _of_block(block, question)
    total = pl.sum_horizontal("agenda", "wording", "outside").abs().round(12)
    return pl.concat(rows).sort(
        "measure", "within", "item", total, "event", descending=[False, False, False, True, False]
    )


def _of_block(block: Block, question: Question) -> Iterator[pl.DataFrame]:
    equal = question.weights == "equal"
    weight = 1.0 / pl.col("bottom").sort().sum().over("side", "outlet") if equal else pl.lit(1.0)
    wholes = block.wholes.with_columns(weight=weight).with_columns(
        matched=pl.when(pl.col("event").is_null())
        .then(pl.lit("no event"))
        .when(pl.col("event").is_in(block.cells.events))
        .then(pl.lit("shared"))
        .otherwise(pl.lit("unmatched"))
    )
    bottoms = wholes.group_by("matched", "event", "side").agg(
        bottom=(pl.col("bottom") * pl.col("weight")).sort().sum(),
        n_articles=pl.col("unit").n_unique().cast(pl.Int64),
    )
    uses = block.uses.join(wholes.select("article", "weight"), on="article")
    for item in block.items:
        tops = (
            uses.filter(pl.col("item") == item)
            .group_by("event", "side")
            .agg(top=(pl.col("top") * pl.col("weight")).sort().sum(), n=pl.col("n").sum())
        )
        found = bottoms.join(tops, on=["event", "side"], how="left", nulls_equal=True)
        yield _of_item(found.with_columns(pl.col("top", "n").fill_null(0)), block, item, question)


def _of_item(found: pl.DataFrame, block: Block, item: str, question: Question) -> pl.DataFrame:
    """Rows of one item: events with both sides' cells beside each other."""
    keys = ["matched", "event"]
    wide = found.select(keys).unique().sort(keys)
    for side in SIDES:
        own = found.filter(pl.col("side") == side).drop("side")
        named = own.rename({c: f"{c}_{side}" for c in own.columns if c not in keys})
        wide = wide.join(named, on=keys, how="left", nulls_equal=True, maintain_order="left")
    shared = wide.filter(pl.col("matched") == "shared")
    cells = [shared[c].to_numpy() for c in ("top_a", "bottom_a", "top_b", "bottom_b")]
    agenda, wording = split_events(*cells)
    inside = shared.with_columns(
        agenda=pl.Series(agenda),
        wording=pl.Series(wording),
        outside=pl.lit(None, dtype=pl.Float64),
        **{f"weight_{s}": pl.col(f"bottom_{s}") / pl.col(f"bottom_{s}").sum() for s in SIDES},
    )
    outside = wide.filter(pl.col("matched") != "shared").with_columns(
        agenda=pl.lit(None, dtype=pl.Float64), wording=pl.lit(None, dtype=pl.Float64)
    )
    parts = []
    for side, sign in zip(SIDES, (1.0, -1.0), strict=True):
        rate = shared.select(pl.col(f"top_{side}").sum() / pl.col(f"bottom_{side}").sum()).item()
        share = pl.col(f"bottom_{side}") / float(wide[f"bottom_{side}"].sum())
        outside = outside.with_columns(share.alias(f"weight_{side}"))
        parts.append(sign * share * (pl.col(f"top_{side}") / pl.col(f"bottom_{side}") - rate))
    outside = outside.with_columns(outside=pl.sum_horizontal(parts))
    few = pl.min_horizontal("n_articles_a", "n_articles_b") < MIN_DESCRIPTIVE
    return (
        pl.concat([inside, outside.select(inside.columns)])
        .with_columns(
            side_a=pl.lit(question.pair.a),
            side_b=pl.lit(question.pair.b),
            measure=pl.lit(block.measure),
            within=pl.lit(block.within),
            item=pl.lit(item),
            rate_a=pl.col("top_a") / pl.col("bottom_a"),
            rate_b=pl.col("top_b") / pl.col("bottom_b"),
            kind=pl.lit("mean of article values" if block.per == "mean" else KINDS[question.kind]),
            weights=pl.lit(WEIGHTS[question.weights]),
            scope=pl.lit(question.scope),
            flag=pl.when(few)
            .then(pl.lit(f"fewer than {MIN_DESCRIPTIVE} distinct articles on a side"))
            .otherwise(pl.lit("")),
        )
        .with_columns(pl.col("n_a", "n_b", "n_articles_a", "n_articles_b").fill_null(0))
        .select(pl.col(c).cast(t) for c, t in EVENT_PARTS.items())
    )
