"""Stance toward the codebook's targets: whose position, asserted or only in the wording."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from framing.annotate.documents import Document, Partition, Sentence
from framing.annotate.hits import hits_by_document
from framing.annotate.spans import (
    Annotated,
    annotation_id,
    characters,
    innermost,
    sentence_at,
    voice_at,
)
from framing.annotate.speakers import find_actors
from framing.codebook.matching import Hit, keep_longest
from framing.codebook.patterns import literal_words
from framing.records.codebook import Codebook, StanceRule
from framing.records.patterns import Pattern
from framing.records.tables import STANCES, table

_FLIP = {"favour": "against", "against": "favour", "mixed": "mixed"}
_DENYING = frozenset(("deny", "reject", "dispute", "refute"))
_NEGATION_REACH = 4  # words between a negator and the pattern it turns round


def find_stances(
    partition: Partition,
    annotated: Sequence[Annotated],
    *,
    codebook: Codebook,
    facts: pl.DataFrame,
    attributions: pl.DataFrame,
    attribution_ids: Sequence[Sequence[str]],
) -> pl.DataFrame:
    """Stances: rules of the codebook's targets, and loaded wordings of facts.

    The position is the holder's: whom the rule marks as ``holder:`` (its voice is ``source``),
    else the speaker of the innermost attribution around the hit, else the outlet, or in the body
    of wire copy the agency.
    A negator inside a hit or at most four words before it in the same sentence and content, or a
    cue of denial, turns the position round (``negated``). Where rules of one target overlap the
    longest hit wins, then the earlier, then the rule that the codebook lists first.

    Returns
    -------
    DataFrame
        Schema ``STANCES``. No row is "no stance found", not neutral.
    """
    rules = [(target.id, rule) for target in codebook.targets for rule in target.rules]
    patterns: list[Pattern] = [rule.pattern for _, rule in rules]
    n_rules, n_hedges = len(patterns), len(codebook.hedges)
    patterns += [*codebook.hedges, *codebook.negators]
    speakers = {row[0]: row[1:] for row in attributions.select("id", "speaker", "side").iter_rows()}
    rows: list[dict[str, object]] = []
    everything = hits_by_document(partition, patterns)
    for one, hits, ids in zip(annotated, everything, attribution_ids, strict=True):
        hedges = [h for h in hits if n_rules <= h.pattern < n_rules + n_hedges]
        negators = [h for h in hits if h.pattern >= n_rules + n_hedges]
        for target in codebook.targets:
            own = [h for h in hits if h.pattern < n_rules and rules[h.pattern][0] == target.id]
            for hit in keep_longest(own):
                rule = rules[hit.pattern][1]
                rows.append(_row(one, hit, target.id, rule, hedges, negators, ids, speakers))
    named = [row for row in rows if row["voice"] == "source" and row["parent"] is None]
    holders = find_actors([str(row["holder"]) for row in named], codebook.actors)
    for row, actor in zip(named, holders, strict=True):
        row["holder_side"] = (actor.side or None) if actor else None
    loaded = _from_facts(facts, codebook, annotated, speakers)
    return table(rows + loaded, STANCES).sort("article", "start", "rule")


def _row(
    one: Annotated,
    hit: Hit,
    target: str,
    rule: StanceRule,
    hedges: list[Hit],
    negators: list[Hit],
    ids: Sequence[str],
    speakers: dict[str, tuple[str, ...]],
) -> dict[str, object]:
    document = one.document
    start, end = characters(document, hit.first, hit.last)
    sentence = sentence_at(document, start)
    parent = innermost(one, start, end)
    voice = voice_at(one, start, end, sentence.role)
    named = [(first, last) for role, first, last in hit.slots if role == "holder"]
    if named:
        first, last = characters(document, *named[0])
        holder, side, voice = document.text[first:last], "", "source"
    elif parent is not None:
        holder, side = speakers[ids[parent]]
    else:
        holder, side = one.agency if voice == "wire" else document.outlet, ""
    negated = rule.kind == "asserted" and (
        _is_negated(one, hit, rule, negators, sentence, parent) or _denies(one, parent)
    )
    return {
        "id": annotation_id("stances", document.article, start, end, rule.id),
        "article": document.article,
        "target": target,
        "position": _FLIP[rule.position] if negated else rule.position,
        "kind": rule.kind,
        "holder": holder,
        "holder_side": side or None,
        "hedge": _hedge(document, hit, rule, hedges, sentence),
        "negated": negated,
        "voice": voice,
        "start": start,
        "end": end,
        "text": document.text[start:end],
        "sentence": document.text[sentence.start : sentence.end],
        "rule": rule.id,
        "parent": None if parent is None else ids[parent],
    }


def _is_negated(
    one: Annotated,
    hit: Hit,
    rule: StanceRule,
    negators: list[Hit],
    sentence: Sentence,
    parent: int | None,
) -> bool:
    """A negator before the hit, or in a gap of it: one that the pattern spells out is its own."""
    spelled = {word.text for word in literal_words(rule.pattern)}
    for negator in negators:
        before = hit.first - _NEGATION_REACH <= negator.first and negator.last <= hit.first
        inside = hit.first < negator.first < hit.last
        own = one.document.words[negator.first] in spelled
        if (before and negator.first >= sentence.first) or (inside and not own):
            span = characters(one.document, negator.first, negator.last)
            if innermost(one, *span) == parent:
                return True
    return False


def _denies(one: Annotated, parent: int | None) -> bool:
    return parent is not None and one.attributions[parent].cue_lemma in _DENYING


def _hedge(
    document: Document, hit: Hit, rule: StanceRule, hedges: list[Hit], sentence: Sentence
) -> str | None:
    """The first hedge of the sentence that the pattern does not spell out itself."""
    spelled = {word.text for word in literal_words(rule.pattern)}
    for hedge in hedges:
        inside = sentence.first <= hedge.first and hedge.last <= sentence.last
        covered = hit.first <= hedge.first and hedge.last <= hit.last
        if inside and not (covered and document.words[hedge.first] in spelled):
            start, end = characters(document, hedge.first, hedge.last)
            return document.text[start:end]
    return None


def _from_facts(
    facts: pl.DataFrame,
    codebook: Codebook,
    annotated: Sequence[Annotated],
    speakers: dict[str, tuple[str, ...]],
) -> list[dict[str, object]]:
    """Wordings of a fact that take a position are stances of kind ``wording``."""
    targets = {fact.id: fact.target for fact in codebook.facts}
    positions = {(f.id, w.id): w.position for f in codebook.facts for w in f.wordings}
    documents = {one.document.article: one for one in annotated}
    rows = []
    for fact in facts.iter_rows(named=True):
        position = positions[fact["fact"], fact["wording"]]
        if not targets[fact["fact"]] or not position:
            continue
        one = documents[fact["article"]]
        unattributed = one.agency if fact["voice"] == "wire" else one.document.outlet
        holder, side = speakers.get(fact["parent"], (unattributed, ""))
        shared = {
            key: fact[key]
            for key in ("article", "voice", "start", "end", "text", "sentence", "rule", "parent")
        }
        rows.append(
            {
                "id": annotation_id(
                    "stances", fact["article"], fact["start"], fact["end"], fact["rule"]
                ),
                "target": targets[fact["fact"]],
                "position": position,
                "kind": "wording",
                "holder": holder,
                "holder_side": side or None,
                "hedge": None,
                "negated": False,
                **shared,
            }
        )
    return rows
