"""The verb classify: a study's own classifier on its hand-coded rows, and what it is worth."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.codebook.matching import find_hits
from framing.engine.giveaways import outlet_patterns
from framing.engine.mentions import resampling
from framing.engine.run import Run
from framing.engine.streams import word_stream
from framing.errors import UsageError, suggest
from framing.learn.examples import Examples, n_distinct
from framing.learn.model import Task, count_words, predict
from framing.learn.validate import BY_ARTICLE, BY_OUTLET, validate
from framing.records.tables import LEARNED, PREDICTED, table

_COLUMNS = ("article", "outlet", "group", "event", "title")


def classify(run: Run, variable: str, *, predict_rest: bool = False) -> pl.DataFrame:
    """How well a classifier of a hand-coded variable does on articles that it has not seen.

    Parameters
    ----------
    run
        From ``framing.open_study``; the study has ``coding/coded.csv``.
    variable
        One of its variables.
    predict_rest
        Labels for the articles that nobody coded, instead of the scores.

    Returns
    -------
    DataFrame
        Scores (schema ``LEARNED``, after a row that says what is coded), or predictions (schema
        ``PREDICTED``) with the score to judge them by. No probabilities: they are not calibrated.

    Raises
    ------
    UsageError
        Where nothing or too little is coded; with ``predict_rest`` also where the model is not
        surely better than guessing.
    """
    words = read_words(run)
    examples = gather(run, variable, words)
    if predict_rest:
        scores = validate(examples, resampling=resampling(run), parts=(BY_ARTICLE, BY_OUTLET))
        return _predict(run, examples, scores, words)
    scores = validate(examples, resampling=resampling(run))
    return pl.concat([_told(run, examples), scores])


def _told(run: Run, examples: Examples) -> pl.DataFrame:
    """A row that says how many articles are coded, and why some are not learned from."""
    own = run.study.coded.filter(pl.col("variable") == examples.variable)
    foreign = own.filter(~pl.col("article").is_in(run.measured["article"].implode()))
    n, n_foreign = own["article"].n_unique(), foreign["article"].n_unique()
    left = {
        "coders disagree": n - n_foreign - len(examples),
        "not in English": n_foreign,
        "copies of others, held out with them": len(examples) - n_distinct(examples),
    }
    row: dict[str, object] = {
        **dict.fromkeys(LEARNED),
        "variable": examples.variable,
        "part": "coding",
        "measure": "articles",
        "n": len(examples),
        "n_articles": n,
        "flag": "; ".join(f"{reason}: {k}" for reason, k in left.items() if k),
    }
    return table([row], LEARNED)


def gather(run: Run, variable: str, documents: dict[str, str]) -> Examples:
    """The coded articles in English; where coders disagree an article is left out."""
    coded = run.study.coded
    known = sorted(set(coded["variable"]))
    if variable not in known:
        near = suggest(variable, known)
        allowed = ", ".join(known) or "none; write coding/coded.csv with article, variable, label"
        raise UsageError(f"variable {variable!r} is not coded; allowed: {allowed}. {near}".rstrip())
    rows = (
        coded.filter(pl.col("variable") == variable)
        .group_by("article")
        .agg(label=pl.col("label").unique().sort())
        .filter(pl.col("label").list.len() == 1)
        .with_columns(pl.col("label").list.first())
        .join(run.design.units, on="article")
        .sort("article")
    )
    labels = tuple(sorted(set(rows["label"])))
    return Examples(
        variable=variable,
        labels=labels,
        articles=tuple(rows["article"]),
        outlets=tuple(rows["outlet"]),
        units=tuple(rows["unit"]),
        strata=tuple(rows["stratum"]),
        documents=tuple(documents.get(article, "") for article in rows["article"]),
        truth=np.array([labels.index(label) for label in rows["label"]], dtype=np.int64),
    )


def read_words(run: Run) -> dict[str, str]:
    """The words of each article's running text, without what tells the outlet and not the frame.

    That is its name and domain, and passages that it repeats in other articles.
    """
    house = run.repeats.filter(pl.col("repeats") > 0).select("article", "run").unique()
    tokens = run.running_words.join(house, on=["article", "run"], how="anti", maintain_order="left")
    stream = word_stream(run, tokens, by_sentence=False)
    keep = np.ones(tokens.height, dtype=bool)
    for hit in find_hits(outlet_patterns(run), stream):
        keep[hit.first : hit.last] = False
    joined = (
        tokens.filter(pl.Series(keep))
        .group_by("article", maintain_order=True)
        .agg(pl.col("type").str.join(" "))
    )
    return dict(joined.iter_rows())


def _predict(
    run: Run, examples: Examples, scores: pl.DataFrame, documents: dict[str, str]
) -> pl.DataFrame:
    """Labels of the articles that nobody coded, and by which score to judge them."""
    worth = {part: _macro(scores, part) for part in (BY_ARTICLE, BY_OUTLET)}
    here = worth[BY_ARTICLE]
    # Where every prediction is right there is no interval.
    least = here["estimate"] if here["low"] is None else here["low"]
    if least <= here["baseline"]:
        raise UsageError(
            f"no predictions of {examples.variable!r}: macro-F1 {here['estimate']:.2f} on held-out "
            f"articles is not surely above {here['baseline']:.2f}, which guessing reaches; "
            "allowed: a model that is; code more articles, or join labels"
        )
    coded = set(run.study.coded.filter(pl.col("variable") == examples.variable)["article"])
    rest = run.measured.filter(~pl.col("article").is_in(sorted(coded))).select(_COLUMNS)
    asked = [documents.get(article, "") for article in rest["article"]]
    n = len(examples)
    train, test = np.arange(n), np.arange(n, n + rest.height)
    task = Task(count_words([*examples.documents, *asked]), examples.truth, examples.units)
    found = predict(task, train=train, test=test) if rest.height else train[:0]
    seen = set(examples.outlets)
    rows = []
    for row, k, text in zip(rest.iter_rows(named=True), found.tolist(), asked, strict=True):
        part = BY_ARTICLE if row["outlet"] in seen else BY_OUTLET
        flag = "outlet was coded" if part == BY_ARTICLE else "nobody coded this outlet"
        if worth[part]["estimate"] is None:
            flag += ": not validated on other outlets"
        rows.append(
            {
                **row,
                "variable": examples.variable,
                "predicted": examples.labels[k] if text else None,
                "validated": part,
                "macro_F1": worth[part]["estimate"],
                "low": worth[part]["low"],
                "high": worth[part]["high"],
                "flag": flag if text else "no words of its own: nothing predicted",
            }
        )
    return table(rows, PREDICTED)


def _macro(scores: pl.DataFrame, part: str) -> dict[str, float]:
    chosen = (pl.col("part") == part) & (pl.col("measure") == "macro_F1")
    return scores.row(by_predicate=chosen, named=True)
