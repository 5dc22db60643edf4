"""``framing evaluate`` on the teaching corpus, and beside the scorer of PolNeAR."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import framing
from framing.cli import main
from framing.engine.run import Run
from framing.engine.verbs.evaluate import LAYERS, find_passages
from framing.errors import UsageError


@pytest.fixture
def key(kurils_folder: Path) -> Path:
    """The folder with the answer key of the articles of ``kurils``."""
    return kurils_folder / "key"


def as_csv(run: Run, layer: str, path: Path) -> Path:
    rows = [
        {"article": p.article, "item": p.id, "start": a, "end": b, **p.labels}
        for p in find_passages(run, layer)
        for a, b in p.pieces
    ]
    pl.DataFrame(rows).write_csv(path)
    return path


def test_an_article_before_a_name_is_no_difference(kurils: Run, key: Path, tmp_path: Path) -> None:
    rows = pl.read_csv(key / "quotations.csv")
    (tmp_path / "gold.csv").write_bytes(
        rows.with_columns(speaker=pl.lit("The ") + pl.col("speaker").str.replace("^(the|an?) ", ""))
        .write_csv()
        .encode()
    )
    agreed = [
        framing.evaluate(kurils, "quotations", gold)
        .filter(column="speaker", measure="agreement")["estimate"]
        .item()
        for gold in (key / "quotations.csv", tmp_path / "gold.csv")
    ]
    assert agreed[0] == agreed[1]


def test_a_layer_has_the_name_of_its_command_too(kurils: Run, key: Path) -> None:
    asked = [framing.evaluate(kurils, name, key / "stance.csv") for name in ("stance", "stances")]
    assert asked[0].drop("layer").equals(asked[1].drop("layer"))


@pytest.mark.parametrize("layer", sorted(LAYERS))
def test_a_layer_agrees_with_itself(kurils: Run, tmp_path: Path, layer: str) -> None:
    found = framing.evaluate(kurils, layer, as_csv(kurils, layer, tmp_path / "own.csv"), iou=1.0)
    assert set(found["estimate"].drop_nulls()) == {1.0}
    assert found.height > 6


@pytest.mark.parametrize(
    ("layer", "file"),
    [("names", "names"), ("quotations", "quotations"), ("indirect", "indirect"),
     ("stances", "stance")],
)  # fmt: skip
def test_the_key_works_as_it_is(islands_folder: Path, layer: str, file: str) -> None:
    gold = str(islands_folder / "key" / f"{file}.csv")
    done = CliRunner().invoke(main, ["evaluate", str(islands_folder), layer, gold, "--iou", "0"])
    assert done.exit_code == 0, done.output
    assert "(passage)" in done.output


def test_where_and_renamed_columns(kurils: Run, key: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.csv"
    pl.read_csv(key / "names.csv").rename({"name": "label"}).write_csv(gold)
    found = framing.evaluate(
        kurils, "names", gold, columns={"label": "name"}, where={"entity": "disputed_islands"}
    )
    passages = found.filter(column="(passage)", measure="recall")
    assert passages["n_gold"].item() == 97
    assert "name" in set(found["column"])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"layer": "name"}, "layer 'name'; allowed: names"),
        ({"columns": {"nome": "name"}}, "the gold has no column 'nome'"),
        ({"columns": {"mode": "modus"}}, "layer names has no column 'modus'"),
        ({"where": {"rule": "x"}}, "layer names has no column 'rule'"),
        ({"where": {"voice": "x"}}, "the gold has no such column"),
        ({"confusion": "voice"}, "confusion of 'voice'"),
        ({"iou": 2.0}, "iou 2.0; allowed: 0 to 1"),
        ({"gold": "nowhere.csv"}, "nowhere.csv: not found"),
    ],
)
def test_what_cannot_be_asked(kurils: Run, key: Path, given: dict, message: str) -> None:
    asked = {"layer": "names", "gold": key / "names.csv", **given}
    layer, gold = asked.pop("layer"), asked.pop("gold")
    with pytest.raises(UsageError) as error:
        framing.evaluate(kurils, layer, gold, **asked)
    assert message in str(error.value)


def test_errors_stand_in_context(kurils: Run, key: Path, tmp_path: Path) -> None:
    rows = pl.read_csv(key / "names.csv", schema_overrides={"gloss": pl.String})
    kept = rows.head(rows.height - 1).with_row_index("k")
    changed = kept.with_columns(
        mode=pl.when(pl.col("k") == 0).then(pl.lit("quoted")).otherwise("mode")
    ).drop("k")
    changed.write_csv(tmp_path / "gold.csv")
    found = framing.evaluate(kurils, "names", tmp_path / "gold.csv", errors=True)
    spurious = found.filter(error="spurious")
    assert spurious.height == 1
    assert f"[{rows['text'][-1]}]" in spurious["context"].item()
    wrong = found.filter(pl.col("gold").str.contains("mode=quoted"))
    assert wrong["found"].item().endswith("mode=paraphrased")
    assert wrong["line"].item() == 2


@pytest.fixture(scope="module")
def polnear(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = shared / "data/polnear/dev/text"
    if not source.is_dir():
        pytest.skip("../shared/data/polnear is absent: nothing to compare the scores with")
    study = tmp_path_factory.mktemp("polnear")
    (study / "articles" / "US").mkdir(parents=True)
    texts = sorted(source.glob("*.txt"))[:12]
    for text in texts:
        shutil.copy(text, study / "articles" / "US" / text.name)
    (study / "gold").mkdir()
    for text in texts:
        for marks in (shared / "data/polnear/dev/attributions").glob(f"{text.stem}_*.ann"):
            shutil.copy(marks, study / "gold" / marks.name)
    rows = "".join(f"US/{text.name},US,en\n" for text in texts)
    (study / "articles.csv").write_text("file,outlet,language\n" + rows, "utf-8")
    (study / "outlets.csv").write_text("outlet,group\nUS,US\n", "utf-8")
    (study / "study.toml").write_text('[study]\nlanguage = "en"\n', "utf-8")
    (study / "codebook").mkdir()
    (study / "codebook" / "none.yaml").write_text("codebook: none\nversion: 1\n", "utf-8")
    return study


def test_standoff_of_polnear_is_read_whole(polnear: Path) -> None:
    run = framing.open_study(polnear)
    found = framing.evaluate(run, "attributions", polnear / "gold", kind="Content")
    passages = found.filter(column="(passage)", measure="recall")
    n_gold = 0.0
    for text in (polnear / "articles" / "US").glob("*.txt"):
        files = list((polnear / "gold").glob(f"{text.stem}_*.ann"))
        marks = sum("\tContent " in line for f in files for line in f.read_text().splitlines())
        n_gold += marks / len(files)
    assert passages["n_gold"].item() == pytest.approx(n_gold, abs=1e-9)
    assert passages["n_articles"].item() == 12
    assert passages["estimate"].item() > 0.5
    sources = found.filter(column="source", measure="agreement")
    assert sources["estimate"].item() > 0.5
