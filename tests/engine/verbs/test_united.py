"""An edited copy is one text: its sentences weigh as one, in every measure."""

from __future__ import annotations

import polars as pl

import framing

FIRST = """\
Ferry to the islands sails again

The ferry to the Blue Islands sailed on Tuesday for the first time since the storm of last March.

Captain Bo Sund told reporters in the harbour that forty people and nine cars were on board.

The line is to be served twice a week until the end of the summer, the ministry of transport said.
"""
EDITED = FIRST.replace("forty people and nine cars", "forty passengers and nine cars").replace(
    "Ferry to the islands sails again", "A ferry returns"
)


def weights(run, scope):
    tokens = run.weighted_tokens(scope).join(run.measured.select("article", "outlet"), on="article")
    counts = tokens.group_by("type").agg(pl.col("weight").sum().round(6))
    return dict(counts.iter_rows())


def test_an_edited_sentence_of_a_copy_counts_once_in_a_group(make_study):
    folder = make_study(
        {"articles/alpha_talks.txt": FIRST, "articles/beta_ferry.txt": EDITED}, name="copied"
    )
    run = framing.open_study(folder)
    assert run.copies.filter(pl.col("n_carriers") == 2).height == 2
    authored = weights(run, framing.Scope(role=("body",)))
    seen = weights(run, framing.Scope(role=("body",), copies="published", repeats="all"))
    # Alpha and Beta are one group: each carrier's sentence weighs a half.
    assert (authored["captain"], authored["cars"], authored["twice"]) == (1.0, 1.0, 1.0)
    assert (authored["people"], authored["passengers"]) == (0.5, 0.5)
    assert (seen["captain"], seen["people"], seen["passengers"]) == (2.0, 1.0, 1.0)
