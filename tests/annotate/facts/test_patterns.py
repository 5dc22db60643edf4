from __future__ import annotations

import pytest

from framing.records.tables import FACTS


@pytest.mark.parametrize(
    ("sentence", "wording", "grammar", "agent", "recipient", "text"),
    [
        ("The North then seized the islands in 1945.", "seized", "active", "North", None, "seized"),
        ("The islands were seized by North in 1945.", "seized", "passive", "North", None, "seized"),
        ("The islands were seized in 1945.", "seized", "passive", None, None, "seized"),
        ("The seizure of the islands was long ago.", "seized", "nominal", None, None, "seizure"),
        (
            "The islands were handed over to North in 1945.",
            "handed_over",
            "passive",
            None,
            "North",
            "handed over",
        ),
    ],
)
def test_wording_and_grammar_of_a_fact(
    annotate_text, sentence, wording, grammar, agent, recipient, text
):
    facts = annotate_text(sentence).facts
    assert dict(facts.schema) == FACTS
    assert facts.select(
        "fact", "wording", "grammar", "agent", "recipient", "text", "voice"
    ).rows() == [("taking", wording, grammar, agent, recipient, text, "outlet")]
    row = facts.row(0, named=True)
    assert row["sentence"] == sentence
    assert f"Ministers meet\n\n{sentence}\n"[row["start"] : row["end"]] == text


def test_another_agent_or_recipient_is_another_fact(annotate_text):
    text = "The South seized the boats. The islands were handed over to South."
    assert annotate_text(text).facts.height == 0


def test_a_reported_fact_is_the_sources(annotate_text):
    layers = annotate_text("Sol Sur said the islands were seized by North.")
    assert layers.facts.select("voice", "parent").rows() == [
        ("source", layers.attributions["id"][0])
    ]


def test_one_telling_counts_once(annotate_text):
    facts = annotate_text(
        "North seized the islands, and the islands were handed over to North."
    ).facts
    assert facts["wording"].to_list() == ["seized", "handed_over"]
