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
from framing.engine.parts.cache import Cache
from framing.engine.parts.part import Part, Stored
from framing.engine.parts.rows import Rows
from framing.engine.parts.stages import digest
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

_MARK = ["hash", "n_tokens"]  # what equal passages share


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


def count_passages(part: Part, edited: Rows, piece: tuple[int, int]) -> pl.DataFrame:
    """How often passages stand in a partition: ``hash``, ``n_tokens``, ``n``.

    ``piece``: of how many ranges of hashes which one; each is counted by itself.
    """
    number, n_pieces = piece
    found = part_passages(part, edited)
    if n_pieces > 1:
        width = 2**64 // n_pieces + 1
        found = found.filter(pl.col("hash") // pl.lit(width, dtype=pl.UInt64) == number)
    return found.group_by(_MARK).agg(n=pl.len().cast(pl.Int64)).sort(_MARK)


def add_passages(a: pl.DataFrame, b: pl.DataFrame) -> pl.DataFrame:
    """The counts of two partitions as one."""
    return pl.concat([a, b]).group_by(_MARK).agg(pl.col("n").sum()).sort(_MARK)


def recurring_passages(part: Part, edited: Rows, again: Rows) -> pl.DataFrame:
    """The passages of a partition that stand more than once in the corpus, as ``again`` says."""
    found = part_passages(part, edited)
    return found.join(again.of(part), on=_MARK, how="semi", maintain_order="left")


def part_passages(part: Part, edited: Rows) -> pl.DataFrame:
    """Passages of a partition (see ``find_passages``); ``edited``: see ``find_edited``."""

    def compute() -> pl.DataFrame:
        runs = unite_runs(find_runs(part.table("tokens")), edited.of(part))
        return find_passages(runs, part.table("segments"))

    if not isinstance(part, Stored):
        return compute()
    words = [text for _, _, text, _ in part.buckets]
    first = part.buckets[0][0]
    return Cache(part.place).keep("passages", digest(words, edited.key), compute, bucket=first)
