"""From an invented text or codebook to what annotators take: one short way for all tests here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from framing.annotate.attribution import Attribution, find_attributions, load_lexicon
from framing.annotate.documents import Document, build_partition
from framing.codebook.load import load_codebook
from framing.corpus.segments import build_segments
from framing.corpus.sentences import build_sentences
from framing.counts.tokens import tokenise
from framing.errors import Problem
from framing.records.codebook import Codebook

Tables = tuple[pl.DataFrame, dict[str, pl.DataFrame]]


def load_text(codebook: str, folder: Path) -> Codebook:
    """A codebook written here; it must be without a problem."""
    path = folder / "codebook.yaml"
    path.write_text(codebook, "utf-8")
    problems: list[Problem] = []
    loaded = load_codebook(path, problems)
    assert problems == []
    return loaded


def tables_of(
    *texts: str, wire: str | None = None, names: Mapping[str, tuple[str, ...]] | None = None
) -> Tables:
    """Articles of one outlet, and their segments, tokens and sentences."""
    articles = pl.DataFrame(
        [(f"o/{k}", "The Example", None, text, wire) for k, text in enumerate(texts)],
        schema=dict.fromkeys(("article", "outlet", "title", "text", "wire"), pl.String),
        orient="row",
    )
    segments = build_segments(articles, outlet_names=dict(names or {}))
    parts = {
        "segments": segments,
        "tokens": tokenise(articles, segments),
        "sentences": build_sentences(articles, segments),
    }
    return articles, parts


def read(text: str, names: tuple[str, ...] = ()) -> Document:
    """One text as a document; ``names`` are those of its outlet."""
    articles, parts = tables_of(text, names={"The Example": names})
    return build_partition(articles, **parts).documents[0]


def find(body: str, title: str = "A bridge") -> list[Attribution]:
    """The attributions of a text below a title."""
    return find_attributions(read(f"{title}\n\n{body}"), load_lexicon())
