from __future__ import annotations

import json

import pytest
import yaml
from click.testing import CliRunner, Result

from framing.cli import main
from framing.engine.verbs.suggested import N_CLUSTERS
from framing.records.tables import WORDINGS


def invoke(*args: object) -> Result:
    return CliRunner().invoke(main, ["names", *(str(arg) for arg in args)])


def test_the_default_is_that_of_the_library():
    options = {option.name: option.default for option in main.commands["names"].params}
    assert options["top"] == N_CLUSTERS


def test_a_page_to_read(kurils_folder):
    result = invoke(kurils_folder, "--suggest", "--top", 1)
    assert result.exit_code == 0, result.output
    first, *lines = result.stdout.splitlines()
    assert first.startswith("1. Southern Kurils · Northern Territories · ")
    page = " ".join(" ".join(lines).split())
    assert "Southern Kurils: 31 uses" in page and "known: disputed_islands.southern_kurils" in page
    assert "so called by Russia, in Shili Evening Post" in page
    assert "which Russia calls the Southern Kurils" in page
    assert "suggestions, read them" in result.stderr


def test_json_has_every_column(kurils_folder):
    rows = json.loads(invoke(kurils_folder, "--suggest", "--format", "json").stdout)
    assert rows and all(list(row) == list(WORDINGS) for row in rows)
    assert max(row["cluster"] for row in rows) <= N_CLUSTERS


def test_yaml_goes_into_a_file_of_its_own(kurils_folder, tmp_path):
    before = {p: p.read_bytes() for p in (kurils_folder / "codebook").iterdir()}
    out = tmp_path / "suggested.yaml"
    result = invoke(kurils_folder, "--suggest", "--out", out)
    assert result.exit_code == 0, result.output
    assert yaml.safe_load(out.read_text("utf-8"))["names"]
    assert {p: p.read_bytes() for p in (kurils_folder / "codebook").iterdir()} == before


@pytest.mark.parametrize("more", [["--format", "yaml"], ["--mentions", "--format", "yaml"]])
def test_yaml_is_for_suggestions(kurils_folder, more):
    result = invoke(kurils_folder, *more)
    assert result.exit_code != 0
    assert "--format yaml writes suggestions; allowed: with --suggest" in result.output


@pytest.mark.parametrize("more", [("--sides",), ("--first",), ("--place", "title")])
def test_suggestions_take_no_option_of_shares(kurils_folder, more):
    result = invoke(kurils_folder, "--suggest", *more)
    assert result.exit_code == 2
    assert "--suggest reads no codebook; allowed with it: --top and the scope" in result.output
