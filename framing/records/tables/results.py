"""Tables that commands print: estimates, mentions, evaluations."""

from __future__ import annotations

from framing.records.tables.schema import INT, REAL, TEXT, Schema

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
# How an estimate was made: the weights of outlets, what units were drawn within, the interval.
MADE: Schema = {"weights": TEXT, "strata": TEXT, "interval": TEXT}
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
# How different the sides are at all: one row a number, a term, an event, or what was left out.
APART: Schema = {
    "measure": TEXT,
    "what": TEXT,
    "side": TEXT,
    "estimate": REAL,
    "low": REAL,
    "high": REAL,
    "level": REAL,
    "chance": REAL,
    "null_mean": REAL,
    "null_high": REAL,
    "p": REAL,
    "smallest_p": REAL,
    "p_method": TEXT,
    "n": INT,
    "n_articles": INT,
    "n_events": INT,
    "where": TEXT,
    "scope": TEXT,
    "claim": TEXT,
    "flag": TEXT,
}
# How many findings noise alone gives; ``null`` says which noise. Bounds are quantiles .05 and .95.
NOISE: Schema = {
    "measure": TEXT,
    "found_by": TEXT,
    "null": TEXT,
    "outlet": TEXT,
    "a": TEXT,
    "b": TEXT,
    "n_tested": INT,
    "findings_real": REAL,
    "findings_null_median": REAL,
    "null_low": REAL,
    "null_high": REAL,
    "n_nulls": INT,
    "n_relabellings": TEXT,
    "n_articles_a": INT,
    "n_articles_b": INT,
    "n_events": INT,
    "claim": TEXT,
    "scope": TEXT,
    "flag": TEXT,
}
# Power: a row a size of difference and number of articles an outlet.
POWER: Schema = {
    "measure": TEXT,
    "item": TEXT,
    "base": REAL,
    "size": REAL,
    "n": INT,
    "n_outlets": INT,
    "power": REAL,
    "error": REAL,
    "power_adjusted": REAL,
    "n_needed": INT,
    "claim": TEXT,
    "n_articles": INT,
    "flag": TEXT,
}
# Differences of two sides and the smallest that this corpus could have shown.
SMALLEST: Schema = {
    "measure": TEXT,
    "item": TEXT,
    "kind": TEXT,
    "a": TEXT,
    "b": TEXT,
    "value_a": REAL,
    "value_b": REAL,
    "difference": REAL,
    "low": REAL,
    "high": REAL,
    "level": REAL,
    "smallest": REAL,
    "n_articles_a": INT,
    "n_articles_b": INT,
    "claim": TEXT,
    "scope": TEXT,
    "flag": TEXT,
}
