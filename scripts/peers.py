"""Figures of peers on invented tokens; run by scripts/peers in an environment of their own."""

from __future__ import annotations

import json
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import scattertext as st
from convokit import Corpus, FightingWords, Speaker, Utterance
from lexicalrichness import LexicalRichness
from scattertext.termscoring.g2 import G2
from sklearn.feature_extraction.text import CountVectorizer
from statsmodels.stats.contingency_tables import StratifiedTable

FOLDER = Path(__file__).resolve().parent.parent / "tests/measures"
PEERS = ("scattertext", "convokit", "lexicalrichness", "statsmodels")


def read_articles() -> list[tuple[str, str, list[str]]]:
    lines = (FOLDER / "peers_tokens.txt").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if not line.startswith("#")]
    return [(side, event, words) for side, event, *words in rows]


def count(articles: list[tuple[str, str, list[str]]], side: str, event: str = "") -> Counter[str]:
    found: Counter[str] = Counter()
    for own, here, words in articles:
        if own == side and event in ("", here):
            found.update(words)
    return found


def score_scattertext(a: pd.Series, b: pd.Series) -> list[float]:
    """z with the counts of both sides as prior, unscaled; the prior pulls as hard as the data."""
    scorer = st.LogOddsRatioInformativeDirichletPrior(a + b, scale_type="none")
    return scorer.get_zeta_i_j_given_separate_counts(a, b).tolist()


def rank_scattertext(articles: list[tuple[str, str, list[str]]], terms: list[str]) -> list[float]:
    frame = pd.DataFrame(
        {"side": [s for s, _, _ in articles], "text": [" ".join(w) for *_, w in articles]}
    )
    frame["parse"] = frame["text"].apply(st.whitespace_nlp)
    corpus = st.CorpusFromParsedDocuments(
        frame, category_col="side", parsed_col="parse",
        feats_from_spacy_doc=st.FlatFeatsFromSpacyDoc() if hasattr(st, "FlatFeatsFromSpacyDoc")
        else st.FeatsFromSpacyDoc(),
    ).build().get_unigram_corpus()  # fmt: skip
    scores = G2(corpus).set_categories("a", ["b"]).get_scores()
    return [float(scores.loc[term]) for term in terms]


def score_convokit(articles: list[tuple[str, str, list[str]]], terms: list[str]) -> list[float]:
    speaker = Speaker(id="nobody")
    utterances = [
        Utterance(id=str(k), speaker=speaker, conversation_id="0", text=" ".join(words),
                  meta={"side": side})
        for k, (side, _, words) in enumerate(articles)
    ]  # fmt: skip
    counter = CountVectorizer(vocabulary=terms, token_pattern=r"\S+")
    found = FightingWords(obj_type="utterance", text_func=lambda u: u.text, cv=counter, prior=0.1)
    found.fit(
        Corpus(utterances=utterances),
        class1_func=lambda u: u.meta["side"] == "a",
        class2_func=lambda u: u.meta["side"] == "b",
    )
    scores = found.get_ngram_zscores()["z-score"]
    return [float(scores[term]) for term in terms]


def score_statsmodels(articles: list[tuple[str, str, list[str]]], terms: list[str]) -> list[float]:
    """Pooled log odds over the events; NaN where it is not finite."""
    events = sorted({event for _, event, _ in articles})
    found = []
    for term in terms:
        tables = []
        for event in events:
            a, b = (count(articles, side, event) for side in "ab")
            tables.append([[a[term], a.total() - a[term]], [b[term], b.total() - b[term]]])
        with np.errstate(divide="ignore", invalid="ignore"):
            log_odds = float(StratifiedTable(np.dstack(tables)).logodds_pooled)
        found.append(log_odds if np.isfinite(log_odds) else None)
    return found


def main() -> None:
    articles = read_articles()
    a, b = count(articles, "a"), count(articles, "b")
    terms = sorted({*a, *b})
    n_a, n_b = (pd.Series([float(c[t]) for t in terms], index=terms) for c in (a, b))
    text = " ".join(" ".join(words) for *_, words in articles)
    figures = {
        "command": "scripts/peers",
        "versions": {name: version(name) for name in PEERS},
        "terms": terms,
        "scattertext_z_informative": score_scattertext(n_a, n_b),
        "scattertext_g2": rank_scattertext(articles, terms),
        "convokit_z": score_convokit(articles, terms),
        "statsmodels_mh_log_odds": score_statsmodels(articles, terms),
        "lexicalrichness_mtld": LexicalRichness(text, preprocessor=None, tokenizer=str.split).mtld(
            threshold=0.72
        ),
    }
    out = FOLDER / "peers.json"
    out.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    print(f"{len(terms)} terms in {out}")


if __name__ == "__main__":
    main()
