from __future__ import annotations

import numpy as np

from framing.measures.clusters import cluster_rows

GROUPS = ([1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1])


def groups(sizes: tuple[int, ...], *, noise: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    truth = np.repeat(np.arange(len(sizes)), sizes)
    present = np.array(GROUPS, dtype=bool)[truth]
    flipped = np.random.default_rng(4).random(present.shape) < noise
    return present ^ flipped, truth


def test_groups_that_are_there_are_found_largest_first():
    present, truth = groups((10, 30, 20))
    found = cluster_rows(present, seed=1)
    assert [int((found.member == k).sum()) for k in range(3)] == [30, 20, 10]
    assert (found.member == np.array([2, 0, 1])[truth]).all()
    assert (found.stability > 0.95).all()


def test_a_little_noise_is_borne():
    present, truth = groups((25, 20, 30), noise=0.05)
    found = cluster_rows(present, seed=1)
    assert len(found.stability) == 3
    agreement = (found.member == np.array([1, 2, 0])[truth]).mean()
    assert agreement > 0.9


def test_noise_has_no_stable_groups():
    present = np.random.default_rng(6).random((80, 6)) < 0.4
    assert cluster_rows(present, seed=1).stability.max() < 0.75


def test_the_same_rows_give_the_same_clusters():
    present, _ = groups((25, 20, 30), noise=0.1)
    one, two = cluster_rows(present, seed=1), cluster_rows(present, seed=1)
    assert (one.member == two.member).all() and (one.stability == two.stability).all()
