"""Which outlet wrote a passage: the tool's guess from passages that it was not trained on."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.counts.terms import count_terms
from framing.engine.coding.inside import place_inside
from framing.engine.giveaways import list_giveaways, take_out
from framing.engine.run import Run
from framing.learn.folds import Fold
from framing.learn.outlets import ALPHA, article_folds, event_folds, weigh_terms
from framing.records.scope import Scope

Ints = NDArray[np.int64]


def guess_outlets(
    run: Run, passages: pl.DataFrame, *, scope: Scope, names: bool = True
) -> pl.Series:
    """The outlet that a classifier of words and word pairs takes each passage for.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    passages
        Schema ``UNITS``: all passages of the study, from ``find_passages``.
    scope
        Which words count.
    names
        Leave in the contested names of the codebook, as the class sees them.

    Returns
    -------
    Series
        Outlet ids; null for a passage that was never held out.

    Notes
    -----
    Trained on passages about other events, so that it cannot know the event's own words; with a
    single event on those of other articles. Names of outlets and agencies are taken out. Naive
    Bayes on TF-IDF, as in ``framing divergence --accuracy``.
    """
    texts = weigh_terms(_count(run, passages, scope, names=names))
    labels, truth = np.unique(passages["outlet"].to_numpy(), return_inverse=True)
    units = run.copies.select("article", "unit")
    known = passages.select("article", "event").join(units, on="article", maintain_order="left")
    said = np.full(passages.height, -1, dtype=np.int64)
    for fold in _folds(known, seed=run.study.options.seed):
        said[fold.test] = _predict(texts, truth, fold)
    return pl.Series("predicted", [labels[k] if k >= 0 else None for k in said], dtype=pl.String)


def _folds(known: pl.DataFrame, *, seed: int) -> tuple[Fold, ...]:
    """An event held out at a time, or copy groups where there is one event; without one alike."""
    units = known["unit"].to_list()
    by_event = event_folds(
        units, known["event"].to_list(), tested=known["event"].is_not_null().to_numpy(), seed=seed
    )
    return by_event or article_folds(units, seed=seed)


def _predict(texts: csr_array, truth: Ints, fold: Fold) -> Ints:
    from sklearn.naive_bayes import MultinomialNB

    model = MultinomialNB(alpha=ALPHA, fit_prior=False)
    found: Ints = model.fit(texts[fold.train], truth[fold.train]).predict(texts[fold.test])
    return found


def _count(run: Run, passages: pl.DataFrame, scope: Scope, *, names: bool) -> csr_array:
    """Words and pairs of words, passages by terms; names of outlets and agencies do not count."""
    giveaways = list_giveaways(run, contested=not names)
    tokens, _ = take_out(run.weighted_tokens(scope), run.corpus.whole, giveaways)
    numbers = passages.select("article", begins="start").with_row_index("number")
    inside = place_inside(passages, tokens.with_columns(at="start")).join(
        numbers, on=["article", "begins"], maintain_order="left"
    )
    # Counted by passage instead of by article; the numbers sort as the passages do.
    number = pl.col("number").cast(pl.String).str.zfill(9)
    counted = count_terms(inside.with_columns(article=number), max_n=2, min_articles=2)
    there = counted.articles.cast(pl.Int64).to_numpy()
    shape = (passages.height, len(there))
    rows = csr_array((np.ones(len(there)), (there, np.arange(len(there)))), shape=shape)
    return csr_array(rows @ counted.n_eff.T)
