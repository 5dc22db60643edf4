from __future__ import annotations

import polars as pl
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from framing.counts.terms import TermCounts, count_terms
from framing.counts.tokens import tokenise
from framing.language.words import STOP, WORD, fold
from framing.records.tables import SEGMENTS

TEXTS = [
    "The talks on the islands began in Moscow. The talks on the islands ended!",
    "No talks.\nThe U.S. talks on the islands; the bio-weapon and the bioweapon talks",
    "Islands, islands and islands: “No talks.” No talks",
    "...",
]


def tokens(texts: list[str]) -> pl.DataFrame:
    articles = pl.DataFrame({"article": [f"a{k}" for k in range(len(texts))], "text": texts})
    rows = [(f"a{k}", 0, 0, "body", 0, len(text)) for k, text in enumerate(texts)]
    segments = pl.DataFrame(rows, schema=SEGMENTS, orient="row")
    return tokenise(articles, segments).with_columns(weight=pl.lit(1.0))


def cells(counted: TermCounts) -> dict[tuple[str, str], tuple[float, float]]:
    """(term, article) -> (n, n_eff)."""
    terms, articles = counted.terms["types"].to_list(), counted.articles.to_list()
    n, n_eff = counted.n.toarray(), counted.n_eff.toarray()
    return {
        (term, article): (n[i, j], n_eff[i, j])
        for i, term in enumerate(terms)
        for j, article in enumerate(articles)
        if n[i, j]
    }


def ngrams(text: str, max_n: int) -> list[str]:
    """The same analysis by other means: n-grams of types within runs."""
    runs: list[list[str]] = [[]]
    end = 0
    for match in regex.finditer(WORD, text):
        if regex.search(STOP, text[end : match.start()]):
            runs.append([])
        runs[-1].append(fold(match.group()))
        end = match.end()
    return [
        " ".join(run[k : k + n])
        for n in range(1, max_n + 1)
        for run in runs
        for k in range(len(run) - n + 1)
    ]


def by_sklearn(texts: list[str], max_n: int) -> dict[tuple[str, str], int]:
    vectorizer = CountVectorizer(analyzer=lambda text: ngrams(text, max_n))
    matrix = vectorizer.fit_transform(texts).toarray()
    names = vectorizer.get_feature_names_out()
    return {
        (str(names[j]), f"a{i}"): int(matrix[i, j])
        for i in range(matrix.shape[0])
        for j in range(matrix.shape[1])
        if matrix[i, j]
    }


@pytest.mark.parametrize("max_n", [1, 2, 3])
def test_counts_equal_those_of_count_vectorizer(max_n):
    found = cells(count_terms(tokens(TEXTS), max_n=max_n))
    assert {key: n for key, (n, _) in found.items()} == by_sklearn(TEXTS, max_n)


passages = st.lists(
    st.sampled_from(["a ", "b ", "A-b ", "c, ", "a. ", "b\n", "U.S. "]), max_size=12
)


@given(
    st.lists(passages.map("".join), min_size=1, max_size=4).filter(lambda t: any(map(str.strip, t)))
)
def test_counts_equal_those_of_count_vectorizer_for_any_text(texts):
    found = cells(count_terms(tokens(texts), max_n=3))
    assert {key: n for key, (n, _) in found.items()} == by_sklearn(texts, 3)


def test_terms_are_in_alphabetical_order_with_their_length():
    terms = count_terms(tokens(TEXTS), max_n=3).terms
    assert terms["types"].is_sorted()
    assert terms["types"].n_unique() == terms.height
    assert [t.count(" ") + 1 for t in terms["types"]] == terms["n_words"].to_list()


@pytest.mark.parametrize("least", [1, 2, 3, 5])
def test_shown_and_hidden_add_up(least):
    every = cells(count_terms(tokens(TEXTS), max_n=3))
    counted = count_terms(tokens(TEXTS), max_n=3, min_articles=least)
    shown = cells(counted)
    for n in (1, 2, 3):
        total = {key: value for key, value in every.items() if key[0].count(" ") == n - 1}
        kept = {key: value for key, value in shown.items() if key[0].count(" ") == n - 1}
        documents = {term: sum(t == term for t, _ in total) for term, _ in total}
        assert kept == {key: v for key, v in total.items() if documents[key[0]] >= least}
        lost = {key: v for key, v in total.items() if documents[key[0]] < least}
        hidden = counted.hidden.filter(pl.col("n_words") == n).row(0)
        assert hidden == (n, len({term for term, _ in lost}), sum(v[0] for v in lost.values()))


def test_totals_count_every_word_also_hidden_ones():
    counted = count_terms(tokens(TEXTS), max_n=2, min_articles=3)
    assert dict(zip(counted.articles, counted.total, strict=True)) == {"a0": 14, "a1": 14, "a2": 8}


def test_weights_are_summed_and_words_of_weight_0_break_ngrams():
    rows = tokens(["one two three two three"]).with_columns(
        weight=pl.Series([0.5, 0.25, 0.25, 0.0, 1.0])
    )
    counted = count_terms(rows, max_n=2)
    assert cells(counted) == {
        ("one", "a0"): (1, 0.5),
        ("one two", "a0"): (1, 0.5),
        ("two", "a0"): (1, 0.25),
        ("two three", "a0"): (1, 0.25),
        ("three", "a0"): (2, 1.25),
    }
    assert counted.total.tolist() == [4]
    assert counted.total_eff.tolist() == [2.0]


def test_no_words_give_no_terms():
    counted = count_terms(tokens(["...", "—"]), max_n=3)
    assert (counted.terms.height, cells(counted)) == (0, {})
    assert counted.hidden["n"].to_list() == [0, 0, 0]
