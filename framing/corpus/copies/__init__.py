"""Copy groups: articles that carry (nearly) the same text, also where it was edited."""

from __future__ import annotations

import polars as pl

from framing.corpus.copies.alignment import align_pairs
from framing.corpus.copies.candidates import find_candidates
from framing.corpus.copies.groups import group_pairs, name_copies
from framing.corpus.copies.texts import Ints, build_texts


def find_copies(tokens: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The copy group of every article; one of its own where it has no copies.

    Two articles are copies when 0.6 of the words of the shorter one stand in passages of the
    other, in whatever order; 0.45 are enough where those passages, with the words that were
    replaced in them, make up 0.8 of the shorter one. A group holds the carriers of one text: a
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

    def align(a: Ints, b: Ints) -> pl.DataFrame:
        return align_pairs(texts, a=a, b=b)

    return name_copies(texts.names, group_pairs(find_candidates(texts), sizes=sizes, align=align))
