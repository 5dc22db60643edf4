"""What each partition does for weights: passages that may recur, tokens weighed, their voices."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from framing.annotate.layers import mark_wire
from framing.corpus.copies.passages import unite_runs
from framing.corpus.places import with_places
from framing.counts.tokens import find_runs
from framing.counts.voices import token_voices
from framing.counts.weights import find_passages, weigh_tokens
from framing.engine.parts.part import Part
from framing.engine.parts.rows import Rows
from framing.records.scope import Scope

# What mentions are rows of; others (sentences, parses) are located when they are asked for.
_MENTIONS = (
    "attributions",
    "names",
    "stances",
    "facts",
    "indicators",
    "listed",
    "portrayals",
)


@dataclass(frozen=True, slots=True)
class Weighing:
    """All that a partition needs to weigh its tokens under a scope; from ``Run.weighing``.

    ``kept``: ``article`` of those that the scope lets in, None for all. ``weights``: runs that
    weigh less than 1 (see ``run_weights``). Where the scope selects voices, partitions need
    annotation (``layers``).
    """

    scope: Scope
    kept: Rows | None
    weights: Rows

    @property
    def layers(self) -> bool:
        """Whether partitions need annotation."""
        return bool(self.scope.voice)


def weigh_part(part: Part, weighing: Weighing) -> pl.DataFrame:
    """Tokens of a partition with their ``weight``, and their ``voice`` if the scope selects any."""
    tokens, scope = part.table("tokens"), weighing.scope
    if scope.voice:
        tokens = tokens.with_columns(voice=find_voices(part))
    weight = weigh_tokens(
        tokens,
        segments=part.table("segments"),
        kept=None if weighing.kept is None else weighing.kept.of(part),
        weights=weighing.weights.of(part),
        scope=scope,
    )
    return tokens.with_columns(weight=weight)


def locate_layers(part: Part, weighing: Weighing) -> pl.DataFrame:
    """See ``locate_starts``: where mentions of any layer begin."""
    starts = pl.concat([part.table(name).select("article", "start") for name in _MENTIONS])
    return locate_starts(part, weighing, Rows(whole=starts.unique().sort("article", "start")))


def locate_starts(part: Part, weighing: Weighing, starts: Rows) -> pl.DataFrame:
    """See ``locate``, for what begins in a partition."""
    tokens = weigh_part(part, weighing)
    return locate(starts.of(part), tokens=tokens, segments=part.table("segments"))


def locate(rows: pl.DataFrame, *, tokens: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """Rows with ``role`` and ``place`` (see ``with_places``) and ``weight``, sorted by start.

    The weight is that of the first word at the start or after it; 0 where there is none.
    """
    words = tokens.select("article", "start", "weight")
    return (
        with_places(rows, segments)
        .sort("article", "start")
        .join_asof(words, on="start", by="article", strategy="forward", check_sortedness=False)
        .with_columns(pl.col("weight").fill_null(0.0))
    )


def find_voices(part: Part) -> pl.Series:
    """The voice of each token of a partition."""
    return token_voices(
        part.table("tokens"),
        segments=part.table("segments"),
        contents=part.table("spans").filter(pl.col("part") == "content"),
        wire_articles=mark_wire(part.articles).filter("is_wire")["article"].to_list(),
    )


def count_passages(part: Part, edited: Rows) -> pl.DataFrame:
    """How often passages stand in a partition: ``hash``, ``n_tokens``, ``n``."""
    return (
        part_passages(part, edited)
        .group_by("hash", "n_tokens")
        .agg(n=pl.len().cast(pl.Int64))
        .sort("hash", "n_tokens")
    )


def add_passages(a: pl.DataFrame, b: pl.DataFrame) -> pl.DataFrame:
    """The counts of two partitions as one."""
    both = pl.concat([a, b]).group_by("hash", "n_tokens").agg(pl.col("n").sum())
    return both.sort("hash", "n_tokens")


def recurring_passages(part: Part, edited: Rows, again: pl.DataFrame) -> pl.DataFrame:
    """The passages of a partition that stand more than once in the corpus, as ``again`` says."""
    found = part_passages(part, edited)
    return found.join(again, on=["hash", "n_tokens"], how="semi", maintain_order="left")


def part_passages(part: Part, edited: Rows) -> pl.DataFrame:
    """See ``find_passages``; ``edited``: see ``find_edited``."""
    runs = unite_runs(find_runs(part.table("tokens")), edited.of(part))
    return find_passages(runs, part.table("segments"))
