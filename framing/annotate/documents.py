"""What annotators read: one article with its words and sentences laid out side by side."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from framing.codebook.postings import WordStream
from framing.counts.numbering import number_strings
from framing.records.scope import TEXT_ROLES


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: characters ``text[start:end]``, words ``words[first:last]``."""

    number: int
    segment: int
    paragraph: int
    role: str
    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Document:
    """An article for annotation. Words of furniture, credits and datelines are left out.

    ``words`` are types (folded), ``surfaces`` the words as they stand; ``starts`` and ``ends``
    are character offsets into ``text``. All four have one entry a word. Sentences stand in text
    order; a sentence never crosses a segment.
    """

    article: str
    outlet: str
    text: str
    words: list[str]
    surfaces: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[Sentence]


@dataclass(frozen=True, slots=True)
class Partition:
    """Documents and all their words in one row; ``offsets[k]`` is where document k begins."""

    documents: list[Document]
    offsets: list[int]
    stream: WordStream


def build_partition(
    articles: pl.DataFrame,
    *,
    segments: pl.DataFrame,
    tokens: pl.DataFrame,
    sentences: pl.DataFrame,
) -> Partition:
    """Documents of a partition, in the order of its articles table (sorted by article).

    Parameters
    ----------
    articles, segments, tokens, sentences
        Tables of the same partition: columns ``article``, ``outlet``, ``text``; schemas
        ``SEGMENTS``, ``TOKENS`` and ``SENTENCES``.
    """
    roles = segments.filter(pl.col("role").is_in(TEXT_ROLES)).select(
        "article", "segment", "paragraph", "role"
    )
    words = tokens.join(roles, on=["article", "segment"], how="semi", maintain_order="left")
    spans = sentences.join(roles, on=["article", "segment"], maintain_order="left")
    words_of = _by_article(words, ("type", "surface", "start", "end"))
    spans_of = _by_article(spans, ("sentence", "segment", "paragraph", "role", "start", "end"))
    documents = []
    for article, outlet, text in articles.select("article", "outlet", "text").iter_rows():
        types, surfaces, starts, ends = words_of.get(article, ([], [], [], []))
        columns = spans_of.get(article, ([],) * 6)
        sentence_rows = _with_words(list(zip(*columns, strict=True)), starts)
        documents.append(
            Document(article, outlet, text, types, surfaces, starts, ends, sentence_rows)
        )
    sizes = [len(document.words) for document in documents]
    offsets = np.concatenate([[0], np.cumsum(sizes)])[:-1].astype(int).tolist() if sizes else []
    return Partition(documents, offsets, _stream(words, documents, offsets))


def _stream(words: pl.DataFrame, documents: list[Document], offsets: list[int]) -> WordStream:
    vocabulary, ids = number_strings(words["type"])
    limits = np.zeros(words.height, dtype=np.int64)
    for document, offset in zip(documents, offsets, strict=True):
        for sentence in document.sentences:
            limits[offset + sentence.first : offset + sentence.last] = offset + sentence.last
    surfaces = words["surface"]
    return WordStream(
        vocabulary.to_list(), ids.to_numpy(), limits, lambda index: str(surfaces[index])
    )


def _by_article(rows: pl.DataFrame, columns: tuple[str, ...]) -> dict[str, tuple[list[Any], ...]]:
    grouped = rows.group_by("article", maintain_order=True).agg(columns)
    return {row[0]: tuple(row[1:]) for row in grouped.iter_rows()}


def _with_words(spans: list[tuple[Any, ...]], starts: list[int]) -> list[Sentence]:
    """Sentences with the range of words that each one holds."""
    return [
        Sentence(
            number,
            segment,
            paragraph,
            role,
            start,
            end,
            bisect_left(starts, start),
            bisect_left(starts, end),
        )
        for number, segment, paragraph, role, start, end in spans
    ]
