"""Tables of validity: the tool's labels against those that coders settled."""

from __future__ import annotations

from framing.records.tables.results import ESTIMATE, MADE
from framing.records.tables.schema import INT, REAL, TEXT, Schema

# A sample's units with the tool's label as it is now and the one that coders settled. ``settled``
# says how, or why there is no ``label``; ``weight``: how many units it stands for.
LABELLED: Schema = {
    "unit": TEXT,
    "article": TEXT,
    "outlet": TEXT,
    "group": TEXT,
    "event": TEXT,
    "start": INT,
    "end": INT,
    "id": TEXT,
    "tool": TEXT,
    "label": TEXT,
    "settled": TEXT,
    "n_coders": INT,
    "weight": REAL,
}
# The tool's labels against the settled ones: one row a measure, of all, of a group or an outlet.
# ``n`` units are what the measure is a share of, in ``n_right`` of them both labels are this one.
VALIDITY: Schema = {
    "sample": TEXT,
    "variable": TEXT,
    "label": TEXT,
    "measure": TEXT,
    **ESTIMATE,
    "n_right": INT,
    **MADE,
}
# Side a minus side b of each measure; ``p`` only of the error rate.
VALIDITY_DIFFERENCES: Schema = {
    "sample": TEXT,
    "variable": TEXT,
    "side_a": TEXT,
    "side_b": TEXT,
    "label": TEXT,
    "measure": TEXT,
    **ESTIMATE,
    "estimate_a": REAL,
    "estimate_b": REAL,
    "n_articles_a": INT,
    "n_articles_b": INT,
    "n_units_a": INT,
    "n_units_b": INT,
    "p": REAL,
    "p_method": TEXT,
    **MADE,
}
LABEL_CONFUSION: Schema = {
    "sample": TEXT,
    "variable": TEXT,
    "unit": TEXT,
    "outlet": TEXT,
    "group": TEXT,
    "settled": TEXT,
    "tool": TEXT,
    "n": INT,
    "n_eff": REAL,
}
# What the tool got wrong, those that stand for the most units first; ``why`` is its own reason.
LABEL_ERRORS: Schema = {
    "sample": TEXT,
    "variable": TEXT,
    "unit": TEXT,
    "article": TEXT,
    "outlet": TEXT,
    "group": TEXT,
    "event": TEXT,
    "start": INT,
    "end": INT,
    "tool": TEXT,
    "settled": TEXT,
    "how": TEXT,
    "n_coders": INT,
    "weight": REAL,
    "context": TEXT,
    "rule": TEXT,
    "why": TEXT,
    "note": TEXT,
}
