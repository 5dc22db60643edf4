"""Tables of coding by hand: units to code, what was drawn, what coders said."""

from __future__ import annotations

from framing.records.tables.schema import INT, REAL, TEXT, Schema

# A label that a coder gave an article for a variable, in ``coding/coded.csv``.
CODED: Schema = {"article": TEXT, "variable": TEXT, "label": TEXT, "coder": TEXT, "row": INT}
# All that could be drawn. ``unit`` hashes kind, article and span; ``id`` is the row of the layer
# that a passage or attribution is. ``predicted`` is the tool's label, null where it gives none.
# ``weight`` is the unit's weight in shares under the scope (see counts.weights).
UNITS: Schema = {
    "unit": TEXT,
    "kind": TEXT,
    "article": TEXT,
    "outlet": TEXT,
    "group": TEXT,
    "event": TEXT,
    "start": INT,
    "end": INT,
    "text": TEXT,
    "id": TEXT,
    "weight": REAL,
    "predicted": TEXT,
}
# What was drawn: each unit of a stratum was as likely as its ``probability`` (above 0, up to 1).
# ``place`` is where it stands in the coders' order, from 1.
SAMPLE: Schema = {**UNITS, "stratum": TEXT, "probability": REAL, "place": INT}
# What coders said. ``phase``: independent (before any discussion), discussed, adjudicated.
# ``place`` is which of the coder's units it was, from 1; ``start`` and ``end`` are characters of
# the article that the coder marked, null where nothing was; ``at`` is when, as the store noted it.
CODES: Schema = {
    "unit": TEXT,
    "variable": TEXT,
    "label": TEXT,
    "coder": TEXT,
    "phase": TEXT,
    "place": INT,
    "at": TEXT,
    "start": INT,
    "end": INT,
    "note": TEXT,
    "file": TEXT,
    "row": INT,
}
# A pasted text in numbers; with an original there is a row for what either text has, and
# ``original`` is its number.
TRIED: Schema = {"measure": TEXT, "item": TEXT, "original": REAL, "value": REAL, "flag": TEXT}
# Every mark on it: ``voice`` says whose words these are, null where the layer does not.
TRIED_MARKS: Schema = {
    "layer": TEXT,
    "what": TEXT,
    "voice": TEXT,
    "start": INT,
    "end": INT,
    "text": TEXT,
}
# Shares of labels and differences: by ``hand`` (coded units alone), by ``machine`` (the tool),
# ``corrected`` (both). Rows of unit ``difference`` have ``side_a`` and ``side_b``: a minus b.
CORRECTED: Schema = {
    "variable": TEXT,
    "label": TEXT,
    "unit": TEXT,
    "outlet": TEXT,
    "group": TEXT,
    "event": TEXT,
    "side_a": TEXT,
    "side_b": TEXT,
    "method": TEXT,
    "estimate": REAL,
    "low": REAL,
    "high": REAL,
    "level": REAL,
    "n": INT,
    "n_label": INT,
    "n_coded": INT,
    "n_articles": INT,
    "n_rarer": INT,
    "n_eff": REAL,
    "lambda": REAL,
    "claim": TEXT,
    "flag": TEXT,
}
# What is right of each unit, and by whose word (``by``: known, adjudicated, or the tool).
ANSWERS: Schema = {
    "place": INT,
    "unit": TEXT,
    "article": TEXT,
    "text": TEXT,
    "answer": TEXT,
    "by": TEXT,
    "tool": TEXT,
}
CLASSWORK: Schema = {"who": TEXT, "right": INT, "n": INT, "share": REAL}
# How many units of each stratum to code for an interval of a wished width. Row ``all``: the whole
# sample, with widths as they are expected now, of the plan, and if every unit were coded.
PLAN: Schema = {
    "variable": TEXT,
    "label": TEXT,
    "side_a": TEXT,
    "side_b": TEXT,
    "stratum": TEXT,
    "n": INT,
    "n_drawn": INT,
    "n_more": INT,
    "n_best": INT,
    "deviation": REAL,
    "width_now": REAL,
    "width": REAL,
    "width_all": REAL,
    "claim": TEXT,
    "flag": TEXT,
}
