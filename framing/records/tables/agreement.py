"""Tables of agreement: coefficients, labels confused, units disputed, coders who change."""

from __future__ import annotations

from framing.records.tables.schema import INT, REAL, TEXT, Schema

# How far coders agree before any discussion. ``statistic``: see docs/statistics.md; of a ``label``
# against the rest, or of the pair ``coder`` and ``other``, or of all where both are empty.
AGREEMENT: Schema = {
    "variable": TEXT,
    "sample": TEXT,
    "statistic": TEXT,
    "label": TEXT,
    "coder": TEXT,
    "other": TEXT,
    "estimate": REAL,
    "low": REAL,
    "high": REAL,
    "level": REAL,
    "n": INT,
    "n_articles": INT,
    "n_coders": INT,
    "prevalence": REAL,
    "convention": TEXT,
    "flag": TEXT,
}
# Units on which coders differ: ``disagreement`` is the share of pairs of coders who do.
DISPUTED: Schema = {
    "variable": TEXT,
    "sample": TEXT,
    "unit": TEXT,
    "article": TEXT,
    "outlet": TEXT,
    "start": INT,
    "end": INT,
    "disagreement": REAL,
    "n_coders": INT,
    "labels": TEXT,
    "notes": TEXT,
    "context": TEXT,
}
# Labels that two coders gave one unit; over all pairs of coders where ``coder`` is empty.
CODER_CONFUSION: Schema = {
    "variable": TEXT,
    "sample": TEXT,
    "coder": TEXT,
    "other": TEXT,
    "label": TEXT,
    "other_label": TEXT,
    "n": INT,
}
# Coders in the thirds of what each coded, in their order; ``change`` is last less first.
DRIFT: Schema = {
    "variable": TEXT,
    "sample": TEXT,
    "coder": TEXT,
    "statistic": TEXT,
    "label": TEXT,
    "third": TEXT,
    "estimate": REAL,
    "others": REAL,
    "low": REAL,
    "high": REAL,
    "level": REAL,
    "n": INT,
    "n_articles": INT,
    "flag": TEXT,
}
