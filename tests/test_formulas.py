"""Cells that a spreadsheet would run: guarded in every list, read back as they were."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.cli import main
from framing.records.formulas import bare_cell, guard_cell, is_formula
from framing.study.imports import import_sources
from framing.study.load import load_study

NAME = '=Nu("http://x.example/")'
BODY = "The ministers met in Lakeport on Friday and spoke about the ferry. They will meet again."


@given(st.text(st.sampled_from("'=+-@a \t＝")))
def test_a_guarded_cell_is_read_back_as_it_was(text: str) -> None:
    assert bare_cell(guard_cell(text)) == text
    assert not is_formula(guard_cell(text))


def cells_of(folder: Path) -> dict[str, list[str]]:
    found = {}
    for path in sorted(folder.rglob("*.csv")):
        with path.open(newline="", encoding="utf-8") as stream:
            found[path.name] = [cell for row in csv.reader(stream) for cell in row]
    return found


def test_an_outlet_called_like_a_formula_is_imported_as_text(tmp_path: Path) -> None:
    folder, source = tmp_path / "mine", tmp_path / "in.jsonl"
    framing.new(folder)
    rows = [
        {"text": f"{BODY} Talks {k}.", "outlet": NAME, "date": "2019-11-06", "title": "@SUM(A1:A9)"}
        for k in range(3)
    ]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    made = import_sources(folder, [source])
    (unknown,) = made.unknown
    assert unknown.name == NAME
    assert f"'{NAME}" in next(csv.reader([unknown.row]))
    lists = cells_of(folder)
    assert f"'{NAME}" in lists["articles.csv"]
    assert f"'{NAME}" in lists["ledger.csv"]
    for name, cells in lists.items():
        assert not [c for c in cells if is_formula(c)], name
    # The row that was told is pasted, and everything is known by the name that was given.
    outlets = folder / "outlets.csv"
    outlets.write_text(outlets.read_text() + unknown.row.replace("GROUP", "Elsewhere") + "\n")
    study = load_study(folder)
    assert set(study.articles["outlet"]) == {NAME}
    assert set(study.articles["title"]) == {"@SUM(A1:A9)"}
    before = (folder / "articles.csv").read_bytes()
    assert import_sources(folder, [source]).n_known == 3
    assert (folder / "articles.csv").read_bytes() == before


def takes_out(command: click.Command) -> bool:
    return any("--out" in p.opts for p in command.params if isinstance(p, click.Option))


WITHOUT_MORE = ("design", "facts", "names", "omissions", "stance", "style", "voices")


@pytest.mark.parametrize("name", WITHOUT_MORE)
def test_no_command_writes_a_cell_that_runs(
    name: str, make_study: Callable[..., Path], tmp_path: Path
) -> None:
    assert takes_out(main.commands[name])
    changes = {
        "outlets.csv": "outlet,group\n=Nu(),=North\nBeta,=North\nGamma,@South\n",
        "articles.csv": "file,outlet,date,event,title\n"
        "alpha_talks.txt,=Nu(),2019-05-06,talks,+1\n"
        "beta_ferry.txt,Beta,2019-05-07,ferry,\ngamma_talks.txt,Gamma,2019-05-06,talks,-1\n",
    }
    out = tmp_path / "out.csv"
    done = CliRunner().invoke(main, [name, str(make_study(changes)), "--out", str(out)])
    assert done.exit_code in (0, 1), done.output
    with out.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert len(rows) > 1
    cells = [cell for row in rows for cell in row if not re.fullmatch(r"-?[\d.e+-]+", cell)]
    assert "'=Nu()" in cells
    assert not [cell for cell in cells if is_formula(cell)]
