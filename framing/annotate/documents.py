"""What annotators read: one article with its words and sentences laid out side by side."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

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
    vocabulary, ids = number_strings(words["type"])
    types, surfaces = _spelled(vocabulary, ids), _spelled(*number_strings(words["surface"]))
    starts, ends = words["start"].to_list(), words["end"].to_list()
    rows = list(
        spans.select("sentence", "segment", "paragraph", "role", "start", "end").iter_rows()
    )
    words_of, spans_of = _bounds(words["article"]), _bounds(spans["article"])
    documents = []
    for article, outlet, text in articles.select("article", "outlet", "text").iter_rows():
        here = words_of.get(article, slice(0))
        parts = types[here], surfaces[here], starts[here], ends[here]
        own = _with_words(rows[spans_of.get(article, slice(0))], parts[2])
        documents.append(Document(article, outlet, text, *parts, own))
    sizes = [len(document.words) for document in documents]
    offsets = np.concatenate([[0], np.cumsum(sizes)])[:-1].astype(int).tolist() if sizes else []
    limits = _limits(documents, offsets)
    stream = WordStream(vocabulary.to_list(), ids.to_numpy(), limits, surfaces.__getitem__)
    return Partition(documents, offsets, stream)


def _limits(documents: list[Document], offsets: list[int]) -> NDArray[np.int64]:
    """For each word the end of its sentence; 0 for words between sentences."""
    limits = np.zeros(sum(len(document.words) for document in documents), dtype=np.int64)
    for document, offset in zip(documents, offsets, strict=True):
        for sentence in document.sentences:
            limits[offset + sentence.first : offset + sentence.last] = offset + sentence.last
    return limits


def _spelled(vocabulary: pl.Series, ids: pl.Series) -> list[str]:
    """Numbered strings as a list: equal ones are one object, which is looked up quicker."""
    spelled: list[str] = np.array(vocabulary.to_list(), dtype=object)[ids.to_numpy()].tolist()
    return spelled


def _bounds(articles: pl.Series) -> dict[str, slice]:
    """Which rows belong to each article; they stand together."""
    runs = articles.rle().struct.unnest()
    ends = np.cumsum(runs["len"].to_numpy()).tolist()
    return {
        article: slice(first, last)
        for article, first, last in zip(runs["value"], [0, *ends], ends, strict=False)
    }


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
