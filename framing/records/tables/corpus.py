"""Tables of a corpus: outlets, articles, their parts, copies and events."""

from __future__ import annotations

import polars as pl

from framing.records.tables.schema import INT, REAL, TEXT, Schema

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
    # The type once more, as a number: what counts words reads this. Numbers differ between runs.
    "word": pl.Categorical,
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
