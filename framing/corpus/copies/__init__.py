"""Copy groups: articles that carry (nearly) the same text, also where it was edited."""

from __future__ import annotations

import polars as pl

from framing.corpus.copies.alignment import align_pairs
from framing.corpus.copies.candidates import find_candidates
from framing.corpus.copies.groups import grade_pairs, group_articles
from framing.corpus.copies.texts import build_texts
from framing.records.tables import COPIES


def find_copies(tokens: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The copy group of every article; one of its own where it has no copies.

    Two articles are copies when half of the shorter one stands in passages of the other, in
    whatever order and with single words replaced. A group holds the carriers of one text: a
    chain of overlaps, or a paragraph that many articles share, makes none.

    Parameters
    ----------
    tokens
        Columns ``article``, ``type``: running text (title, standfirst, body) in reading order,
        the words of an article together.
    articles
        Columns ``article``, ``date``.

    Returns
    -------
    DataFrame
        Schema ``COPIES``: ``unit`` is the first article (by date, then id) of the group.

    Raises
    ------
    ValueError
        The words of an article do not stand together.
    """
    texts = build_texts(tokens, articles)
    sizes = texts.sizes
    pairs = grade_pairs(align_pairs(texts, *find_candidates(texts)), sizes)
    earliest = group_articles(pairs, sizes=sizes, align=lambda a, b: align_pairs(texts, a, b))
    found = pl.DataFrame({"article": texts.names, "unit": texts.names.gather(earliest)})
    return (
        found.with_columns(n_carriers=pl.len().over("unit").cast(pl.Int64))
        .select(list(COPIES))
        .sort("article")
    )


def find_pairs(tokens: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The pairs of articles that are copies of each other, as far as the search compared them.

    Of a text with more than eight carriers not every pair is compared; ``find_copies`` says which
    belong together.

    Parameters
    ----------
    tokens, articles
        As for ``find_copies``.

    Returns
    -------
    DataFrame
        ``article`` (the earlier), ``other``, ``shared`` (share of the words of the shorter text
        that stand in common passages), ``n_shared`` words; sorted by article, then other.
    """
    texts = build_texts(tokens, articles)
    pairs = grade_pairs(align_pairs(texts, *find_candidates(texts)), texts.sizes).filter("copy")
    return pl.DataFrame(
        {
            "article": texts.names.gather(pairs["a"]),
            "other": texts.names.gather(pairs["b"]),
            "shared": pairs["equal"] / pairs["shorter"],
            "n_shared": pairs["equal"],
        }
    ).sort("article", "other")
