from __future__ import annotations

import hashlib
import json
import random
import shutil
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import framing
from framing.cli import main
from framing.engine.verbs.classify import read_words
from framing.errors import UsageError
from framing.records.tables import LEARNED, PREDICTED

TOML = (
    '[study]\nid = "weather"\nquestion = "Which?"\nlanguage = "en"\n[options]\nreplicates = 200\n'
)
SYLLABLES = ("ba", "lo", "ki", "ren", "tu", "mas", "de", "vol", "pin", "sha")


def text_of(k: int, outlet: str) -> str:
    """Words of no language, so that no article is a copy, and two that tell the label."""
    chance = random.Random(k)
    word = lambda: "".join(chance.choices(SYLLABLES, k=4))  # noqa: E731
    news = "storm flooded" if k % 3 == 0 else "choir sang"
    body = ". ".join(" ".join(word() for _ in range(7)) for _ in range(9))
    return (
        f"Report {k} {word()}\n\n"
        f"{news} {word()} {word()}, {outlet} and Old {outlet[-1]} say. {body}.\n\n"
        "Call our news desk with your own story today.\n"
    )


@pytest.fixture(scope="module")
def weather(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """126 articles of six outlets, 120 of them coded; the seventh outlet is not."""
    folder = tmp_path_factory.mktemp("weather")
    for name in ("articles", "coding", "codebook"):
        (folder / name).mkdir()
    rows, coded = [], []
    for k in range(126):
        outlet = f"Paper {'ABCDEF'[k // 2 % 6]}" if k < 123 else "Paper G"
        record = {"outlet": outlet, "date": "2019-05-06", "text": text_of(k, outlet)}
        rows.append(json.dumps(record))
        if k < 120:
            coded.append(f"all.jsonl:{k + 1},weather,{'yes' if k % 3 == 0 else 'no'},ana")
    coded += ["all.jsonl:1,weather,no,bo", "all.jsonl:2,weather,no,bo", "all.jsonl:3,few,no,bo"]
    (folder / "articles/all.jsonl").write_text("\n".join(rows), "utf-8")
    (folder / "coding/coded.csv").write_text(
        "article,variable,label,coder\n" + "\n".join(coded) + "\n", "utf-8"
    )
    (folder / "codebook/book.yaml").write_text("codebook: weather\nversion: 1\n", "utf-8")
    (folder / "outlets.csv").write_text(
        "outlet,group,aliases\n" + "".join(f"Paper {c},one,The {c}; Old {c}\n" for c in "ABCDEFG"),
        "utf-8",
    )
    (folder / "study.toml").write_text(TOML, "utf-8")
    return folder


@pytest.fixture(scope="module")
def run(weather):
    return framing.open_study(weather)


def test_scores_with_a_row_on_what_is_coded(run):
    scores = framing.classify(run, "weather")
    assert dict(scores.schema) == LEARNED
    told = scores.row(0, named=True)
    assert (told["part"], told["n"], told["n_articles"]) == ("coding", 119, 120)
    assert told["flag"] == "coders disagree: 1"
    macro = scores.filter((pl.col("measure") == "macro_F1") & (pl.col("part") == "by article"))
    assert macro["estimate"][0] > 0.9


def test_predictions_say_which_score_to_judge_them_by(run):
    rows = framing.classify(run, "weather", predict_rest=True)
    assert dict(rows.schema) == PREDICTED
    shown = rows.sort("title").select("outlet", "predicted", "validated", "flag").rows()
    assert shown == [
        ("Paper A", "yes", "by article", "outlet was coded"),
        ("Paper A", "no", "by article", "outlet was coded"),
        ("Paper B", "no", "by article", "outlet was coded"),
        ("Paper G", "yes", "by outlet", "nobody coded this outlet"),
        ("Paper G", "no", "by outlet", "nobody coded this outlet"),
        ("Paper G", "no", "by outlet", "nobody coded this outlet"),
    ]
    assert rows["macro_F1"].min() > 0.9
    assert not {"probability", "score", "confidence"} & set(rows.columns)


def test_names_of_outlets_and_house_sentences_are_not_learned_from(run):
    words = " ".join(read_words(run).values()).split()
    assert "storm" in words and "choir" in words
    assert not {"paper", "old", "desk"} & set(words)


def test_a_variable_that_is_not_coded_or_too_little(run):
    with pytest.raises(UsageError, match=r"'wether' is not coded; allowed: few, weather. did you"):
        framing.classify(run, "wether")
    with pytest.raises(UsageError, match=r"few: 1 distinct articles are coded \(no 1\); allowed"):
        framing.classify(run, "few")


def test_a_study_without_coding(kurils):
    with pytest.raises(UsageError, match=r"allowed: none; write coding/coded.csv with article"):
        framing.classify(kurils, "weather")


def test_no_predictions_from_a_model_that_has_learned_nothing(weather, tmp_path):
    folder = tmp_path / "noise"
    shutil.copytree(weather, folder, ignore=shutil.ignore_patterns(".framing"))
    rows = "".join(
        f"all.jsonl:{k + 1},coin,{'yes' if hash_of(k) % 2 else 'no'}\n" for k in range(120)
    )
    (folder / "coding/coded.csv").write_text("article,variable,label\n" + rows, "utf-8")
    noise = framing.open_study(folder)
    with pytest.raises(UsageError, match=r"no predictions of 'coin': macro-F1 0\.\d\d on held-out"):
        framing.classify(noise, "coin", predict_rest=True)


def hash_of(k: int) -> int:
    return hashlib.sha256(str(k).encode()).digest()[0]


def test_the_command(weather):
    result = CliRunner().invoke(main, ["classify", str(weather), "weather", "--format", "csv"])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("variable,part,outlet,label,measure,estimate,low,high,level")
    result = CliRunner().invoke(main, ["classify", str(weather), "weather", "--predict"])
    assert "nobody coded this outlet" in result.stdout


def test_predictions_can_be_sampled_to_be_coded(run):
    """Only articles that nobody coded: those that the classifier learned from tell nothing."""
    drawn = framing.sample(run, "coded:weather", n=100)
    truth = dict(framing.classify(run, "weather", predict_rest=True).select(
        "article", "predicted").iter_rows())  # fmt: skip
    assert drawn.variable.labels == ("no", "yes")
    assert dict(drawn.units.select("article", "predicted").iter_rows()) == truth
    assert drawn.n_frame == len(truth) == 6
    assert set(drawn.units["probability"]) == {1.0}
    with pytest.raises(UsageError, match="'coded:few'; allowed: voice"):
        framing.sample(run, "coded:few")
