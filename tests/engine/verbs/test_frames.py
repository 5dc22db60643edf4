from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.errors import UsageError
from framing.records.scope import Scope

BOOK = """\
sides: []
frames:
  problem:
    storm: {indicators: [storm]}
  cause:
    wind: {indicators: [wind]}
  remedy:
    dyke: {indicators: [dyke]}
  combinations:
    sea: {elements: [problem.storm, remedy.dyke]}
"""


def study(make_study, texts: dict[str, str]):
    """A study of one outlet a group; an article a text."""
    rows = "".join(f"{k}.txt,{'Alpha' if k < 'm' else 'Gamma'},2019-05-06\n" for k in texts)
    articles = {f"articles/{k}.txt": f"Title {k}\n\n{text}\n" for k, text in texts.items()}
    gone = dict.fromkeys(
        ("articles/alpha_talks.txt", "articles/beta_ferry.txt", "articles/gamma_talks.txt")
    )
    return framing.open_study(
        make_study(
            {
                **gone,
                **articles,
                "articles.csv": f"file,outlet,date\n{rows}",
                "codebook/codebook.yaml": BOOK,
                "study.toml": '[study]\nid = "t"\nquestion = "How?"\nlanguage = "en"\n',
            }
        )
    )


TEXTS = {
    "a": "The storm broke the old wall last night. Captain Bo Sund said that a dyke was needed.",
    "b": "Nothing happened in the harbour on Tuesday, and the boats stayed where they were.",
    "x": "A storm came and the town will build a dyke. The wind was stronger than ever before.",
}


def test_articles_say_which_elements_stand_together_in_whose_voice(make_study):
    run = study(make_study, TEXTS)
    rows = framing.frames(run, show="articles")
    shown = ("outlet", "voice", "problem", "cause", "evaluation", "remedy", "combinations", "n")
    assert rows.select(shown).rows() == [
        ("Alpha", "any", "storm", None, None, "dyke", "sea", 2),
        ("Alpha", "outlet", "storm", None, None, None, None, 1),
        ("Alpha", "source", None, None, None, "dyke", None, 1),
        ("Gamma", "any", "storm", "wind", None, "dyke", "sea", 3),
        ("Gamma", "outlet", "storm", "wind", None, "dyke", "sea", 3),
    ]


def test_shares_are_of_all_articles_also_those_without_an_indicator(make_study):
    run = study(make_study, TEXTS)
    rows = framing.frames(run, show="shares").filter(pl.col("unit") == "outlet")
    found = {(r["outlet"], r["item"], r["voice"]): r for r in rows.to_dicts()}
    assert found["Alpha", "sea", "any"]["estimate"] == 0.5
    assert found["Alpha", "sea", "any"]["n"] == 1
    assert found["Alpha", "sea", "any"]["n_articles"] == 2
    assert found["Alpha", "sea", "outlet"]["estimate"] == 0
    assert found["Alpha", "problem.storm", "outlet"]["estimate"] == 0.5
    assert found["Gamma", "sea", "outlet"]["estimate"] == 1
    assert {r["flag"] for r in found.values()} == {"tier reading: no interval"}


def test_with_one_voice_in_scope_there_is_no_any(make_study):
    run = study(make_study, TEXTS)
    rows = framing.frames(run, scope=Scope(voice=("source",)), show="shares")
    assert set(rows["voice"]) == {"source"}
    assert framing.frames(run, scope=Scope(voice=("source",)))["text"].to_list() == ["dyke"]


def test_shares_have_intervals_where_the_tier_allows(make_study):
    lines = ("a quiet harbour", "the mayor's long speech", "new boats", "old nets", "cold fish")
    texts = {
        f"{side}{k}{m}": f"Report {side}{k}{m} of {word}. {'The storm passed.' * m} The {k} end."
        for side in "az"
        for k, word in enumerate(lines)
        for m in (0, 1)
    }
    run = study(make_study, texts)
    events = "".join(f"{k}.txt,one\n" for k in texts)
    (run.study.folder / "events.csv").write_text(f"article,event\n{events}")
    run = framing.open_study(run.study.folder)
    rows = framing.frames(run, show="shares").filter(
        (pl.col("item") == "problem.storm")
        & (pl.col("unit") == "group")
        & (pl.col("voice") == "any")
    )
    assert rows["estimate"].to_list() == [0.5, 0.5]
    assert (rows["low"] < 0.5).all() and (rows["high"] > 0.5).all()
    assert rows["flag"].to_list() == ["", ""]


def test_what_cannot_be_asked(make_study, kurils):
    with pytest.raises(UsageError, match="show 'all' is unknown; allowed: passages, articles"):
        framing.frames(kurils, show="all")
    run = framing.open_study(make_study())
    with pytest.raises(UsageError, match="the codebook has no frame elements; allowed: lists"):
        framing.frames(run)
    assert framing.frames(run, show="lists").columns[:3] == ["article", "outlet", "group"]


def test_passages_of_the_teaching_corpus(kurils):
    rows = framing.frames(kurils)
    assert set(rows["element"]) == {"problem", "cause", "evaluation", "remedy"}
    whole = framing.frames(kurils, show="articles").filter(pl.col("combinations").is_not_null())
    assert {"unfinished_wrong", "settled_matter", "practical_neighbours"} == set(
        whole["combinations"]
    )
