"""Loaded wordings of a fact as stances: a choice of word, which nothing turns round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from framing.annotate.spans import Annotated, annotation_id
from framing.annotate.stance.evidence import Row, evidence_rows
from framing.annotate.stance.reading import Cause
from framing.records.codebook import Codebook

Speakers = Mapping[str, tuple[str, ...]]


def loaded_wordings(
    facts: pl.DataFrame,
    codebook: Codebook,
    annotated: Sequence[Annotated],
    speakers: Speakers,
) -> tuple[list[Row], list[Row]]:
    """Wordings of a fact that take a position, as rows of ``STANCES`` and of ``EVIDENCE``."""
    targets = {fact.id: fact.target for fact in codebook.facts}
    wordings = {(f.id, w.id): w for f in codebook.facts for w in f.wordings}
    documents = {one.document.article: one for one in annotated}
    rows: list[Row] = []
    evidence: list[Row] = []
    for fact in facts.iter_rows(named=True):
        wording = wordings[fact["fact"], fact["wording"]]
        if not targets[fact["fact"]] or not wording.position or fact["status"] == "proposed":
            continue  # what is only proposed is no wording of what happened
        one = documents[fact["article"]]
        row = _row(fact, one, targets[fact["fact"]], wording.position, speakers)
        what = f"{fact['fact']}: {wording.label}"
        patterns = (*wording.patterns, *(act.pattern for act in wording.acts))
        where = patterns[0].where
        start, end = fact["start"], fact["end"]
        pieces = [
            (Cause("pattern", start, end, what, where), f"{wording.position}, wording"),
            (Cause("holder", start, start, _whose(fact)), f"{row['holder']} ({row['voice']})"),
        ]
        rows.append(row)
        evidence += evidence_rows(row, one.document, pieces)
    return rows, evidence


def _whose(fact: Row) -> str:
    return "innermost attribution" if fact["parent"] else "nobody is quoted here"


def _row(fact: Row, one: Annotated, target: str, position: str, speakers: Speakers) -> Row:
    unattributed = one.agency if fact["voice"] == "wire" else one.document.outlet
    holder, side = speakers.get(str(fact["parent"]), (unattributed, ""))
    shared = {
        key: fact[key]
        for key in ("article", "voice", "start", "end", "text", "sentence", "rule", "parent")
    }
    start, end = int(str(fact["start"])), int(str(fact["end"]))
    return {
        "id": annotation_id("stances", str(fact["article"]), start, end, str(fact["rule"])),
        "target": target,
        "position": position,
        "kind": "wording",
        "holder": holder,
        "holder_side": side or None,
        "hedge": None,
        "negated": False,
        "negator": None,
        "mood": "statement",
        **shared,
    }
