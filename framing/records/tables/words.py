"""Tables of words in their company: concordances, collocates."""

from __future__ import annotations

from framing.records.tables.schema import INT, REAL, TEXT, Schema

# Hits of a pattern in context; left, match and right are one line each.
CONCORDANCE: Schema = {
    "article": TEXT,
    "outlet": TEXT,
    "date": TEXT,
    "left": TEXT,
    "match": TEXT,
    "right": TEXT,
    "start": INT,
    "end": INT,
    "group": TEXT,
    "voice": TEXT,
    "weight": REAL,
}
# How many of them a side has; sides without any have a row, too.
CONCORDANCE_COUNTS: Schema = {
    "side": TEXT,
    "n": INT,
    "n_eff": REAL,
    "n_articles": INT,
    "n_articles_in_scope": INT,
}
# The company of a node on one side: counts raw and weighted, rate per 100 uses of the node, scores;
# low and high are of log_dice.
COLLOCATES: Schema = {
    "unit": TEXT,
    "outlet": TEXT,
    "group": TEXT,
    "scope": TEXT,
    "claim": TEXT,
    "node": TEXT,
    "collocate": TEXT,
    "n": INT,
    "n_eff": REAL,
    "n_node": INT,
    "n_node_eff": REAL,
    "n_collocate": INT,
    "n_collocate_eff": REAL,
    "n_span_eff": REAL,
    "n_total_eff": REAL,
    "rate": REAL,
    "log_dice": REAL,
    "low": REAL,
    "high": REAL,
    "level": REAL,
    "mi": REAL,
    "mi3": REAL,
    "t": REAL,
    "g2": REAL,
    "n_articles": INT,
    "n_articles_node": INT,
    "strata": TEXT,
    "flag": TEXT,
}
# The company of a node on two sides; differences are A less B.
COLLOCATE_DIFFERENCES: Schema = {
    "node": TEXT,
    "a": TEXT,
    "b": TEXT,
    "scope": TEXT,
    "claim": TEXT,
    "collocate": TEXT,
    "n_a": INT,
    "n_b": INT,
    "n_eff_a": REAL,
    "n_eff_b": REAL,
    "n_node_a": INT,
    "n_node_b": INT,
    "n_node_eff_a": REAL,
    "n_node_eff_b": REAL,
    "n_collocate_a": INT,
    "n_collocate_b": INT,
    "n_collocate_eff_a": REAL,
    "n_collocate_eff_b": REAL,
    "rate_a": REAL,
    "rate_b": REAL,
    "rate_difference": REAL,
    "rate_difference_low": REAL,
    "rate_difference_high": REAL,
    "log_dice_a": REAL,
    "log_dice_b": REAL,
    "log_dice_difference": REAL,
    "log_dice_difference_low": REAL,
    "log_dice_difference_high": REAL,
    "level": REAL,
    "strata": TEXT,
    "g2": REAL,
    "n_articles_a": INT,
    "n_articles_b": INT,
    "n_articles_node_a": INT,
    "n_articles_node_b": INT,
    "flag": TEXT,
}
