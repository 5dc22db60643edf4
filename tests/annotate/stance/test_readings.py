"""The written rules of reading, one by one, on an invented dispute."""

from __future__ import annotations

import pytest


def rows(annotate_text, sentence: str, *columns: str) -> list[tuple[object, ...]]:
    return annotate_text(sentence).stances.select(columns).rows()


@pytest.mark.parametrize(
    ("sentence", "position", "negator"),
    [
        ("Nobody disputes that the islands belong to North.", "favour", "Nobody + disputes"),
        ("There is no doubt the islands belong to North.", "favour", None),
        ("Not only the islands belong to South.", "against", None),
        ("It is wrong to say that the islands belong to South.", "favour",
         "wrong to say"),
        ("No one can call the islands illegally occupied.", "favour", "No one can call"),
        ("Nor do the islands belong to South.", "favour", "Nor"),
        ("It is not wrong to say that the islands belong to South.", "against",
         "not + wrong to say"),
        ("The islands belong to South is a myth.", "favour", "is a myth"),
        ("Ana Norte does not believe that the islands belong to South.", "favour", "not believe"),
        ("Sol Sur did not deny that the islands belong to North.", "favour", "denied"),
        ("There is no hope for islands which belong to South.", "against", None),
        ("The mood was not good, but the islands belong to South.", "against", None),
        ("They were never and are not illegally occupied.", "favour", "never"),
    ],
)  # fmt: skip
def test_an_odd_number_of_negations_turns_a_position_round(
    annotate_text, sentence, position, negator
):
    found = rows(annotate_text, sentence, "position", "negator")
    if negator == "denied":
        assert found[0][0] == position and len(found[0][1].split(" + ")) == 2
    else:
        assert found == [(position, negator)]


@pytest.mark.parametrize(
    ("sentence", "mood"),
    [
        ("Do the islands belong to South?", "question"),
        ('"Are the islands illegally occupied?" Sol Sur asked.', "question"),
        ("It is unclear whether the islands belong to South.", "question"),
        ("The islands belong to South. Who would say so?", "statement"),
        ("If the islands belong to South, the boats will go.", "conditional"),
        ("If it rained, the islands would ~ belong to South.".replace("~ ", ""), "conditional"),
        ("If it rains, the islands belong to South.", "statement"),
        ("North would have to say the islands belong to South.", "conditional"),
        ("Even if it rains the islands belong to South.", "statement"),
        ("Ana Norte did not say that the islands belong to North.", "unsaid"),
        ("The islands belong to South.", "statement"),
    ],
)
def test_moods(annotate_text, sentence, mood):
    assert rows(annotate_text, sentence, "mood") == [(mood,)]


@pytest.mark.parametrize(
    ("sentence", "position", "holder", "voice"),
    [
        ("South does not accept northern rule.", "against", "South", "outlet"),
        ("Ana Norte said South does not accept northern rule.", "against", "South", "source"),
        ("Ana Norte said South must accept northern rule.", "favour", "Ana Norte", "source"),
        ("For South, the islands belong to South.", "against", "South", "outlet"),
        ("Ana Norte said the islands are ours.", "favour", "Ana Norte", "source"),
        ("Sol Sur said the islands are ours.", "against", "Sol Sur", "source"),
        ("Sol Sur said the islands are theirs.", "favour", "Sol Sur", "source"),
    ],
)
def test_the_holder(annotate_text, sentence, position, holder, voice):
    assert rows(annotate_text, sentence, "position", "holder", "voice") == [
        (position, holder, voice)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "A passer-by said the islands are ours.",
        "The islands are under northern administration.",
        "The islands slept when they were ours, Sol Sur said.",
    ],
)
def test_no_stance(annotate_text, sentence):
    assert annotate_text(sentence).stances.is_empty()


def test_a_sentence_states_a_position_of_one_holder_once(annotate_text):
    layers = annotate_text("The islands belong to South and are illegally occupied.")
    assert layers.stances["text"].to_list() == ["islands belong to South"]
    lost = layers.evidence.filter(layers.evidence["part"] == "lost")
    assert lost.select("text", "effect").rows() == [
        ("illegally occupied", "against, says again what the other says in this sentence")
    ]


def test_a_wording_inside_of_an_assertion_is_part_of_it(annotate_text):
    layers = annotate_text("The islands, once seized, belong to South.")
    assert layers.stances.select("kind", "position").rows() == [("asserted", "against")]
    assert "part of what is asserted here" in layers.evidence["effect"][-1]


def test_the_evidence_of_a_stance(annotate_text):
    layers = annotate_text("Ana Norte said the islands may not belong to South.")
    found = layers.evidence.select("part", "text", "what", "effect").rows()
    assert found == [
        ("pattern", "islands may not belong to South",
         "islands ~2 (belong|belongs|belonged) to @south", "against, asserted"),
        ("words", "islands", "islands", ""),
        ("words", "may not", "~2", ""),
        ("words", "belong to", "belong to", ""),
        ("words", "South", "@south", ""),
        ("negation", "not",
         "(not|never|no|nor|neither|without|hardly|scarcely|nobody|none|nothing)",
         "turns against into favour"),
        ("hedge", "may", "(=may|might|could)", "hedged: still counted"),
        ("holder", "Ana Norte", 'innermost attribution: cue "said" (neutral), rule clause',
         "Ana Norte (source)"),
    ]  # fmt: skip
    assert set(layers.evidence["id"]) == set(layers.stances["id"])
