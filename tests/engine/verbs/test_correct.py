"""The verb correct and its plans, on an invented study of two groups that is large enough."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import framing
from framing.cli import main
from framing.engine.coding.plan import plan_coding
from framing.engine.coding.population import load_drawn
from framing.engine.verbs.sample import sample_after
from framing.errors import UsageError
from framing.records.tables import CORRECTED, PLAN
from framing.study.coding.samples import write_sample

LABELS = ("outlet", "source", "both")
SOUNDS = [a + b for a in "bdfgklmnprstv" for b in ("a", "e", "i", "o", "u", "an", "el", "or")]


def _article(draw: random.Random) -> str:
    """A title and eight sentences of invented words, about a third of them somebody's."""

    def words(n: int) -> str:
        return " ".join("".join(draw.choices(SOUNDS, k=3)) for _ in range(n))

    said = []
    for k in range(8):
        theirs = draw.random() < 0.35
        said.append(f"The minister said that {words(9)}." if theirs else f"Some {words(9)}.")
        if k % 3 == 2:
            said.append("\n\n")
    return f"On {words(4)}\n\n{' '.join(said)}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four outlets of 15 articles on two events; 600 units of voices drawn, coded by two people."""
    draw = random.Random(8)
    folder = tmp_path_factory.mktemp("correct") / "big"
    rows = []
    for outlet in ("Ann", "Bob", "Cid", "Dot"):
        for k in range(15):
            file = f"{outlet.lower()}_{k:02}.txt"
            _save(folder / "articles" / file, _article(draw))
            rows.append(f"{file},{outlet},2019-05-{k + 1:02},{'talks' if k % 2 else 'ferry'}\n")
    _save(folder / "articles.csv", "file,outlet,date,event\n" + "".join(rows))
    groups = ("Ann,North", "Bob,North", "Cid,South", "Dot,South")
    _save(folder / "outlets.csv", "outlet,group\n" + "\n".join(groups) + "\n")
    _save(folder / "codebook/codebook.yaml", "codebook: big\nversion: 1\nlanguage: en\n")
    toml = '[study]\nid = "big"\nquestion = "Q?"\nlanguage = "en"\n[sampling]\nkind = "complete"\n'
    events = '[events.talks]\nname = "Talks"\n[events.ferry]\nname = "Ferry"\n'
    _save(folder / "study.toml", toml + events)
    run = framing.open_study(folder)
    drawn = framing.sample(run, "voice", n=240, by=("outlet", "predicted"))
    write_sample(drawn)
    _code(drawn, draw)
    return folder


def _save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _code(drawn, draw: random.Random) -> None:
    """The tool's label, but for one unit in eight; the second coder slips once in fifty."""
    rows: dict[str, list[tuple[str, str]]] = {"ana": [], "bo": []}
    for unit, label in drawn.units.select("unit", "predicted").iter_rows():
        own = draw.choice(LABELS) if draw.random() < 0.125 else label
        rows["ana"].append((unit, own))
        rows["bo"].append((unit, draw.choice(LABELS) if draw.random() < 0.02 else own))
    for coder, said in rows.items():
        _write(drawn.folder / "codes" / f"{coder}.csv", said)


def _write(path: Path, rows: Iterable[tuple[str, str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([("unit", "label"), *rows])


def _row(table: pl.DataFrame, **where: str) -> dict[str, object]:
    return table.filter(**where).row(0, named=True)


def test_shares_of_groups_with_what_they_rest_on(folder):
    found = framing.correct(framing.open_study(folder), "voice")
    assert dict(found.schema) == CORRECTED
    assert set(found["claim"]) == {"these_outlets"}
    north = found.filter(unit="group", group="North", label="source")
    assert north["method"].to_list() == ["hand", "machine", "corrected"]
    for row in north.iter_rows(named=True):
        assert row["low"] < row["estimate"] < row["high"]
        assert row["n_coded"] >= 100 and row["n_articles"] >= 20 and row["n_rarer"] >= 20
    # Fewer than 100 coded units of each outlet.
    assert found.filter(unit="outlet")["estimate"].null_count() == 12
    assert set(found.filter(unit="difference")["side_a"]) == {"North"}


def test_the_tools_share_is_that_of_all_units(folder):
    run = framing.open_study(folder)
    units = load_drawn(run, "voice").units
    outlets = units.filter(group="South").group_by("outlet").agg(
        share=((pl.col("predicted") == "source") * pl.col("weight")).sum() / pl.col("weight").sum()
    )  # fmt: skip
    row = _row(framing.correct(run, "voice"), group="South", label="source", method="machine")
    assert row["estimate"] == pytest.approx(outlets["share"].mean())
    assert row["n"] == units.filter(group="South").height


def test_these_articles_are_told_more_closely_than_these_outlets(folder):
    run = framing.open_study(folder)
    widths = []
    for claim in ("these_articles", "these_outlets"):
        row = _row(
            framing.correct(run, "voice", claim=claim),
            unit="difference", label="source", method="corrected",
        )  # fmt: skip
        widths.append(row["high"] - row["low"])
        assert row["claim"] == claim
    assert widths[0] < widths[1]


def test_a_second_sample_counts_with_the_first(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "big")
    more = sample_after(framing.open_study(copy), "voice", n=60)
    write_sample(more)
    _code(more, random.Random(3))
    run = framing.open_study(copy)
    first, both = (framing.correct(run, name) for name in ("voice", more.id))
    where = {"unit": "group", "group": "North", "label": "source", "method": "corrected"}
    a, b = _row(first, **where), _row(both, **where)
    assert b["n_coded"] > a["n_coded"] and b["high"] - b["low"] < a["high"] - a["low"]

    drawn = load_drawn(run, more.id)
    weights = (1 / drawn.response.coded["probability"]).sum()
    assert weights == pytest.approx(drawn.units.height)


def test_units_on_which_coders_differ_are_counted_and_flagged(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "big")
    units = framing.open_study(copy).study.samples[0].units["unit"]
    _write(copy / "coding/voice/codes/bo.csv", ((unit, "source") for unit in units))
    found = framing.correct(framing.open_study(copy), "voice")
    assert found["flag"].str.contains("coders differ on .* of 240 coded units, left out").all()


def test_tier_reading_gets_counts_alone(make_study):
    small = make_study()
    drawn = framing.sample(framing.open_study(small), "voice", n=8)
    write_sample(drawn)
    _code(drawn, random.Random(1))
    run = framing.open_study(small)
    found = framing.correct(run, "voice")
    assert found["estimate"].null_count() == found["low"].null_count() == found.height
    assert set(found["flag"]) == {"tier reading: counts alone"}
    assert set(found["claim"]) == {"these_articles"} and "difference" not in set(found["unit"])
    with pytest.raises(UsageError, match="tier reading: no interval, so no width can be planned"):
        framing.correct(run, "voice", width=0.1)


def test_nothing_coded_is_counts_of_nothing(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "big")
    shutil.rmtree(copy / "coding/voice/codes")
    run = framing.open_study(copy)
    found = framing.correct(run, "voice")
    assert found["n_coded"].sum() == 0 and found["estimate"].count() == 0
    with pytest.raises(UsageError, match="nothing of voice is coded; allowed: --accuracy"):
        framing.correct(run, "voice", width=0.1)
    planned = framing.correct(run, "voice", width=0.3, accuracy=0.85, claim="these_articles")
    assert planned["width"][0] <= 0.3


def test_a_plan_says_how_many_and_where(folder):
    run = framing.open_study(folder)
    plan = plan_coding(run, "voice", width=0.07, label="source", claim="these_articles")
    table = plan.table
    assert dict(table.schema) == PLAN
    whole, strata = table.row(0, named=True), table[1:]
    assert whole["stratum"] == "all" and whole["n_drawn"] == 240
    assert whole["width"] <= 0.07 < whole["width_now"]
    assert strata["n_more"].sum() == whole["n_more"] > 0
    assert strata["n"].sum() == whole["n"]
    assert plan.command == f"framing sample STUDY --after voice --n {whole['n_more']}"
    assert framing.correct(run, "voice", width=0.07, label="source", claim="these_articles").equals(
        table
    )


def test_a_plan_of_nothing_drawn_names_the_sample_to_draw(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "big")
    shutil.rmtree(copy / "coding")
    run = framing.open_study(copy)
    plan = plan_coding(
        run, "voice", width=0.2, accuracy=0.8, side="North", label="source",
        claim="these_articles",
    )  # fmt: skip
    assert "right for 80%" in plan.notes[-1]
    whole = plan.table.row(0, named=True)
    assert (whole["side_a"], whole["side_b"], whole["n_drawn"]) == ("North", None, 0)
    start = f"framing sample STUDY voice --n {whole['n_more']} --by "
    assert plan.command.startswith(start) and plan.command.count("--allocation") == 1
    options = plan.command.removeprefix("framing sample STUDY ").split()
    result = CliRunner().invoke(main, ["sample", str(copy), *options])
    assert result.exit_code == 0
    assert framing.open_study(copy).study.samples[0].units.height == whole["n_more"]
    with pytest.raises(UsageError, match=r"variable 'voce'; allowed: .*voice"):
        plan_coding(run, "voce", width=0.2, accuracy=0.8)


def test_a_width_out_of_reach_asks_for_articles_and_not_for_coding(folder):
    plan = plan_coding(framing.open_study(folder), "voice", width=0.02, label="source")
    assert plan.command == ""
    whole = plan.table.row(0, named=True)
    assert whole["flag"].endswith("out of reach with every unit coded: it takes more articles")
    assert whole["width_all"] > 0.02


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"width": 2.0}, "width 2; allowed: above 0, below 1"),
        ({"width": 0.1, "side": "Nort"}, "side 'Nort'; allowed: North, South, Ann"),
        ({"width": 0.1, "label": "x"}, "label 'x'; allowed: outlet, source, both"),
        ({"width": 0.1, "accuracy": 1.5}, "accuracy 1.5; allowed: above 0, up to 1"),
        ({"accuracy": 0.5}, "side, label, accuracy are of a plan"),
        ({"claim": "group"}, "claim 'group'; allowed: these_outlets, these_articles"),
    ],
)
def test_what_is_asked_wrongly_is_told(folder, given, said):
    with pytest.raises(UsageError, match=said):
        framing.correct(framing.open_study(folder), "voice", **given)


def test_a_sample_that_is_none(folder):
    with pytest.raises(UsageError, match="sample 'voce'; allowed: voice"):
        framing.correct(framing.open_study(folder), "voce")


def test_the_page_says_what_the_interval_is_of_and_what_it_is_not(folder):
    result = CliRunner().invoke(main, ["correct", str(folder), "voice"])
    assert result.exit_code == 0
    assert "what these outlets write: units and articles are drawn" in result.stdout
    assert "The error of coders is in none of these intervals" in result.stdout
    assert "of 240 drawn units settled" in result.stderr
    plan = ["correct", str(folder), "voice", "--width", "0.07", "--claim", "these_articles"]
    result = CliRunner().invoke(main, plan)
    assert result.exit_code == 0 and "best: of as many units" in result.stdout
    assert f"Next: framing sample {folder} --after voice --n" in result.stderr


def test_the_same_bytes(folder):
    first, again = (framing.correct(framing.open_study(folder), "voice") for _ in range(2))
    assert first.equals(again)
