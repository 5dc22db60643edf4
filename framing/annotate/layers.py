"""All layers of annotation of one partition of articles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import polars as pl

from framing.annotate.attribution import (
    find_attributions,
    find_quotes,
    load_lexicon,
    with_cues,
)
from framing.annotate.attribution.table import build_attributions
from framing.annotate.documents import Partition, build_partition
from framing.annotate.facts import Read, find_facts
from framing.annotate.frames import find_indicators, find_listed
from framing.annotate.names import find_names
from framing.annotate.portrayal import find_portrayals
from framing.annotate.spans import Annotated
from framing.annotate.stance import find_stances
from framing.corpus.wire.agencies import is_agency
from framing.records.codebook import Codebook


class Layers(NamedTuple):
    """One table a layer; see ``framing.records.tables`` for their schemas."""

    attributions: pl.DataFrame
    spans: pl.DataFrame
    names: pl.DataFrame
    stances: pl.DataFrame
    facts: pl.DataFrame
    evidence: pl.DataFrame
    indicators: pl.DataFrame
    listed: pl.DataFrame
    portrayals: pl.DataFrame


def annotate(
    articles: pl.DataFrame,
    *,
    segments: pl.DataFrame,
    tokens: pl.DataFrame,
    sentences: pl.DataFrame,
    codebook: Codebook,
) -> Layers:
    """Annotate a partition; it reads its own rows only.

    Parameters
    ----------
    articles
        Columns ``article``, ``outlet``, ``text``, ``wire``; English only.
    segments, tokens, sentences
        Of the same articles.
    codebook
        What to look for.
    """
    with _collector_paused():
        return _annotate(
            build_partition(articles, segments=segments, tokens=tokens, sentences=sentences),
            articles["wire"],
            codebook,
        )


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Annotation makes many records, no cycles: looking for them takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _annotate(partition: Partition, wires: pl.Series, codebook: Codebook) -> Layers:
    annotated = _attribute(partition, wires, codebook)
    attributions, spans, ids = build_attributions(annotated, codebook)
    names = find_names(partition, annotated, codebook=codebook, attribution_ids=ids)
    facts = find_facts(partition, annotated, codebook=codebook, attribution_ids=ids)
    stances, evidence = find_stances(
        partition,
        annotated,
        codebook=codebook,
        facts=facts,
        attributions=attributions,
        attribution_ids=ids,
    )
    indicators = find_indicators(partition, annotated, codebook=codebook, attribution_ids=ids)
    listed = find_listed(partition, annotated, codebook=codebook, attribution_ids=ids)
    portrayals = find_portrayals(
        partition, annotated, codebook=codebook, attributions=attributions, attribution_ids=ids
    )
    return Layers(
        attributions, spans, names, stances, facts, evidence, indicators, listed, portrayals
    )


def annotate_facts(
    articles: pl.DataFrame,
    *,
    segments: pl.DataFrame,
    tokens: pl.DataFrame,
    sentences: pl.DataFrame,
    codebook: Codebook,
    read: Read,
) -> pl.DataFrame:
    """The layer ``facts`` alone, read by another engine than the rules; see ``annotate``."""
    partition = build_partition(articles, segments=segments, tokens=tokens, sentences=sentences)
    annotated = _attribute(partition, articles["wire"], codebook)
    _, _, ids = build_attributions(annotated, codebook)
    return find_facts(partition, annotated, codebook=codebook, attribution_ids=ids, read=read)


def _attribute(partition: Partition, wires: pl.Series, codebook: Codebook) -> list[Annotated]:
    """Documents with their attributions and quotation marks."""
    lexicon = with_cues(load_lexicon(), codebook.cues)
    return [
        Annotated(
            document,
            find_attributions(document, lexicon, quotes=(quotes := find_quotes(document))),
            quotes,
            wire if is_wire_copy(document.outlet, wire) else "",
        )
        for document, wire in zip(partition.documents, wires, strict=True)
    ]


def mark_wire(articles: pl.DataFrame) -> pl.DataFrame:
    """Articles with ``is_wire``: whether each is an agency's text under another outlet's name."""
    pairs = articles.select("outlet", "wire").iter_rows()
    wire = [is_wire_copy(outlet, agency) for outlet, agency in pairs]
    return articles.with_columns(is_wire=pl.Series(wire, dtype=pl.Boolean))


def is_wire_copy(outlet: str, wire: str | None) -> bool:
    """Whether an article is an agency's text under another outlet's name.

    >>> is_wire_copy("TASS", "TASS"), is_wire_copy("Xinhua News Agency", "Xinhua")
    (False, False)
    >>> is_wire_copy("Pan Pacific Agency", "TASS"), is_wire_copy("Japan Times", "AP")
    (True, True)
    >>> is_wire_copy("Sputnik", "RIA Novosti")
    False
    """
    return not is_agency(outlet, wire) if wire else False
