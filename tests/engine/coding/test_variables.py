"""Every variable of the codebook: its units, labels, instructions, and the tool's own labels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import framing
from framing.engine.coding.units import find_units, unit_id
from framing.engine.coding.variables import (
    find_kind,
    kind_of,
    list_kinds,
    list_variables,
    own_variable,
)
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.scope import Scope

MakeStudy = Callable[..., Path]
SCOPE = Scope()

FRAMES = """
frames:
  cause:
    taking:
      label: taken in 1945
      question: Does the article name the taking as the cause?
      indicators: [seized by the south]
"""


@pytest.fixture
def tiny(make_study: MakeStudy) -> Run:
    folder = make_study()
    book = folder / "codebook/codebook.yaml"
    book.write_text(book.read_text("utf-8") + FRAMES, "utf-8")
    return framing.open_study(folder)


def labels_by_text(run: Run, name: str, unit: str = "", scope: Scope = SCOPE) -> dict:
    units = find_units(run, find_kind(run, name, unit=unit), scope)
    return dict(units.select("text", "predicted").iter_rows())


def starting(found: dict, beginning: str) -> str:
    (label,) = [label for text, label in found.items() if text.startswith(beginning)]
    return label


def test_voice(tiny: Run) -> None:
    found = labels_by_text(tiny, "voice")
    assert starting(found, "The ferry to the Blue Islands sailed") == "outlet"
    assert starting(found, '"The Blue Islands are not for sale,"') == "source"
    assert starting(found, "Captain Bo Sund told reporters") == "source"


def test_what_only_tells_who_spoke_and_when_does_not_count(make_study) -> None:
    lines = (
        '"The ferry is safe," the captain told reporters in Lakeport on Friday.',
        "The ferry sailed on Tuesday with forty people on board, and the captain said it was safe.",
        "He was silent.",
    )
    text = "\n".join(("A ferry", *lines))
    run = framing.open_study(make_study({"articles/alpha_talks.txt": text}))
    found = labels_by_text(run, "voice", scope=Scope(outlets=("Alpha",)))
    assert [starting(found, line[:30]) for line in lines] == ["source", "both", "outlet"]


def test_stance_and_fact_of_sentences(tiny: Run) -> None:
    stance = labels_by_text(tiny, "stance:north_owns")
    assert starting(stance, '"The Blue Islands are not for sale,"') == "favour"
    assert starting(stance, "Minister Sol Sur said") == "against"
    assert starting(stance, "The ferry to") == "none"
    fact = labels_by_text(tiny, "fact:taking")
    assert starting(fact, "The islands were seized by the South") == "seized"
    assert set(fact.values()) == {"seized", "none"}


def test_frames_of_articles_and_of_sentences(tiny: Run) -> None:
    of_articles = find_units(tiny, find_kind(tiny, "frame:cause.taking"), SCOPE)
    assert dict(of_articles.select("outlet", "predicted").iter_rows()) == {
        "Alpha": "yes",
        "Beta": "no",
        "Gamma": "no",
    }
    assert of_articles["start"].to_list() == [0, 0, 0]
    assert of_articles["end"].to_list() == of_articles["text"].str.len_chars().to_list()
    sentences = labels_by_text(tiny, "frame:cause.taking", unit="sentence")
    assert starting(sentences, "The islands were seized") == "yes"
    assert sorted(sentences.values()).count("yes") == 1


def test_passages(tiny: Run) -> None:
    modes = find_units(tiny, find_kind(tiny, "mode:islands"), SCOPE)
    assert set(modes["text"]) == {"Blue Islands", "Green Islands"}
    names = find_units(tiny, find_kind(tiny, "name:islands"), SCOPE)
    assert names["unit"].to_list() == modes["unit"].to_list()
    assert set(names.select("text", "predicted").iter_rows()) == {
        ("Blue Islands", "blue"),
        ("Green Islands", "green"),
    }
    expected = tiny.layers.names["mode"].value_counts().sort("mode")
    assert modes["predicted"].value_counts().sort("predicted").rows() == expected.rows()
    tones = find_units(tiny, find_kind(tiny, "portrayal:north"), SCOPE)
    assert set(tones["predicted"]) <= {"negative", "neutral", "positive"}
    assert find_kind(tiny, "portrayal:north").variable.ordinal


def test_attributions(tiny: Run) -> None:
    sides = labels_by_text(tiny, "side")
    assert starting(sides, "The Blue Islands are not for sale") == "North"
    assert starting(sides, "forty people") == "none"
    assert starting(labels_by_text(tiny, "quotation"), "The Blue Islands are not") == "direct"
    assert set(labels_by_text(tiny, "cue").values()) == {"neutral"}


def test_gloss(tiny: Run) -> None:
    found = labels_by_text(tiny, "gloss")
    assert starting(found, "The South hopes for a treaty on") == "gloss"
    assert list(found.values()).count("gloss") == 1


def test_every_variable_of_the_sample_corpus_has_units_that_fit(kurils: Run) -> None:
    texts = dict(kurils.measured.select("article", "text").iter_rows())
    for kind in list_kinds(kurils):
        variable = kind.variable
        assert len(variable.labels) == len(set(variable.labels)) > 1
        assert variable.question.endswith("?"), variable.id
        for label in variable.labels:
            assert f"- **{label}**" in variable.instructions, variable.id
        units = find_units(kurils, kind, SCOPE)
        assert units["unit"].is_unique().all()
        assert units["weight"].min() is None or units["weight"].min() > 0
        assert set(units["predicted"].drop_nulls()) <= set(variable.labels), variable.id
        assert units["predicted"].null_count() == 0, variable.id
        for row in units.iter_rows(named=True):
            assert texts[row["article"]][row["start"] : row["end"]] == row["text"]
            assert row["unit"] == unit_id(variable.unit, row["article"], row["start"], row["end"])


def test_instructions_quote_no_article(kurils: Run) -> None:
    """Examples come from the codebook or are invented: no sentence of the corpus stands there."""
    told = " ".join(kind.variable.instructions for kind in list_kinds(kurils)).casefold()
    sentences = find_units(kurils, find_kind(kurils, "voice"), SCOPE)["text"]
    assert not [s for s in sentences if len(s.split()) > 4 and s.casefold().strip('.”" ') in told]


def test_scopes_leave_out(tiny: Run) -> None:
    outlets = find_units(tiny, find_kind(tiny, "voice"), Scope(outlets=("Beta",)))
    assert set(outlets["outlet"]) == {"Beta"}
    titles = find_units(tiny, find_kind(tiny, "voice"), Scope(role=("title",)))
    assert titles.height == 3
    spoken = labels_by_text(tiny, "voice", scope=Scope(voice=("source",)))
    assert set(spoken.values()) == {"source"}
    articles = find_units(
        tiny, find_kind(tiny, "frame:cause.taking"), Scope(voice=("source",), events=("talks",))
    )
    assert articles.height == 2


def test_names_that_are_none(tiny: Run) -> None:
    with pytest.raises(UsageError, match=r"variable 'voic'; allowed: voice, .*did you mean 'voic"):
        find_kind(tiny, "voic")
    with pytest.raises(UsageError, match="unit 'article' of voice; allowed: sentence"):
        find_kind(tiny, "voice", unit="article")


def test_a_variable_of_ones_own(tiny: Run) -> None:
    variable = own_variable(
        tiny, "tone", labels=("calm", "alarmed"), question="Which tone?", unit="article"
    )
    kind = kind_of(tiny, variable)
    units = find_units(tiny, kind, SCOPE)
    assert units.height == 3
    assert units["predicted"].null_count() == 3
    assert not variable.predicts


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "voice"}, "'voice' has labels of its own; allowed: another name"),
        ({"name": "../x"}, "'../x'; allowed: a name of letters"),
        ({"labels": ("a",)}, "labels 'a'; allowed: at least two"),
        ({"labels": ("a", " A ")}, "allowed: at least two, none empty, none twice"),
        ({"question": " "}, "has no question; allowed: --question"),
        ({"unit": "word"}, "unit 'word'; allowed: article, sentence"),
    ],
)
def test_what_cannot_be_coded(tiny: Run, changes: dict, message: str) -> None:
    given = {"name": "tone", "labels": ("a", "b"), "question": "Which?", "unit": "article"}
    with pytest.raises(UsageError, match=message):
        own_variable(tiny, **{**given, **changes})


def test_the_list_of_variables(tiny: Run) -> None:
    rows = list_variables(tiny)
    assert rows.filter(pl.col("variable") == "stance:north_owns")["labels"].to_list() == [
        "favour, against, mixed, none"
    ]
    assert rows.filter(pl.col("variable") == "frame:cause.taking")["unit"].to_list() == [
        "article",
        "sentence",
    ]
