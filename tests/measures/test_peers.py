"""Equal to peers on the same tokens: their figures were made by scripts/peers, with versions.

quanteda needs R, which is not run here: its figure is the published formula (``textstat_keyness``
with ``measure = "lr"`` and ``correction = "none"``, signed), written out below; by default it
divides by Williams' correction, which is not ours.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from framing.measures.diversity import mtld
from framing.measures.keyness import g2, log_odds, mantel_haenszel

HERE = Path(__file__).parent
FIGURES = json.loads((HERE / "peers.json").read_text("utf-8"))
TERMS = FIGURES["terms"]
ARTICLES = [
    (side, event, words)
    for side, event, *words in (
        line.split()
        for line in (HERE / "peers_tokens.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
    )
]
EVENTS = ("fair", "harvest", "storm")


def count(side: str, event: str = "") -> np.ndarray:
    found = Counter(
        word for own, here, words in ARTICLES for word in words
        if own == side and event in ("", here)
    )  # fmt: skip
    return np.array([found[term] for term in TERMS], dtype=float)


A, B = count("a"), count("b")
TOTALS = {"total_a": A.sum(), "total_b": B.sum()}


def figures(name: str) -> np.ndarray:
    return np.array(FIGURES[name], dtype=float)


def test_the_tokens_are_those_of_the_figures():
    assert sorted({word for *_, words in ARTICLES for word in words}) == TERMS
    assert FIGURES["command"] == "scripts/peers"
    assert set(FIGURES["versions"]) == {
        "scattertext", "convokit", "lexicalrichness", "statsmodels",
    }  # fmt: skip


def test_g2_is_scattertexts():
    found = g2(A, B, **TOTALS)
    np.testing.assert_allclose(found, figures("scattertext_g2"), rtol=1e-9, atol=1e-9)


def test_g2_is_quantedas_formula():
    found = g2(A, B, **TOTALS)
    for k in range(len(TERMS)):
        table = np.array([[A[k], B[k]], [A.sum() - A[k], B.sum() - B[k]]])
        expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
        inside = [o * math.log(o / e) for o, e in zip(table.flat, expected.flat, strict=True) if o]
        sign = 1 if table[0, 0] > expected[0, 0] else -1
        assert found[k] == pytest.approx(2 * sign * sum(inside), rel=1e-9, abs=1e-9)


def test_log_odds_z_is_convokits():
    n = len(TERMS)
    found = log_odds(A, B, **TOTALS, prior=np.full(n, 0.1), prior_total=0.1 * n)
    np.testing.assert_allclose(found.z, figures("convokit_z"), rtol=1e-9, atol=1e-9)


def test_log_odds_is_scattertexts_but_for_its_variance():
    # It adds 1 / (all other words) twice to the variance (eq. 20), which eq. 22 leaves out.
    prior = A + B
    found = log_odds(A, B, **TOTALS, prior=prior, prior_total=prior.sum())
    variance = sum(1 / (n + prior) + 1 / (n.sum() + prior.sum() - n - prior) for n in (A, B))
    expected = figures("scattertext_z_informative")
    np.testing.assert_allclose(found.delta / np.sqrt(variance), expected, rtol=1e-9, atol=1e-9)


def test_mantel_haenszel_is_statsmodels():
    a, b = (np.stack([count(side, event) for event in EVENTS], axis=1) for side in "ab")
    found = mantel_haenszel(a, b, total_a=a.sum(axis=0), total_b=b.sum(axis=0))
    expected = figures("statsmodels_mh_log_odds")
    assert np.isfinite(expected).sum() == 17
    np.testing.assert_allclose(found.log_odds, expected, rtol=1e-9, atol=1e-9)


def test_mtld_is_lexicalrichness():
    words = [word for *_, article in ARTICLES for word in article]
    ids = np.unique(words, return_inverse=True)[1]
    assert mtld(ids) == pytest.approx(FIGURES["lexicalrichness_mtld"], rel=1e-9)
