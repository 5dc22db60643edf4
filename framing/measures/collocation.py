"""Which words keep company with a node: windows round its uses, and scores of association.

Co-occurrence is that on the surface (Evert 2008): the words in the union of the windows round
all uses of the node are set against the words outside them. With O words of a collocate inside
the windows, R words inside, C uses of the collocate and N words in all (the node's own words are
in none of these), the expected number is E = R C / N. R is counted, not taken as span times node:
windows that overlap, or that an end of text cuts short, are as long as they are.

Source of all that follows: Evert (2008), Corpora and collocations, in Corpus Linguistics: An
International Handbook, doi:10.1515/9783110213881.2.1212.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.measures.keyness import g2

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LOG_DICE_TOP = 14.0


def node_words(first: Ints, last: Ints, *, n_words: int) -> Flags:
    """Which words are the node's own.

    Parameters
    ----------
    first, last : (hits,) index of the first word of each use, and of the word after its last
    n_words : of the whole row of words
    """
    return _covered(first, last, n_words)


def words_near(
    first: Ints, last: Ints, *, begins: Ints, ends: Ints, window: int | None = None
) -> Flags:
    """Which words stand in a window round a use of the node; its own words do not.

    A word in two windows is one word.

    Parameters
    ----------
    first, last : (hits,) as in `node_words`
    begins, ends : (words,) index of the first word that a window may reach from there, and of the
        one after the last (of the segment, or of the sentence)
    window : so many words on either side; None reaches to both ends

    Returns
    -------
    (words,) True for words in a window.

    >>> every = np.zeros(7, dtype=np.int64)
    >>> one = np.array([3]), np.array([4])
    >>> words_near(*one, begins=every, ends=every + 5, window=2).nonzero()[0]
    array([1, 2, 4])
    """
    low, high = begins[first], ends[last - 1]
    if window is not None:
        low, high = np.maximum(first - window, low), np.minimum(last + window, high)
    n_words = len(begins)
    return _covered(low, high, n_words) & ~_covered(first, last, n_words)


def _covered(low: Ints, high: Ints, n_words: int) -> Flags:
    """Which places lie in one of the stretches low:high."""
    steps = np.bincount(low, minlength=n_words + 1) - np.bincount(high, minlength=n_words + 1)
    covered: Flags = np.cumsum(steps)[:n_words] > 0
    return covered


def log_dice(n_both: ArrayLike, n_node: ArrayLike, n_collocate: ArrayLike) -> Floats:
    """How exclusively two words keep company (Rychlý).

    ``14 + log2(2 n_both / (n_node + n_collocate))``

    Parameters
    ----------
    n_both : uses of the collocate in a window round the node, at least 0
    n_node, n_collocate : uses of each, at least 0; arrays broadcast

    Returns
    -------
    No unit; 14 where the two never stand without each other, less by 1 where they do so half as
    often; NaN where they are never together. A little above 14 is possible where windows hold the
    collocate twice.

    Not to be compared between windows of different width or between words and pairs. It does not
    grow with the corpus, but it falls where either word is used elsewhere more: a group that
    writes more about the collocate has a lower value for the same habit beside the node. Read it
    with the rate per use of the node.

    Source: Rychlý (2008), A lexicographer-friendly association score, RASLAN 2008, pp. 6-9 (no
    DOI).

    >>> log_dice([8, 4, 0], 8, [8, 8, 3])
    array([14., 13., nan])
    """
    both, node, collocate = _floats(n_both, n_node, n_collocate)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = LOG_DICE_TOP + np.log2(2 * both / (node + collocate))
    return np.where(both > 0, score, np.nan)


def expected_near(in_span: ArrayLike, n_collocate: ArrayLike, total: ArrayLike) -> Floats:
    """Uses of a collocate inside the windows if it kept no company: ``in_span n / total``.

    Parameters
    ----------
    in_span : words inside the windows, 0 to the total
    n_collocate : uses of the collocate, in windows or not
    total : all words but the node's own

    Returns
    -------
    Words; NaN where the total is 0.

    >>> expected_near(50, 20, 1000)
    array(1.)
    """
    span, collocate, size = _floats(in_span, n_collocate, total)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(size > 0, span * collocate / size, np.nan)
    return found


def mutual_information(n_both: ArrayLike, expected: ArrayLike, *, power: int = 1) -> Floats:
    """Doublings over what was expected: MI, or with ``power=3`` MI3.

    ``log2(n_both ** power / expected)``

    Parameters
    ----------
    n_both : uses of the collocate in a window, at least 0
    expected : from `expected_near`, above 0
    power : 1 (pointwise mutual information, Church & Hanks 1990, https://aclanthology.org/J90-1003)
        or 3 (Daille 1994), which prefers frequent pairs

    Returns
    -------
    Bits; above 0 more often together than expected. NaN where they are never together.

    MI is highest for the rarest words: do not rank by it without a minimum of uses, and do not
    compare it between corpora of different size where counts are small. MI3 has no zero point:
    it is above 0 for frequent pairs that keep no company.

    >>> mutual_information([8, 1, 0], [2.0, 1.0, 1.0]), mutual_information(4, 2.0, power=3)
    (array([ 2.,  0., nan]), array(5.))
    """
    if power not in (1, 3):
        raise ValueError(f"power is {power}; allowed: 1 (MI) or 3 (MI3)")
    both, mean = _floats(n_both, expected)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.log2(both**power / mean)
    return np.where((both > 0) & (mean > 0), score, np.nan)


def t_score(n_both: ArrayLike, expected: ArrayLike) -> Floats:
    """Surplus over what was expected in units of its rough standard error; no test.

    ``(n_both - expected) / sqrt(n_both)``

    Parameters
    ----------
    n_both : uses of the collocate in a window, at least 0
    expected : from `expected_near`

    Returns
    -------
    No unit; above 0 more often together than expected; NaN where they are never together. It
    grows with the corpus and takes words as independent: an order of pairs, no p value. Not to be
    compared between corpora of different size.

    Source: Church et al. (1991), Using statistics in lexical analysis (no DOI).

    >>> t_score([16, 0], [4.0, 1.0])
    array([ 3., nan])
    """
    both, mean = _floats(n_both, expected)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = (both - mean) / np.sqrt(both)
    return np.where(both > 0, score, np.nan)


def collocation_g2(
    n_both: ArrayLike, *, in_span: float, n_collocate: ArrayLike, total: float
) -> Floats:
    """Signed log likelihood of words inside the windows against words outside (Dunning).

    The 2x2 table of Evert (2008): the collocate and all other words, inside and outside the
    windows. Negative where the collocate is less often near the node than expected.

    Parameters
    ----------
    n_both, n_collocate : (collocates,) uses inside the windows, and everywhere
    in_span, total : numbers, the words inside the windows, and everywhere

    Returns
    -------
    No unit; evidence, not strength: it grows with the corpus. Words of one article are not
    independent, so no p value follows. NaN where the table is empty.

    Source: Dunning (1993), https://aclanthology.org/J93-1003 (no DOI).

    >>> collocation_g2([8, 1], in_span=50, n_collocate=[20, 20], total=1000).round(3)
    array([23.346,  0.   ])
    """
    both, collocate = _floats(n_both, n_collocate)
    outside = max(total - in_span, 0.0)
    # Sums of weights can differ in their last digits.
    rest = np.clip(collocate - both, 0, outside)
    return g2(np.minimum(both, in_span), rest, total_a=in_span, total_b=outside)


def _floats(*values: ArrayLike) -> list[Floats]:
    found = [np.asarray(value, dtype=np.float64) for value in values]
    for value in found:
        if np.any(value < 0):
            raise ValueError(f"a count is {float(np.min(value))}; allowed: 0 and above")
    return found
