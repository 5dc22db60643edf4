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

    A unit is what is left out at a time: a copy group, else an article, or a whole event. It has
    one text, or several on the same or on different sides.

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
    shared_key
        The same number for cells of one unit and term.
    unit
        The number of each text's unit.
    """

    counts: csr_array
    total: Floats
    term: Ints
    text: Ints
    count: Floats
    shared_term: Ints
    shared_text: Ints
    shared_count: Floats
    shared_key: Ints
    unit: Ints


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
        The number of the unit that each text is left out with, shape (n_texts,).
    """
    counts = csr_array(counts)
    counts.eliminate_zeros()
    alone = np.bincount(units)[units] == 1 if len(units) else np.zeros(0, dtype=bool)
    cells = csc_array(counts).tocoo()
    text, term = cells.coords[0].astype(np.int64), cells.coords[1].astype(np.int64)
    single = alone[text]
    shared = np.flatnonzero(~single)
    n_terms = counts.shape[1]
    key = np.unique(units[text[shared]] * n_terms + term[shared], return_inverse=True)[1]
    return Texts(
        counts=counts,
        total=np.asarray(counts.sum(axis=1), dtype=np.float64),
        term=term[single],
        text=text[single],
        count=cells.data[single],
        shared_term=term[shared],
        shared_text=text[shared],
        shared_count=cells.data[shared],
        shared_key=key.astype(np.int64),
        unit=units,
    )


def divergences(texts: Texts, labels: Ints, *, n_groups: int) -> Floats:
    r"""Leave-out divergence of groups under each of several labellings.

    .. math::
        \hat\pi = \frac1G \sum_g \frac1{n_g} \sum_{i \in g} \sum_j \hat q_{ij}\,
        \frac{\hat q^{g}_{j,-i}}{\sum_h \hat q^{h}_{j,-i}}

    where q_ij is the share of term j among the words of text i of group g, and q^g_{j,-i} that
    among the words of group g without the unit of text i. It is the expected posterior that a
    reader with a neutral prior assigns to the true group after one term drawn at random from a
    text drawn at random. A term that no other unit uses says nothing: its posterior is 1/G.

    Parameters
    ----------
    texts
        From ``lay_out``.
    labels
        The group of each text, 0 to ``n_groups`` - 1, or ``ABSENT``; shape
        (n_labellings, n_texts).
    n_groups
        G, at least 2.

    Returns
    -------
    ndarray of shape (n_labellings,)
        Between 0 and 1: 1/G is no difference, 1 is told from any single term. NaN where a group
        has fewer than two texts with words, or words of one unit only. Not to be compared
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
    # A sparse product: sums of dense ones hang on how many labellings stand abreast.
    totals = np.asarray(csr_array(texts.total[np.newaxis]) @ member).reshape(-1, n_groups)
    for r, label in enumerate(labels):
        if (n_units[r] < 2).any() or _is_emptied(texts, label, totals[r]):
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


def _is_emptied(texts: Texts, label: Ints, total: Floats) -> bool:
    """Whether some group has no words but those of one unit."""
    if not len(texts.shared_term):
        return False
    inside = label >= 0
    words = np.where(inside, texts.total, 0.0)
    own = _by_group(texts.unit, np.where(inside, label, 0), words, len(total))
    return bool((total - own < _TINY).any())


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
    label, present = sums.label, sums.weight > 0
    text, key = texts.shared_text, texts.shared_key
    count = np.where(present[text], texts.shared_count, 0.0)
    gone = _by_group(key, label[text], count, n_groups)
    words = np.where(present, texts.total, 0.0)
    missing = _by_group(texts.unit, label, words, n_groups)[texts.unit]
    left = sums.by_term[texts.shared_term] - gone[key]
    left[left < _TINY] = 0.0
    shares = left / (sums.total - missing)[text]
    own = shares[np.arange(len(text)), label[text]]
    together = shares.sum(axis=1)
    said = np.divide(own, together, out=np.full(len(text), 1.0 / n_groups), where=together > 0)
    found: Floats = said * count * sums.weight[text]
    return found


def _by_group(key: Ints, label: Ints, weight: Floats, n_groups: int) -> Floats:
    """Sums of weights by key and group, shape (n_keys, n_groups)."""
    size = (int(key.max(initial=-1)) + 1) * n_groups
    sums = np.bincount(key * n_groups + label, weights=weight, minlength=size)
    return sums.astype(np.float64).reshape(-1, n_groups)
