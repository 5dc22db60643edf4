"""Time counting and keyness beside peers: each tool reads the same file in a process of its own.

Printed are medians of whole runs: seconds from reading the file to the keyness table (imports are
not counted, they are shown apart), and the peak memory of the process.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".venv-bench" / "bin" / "python"


def run_framing(file: str) -> int:
    """Segments, offsets, repeats and weights included; two groups of outlets compared."""
    import polars as pl

    from framing.compare.design import build_design, build_side, compare_sides
    from framing.compare.resampling.bounds import Resampling
    from framing.compare.words.keyness import compare_words
    from framing.counts.terms import count_terms
    from framing.counts.tokens import display_forms, find_runs, tokenise
    from framing.counts.weights import weigh_tokens
    from framing.records.scope import Scope

    rows = pl.read_ndjson(file).select("outlet", "event", "text")
    articles = rows.with_row_index("n").select(
        article=pl.format("{}/{}", "outlet", pl.col("n").cast(pl.String).str.zfill(8)),
        outlet="outlet",
        group=pl.col("outlet").str.head(1),
        event="event",
        text="text",
    )
    articles = articles.sort("article")
    whole = articles.select(
        "article",
        segment=0,
        paragraph=0,
        role=pl.lit("body"),
        start=0,
        end=pl.col("text").str.len_chars().cast(pl.Int64),
    )
    tokens = tokenise(articles, whole)
    runs = find_runs(tokens)
    weight = weigh_tokens(tokens, articles=articles, segments=whole, runs=runs, scope=Scope())
    tokens = tokens.with_columns(weight=weight)
    counted = count_terms(tokens, max_n=2, min_articles=5)
    alone = articles.select("article", unit="article", n_carriers=1)
    outlets = articles.select("outlet", "group").unique()
    units = build_design(articles, alone, outlets).units
    sides = units.with_columns(
        side=pl.when(pl.col("group") == "A").then(pl.lit("a")).otherwise(pl.lit("b"))
    )
    pair = compare_sides(*(build_side(sides.filter(pl.col("side") == side), side) for side in "ab"))
    forms = display_forms(tokens)
    shown = dict(zip(forms["type"], forms["shown"], strict=True))
    found = compare_words(
        counted, sides, pair=pair, shown=shown, resampling=Resampling(1, 1, 0.95), n_intervals=0
    )
    return found.words.height


def run_sklearn(file: str) -> int:
    """CountVectorizer, then log ratio, G2 and log-odds in NumPy."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    texts, outlets = read(file)
    counts = CountVectorizer(ngram_range=(1, 2), min_df=5).fit_transform(texts)
    side = np.array([outlet.startswith("A") for outlet in outlets])
    a = np.asarray(counts[side].sum(axis=0)).ravel() + 0.5
    b = np.asarray(counts[~side].sum(axis=0)).ravel() + 0.5
    total = a + b
    expected = total * a.sum() / total.sum()
    g2 = 2 * (a * np.log(a / expected) + b * np.log(b / (total - expected)))
    odds = np.log(a / (a.sum() - a)) - np.log(b / (b.sum() - b))
    return int(np.isfinite(g2 + odds).sum())


def run_scattertext(file: str) -> int:
    """CorpusFromPandas without a parser, unigrams and bigrams, log-odds with prior."""
    import pandas as pd
    import scattertext as st

    texts, outlets = read(file)
    frame = pd.DataFrame({"text": texts, "side": ["A" if o[0] == "A" else "B" for o in outlets]})
    corpus = st.CorpusFromPandas(
        frame, category_col="side", text_col="text", nlp=st.whitespace_nlp_with_sentences
    ).build()
    scores = st.LogOddsRatioInformativeDirichletPrior(corpus.get_term_freq_df().sum(axis=1), 10)
    freq = corpus.get_term_freq_df()
    return len(scores.get_scores(freq["A freq"].to_numpy(), freq["B freq"].to_numpy()))


def read(file: str) -> tuple[list[str], list[str]]:
    with Path(file).open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row["text"] for row in rows], [row["outlet"] for row in rows]


TOOLS: dict[str, Callable[[str], int]] = {
    "framing": run_framing,
    "scikit-learn CountVectorizer": run_sklearn,
    "scattertext": run_scattertext,
}


def child(tool: str, file: str) -> None:
    """One run in this process; prints what it cost."""
    began = time.perf_counter()
    n_terms = TOOLS[tool](file)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "terms": n_terms}))


def measure(tool: str, file: str, runs: int) -> dict[str, float] | str:
    """Medians over runs, or the last line of what went wrong."""
    python = sys.executable if tool == "framing" else str(PEERS)
    found = []
    for _ in range(runs):
        try:
            done = subprocess.run(
                [python, __file__, "--tool", tool, "--file", file],
                capture_output=True,
                text=True,
                check=True,
            )
        except FileNotFoundError:
            return "not installed"
        except subprocess.CalledProcessError as error:
            return (error.stderr.strip().splitlines() or ["failed"])[-1]
        found.append(json.loads(done.stdout.splitlines()[-1]))
    return {key: statistics.median(one[key] for one in found) for key in found[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tool", choices=TOOLS, help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.tool:
        child(options.tool, options.file)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/corpus.jsonl"
        size = ["--articles", str(options.articles), "--words", str(options.words)]
        subprocess.run([sys.executable, ROOT / "scripts/generate_corpus", file, *size], check=True)
        print(
            f"{options.articles} articles of {options.words} words, 1-2-grams in 5 articles, two "
            f"groups; medians of {options.runs} runs\n"
        )
        print(f"{'tool':<30}{'seconds':>9}{'peak MB':>9}{'terms':>9}{'times framing':>15}")
        base = 0.0
        for tool in TOOLS:
            found = measure(tool, file, options.runs)
            if isinstance(found, str):
                print(f"{tool:<30}  left out: {found}")
                continue
            base = base or found["seconds"]
            print(
                f"{tool:<30}{found['seconds']:>9.2f}{found['peak']:>9.0f}"
                f"{found['terms']:>9.0f}{found['seconds'] / base:>15.1f}"
            )


if __name__ == "__main__":
    main()
