"""The work of the benchmark, done by framing; each task reads its file itself.

Called by ``scripts/benchmark.py`` in a process of its own: ``TASK FILE`` prints seconds, peak
memory in MB and a count that says the work was done.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl


def read(file: str) -> pl.DataFrame:
    """Articles of the file, sorted by id; the group is the outlet's first letter."""
    rows = pl.read_ndjson(file).select("outlet", "event", "date", "text")
    return (
        rows.with_row_index("n")
        .select(
            "outlet",
            "event",
            "date",
            "text",
            article=pl.format("{}/{}", "outlet", pl.col("n").cast(pl.String).str.zfill(8)),
            group=pl.col("outlet").str.head(1),
        )
        .sort("article")
    )


def tokens_of(articles: pl.DataFrame) -> pl.DataFrame:
    """Tokens with offsets, runs and the weight 1."""
    from framing.counts.tokens import tokenise

    whole = articles.select(
        "article",
        segment=0,
        paragraph=0,
        role=pl.lit("body"),
        start=0,
        end=pl.col("text").str.len_chars().cast(pl.Int64),
    )
    return tokenise(articles, whole).with_columns(weight=pl.lit(1.0))


def rank(counted: object, is_a: np.ndarray) -> int:
    """Effects and rankings of one side against the rest, sorted."""
    from framing.measures.keyness import g2, informative_prior, log_odds, log_ratio

    mask = np.stack([is_a, ~is_a], axis=1).astype(np.float64)
    sums = counted.n_eff @ mask
    total_a, total_b = counted.total_eff @ mask
    n_a, n_b = sums[:, 0], sums[:, 1]
    size = {"total_a": total_a, "total_b": total_b}
    ratio, rank = log_ratio(n_a, n_b, **size), g2(n_a, n_b, **size)
    z = np.empty(len(n_a))
    lengths = counted.terms["n_words"].to_numpy()
    background = total_a + total_b
    for n in (1, 2):
        own = lengths == n
        prior = informative_prior(
            n_a[own] + n_b[own], total_background=background, strength=0.1 * background
        )
        found = log_odds(n_a[own], n_b[own], **size, prior=prior, prior_total=0.1 * background)
        z[own] = found.z
    order = np.argsort(-np.abs(z), kind="stable")
    return int(np.isfinite(ratio + rank)[order].sum())


def keyness(file: str) -> int:
    """1-2-grams in 5 articles, two groups."""
    from framing.counts.terms import count_terms

    articles = read(file)
    counted = count_terms(tokens_of(articles), max_n=2, min_articles=5)
    return rank(counted, (articles["group"] == "A").to_numpy())


def whole(file: str) -> int:
    """Keyness of each outlet against the rest, a lexicon of phrases, near duplicates."""
    from framing.corpus.copies import find_copies
    from framing.counts.numbering import number_strings
    from framing.counts.phrases import find_phrases
    from framing.counts.terms import count_terms

    articles = read(file)
    tokens = tokens_of(articles)
    counted = count_terms(tokens, max_n=2, min_articles=5)
    outlets = articles["outlet"]
    n = sum(rank(counted, (outlets == one).to_numpy()) for one in outlets.unique().sort())
    vocabulary, ids = number_strings(tokens["word"])
    ends = np.repeat(counted.total, counted.total)
    limits = np.arange(len(ids)) - tokens["position"].to_numpy() + ends
    with Path(f"{file}.phrases").open(encoding="utf-8") as lines:
        phrases = [line.split() for line in lines]
    hits = find_phrases(phrases, vocabulary, ids.to_numpy(), limits)
    copies = find_copies(tokens, articles)
    return n + len(hits.first) + copies["unit"].n_unique()


def bootstrap(file: str) -> int:
    """Bounds of log ratio and log-odds: 999 replicates, 20,000 terms; counting is not timed."""
    global BEGAN, CPU
    from framing.compare.resampling.bounds import Resampling
    from framing.compare.words.influence import WordSums
    from framing.compare.words.intervals import word_bounds
    from framing.counts.terms import count_terms
    from framing.measures.keyness import informative_prior, log_odds, log_ratio

    articles = read(file)
    counted = count_terms(tokens_of(articles), max_n=2, min_articles=5)
    n = np.asarray(counted.n_eff.sum(axis=1))
    terms = np.sort(np.argsort(-n, kind="stable")[:20_000])
    total = float(counted.total_eff.sum())
    prior = informative_prior(n, total_background=2 * total, strength=0.1 * total)

    def ratio(sums: WordSums) -> np.ndarray:
        return log_ratio(sums.n_a, sums.n_b, total_a=sums.total_a, total_b=sums.total_b)

    def odds(sums: WordSums) -> np.ndarray:
        return log_odds(
            sums.n_a,
            sums.n_b,
            total_a=sums.total_a,
            total_b=sums.total_b,
            prior=prior[sums.terms],
            prior_total=0.1 * total,
        ).delta

    is_a = (articles["group"] == "A").to_numpy()
    docs = articles.select(unit="article", stratum=pl.lit("outlet ") + pl.col("outlet"))
    BEGAN, CPU = time.perf_counter(), time.process_time()
    found = word_bounds(
        {"log_ratio": ratio, "log_odds": odds},
        counted.n_eff,
        totals=counted.total_eff,
        sides=(is_a, ~is_a),
        docs=docs,
        resampling=Resampling(1, 999, 0.95),
        terms=terms,
    )
    return int(
        sum(np.isfinite(one.low).sum() + np.isfinite(one.high).sum() for one in found.values())
    )


def readability(file: str) -> int:
    """Both Flesch scores of every article, by textstat's words, sentences and syllables."""
    from framing.measures.readability import readability as score

    found = score(read(file)["text"].to_list(), min_words=1)
    return round(float(np.nansum(found["flesch_reading_ease"] + found["flesch_kincaid_grade"])))


TASKS: dict[str, Callable[[str], int]] = {
    "keyness": keyness,
    "whole": whole,
    "bootstrap": bootstrap,
    "readability": readability,
}
BEGAN = CPU = 0.0

if __name__ == "__main__":
    task, file = sys.argv[1:]
    import scipy.sparse  # noqa: F401  # imports are not timed, neither ours nor the peers'

    import framing.corpus.copies
    import framing.counts.terms
    import framing.measures.readability  # noqa: F401

    BEGAN, CPU = time.perf_counter(), time.process_time()
    count = TASKS[task](file)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds, cpu = time.perf_counter() - BEGAN, time.process_time() - CPU
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak, "count": count}))
