"""Stance toward the codebook's targets: whose position, asserted or only in the wording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from framing.annotate.documents import Partition
from framing.annotate.hits import hits_by_document
from framing.annotate.spans import Annotated, annotation_id, characters, innermost, sentence_at
from framing.annotate.stance.contest import decide
from framing.annotate.stance.evidence import Found, Row, explain
from framing.annotate.stance.holders import Speakers, find_holder, resolve_slots
from framing.annotate.stance.loaded import add_wording, loaded_facts
from framing.annotate.stance.marks import Marks, mark_entries
from framing.annotate.stance.reading import FLIP, Place, is_torn, read_hit
from framing.codebook.matching import Hit
from framing.codebook.tracing import gap_words, trace_hit
from framing.records.codebook import KINDS, OTHER, RELATIVE, Codebook, StanceRule, Target
from framing.records.tables import EVIDENCE, STANCES, table


def find_stances(
    partition: Partition,
    annotated: Sequence[Annotated],
    *,
    codebook: Codebook,
    facts: pl.DataFrame,
    attributions: pl.DataFrame,
    attribution_ids: Sequence[Sequence[str]],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Stances: rules of the codebook's targets, and loaded wordings of facts.

    The position is the holder's: whom the rule marks as ``holder:`` (the voice stays that of the
    words), else the speaker of the innermost attribution around the hit, else the outlet, or in the
    body of wire copy the agency. A rule of position ``ours`` or ``theirs`` takes the position of
    the holder's side, or the other one; with a holder on no side it finds nothing.
    What the words around it make of a hit is told in ``framing.annotate.stance.reading``. Where
    hits of one target and kind share words the longest wins, then the earlier, then the one that
    the codebook lists first; hits of two kinds both stand.

    Returns
    -------
    tuple
        Schema ``STANCES`` (no row is "no stance found", not neutral), and schema ``EVIDENCE``:
        why each row is what it is.
    """
    rules = [(target, rule) for target in codebook.targets for rule in target.rules]
    lists = mark_entries(codebook)
    speakers = {row[0]: row[1:] for row in attributions.select("id", "speaker", "side").iter_rows()}
    loaded = loaded_facts(facts, codebook)
    everything = hits_by_document(partition, [rule.pattern for _, rule in rules])
    told = [loaded.get(one.document.article, []) for one in annotated]
    busy = [k for k, hits in enumerate(everything) if hits or told[k]]
    around = hits_by_document(partition, [pattern for _, pattern in lists], only=busy)
    sides = resolve_slots([*annotated, *annotated], [*everything, *around], codebook)
    rows: list[Row] = []
    evidence: list[Row] = []
    for k in busy:
        one, ids = annotated[k], attribution_ids[k]
        marks = Marks(around[k], lists)
        reader = _Reader(one, marks, codebook, ids, speakers, sides)
        own_rows: list[Row] = []
        why: list[Row] = []
        found = [reader.read(hit, *rules[hit.pattern]) for hit in everything[k]]
        for target in codebook.targets:
            for kind in KINDS:
                here = [
                    f for f in found if f.position and (f.target, f.rule.kind) == (target.id, kind)
                ]
                _settle(here, ids, own_rows, why)
        for fact in told[k]:
            add_wording(
                fact, one, marks, codebook,
                ids=ids, speakers=speakers, sides=sides, rows=own_rows, evidence=why,
            )  # fmt: skip
        rows += own_rows
        evidence += why
    return (
        table(rows, STANCES).sort("article", "start", "rule"),
        table(evidence, EVIDENCE).sort("article", "id", "k"),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """What is needed to read the hits of one document."""

    one: Annotated
    marks: Marks
    codebook: Codebook
    ids: Sequence[str]
    speakers: Speakers
    sides: Mapping[str, str]

    def read(self, hit: Hit, target: Target, rule: StanceRule) -> Found:
        """A hit with its circumstances; no position where it depends on a side nobody knows."""
        document = self.one.document
        start, end = characters(document, hit.first, hit.last)
        steps = trace_hit(rule.pattern, document.words, first=hit.first, last=hit.last)
        parent = innermost(self.one, start, end)
        place = Place(self.one, hit, sentence_at(document, start), parent, gap_words(steps))
        reading = read_hit(place, self.marks, self.codebook)
        holder = find_holder(
            place, self.marks, ids=self.ids, speakers=self.speakers, sides=self.sides
        )
        stated = rule.position
        if stated in RELATIVE:
            ours = dict(target.sides).get(holder.side, "")
            stated = FLIP.get(ours, ours) if rule.position == "theirs" else ours
        if is_torn(place, self.marks):
            stated = ""
        position = FLIP.get(stated, stated) if reading.negated else stated
        return Found(target.id, hit, rule, steps, place, reading, holder, stated, position)


def _settle(
    found: Sequence[Found], ids: Sequence[str], rows: list[Row], evidence: list[Row]
) -> None:
    """Add those that stand, and why."""
    by_hit = {one.hit: one for one in found}
    said = {
        one.hit: (one.place.sentence.start, one.holder.name, one.position, one.reading.mood)
        for one in found
        if one.rule.kind == "asserted"
    }
    crossing = {one.hit for one in found if _crosses(one.place)}
    for outcome in decide(list(by_hit), said, crossing=crossing):
        winner = by_hit[outcome.hit]
        if winner.rule.position == OTHER:
            continue
        row = _row(winner, ids)
        rows.append(row)
        losers = [(by_hit[hit].rule, hit, why) for hit, why in outcome.losers]
        evidence += explain(row, winner, losers)


def _crosses(place: Place) -> bool:
    """Whether the last word is reported by somebody who does not report the first."""
    words, hit = place.document, place.hit
    inner = innermost(place.one, words.starts[hit.last - 1], words.ends[hit.last - 1])
    return inner is not None and inner != place.parent and not hit.slots


def _row(found: Found, ids: Sequence[str]) -> Row:
    document, reading, parent = found.place.document, found.reading, found.place.parent
    sentence = found.place.sentence
    start, end = characters(document, found.hit.first, found.hit.last)
    turning = [document.text[cause.start : cause.end] for cause in reading.negations]
    hedge = reading.hedge
    return {
        "id": annotation_id("stances", document.article, start, end, found.rule.id),
        "article": document.article,
        "target": found.target,
        "position": found.position,
        "kind": found.rule.kind,
        "holder": found.holder.name,
        "holder_side": found.holder.side or None,
        "hedge": document.text[hedge.start : hedge.end] if hedge else None,
        "negated": found.position != found.stated,
        "negator": " + ".join(turning) or None,
        "mood": reading.mood,
        "voice": found.holder.voice,
        "start": start,
        "end": end,
        "text": document.text[start:end],
        "sentence": document.text[sentence.start : sentence.end],
        "rule": found.rule.id,
        "parent": None if parent is None else ids[parent],
    }
