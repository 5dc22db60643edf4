"""Pairs of phrases that may be two wordings of one thing: evidence weighed, pairs clustered."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.measures.substitution import Uses

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Set on the events with an even number of same-event (scripts/scores/wordings.py).
SLOT_SCALE = 3.0  # a shared slot of this mass is worth 0.63
SHORTER = 0.3  # of the score of "islands" beside "southern islands": a shorter form, as a rule
KIN = 0.15  # added for a word in common
BARE_NAME = 0.4  # two names without article: as a rule two places
LEAST = 0.12  # score below which a pair is not listed


def weigh_pairs(
    uses: Uses,
    *,
    slots: pl.DataFrame,
    company: pl.DataFrame,
    links: pl.DataFrame,
    words: list[frozenset[int]],
    bare: NDArray[np.bool_],
    run: Ints,
) -> pl.DataFrame:
    """Score pairs of phrases, parts shown.

    Parameters
    ----------
    uses
        Uses of phrases.
    slots, company
        From ``find_shared_slots`` and ``company``.
    links
        ``p``, ``q``, ``says`` (0 to 1), ``article``, ``run``: what texts say outright, one row
        a link.
    words
        The types of each phrase.
    bare
        Phrases that are names without an article.
    run
        Per use, the run of words it stands in: two phrases in one are two things, as a rule.

    Returns
    -------
    DataFrame
        ``p``, ``q``, ``score`` and its parts, each 0 to 1: ``slots``, ``company``, ``said``,
        ``kin``, ``apart`` (1: never in the same article), ``weight`` (how many articles); by score.
    """
    pairs = _gather(slots, company, links)
    if pairs.is_empty():
        return pairs.with_columns(
            *(pl.lit(0.0).alias(c) for c in ("kin", "apart", "weight", "score"))
        )
    p, q = pairs["p"].to_numpy(), pairs["q"].to_numpy()
    shared = np.array([len(words[a] & words[b]) for a, b in zip(p, q, strict=True)])
    fewest = np.array([min(len(words[a]), len(words[b])) for a, b in zip(p, q, strict=True)])
    apart, weight = _apart(uses, p, q, run, links)
    said = pairs["said"].to_numpy()
    kin = np.where((shared > 0) & (shared < fewest), KIN, 0.0)
    found = 1 - (1 - pairs["slots"].to_numpy()) * (1 - pairs["company"].to_numpy()) * (1 - said)
    score = np.minimum(found * (1 + kin), 1.0) * weight
    # What a text says outright needs no distance: "X, or Y" brings both into one article.
    score *= np.maximum(apart, said)
    score *= np.where(shared == fewest, SHORTER, 1.0)
    score *= np.where(bare[p] & bare[q], np.maximum(BARE_NAME, said), 1.0)
    return (
        pairs.with_columns(kin=kin, apart=apart, weight=weight, score=score)
        .filter(pl.col("score") >= LEAST)
        .sort("score", "p", "q", descending=[True, False, False])
    )


def _gather(slots: pl.DataFrame, company: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """One row a pair: shared slots (the best of an event and two outlets, summed) and all else."""
    by_slot = (
        slots.group_by("p", "q", "event", "outlet_p", "outlet_q").agg(pl.col("mass").max())
        .group_by("p", "q").agg(slots=1 - (-pl.col("mass").sum() / SLOT_SCALE).exp())
    )  # fmt: skip
    # Likeness adds up over events; the best one counts most.
    by_company = company.group_by("p", "q").agg(
        company=1 - (1 - pl.col("likeness").clip(0, 0.99) ** 1.5).log().sum().exp()
    )
    by_link = links.group_by("p", "q").agg(said=1 - (1 - pl.col("says")).log().sum().exp())
    return (
        by_slot.join(by_company, on=["p", "q"], how="full", coalesce=True)
        .join(by_link, on=["p", "q"], how="full", coalesce=True)
        .with_columns(pl.col("slots", "company", "said").fill_null(0.0))
        .sort("p", "q")
    )


def _apart(uses: Uses, p: Ints, q: Ints, run: Ints, links: pl.DataFrame) -> tuple[Floats, Floats]:
    """How far two phrases keep out of each other's articles, and a weight for how many there are.

    Counted in the events in which both stand. A sentence with both counts like an article more;
    where a text links the two outright it counts for neither.
    """
    linked: dict[tuple[int, int], tuple[set[int], set[int]]] = {}
    for a, b, article, number in links.select("p", "q", "article", "run").iter_rows():
        articles, runs_with = linked.setdefault((a, b), (set(), set()))
        articles.add(article)
        runs_with.add(number)
    n = int(uses.phrase.max()) + 1
    cells = np.unique(np.stack([uses.phrase, uses.event, uses.article], axis=1), axis=0)
    events: list[dict[int, set[int]]] = [{} for _ in range(n)]
    for phrase, event, article in cells.tolist():
        events[phrase].setdefault(event, set()).add(article)
    runs: list[set[int]] = [set() for _ in range(n)]
    for phrase, number in zip(uses.phrase.tolist(), run.tolist(), strict=True):
        runs[phrase].add(number)
    apart, weight = np.zeros(len(p)), np.zeros(len(p))
    for k, (a, b) in enumerate(zip(p.tolist(), q.tolist(), strict=True)):
        n_a = n_b = both = 0
        told, said_in = linked.get((a, b), (set(), set()))
        for event in events[a].keys() & events[b].keys():
            in_a, in_b = events[a][event], events[b][event]
            n_a, n_b, both = n_a + len(in_a), n_b + len(in_b), both + len(in_a & in_b - told)
        least = max(min(n_a, n_b), 1)
        together = len(runs[a] & runs[b] - said_in)
        apart[k] = max(1 - (both + together) / (least + 0.5), 0.0)
        weight[k] = 1 - np.exp(-(least + 0.5 * max(n_a, n_b)) / 3)
    return apart, weight


def cluster_pairs(pairs: pl.DataFrame, *, words: list[frozenset[int]], n: int) -> list[list[int]]:
    """Up to n clusters of phrases, the best first: rows of pairs, joined where they hang together.

    A phrase joins a cluster when its pairs with the members are on average half as good as the
    cluster's best. A shorter or longer form of a member counts as if it were that.
    """
    columns = (pairs["p"].to_list(), pairs["q"].to_list(), pairs["score"].to_list())
    score: dict[tuple[int, int], float] = {(a, b): s for a, b, s in zip(*columns, strict=True)}

    def between(a: int, b: int) -> float:
        same = words[a] <= words[b] or words[b] <= words[a]
        return max(score.get((min(a, b), max(a, b)), 0.0), 1.0 if same else 0.0)

    clusters: list[list[int]] = []
    best: list[float] = []
    home: dict[int, int] = {}
    for (a, b), s in score.items():
        if a in home and b in home:
            continue
        if a not in home and b not in home:
            if len(clusters) == n:
                continue
            home[a] = home[b] = len(clusters)
            clusters.append([a, b])
            best.append(s)
            continue
        new, at = (a, home[b]) if b in home else (b, home[a])
        members = clusters[at]
        if sum(between(new, m) for m in members) / len(members) >= 0.5 * best[at]:
            members.append(new)
            home[new] = at
    return clusters
