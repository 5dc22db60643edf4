"""The classifier on the narrative frames of 428 articles on climate: pinned, climate only.

The data are read in place; without them the test is skipped. All parts of all labels:
``scripts/score_frames``.
"""

from __future__ import annotations

import hashlib
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

import framing
from framing.annotate.validity import load_validity
from framing.compare.resampling.bounds import Resampling
from framing.engine.verbs.classify import gather, read_words
from framing.learn.validate import BY_ARTICLE, BY_OUTLET, validate

SCRIPT = Path(__file__).resolve().parent.parent / "scripts/score_frames"
RESAMPLING = Resampling(seed=1, replicates=200, level=0.95)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    loader = SourceFileLoader("score_frames", str(SCRIPT))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows(shared: Path, script: ModuleType) -> list[dict[str, str]]:
    path = shared / "data/narrative-framing/articles_metadata.tsv"
    if not path.is_file():
        pytest.skip("../shared/data/narrative-framing is absent: the classifier is not scored here")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest[:16] == "fe9012b2ef2f8071", "the data changed: measure anew"
    found: list[dict[str, str]] = script.read_articles(path.parent)
    return found


def test_broken_rows_are_told(rows: list[dict[str, str]], script: ModuleType) -> None:
    told = {number: bad for number, row in enumerate(rows, 2) if (bad := script.broken(row))}
    assert told == {213: ["RE", "HI", "CO", "MO", "EC"], 356: ["EC"]}


def test_the_printed_scores_are_the_measured_ones(
    rows: list[dict[str, str]], script: ModuleType, tmp_path: Path
) -> None:
    validity = next(v for v in load_validity() if "classifier" in v.detector)
    printed = validity.scores
    script.write_study(rows, tmp_path / "climate")
    run = framing.open_study(tmp_path / "climate")
    n_outlets = run.measured.filter(pl.col("article").is_in(run.study.coded["article"].implode()))[
        "outlet"
    ].n_unique()
    assert f"427 articles on climate, {n_outlets} outlets" in validity.tried_on
    words = read_words(run)
    macro = pl.col("measure") == "macro_F1"
    measured = {}
    for label in script.LABELS:
        # Holding out every outlet takes its time: one label stands for all.
        parts = (BY_ARTICLE, BY_OUTLET) if label == "EC" else (BY_ARTICLE,)
        found = validate(gather(run, label, words), resampling=RESAMPLING, parts=parts)
        for part in parts:
            value = found.filter(macro & (pl.col("part") == part))["estimate"][0]
            measured[f"{label}_{part.replace(' ', '_')}"] = round(value, 3)
    assert measured == {name: printed[name] for name in measured}
    assert {name for name in printed if name.endswith("by_article")} <= set(measured)
