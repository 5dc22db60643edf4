from __future__ import annotations

import csv
import io
import json
import re
import shutil

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from framing.cli import main
from framing.cli.events import render_diff
from framing.corpus.events import THRESHOLD, WINDOW
from framing.engine.verbs.diff import diff as compare

PAIR = ("Primer Gazette", "Shili Evening Post")


def invoke(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


@pytest.fixture
def folder(kurils_folder, tmp_path):
    """The teaching corpus where nobody has said which article tells of which event."""
    target = tmp_path / "kurils"
    shutil.copytree(kurils_folder, target)
    (target / "events.csv").write_text("article,event,source\n")
    text = (target / "study.toml").read_text("utf-8")
    (target / "study.toml").write_text(text.split("[events.")[0], "utf-8")
    return target


def test_defaults_are_those_of_the_library():
    options = {option.name: option.default for option in main.commands["events"].params}
    assert (options["window"], options["threshold"]) == (WINDOW, THRESHOLD)


def test_coverage_is_a_table_and_rows(kurils_folder):
    result = invoke("events", kurils_folder, "--format", "csv")
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert list(rows[0]) == [
        "event",
        "name",
        "outlet",
        "group",
        "coverage",
        "n_articles",
        "article",
    ]
    assert len(rows) == 18 and {row["coverage"] for row in rows} == {"covered"}
    table = invoke("events", kurils_folder).stdout
    assert "Peace treaty talks in Moscow" in table


def test_suggest_prints_then_write_writes(folder):
    result = invoke("events", folder, "--suggest", "--format", "json")
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)
    assert list(rows[0]) == [
        "event", "article", "outlet", "date", "title", "source", "similarity", "words", "written",
    ]  # fmt: skip
    assert re.search(r"\d+ of 18 articles are put into 3 events", result.stderr)
    assert "nothing written: --write puts them into events.csv" in result.stderr
    written = invoke("events", folder, "--suggest", "--write")
    assert f"{len(rows)} rows written; see `framing events" in written.stderr
    assert (folder / "events.csv").read_text().count("suggested") == len(rows)
    assert invoke("check", folder).exit_code == 0
    assert "covered" in invoke("events", folder).stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--write"], "write goes with suggest"),
        (["--suggest", "--window", "-1"], "-1 is not in the range"),
        (["--suggest", "--threshold", "0"], "0.0 is not in the range"),
    ],
)
def test_options_that_mean_nothing_are_errors(kurils_folder, options, said):
    result = invoke("events", kurils_folder, *options)
    assert result.exit_code == 2 and said in result.stderr


def test_diff_is_a_page_of_two_columns(kurils_folder, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    result = invoke("diff", kurils_folder, "talks-moscow", *PAIR)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert max(cell_len(line) for line in lines) <= 80
    assert re.search(r"Primer Gazette {5,}Shili Evening Post", result.stdout)
    for heading in ("Names of the codebook", "Who speaks", "Facts", "Numbers", "Sentences"):
        assert heading in lines
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize("width", [40, 80, 132])
def test_no_word_of_a_page_is_cut(kurils, width):
    rows = compare(kurils, "investment-forum", *PAIR)
    lines = list(render_diff(rows, width=width))
    assert max(cell_len(re.sub(r"\x1b\[\d*m", "", line)) for line in lines) <= width
    page = re.sub(r"\s+", "", "".join(lines))
    for row in rows.filter(rows["part"] == "sentence").iter_rows(named=True):
        for word in (row["a"] or row["b"]).split():
            # Words as long as a column are broken into two lines of it, which are read apart.
            assert len(word) > width // 2 - 4 or word in page


def test_diff_in_rows(kurils_folder):
    result = invoke("diff", kurils_folder, "talks-moscow", *PAIR, "--format", "json")
    rows = json.loads(result.stdout)
    assert list(rows[0]) == ["part", "item", "where", "a", "b", "n_a", "n_b", "similarity"]
    assert {"article", "name", "speaker", "sentence"} <= {row["part"] for row in rows}


def test_diff_tells_what_is_allowed(kurils_folder):
    result = invoke("diff", kurils_folder, "talks", *PAIR)
    assert result.exit_code == 2
    assert "unknown event 'talks'" in result.stderr
    assert "allowed: talks-moscow, investment-forum, fishery-quota" in result.stderr
    result = invoke("diff", kurils_folder, "talks-moscow", "Primer", PAIR[1])
    assert "unknown outlet 'Primer'" in result.stderr and "Primer Gazette" in result.stderr


def test_coverage_can_leave_out_empty_cells(make_study):
    folder = make_study({})
    every = json.loads(invoke("events", folder, "--format", "json").stdout)
    covered = json.loads(invoke("events", folder, "--covered", "--format", "json").stdout)
    assert covered == [row for row in every if row["coverage"] == "covered"]
    assert 0 < len(covered) < len(every)
