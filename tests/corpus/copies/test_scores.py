"""Recall by kind of edit and precision, pinned: lowered only on purpose.

On texts written for the project, and on real ones where they stand beside it.
"""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def scores() -> ModuleType:
    spec = spec_from_file_location("scores_copies", ROOT / "scripts/scores/copies.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def teaching(scores) -> dict[str, str]:
    """The texts of the teaching corpus, one of each group."""
    texts = {
        path.stem: path.read_text("utf-8")
        for path in sorted((ROOT / "corpora/kurils/articles").glob("*.txt"))
    }
    return scores.distinct(texts)


@pytest.fixture(scope="module")
def generated(scores) -> dict[str, str]:
    return scores.generated(150)


@pytest.fixture(scope="module")
def real(scores, shared) -> dict[str, dict[str, str]]:
    """The halves that no threshold was set on."""
    return {
        kind: scores.half(texts, kind, even=False) for kind, texts in scores.load_texts().items()
    }


def long_enough(scores, texts: dict[str, str]) -> dict[str, str]:
    kept = scores.distinct(texts)
    return {k: v for k, v in kept.items() if len(v.split()) >= scores.LEAST_WORDS}


@pytest.mark.parametrize("source", ["teaching", "generated"])
def test_every_edit_asked_for_is_found_in_texts_of_the_project(scores, source, request):
    texts = request.getfixturevalue(source)
    assert len(texts) > 15
    for name, edit in scores.ASKED.items():
        assert scores.recall(texts, edit) == (1.0, 0), name


def test_edits_beyond_are_found_in_texts_of_the_project(scores, teaching, generated):
    for name in ("30 % replaced", "half, 20 % replaced", "prefixed, 20 % replaced"):
        edit = scores.FURTHER[name]
        assert scores.recall(teaching, edit) == (1.0, 0), name
        assert scores.recall(generated, edit) == (1.0, 0), name
    assert scores.recall(generated, scores.replaced(0.2), twice=True)[0] >= 0.98


def test_different_texts_of_the_project_are_no_copies(scores, teaching, generated):
    assert scores.groups(scores.find(teaching)) == scores.groups(scores.find(generated)) == []


@pytest.mark.parametrize("size", [60, 100])
def test_an_inset_ties_no_texts_of_the_project_together(scores, teaching, generated, size):
    inset = " ".join(f"inset{k}" for k in range(size))
    for texts in (teaching, generated):
        assert scores.groups(scores.find(scores.with_inset(texts, inset))) == []


@pytest.mark.parametrize("kind, least", [("articles", 0.995), ("openings", 0.98)])
def test_recall_on_real_texts(scores, real, kind, least):
    texts = long_enough(scores, real[kind])
    for name in ("20 % replaced", "every fifth word replaced", "cut to the first half",
                 "cut to the last half", "prefixed, a half", "new headline",
                 "paragraphs reordered"):  # fmt: skip
        share, mixed = scores.recall(texts, scores.ASKED[name])
        assert share >= least and mixed <= 1, (name, share, mixed)


def test_precision_on_different_stories_about_one_event(scores, shared):
    found = scores.groups(scores.find(scores.load_texts()["openings"]))
    assert [tuple(group) for group in found] == list(scores.TRUE_COPIES)


def test_an_inset_does_not_chain_real_articles(scores, shared):
    texts = long_enough(scores, scores.load_texts()["articles"])
    before = scores.groups(scores.find(texts))
    inset = " ".join(f"inset{k}" for k in range(80))
    after = scores.groups(scores.find(scores.with_inset(texts, inset)))
    assert before == [] and max(map(len, after), default=0) <= 2 and len(after) <= 2
