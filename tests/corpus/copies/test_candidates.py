"""Candidates found by ranges of hashes and of articles against those of all texts at once."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.corpus.copies import candidates as module
from framing.corpus.copies.candidates import (
    find_candidates,
    first_key,
    judge_pairs,
    merge_keys,
    pair_up,
    sample_triples,
)
from framing.corpus.copies.texts import Texts


def texts_of(articles: list[list[int]]) -> Texts:
    # Small words would make small hashes: spread them as hashes of types are.
    words = np.array([word for own in articles for word in own], dtype=np.uint64)
    starts = np.cumsum([0, *map(len, articles)])
    return Texts(pl.Series(range(len(articles))), words * np.uint64(0x9E3779B97F4A7C15), starts)


def by_ranges(articles: list[list[int]], owner: list[int], n: int) -> list[tuple[int, int]]:
    """Candidates with articles in partitions, and ``n`` ranges of hashes and of articles."""
    parts = []
    for part in sorted(set(owner)):
        numbers = np.flatnonzero(np.array(owner) == part)
        rows = sample_triples(texts_of([articles[k] for k in numbers]))
        rows["article"] = numbers[rows["article"]]
        parts.append(rows)
    rows = np.concatenate(parts)
    hashes = rows["gram"] % np.uint64(n)
    keys = []
    for k in range(n):
        own = rows[hashes == k]
        keys.append(pair_up(own[np.lexsort((own["article"], own["gram"]))]))
    found: list[tuple[int, int]] = []
    for low, high in zip(range(0, 64, n), range(n, 64 + n, n), strict=True):
        own = [k[(k >= np.uint64(first_key(low))) & (k < np.uint64(first_key(high)))] for k in keys]
        found += zip(*(side.tolist() for side in judge_pairs(merge_keys(own))), strict=True)
    return found


stories = st.lists(st.lists(st.integers(0, 5), max_size=30), min_size=1, max_size=12)


@settings(max_examples=60)
@given(stories, st.lists(st.integers(0, 3), min_size=12, max_size=12), st.integers(1, 9))
def test_ranges_and_partitions_find_what_one_piece_finds(articles, owner, n):
    a, b = find_candidates(texts_of(articles))
    found = by_ranges(articles, owner[: len(articles)], n)
    assert found == list(zip(a.tolist(), b.tolist(), strict=True))


def test_a_pair_has_to_share_a_quarter_of_the_stretches_of_the_shorter_one():
    # 24 stretches of ten words, six needed; all triples are looked at below 256 words.
    text = list(range(240))
    for n_shared, is_candidate in ((5, False), (6, True)):
        other = [1000 + k for k in range(250)]
        for k in range(n_shared):
            other[10 * k : 10 * k + 5] = text[40 * k : 40 * k + 5]
        a, b = find_candidates(texts_of([text, other]))
        assert list(zip(a, b, strict=True)) == [(0, 1)] * is_candidate


def test_a_mark_has_room_for_every_stretch_and_need():
    assert module.STRETCHES <= 1 << module._STRETCH
    assert np.ceil(module.LEAST_SHARE * module.STRETCHES) < 1 << (module._MARK - module._STRETCH)
    assert 2 * module._ARTICLE + module._MARK == 64


@pytest.mark.parametrize("articles", [[], [[]], [[1, 2]], [[], [1, 2, 3]]])
def test_articles_without_triples_have_no_candidates(articles):
    a, b = find_candidates(texts_of(articles))
    assert len(a) == len(b) == 0
