"""The verb validate over a coded study: labels of now against codes, by hand sums."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest
from click.testing import CliRunner

import framing
from framing.cli import main
from framing.engine.coding.units import find_units
from framing.engine.coding.variables import find_kind
from framing.engine.coding.why import find_hits
from framing.errors import UsageError
from framing.records.tables import (
    LABEL_CONFUSION,
    LABEL_ERRORS,
    VALIDITY,
    VALIDITY_DIFFERENCES,
)


def test_scores_are_weighted_by_the_design(coded_kurils):
    found = framing.validate(coded_kurils, "voice")
    assert dict(found.schema) == VALIDITY
    (sample,) = coded_kurils.study.samples
    truth = {
        unit: label
        for unit, label, _ in sample.codes.sort(pl.col("phase") != "adjudicated")
        .group_by("unit", maintain_order=True)
        .agg(pl.col("label").first(), n=pl.col("label").n_unique(), a=pl.col("phase").first())
        .filter((pl.col("n") == 1) | (pl.col("a") == "adjudicated"))
        .select("unit", "label", "n")
        .iter_rows()
    }
    drawn = Counter(sample.units["stratum"])
    units = sample.units.filter(pl.col("unit").is_in(list(truth)))
    settled = Counter(units["stratum"])
    right = total = 0.0
    columns = ("unit", "predicted", "weight", "probability", "stratum")
    for unit, tool, weight, p, stratum in units.select(columns).iter_rows():
        stands_for = weight / p * drawn[stratum] / settled[stratum]
        total += stands_for
        right += stands_for * (truth[unit] == tool)
    accuracy = found.filter(unit="all", measure="accuracy").row(0, named=True)
    assert accuracy["estimate"] == pytest.approx(right / total, abs=1e-9)
    assert accuracy["n"] == len(truth)
    assert accuracy["low"] < accuracy["estimate"] < accuracy["high"]
    settled = dict(found.filter(measure="units").select("label", "n").iter_rows())
    assert sum(settled.values()) == 240
    assert settled["coders differ"] == 240 - len(truth)
    by_group = found.filter(unit="group", measure="accuracy").sort("estimate")
    assert by_group["group"][0] == "China"


def test_errors_stand_in_their_context(coded_kurils):
    found = framing.validate(coded_kurils, "voice", show="errors")
    assert dict(found.schema) == LABEL_ERRORS
    assert (found["tool"] != found["settled"]).all()
    scores = framing.validate(coded_kurils, "voice").filter(unit="all", measure="accuracy")
    assert found.height == scores["n"][0] - scores["n_right"][0]
    texts = dict(coded_kurils.measured.select("article", "text").iter_rows())
    row = found.row(0, named=True)
    unit = " ".join(texts[row["article"]][row["start"] : row["end"]].split())
    assert f"[{unit}" in row["context"].replace("«", "").replace("»", "")
    assert found["weight"].is_sorted(descending=True)
    said = found.filter(pl.col("tool") != "outlet")
    assert said.height and said["rule"].null_count() == 0
    assert said["why"].str.contains("quotation").all()
    # A quotation of several sentences begins and ends outside of some.
    assert said["context"].str.contains("«").any()
    own = found.filter(pl.col("tool") == "outlet")
    assert set(own["why"]) == {"no rule fires in it"} and own["rule"].null_count() == own.height


def test_an_error_of_stance_tells_its_evidence(coded_kurils):
    kind = find_kind(coded_kurils, "stance:russian_sovereignty")
    units = find_units(coded_kurils, kind, coded_kurils.study.options.scope)
    against = units.filter(pl.col("predicted") == "against")
    hits = find_hits(coded_kurils, kind.variable.id, against)
    texts = dict(coded_kurils.measured.select("article", "text").iter_rows())
    assert set(hits) == set(against["unit"])
    for unit, article in against.select("unit", "article").iter_rows():
        first = hits[unit][0]
        assert "position against" in first.said or len(hits[unit]) > 1
        assert texts[article][first.start : first.end].strip()
        assert first.rule and "“" in first.said  # a step of its evidence, with the words


def test_confusion_and_differences(coded_kurils):
    confusion = framing.validate(coded_kurils, "voice", show="confusion")
    assert dict(confusion.schema) == LABEL_CONFUSION
    whole = confusion.filter(unit="all")
    assert (
        whole["n"].sum()
        == framing.validate(coded_kurils, "voice")
        .filter(unit="all", measure="accuracy")["n"]
        .item()
    )
    apart = framing.validate(coded_kurils, "voice", show="differences")
    assert dict(apart.schema) == VALIDITY_DIFFERENCES
    pairs = apart.select("side_a", "side_b").unique(maintain_order=True).rows()
    assert pairs == [("China", "India"), ("China", "Russia"), ("India", "Russia")]
    errors = apart.filter(measure="error")
    assert errors["estimate"][0] > 0 and errors["estimate"][1] > 0
    assert set(errors["p_method"]) == {"tier descriptive: no p"}
    outlets = framing.validate(
        coded_kurils, "voice", show="differences", versus=("Primer Gazette", "Namuna Times")
    )
    assert set(outlets["flag"]) == {"tier reading: counts only"}


def test_what_cannot_be_validated(coded_kurils, kurils):
    with pytest.raises(UsageError, match=r"sample 'voise'; allowed: voice. did you mean 'voice'"):
        framing.validate(coded_kurils, "voise")
    with pytest.raises(
        UsageError, match=r"sample 'voice'; allowed: a folder of coding.*framing sample"
    ):
        framing.validate(kurils, "voice")
    with pytest.raises(UsageError, match="two groups with coded units of China, India, Russia"):
        framing.validate(coded_kurils, "voice", show="differences", versus=("China", "Peru"))
    with pytest.raises(UsageError, match="show 'all'; allowed: scores, confusion, errors, diff"):
        framing.validate(coded_kurils, "voice", show="all")  # type: ignore[arg-type]


def test_the_command(coded_kurils):
    folder = str(coded_kurils.study.folder)
    result = CliRunner().invoke(main, ["validate", folder, "voice"])
    assert result.exit_code == 0, result.output
    assert "coders differ" in result.stdout.splitlines()[0]
    assert "precision" in result.stdout and "China" in result.stdout
    result = CliRunner().invoke(main, ["validate", folder, "voice", "--differences"])
    assert result.stdout.startswith("error rates of China and India: no difference shown") or (
        result.stdout.startswith("the tool errs more in China than in India by ")
    )
    result = CliRunner().invoke(main, ["validate", folder, "voice", "--errors", "--confusion"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--confusion and --errors; allowed: one of them" in result.stderr
