from __future__ import annotations

import csv
import io

from click.testing import CliRunner

from framing.cli import main
from framing.records.tables import CARRIERS, CHANGES


def invoke(*args: object):
    result = CliRunner().invoke(main, ["copies", *map(str, args)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_rows_of_carriers(kurils_folder):
    rows = list(csv.DictReader(io.StringIO(invoke(kurils_folder, "--format", "csv"))))
    assert list(rows[0]) == list(CARRIERS) and len(rows) == 3


def test_a_diff_is_plain_text_where_it_is_no_terminal(kurils_folder):
    printed = invoke(kurils_folder, "--diff")
    assert "[-Russia seeks investors for four disputed islands" in printed
    assert "{+Forum on disputed islands ends in Russia's Far East+}" in printed
    assert "208 words ..." in printed and "\x1b" not in printed


def test_a_diff_has_colours_on_a_terminal(kurils_folder):
    result = CliRunner().invoke(main, ["copies", str(kurils_folder), "--diff"], color=True)
    assert "\x1b[31m[-" in result.stdout and "\x1b[32m{+" in result.stdout


def test_a_diff_as_rows(kurils_folder, tmp_path):
    rows = list(csv.DictReader(io.StringIO(invoke(kurils_folder, "--diff", "--format", "csv"))))
    assert list(rows[0]) == list(CHANGES)
    article = rows[0]["article"]
    invoke(kurils_folder, "--article", article, "--out", tmp_path / "changes.csv")
    with (tmp_path / "changes.csv").open(encoding="utf-8", newline="") as file:
        kept = list(csv.DictReader(file))
    assert kept == [row for row in rows if row["article"] == article]


def test_a_study_without_copies(make_study):
    assert invoke(make_study(), "--diff") == "no text with several carriers\n"
