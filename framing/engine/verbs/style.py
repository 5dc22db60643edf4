"""Readability and lexical diversity by article, then by outlet; a background, never a finding."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from framing.compare.estimates.means import estimate_means
from framing.engine.mentions import (
    article_weights,
    check_matched,
    resampling,
    side_differences,
)
from framing.engine.parts.part import Part
from framing.engine.parts.weights.jobs import Weighing, weigh_part
from framing.engine.run import Run
from framing.errors import UsageError
from framing.measures.diversity import mtld
from framing.measures.readability import readability
from framing.records.scope import TEXT_ROLES, Scope

MEASURES = (
    "n_words",
    "words_per_sentence",
    "syllables_per_word",
    "flesch_reading_ease",
    "flesch_kincaid_grade",
    "mtld",
)


def style(
    run: Run,
    *,
    scope: Scope | None = None,
    articles: bool = False,
    versus: tuple[str, str] | None = None,
    matched: bool = False,
) -> pl.DataFrame:
    """Length, readability and lexical diversity.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    scope
        Default: the study's, on the body alone.
    articles
        Values of single articles instead of means.
    versus
        Two groups, or two outlets: the difference of their means (see ``estimate_differences``).
    matched
        With ``versus``: the difference within shared events (see ``estimate_matched``).

    Returns
    -------
    DataFrame
        Estimates by ``measure`` (means of article values), or rows of ``article``, ``measure``,
        ``value``. Articles under 100 words have length and no other value. Sentences count when
        at least half of their words do.

    Raises
    ------
    UsageError
        When single articles and a comparison are asked for at once.
    """
    if articles and versus:
        raise UsageError("articles and versus; allowed: one of them. Next: leave out one.")
    check_matched(versus, matched)
    scope = scope or run.study.options.scope
    if scope.role == TEXT_ROLES:
        scope = replace(scope, role=("body",))
    values = run.once(("style", scope), lambda: _measure(run, scope))
    if articles:
        return values.drop("weight")
    if versus:
        return _differences(run, values, scope=scope, sides=versus, matched=matched)
    return estimate_means(
        values, design=run.design_in(scope), scope=str(scope), resampling=resampling(run)
    )


def _differences(
    run: Run, values: pl.DataFrame, *, scope: Scope, sides: tuple[str, str], matched: bool
) -> pl.DataFrame:
    rows = values.drop_nulls("value")
    top = rows.with_columns(cell=pl.col("weight") * pl.col("value"))
    parts = ((top, ["measure"]), (rows.with_columns(cell="weight"), ["measure"]))
    return side_differences(
        run, parts, item=("measure",), scope=scope, sides=sides, matched=matched, is_share=False
    )


def _measure(run: Run, scope: Scope) -> pl.DataFrame:
    """One row an article and measure; carriers of one text share a weight of 1."""
    found = run.corpus.gather_parts("style", measure_part, run.weighing(scope), layers=True)
    weights = article_weights(run, scope, among=found["article"])
    return found.join(weights, on="article", maintain_order="left").select(
        "article", "outlet", "group", "event", "weight", "measure", "value"
    )


def measure_part(part: Part, weighing: Weighing) -> pl.DataFrame:
    """Of each article with words in scope: ``article``, ``measure``, ``value``; sorted by both."""
    every = weigh_part(part, weighing)
    tokens = every.filter(pl.col("weight") > 0)
    kept = _sentences_in(part.table("sentences"), every, tokens)
    meta = part.articles.select("article", "text")
    meta = meta.filter(pl.col("article").is_in(tokens["article"].unique().implode()))
    spans = dict(kept.group_by("article").agg("start", "end").rows_by_key("article", unique=True))
    texts, n_sentences = [], []
    for article, text in meta.iter_rows():
        starts, ends = spans.get(article, ([], []))
        passages = [text[a:b] for a, b in sorted(zip(starts, ends, strict=True))]
        texts.append("\n".join(passages))
        n_sentences.append(len(passages))
    found = readability(texts, n_sentences=n_sentences)
    types = dict(
        tokens.sort("article", "position")
        .with_columns(pl.col("type").rank("dense").cast(pl.Int64))
        .group_by("article", maintain_order=True)
        .agg("type")
        .iter_rows()
    )
    found["mtld"] = np.array(
        [mtld(np.array(types.get(a, []), dtype=np.int64)) for a in meta["article"]]
    )
    frames = [
        meta.select(
            "article",
            measure=pl.lit(measure),
            value=pl.Series(found[measure], dtype=pl.Float64).fill_nan(None),
        )
        for measure in MEASURES
    ]
    return pl.concat(frames).sort("article", "measure")


def _sentences_in(
    sentences: pl.DataFrame, every: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """Sentences most of whose words count."""

    def per_sentence(rows: pl.DataFrame) -> pl.DataFrame:
        return (
            rows.select("article", "start")
            .join_asof(
                sentences.select("article", "sentence", "start"),
                on="start",
                by="article",
                strategy="backward",
                check_sortedness=False,
            )
            .group_by("article", "sentence")
            .len()
        )

    share = per_sentence(every).join(per_sentence(tokens), on=["article", "sentence"], suffix="_in")
    inside = share.filter(pl.col("len_in") * 2 >= pl.col("len"))
    return sentences.join(inside, on=["article", "sentence"], how="semi", maintain_order="left")
