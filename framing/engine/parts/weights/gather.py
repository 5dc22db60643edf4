"""A run's weights, put together from its partitions: what recurs, what counts, where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from framing.counts.weights import run_weights, weighs_alike
from framing.engine.parts.part import Part
from framing.engine.parts.rows import in_order
from framing.engine.parts.stages import digest
from framing.engine.parts.weights.jobs import (
    Weighing,
    add_passages,
    count_passages,
    locate,
    locate_layers,
    locate_starts,
    recurring_passages,
    weigh_part,
)
from framing.records.scope import Scope

if TYPE_CHECKING:
    from framing.engine.run import Run

PIECE = 200_000  # articles whose passages are counted at a time: some 5 million
_START = ["article", "start"]


def gather_passages(run: Run) -> pl.DataFrame:
    """Passages that stand more than once in the corpus (see ``find_passages``)."""
    pieces = 1 + run.measured.height // PIECE
    again = []
    for k in range(pieces):
        counted = run.corpus.merge_parts(
            "passages", count_passages, run.edited, (k, pieces), add=add_passages
        )
        again.append(counted.filter(pl.col("n") > 1).drop("n"))
    lent = run.corpus.lend("again", pl.concat(again))
    return run.corpus.gather_parts("repeats", recurring_passages, run.edited, lent)


def prepare_weighing(run: Run, scope: Scope) -> Weighing:
    """What partitions need to weigh tokens under a scope."""
    articles, name = run.articles_in(scope), digest(scope)
    passages = None if weighs_alike(scope) else run.passages
    weights = run.corpus.cut(f"weights-{name}", run_weights(passages, articles, scope))
    if not scope.events and not scope.outlets:
        return Weighing(scope, None, weights)
    return Weighing(scope, run.corpus.cut(f"kept-{name}", articles.select("article")), weights)


def gather_tokens(run: Run, parts: Sequence[Part], scope: Scope) -> pl.DataFrame:
    """All tokens with their ``weight``."""
    # Here, not by jobs: tokens are read as quickly as answers with all of them would be.
    weighing = run.weighing(scope)
    return in_order(weigh_part(part, weighing) for part in parts)


def locate_rows(run: Run, rows: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Rows of a layer, placed and weighed under a scope (see ``weights.jobs.locate``)."""
    if not run.corpus.is_parted:
        return locate(rows, tokens=run.weighted_tokens(scope), segments=run.segments)
    weighing = run.weighing(scope)
    # All layers at once: words are read once a scope, not once a question.
    known = run.once(
        ("located", scope),
        lambda: run.corpus.gather_parts("places", locate_layers, weighing, layers=True),
    )
    found = rows.join(known, on=_START, how="left", maintain_order="left")
    if found["weight"].null_count() == 0:
        return found
    starts = run.corpus.cut("starts", rows.select(_START).unique())
    known = run.corpus.gather_parts(
        "places", locate_starts, weighing, starts, layers=weighing.layers
    )
    return rows.join(known, on=_START, how="left", maintain_order="left")
