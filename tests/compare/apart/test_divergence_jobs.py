"""Nulls and subsamples of a divergence as jobs: whoever makes them, they are the same."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_array

from framing.compare.apart.divergence import _Divergence
from framing.compare.apart.null import permutation_null
from framing.compare.apart.subsamples import subsample_interval
from framing.compare.apart.texts import Corpus
from framing.compare.design import INFERENTIAL
from framing.compare.resampling import blocks
from framing.compare.resampling.blocks import Workers
from framing.compare.resampling.permutation import exchange
from framing.measures.divergence import divergences, lay_out
from framing.scheduling.limits import MEMORY
from framing.scheduling.places import Folder
from framing.scheduling.processes import Processes

N, TERMS = 80, 30
DICE = np.random.default_rng(2)


def corpus() -> Corpus:
    """Two sides with two outlets each and four events; each tenth unit stands on both sides."""
    rows = [
        (f"u{k:02}", side, f"outlet {side}{k % 2}", f"{side}{k % 2}", f"e{k // 2 % 4}")
        for k in range(N)
        for side in ("AB" if k % 10 == 0 else "AB"[k % 2])
    ]
    names = ["unit", "side", "stratum", "outlet", "event"]
    frame = pl.DataFrame(rows, schema=names, orient="row").sort("unit", "side")
    counts = csr_array(DICE.poisson(0.7, (frame.height, TERMS)) / 3)
    terms = pl.DataFrame({"types": [f"t{k}" for k in range(TERMS)]})
    return Corpus(frame, terms, counts, counts, 0, 0)


def test_nulls_and_subsamples_are_those_of_one_process(tmp_path, monkeypatch):
    texts = corpus()
    statistic = _Divergence(lay_out(texts.counts, texts.units), 2)
    plan = exchange(texts.rows.with_columns(article=pl.col("unit") + pl.col("side")))
    observed = float(statistic(texts.labels[np.newaxis])[0])

    def both(workers: Workers | None) -> list[object]:
        how = {"observed": observed, "seed": 4, "workers": workers, "work": 1.0}
        return [
            permutation_null(statistic, texts, plan=plan, tier=INFERENTIAL, replicates=131, **how),
            subsample_interval(statistic, texts, level=0.9, **how),
        ]

    here = both(None)
    assert here[0].p is not None and here[1].low < observed < here[1].high
    monkeypatch.setattr(blocks, "WORTH", 0.0)
    monkeypatch.setattr(blocks, "SMALL", 0)
    pool = Processes(2, MEMORY)
    try:
        assert both(Workers(pool, Folder(tmp_path))) == here
    finally:
        pool.close()


@pytest.mark.parametrize("abreast", [1, 3, 17])
def test_a_divergence_does_not_hang_on_how_many_labellings_stand_abreast(abreast):
    texts = corpus()
    laid = lay_out(texts.counts, texts.units)
    many = DICE.integers(0, 2, (34, len(texts.labels)))
    whole = divergences(laid, many, n_groups=2)
    parts = [
        divergences(laid, many[k : k + abreast], n_groups=2) for k in range(0, len(many), abreast)
    ]
    assert np.isfinite(whole).all()
    assert np.array_equal(whole, np.concatenate(parts))
