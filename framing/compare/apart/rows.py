"""Rows of the table of how different the sides are: all columns, whatever is known."""

from __future__ import annotations

from collections.abc import Sequence

from framing.compare.apart.null import Null
from framing.compare.apart.sides import Sides
from framing.compare.apart.texts import Corpus
from framing.compare.design import READING
from framing.records.tables import APART

Row = dict[str, object]


def make_row(measure: str, what: str, **known: object) -> Row:
    """A row of schema ``APART``; what is not given is null, the flag empty."""
    empty: Row = dict.fromkeys(APART)
    return {**empty, "flag": "", **known, "measure": measure, "what": what}


def told_of(null: Null, *, flags: Sequence[str] = ()) -> Row:
    """The columns that a null fills, with what else is to be flagged."""
    return {
        "null_mean": null.mean,
        "null_high": null.high,
        "p": null.p,
        "smallest_p": null.smallest_p,
        "p_method": null.method or None,
        "flag": "; ".join(filter(None, (*flags, null.reason))),
    }


def counts_of(sides: Sides, corpus: Corpus, *, claim: str) -> Row:
    """How many articles, events and words stand behind a number, and on which side."""
    return {
        "n": int(corpus.n.sum()),
        "n_articles": sides.rows["unit"].n_unique(),
        "n_events": len(sides.shared_events),
        "where": ", ".join(f"{side.name} {side.n_distinct}" for side in sides.sides) or None,
        "chance": 1 / len(sides.sides) if sides.sides else None,
        "claim": "these_articles" if sides.tier == READING else claim,
    }
