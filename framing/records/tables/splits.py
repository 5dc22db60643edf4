"""Tables of differences that are split, and of rates over time."""

from __future__ import annotations

from framing.records.tables.schema import INT, REAL, TEXT, Schema

# A difference between two sides, split; ``_low`` and ``_high`` stand with each estimate.
_PARTS = (
    "rate_a", "rate_b", "difference", "agenda", "wording",
    "unmatched_a", "unmatched_b", "no_event_a", "no_event_b",
)  # fmt: skip
SPLIT: Schema = {
    "side_a": TEXT,
    "side_b": TEXT,
    "measure": TEXT,
    "per": TEXT,
    "within": TEXT,
    "item": TEXT,
    **{part + bound: REAL for part in _PARTS for bound in ("", "_low", "_high")},
    "level": REAL,
    "n_a": INT,
    "n_b": INT,
    "total_a": REAL,
    "total_b": REAL,
    "n_articles_a": INT,
    "n_articles_b": INT,
    "n_outlets_a": INT,
    "n_outlets_b": INT,
    "n_events_shared": INT,
    "n_events_a": INT,
    "n_events_b": INT,
    "n_events_one_sided": INT,
    "n_no_event_a": INT,
    "n_no_event_b": INT,
    "on_shared_a": REAL,
    "on_shared_b": REAL,
    "tier": TEXT,
    "claim": TEXT,
    "kind": TEXT,
    "weights": TEXT,
    "strata": TEXT,
    "scope": TEXT,
    "flag": TEXT,
}
# What each event adds to the parts of a difference.
EVENT_PARTS: Schema = {
    "side_a": TEXT,
    "side_b": TEXT,
    "measure": TEXT,
    "within": TEXT,
    "item": TEXT,
    "event": TEXT,
    "matched": TEXT,
    "weight_a": REAL,
    "weight_b": REAL,
    "rate_a": REAL,
    "rate_b": REAL,
    "agenda": REAL,
    "wording": REAL,
    "outside": REAL,
    "n_a": INT,
    "n_b": INT,
    "n_articles_a": INT,
    "n_articles_b": INT,
    "kind": TEXT,
    "weights": TEXT,
    "scope": TEXT,
    "flag": TEXT,
}
