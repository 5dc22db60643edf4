"""Articles grouped by what stands together in them, and how far the groups can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

N_DRAWS = 100
_MOST = 1000  # rows of a draw
MAX_CLUSTERS = 8


@dataclass(frozen=True, slots=True)
class Clusters:
    """``member`` gives each row its cluster, 0 for the largest; ``stability`` one value each."""

    member: NDArray[np.int64]
    stability: NDArray[np.float64]


def cluster_rows(present: NDArray[np.bool_], *, seed: int) -> Clusters:
    """Ward's hierarchical clustering of rows of yes and no, cut at the elbow.

    The number of clusters, 2 to 8, is where joining two more costs most: the largest step between
    successive heights. The stability of a cluster is the mean over 100 random halves of the rows
    (1,000 at most) of its best Jaccard overlap with a cluster of the half: 0 to 1; under 0.6 it
    should not be read as a group, from 0.75 on it may be (Hennig 2007).

    Parameters
    ----------
    present
        Shape (rows, variables); at least 4 rows, of which two differ.
    seed
        Of the draws.

    References
    ----------
    Matthes, J. and Kohring, M. (2008), doi:10.1111/j.1460-2466.2008.00384.x; Hennig, C. (2007),
    doi:10.1016/j.csda.2006.11.025
    """
    values = present.astype(np.float64)
    n_clusters = _elbow(values)
    member = _by_size(_cut(values, n_clusters))
    half = min(len(values) // 2, _MOST)
    best = np.zeros((N_DRAWS, n_clusters))
    for r in range(N_DRAWS):
        generator = np.random.Generator(np.random.Philox(key=[seed, r]))
        drawn = np.sort(np.argsort(generator.random(len(values)), kind="stable")[:half])
        best[r] = _overlap(member[drawn], _cut(values[drawn], n_clusters), n_clusters)
    known = np.isfinite(best)
    total = np.where(known, best, 0.0).sum(axis=0)
    return Clusters(member, total / np.maximum(known.sum(axis=0), 1))


def _linkage(values: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.cluster.hierarchy import linkage

    return np.asarray(linkage(values, method="ward"), dtype=np.float64)


def _elbow(values: NDArray[np.float64]) -> int:
    """How many clusters stand before the largest step; of equal ones the fewest."""
    heights = _linkage(values)[:, 2]
    most = min(MAX_CLUSTERS, len(np.unique(values, axis=0)))
    steps = [round(float(heights[-k + 1] - heights[-k]), 9) for k in range(2, most + 1)]
    return 2 + int(np.argmax(steps))


def _cut(values: NDArray[np.float64], n_clusters: int) -> NDArray[np.int64]:
    from scipy.cluster.hierarchy import cut_tree

    return np.asarray(cut_tree(_linkage(values), n_clusters=[n_clusters])[:, 0], dtype=np.int64)


def _by_size(member: NDArray[np.int64]) -> NDArray[np.int64]:
    """Clusters numbered by size, of equal ones the one with the first row first."""
    names, first, counts = np.unique(member, return_index=True, return_counts=True)
    order = np.lexsort((first, -counts))
    place = np.empty(len(names), dtype=np.int64)
    place[order] = np.arange(len(names))
    return place[np.searchsorted(names, member)]


def _overlap(
    member: NDArray[np.int64], other: NDArray[np.int64], n_clusters: int
) -> NDArray[np.float64]:
    """For each cluster its best Jaccard overlap with one of the others; NaN where none is drawn."""
    both = np.zeros((n_clusters, int(other.max()) + 1))
    np.add.at(both, (member, other), 1.0)
    own = both.sum(axis=1, keepdims=True)
    union = own + both.sum(axis=0, keepdims=True) - both
    best: NDArray[np.float64] = (both / union).max(axis=1)
    return np.where(own[:, 0] > 0, best, np.nan)
