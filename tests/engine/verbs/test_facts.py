"""The verb facts: mentions, shares, and one fact in each outlet's words."""

from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.errors import UsageError

SOUTH = """\
South looks back

LAKEPORT: The islands were not seized by South, a museum in Lakeport writes.

South handed out maps. South troops seized the islands in 1945.
"""
CODEBOOK = """\
codebook: tiny
version: 1
language: en
sides: [North, South]
actors:
  north: {side: North, type: official, names: [(north|norte)]}
  south: {side: South, type: official, names: [(south|sur)]}
facts:
  taking:
    object: [islands]
    wordings:
      seized: {verbs: [seize], agents: ["@south"]}
      shared: {verbs: [share]}
"""


@pytest.fixture
def run(make_study):
    changes = {"articles/gamma_talks.txt": SOUTH, "codebook/codebook.yaml": CODEBOOK}
    return framing.open_study(make_study(changes))


def test_mentions_say_where_they_stand(run):
    rows = framing.facts(run).sort("outlet", "start")
    assert rows.select("outlet", "verb", "grammar", "agent", "status", "position").rows() == [
        ("Alpha", "seize", "passive", "the South", "told", "body"),
        ("Gamma", "seize", "passive", "South", "denied", "first sentence"),
        ("Gamma", "seize", "active", "South troops", "told", "body"),
    ]
    assert rows["depth"][1] < 0.3 < rows["depth"][2] <= 1


def test_one_row_an_outlet_and_event_with_what_it_tells_first(run):
    rows = framing.facts(run, fact="taking")
    assert rows.select("event", "outlet", "n_articles", "n", "wording", "grammar").rows() == [
        ("ferry", "Beta", 1, 0, None, None),
        ("talks", "Alpha", 1, 1, "seized", "passive"),
        ("talks", "Gamma", 1, 2, "seized", "active"),
    ]


def test_shares_are_of_what_is_told(run):
    rows = framing.facts(run, shares=True).filter(pl.col("unit") == "outlet")
    told = rows.filter(pl.col("n") > 0)
    assert told.select("outlet", "by", "wording", "grammar", "agency", "estimate").rows() == [
        ("Alpha", "wording", "seized", None, None, 1.0),
        ("Gamma", "wording", "seized", None, None, 1.0),
        ("Alpha", "grammar", None, "passive", "stated", 1.0),
        ("Gamma", "grammar", None, "active", "stated", 1.0),
    ]


def test_an_unknown_fact_is_named_with_those_there_are(run):
    with pytest.raises(UsageError, match=r"--fact 'takings'; allowed: taking; did you mean"):
        framing.facts(run, fact="takings")


def test_parsed_facts_are_cached_apart(run, monkeypatch):
    import framing.engine.run as engine

    def parse(text: str) -> list[object]:
        return []  # a parse without tokens sees no act: the rules read it

    monkeypatch.setattr(engine, "load_parser", lambda: (parse, "spacy 3.8.0, model 1.2"))
    by_rules = framing.facts(run)
    assert framing.facts(run, syntax="spacy").equals(by_rules)
    folders = {path.name for path in run.study.cache.iterdir()}
    assert {"layers", "facts-spacy-3.8.0-model-1.2"} <= folders


def test_an_unknown_syntax_is_named_with_those_there_are(run):
    with pytest.raises(UsageError, match="syntax 'stanza' is unknown; allowed: rules, spacy"):
        framing.facts(run, syntax="stanza")


def test_one_fact_reads_well_in_a_terminal(run):
    from framing.reporting.telling import render_telling

    assert (
        "\n".join(render_telling(framing.facts(run, fact="taking")))
        == """\
taking, in each outlet's words

== ferry ==
Beta (North): not found in its 1 article

== talks ==
Alpha (North): seize, passive (finite); by the South; outlet voice; body at 80%; 1 of 1 articles
    The islands were seized by the South in the autumn of 1945.
Gamma (South): seize, active (finite); by South troops; outlet voice; body at 79%; 1 of 1 articles
    South troops seized the islands in 1945."""
    )
