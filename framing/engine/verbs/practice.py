"""Names by article: dual naming as a practice, and each side's share in the outlet's own words."""

from __future__ import annotations

import polars as pl

from framing.annotate.layers import mark_wire
from framing.annotate.names.practice import (
    ANY,
    OWN,
    PRACTICES,
    article_names,
    article_practices,
    contested_sides,
    with_use,
)
from framing.compare.estimates.prevalence import estimate_prevalence
from framing.engine.mentions import article_weights, layer_shares, resampling
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.scope import Scope

_PRACTICE = ("entity", "voice", "practice", "side")


def practice_articles(run: Run, rows: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """One row an article and contested entity: its practice, in own words and in all."""
    articles = mark_wire(run.articles_in(scope))
    used = _with_use(run, rows)
    practices = article_practices(used, articles, entities=tuple(_contested(run)))
    keys = ["article", "entity"]
    own, every = (practices.filter(pl.col("voice") == voice).drop("voice") for voice in (OWN, ANY))
    meta = articles.select("article", "outlet", "group", "event", "wire", "title")
    return (
        every.rename({"practice": "practice_any", "side": "side_any"})
        .join(own, on=keys, how="left", maintain_order="left")
        .join(article_names(used), on=keys, how="left", maintain_order="left")
        .with_columns(pl.col("n_own", "n").fill_null(0))
        .join(meta, on="article", how="left", maintain_order="left")
        .select(
            *meta.columns, "entity", "practice", "side", "alone", "practice_any", "side_any",
            "headline", "first", "first_use", "n_own", "n",
        )
    )  # fmt: skip


def practice_shares(run: Run, rows: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """The share of articles with each practice that some article has, by entity and voice."""
    articles = mark_wire(run.articles_in(scope))
    contested = _contested(run)
    found = article_practices(_with_use(run, rows), articles, entities=tuple(contested))
    items = pl.DataFrame(
        [
            (entity, practice, side)
            for entity, sides in contested.items()
            for practice in PRACTICES
            for side in (sides if practice == "one side" else (None,))
        ],
        schema={"entity": pl.String, "practice": pl.String, "side": pl.String},
        orient="row",
    )
    seen = found.select("entity", "practice", "side").unique()
    same_side = pl.col("side").eq_missing(pl.col("side_here"))
    has = (pl.col("practice") == pl.col("practice_here")) & same_side
    values = (
        found.rename({"practice": "practice_here", "side": "side_here"})
        .join(
            items.join(seen, on=seen.columns, how="semi", nulls_equal=True),
            on="entity",
            maintain_order="left_right",
        )
        .join(_weights(run, found, scope), on=["article", "voice"], maintain_order="left")
        .with_columns(has=has)
    )
    return estimate_prevalence(
        values,
        item=_PRACTICE,
        design=run.design_in(scope),
        scope=str(scope),
        resampling=resampling(run),
    )


def _weights(run: Run, found: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Weights of articles by voice: wire copy, which has no own practice, takes no weight away."""
    parts = [
        article_weights(run, scope, among=rows["article"]).with_columns(voice=pl.lit(voice))
        for (voice,), rows in found.group_by("voice", maintain_order=True)
    ]
    columns = ("article", "outlet", "group", "event", "weight", "voice")
    schema = {name: pl.Float64 if name == "weight" else pl.String for name in columns}
    return pl.concat([pl.DataFrame(schema=schema), *(part.select(columns) for part in parts)])


def side_shares(run: Run, rows: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Shares of each side's names and of neutral wordings among names in own words.

    ``with_paraphrased`` is the share when paraphrased names count as well: how far the answer
    depends on whose words indirect speech has; ``n_paraphrased`` says how many these are.
    """
    used = _with_use(run, rows).filter(pl.col("entity").is_in(list(_contested(run))))
    item, within = ("entity", "side"), ("entity",)
    own, wide = (
        layer_shares(
            run, used.filter(pl.col("use").is_in(uses)), item=item, within=within, scope=scope
        )
        for uses in (("own",), ("own", "paraphrased"))
    )
    keys = ["unit", "outlet", "group", "event", *item]
    bound = wide.select(*keys, with_paraphrased="estimate", n_wide="n")
    return (
        own.join(bound, on=keys, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(n_paraphrased=pl.col("n_wide") - pl.col("n"))
        .drop("n_wide")
    )


def _with_use(run: Run, rows: pl.DataFrame) -> pl.DataFrame:
    return with_use(rows, mark_wire(run.measured).filter("is_wire")["article"])


def _contested(run: Run) -> dict[str, tuple[str, ...]]:
    contested = contested_sides(run.study.codebook)
    if not contested:
        raise UsageError(
            "the codebook has no entity that two sides name; allowed: wordings of at least two "
            "sides of one entity under names (docs/codebook.md, Parts)"
        )
    return contested
