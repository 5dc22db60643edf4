"""Time annotation: all layers of the core install, one core, in articles of 400 words a second.

Text is the invented corpus corpora/kurils, repeated; with ../shared beside the project also the
training texts of PolNeAR and 428 articles on the climate, which are longer and hold more speech.
Sentences, attributions, names, stances, facts and the other layers are timed; segments and tokens
are there before. Seconds are those of the processor; a first small run pays for imports.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import time
from pathlib import Path

import polars as pl

from framing.annotate.layers import annotate
from framing.corpus.segments import build_segments
from framing.corpus.sentences import build_sentences
from framing.counts.tokens import tokenise
from framing.study.load import load_study

ROOT = Path(__file__).resolve().parent.parent
WORDS = 400  # of a standard article


def read_kurils(n: int) -> list[str]:
    """The teaching corpus, again and again, up to n articles."""
    files = sorted((ROOT / "corpora/kurils/articles").glob("*.txt"))
    texts = [file.read_text("utf-8") for file in files]
    return [texts[k % len(texts)] for k in range(n)]


def read_shared(n: int) -> list[str]:
    """Real articles, read in place; none where they are absent."""
    data = ROOT.parent / "shared" / "data"
    texts = [f.read_text("utf-8") for f in sorted((data / "polnear/train/text").glob("*.txt"))]
    climate = data / "narrative-framing" / "articles_metadata.tsv"
    if climate.is_file():
        csv.field_size_limit(10**9)
        with climate.open(encoding="utf-8", newline="") as file:
            texts += [row["text"] or "" for row in csv.DictReader(file, delimiter="\t")]
    return texts[:n]


def measure(texts: list[str]) -> tuple[float, float, float]:
    """Standard articles, and seconds of sentences and of all layers."""
    rows = [(f"a/{k:06}", "A", "", text, None) for k, text in enumerate(texts)]
    schema = dict.fromkeys(("article", "outlet", "title", "text", "wire"), pl.String)
    articles = pl.DataFrame(rows, schema=schema, orient="row")
    segments = build_segments(articles, outlet_names={})
    tokens = tokenise(articles, segments)
    codebook = load_study(ROOT / "corpora/kurils").codebook
    began = time.process_time()
    sentences = build_sentences(articles, segments)
    split = time.process_time()
    annotate(articles, segments=segments, tokens=tokens, sentences=sentences, codebook=codebook)
    return tokens.height / WORDS, split - began, time.process_time() - split


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    measure(read_kurils(5))
    print(f"{'texts':<22}{'articles':>9}{'sentences s':>13}{'layers s':>10}{'articles/s':>12}")
    for name, read in (("corpora/kurils", read_kurils), ("../shared", read_shared)):
        texts = read(options.articles)
        if not texts:
            print(f"{name:<22}  left out: it is not there")
            continue
        runs = [measure(texts) for _ in range(options.runs)]
        n = runs[0][0]
        split, layers = (statistics.median(run[k] for run in runs) for k in (1, 2))
        print(f"{name:<22}{n:>9.0f}{split:>13.2f}{layers:>10.2f}{n / (split + layers):>12.0f}")


if __name__ == "__main__":
    main()
