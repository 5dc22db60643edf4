"""The stored arrays: what they are, how they were measured, and that training makes them."""

from __future__ import annotations

import hashlib
import importlib
import sys
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from framing.annotate.portrayal.features import n_columns
from framing.annotate.portrayal.lexicon import GROUPS, load_colours
from framing.annotate.portrayal.model import MODEL_FILE, TONES, load_model, probabilities
from framing.annotate.portrayal.passages import build_passages
from framing.annotate.validity import load_validity
from framing.cli import main

ROOT = Path(__file__).parents[3]
# The scores in validity.yaml are those of this model and these data; measure anew with
# scripts/score_portrayal when either changes.
MODEL_HASH = "90eb07a15eceaa08"
DATA_HASH = "fb80ff05993dd590"
SCORES = {"macro_F1": 0.672, "macro_F1_low": 0.661, "macro_F1_high": 0.682, "fresh_macro_F1": 0.681}
LEAST = 0.66


def validity():
    return next(v for v in load_validity() if v.detector.startswith("Portrayal"))


@pytest.fixture(scope="module")
def training(shared):
    """The module of the scripts, and the gold it reads."""
    path = shared / "data/newsmtsc/train.jsonl"
    if not path.is_file():
        pytest.skip("../shared/data/newsmtsc is absent: portrayal is not scored here")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest.startswith(DATA_HASH), "the gold changed: measure anew"
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        module = importlib.import_module("portrayal_data")
    finally:
        sys.path.pop(0)
    return module, module.load_gold(path)


def test_the_stored_model_is_the_measured_one():
    data = files("framing.annotate.portrayal").joinpath(MODEL_FILE).read_bytes()
    assert hashlib.sha256(data).hexdigest()[:16] == MODEL_HASH, "measure anew"
    assert load_model()[1] == MODEL_HASH[:8]
    assert validity().scores == SCORES
    assert validity().scores["macro_F1"] >= LEAST


def test_the_stored_model_is_what_the_present_code_learns(training):
    """Attribution is among its features: after a change there it is to be trained anew."""
    module, gold = training
    fresh, (stored, _) = module.fit(gold, np.arange(len(gold.tones))), load_model()
    assert np.array_equal(fresh.keys, stored.keys), "run scripts/train_portrayal"
    for name in ("word_weights", "class_weights", "bias"):
        assert np.allclose(getattr(fresh, name), getattr(stored, name), atol=1e-3), name


def test_the_printed_scores_name_the_model():
    said = validity()
    assert "no stance" in said.words
    assert load_model()[1] in said.how


def test_the_command_says_which_model_and_how_good(kurils_folder):
    run = CliRunner().invoke(main, ["portrayal", str(kurils_folder), "--shares"])
    assert run.exit_code == 0
    (line,) = [line for line in run.stderr.splitlines() if line.startswith("tone by")]
    assert f"linear {MODEL_HASH[:8]}" in line and "macro-F1 0.67 there" in line
    assert "not on these outlets" in line and "tone is no stance" in line


def test_the_arrays_fit_each_other_and_hold_no_objects():
    data = files("framing.annotate.portrayal").joinpath(MODEL_FILE).read_bytes()
    assert len(data) < 3_000_000
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays)
    model, _ = load_model()
    assert (np.diff(model.keys.astype(np.int64)) > 0).all()
    assert model.word_weights.shape == (len(model.keys), len(TONES))
    assert model.class_weights.shape == (n_columns(load_colours()), len(TONES))
    assert all(np.isfinite(a).all() for a in (model.word_weights, model.class_weights, model.bias))


def test_no_place_is_no_row():
    model, _ = load_model()
    passages = build_passages([], [], common=model.common, lexicon=load_colours())
    assert probabilities(model, passages).shape == (0, 3)


def test_every_group_names_classes_of_the_lexicon():
    lexicon = load_colours()
    assert {name for group in GROUPS for name in group} <= set(lexicon.classes)
    assert lexicon.classes == tuple(sorted(lexicon.classes))
    assert all(word == word.lower() and " " not in word for word in lexicon.words)


def test_forms_of_verbs_are_found():
    lexicon = load_colours()

    def classes(word: str) -> set[str]:
        return {lexicon.classes[k] for k in lexicon.words.get(word, ())}

    for word in ("praise", "praises", "praised", "praising"):
        assert "to praise" in classes(word)
    assert "to win" in classes("won") and "to harm" in classes("shot")
    assert "to criticise" in classes("slammed")


def test_an_article_is_in_one_fold(training):
    module, gold = training
    assert len(gold.tones) == 8739
    folds: dict[str, set[tuple[int, str]]] = {}
    of_sentence: dict[str, set[str]] = {}
    for place, article in zip(gold.places, gold.articles, strict=True):
        text = gold.annotated[place.document].document.text
        folds.setdefault(article, set()).add(module.part_of(article))
        of_sentence.setdefault(text, set()).add(article)
    assert all(len(found) == 1 for found in folds.values())
    assert all(len(found) == 1 for found in of_sentence.values())
    assert len({fold for found in folds.values() for fold, _ in found}) == module.N_FOLDS


def test_the_article_is_told_from_the_sentence(training):
    module, _ = training
    found = module.ARTICLE.match("allsides_1000_401_25_A Name_0_6")
    assert found and found[1] == "allsides_1000_401"
    found = module.ARTICLE.match("polusa_v1_4333948_-1_6_NBC_96_99")
    assert found and found[1] == "polusa_v1_4333948_-1"


def test_a_fold_scores_as_in_the_whole_measurement(training):
    module, gold = training
    folds = np.array([module.part_of(article)[0] for article in gold.articles])
    model = module.fit(gold, np.flatnonzero(folds != 0))
    rows = np.flatnonzero(folds == 0)
    guess = probabilities(model, module.lay_out(gold, rows, model.common)).argmax(axis=1)
    f1 = []
    for tone in range(3):
        right = ((guess == tone) & (gold.tones[rows] == tone)).sum()
        f1.append(2 * right / ((guess == tone).sum() + (gold.tones[rows] == tone).sum()))
    assert np.mean(f1) >= LEAST - 0.02
