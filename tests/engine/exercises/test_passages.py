"""Passages to tell outlets by: whole sentences, long enough, nobody else's words."""

from __future__ import annotations

import polars as pl
import pytest

from framing.engine.exercises.outlets import guess_outlets
from framing.engine.exercises.passages import MIN_WORDS, find_passages


@pytest.fixture(scope="module")
def passages(kurils):
    return find_passages(kurils, kurils.study.options.scope)


def test_passages_are_whole_sentences_of_the_body_without_overlap(kurils, passages):
    starts = set(kurils.sentences.select("article", "start").rows())
    ends = set(kurils.sentences.select("article", "end").rows())
    spans = passages.select("article", "start", "end").rows()
    assert all((a, s) in starts and (a, e) in ends for a, s, e in spans)
    after = passages.with_columns(next=pl.col("start").shift(-1).over("article")).drop_nulls("next")
    assert (after["end"] <= after["next"]).all()
    words = passages["text"].str.extract_all(r"[\w’'-]+").list.len()
    assert (words >= MIN_WORDS - 4).all()  # "21-year-old" may be one word or three


def test_wire_copy_and_house_sentences_are_left_out(kurils, passages):
    carriers = kurils.measured.filter(pl.col("wire").is_not_null())["article"]
    assert carriers.len() == 3 and not set(carriers) & set(passages["article"])
    house = kurils.repeats.filter(pl.col("repeats") > 0)
    inside = passages.join(house.select("article", at="start"), on="article").filter(
        (pl.col("at") >= pl.col("start")) & (pl.col("at") < pl.col("end"))
    )
    assert house.height and inside.is_empty()


def test_a_guess_never_depends_on_the_labels_of_its_own_event(kurils, passages):
    scope = kurils.study.options.scope
    guessed = guess_outlets(kurils, passages, scope=scope)
    talks = passages["event"] == "talks-moscow"
    # Outlets of the held-out event changed round: what was learned elsewhere stays.
    turned = passages.with_columns(
        outlet=pl.when(talks).then(pl.col("outlet").reverse()).otherwise("outlet")
    )
    again = guess_outlets(kurils, turned, scope=scope)
    assert guessed.filter(talks).to_list() == again.filter(talks).to_list()
    assert guessed.null_count() == 0 and set(guessed) <= set(passages["outlet"])


def test_the_tool_is_better_than_guessing_where_outlets_differ(kurils, passages):
    guessed = guess_outlets(kurils, passages, scope=kurils.study.options.scope)
    assert (guessed == passages["outlet"]).mean() > 1 / 6
