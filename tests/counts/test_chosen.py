from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.counts.chosen import choose_counts, count_all
from framing.counts.terms import TermCounts, count_terms

WEIGHTS = [0.0, 1.0, 1.0, 0.5, 1 / 3, 0.1, 1 / 7]


def made_up(words: list[tuple[int, str, float]]) -> pl.DataFrame:
    """Tokens from (article, type, weight), in runs of up to five."""
    rows = sorted(words, key=lambda row: row[0])
    frame = pl.DataFrame(rows, schema=["number", "type", "weight"], orient="row")
    return frame.select(
        article=pl.format("a{}", "number"),
        position=pl.int_range(pl.len()).over("number"),
        run=pl.int_range(pl.len()).over("number") // 5,
        type="type",
        weight="weight",
    )


tables = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from("abcd"), st.sampled_from(WEIGHTS)),
    min_size=1,
    max_size=60,
).map(made_up)


def assert_equal(found: TermCounts, expected: TermCounts) -> None:
    assert found.terms.equals(expected.terms)
    assert found.articles.to_list() == expected.articles.to_list()
    for name in ("n", "n_eff"):
        ours, theirs = getattr(found, name), getattr(expected, name)
        assert ours.shape == theirs.shape
        for part in ("data", "indices", "indptr"):
            a, b = getattr(ours, part), getattr(theirs, part)
            assert a.dtype == b.dtype and a.tobytes() == b.tobytes(), (name, part)
    for name in ("total", "total_eff"):
        a, b = getattr(found, name), getattr(expected, name)
        assert a.dtype == b.dtype and a.tobytes() == b.tobytes(), name
    assert found.hidden.equals(expected.hidden)


@pytest.mark.parametrize("least", [1, 2])
@given(tables, st.integers(1, 3), st.integers(0, 2), st.sets(st.integers(0, 5)))
def test_chosen_counts_are_those_of_the_chosen_articles(least, tokens, max_n, more, numbers):
    counted = count_all(tokens, max_n=3, least=least)
    chosen = pl.Series([f"a{k}" for k in sorted(numbers)], dtype=pl.String)
    for articles in (None, chosen):
        own = (
            tokens if articles is None else tokens.filter(pl.col("article").is_in(chosen.implode()))
        )
        assert_equal(
            choose_counts(counted, max_n=max_n, min_articles=least + more, articles=articles),
            count_terms(own, max_n=max_n, min_articles=least + more),
        )


def test_words_of_one_article_are_known_by_article():
    tokens = made_up([(0, "a", 1.0), (0, "b", 1.0), (0, "b", 0.5), (1, "a", 1.0), (1, "c", 1.0)])
    counted = count_all(tokens, max_n=1, least=2)
    assert counted.counts.terms["types"].to_list() == ["a"]
    assert counted.left_out.tolist() == [[[1, 1]], [[2, 1]]]


def test_what_was_left_out_cannot_be_chosen():
    counted = count_all(made_up([(0, "a", 1.0)]), max_n=2, least=2)
    with pytest.raises(ValueError, match="terms of 2 words in 1 articles"):
        choose_counts(counted, max_n=2, min_articles=1)
    with pytest.raises(ValueError, match="terms of 3 words"):
        choose_counts(counted, max_n=3, min_articles=2)


def test_weighted_totals_do_not_depend_on_other_articles():
    tokens = made_up([(0, "a", 0.1)] * 10 + [(1, "a", 1.0)])
    alone = count_terms(tokens.filter(pl.col("article") == "a0"))
    assert alone.total_eff[0] == count_terms(tokens).total_eff[0] == np.cumsum([0.1] * 10)[-1]
