"""Loaded wordings of a fact as stances: the choice of a word, not a proposition."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import polars as pl

from framing.annotate.spans import Annotated, annotation_id, innermost, sentence_at
from framing.annotate.stance.evidence import Row, evidence_rows, reading_pieces
from framing.annotate.stance.holders import Holder, Speakers, find_holder
from framing.annotate.stance.marks import Marks
from framing.annotate.stance.reading import FLIP, Cause, Place, Reading, read_hit
from framing.codebook.matching import Hit
from framing.records.codebook import Codebook

_SHARED = ("article", "voice", "start", "end", "text", "sentence", "rule", "parent")


def loaded_facts(facts: pl.DataFrame, codebook: Codebook) -> dict[str, list[Row]]:
    """By article the facts told in a wording that takes a position, with ``target``, ``position``,
    ``label`` and ``where`` of the wording.
    """
    loaded: dict[str, list[Row]] = {}
    for fact in codebook.facts:
        for wording in fact.wordings:
            if not fact.target or not wording.position:
                continue
            patterns = (*wording.patterns, *(act.pattern for act in wording.acts))
            more = {
                "target": fact.target,
                "position": wording.position,
                "label": f"{fact.id}: {wording.label}",
                "where": patterns[0].where,
            }
            same = (pl.col("fact") == fact.id) & (pl.col("wording") == wording.id)
            # What is only proposed is no wording of what happened.
            same &= pl.col("status") != "proposed"
            for row in facts.filter(same).iter_rows(named=True):
                loaded.setdefault(row["article"], []).append({**row, **more})
    return loaded


def add_wording(
    fact: Row,
    one: Annotated,
    marks: Marks,
    codebook: Codebook,
    *,
    ids: Sequence[str],
    speakers: Speakers,
    sides: Mapping[str, str],
    rows: list[Row],
    evidence: list[Row],
) -> None:
    """Add a loaded wording to the rows of its article, unless these assert as much already.

    A negator turns it round ("nobody annexed anything"), as it does an assertion.
    """
    start, end = int(str(fact["start"])), int(str(fact["end"]))
    asserted = next((row for row in rows if _covers(row, fact, start, end)), None)
    span = (start, end, str(fact["label"]), str(fact["where"]))
    if asserted is not None:
        number = sum(1 for row in evidence if row["id"] == asserted["id"])
        piece = (Cause("lost", *span), "wording: part of what is asserted here")
        evidence += evidence_rows(asserted, one.document, [piece], first=number)
        return
    place = _place(one, start, end)
    reading = read_hit(place, marks, codebook)
    holder = find_holder(place, marks, ids=ids, speakers=speakers, sides=sides)
    row = _row(fact, one, reading, holder)
    pieces = [
        (Cause("pattern", *span), f"{fact['position']}, wording"),
        *reading_pieces(reading, str(fact["position"])),
        (holder.cause, f"{holder.name} ({holder.voice})"),
    ]
    rows.append(row)
    evidence += evidence_rows(row, one.document, pieces)


def _covers(row: Row, fact: Row, start: int, end: int) -> bool:
    if row["target"] != fact["target"] or row["kind"] != "asserted":
        return False
    return int(str(row["start"])) < end and start < int(str(row["end"]))


def _place(one: Annotated, start: int, end: int) -> Place:
    starts = one.document.starts
    hit = Hit(0, bisect_left(starts, start), bisect_left(starts, end))
    sentence = sentence_at(one.document, start)
    return Place(one, hit, sentence, innermost(one, start, end), frozenset())


def _row(fact: Row, one: Annotated, reading: Reading, holder: Holder) -> Row:
    start, end, stated = int(str(fact["start"])), int(str(fact["end"])), str(fact["position"])
    position = FLIP.get(stated, stated) if reading.negated else stated
    text = one.document.text
    turning = [text[cause.start : cause.end] for cause in reading.negations]
    hedge = reading.hedge
    return {
        "id": annotation_id("stances", one.document.article, start, end, str(fact["rule"])),
        "target": fact["target"],
        "position": position,
        "kind": "wording",
        "holder": holder.name,
        "holder_side": holder.side or None,
        "hedge": text[hedge.start : hedge.end] if hedge else None,
        "negated": position != stated,
        "negator": " + ".join(turning) or None,
        "mood": reading.mood,
        **{key: fact[key] for key in _SHARED},
    }
