"""How an article names a contested thing: one side's name, both in one breath, both apart."""

from __future__ import annotations

import polars as pl

from framing.records.codebook import NEUTRAL, Codebook

OWN, ANY = "outlet", "any"  # the outlet's own words; every voice and mode
PRACTICES = ("one side", "one breath", "apart", "neutral", "none")


def with_use(mentions: pl.DataFrame, wire_articles: pl.Series) -> pl.DataFrame:
    """Mentions of names with ``use``: the one definition of an outlet's own words.

    ``own`` is mode own in the outlet's voice; ``both`` the sides' names given in one breath in
    that voice; captions and wire copy stand apart; the rest is told by its mode.
    """
    voice, mode = pl.col("voice"), pl.col("mode")
    is_wire = (voice == "wire") | pl.col("article").is_in(wire_articles.implode())
    return mentions.with_columns(
        use=pl.when((mode == "own") & is_wire)
        .then(pl.lit("wire"))
        .when((mode == "own") & (voice == "caption"))
        .then(pl.lit("caption"))
        .when((voice == "outlet") & (pl.col("gloss") == "symmetric") & ~is_wire)
        .then(pl.lit("both"))
        .when((mode == "own") & (voice != "outlet"))
        .then(pl.lit("paraphrased"))
        .otherwise(mode)
    )


def contested_sides(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """Entities that at least two sides have names of their own for, with these sides."""
    sides = {
        entity.id: tuple(
            side for side in codebook.sides if side in {w.side for w in entity.wordings}
        )
        for entity in codebook.entities
    }
    return {entity: named for entity, named in sides.items() if len(named) > 1}


def article_practices(
    mentions: pl.DataFrame, articles: pl.DataFrame, *, entities: tuple[str, ...]
) -> pl.DataFrame:
    """The practice of each article for each entity, in its own words and in all.

    Parameters
    ----------
    mentions
        Schema ``NAMES`` with ``role`` and ``use``.
    articles
        Columns ``article`` and ``is_wire``.
    entities
        Ids of contested entities.

    Returns
    -------
    DataFrame
        One row an article, entity and ``voice`` (``outlet``: uses own and both, no row for wire
        copy; ``any``: every mention). ``practice``, the first that holds: ``one breath`` (names of
        two sides given together by a gloss, slash, bracket or "or"), ``apart`` (names of two sides,
        never together), ``one side`` (see ``side``), ``neutral``, ``none``.
    """
    is_own = pl.col("use").is_in(["own", "both"])
    grid = articles.select("article", "is_wire").join(
        pl.DataFrame({"entity": entities}, schema={"entity": pl.String}), how="cross"
    )
    parts = []
    for voice, rows, where in (
        (OWN, mentions.filter(is_own), grid.filter(~pl.col("is_wire"))),
        (ANY, mentions, grid),
    ):
        named = rows.group_by("article", "entity").agg(
            sides=pl.col("side").filter(pl.col("side") != NEUTRAL).unique().sort(),
            together=pl.col("pair").is_not_null().any(),
        )
        found = where.join(named, on=["article", "entity"], how="left", maintain_order="left")
        parts.append(found.with_columns(voice=pl.lit(voice)))
    n_sides = pl.col("sides").list.len()
    practice = (
        pl.when("together")
        .then(pl.lit("one breath"))
        .when(n_sides > 1)
        .then(pl.lit("apart"))
        .when(n_sides == 1)
        .then(pl.lit("one side"))
        .when(n_sides == 0)
        .then(pl.lit("neutral"))
        .otherwise(pl.lit("none"))
    )
    return (
        pl.concat(parts)
        .with_columns(practice=practice)
        .with_columns(
            side=pl.when(pl.col("practice") == "one side").then(pl.col("sides").list.first())
        )
        .select("article", "entity", "voice", "practice", "side")
        .sort("article", "entity", "voice", descending=[False, False, True])
    )


def article_names(mentions: pl.DataFrame) -> pl.DataFrame:
    """What an article names a thing where: in the headline, first, and by itself.

    Parameters
    ----------
    mentions
        Schema ``NAMES`` with ``role`` and ``use``.

    Returns
    -------
    DataFrame
        By article and entity: ``headline`` and ``first`` (names), ``first_use``, ``alone`` (sides
        whose name stands by itself in own words), ``n_own`` (uses own and both) and ``n``.
    """

    def told(values: pl.Expr) -> pl.Expr:
        text = values.unique(maintain_order=True).str.join("; ")
        return pl.when(text != "").then(text)

    is_first, use, side = pl.col("first"), pl.col("use"), pl.col("side")
    alone = (use == "own") & (side != NEUTRAL) & pl.col("pair").is_null()
    return (
        mentions.sort("article", "start", "end")
        .group_by("article", "entity", maintain_order=True)
        .agg(
            headline=told(pl.col("name").filter(pl.col("role") == "title")),
            first=told(pl.col("name").filter(is_first)),
            first_use=told(use.filter(is_first)),
            alone=told(side.filter(alone).sort()),
            n_own=use.is_in(["own", "both"]).sum().cast(pl.Int64),
            n=pl.len().cast(pl.Int64),
        )
    )
