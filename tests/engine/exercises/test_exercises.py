"""Exercises as samples; what is right of them, and how a class did."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from framing.compare.coding.classwork import count_labels, score_class
from framing.engine.exercises.answers import find_answers
from framing.engine.exercises.catalogue import EXERCISES, draw_exercise
from framing.errors import UsageError
from framing.records.tables import CODES


def coded(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    """Rows of unit, coder, label, phase."""
    names = ("unit", "coder", "label", "phase")
    full = [{**dict.fromkeys(CODES), **dict(zip(names, row, strict=True))} for row in rows]
    return pl.DataFrame(full, schema=CODES, orient="row")


def test_which_outlet_asks_every_outlet_alike_and_is_blind(kurils):
    drawn = draw_exercise(kurils, "which-outlet", n=12)
    assert drawn.blind and drawn.variable.labels == tuple(sorted(set(kurils.measured["outlet"])))
    assert set(drawn.units.group_by("outlet").len()["len"]) == {2}
    answers = find_answers(drawn)
    assert answers["answer"].to_list() == drawn.units["outlet"].to_list()
    assert set(answers["by"]) == {"known"} and answers["tool"].null_count() == 0


def test_whose_voice_is_answered_by_the_tool_until_somebody_adjudicates(kurils):
    drawn = draw_exercise(kurils, "whose-voice", n=9)
    before = find_answers(drawn)
    assert set(before["by"]) == {"the tool"}
    assert before["answer"].to_list() == drawn.units["predicted"].to_list()
    unit, said = before.row(0)[1], before["tool"][0]
    other = next(label for label in drawn.variable.labels if label != said)
    judged = replace(drawn, codes=coded((unit, "teacher", other, "adjudicated")))
    after = find_answers(judged)
    assert after.row(0, named=True)["answer"] == other
    assert after["by"].to_list() == ["adjudicated", *["the tool"] * 8]


def test_find_the_gloss_asks_about_sentences_that_hold_a_name(kurils):
    drawn = draw_exercise(kurils, "find-the-gloss", n=12)
    names = kurils.layers.names
    for article, start, end, said in drawn.units.select(
        "article", "start", "end", "predicted"
    ).iter_rows():
        here = names.filter(
            (pl.col("article") == article) & pl.col("start").is_between(start, end, closed="left")
        )
        assert here.height
        is_gloss = here["gloss"].is_not_null().any() or "glossed" in set(here["mode"])
        assert said == ("gloss" if is_gloss else "none")
    assert set(drawn.units.group_by("predicted").len()["len"]) == {6}
    assert drawn.n_frame < kurils.sentences.height and not drawn.variable.predicts


def test_the_same_seed_draws_the_same_units_and_another_others(kurils):
    one, two = (draw_exercise(kurils, "which-outlet", n=12) for _ in range(2))
    assert one.units.equals(two.units)
    assert not one.units.equals(draw_exercise(kurils, "which-outlet", n=12, seed=7).units)


def test_what_a_study_has_no_unit_for_is_said(make_study):
    import framing

    run = framing.open_study(make_study())
    with pytest.raises(UsageError, match="'which-outle'; allowed: which-outlet, find-the-gloss"):
        draw_exercise(run, "which-outle")
    with pytest.raises(UsageError, match="needs passages of two outlets"):
        draw_exercise(run, "which-outlet")


def test_a_class_is_scored_as_a_whole_by_hand():
    answers = pl.DataFrame(
        {
            "place": [1, 2, 3], "unit": ["u1", "u2", "u3"], "article": ["a", "b", "c"],
            "text": ["", "", ""], "answer": ["x", "y", None], "by": ["known", "known", None],
            "tool": ["x", "x", "y"],
        }
    )  # fmt: skip
    codes = coded(
        ("u1", "ana", "x", "independent"),
        ("u1", "bo", "x", "independent"),
        ("u1", "cy", "y", "independent"),
        ("u2", "ana", "y", "independent"),
        ("u2", "bo", "x", "independent"),
        ("u2", "bo", "y", "discussed"),
        ("u3", "ana", "x", "independent"),
    )
    found = score_class(codes, answers, n_labels=2)
    assert found.rows() == [
        ("all labels", 3, 5, 0.6),  # u3 has no answer; the discussed label does not count
        ("what most said", 1, 1, 1.0),  # u2 is a tie
        ("the tool", 1, 2, 0.5),
        ("guessing", None, None, 0.5),
    ]
    assert count_labels(codes, answers).rows() == [
        ("u1", "x", 2, True), ("u1", "y", 1, False), ("u2", "x", 1, False),
        ("u2", "y", 1, True), ("u3", "x", 1, None),
    ]  # fmt: skip


def test_the_tool_is_not_scored_on_its_own_answers():
    answers = pl.DataFrame(
        {"place": [1], "unit": ["u1"], "answer": ["x"], "by": ["the tool"], "tool": ["x"]}
    )
    found = score_class(coded(("u1", "ana", "x", "independent")), answers, n_labels=3)
    assert found.filter(pl.col("who") == "the tool").rows() == [("the tool", 0, 0, None)]


def test_every_exercise_says_what_it_teaches():
    assert len({e.id for e in EXERCISES}) == 3
    assert all(e.about.endswith(".") and e.title.endswith(("?", "gloss")) for e in EXERCISES)
