"""Claims: groups of sentences of one event that say the same in several articles."""

from __future__ import annotations

import polars as pl

from framing.compare.coverage.grouping import group_stars
from framing.compare.coverage.likeness import Sentences, find_alike, read_meanings
from framing.compare.coverage.meaning import Meaning, find_conflict

# Chosen by eye on the events of even place of 308 (three openings of articles each).
ALIGNED = 0.75  # of the words of both: the same sentence, edited
COSINE = 0.45  # the same content words, however arranged
COSINE_SHARED = 0.36  # is enough where both have the same name or number
SAME, ALIKE = "same words", "like words"


def find_claims(sentences: Sentences) -> pl.DataFrame:
    """Sentences of claims: near-identical ones, and such that share most of what they tell.

    Two sentences that differ in a number, a negation, a contrary, in what is only possible, or in
    who does it to whom, are no one claim, however alike (see ``find_conflict``).

    Returns
    -------
    DataFrame
        ``claim`` (the sentence that stands for it), ``sentence``, ``how`` (``same words``,
        ``like words``), ``likeness`` to it (0 to 1); sorted by claim, the claim itself first.
    """
    shared = (pl.col("aligned") >= ALIGNED) | (pl.col("cosine") >= COSINE_SHARED)
    pairs = find_alike(sentences).filter(shared)
    pairs = pairs.with_columns(likeness=pl.max_horizontal("cosine", "aligned"))
    meanings = read_meanings(sentences, pl.concat([pairs["a"], pairs["b"]]))
    alike = [
        (aligned >= ALIGNED or cosine >= COSINE or _share(meanings[a], meanings[b]))
        and not find_conflict(meanings[a], meanings[b])
        for a, b, cosine, aligned in pairs.select("a", "b", "cosine", "aligned").iter_rows()
    ]
    pairs = pairs.filter(pl.Series(alike, dtype=pl.Boolean))
    known = {
        (a, b): (round(likeness, 6), aligned)
        for a, b, likeness, aligned in pairs.select("a", "b", "likeness", "aligned").iter_rows()
    }
    groups = group_stars(
        pairs,
        owners=sentences.rows["article"].to_list(),
        may_join=lambda a, b: not find_conflict(meanings[a], meanings[b]),
    )
    keys = sentences.rows["sentence"].to_list()
    rows: list[tuple[str, str, str, float]] = []
    for middle, members in groups.items():
        for k in members:
            likeness, aligned = known.get((min(k, middle), max(k, middle)), (1.0, 1.0))
            how = SAME if aligned >= ALIGNED else ALIKE
            rows.append((keys[middle], keys[k], how, likeness))
    schema = {"claim": pl.String, "sentence": pl.String, "how": pl.String, "likeness": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row").sort(
        "claim", pl.col("claim") != pl.col("sentence"), "sentence"
    )


def _share(one: Meaning, other: Meaning) -> bool:
    names = {name for _, name in one.names} & {name for _, name in other.names}
    return bool(names or set(one.numbers) & set(other.numbers))
