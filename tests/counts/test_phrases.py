"""Phrases of a lexicon: every place, found as a search word by word finds it."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from framing.counts.phrases import find_phrases

WORD = st.sampled_from(["a", "b", "c"])


@given(
    st.lists(st.lists(WORD, max_size=6), max_size=4),
    st.lists(st.lists(st.sampled_from(["a", "b", "c", "x"]), max_size=4), max_size=6),
)
def test_every_place_and_no_other(texts, phrases):
    vocabulary = pl.Series(["a", "b", "c"])
    words = [word for text in texts for word in text]
    ids = np.array(["abc".index(word) for word in words], dtype=np.int64)
    ends = np.cumsum([0, *map(len, texts)])[1:]
    limits = np.repeat(ends, [len(text) for text in texts]).astype(np.int64)
    expected = sorted(
        (first, first + len(phrase), which)
        for which, phrase in enumerate(phrases)
        for first in range(len(words))
        if phrase
        and first + len(phrase) <= limits[first]
        and words[first : first + len(phrase)] == phrase
    )
    found = find_phrases(phrases, vocabulary, ids, limits)
    rows = zip(found.first.tolist(), found.end.tolist(), found.phrase.tolist(), strict=True)
    assert list(rows) == expected
