"""Articles grouped by the frame elements that are indicated in them."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.compare.design import READING
from framing.engine.run import Run
from framing.errors import UsageError
from framing.measures.clusters import cluster_rows
from framing.records.scope import Scope
from framing.records.tables import CLUSTERS, table

# A variable in fewer articles than this share makes no group (Matthes and Kohring 2008 leave out
# what is under 5 %). Ten distinct articles a variable, and fifty at least, are our own floor: with
# fewer a cluster is a handful of articles that share one word. There is no accepted rule.
MIN_SHARE = 0.05
PER_VARIABLE = 10
MIN_ARTICLES = 50
_TRUSTED = 0.6


def cluster_articles(run: Run, scope: Scope, passages: pl.DataFrame) -> pl.DataFrame:
    """Groups of articles with like elements: what may be a frame (Matthes and Kohring 2008).

    Distinct articles with an indicator are clustered by their variables (present or not, in any
    voice that the scope lets in).

    Returns
    -------
    DataFrame
        Schema ``CLUSTERS``, a row a cluster and variable: ``share`` of the cluster's articles
        with an indicator of it, ``overall`` of all that were clustered, ``n`` articles of the
        cluster, ``stability`` (0 to 1) and a flag where it is low.

    Raises
    ------
    UsageError
        In tier ``reading``, and with fewer than 50 distinct articles, or than ten a variable.
    """
    tier = run.design_in(scope).tier
    if tier == READING:
        raise UsageError(
            "no clusters in tier reading: a side has fewer than 5 distinct articles, or no event "
            "is shared; allowed: descriptive, inferential; read the passages"
        )
    units, keys, present = _presence(run, passages)
    floor = max(MIN_ARTICLES, PER_VARIABLE * len(keys))
    elements = {key.partition(".")[0] for key in keys}
    if len(units) < floor or len(elements) < 2:
        raise UsageError(
            f"no clusters: {len(units)} distinct articles with an indicator, {len(keys)} variables "
            f"of {len(elements)} elements in at least {MIN_SHARE:.0%} of them; allowed: at least "
            f"{MIN_ARTICLES} articles, {PER_VARIABLE} a variable, variables of two elements; more "
            "articles, or fewer and wider variables"
        )
    if (present == present[0]).all():
        raise UsageError("no clusters: every article has the same variables; read the passages")
    found = cluster_rows(present, seed=run.study.options.seed)
    overall = present.mean(axis=0)
    rows: list[dict[str, object]] = []
    for c, stability in enumerate(found.stability.tolist()):
        own = present[found.member == c]
        for j, key in enumerate(keys):
            element, _, indicator = key.partition(".")
            rows.append(
                {
                    "cluster": c + 1,
                    "n": len(own),
                    "n_articles": len(units),
                    "stability": stability,
                    "element": element,
                    "indicator": indicator,
                    "share": float(own[:, j].mean()),
                    "overall": float(overall[j]),
                    "flag": "" if stability >= _TRUSTED else "unstable: not to be read as a group",
                }
            )
    return table(rows, CLUSTERS)


def _presence(
    run: Run, passages: pl.DataFrame
) -> tuple[list[str], list[str], np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]:
    """Distinct articles, variables that are neither rare nor everywhere, and what has what."""
    keyed = (
        passages.select("article", key=pl.format("{}.{}", "element", "indicator"))
        .join(run.copies.select("article", "unit"), on="article")
        .select("unit", "key")
        .unique()
        .sort("unit", "key")
    )
    n = keyed["unit"].n_unique()
    counts = keyed.group_by("key").len().sort("key")
    kept = counts.filter(pl.col("len").is_between(MIN_SHARE * n, (1 - MIN_SHARE) * n))
    order = {v.key: k for k, v in enumerate(run.study.codebook.variables)}
    keys = sorted(kept["key"], key=order.__getitem__)
    rows = keyed.filter(pl.col("key").is_in(keys))
    units = sorted(set(rows["unit"]))
    present = np.zeros((len(units), len(keys)), dtype=bool)
    place, column = {u: k for k, u in enumerate(units)}, {key: k for k, key in enumerate(keys)}
    for unit, key in rows.iter_rows():
        present[place[unit], column[key]] = True
    return units, keys, present
