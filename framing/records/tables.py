"""The schema of every table, in one place."""

from __future__ import annotations

import polars as pl
from polars.datatypes import DataType, DataTypeClass

Schema = dict[str, "DataType | DataTypeClass"]

TEXT, INT, REAL, FLAG = pl.String, pl.Int64, pl.Float64, pl.Boolean

OUTLETS: Schema = {
    "outlet": TEXT,
    "name": TEXT,
    "group": TEXT,
    "type": TEXT,
    "audience": TEXT,
    "language": TEXT,
    "country": TEXT,
    "ownership": TEXT,
    "ownership_source": TEXT,
    "ownership_date": TEXT,
    "domain": TEXT,
    "aliases": TEXT,
}
ARTICLES: Schema = {
    "article": TEXT,
    "outlet": TEXT,
    "group": TEXT,
    "event": TEXT,
    "date": TEXT,
    "title": TEXT,
    "url": TEXT,
    "language": TEXT,
    "wire": TEXT,
    "file": TEXT,
    "row": INT,
    "hash": TEXT,
    "text": TEXT,
}
LEDGER: Schema = {"file": TEXT, "row": INT, "fate": TEXT, "article": TEXT, "reason": TEXT}
# One row an item of a source that was imported; ``file`` is the article's below ``articles/``.
# ``listed``: a file that was read with the row of an index, which is the item.
FATES = ("imported", "duplicate", "skipped", "listed")
IMPORTS: Schema = {
    "source": TEXT,
    "hash": TEXT,
    "format": TEXT,
    "item": INT,
    "fate": TEXT,
    "file": TEXT,
    "reason": TEXT,
    "outlet": TEXT,
    "date": TEXT,
    "title": TEXT,
    "text": TEXT,
}
SEGMENTS: Schema = {
    "article": TEXT,
    "segment": INT,
    "paragraph": INT,
    "role": TEXT,
    "start": INT,
    "end": INT,
}
TOKENS: Schema = {
    "article": TEXT,
    "segment": INT,
    "position": INT,
    "run": INT,
    "type": TEXT,
    "surface": TEXT,
    "start": INT,
    "end": INT,
}
SENTENCES: Schema = {
    "article": TEXT,
    "sentence": INT,
    "segment": INT,
    "start": INT,
    "end": INT,
}
RUNS: Schema = {
    "article": TEXT,
    "run": INT,
    "segment": INT,
    "hash": pl.UInt64,
    "n_tokens": INT,
    "start": INT,
    "end": INT,
}
COPIES: Schema = {"article": TEXT, "unit": TEXT, "n_carriers": INT}
CARRIERS: Schema = {
    "unit": TEXT,
    "n_carriers": INT,
    "article": TEXT,
    "outlet": TEXT,
    "date": TEXT,
    "wire": TEXT,
    "earliest": TEXT,
    "shared": REAL,
    "n_words": INT,
    "n_added": INT,
    "n_removed": INT,
}
CHANGES: Schema = {
    "unit": TEXT,
    "article": TEXT,
    "outlet": TEXT,
    "change": TEXT,
    "before": TEXT,
    "after": TEXT,
    "start": INT,
    "end": INT,
}
COVERAGE: Schema = {
    "event": TEXT,
    "name": TEXT,
    "outlet": TEXT,
    "group": TEXT,
    "coverage": TEXT,
    "n_articles": INT,
    "article": TEXT,
}
SUGGESTIONS: Schema = {
    "event": TEXT,
    "article": TEXT,
    "source": TEXT,
    "similarity": REAL,
    "words": TEXT,
}
DIFF: Schema = {
    "part": TEXT,
    "item": TEXT,
    "where": TEXT,
    "a": TEXT,
    "b": TEXT,
    "n_a": INT,
    "n_b": INT,
    "similarity": REAL,
}

# Layers of annotation. ``id`` hashes article, layer, span and rule; ``parent`` is the id of the
# attribution a row stands in.
NAMES: Schema = {
    "id": TEXT,
    "article": TEXT,
    "entity": TEXT,
    "name": TEXT,
    "side": TEXT,
    "mode": TEXT,
    "gloss": TEXT,
    "gloss_owner": TEXT,
    "scare": FLAG,
    "pair": TEXT,
    "first": FLAG,
    "voice": TEXT,
    "start": INT,
    "end": INT,
    "text": TEXT,
    "rule": TEXT,
    "parent": TEXT,
}
ATTRIBUTIONS: Schema = {
    "id": TEXT,
    "article": TEXT,
    "speaker": TEXT,
    "source_text": TEXT,
    "actor": TEXT,
    "side": TEXT,
    "source_form": TEXT,
    "source_type": TEXT,
    "cue": TEXT,
    "cue_class": TEXT,
    "quotation": TEXT,
    "content_words": INT,
    "start": INT,
    "end": INT,
    "text": TEXT,
    "rule": TEXT,
    "parent": TEXT,
}
SPANS: Schema = {"id": TEXT, "article": TEXT, "part": TEXT, "k": INT, "start": INT, "end": INT}
STANCES: Schema = {
    "id": TEXT,
    "article": TEXT,
    "target": TEXT,
    "position": TEXT,
    "kind": TEXT,
    "holder": TEXT,
    "holder_side": TEXT,
    "hedge": TEXT,
    "negated": FLAG,
    "negator": TEXT,
    "mood": TEXT,
    "voice": TEXT,
    "start": INT,
    "end": INT,
    "text": TEXT,
    "sentence": TEXT,
    "rule": TEXT,
    "parent": TEXT,
}
# Why a stance is what it is: one row a piece of evidence, ``id`` is the stance's. ``what`` is the
# entry of a codebook (``where``: its file and line), ``effect`` what it did.
EVIDENCE: Schema = {
    "id": TEXT,
    "article": TEXT,
    "k": INT,
    "part": TEXT,
    "start": INT,
    "end": INT,
    "text": TEXT,
    "what": TEXT,
    "where": TEXT,
    "effect": TEXT,
}
FACTS: Schema = {
    "id": TEXT,
    "article": TEXT,
    "fact": TEXT,
    "wording": TEXT,
    "verb": TEXT,
    "grammar": TEXT,
    "construction": TEXT,
    "agency": TEXT,
    "agent": TEXT,
    "recipient": TEXT,
    "status": TEXT,
    "position": TEXT,
    "depth": REAL,
    "voice": TEXT,
    "start": INT,
    "end": INT,
    "text": TEXT,
    "sentence": TEXT,
    "engine": TEXT,
    "rule": TEXT,
    "parent": TEXT,
}
# Frames: passages that indicate an element, and wordings that a list asks to look at.
INDICATORS: Schema = {
    "id": TEXT,
    "article": TEXT,
    "element": TEXT,
    "indicator": TEXT,
    "frames": TEXT,
    "voice": TEXT,
    "start": INT,
    "end": INT,
    "text": TEXT,
    "sentence": TEXT,
    "rule": TEXT,
    "parent": TEXT,
}
LISTED: Schema = {
    "id": TEXT,
    "article": TEXT,
    "kind": TEXT,
    "list": TEXT,
    "note": TEXT,
    "voice": TEXT,
    "start": INT,
    "end": INT,
    "text": TEXT,
    "sentence": TEXT,
    "rule": TEXT,
    "parent": TEXT,
}
# The tone of a sentence toward an actor; the three probabilities add up to 1.
PORTRAYALS: Schema = {
    "id": TEXT,
    "article": TEXT,
    "actor": TEXT,
    "side": TEXT,
    "tone": TEXT,
    "negative": REAL,
    "neutral": REAL,
    "positive": REAL,
    "speaker": TEXT,
    "voice": TEXT,
    "start": INT,
    "end": INT,
    "text": TEXT,
    "sentence": TEXT,
    "rule": TEXT,
    "parent": TEXT,
}
# Articles grouped by their elements: a row a cluster and variable.
CLUSTERS: Schema = {
    "cluster": INT,
    "n": INT,
    "n_articles": INT,
    "stability": REAL,
    "element": TEXT,
    "indicator": TEXT,
    "share": REAL,
    "overall": REAL,
    "flag": TEXT,
}
# One row an article, variable and coder, as coding/coded.csv has it; ``row`` is its line.
CODED: Schema = {"article": TEXT, "variable": TEXT, "label": TEXT, "coder": TEXT, "row": INT}
# A layer against gold annotations.
EVALUATION: Schema = {
    "layer": TEXT,
    "column": TEXT,
    "label": TEXT,
    "measure": TEXT,
    "estimate": REAL,
    "low": REAL,
    "high": REAL,
    "level": REAL,
    "n_gold": REAL,
    "n_found": REAL,
    "n_matched": REAL,
    "n_articles": INT,
    "flag": TEXT,
}
CONFUSION: Schema = {
    "layer": TEXT,
    "column": TEXT,
    "gold": TEXT,
    "found": TEXT,
    "n": REAL,
}
MISTAKES: Schema = {
    "error": TEXT,
    "article": TEXT,
    "start": INT,
    "end": INT,
    "gold": TEXT,
    "found": TEXT,
    "context": TEXT,
    "line": INT,
    "id": TEXT,
}
# One row a wording that a codebook might list; parts of the score are those beside ``beside``.
WORDINGS: Schema = {
    "cluster": INT,
    "wording": TEXT,
    "forms": TEXT,
    "known": TEXT,
    "n": INT,
    "n_own": INT,
    "n_articles": INT,
    "outlets": TEXT,
    "beside": TEXT,
    "score": REAL,
    "said": REAL,
    "slots": REAL,
    "company": REAL,
    "kin": REAL,
    "apart": REAL,
    "contrast": REAL,
    "weight": REAL,
    "evidence": TEXT,
    "article": TEXT,
    "start": INT,
    "end": INT,
    "passage": TEXT,
    "other_article": TEXT,
    "other_start": INT,
    "other_end": INT,
    "other_passage": TEXT,
}

# What a classifier of coded rows is worth on held-out articles, and what it says of the others.
LEARNED: Schema = {
    "variable": TEXT,
    "part": TEXT,
    "outlet": TEXT,
    "label": TEXT,
    "measure": TEXT,
    "estimate": REAL,
    "low": REAL,
    "high": REAL,
    "level": REAL,
    "baseline": REAL,
    "n": INT,
    "n_articles": INT,
    "n_train": INT,
    "flag": TEXT,
}
PREDICTED: Schema = {
    "article": TEXT,
    "outlet": TEXT,
    "group": TEXT,
    "event": TEXT,
    "title": TEXT,
    "variable": TEXT,
    "predicted": TEXT,
    "validated": TEXT,
    "macro_F1": REAL,
    "low": REAL,
    "high": REAL,
    "flag": TEXT,
}

# What every estimate and every mention carries, in this order; commands add their own columns.
ESTIMATE: Schema = {
    "unit": TEXT,
    "outlet": TEXT,
    "group": TEXT,
    "event": TEXT,
    "scope": TEXT,
    "claim": TEXT,
    "estimate": REAL,
    "low": REAL,
    "high": REAL,
    "level": REAL,
    "n": INT,
    "n_eff": REAL,
    "n_articles": INT,
    "n_events": INT,
    "flag": TEXT,
}
MENTION: Schema = {
    "article": TEXT,
    "outlet": TEXT,
    "group": TEXT,
    "event": TEXT,
    "role": TEXT,
    "place": TEXT,
    "voice": TEXT,
    "wire": TEXT,
    "start": INT,
    "end": INT,
    "text": TEXT,
}


def empty(schema: Schema) -> pl.DataFrame:
    """A table of this schema with no rows."""
    return pl.DataFrame(schema=schema)


def table(rows: list[dict[str, object]], schema: Schema) -> pl.DataFrame:
    """Rows as a table of exactly this schema; a missing or surplus column is an error."""
    for row in rows[:1]:
        if set(row) != set(schema):
            raise KeyError(f"columns differ from the schema: {sorted(set(row) ^ set(schema))}")
    return pl.DataFrame(rows, schema=schema, orient="row")
