"""What tells the outlet and not how it frames: found, counted, and given the weight 0."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
import regex
from numpy.typing import NDArray

from framing.codebook.matching import find_hits
from framing.codebook.patterns import compile_pattern
from framing.corpus.wire.agencies import spellings
from framing.counts.voices import starts_inside
from framing.engine.run import Run
from framing.engine.streams import word_stream
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


def without_giveaways(run: Run, tokens: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tokens with weight 0 where they give the outlet away, and what was taken out.

    That is names of the study's outlets and of news agencies, and passages that an outlet repeats
    in other articles (other copy groups). Titles, datelines, captions and credits are a matter of
    the scope's roles.

    Parameters
    ----------
    tokens
        From ``run.weighted_tokens``.

    Returns
    -------
    tuple of DataFrame
        The tokens; and ``what``, ``n`` (words), ``n_articles``, one row a kind.
    """
    return take_out(tokens, dict(_giveaways(run, tokens)))


def without_contested(run: Run, tokens: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same for the contested names of the codebook, whichever side's."""
    mask = starts_inside(tokens, run.layers.names)
    return take_out(tokens, {"contested names": mask})


def take_out(tokens: pl.DataFrame, kinds: dict[str, Mask]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tokens with weight 0 where any mask says so; what is taken twice counts for the first."""
    weight = tokens["weight"].to_numpy().copy()
    articles, rows = tokens["article"], []
    for kind, mask in kinds.items():
        gone = mask & (weight > 0)
        weight[gone] = 0.0
        rows.append((kind, int(gone.sum()), articles.filter(pl.Series(gone)).n_unique()))
    schema = {"what": pl.String, "n": pl.Int64, "n_articles": pl.Int64}
    removed = pl.DataFrame(rows, schema=schema, orient="row")
    return tokens.with_columns(weight=pl.Series(weight)), removed


def _giveaways(run: Run, tokens: pl.DataFrame) -> Iterator[tuple[str, Mask]]:
    yield "house sentences", _house(run, tokens)
    stream = word_stream(run, tokens, by_sentence=False)
    for kind, patterns in (
        ("outlet names", outlet_patterns(run)),
        ("agency names", spelled_patterns(set(spellings()))),
    ):
        mask = np.zeros(tokens.height, dtype=bool)
        for hit in find_hits(patterns, stream):
            mask[hit.first : hit.last] = True
        yield kind, mask


def _house(run: Run, tokens: pl.DataFrame) -> Mask:
    """Passages that stand in several articles of an outlet which are no copies of each other."""
    house = (
        run.repeats.join(run.copies.select("article", "unit"), on="article")
        .filter(pl.col("unit").n_unique().over("hash", "n_tokens", "outlet") > 1)
        .select("article", "run")
        .unique()
        .with_columns(house=pl.lit(True))
    )
    joined = tokens.select("article", "run").join(
        house, on=["article", "run"], how="left", maintain_order="left"
    )
    mask: Mask = joined["house"].is_not_null().to_numpy()
    return mask
