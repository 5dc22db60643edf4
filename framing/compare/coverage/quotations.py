"""The same quotation in several articles: words aligned, also where one quotes a part of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.coverage.grouping import group_stars
from framing.compare.coverage.meaning import find_numbers
from framing.corpus.copies.alignment import align_pairs
from framing.corpus.copies.texts import Texts, build_texts, hash_grams
from framing.counts.numbering import hash_strings
from framing.language.english import load_claim_words

Flags = NDArray[np.bool_]

LEAST_WORDS = 4  # shorter ones are single words in marks
ALIGNED = 0.8  # of the words of the shorter one; punctuation and slips of the pen are the rest
_N = 3
_OFTEN = 60  # passages of an event with the same three words: an idiom


def find_same_quotations(passages: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Quotations, and other passages with their words, by the quotation that stands for them.

    Two quotations are the same where four fifths of the shorter one's words are aligned with the
    other's, and no number or negation is among what differs there.

    Parameters
    ----------
    passages
        Columns ``passage`` (a key), ``article``, ``event``, ``is_quotation``; sorted by passage.
    tokens
        Columns ``passage``, ``type``, in reading order; those of what is no quotation stand
        outside of quotation marks.

    Returns
    -------
    DataFrame
        ``quotation`` (the passage that stands for it), ``passage``, sorted: every quotation has a
        row, also those that stand alone.
    """
    texts = build_texts(
        tokens.select("type", article="passage"),
        passages.select(article="passage", date=pl.lit(None, dtype=pl.String)),
    )
    is_quotation = passages["is_quotation"].to_numpy()
    articles = passages["article"].to_list()
    met = _meet(texts, passages, is_quotation)
    pairs = _align(texts, met, is_quotation, telling=_telling(tokens["type"]))
    both = pl.Series(is_quotation[pairs["b"].to_numpy()])
    groups = group_stars(pairs.filter(both), owners=articles)
    middle = {k: first for first, members in groups.items() for k in members}
    keys = passages["passage"].to_list()
    rows = {(keys[middle.get(k, k)], keys[k]) for k in np.flatnonzero(is_quotation).tolist()}
    for a, b in pairs.filter(~both).select("a", "b").iter_rows():
        rows.add((keys[middle.get(a, a)], keys[b]))
    schema = {"quotation": pl.String, "passage": pl.String}
    return pl.DataFrame(sorted(rows), schema=schema, orient="row")


def _align(
    texts: Texts, pairs: pl.DataFrame, is_quotation: Flags, *, telling: frozenset[int]
) -> pl.DataFrame:
    """Pairs of a quotation and what has its words: ``a``, ``b``, ``likeness``."""
    a, b = pairs["a"].to_numpy(), pairs["b"].to_numpy()
    found = align_pairs(texts, a=a, b=b).with_columns(
        least=np.where(is_quotation[b], np.minimum(texts.sizes[a], texts.sizes[b]), texts.sizes[a])
    )
    found = found.with_columns(likeness=(pl.col("equal") / pl.col("least")).round(6)).filter(
        pl.col("likeness") >= ALIGNED
    )
    same = [
        _only_slips(_words(texts, i), _words(texts, j), telling)
        for i, j in found.select("a", "b").iter_rows()
    ]
    return found.filter(pl.Series(same, dtype=pl.Boolean)).select("a", "b", "likeness")


def _meet(texts: Texts, passages: pl.DataFrame, is_quotation: Flags) -> pl.DataFrame:
    """Quotations and passages of other articles on the event that share three words in a row."""
    sizes = texts.sizes
    doc = np.repeat(np.arange(len(sizes)), sizes)
    place = np.arange(len(doc)) - texts.starts[doc]
    whole = place <= sizes[doc] - _N
    grams = pl.DataFrame({"doc": doc[whole], "gram": hash_grams(texts.words, n=_N)[whole]})
    about = (
        passages.select("event", "article")
        .with_row_index("doc")
        .with_columns(pl.col("doc").cast(pl.Int64), is_quotation=is_quotation)
    )
    grams = grams.unique().join(about, on="doc")
    grams = grams.filter(pl.len().over("event", "gram") <= _OFTEN)
    quoted = grams.filter("is_quotation").select("event", "gram", "article", a="doc")
    met = quoted.join(grams, on=["event", "gram"], suffix="_b").filter(
        (pl.col("article") != pl.col("article_b"))
        & (~pl.col("is_quotation") | (pl.col("a") < pl.col("doc")))
    )
    return met.select("a", b="doc").unique().sort("a", "b")


def _words(texts: Texts, k: int) -> list[int]:
    words: list[int] = texts.words[texts.starts[k] : texts.starts[k + 1]].tolist()
    return words


def _telling(types: pl.Series) -> frozenset[int]:
    """Which words, by their hash, are a number or a negation."""
    negators = load_claim_words()["negators"]
    telling = [
        word
        for word in types.unique()
        if word in negators or word.endswith("n't") or find_numbers([word])
    ]
    return frozenset(hash_strings(pl.Series(telling, dtype=pl.String)).tolist())


def _only_slips(one: Sequence[int], other: Sequence[int], telling: frozenset[int]) -> bool:
    """Whether no word that tells is among what differs, ends of the longer one aside."""
    from rapidfuzz.distance import Indel

    if len(one) > len(other):
        one, other = other, one
    # Equal words can be laid out in two ways: a part may be that of the beginning or of the end.
    for a, b in ((one, other), (one[::-1], other[::-1])):
        differing: set[int] = set()
        for step in Indel.opcodes(a, b):
            if step.tag != "equal":
                differing.update(a[step.src_start : step.src_end])
                if 0 < step.src_start < len(a):
                    differing.update(b[step.dest_start : step.dest_end])
        if not telling & differing:
            return True
    return False
