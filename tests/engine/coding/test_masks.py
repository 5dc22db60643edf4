"""What coders see: context, masks of the length of what they hide, nothing of the outlet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import framing
from framing.engine.coding.masks import shown_units
from framing.engine.run import Run
from framing.engine.verbs.sample import sample
from framing.records.coding import MASK, Sample

MakeStudy = Callable[..., Path]

_TEXT = """\
Ferry sails, Beta finds

LAKEPORT, May 6. /TASS/. First sentence here. BETA and the Beta's friend agree. Beta-led crews left.

Third one cites Reuters and https://beta.example/ferry now. A betatron is no outlet. The last one.

Follow us on Facebook
"""


Drawn = tuple[Run, Sample]


@pytest.fixture
def blind(make_study: MakeStudy) -> Drawn:
    folder = make_study({"articles/beta_ferry.txt": _TEXT})
    run = framing.open_study(folder)
    return run, sample(run, "voice", n=100, blind=True)


def test_everything_is_as_long_as_in_the_article(blind: Drawn) -> None:
    run, drawn = blind
    texts = dict(run.study.articles.select("article", "text").iter_rows())
    shown = shown_units(run, drawn)
    assert shown["unit"].to_list() == drawn.units["unit"].to_list()
    for unit, row in zip(
        drawn.units.iter_rows(named=True), shown.iter_rows(named=True), strict=True
    ):
        start, end = unit["start"], unit["end"]
        text = texts[unit["article"]]
        for told, true in (
            (row["text"], text[start:end]),
            (row["before"], text[start - len(row["before"]) : start]),
            (row["after"], text[end : end + len(row["after"])]),
        ):
            assert len(told) == len(true)
            assert all(a in (b, MASK) for a, b in zip(told, true, strict=True))


def test_a_blind_sample_shows_no_outlet(blind: Drawn) -> None:
    run, drawn = blind
    shown = shown_units(run, drawn)
    assert shown["outlet"].null_count() == shown["title"].null_count() == shown.height
    everything = " ".join(shown["before"] + shown["text"] + shown["after"])
    for name in ("Beta", "BETA", "TASS", "Reuters", "beta.example", "LAKEPORT", "Facebook"):
        assert name not in everything
    assert "betatron" in everything
    assert f"{MASK * 4}'s friend" in everything
    assert f"{MASK * 4}-led" in everything


def test_context_is_two_sentences_a_side_and_no_title(blind: Drawn) -> None:
    run, drawn = blind
    shown = shown_units(run, replace(drawn, blind=False))
    row = shown.row(by_predicate=pl.col("text") == "Beta-led crews left.", named=True)
    assert row["before"].strip().startswith("First sentence here. BETA")
    assert row["after"].rstrip().endswith("A betatron is no outlet.")
    first = shown.row(by_predicate=pl.col("text") == "First sentence here.", named=True)
    assert first["before"] == ""
    title = shown.row(by_predicate=pl.col("text").str.starts_with("Ferry sails"), named=True)
    assert title["before"] == title["after"] == ""
    assert title["outlet"] == "Beta"
    assert title["title"] == "Ferry sails, Beta finds"


def test_a_passage_of_a_title_stands_in_the_title(make_study: MakeStudy) -> None:
    run = framing.open_study(make_study())
    shown = shown_units(run, sample(run, "mode:islands", n=100))
    told = [before + text + after for before, text, after in shown.select(
        "before", "text", "after").iter_rows()]  # fmt: skip
    assert told.count("Ministers open talks on Blue Islands") == 1
    assert told.count("Ferry to the Blue Islands sails again") == 1
    assert all(line.strip()[-1] in ".sn" for line in told)


def test_names_in_any_of_their_spellings(make_study: MakeStudy) -> None:
    outlets = (
        "outlet,group,name,aliases,domain\n"
        'Alpha,North,The L’Avis du Nord,"the Avis ; =Al+pha",alpha.example\n'
        "Beta,North,,,\nGamma,South,Time,,\n"
    )
    text = (
        "Ferry sails\n\nL'Avis  du Nord, THE L’AVIS DU NORD and the Avis-run page said so. The "
        "=Al+pha! www.x.example/a?b=1 a.b@alpha.example WWW2.ALPHA.EXAMPLE @alpha_desk Time is "
        "short, time is money; L'Aviso du Nord Sea and Alphabet stay.\n"
    )
    run = framing.open_study(make_study({"outlets.csv": outlets, "articles/beta_ferry.txt": text}))
    drawn = sample(run, "voice", n=100, blind=True)
    told = " ".join(shown_units(run, drawn)["text"])
    assert "L'Aviso du Nord Sea and Alphabet stay" in told
    assert "time is money" in told
    for gone in ("L'Avis ", "L’AVIS", "the Avis", "Al+pha", "?b=1", "a.b", "ALPHA.", "_desk",
                 "Time is"):  # fmt: skip
        assert gone not in told, gone


def test_contested_names_are_hidden_where_asked(blind: Drawn) -> None:
    run, drawn = blind
    open_names = " ".join(shown_units(run, drawn)["text"])
    hidden = " ".join(shown_units(run, replace(drawn, masks=("names",)))["text"])
    assert "Blue Islands" in open_names
    assert "Blue Islands" not in hidden
    assert "Green Islands" not in hidden
