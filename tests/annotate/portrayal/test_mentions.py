"""The layer: who is named where, in whose words, in which tone."""

from __future__ import annotations

import pytest

from framing.annotate.portrayal.model import TONES, load_model
from framing.records.tables import PORTRAYALS

# Plain cases, invented: a model that gets these wrong is broken. No measure of how good it is.
PLAIN = [
    ("Ana Norte is a corrupt liar who has betrayed her own voters.", "negative"),
    ("Critics accused Ana Norte of fraud and racism.", "negative"),
    ("Ana Norte was arrested and charged with murder.", "negative"),
    ("Supporters praised Ana Norte as a brave and honest leader.", "positive"),
    ("Ana Norte won a historic victory to great applause.", "positive"),
    ("Ana Norte met reporters at the hotel on Tuesday.", "neutral"),
    ("Voters will decide between Ana Norte and three others on May 4.", "neutral"),
]


def test_a_row_has_the_schema_and_shows_its_words(annotate_text):
    text = "The court jailed Ana Norte for fraud. The ferry sailed."
    found = annotate_text(text).portrayals
    assert dict(found.schema) == PORTRAYALS
    (row,) = found.rows(named=True)
    whole = f"Ministers meet\n\n{text}\n"
    assert whole[row["start"] : row["end"]] == row["text"] == "Ana Norte"
    assert row["sentence"] == "The court jailed Ana Norte for fraud."
    assert (row["actor"], row["side"], row["voice"]) == ("norte", "North", "outlet")
    assert (row["speaker"], row["parent"]) == ("The Example", None)
    assert row["rule"] == f"linear {load_model()[1]}"
    assert sum(row[tone] for tone in TONES) == pytest.approx(1, abs=1e-5)
    assert row["tone"] == max(TONES, key=lambda tone: row[tone])


@pytest.mark.parametrize(("sentence", "tone"), PLAIN)
def test_plain_cases(annotate_text, sentence, tone):
    assert annotate_text(sentence).portrayals["tone"].to_list() == [tone]


def test_what_a_source_says_is_the_sources(annotate_text):
    layers = annotate_text('"Ana Norte is a shameless liar," Sol Sur said.')
    found = {row["actor"]: row for row in layers.portrayals.rows(named=True)}
    assert (found["norte"]["voice"], found["norte"]["speaker"]) == ("source", "Sol Sur")
    assert found["norte"]["parent"] == layers.attributions["id"][0]
    assert found["norte"]["tone"] == "negative"
    assert (found["sur"]["voice"], found["sur"]["speaker"]) == ("outlet", "The Example")


def test_in_agency_copy_the_agency_speaks(annotate_text):
    found = annotate_text("Ana Norte lost the vote.", wire="TASS").portrayals
    assert found.select("voice", "speaker").rows() == [("wire", "TASS")]


def test_an_actor_named_several_times_is_one_row_with_the_mean(annotate_text):
    sentence = "Ana Norte won the cup, but the court jailed Norte for fraud."
    (row,) = annotate_text(sentence).portrayals.rows(named=True)
    assert row["text"] == "Ana Norte"
    alone = [
        annotate_text(sentence.replace(*change)).portrayals.row(0, named=True)
        for change in (("jailed Norte", "jailed Marta"), ("Ana Norte", "Marta Lind"))
    ]
    for tone in TONES:
        assert row[tone] == pytest.approx((alone[0][tone] + alone[1][tone]) / 2, abs=2e-6)


def test_the_same_actor_in_two_voices_is_two_rows(annotate_text):
    found = annotate_text('Ana Norte said: "Nobody is better than Ana Norte."').portrayals
    assert sorted(found["voice"]) == ["outlet", "source"]


def test_the_longest_name_wins_and_no_word_names_two(annotate_text):
    found = annotate_text("The South lost the ferry. Sol Sur won it.").portrayals
    assert found.select("actor", "text").rows() == [("south", "The South"), ("sur", "Sol Sur")]


def test_who_is_named_decides_nothing(annotate_text):
    text = "Critics accused {} of fraud after the {} government fell."
    one = annotate_text(text.format("Ana Norte", "Alban")).portrayals.row(0, named=True)
    two = annotate_text(text.format("Sol Sur", "Borduran")).portrayals.row(0, named=True)
    assert [one[tone] for tone in TONES] == [two[tone] for tone in TONES]


def test_the_order_and_the_company_of_articles_change_nothing(annotate_text):
    bodies = [sentence for sentence, _ in PLAIN]
    together = annotate_text(*bodies).portrayals
    backwards = annotate_text(*reversed(bodies)).portrayals
    columns = ["text", "sentence", *TONES]
    assert sorted(together.select(columns).rows()) == sorted(backwards.select(columns).rows())
    alone = [annotate_text(body).portrayals.select(columns).row(0) for body in bodies]
    assert sorted(alone) == sorted(together.select(columns).rows())


@pytest.mark.parametrize("body", ["", "...", "Nobody of note was there.", "2019", "«»“”’"])
def test_without_an_actor_there_is_no_row(annotate_text, body):
    found = annotate_text(body).portrayals
    assert found.is_empty() and dict(found.schema) == PORTRAYALS


@pytest.mark.parametrize(
    "body",
    [
        "Norte",
        "NORTE!",
        "İstanbul'da Norte ile görüştü 🙂🙂.",
        "Мария и Ana Norte — «друзья».",
        "Ana\u00a0Norte\u2019s long\u00adstanding re\u0301sume\u0301 was praised, Norte said.",
        "norte " * 300,
    ],
)
def test_any_text_is_read_and_offsets_stay_true(annotate_text, body):
    found = annotate_text(body).portrayals
    whole = f"Ministers meet\n\n{body}\n"
    assert found.height >= 1
    for row in found.rows(named=True):
        assert whole[row["start"] : row["end"]] == row["text"]
        assert row["tone"] in TONES


def test_curly_and_straight_marks_are_the_same(annotate_text):
    straight = annotate_text("\"Ana Norte's plan isn't honest,\" Sol Sur said.").portrayals
    curly = annotate_text("“Ana Norte’s plan isn’t honest,” Sol Sur said.").portrayals
    columns = ["actor", "voice", *TONES]
    assert straight.select(columns).rows() == curly.select(columns).rows()


def test_portrayals_can_be_evaluated(kurils):
    from framing.engine.verbs.evaluate import find_passages

    passages = find_passages(kurils, "portrayals")
    assert len(passages) == kurils.portrayals().height > 0
