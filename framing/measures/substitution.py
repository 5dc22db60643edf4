"""How far one phrase stands where another does: shared slots and shared company, arrays in and out.

A slot is the words right before and after a phrase ("the dispute over ... with Japan"). Two phrases
that fill one slot in two outlets' articles on one event are two wordings of one passage, the more
surely the more the slot says and the fewer others fill it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

REACH = 4  # words looked at on either side of a slot
_SLOTS = (
    (1, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3), (3, 2), (2, 3), (4, 2), (2, 4), (4, 4),
    (2, 0), (3, 0), (4, 0), (0, 2), (0, 3), (0, 4),
)  # fmt: skip
_MOST_FILLERS = 24  # a slot that more uses share says nothing, and pairs grow with the square
_MOST_PHRASES = 1500  # of an event, whose company is compared: all pairs are
_ODD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Uses:
    """Uses of phrases, one entry each: numbers of phrase, event, outlet and article.

    ``left`` and ``right`` are uses by ``REACH``: types from the nearest outward, -1 for the edge of
    a run.
    """

    phrase: Ints
    event: Ints
    outlet: Ints
    article: Ints
    left: Ints
    right: Ints


def find_shared_slots(uses: Uses, *, worth: Floats) -> pl.DataFrame:
    """Uses of two phrases in one slot, by two outlets on one event.

    Parameters
    ----------
    worth
        Per type, what it tells of a slot: 0 for function words.

    Returns
    -------
    DataFrame
        ``p``, ``q`` (phrases, p < q), ``event``, ``use_p``, ``use_q``, ``outlet_p``, ``outlet_q``
        (their uses and whose these are), ``mass``: one row per two uses, with the best slot that
        they share; sorted.
    """
    parts = [_shared(uses, worth, left, right) for left, right in _SLOTS]
    return (
        pl.concat(parts)
        .group_by("p", "q", "event", "use_p", "use_q", "outlet_p", "outlet_q")
        .agg(pl.col("mass").max())
        .sort("p", "q", "event", "use_p", "use_q")
    )


def _shared(uses: Uses, worth: Floats, n_left: int, n_right: int) -> pl.DataFrame:
    words = np.hstack([uses.left[:, :n_left], uses.right[:, :n_right]])
    known = words >= 0
    mass = (np.where(known, worth[words], 0.0)).sum(axis=1)
    # Function words in a row with content words tell something, alone nothing.
    mass = np.where(mass > 0, mass + 0.1 * known.sum(axis=1), 0.0)
    if n_left and n_right:
        mass *= 1.25
    key = uses.event.astype(np.uint64) + np.uint64(n_left * 8 + n_right)
    for column in words.T:
        key = key * _ODD + (column + 2).astype(np.uint64)
    # Beyond the edge of a run there is nothing more to share: shorter slots have said it.
    beyond = (words[:, :n_left] < 0).sum(axis=1) > 1
    beyond |= (words[:, n_left:] < 0).sum(axis=1) > 1
    kept = np.flatnonzero((mass > 0) & ~beyond)
    slots = pl.DataFrame(
        {
            "key": key[kept],
            "phrase": uses.phrase[kept],
            "outlet": uses.outlet[kept],
            "event": uses.event[kept],
            "use": kept,
            "mass": mass[kept],
        }
    )
    slots = slots.filter(pl.len().over("key") > 1)
    # One use an outlet and phrase stands for all that are alike.
    slots = slots.group_by("key", "phrase", "outlet").agg(
        pl.col("event").first(), pl.col("use").min(), pl.col("mass").first()
    )
    slots = slots.filter(pl.len().over("key").is_between(2, _MOST_FILLERS))
    fillers = slots.group_by("key").agg(pl.col("phrase").n_unique().alias("n_fillers"))
    slots = slots.join(fillers.filter(pl.col("n_fillers") > 1), on="key")
    return (
        slots.join(slots.select("key", "phrase", "outlet", "use"), on="key", suffix="_q")
        .filter((pl.col("phrase") < pl.col("phrase_q")) & (pl.col("outlet") != pl.col("outlet_q")))
        .select(
            p="phrase",
            q="phrase_q",
            event="event",
            use_p="use",
            use_q="use_q",
            outlet_p="outlet",
            outlet_q="outlet_q",
            mass=pl.col("mass") / (pl.col("n_fillers") - 1).cast(pl.Float64).sqrt(),
        )
    )


def company(uses: Uses, *, bag: Any, best: int = 8, least: float = 0.12) -> pl.DataFrame:
    """Pairs of phrases whose company of words is alike across outlets, event by event.

    Parameters
    ----------
    bag
        Sparse matrix, uses by types: weights of the words around each use.
    best
        How many partners of a phrase are kept in an event.

    Returns
    -------
    DataFrame
        ``p``, ``q``, ``event``, ``likeness``: the cosine of what stands around p in one outlet and
        around q in another.
    """
    from scipy.sparse import csr_matrix

    found = []
    order = np.argsort(uses.event, kind="stable")
    for at in np.split(order, np.flatnonzero(np.diff(uses.event[order])) + 1):
        at = at[np.isin(uses.phrase[at], _commonest(uses, at))]
        phrases, row = np.unique(uses.phrase[at], return_inverse=True)
        n = len(phrases)
        outlets = np.unique(uses.outlet[at])
        if len(outlets) < 2 or n < 2:
            continue
        rows = bag[at]
        total = csr_matrix((np.ones(len(at)), (row, np.arange(len(at)))), shape=(n, len(at))) @ rows
        norm = np.sqrt(np.asarray(total.multiply(total).sum(axis=1)).ravel())
        norm[norm == 0] = 1.0
        product = total @ total.T
        for outlet in outlets:
            mine = uses.outlet[at] == outlet
            own = csr_matrix(
                (np.ones(int(mine.sum())), (row[mine], np.flatnonzero(mine))), shape=(n, len(at))
            ) @ rows  # fmt: skip
            product = product - own @ own.T
        product = product.tocoo()
        kept = product.row < product.col
        a, b = product.row[kept], product.col[kept]
        # One or two words in common are chance, however short the company is.
        likeness = product.data[kept] / (norm[a] * norm[b]) * (1 - np.exp(-product.data[kept]))
        good = likeness >= least
        a, b, likeness = a[good], b[good], likeness[good]
        frame = pl.DataFrame({"p": phrases[a], "q": phrases[b], "likeness": likeness})
        found.append(_best(frame, best).with_columns(event=pl.lit(int(uses.event[at[0]]))))
    schema = {"p": pl.Int64, "q": pl.Int64, "likeness": pl.Float64, "event": pl.Int64}
    if not found:
        return pl.DataFrame(schema=schema)
    return pl.concat(found).cast(schema).sort("event", "p", "q")  # type: ignore[arg-type]


def _commonest(uses: Uses, at: Ints) -> Ints:
    """The phrases in most articles of an event, ``_MOST_PHRASES`` at most; ties by number."""
    cells = np.unique(np.stack([uses.phrase[at], uses.article[at]], axis=1), axis=0)
    phrases, n = np.unique(cells[:, 0], return_counts=True)
    chosen: Ints = phrases[np.argsort(-n, kind="stable")[:_MOST_PHRASES]]
    return chosen


def _best(pairs: pl.DataFrame, n: int) -> pl.DataFrame:
    """Pairs that are among the n best of either phrase."""
    rank = pl.col("likeness").rank("min", descending=True)
    return pairs.filter((rank.over("p") <= n) | (rank.over("q") <= n))
