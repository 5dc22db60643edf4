from __future__ import annotations

import pytest

import framing
from framing.errors import StudyError
from framing.records.coding import blind_code

CODED = "coding/coded.csv"


def load(make_study, text: str | None):
    return framing.open_study(make_study({CODED: text} if text is not None else {})).study


def test_no_file_no_rows(make_study):
    assert load(make_study, None).coded.is_empty()


def test_articles_by_id_by_file_or_by_the_code_of_a_blind_sheet(make_study):
    study = load(make_study, None)
    ids = study.articles["article"].to_list()
    text = (
        "article,variable,label,coder,question\n"
        f"{ids[0]},v,yes,ana,Is it?\n"
        f"beta_ferry.txt,v,no,ana,Is it?\n{blind_code(ids[2])},v,yes,ana,Is it?\n"
        f"{ids[0]},v,no,bo,Is it?\n{ids[1]},v,,bo,Is it?\n"
    )
    coded = framing.open_study(make_study({CODED: text}, name="again")).study.coded
    assert coded.rows() == [
        (ids[0], "v", "yes", "ana", 2),
        (ids[0], "v", "no", "bo", 5),
        (ids[1], "v", "no", "ana", 3),
        (ids[2], "v", "yes", "ana", 4),
    ]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("alpha_talk.txt,v,yes", "unknown article 'alpha_talk.txt'"),
        ("alpha_talks.txt,,yes", "the row names no variable"),
        ("alpha_talks.txt,v,no", "'alpha_talks.txt' is coded twice for 'v' (first in line 2)"),
        ("alpha_talks.txt,v", "2 cells"),
    ],
)
def test_a_bad_row_is_named_and_costs_itself_only(make_study, row, found):
    text = f"article,variable,label\nalpha_talks.txt,v,yes\n{row}\ngamma_talks.txt,v,no\n"
    study = load(make_study, text)
    (problem,) = [p for p in study.problems if p.file == "coded.csv"]
    assert found in problem.found and problem.line == 3 and not problem.fatal
    assert study.coded["label"].to_list() == ["yes", "no"]


def test_wrong_columns_cannot_run(make_study):
    with pytest.raises(StudyError, match=r"coded.csv:1: no column 'label', unknown column 'code'"):
        load(make_study, "article,variable,code\n")


def test_the_file_may_lie_elsewhere(make_study):
    toml = '[study]\nid = "t"\nquestion = "Q?"\nlanguage = "en"\ncoded = "mine.csv"\n'
    with pytest.raises(StudyError, match=r"coded points to mine.csv, which is not there"):
        framing.open_study(make_study({"study.toml": toml}, name="gone"))
    text = "article,variable,label\nalpha_talks.txt,v,yes\n"
    run = framing.open_study(make_study({"study.toml": toml, "mine.csv": text}))
    assert run.study.coded.height == 1
    assert "mine.csv" in dict(run.study.inputs)
