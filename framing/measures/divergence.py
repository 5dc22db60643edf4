"""Leave-out divergence: how surely a reader tells the group from a single phrase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Blocks = Iterator[tuple[Ints, Floats]]

ABSENT = -1  # label of a text that is left out altogether
_CELLS_AT_ONCE = 1 << 16  # fits the cache of a core
_LABELLINGS_AT_ONCE = 50
_TINY = 1e-9  # what is left of a sum when all its parts are taken away again


@dataclass(frozen=True, slots=True)
class Texts:
    """Counts of terms by text, laid out for scoring under many labellings.

    A text is what one unit (a copy group, else an article) says on one side; a unit that stands
    on several sides has a text on each, and those texts keep their labels in every labelling.

    Attributes
    ----------
    counts
        Texts by terms, weighted.
    total
        Words of each text.
    term, text, count
        Cells of texts that are their unit's only one, sorted by term.
    shared_term, shared_text, shared_count
        Cells of the other texts.
    twin_cell, twin_text, twin_count
        For each of those cells what the texts of its unit, itself included, count of its term.
    mate, mate_of
        Pairs of texts of the same unit, itself included, where there are several.
    """

    counts: csr_array
    total: Floats
    term: Ints
    text: Ints
    count: Floats
    shared_term: Ints
    shared_text: Ints
    shared_count: Floats
    twin_cell: Ints
    twin_text: Ints
    twin_count: Floats
    mate: Ints
    mate_of: Ints


@dataclass(frozen=True, slots=True)
class _Sums:
    """Counts of the groups under one labelling: (terms, groups), totals, and weights of texts."""

    by_term: Floats
    others: Floats  # summed shares of the other groups
    total: Floats
    weight: Floats  # of each text: 1 / (groups x units of its group x its words), else 0
    label: Ints  # 0 for absent texts, whose weight is 0


def lay_out(counts: csr_array, units: Ints) -> Texts:
    """Lay out counts for ``divergences``.

    Parameters
    ----------
    counts
        Texts by terms, weighted counts, shape (n_texts, n_terms).
    units
        The number of the unit that each text belongs to, shape (n_texts,).
    """
    counts = csr_array(counts)
    counts.eliminate_zeros()
    alone = np.bincount(units)[units] == 1 if len(units) else np.zeros(0, dtype=bool)
    cells = csc_array(counts).tocoo()
    text, term = cells.coords[0].astype(np.int64), cells.coords[1].astype(np.int64)
    single = alone[text]
    shared = np.flatnonzero(~single)
    mate_of, mate = _pairs(units[~alone])
    several = np.flatnonzero(~alone)
    mate_of, mate = several[mate_of], several[mate]
    # The cells of a unit's other texts at the same term: pairs with the same unit and term.
    n_terms = counts.shape[1]
    key = units[text[shared]] * n_terms + term[shared]
    twin_cell, twin = _pairs(key)
    return Texts(
        counts=counts,
        total=np.asarray(counts.sum(axis=1), dtype=np.float64),
        term=term[single],
        text=text[single],
        count=cells.data[single],
        shared_term=term[shared],
        shared_text=text[shared],
        shared_count=cells.data[shared],
        twin_cell=twin_cell,
        twin_text=text[shared][twin],
        twin_count=cells.data[shared][twin],
        mate=mate,
        mate_of=mate_of,
    )


def _pairs(keys: Ints) -> tuple[Ints, Ints]:
    """All ordered pairs of places with equal keys, each with itself included."""
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.diff(keys[order], prepend=-1))
    sizes = np.diff(np.append(starts, len(keys)))
    first = np.repeat(np.repeat(starts, sizes), np.repeat(sizes, sizes))
    left = np.repeat(np.arange(len(keys)), np.repeat(sizes, sizes))
    within = np.arange(len(left)) - np.repeat(
        np.cumsum(np.repeat(sizes, sizes)) - np.repeat(sizes, sizes), np.repeat(sizes, sizes)
    )
    return order[left], order[first + within]


def divergences(texts: Texts, labels: Ints, *, n_groups: int) -> Floats:
    r"""Leave-out divergence of groups under each of several labellings.

    .. math::
        \hat\pi = \frac1G \sum_g \frac1{n_g} \sum_{i \in g} \sum_j \hat q_{ij}\,
        \frac{\hat q^{g}_{j,-i}}{\sum_h \hat q^{h}_{j,-i}}

    where q_ij is the share of term j among unit i's words in group g, and q^g_{j,-i} that among
    the words of group g without unit i. It is the expected posterior that a reader with a neutral
    prior assigns to the true group after one term drawn at random from a unit drawn at random.
    A term that nobody but unit i uses says nothing: its posterior is 1/G.

    Parameters
    ----------
    texts
        From ``lay_out``.
    labels
        The group of each text, 0 to ``n_groups`` - 1, or ``ABSENT``; shape
        (n_labellings, n_texts). Texts of one unit are on different sides in each labelling.
    n_groups
        G, at least 2.

    Returns
    -------
    ndarray of shape (n_labellings,)
        Between 0 and 1: 1/G is no difference, 1 is told from any single term. NaN where a group
        has fewer than two units with words: nothing is left of it without one. Not to be compared
        between sets of terms, nor between numbers of groups. Near 1/G slightly too low in small
        groups, since a unit that is left out is missed most by its own group.

    Source: Gentzkow, Shapiro & Taddy (2019), Econometrica 87(4), doi:10.3982/ECTA16566, section
    4.2, for two groups; the neutral prior of G groups is 1/G.
    """
    found = np.full(len(labels), np.nan)
    for low in range(0, len(labels), _LABELLINGS_AT_ONCE):
        block = labels[low : low + _LABELLINGS_AT_ONCE]
        for r, sums in enumerate(_group_sums(texts, block, n_groups), low):
            if sums is not None:
                found[r] = sum(float(values.sum()) for _, values in _scores(texts, sums))
    return found


def contributions(texts: Texts, labels: Ints, *, n_groups: int) -> Floats:
    """What each term adds to the divergence under one labelling (shape (n_texts,)).

    Returns
    -------
    ndarray of shape (n_terms,)
        They add up to the divergence minus 1/G; below 0 for terms that would mislead a reader.
        NaN where the divergence is undefined.
    """
    (sums,) = _group_sums(texts, labels[np.newaxis], n_groups)
    n_terms = texts.counts.shape[1]
    if sums is None:
        return np.full(n_terms, np.nan)
    found = np.zeros(n_terms)
    for term, values in _scores(texts, sums):
        found += np.bincount(term, weights=values, minlength=n_terms)
    return found - np.asarray(texts.counts.T @ sums.weight) / n_groups


def _group_sums(texts: Texts, labels: Ints, n_groups: int) -> Iterator[_Sums | None]:
    """The groups' counts under each labelling; None where a group has too few units."""
    n_labellings, n_texts = labels.shape
    is_in = (labels[:, :, np.newaxis] == np.arange(n_groups)).transpose(1, 0, 2)
    member = np.ascontiguousarray(is_in.reshape(n_texts, -1), dtype=np.float64)
    by_term = texts.counts.T @ member
    used = member[texts.total > 0]
    n_units = used.sum(axis=0).reshape(n_labellings, n_groups)
    totals = (texts.total @ member).reshape(n_labellings, n_groups)
    for r, label in enumerate(labels):
        if (n_units[r] < 2).any():
            yield None
            continue
        own = np.ascontiguousarray(by_term[:, r * n_groups : (r + 1) * n_groups])
        shares = own / totals[r]
        together = shares.sum(axis=1)[:, np.newaxis]
        others = together - shares
        others[others < _TINY * together] = 0.0
        present = (label >= 0) & (texts.total > 0)
        place = np.where(present, label, 0)
        words = n_groups * n_units[r][place] * texts.total
        weight = np.divide(1.0, words, out=np.zeros(n_texts), where=present)
        yield _Sums(own, others, totals[r], weight, place)


def _scores(texts: Texts, sums: _Sums) -> Blocks:
    """Terms of cells, and what the cells add to the divergence, in blocks."""
    n_groups = sums.by_term.shape[1]
    own, others = sums.by_term.ravel(), sums.others.ravel()
    rest = sums.total[sums.label] - texts.total
    for low in range(0, len(texts.term), _CELLS_AT_ONCE):
        part = slice(low, low + _CELLS_AT_ONCE)
        text, term, count = texts.text[part], texts.term[part], texts.count[part]
        at = sums.label.take(text)
        at += term * n_groups
        # (left / rest) / (left / rest + others), with one division
        said = own.take(at)
        said -= count
        whole = others.take(at)
        whole *= rest.take(text)
        whole += said
        if whole.min() < _TINY:  # terms that nobody else uses
            silent = whole < _TINY
            said[silent], whole[silent] = 1.0, n_groups
        said /= whole
        said *= count
        said *= sums.weight.take(text)
        yield term, said
    if len(texts.shared_term):
        yield texts.shared_term, _shared_scores(texts, sums)


def _shared_scores(texts: Texts, sums: _Sums) -> Floats:
    """The same for units that stand on several sides: all their texts are left out together."""
    n_groups = len(sums.total)
    present = sums.weight > 0
    n_cells = len(texts.shared_term)
    twin = np.where(present[texts.twin_text], texts.twin_count, 0.0)
    at = texts.twin_cell * n_groups + sums.label[texts.twin_text]
    gone = np.bincount(at, weights=twin, minlength=n_cells * n_groups).reshape(n_cells, n_groups)
    at = texts.mate_of * n_groups + sums.label[texts.mate]
    words = np.where(present[texts.mate], texts.total[texts.mate], 0.0)
    size = len(texts.total) * n_groups
    missing = np.bincount(at, weights=words, minlength=size).reshape(-1, n_groups)
    left = sums.by_term[texts.shared_term] - gone
    left[left < _TINY] = 0.0
    shares = left / (sums.total - missing[texts.shared_text])
    own = shares[np.arange(n_cells), sums.label[texts.shared_text]]
    together = shares.sum(axis=1)
    said = np.divide(own, together, out=np.full(n_cells, 1.0 / n_groups), where=together > 0)
    found: Floats = said * texts.shared_count * sums.weight[texts.shared_text]
    return found
