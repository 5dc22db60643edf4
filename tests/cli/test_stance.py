from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import framing
from framing.cli import main
from framing.errors import UsageError


@pytest.fixture(scope="module")
def explained(kurils, kurils_folder) -> str:
    _ = kurils.layers
    result = CliRunner().invoke(
        main, ["stance", str(kurils_folder), "--explain", "--outlet", "Obrazets Courier"]
    )
    assert result.exit_code == 0, result.output
    return result.stdout


def test_explain_tells_pattern_words_negation_holder_and_losers(explained):
    recognise = explained[explained.index("held by Japan") :].split("\n\n")[0]
    plain = " ".join(recognise.split())
    assert "AGAINST · asserted" in explained
    assert "[Japan does not recognise Russia’s sovereignty over the islands]" in plain
    assert "(kurils.yaml:" in plain and "holder:@speaker" in plain
    assert "Russia’s = @russia" in plain
    assert '"not recognise" turns favour into against' in plain and "(language.yaml:" in plain
    assert "holder Japan (outlet): marked by the pattern" in plain
    assert "lost" in plain and "shorter:" in plain


def test_explain_ends_with_the_count_and_what_it_does_not_mean(explained, kurils):
    outlet = framing.Scope(outlets=("Obrazets Courier",))
    n = framing.stance(kurils, scope=outlet).height
    assert explained.rstrip().endswith(f"{n} stances. No stance found is not neutral.")


def test_explain_fits_a_terminal_and_moves_no_cursor(explained):
    assert all(len(line) <= 130 for line in explained.splitlines())
    assert "\x1b" not in explained


def test_explain_as_json_has_the_columns_of_the_verb(kurils, kurils_folder):
    result = CliRunner().invoke(
        main, ["stance", str(kurils_folder), "--explain", "--format", "json"]
    )
    rows = json.loads(result.stdout)
    frame = framing.stance(kurils, explain=True)
    assert list(rows[0]) == frame.columns and len(rows) == frame.height
    assert {row["id"] for row in rows} == set(framing.stance(kurils)["id"])
    assert {"pattern", "words", "negation", "holder", "lost"} <= {row["part"] for row in rows}


def test_shares_and_reasons_are_two_questions(kurils):
    with pytest.raises(UsageError, match="shares and explain; allowed: one of them"):
        framing.stance(kurils, shares=True, explain=True)


def test_shares_say_how_many_are_no_statements(kurils):
    shares = framing.stance(kurils, shares=True)
    assert shares["n_left_out"].dtype.is_integer()
    assert shares["n_left_out"].null_count() == 0


def test_what_an_outlet_only_reports_is_not_its_own_position(kurils):
    rows = framing.stance(kurils).to_dicts()
    japan = next(row for row in rows if row["holder"] == "Japan")
    assert japan["voice"] == "outlet"
    shares = framing.stance(kurils, shares=True)
    own = shares.filter(
        (shares["outlet"] == japan["outlet"])
        & (shares["kind"] == "asserted")
        & (shares["voice"] == "outlet")
    )
    assert own["n"].sum() == 0
