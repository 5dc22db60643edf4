"""Pairs of phrases that may be two wordings of one thing: evidence weighed, pairs clustered."""

from __future__ import annotations

from typing import Any

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
BARE_NAME = 0.5  # a name without article: as a rule a place, or somebody
CONTRAST = 0.25  # added where each outlet has its own of the two
_MOST_RAISED = 1 + KIN + CONTRAST
_MOST_PAIRS = 40_000  # with the most evidence: in large studies there is no end of weak ones
_MOST_MEMBERS = 8  # of a cluster, else nobody reads it
_CHUNK = 20_000  # pairs at once: bounds memory, changes nothing found
LEAST = 0.08  # score below which a pair is not listed


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
        ``kin``, ``apart`` (1: never in the same article), ``contrast`` (1: each outlet has its own
        of the two), ``weight`` (how many articles); by score.
    """
    # What no distance and no number of articles could bring above the least score goes first.
    pairs = (
        _gather(slots, company, links)
        .filter(pl.col("found") * _MOST_RAISED >= LEAST)
        .sort("found", "p", "q", descending=[True, False, False])
        .head(_MOST_PAIRS)
    )
    p, q = pairs["p"].to_numpy(), pairs["q"].to_numpy()
    shared = np.fromiter((len(words[a] & words[b]) for a, b in zip(p, q, strict=True)), int, len(p))
    size = np.fromiter((len(w) for w in words), int, len(words))
    nested = shared == np.minimum(size[p], size[q])
    kin = np.where((shared > 0) & ~nested, KIN, 0.0)
    apart, contrast, weight = _apart(uses, p=p, q=q, run=run, links=links)
    said = pairs["said"].to_numpy()
    score = np.minimum(pairs["found"].to_numpy() * (1 + kin + CONTRAST * contrast), 1.0) * weight
    # What a text says outright needs no distance: "X, or Y" brings both into one article.
    score *= np.maximum(apart, said)
    score *= np.where(nested, SHORTER, 1.0)
    score *= np.where(bare[p] | bare[q], np.maximum(BARE_NAME, said), 1.0)
    score = np.round(score, 9)
    return (
        pairs.with_columns(kin=kin, apart=apart, contrast=contrast, weight=weight, score=score)
        .filter(pl.col("score") >= LEAST)
        .sort("score", "p", "q", descending=[True, False, False])
    )


def _gather(slots: pl.DataFrame, company: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """One row a pair: shared slots (the best of an event and two outlets, summed) and all else."""
    by_slot = (
        slots.group_by("p", "q", "event", "outlet_p", "outlet_q").agg(pl.col("mass").max())
        .sort("p", "q", "event", "outlet_p", "outlet_q")  # sums of floats depend on their order
        .group_by("p", "q", maintain_order=True)
        .agg(slots=1 - (-pl.col("mass").sum() / SLOT_SCALE).exp())
    )  # fmt: skip
    # Likeness adds up over events; the best one counts most.
    by_company = company.group_by("p", "q", maintain_order=True).agg(
        company=1 - (1 - pl.col("likeness").clip(0, 0.99) ** 2).log().sum().exp()
    )
    by_link = links.group_by("p", "q", maintain_order=True).agg(
        said=1 - (1 - pl.col("says")).log().sum().exp()
    )
    return (
        by_slot.join(by_company, on=["p", "q"], how="full", coalesce=True)
        .join(by_link, on=["p", "q"], how="full", coalesce=True)
        .with_columns(pl.col("slots", "company", "said").fill_null(0.0))
        .with_columns(
            found=1 - (1 - pl.col("slots")) * (1 - pl.col("company")) * (1 - pl.col("said"))
        )
        .sort("p", "q")
    )


def _apart(
    uses: Uses, *, p: Ints, q: Ints, run: Ints, links: pl.DataFrame
) -> tuple[Floats, Floats, Floats]:
    """How far two phrases keep apart, how far outlets differ in them, a weight for their number.

    Counted in the events in which both stand, in articles. A sentence with both counts like an
    article more; where a text links the two outright it counts for neither.
    """
    articles = _presence(uses.phrase, uses.article)
    event_of = np.zeros(articles.shape[1], dtype=np.int64)
    event_of[uses.article] = uses.event
    outlet_of = np.zeros(articles.shape[1], dtype=np.int64)
    outlet_of[uses.article] = uses.outlet
    # An event and an outlet in one number; cells of one event stand together.
    n_outlets = int(outlet_of.max(initial=0)) + 1
    cell, number = np.unique(event_of * n_outlets + outlet_of, return_inverse=True)
    by_cell = articles @ _presence(np.arange(len(number)), number)
    by_event = by_cell @ _presence(np.arange(len(cell)), cell // n_outlets)
    to_outlet = _presence(np.arange(len(cell)), cell % n_outlets)
    to_cells = _presence(np.arange(len(cell)), cell // n_outlets).T
    runs = _presence(uses.phrase, run)
    n_links = {(a, b): n for a, b, n in _distinct(links, "article").iter_rows()}
    n_runs = {(a, b): n for a, b, n in _distinct(links, "run").iter_rows()}
    out = np.zeros((3, len(p)))
    for begin in range(0, len(p), _CHUNK):
        a, b = p[begin : begin + _CHUNK], q[begin : begin + _CHUNK]
        met_a, met_b = _where(by_event[b]), _where(by_event[a])
        n_a = _sums(by_event[a].multiply(met_a))
        n_b = _sums(by_event[b].multiply(met_b))
        pairs = list(zip(a.tolist(), b.tolist(), strict=True))
        both = _sums(articles[a].multiply(articles[b])) + _sums(runs[a].multiply(runs[b]))
        both -= np.array([n_links.get(pair, 0) + n_runs.get(pair, 0) for pair in pairs])
        least = np.maximum(np.minimum(n_a, n_b), 1)
        in_a = (by_cell[a].multiply(met_a @ to_cells) @ to_outlet).toarray()
        in_b = (by_cell[b].multiply(met_b @ to_cells) @ to_outlet).toarray()
        in_a, in_b = in_a / np.maximum(n_a, 1)[:, None], in_b / np.maximum(n_b, 1)[:, None]
        part = slice(begin, begin + len(a))
        out[0, part] = np.maximum(1 - both / (least + 0.5), 0.0)
        # Of few articles every outlet has its own: shrunk.
        out[1, part] = np.abs(in_a - in_b).sum(axis=1) / 2 * least / (least + 2)
        out[2, part] = 1 - np.exp(-(least + 0.5 * np.maximum(n_a, n_b)) / 3)
    return out[0], out[1], out[2]


def _presence(rows: Ints, columns: Ints) -> Any:
    """Sparse matrix with 1 where a row meets a column."""
    from scipy.sparse import csr_matrix

    shape = (int(rows.max(initial=0)) + 1, int(columns.max(initial=0)) + 1)
    found = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    found.data[:] = 1.0  # however often they meet
    return found


def _where(matrix: Any) -> Any:
    found = matrix.copy()
    found.data[:] = 1.0
    return found


def _sums(matrix: Any) -> Floats:
    sums: Floats = np.asarray(matrix.sum(axis=1)).ravel()
    return sums


def _distinct(links: pl.DataFrame, column: str) -> pl.DataFrame:
    """In how many articles or runs each pair is linked."""
    return links.group_by("p", "q").agg(pl.col(column).n_unique()).sort("p", "q")


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
        if (a in home) == (b in home):
            if a in home or len(clusters) == n:
                continue
            home[a] = home[b] = len(clusters)
            clusters.append([a, b])
            best.append(s)
            continue
        new, at = (a, home[b]) if b in home else (b, home[a])
        members = clusters[at]
        if len(members) == _MOST_MEMBERS:
            continue
        if sum(between(new, m) for m in members) / len(members) >= 0.5 * best[at]:
            members.append(new)
            home[new] = at
    return clusters
