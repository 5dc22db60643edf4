"""The work of the benchmark, done by others; each task reads its file itself.

Called by ``scripts/benchmark.py`` in a process of its own with the Python of the peers.
"""

from __future__ import annotations

import json
import math
import os
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from multiprocessing import Pool
from pathlib import Path
from typing import Any

WORD = re.compile(r"\w+(?:['’-]\w+)*")
BEGAN = CPU = 0.0


def begin() -> None:
    """From here the clock runs: imports are done."""
    global BEGAN, CPU
    BEGAN, CPU = time.perf_counter(), cpu_time()


def cpu_time() -> float:
    """Seconds of the processor, those of finished helpers included."""
    return sum(os.times()[:4])


def read(file: str) -> tuple[list[str], list[str]]:
    """Texts and outlets."""
    with Path(file).open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row["text"] for row in rows], [row["outlet"] for row in rows]


def sklearn(file: str) -> int:
    """CountVectorizer, then log ratio, G2 and log-odds in NumPy."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    begin()
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


def scattertext(file: str) -> int:
    """CorpusFromPandas without a parser, unigrams and bigrams, log-odds with prior."""
    import pandas as pd
    import scattertext as st

    begin()
    texts, outlets = read(file)
    frame = pd.DataFrame({"text": texts, "side": ["A" if o[0] == "A" else "B" for o in outlets]})
    corpus = st.CorpusFromPandas(
        frame, category_col="side", text_col="text", nlp=st.whitespace_nlp_with_sentences
    ).build()
    freq = corpus.get_term_freq_df()
    scores = st.LogOddsRatioInformativeDirichletPrior(freq.sum(axis=1), 10)
    return len(scores.get_scores(freq["A freq"].to_numpy(), freq["B freq"].to_numpy()))


def convokit(file: str) -> int:
    """FightingWords of a corpus with one utterance an article, 1-2-grams in 5 articles."""
    from convokit import Corpus, FightingWords, Speaker, Utterance

    begin()
    texts, outlets = read(file)
    speaker = Speaker(id="outlet")
    corpus = Corpus(
        utterances=[
            Utterance(id=str(k), speaker=speaker, conversation_id=str(k), text=text, meta={"o": o})
            for k, (text, o) in enumerate(zip(texts, outlets, strict=True))
        ]
    )
    model = FightingWords(ngram_range=(1, 2), cv=None)
    model.fit(corpus, lambda u: u.meta["o"][0] == "A", lambda u: u.meta["o"][0] != "A")
    return len(model.summarize(corpus, plot=False))


def count_part(part: tuple[list[str], list[str], list[str]]) -> Any:
    """Of some articles: terms by outlet, articles by term, phrases, MinHash signatures."""
    import ahocorasick
    from datasketch import MinHash

    texts, outlets, phrases = part
    automaton = ahocorasick.Automaton()
    for phrase in phrases:
        automaton.add_word(f" {phrase} ", phrase)
    automaton.make_automaton()
    by_outlet: dict[str, Counter[str]] = {}
    articles: Counter[str] = Counter()
    found: Counter[str] = Counter()
    signatures = []
    for text, outlet in zip(texts, outlets, strict=True):
        words = WORD.findall(text.lower())
        pairs = [f"{a} {b}" for a, b in pairwise(words)]
        counted = Counter(words)
        counted.update(pairs)
        by_outlet.setdefault(outlet, Counter()).update(counted)
        articles.update(counted.keys())
        found.update(phrase for _, phrase in automaton.iter(f" {' '.join(words)} "))
        signature = MinHash(num_perm=128)
        shingles = {" ".join(words[k : k + 5]).encode() for k in range(len(words) - 4)}
        signature.update_batch(shingles)
        signatures.append(signature)
    return by_outlet, articles, found, signatures


def plain(file: str) -> int:
    """Plain Python on two processes: re, Counter, Aho-Corasick, datasketch."""
    import ahocorasick  # noqa: F401
    from datasketch import MinHashLSH

    begin()
    texts, outlets = read(file)
    with Path(f"{file}.phrases").open(encoding="utf-8") as lines:
        phrases = [line.strip() for line in lines]
    half = len(texts) // 2
    with Pool(2) as pool:
        parts = pool.map(
            count_part,
            [(texts[:half], outlets[:half], phrases), (texts[half:], outlets[half:], phrases)],
            chunksize=1,
        )
    by_outlet: dict[str, Counter[str]] = {}
    articles: Counter[str] = Counter()
    n_found = 0
    index = MinHashLSH(threshold=0.5, num_perm=128)
    n_copies = 0
    for counts, documents, found, signatures in parts:
        for outlet, counter in counts.items():
            by_outlet.setdefault(outlet, Counter()).update(counter)
        articles.update(documents)
        n_found += sum(found.values())
        for signature in signatures:
            n_copies += bool(index.query(signature))
            index.insert(str(len(index.keys)), signature)
    terms = [term for term, n in articles.items() if n >= 5]
    pooled: Counter[str] = Counter()
    for counter in by_outlet.values():
        pooled.update(counter)
    n = 0
    everything = sum(v for term, v in pooled.items() if " " not in term)
    for counter in by_outlet.values():
        total = sum(v for term, v in counter.items() if " " not in term)
        n += len(sorted(score(counter, pooled, terms, total, everything), reverse=True))
    return n + n_found + n_copies


def score(
    counter: Counter[str], pooled: Counter[str], terms: list[str], total: int, everything: int
) -> list[tuple[float, float, str]]:
    """Log-odds with prior (z) and log ratio of one outlet against the rest."""
    rows = []
    rest = everything - total
    strength = 0.1 * everything
    for term in terms:
        a = counter[term]
        b = pooled[term] - a
        prior = 0.1 * (a + b)
        odds = math.log((a + prior) / (total + strength - a - prior)) - math.log(
            (b + prior) / (rest + strength - b - prior)
        )
        z = odds / math.sqrt(1 / (a + prior) + 1 / (b + prior))
        rows.append((abs(z), math.log2(((a or 0.5) / total) / ((b or 0.5) / rest)), term))
    return rows


def textstat(file: str) -> int:
    """textstat called per article; its dictionary is loaded before the clock runs."""
    from textstat.textstat import textstatistics

    engine = textstatistics()
    engine.syllable_count("warm")
    begin()
    return round(
        sum(engine.flesch_reading_ease(t) + engine.flesch_kincaid_grade(t) for t in read(file)[0])
    )


TASKS: dict[str, Callable[[str], int]] = {
    "sklearn": sklearn,
    "scattertext": scattertext,
    "convokit": convokit,
    "plain": plain,
    "textstat": textstat,
}

if __name__ == "__main__":
    task, file = sys.argv[1:]
    count = TASKS[task](file)
    seconds, cpu = time.perf_counter() - BEGAN, cpu_time() - CPU
    peak = sum(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak / 1024, "count": count}))
