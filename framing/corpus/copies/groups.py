"""Groups of copies: carriers of one underlying text, never a chain of overlaps.

Each group has a middle, the text that most others are versions of; members are versions of the
middle itself. Two groups that overlap loosely are joined in pairs at most.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import numpy as np
import polars as pl

from framing.corpus.copies.texts import Ints
from framing.records.tables import COPIES

# Set on the even half of scripts/scores/copies.py (--half even), by recall of edited versions;
# what keeps groups apart (insets, chains) on its insets in all texts.
SHARE = 0.6  # of the words of the shorter text stand in common passages: a copy
SHARE_EDITED = 0.45  # is enough where the passages, replaced words included, are so much:
CLOSE_SHORTER, CLOSE_LONGER = 0.8, 0.35  # of the shorter; and of the longer, to be versions
AGREEING = 0.7  # of the shorter: carriers of one text, each with an opening of its own
CONTAINED = 0.9  # of the shorter: a version, whatever other members are
TOUCHING = 0.45  # of the shorter: worth counting with how many others it is so
LEAST_WORDS = 8  # in common, at least: shorter ones are headlines and furniture
FEW = 2  # that a group touches; a passage that more share is an inset, or the text a digest
# Rounds in which a middle is held against all it hangs together with, then neighbours alone: texts
# that drift apart step by step would take quadratic time.
WHOLE = 8
MEMBERS = 5  # of a group, the earliest, that are asked whether another one fits: bounds the time

Align = Callable[[Ints, Ints], pl.DataFrame]
Grade = Callable[[pl.DataFrame], pl.DataFrame]


def group_pairs(candidates: tuple[Ints, Ints], *, sizes: Ints, align: Align) -> Ints:
    """For each article the number of the earliest one of its group, from ``find_candidates``."""
    return group_articles(grade_pairs(align(*candidates), sizes), sizes=sizes, align=align)


def name_copies(names: pl.Series, earliest: Ints) -> pl.DataFrame:
    """Schema ``COPIES`` from the number of the earliest one of each article's group."""
    found = pl.DataFrame({"article": names, "unit": names.gather(earliest)})
    return (
        found.with_columns(n_carriers=pl.len().over("unit").cast(pl.Int64))
        .select(list(COPIES))
        .sort("article")
    )


def grade_pairs(pairs: pl.DataFrame, sizes: Ints) -> pl.DataFrame:
    """Pairs that touch, with what they are to each other.

    Parameters
    ----------
    pairs
        From ``align_pairs``.
    sizes
        Words of each article.

    Returns
    -------
    DataFrame
        Columns of ``pairs``; ``shorter`` and ``longer`` (words of either), ``reach`` (words
        inside common passages, replaced ones included, of the text that has fewer there);
        ``copy``; ``close``: versions of one text; ``agree``: copies in more of the shorter;
        ``contained``: close in nearly all of it.
    """
    size_a = pl.Series(sizes[pairs["a"].to_numpy()], dtype=pl.Int64)
    size_b = pl.Series(sizes[pairs["b"].to_numpy()], dtype=pl.Int64)
    sized = pairs.with_columns(
        shorter=pl.min_horizontal(size_a, size_b),
        longer=pl.max_horizontal(size_a, size_b),
        # Passages that stand twice in one text count once in the other.
        reach=pl.min_horizontal("reach_a", "reach_b"),
    )
    equal, reach, shorter = pl.col("equal"), pl.col("reach"), pl.col("shorter")
    spread = reach >= CLOSE_SHORTER * shorter
    copy = (equal >= SHARE * shorter) | ((equal >= SHARE_EDITED * shorter) & spread)
    close = copy & spread & (reach >= CLOSE_LONGER * pl.col("longer"))
    return sized.filter((equal >= LEAST_WORDS) & (equal >= TOUCHING * shorter)).with_columns(
        copy=copy,
        close=close,
        agree=copy & (reach >= AGREEING * shorter),
        contained=close & (reach >= CONTAINED * shorter),
    )


def group_articles(pairs: pl.DataFrame, *, sizes: Ints, align: Align) -> Ints:
    """For each article the number of the earliest one of its group.

    Parameters
    ----------
    pairs
        From ``grade_pairs``.
    sizes
        Words of each article.
    align
        Measures pairs that were no candidates: members of a group beside its middle.
    """

    def grade(rows: pl.DataFrame) -> pl.DataFrame:
        asked = rows.select("a", "b").unique().sort("a", "b")
        measured = align(asked["a"].to_numpy(), asked["b"].to_numpy())
        return rows.join(
            grade_pairs(measured, sizes), on=["a", "b"], how="left", maintain_order="left"
        ).with_columns(pl.col("copy", "close", "agree", "contained").fill_null(False))

    middle = _gather(pairs.filter("close"), sizes, grade)
    return _earliest(_join_loose(pairs, middle, grade))


def _gather(close: pl.DataFrame, sizes: Ints, grade: Grade) -> Ints:
    """For each article the middle of its group: itself where it has no versions."""
    middle = np.full(len(sizes), -1, dtype=np.int64)
    a, b = close["a"].to_numpy(), close["b"].to_numpy()
    for turn in count():
        free = (middle[a] < 0) & (middle[b] < 0)
        a, b = a[free], b[free]
        if not len(a):
            break
        docs, centres = _centres(a, b, sizes)
        middle[centres] = centres
        others = docs != centres
        rows = _pairs(docs[others], centres[others])
        if turn >= WHOLE:
            rows = rows.join(close, on=["a", "b"], how="semi", maintain_order="left")
        found = grade(rows).filter("close")
        joining = pl.concat([found.filter("contained"), _agreeing(found, grade)])
        middle[joining["doc"].to_numpy()] = joining["with"].to_numpy()
    return np.where(middle < 0, np.arange(len(sizes)), middle)


def _pairs(docs: Ints, others: Ints) -> pl.DataFrame:
    return pl.DataFrame(
        {"doc": docs, "with": others, "a": np.minimum(docs, others), "b": np.maximum(docs, others)}
    )


def _agreeing(found: pl.DataFrame, grade: Grade) -> pl.DataFrame:
    """Those not contained that agree with more than half of the others around a middle.

    A short text whose half is a common inset is close to all that carry it; those are not to
    each other.
    """
    unsure = found.filter(~pl.col("contained"))
    asked = (
        found.select("with", other="doc")
        .filter(pl.col("other").rank("ordinal").over("with") <= MEMBERS)
        .join(unsure.select("with", "doc"), on="with", maintain_order="left_right")
        .filter(pl.col("doc") != pl.col("other"))
    )
    answers = grade(_pairs(asked["doc"].to_numpy(), asked["other"].to_numpy()))
    against = (
        answers.group_by("doc")
        .agg(n=pl.col("agree").sum(), of=pl.len())
        .filter(pl.col("n") * 2 <= pl.col("of"))
    )
    return unsure.join(against, on="doc", how="anti", maintain_order="left")


def _centres(a: Ints, b: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """Each linked article, and the one of its component with most links; then long, then early."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(sizes)
    links = np.bincount(np.concatenate([a, b]), minlength=n)
    _, label = connected_components(coo_array((np.ones(len(a)), (a, b)), shape=(n, n)))
    docs = np.flatnonzero(links)
    order = np.lexsort((docs, -sizes[docs], -links[docs], label[docs]))
    docs = docs[order]
    first = np.append(True, label[docs][1:] != label[docs][:-1])
    centres = docs[first][np.cumsum(first) - 1]
    return docs, centres


def _join_loose(pairs: pl.DataFrame, middle: Ints, grade: Grade) -> Ints:
    """Groups joined in pairs, where most members of each are copies of the other's.

    A group that touches more than ``FEW`` others is left alone.
    """
    found: dict[tuple[int, int], int] = {}
    partners: dict[int, set[int]] = {}
    for a, b, equal, copy in pairs.select("a", "b", "equal", "copy").iter_rows():
        x, y = sorted((int(middle[a]), int(middle[b])))
        if x == y:
            continue
        partners.setdefault(x, set()).add(y)
        partners.setdefault(y, set()).add(x)
        if copy:
            found[x, y] = max(found.get((x, y), 0), equal)
    few = sorted(both for both in found if max(len(partners[group]) for group in both) <= FEW)
    fitting = _fit(few, middle, grade)
    joined: set[int] = set()
    group = middle.copy()
    for x, y in sorted(fitting, key=lambda both: (-found[both], both)):
        if joined.isdisjoint((x, y)):
            joined |= {x, y}
            group[middle == y] = x
    return group


def _fit(wanted: list[tuple[int, int]], middle: Ints, grade: Grade) -> list[tuple[int, int]]:
    """The pairs of groups of which more than half of the pairs of members are copies."""
    rows = []
    for x, y in wanted:
        first, second = (np.flatnonzero(middle == group)[:MEMBERS] for group in (x, y))
        asked = _pairs(np.repeat(first, len(second)), np.tile(second, len(first)))
        rows.append(asked.with_columns(x=pl.lit(x), y=pl.lit(y)))
    if not rows:
        return []
    kept = (
        grade(pl.concat(rows))
        .group_by("x", "y")
        .agg(n=pl.col("copy").sum(), of=pl.len())
        .filter(pl.col("n") * 2 > pl.col("of"))
    )
    return list(kept.select("x", "y").iter_rows())


def _earliest(group: Ints) -> Ints:
    """Groups named by the lowest number in each."""
    first = np.full(len(group), len(group), dtype=np.int64)
    np.minimum.at(first, group, np.arange(len(group)))
    return first[group]
