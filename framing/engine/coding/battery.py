"""Sheets for coding by hand, and the scales that filled ones make."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.codebook.battery import load_battery
from framing.compare.design import MIN_DESCRIPTIVE
from framing.compare.estimates.means import estimate_means
from framing.compare.resampling.draws import draw_weights, percentile_interval, unit_strata
from framing.engine.mentions import article_weights, resampling
from framing.engine.run import Run
from framing.errors import UsageError
from framing.measures.scales import cronbach_alpha, scale_scores
from framing.records.coding import NO, SHEET, YES, Item, blind_code
from framing.records.scope import RUNNING_ROLES, Scope

Floats = NDArray[np.float64]
_META = ("article", "outlet", "group", "event")


def build_sheet(run: Run, scope: Scope, items: Sequence[Item], *, blind: bool) -> pl.DataFrame:
    """A row an article and question, to fill in ``label`` and save as ``coding/coded.csv``.

    A blind sheet has a code for the article, no outlet, and the text of title, standfirst and body
    in the article's first row, in the order of the codes; an outlet that the text itself names can
    still be told.
    """
    articles = run.articles_in(scope).select("article", "outlet", "title", "text")
    if blind:
        articles = _blinded(run, articles)
    questions = pl.DataFrame(
        [(item.variable, item.frame, item.question) for item in items],
        schema=["variable", "frame", "question"],
        orient="row",
    )
    first = pl.col("variable") == items[0].variable
    empty = pl.lit(None, dtype=pl.String)
    return (
        articles.join(questions, how="cross", maintain_order="left_right")
        .with_columns(
            label=empty,
            coder=empty,
            text=pl.when(first).then("text") if blind else empty,
        )
        .select(SHEET)
    )


def _blinded(run: Run, articles: pl.DataFrame) -> pl.DataFrame:
    """Articles by their codes, with running text alone."""
    texts = dict(articles.select("article", "text").iter_rows())
    parts: dict[str, list[str]] = {}
    running = run.segments.filter(pl.col("role").is_in(RUNNING_ROLES))
    for article, start, end in running.select("article", "start", "end").iter_rows():
        if article in texts:
            parts.setdefault(article, []).append(texts[article][start:end].strip())
    rows = [
        (blind_code(article), None, None, "\n\n".join(parts.get(article, []))) for article in texts
    ]
    schema = dict.fromkeys(("article", "outlet", "title", "text"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row").sort("article")


def scale_rows(run: Run, scope: Scope) -> pl.DataFrame:
    """The score of each coded article on each generic frame.

    Returns
    -------
    DataFrame
        ``article``, ``outlet``, ``group``, ``event``, ``frame``, ``score`` (the share of its
        questions answered with yes, 0 to 1, mean of the coders; null where fewer than half are
        answered), ``n_answered``, ``n_items``, ``n_coders``, ``flag``.
    """
    parts = []
    for frame, (rows, answers) in _answers(run, scope).items():
        answered = np.isfinite(answers).sum(axis=1)
        score = pl.Series(scale_scores(answers)).fill_nan(None)
        parts.append(
            rows.with_columns(
                frame=pl.lit(frame),
                score=score,
                n_answered=pl.Series(answered),
                n_items=pl.lit(answers.shape[1]),
            ).with_columns(
                flag=pl.when(pl.col("score").is_null())
                .then(pl.lit("fewer than half of the questions answered: no score"))
                .otherwise(pl.lit(""))
            )
        )
    columns = (*_META, "frame", "score", "n_answered", "n_items", "n_coders", "flag")
    return pl.concat(parts).sort("article", maintain_order=True).select(columns)


def scale_estimates(run: Run, scope: Scope) -> pl.DataFrame:
    """Mean scores by outlet, group and event, with Cronbach's alpha of each scale.

    Returns
    -------
    DataFrame
        Schema ``MEANS`` (``measure`` is the frame), ``alpha`` with ``alpha_low`` and
        ``alpha_high`` over all coded articles, ``alpha_n`` (articles with every question
        answered) and ``alpha_flag``.
    """
    scores = scale_rows(run, scope)
    weights = article_weights(run, scope, among=scores["article"]).select("article", "weight")
    values = scores.join(weights, on="article", maintain_order="left").select(
        *_META, "weight", measure="frame", value="score"
    )
    means = estimate_means(
        values, design=run.design_in(scope), scope=str(scope), resampling=resampling(run)
    )
    alphas = [
        {"measure": frame, **_alpha(run, rows, answers)}
        for frame, (rows, answers) in _answers(run, scope).items()
    ]
    schema = {
        "measure": pl.String, "alpha": pl.Float64, "alpha_low": pl.Float64,
        "alpha_high": pl.Float64, "alpha_n": pl.Int64, "alpha_flag": pl.String,
    }  # fmt: skip
    return means.join(pl.DataFrame(alphas, schema=schema), on="measure", maintain_order="left")


def _answers(run: Run, scope: Scope) -> dict[str, tuple[pl.DataFrame, Floats]]:
    """For each frame the coded articles, and a row of answers each (mean of the coders)."""
    items = load_battery()
    coded = run.study.coded.filter(pl.col("variable").is_in([item.variable for item in items]))
    if coded.is_empty():
        raise UsageError(
            "no answers to the battery are coded; allowed: rows of its questions in "
            "coding/coded.csv; framing frames STUDY --battery --out sheet.csv writes a sheet"
        )
    folded = pl.col("label").str.to_lowercase()
    wrong = coded.filter(~folded.is_in([*YES, *NO])).sort("row").head(1)
    for variable, label, row in wrong.select("variable", "label", "row").iter_rows():
        raise UsageError(f"coded.csv:{row}: {label!r} answers {variable}; allowed: yes, no")
    means = coded.group_by("article", "variable").agg(value=folded.is_in(list(YES)).mean())
    coders = coded.group_by("article").agg(n_coders=pl.col("coder").n_unique())
    rows = run.articles_in(scope).select(_META).join(coders, on="article", maintain_order="left")
    found = {}
    for frame in dict.fromkeys(item.frame for item in items):
        own = [item.variable for item in items if item.frame == frame]
        grid = rows.select("article")
        for variable in own:
            here = means.filter(pl.col("variable") == variable).select(
                "article", pl.col("value").alias(variable)
            )
            grid = grid.join(here, on="article", how="left", maintain_order="left")
        found[frame] = (rows, grid.select(own).to_numpy().astype(np.float64))
    return found


def _alpha(run: Run, rows: pl.DataFrame, answers: Floats) -> dict[str, object]:
    """Alpha of the articles with every question answered, with an interval from units."""
    full = np.isfinite(answers).all(axis=1)
    complete = answers[full]
    units = rows.filter(pl.Series(full)).select("article").join(run.design.units, on="article")
    strata = unit_strata(units)
    result: dict[str, object] = {
        "alpha": None, "alpha_low": None, "alpha_high": None, "alpha_n": len(complete),
    }  # fmt: skip
    if strata.height < MIN_DESCRIPTIVE:
        reason = f"fewer than {MIN_DESCRIPTIVE} distinct articles answered in full: no alpha"
        return {**result, "alpha_flag": reason}
    value = float(cronbach_alpha(complete)[0])
    if not np.isfinite(value):
        reason = "undefined: every article has the same number of answers with yes"
        return {**result, "alpha_flag": reason}
    order = {unit: k for k, unit in enumerate(strata["unit"])}
    place = np.array([order[unit] for unit in units["unit"]])
    options = resampling(run)
    draws = [
        cronbach_alpha(complete, weights=weights[:, place])
        for weights in draw_weights(strata, seed=options.seed, replicates=options.replicates)
    ]
    low, high = percentile_interval(np.concatenate(draws)[:, None], level=options.level)
    sure = bool(np.isfinite(low[0]) and high[0] > low[0])
    return {
        **result,
        "alpha": value,
        "alpha_low": float(low[0]) if sure else None,
        "alpha_high": float(high[0]) if sure else None,
        "alpha_flag": "" if sure else "no interval: undefined in too many draws",
    }
