"""Words in context."""

from __future__ import annotations

import polars as pl

from framing.codebook.matching import find_hits, keep_longest
from framing.codebook.patterns import compile_pattern
from framing.engine.run import Run
from framing.engine.streams import word_stream
from framing.records.scope import Scope

_WIDTH = 60  # characters of context on either side


def kwic(run: Run, pattern: str, *, scope: Scope | None = None) -> pl.DataFrame:
    """A pattern in context.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    pattern
        In the pattern language of codebooks; ``@id`` refers to the study's actors,
        sets and names.
    scope
        Default: the study's.

    Returns
    -------
    DataFrame
        ``article``, ``outlet``, ``date``, ``left``, ``match``, ``right``, ``start``, ``end``;
        sorted by outlet, article, start.
    """
    scope = scope or run.study.options.scope
    compiled = compile_pattern(pattern, run.study.codebook.references)
    tokens = run.weighted_tokens(scope)
    stream = word_stream(run, tokens, by_sentence=compiled.has_gap)
    starts, ends = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    weight, owner = tokens["weight"].to_numpy(), tokens["article"]
    texts = {
        row[0]: row[1:]
        for row in run.measured.select("article", "outlet", "date", "text").iter_rows()
    }
    rows = []
    for hit in keep_longest(find_hits([compiled], stream)):
        if weight[hit.first] <= 0:
            continue
        article = owner[hit.first]
        outlet, date, text = texts[article]
        start, end = int(starts[hit.first]), int(ends[hit.last - 1])
        left = " ".join(text[max(start - _WIDTH, 0) : start].split())
        right = " ".join(text[end : end + _WIDTH].split())
        rows.append((article, outlet, date, left, text[start:end], right, start, end))
    schema = {
        "article": pl.String,
        "outlet": pl.String,
        "date": pl.String,
        "left": pl.String,
        "match": pl.String,
        "right": pl.String,
        "start": pl.Int64,
        "end": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").sort("outlet", "article", "start")
