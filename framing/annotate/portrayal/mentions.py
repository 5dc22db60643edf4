"""The tone of sentences toward the codebook's actors: negative, neutral or positive."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
import polars as pl

from framing.annotate.documents import Partition
from framing.annotate.hits import hits_by_document
from framing.annotate.portrayal.features import Reals
from framing.annotate.portrayal.lexicon import load_colours
from framing.annotate.portrayal.model import TONES, load_model, probabilities
from framing.annotate.portrayal.passages import Place, build_passages
from framing.annotate.spans import (
    Annotated,
    annotation_id,
    characters,
    innermost,
    voice_at,
)
from framing.codebook.matching import keep_longest
from framing.records.codebook import Actor, Codebook
from framing.records.tables import PORTRAYALS, empty, table

_DIGITS = 6
# One row: document, sentence, actor, attribution around it (-1 for none).
Group = tuple[int, int, str, int]


def find_portrayals(
    partition: Partition,
    annotated: Sequence[Annotated],
    *,
    codebook: Codebook,
    attributions: pl.DataFrame,
    attribution_ids: Sequence[Sequence[str]],
) -> pl.DataFrame:
    """The tone of each sentence toward each actor that it names.

    An actor named several times in a sentence, in the same words or voice, is one row, the first
    mention; the probabilities are the mean of all mentions. The longest name wins and no word
    names two actors. Tone is how the sentence makes the actor look, whoever speaks; it is no
    stance: bad news about somebody is negative without anybody being against them.

    Returns
    -------
    DataFrame
        Schema ``PORTRAYALS``, sorted by article and start.
    """
    found = _find_mentions(partition, annotated, codebook.actors)
    if not found:
        return empty(PORTRAYALS)
    model, version = load_model()
    places = [place for group in found.values() for place in group]
    passages = build_passages(annotated, places, common=model.common, lexicon=load_colours())
    likely = probabilities(model, passages)
    actors = {actor.id: actor for actor in codebook.actors}
    speakers = dict(attributions.select("id", "speaker").iter_rows())
    rows, at = [], 0
    for key, group in found.items():
        mean = np.round(likely[at : at + len(group)].mean(axis=0), _DIGITS)
        at += len(group)
        one, ids = annotated[key[0]], attribution_ids[key[0]]
        row = _row(one, group[0], actors[key[2]], mean, rule=f"linear {version}")
        if key[3] >= 0:
            row["parent"] = ids[key[3]]
            row["speaker"] = speakers[ids[key[3]]]
        rows.append(row)
    return table(rows, PORTRAYALS).sort("article", "start", "actor")


def _find_mentions(
    partition: Partition, annotated: Sequence[Annotated], actors: Sequence[Actor]
) -> dict[Group, list[Place]]:
    """Mentions of actors by document, sentence, actor and attribution."""
    owners = [actor.id for actor in actors for _ in actor.patterns]
    patterns = [pattern for actor in actors for pattern in actor.patterns]
    found: dict[Group, list[Place]] = {}
    for number, hits in enumerate(hits_by_document(partition, patterns)):
        one = annotated[number]
        sentences = one.document.sentences
        firsts = [sentence.first for sentence in sentences]
        for hit in keep_longest(hits):
            parent = innermost(one, *characters(one.document, hit.first, hit.last))
            sentence = sentences[bisect_right(firsts, hit.first) - 1]
            key = (number, sentence.number, owners[hit.pattern], -1 if parent is None else parent)
            found.setdefault(key, []).append(Place(number, sentence, hit.first, hit.last))
    return found


def _row(
    one: Annotated, place: Place, actor: Actor, likely: Reals, *, rule: str
) -> dict[str, object]:
    """The row of an actor in the outlet's or the agency's words."""
    document, sentence = one.document, place.sentence
    start, end = characters(document, place.first, place.last)
    voice = voice_at(one, start, end, sentence.role)
    key = f"{actor.id} {rule}"
    return {
        "id": annotation_id("portrayals", document.article, start, end, key),
        "article": document.article,
        "actor": actor.id,
        "side": actor.side or None,
        "tone": TONES[int(likely.argmax())],
        **dict(zip(TONES, likely.tolist(), strict=True)),
        "speaker": one.agency if voice == "wire" else document.outlet,
        "voice": voice,
        "start": start,
        "end": end,
        "text": document.text[start:end],
        "sentence": document.text[sentence.start : sentence.end],
        "rule": rule,
        "parent": None,
    }
