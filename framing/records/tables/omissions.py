"""The table of what outlets carry of an event."""

from __future__ import annotations

from framing.records.tables.schema import INT, REAL, TEXT, Schema

# What an outlet or group carries of an event, or not: a row an item and side. ``found`` counts
# passages, the first is shown; ``n_outlets`` and ``n_units`` (distinct texts) are those of others.
OMISSIONS: Schema = {
    "event": TEXT,
    "kind": TEXT,
    "item": TEXT,
    "label": TEXT,
    "outlet": TEXT,
    "group": TEXT,
    "found": INT,
    "n_articles_with": INT,
    "n_articles": INT,
    "n_outlets_with": INT,
    "n_outlets": INT,
    "n_units_with": INT,
    "n_units": INT,
    "chance_none": REAL,
    "prior": TEXT,
    "flag": TEXT,
    "how": TEXT,
    "article": TEXT,
    "start": INT,
    "end": INT,
    "text": TEXT,
}
