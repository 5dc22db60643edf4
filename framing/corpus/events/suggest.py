"""From articles to suggested events: openings, likeness, groups, names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl

from framing.corpus.events.grouping import group_pairs
from framing.corpus.events.likeness import UNDATED, Pairs, find_pairs
from framing.corpus.events.naming import name_events, shared_words
from framing.corpus.events.openings import weigh_openings
from framing.records.tables import SUGGESTIONS, empty

WINDOW = 3  # days; the gold set has no dates: what outlets write later seldom is the same news
SPAN = 7  # days; a week of the same story is a series of events
THRESHOLD = 0.11  # chosen on the even events of a gold set of triples (scripts/scores/events.py)


def suggest_events(
    articles: pl.DataFrame,
    tokens: pl.DataFrame,
    *,
    segments: pl.DataFrame,
    given: Mapping[str, str] | None = None,
    taken: tuple[str, ...] = (),
    units: pl.DataFrame | None = None,
    window: int = WINDOW,
    span: int = SPAN,
    threshold: float = THRESHOLD,
) -> pl.DataFrame:
    """Group articles that tell of the same event.

    Parameters
    ----------
    articles
        Columns ``article``, ``date`` (ISO, may be null); in any order.
    tokens, segments
        Schemas ``TOKENS`` and ``SEGMENTS`` of the same articles.
    given
        Events that are settled, by article; an empty one keeps the article out. Articles that
        fall together with those of a given event join it.
    taken
        Ids that no new event may have.
    units
        Schema ``COPIES``: words of copies are counted once to see how rare they are.
    window
        Most days between two articles that are compared, where both have a date; from 0.
    span
        Most days from the first to the last article of a new event; from 0.
    threshold
        Least mean score (see ``find_pairs``) within a group, from 0 to 1.

    Returns
    -------
    DataFrame
        Schema ``SUGGESTIONS``: one row an article of each group with two articles or more, of
        which at least one is suggested. ``source`` (``given`` or ``suggested``), ``similarity``
        (mean score with the other articles of the group, 0 to 1; out of reach in time counts 0),
        ``words`` (what the group shares). Sorted by event and article.
    """
    given = given or {}
    rows = articles.select("article", "date").sort("article")
    unit = None
    if units is not None:
        unit = rows.join(units, on="article", how="left", maintain_order="left")["unit"]
        unit = unit.fill_null(rows["article"])
    openings = weigh_openings(rows["article"], tokens, segments=segments, units=unit)
    days = _days(rows["date"])
    out = rows["article"].is_in([a for a, event in given.items() if not event]).to_numpy()
    pairs = find_pairs(openings.matrix, days, window=window)
    inside = ~(out[pairs.first] | out[pairs.second])
    pairs = Pairs(pairs.first[inside], pairs.second[inside], pairs.score[inside])
    events = [given.get(article) or None for article in rows["article"]]
    group = group_pairs(
        pairs,
        days=days.tolist(),
        given=events,
        window=window,
        span=span,
        threshold=threshold,
    )
    members = (
        rows.with_row_index("doc")
        .with_columns(
            pl.col("doc").cast(pl.Int64),
            group=pl.Series(group, dtype=pl.Int64),
            given=pl.Series(events, dtype=pl.String),
        )
        .filter((pl.len() > 1).over("group") & pl.col("given").is_null().any().over("group"))
    )
    if members.is_empty():
        return empty(SUGGESTIONS)
    return _rows(members, openings.words, pairs, (*taken, *filter(None, events)))


def _days(dates: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    numbers = [date.fromisoformat(day).toordinal() if day else UNDATED for day in dates]
    return np.array(numbers, dtype=np.int64)


def _rows(
    members: pl.DataFrame, words: pl.DataFrame, pairs: Pairs, taken: tuple[str, ...]
) -> pl.DataFrame:
    said = shared_words(words, members.select("doc", "group"))
    whole = members.group_by("group").agg(
        size=pl.len(), day=pl.col("date").min(), event=pl.col("given").drop_nulls().first()
    )
    new = whole.filter(pl.col("event").is_null()).sort("day", "group", nulls_last=True)
    names = name_events(new.select("group", "day").iter_rows(), said, taken=taken)
    names |= dict(whole.drop_nulls("event").select("group", "event").iter_rows())
    scores = _mean_scores(members, pairs)
    return members.select(
        event=pl.col("group").replace_strict(names, return_dtype=pl.String),
        article="article",
        source=pl.when(pl.col("given").is_null())
        .then(pl.lit("suggested"))
        .otherwise(pl.lit("given")),
        similarity=scores,
        words=pl.col("group").replace_strict(
            {group: " ".join(said.get(group, [])) for group in names}, return_dtype=pl.String
        ),
    ).sort("event", "article")


def _mean_scores(members: pl.DataFrame, pairs: Pairs) -> pl.Series:
    """For each member its mean score with the others of its group."""
    doc = members["doc"].to_numpy()
    n = int(max(pairs.second.max(initial=-1), doc.max())) + 1
    group = np.full(n, -1, dtype=np.int64)
    group[doc] = members["group"].to_numpy()
    same = (group[pairs.first] == group[pairs.second]) & (group[pairs.first] >= 0)
    total = np.bincount(pairs.first[same], weights=pairs.score[same], minlength=n)
    total += np.bincount(pairs.second[same], weights=pairs.score[same], minlength=n)
    others = members.select((pl.len() - 1).over("group")).to_series().to_numpy()
    return pl.Series(total[doc] / others)
