from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl
import pytest

import framing
from framing.codebook.battery import load_battery
from framing.errors import UsageError
from framing.records.coding import SHEET, blind_code
from framing.reporting.tables import to_csv

CODED = "coding/coded.csv"
MORALITY = ("morality_message", "morality_religion", "morality_conduct")


def coded(rows: list[tuple[str, str, str]], coder: str = "ana") -> str:
    return "article,variable,label,coder\n" + "".join(
        f"{article},{variable},{label},{coder}\n" for article, variable, label in rows
    )


def test_a_sheet_has_a_row_an_article_and_question(make_study):
    run = framing.open_study(make_study())
    sheet = framing.frames(run, show="battery")
    assert sheet.columns == list(SHEET)
    assert sheet.height == 3 * 20
    assert sheet["variable"][:20].to_list() == [item.variable for item in load_battery()]
    assert sheet["label"].null_count() == sheet["text"].null_count() == 60
    assert set(sheet["outlet"]) == {"Alpha", "Beta", "Gamma"}


def test_a_blind_sheet_tells_no_outlet_and_has_each_text_once(make_study):
    run = framing.open_study(make_study())
    sheet = framing.frames(run, show="battery", blind=True)
    ids = run.measured["article"].to_list()
    assert sorted(set(sheet["article"])) == sorted(map(blind_code, ids))
    assert sheet["article"].is_sorted()
    assert sheet["outlet"].null_count() == sheet["title"].null_count() == sheet.height
    texts = sheet["text"].drop_nulls()
    assert len(texts) == 3
    assert all("/XY/" not in text and "Alpha" not in text for text in texts)
    assert any(text.startswith("Ministers open talks on Blue Islands\n\n") for text in texts)


def test_a_filled_sheet_is_read_back(make_study, tmp_path: Path):
    folder = make_study()
    sheet = framing.frames(framing.open_study(folder), show="battery", blind=True)
    rows = list(csv.DictReader(io.StringIO(to_csv(sheet))))
    for row in rows:
        row["label"] = "yes" if row["frame"] == "conflict" else "no"
    (folder / "coding").mkdir()
    with (folder / CODED).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, SHEET)
        writer.writeheader()
        writer.writerows(rows)
    run = framing.open_study(folder)
    assert run.study.problems == ()
    scores = framing.frames(run, show="scores")
    assert scores.filter(pl.col("frame") == "conflict")["score"].to_list() == [1.0] * 3
    assert scores.filter(pl.col("frame") != "conflict")["score"].sum() == 0


def test_scores_are_means_of_coders_and_miss_where_half_is_missing(make_study):
    text = coded([("alpha_talks.txt", v, "yes") for v in MORALITY])
    text += "alpha_talks.txt,morality_message,no,bo\n"
    text += "beta_ferry.txt,morality_message,NO,ana\nbeta_ferry.txt,morality_conduct,1,ana\n"
    text += "gamma_talks.txt,morality_message,no,ana\n"
    run = framing.open_study(make_study({CODED: text}))
    rows = framing.frames(run, show="scores").filter(pl.col("frame") == "morality")
    assert rows.select("outlet", "score", "n_answered", "n_items", "n_coders").rows() == [
        ("Alpha", pytest.approx(2.5 / 3), 3, 3, 2),
        ("Beta", 0.5, 2, 3, 1),
        ("Gamma", None, 1, 3, 1),
    ]
    assert rows["flag"].to_list() == ["", "", "fewer than half of the questions answered: no score"]


def test_scales_say_why_there_is_no_alpha(make_study):
    text = coded([("alpha_talks.txt", v, "yes") for v in MORALITY])
    run = framing.open_study(make_study({CODED: text}))
    rows = framing.frames(run, show="scales")
    assert rows["measure"].unique().to_list() == ["morality"]
    assert rows["estimate"].to_list() == [1.0] * 3
    assert set(rows["alpha_flag"]) == {"fewer than 5 distinct articles answered in full: no alpha"}
    assert rows["flag"].str.contains("tier reading").all()


def test_alpha_with_an_interval(kurils, kurils_folder, tmp_path):
    import shutil

    folder = tmp_path / "kurils"
    shutil.copytree(kurils_folder, folder, ignore=shutil.ignore_patterns(".framing"))
    rows = []
    for k, file in enumerate(kurils.measured["file"]):
        for j, variable in enumerate(MORALITY):
            rows.append((file, variable, "yes" if (k + (j == 2) * (k % 3)) % 2 else "no"))
            rows.append((file, f"conflict_{('disagree', 'reproach', 'sides')[j]}", "no"))
        rows.append((file, "conflict_winners", "no"))
    (folder / "coding").mkdir()
    (folder / CODED).write_text(coded(rows), "utf-8")
    found = framing.frames(framing.open_study(folder), show="scales")
    morality = found.filter(pl.col("measure") == "morality").row(0, named=True)
    assert morality["alpha_low"] < morality["alpha"] < morality["alpha_high"] <= 1
    assert (morality["alpha_n"], morality["alpha_flag"]) == (18, "")
    conflict = found.filter(pl.col("measure") == "conflict").row(0, named=True)
    assert conflict["alpha"] is None
    assert conflict["alpha_flag"].startswith("undefined: every article has the same number")


def test_what_cannot_be_asked(make_study, kurils):
    with pytest.raises(UsageError, match=r"no answers to the battery are coded; allowed: rows"):
        framing.frames(kurils, show="scales")
    with pytest.raises(
        UsageError, match="blind is for sheets; allowed: with show sheet or battery"
    ):
        framing.frames(kurils, show="shares", blind=True)
    run = framing.open_study(
        make_study({CODED: coded([("beta_ferry.txt", MORALITY[0], "perhaps")])})
    )
    with pytest.raises(
        UsageError, match=r"coded.csv:2: 'perhaps' answers morality_message; allowed"
    ):
        framing.frames(run, show="scores")


def test_the_codebooks_own_questions_make_a_sheet(kurils):
    sheet = framing.frames(kurils, show="sheet", blind=True)
    assert sheet["variable"][0] == "problem.missing_treaty"
    assert sheet["question"][0].startswith("Does the article present the lack of a peace treaty")
    assert sheet.height == 18 * len(kurils.study.codebook.variables)
