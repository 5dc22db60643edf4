"""What tells the outlet and not how it frames: found, counted, and given the weight 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
import regex
from numpy.typing import NDArray

from framing.codebook.matching import find_hits
from framing.codebook.patterns import compile_pattern
from framing.corpus.wire.agencies import spellings
from framing.counts.voices import starts_inside
from framing.engine.parts.part import Part
from framing.engine.parts.rows import Rows
from framing.engine.parts.weights.jobs import Weighing, weigh_part
from framing.engine.run import Run
from framing.engine.streams import stream_within
from framing.language.words import WORD
from framing.records.patterns import Pattern

Mask = NDArray[np.bool_]
BODY_ROLES = ("standfirst", "body")  # running text without its title


def outlet_patterns(run: Run) -> list[Pattern]:
    """Names of outlets as they are spelled, so that Time is taken out and time is not."""
    rows = run.study.outlets.select("outlet", "name", "aliases", "domain").iter_rows()
    return spelled_patterns(
        {name for row in rows for cell in row if cell for name in cell.split(";")}
    )


def spelled_patterns(names: set[str]) -> list[Pattern]:
    """Names as patterns that ask for their capitals."""
    spelled = [[f"={word}" for word in regex.findall(WORD, name)] for name in sorted(names)]
    return [compile_pattern(" ".join(words)) for words in spelled if words]


@dataclass(frozen=True, slots=True)
class Giveaways:
    """What is taken out of a partition.

    Attributes
    ----------
    house
        ``article``, ``run`` of passages that an outlet repeats; None: they stay.
    names
        Kinds of names, and their patterns.
    contested
        Whether the contested names of the codebook go, too, whichever side's: partitions then
        need annotation.
    """

    house: Rows | None = None
    names: tuple[tuple[str, tuple[Pattern, ...]], ...] = ()
    contested: bool = False


def list_giveaways(run: Run, *, contested: bool = False) -> Giveaways:
    """What gives the outlets of a study away, for any of its partitions.

    That is names of the study's outlets and of news agencies, and passages that an outlet repeats
    in other articles (other copy groups). Titles, datelines, captions and credits are a matter of
    the scope's roles.
    """
    names = (
        ("outlet names", tuple(outlet_patterns(run))),
        ("agency names", tuple(spelled_patterns(set(spellings())))),
    )
    return Giveaways(run.corpus.cut("house", _house(run)), names, contested)


def weigh_rest(part: Part, weighing: Weighing, giveaways: Giveaways) -> pl.DataFrame:
    """Tokens of a partition as ``weigh_part`` gives them, with weight 0 where they give away."""
    return take_out(weigh_part(part, weighing), part, giveaways)[0]


def count_taken(part: Part, weighing: Weighing, giveaways: Giveaways) -> pl.DataFrame:
    """What is taken out of a partition: ``what``, ``n`` (words), ``n_articles``."""
    return take_out(weigh_part(part, weighing), part, giveaways)[1]


def add_taken(a: pl.DataFrame, b: pl.DataFrame) -> pl.DataFrame:
    """The numbers of two partitions as one: no article lies in both."""
    return pl.concat([a, b]).group_by("what", maintain_order=True).sum()


def take_out(
    tokens: pl.DataFrame, part: Part, giveaways: Giveaways
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tokens with weight 0 where they give the outlet away, and what was taken out.

    Parameters
    ----------
    tokens
        Those of the partition, weighted.

    Returns
    -------
    tuple of DataFrame
        The tokens; and ``what``, ``n`` (words), ``n_articles``, one row a kind. What is taken
        twice counts for the first.
    """
    weight = tokens["weight"].to_numpy().copy()
    articles, rows = tokens["article"], []
    for kind, mask in _masks(tokens, part, giveaways):
        gone = mask & (weight > 0)
        weight[gone] = 0.0
        rows.append((kind, int(gone.sum()), articles.filter(pl.Series(gone)).n_unique()))
    schema = {"what": pl.String, "n": pl.Int64, "n_articles": pl.Int64}
    removed = pl.DataFrame(rows, schema=schema, orient="row")
    return tokens.with_columns(weight=pl.Series(weight)), removed


def _masks(tokens: pl.DataFrame, part: Part, giveaways: Giveaways) -> Iterator[tuple[str, Mask]]:
    if giveaways.house is not None:
        house = giveaways.house.of(part).with_columns(house=pl.lit(True))
        joined = tokens.select("article", "run").join(
            house, on=["article", "run"], how="left", maintain_order="left"
        )
        yield "house sentences", joined["house"].is_not_null().to_numpy()
    stream = stream_within(tokens, "segment") if giveaways.names else None
    for kind, patterns in giveaways.names:
        mask = np.zeros(tokens.height, dtype=bool)
        assert stream is not None
        for hit in find_hits(patterns, stream):
            mask[hit.first : hit.last] = True
        yield kind, mask
    if giveaways.contested:
        yield "contested names", starts_inside(tokens, part.table("names"))


def _house(run: Run) -> pl.DataFrame:
    """Passages that stand in several articles of an outlet which are no copies of each other."""
    return (
        run.repeats.join(run.copies.select("article", "unit"), on="article")
        .filter(pl.col("unit").n_unique().over("hash", "n_tokens", "outlet") > 1)
        .select("article", "run")
        .unique()
        .sort("article", "run")
    )
