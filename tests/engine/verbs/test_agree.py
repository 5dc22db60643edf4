"""The verb agree on a sample of the teaching corpus, and on codes of whole articles."""

from __future__ import annotations

import csv
import random
import re
import shutil
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import framing
from framing.cli import main
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.tables import AGREEMENT, CODER_CONFUSION, DISPUTED, DRIFT
from framing.study.coding.samples import write_sample

LABELS = ("outlet", "source", "both")


@pytest.fixture(scope="module")
def coded(kurils_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The teaching corpus with a sample that three coders labelled, one of them half of it."""
    folder = tmp_path_factory.mktemp("agree") / "kurils"
    shutil.copytree(kurils_folder, folder, ignore=shutil.ignore_patterns(".framing"))
    drawn = framing.sample(framing.open_study(folder), "voice", n=144)
    write_sample(drawn)
    draw = random.Random(4)
    units = drawn.units.select("unit", "predicted").rows()
    for coder, sure in (("ana", 0.9), ("bo", 0.8), ("cy", 0.7)):
        rows = [
            (unit, label if draw.random() < sure else draw.choice(LABELS), "so be it" * (k == 5))
            for k, (unit, label) in enumerate(units)
            if coder != "cy" or k % 2
        ]
        _write(drawn.folder / "codes" / f"{coder}.csv", ("unit", "label", "note"), rows)
    return folder


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])


def _open(folder: Path) -> Run:
    return framing.open_study(folder)


def test_every_table_has_its_schema_and_intervals_hold_their_estimates(coded: Path) -> None:
    run = _open(coded)
    found = framing.agree(run, "voice")
    assert dict(found.schema) == AGREEMENT
    assert found.equals(framing.agree(run))
    whole = found.row(0, named=True)
    assert (whole["variable"], whole["sample"], whole["statistic"]) == ("voice", "voice", "alpha")
    assert (whole["n"], whole["n_coders"], whole["level"]) == (144, 3, 0.95)
    bounded = found.drop_nulls("low")
    assert bounded.height > found.height / 2
    assert bounded.filter(~pl.col("estimate").is_between("low", "high")).is_empty()
    assert bounded.filter(pl.col("high") > 1).is_empty()
    assert found.filter((pl.col("low").is_null()) & (pl.col("flag") == "")).is_empty()
    for show, schema in (
        ("confusion", CODER_CONFUSION), ("disputed", DISPUTED), ("drift", DRIFT),
    ):  # fmt: skip
        assert dict(framing.agree(run, show=show).schema) == schema


def test_later_phases_change_nothing(coded: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kurils"
    shutil.copytree(coded, folder)
    with (folder / "coding/voice/units.csv").open() as stream:
        units = [row["unit"] for row in csv.DictReader(stream)]
    _write(
        folder / "coding/voice/codes/class.csv",
        ("unit", "label", "coder", "phase", "note"),
        [(unit, "both", "teacher", "adjudicated", "settled") for unit in units]
        + [(unit, "source", "ana", "discussed", "changed my mind") for unit in units],
    )
    before, after = _open(coded), _open(folder)
    assert after.study.samples[0].codes.height == before.study.samples[0].codes.height + 288
    for show in ("agreement", "confusion", "disputed", "drift"):
        assert framing.agree(after, show=show).equals(framing.agree(before, show=show)), show


def test_confusion_counts_each_pair_of_codes_once(coded: Path) -> None:
    found = framing.agree(_open(coded), show="confusion")
    # ana and bo share 144 units, cy shares 72 with either.
    assert found.filter(pl.col("coder").is_null())["n"].sum() == 144 + 72 + 72
    assert found.filter(pl.col("coder") == "ana", pl.col("other") == "bo")["n"].sum() == 144
    order = {label: k for k, label in enumerate(LABELS)}
    whole = found.filter(pl.col("coder").is_null())
    assert all(order[a] <= order[b] for a, b in whole.select("label", "other_label").iter_rows())


def test_disputed_units_stand_in_their_context_with_notes(coded: Path) -> None:
    run = _open(coded)
    found = framing.agree(run, show="disputed")
    assert found["disagreement"].is_sorted(descending=True)
    texts = dict(run.study.articles.select("article", "text").iter_rows())
    for row in found.iter_rows(named=True):
        unit = " ".join(texts[row["article"]][row["start"] : row["end"]].split())
        assert f"[{unit[:290]}" in row["context"]
    assert set(found["notes"].drop_nulls()) <= {"ana: so be it | bo: so be it | cy: so be it"}


def test_a_sample_that_cannot_be_compared_is_refused(coded: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kurils"
    shutil.copytree(coded, folder)
    for coder in ("bo", "cy"):
        (folder / f"coding/voice/codes/{coder}.csv").unlink()
    with pytest.raises(UsageError, match="voice: only ana has coded: nobody to agree with"):
        framing.agree(_open(folder), "voice")
    found = framing.agree(_open(folder))
    assert found["estimate"].null_count() == found.height
    assert framing.agree(_open(folder), show="drift").is_empty()
    with pytest.raises(UsageError, match="sample 'vioce'; allowed: voice"):
        framing.agree(_open(folder), "vioce")
    with pytest.raises(UsageError, match="show 'rank'; allowed: agreement, confusion"):
        framing.agree(_open(folder), show="rank")


def test_codes_of_whole_articles_are_compared_by_variable(make_study) -> None:
    folder = make_study(
        {
            "coding/coded.csv": "article,variable,label,coder\n"
            "alpha_talks.txt,tone,harsh,ana\nalpha_talks.txt,tone,mild,bo\n"
            "beta_ferry.txt,tone,mild,ana\nbeta_ferry.txt,tone,mild,bo\n"
            "gamma_talks.txt,tone,harsh,ana\ngamma_talks.txt,tone,harsh,bo\n"
            "alpha_talks.txt,lack,yes,ana\n"
        }
    )
    run = _open(folder)
    found = framing.agree(run, "tone")
    # Codes: harsh 3, mild 3; one unit of three apart, coincidences off the diagonal 2 of 6.
    assert found["estimate"][0] == pytest.approx(1 - 5 * 2 / (36 - 9 - 9))
    assert found["flag"][0] == "fewer than 8 distinct articles: no interval"
    assert found["low"].null_count() == found.height
    assert set(framing.agree(run)["variable"]) == {"tone", "lack"}
    assert framing.agree(run, show="disputed")["labels"].to_list() == ["harsh 1, mild 1"]
    with pytest.raises(UsageError, match="lack: only ana has coded"):
        framing.agree(run, "lack")


def test_nothing_coded_is_refused(make_study) -> None:
    with pytest.raises(UsageError, match=r"nothing is coded: .* Next: framing sample"):
        framing.agree(_open(make_study()))


def test_the_page_of_the_command(coded: Path) -> None:
    def page(*options: str) -> str:
        result = CliRunner().invoke(main, ["agree", str(coded), *options])
        assert result.exit_code == 0, result.output
        return result.stdout

    said = page()
    assert "voice (voice): 144 units that two or more coded, in " in said
    assert "Krippendorff's alpha     0." in said and "Gwet's AC1" in said
    assert "intervals at level 0.95: whole articles drawn within outlets" in said
    assert "pairs of codes of one unit" in page("--confusion")
    assert len(re.findall(r"^  \d\.\d\d  ", page("--disputed", "--top", "2"), re.M)) == 2
    assert "label_share" in page("--drift")
    assert page("voice", "--format", "json").startswith('[\n {\n  "variable": "voice"')
