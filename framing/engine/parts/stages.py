"""The stages that read each article by itself, words and annotation, and the cache keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from framing.annotate.layers import Layers, annotate
from framing.corpus.segments import build_segments
from framing.corpus.sentences import build_sentences
from framing.counts.tokens import tokenise
from framing.engine.parts.cache import Cache
from framing.records.codebook import Codebook

TEXT, LAYERS = "text", "layers"
TABLES = {TEXT: ("segments", "tokens"), LAYERS: ("sentences", *Layers._fields)}
Tables = dict[str, pl.DataFrame]


class LazyLayers:
    """The tables of ``Layers``, each read when it is first asked for."""

    def __init__(self, read: Callable[[str], pl.DataFrame]) -> None:
        self._read = read

    def __getattr__(self, name: str) -> pl.DataFrame:
        if name not in Layers._fields:
            raise AttributeError(name)
        return self._read(name)

    def __iter__(self) -> Iterator[pl.DataFrame]:
        return map(self._read, Layers._fields)


@dataclass(frozen=True, slots=True)
class Stages:
    """What both stages read beside the articles: all that a process of its own needs."""

    names: Mapping[str, tuple[str, ...]]
    corrections: Mapping[tuple[str, str], str]
    codebook: Codebook

    def depends(self, stage: str, *more: str) -> str:
        """A hash of what results of a stage depend on, beside articles and code."""
        codebook = () if stage == TEXT else (self.codebook.hash,)
        return digest(self.names, sorted(self.corrections.items()), *codebook, *more)

    def text(self, cache: Cache, articles: pl.DataFrame) -> Tables:
        """Segments and tokens."""

        def compute(part: pl.DataFrame) -> Tables:
            segments = build_segments(part, outlet_names=self.names, corrections=self.corrections)
            return {"segments": segments, "tokens": tokenise(part, segments)}

        return cache.stage(
            TEXT, articles, tables=TABLES[TEXT], depends=self.depends(TEXT), compute=compute
        )

    def layers(self, cache: Cache, articles: pl.DataFrame, text: Tables) -> Tables:
        """Sentences and all layers of annotation, from segments and tokens of the same articles."""

        def compute(part: pl.DataFrame) -> Tables:
            here = part["article"].implode()
            segments, tokens = (text[t].filter(pl.col("article").is_in(here)) for t in TABLES[TEXT])
            sentences = build_sentences(part, segments)
            layers = annotate(
                part,
                segments=segments,
                tokens=tokens,
                sentences=sentences,
                codebook=self.codebook,
            )
            return {"sentences": sentences, **layers._asdict()}

        return cache.stage(
            LAYERS, articles, tables=TABLES[LAYERS], depends=self.depends(LAYERS), compute=compute
        )


def digest(*parts: object) -> str:
    """A short hash of plain values."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
