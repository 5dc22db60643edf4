from __future__ import annotations

from framing.records.tables import INDICATORS, LISTED


def test_an_indicator_is_a_passage_with_element_variable_and_combinations(annotate_text):
    text = "The dispute is shameful. New talks may end it."
    found = annotate_text(text).indicators
    assert dict(found.schema) == INDICATORS
    assert found.select("element", "indicator", "frames", "text", "voice", "rule").rows() == [
        ("problem", "quarrel", "talk_it_out", "dispute", "outlet", "problem.quarrel.1"),
        ("evaluation", "shame", "old_wrong", "shameful", "outlet", "evaluation.shame.1"),
        ("remedy", "talks", "talk_it_out; old_wrong", "New talks", "outlet", "remedy.talks.1"),
    ]
    whole = f"Ministers meet\n\n{text}\n"
    assert all(whole[a:b] == t for a, b, t in found.select("start", "end", "text").iter_rows())
    assert found["sentence"].to_list() == [text[:24], text[:24], text[25:]]


def test_the_longest_pattern_of_a_variable_wins_and_two_variables_may_share_words(annotate_text):
    found = annotate_text("The old war of the North that seized all.").indicators
    assert found.select("indicator", "text", "rule").rows() == [
        ("old_war", "The old war", "cause.old_war.1"),
        ("seizure", "North that seized", "cause.seizure.1"),
    ]


def test_a_reported_indicator_is_the_sources(annotate_text):
    layers = annotate_text("Sol Sur said new talks were near.")
    assert layers.indicators.select("voice", "parent").rows() == [
        ("source", layers.attributions["id"][0])
    ]


def test_listed_wordings_are_a_table_of_their_own(annotate_text):
    layers = annotate_text("They paid a visit by night. It was collateral damage, they say.")
    assert dict(layers.listed.schema) == LISTED
    assert layers.listed.select("kind", "list", "text", "note").rows() == [
        ("euphemism", "soft_words", "visit by night", "raid"),
        ("euphemism", "war_words", "collateral damage", "civilians killed or injured"),
    ]
    assert layers.indicators.height == 0


def test_no_article_no_rows(annotate_text):
    layers = annotate_text("Nothing of the kind.")
    assert layers.indicators.height == layers.listed.height == 0
