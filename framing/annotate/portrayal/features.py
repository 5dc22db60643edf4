"""Features of a place in a sentence: words and classes of words by where they stand to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.annotate.portrayal.lexicon import GROUPS, PLEASANT, Lexicon
from framing.annotate.portrayal.passages import Codes, Flags, Ints, Passages, number_of

Reals = NDArray[np.float64]
Keys = NDArray[np.uint32]
Cells = tuple[Ints, Ints, Reals]  # place, column, value; values of one cell add up

N_WHERE = 10
_SUMS, _SHAPE = 4, 5  # columns a side of sums, columns on the sentence itself
_MULTIPLY = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_STEP = np.uint64(0x9E3779B97F4A7C15)
_BY, _TARGET, _EDGE = (np.uint64(number_of(w)) for w in ("by", "<target>", "<edge>"))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Each word of a sentence with each place in it.

    ``place`` and ``word`` are indices, ``after`` whether the word follows the place,
    ``distance`` counts words (1 is next to it), ``where`` is one of ten relations.
    """

    place: Ints
    word: Ints
    after: Flags
    distance: Ints
    same_clause: Flags
    where: Ints
    negated: Flags


def pair_words(passages: Passages, lexicon: Lexicon) -> Pairs:
    """Pair words with places.

    ``where``: 0 before in the clause, at most five words off, no name or pronoun between (an
    object's verb); 1 after it likewise, six words (a subject's verb); 2 as 1, in the passive;
    3 as 0, and "by" stands between; 4 and 5 elsewhere in the clause after and before; 6 and 7 in
    other clauses, at most eight words off; 8 and 9 farther.
    """
    p = passages
    sizes = p.end - p.begin
    place = np.repeat(np.arange(len(sizes)), sizes)
    word = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes) + p.begin[place]
    other = (word < p.first[place]) | (word >= p.last[place])
    place, word = place[other], word[other]
    after = word >= p.last[place]
    distance = np.where(after, word - p.last[place] + 1, p.first[place] - word)
    clause = np.cumsum(p.breaks, dtype=np.int64)
    edge = np.where(after, p.last[place] - 1, p.first[place])
    same = clause[word] == clause[edge]
    someone = p.names | p.classes[:, lexicon.classes.index("subject_pronoun")]
    people = np.cumsum(someone)
    between = np.abs(people[word] - people[edge]) - np.where(after, 0, someone[edge])
    negated, passive = _modified(p, lexicon, clause)
    by = (p.words[p.first - 1] == _BY) & (p.first > p.begin)
    direct = same & (between == 0)
    elsewhere = np.where(same, 4, np.where(distance <= 8, 6, 8)) + ~after
    where = np.where(direct & after & (distance <= 6), np.where(passive[word], 2, 1), elsewhere)
    where = np.where(direct & ~after & (distance <= 5), np.where(by[place], 3, 0), where)
    return Pairs(place, word, after, distance, same, where, negated[word])


def _modified(p: Passages, lexicon: Lexicon, clause: Ints) -> tuple[Flags, Flags]:
    """Words with a negator at most three words before, and those in the passive."""
    negator = p.classes[:, lexicon.classes.index("negator")]
    auxiliary = p.classes[:, lexicon.classes.index("passive")]
    negated, passive = np.zeros(len(clause), dtype=bool), np.zeros(len(clause), dtype=bool)
    for k in (1, 2, 3):
        here = clause[k:] == clause[:-k]
        negated[k:] |= negator[:-k] & here
        if k < 3:
            passive[k:] |= auxiliary[:-k] & here
    return negated, passive & p.participles


def word_keys(passages: Passages, pairs: Pairs) -> tuple[Ints, Keys]:
    """Rows (place, key) of the words around: alone, by relation, by side, and in twos."""
    found = list(_word_features(passages, pairs))
    place = np.concatenate([rows for rows, _ in found])
    return place, (np.concatenate([keys for _, keys in found]) >> np.uint64(32)).astype(np.uint32)


def _word_features(p: Passages, pairs: Pairs) -> Iterator[tuple[Ints, Codes]]:
    place, word = pairs.place, pairs.word
    side = pairs.after.astype(np.uint64)
    following = np.full(len(word), _EDGE)
    inside = word + 1 < p.end[place]
    following[inside] = p.words[word[inside] + 1]
    following[word + 1 == p.first[place]] = _TARGET
    yield place, _mix("word", p.words[word])
    yield place, _mix("where", p.words[word], pairs.where.astype(np.uint64))
    yield place, _mix("two", p.words[word], following)
    yield place, _mix("stem", p.stems[word], side)
    every = np.arange(len(p.first))
    before_2, before_1 = _beside(p, p.first - 2), _beside(p, p.first - 1)
    after_1, after_2 = _beside(p, p.last), _beside(p, p.last + 1)
    yield every, _mix("before", before_2, before_1)
    yield every, _mix("after", after_1, after_2)
    yield every, _mix("around", before_1, after_1)
    yield every, _mix("three after", after_1, after_2, _beside(p, p.last + 2))
    rows, codes = p.circumstances
    yield rows, _mix("circumstance", codes)


def _beside(p: Passages, at: Ints) -> Codes:
    """The word at an index, or that there is none in the sentence."""
    found = np.full(len(at), _EDGE)
    inside = (at >= p.begin) & (at < p.end)
    found[inside] = p.words[at[inside]]
    return found


def _mix(kind: str, *parts: Codes) -> Codes:
    """One number of several; arithmetic wraps at 64 bits on purpose."""
    mixed = np.full(len(parts[0]), number_of(f"kind {kind}"), dtype=np.uint64)
    for part in parts:
        mixed = mixed * _MULTIPLY[0] + part + _STEP
        mixed ^= mixed >> np.uint64(31)
        mixed = mixed * _MULTIPLY[1]
        mixed ^= mixed >> np.uint64(29)
    return mixed


def n_columns(lexicon: Lexicon) -> int:
    """How many columns ``class_cells`` fills."""
    n = len(lexicon.classes)
    return n * (2 * N_WHERE + 2) + len(GROUPS) * (N_WHERE + 3) + 2 * _SUMS + _SHAPE


def class_cells(passages: Passages, pairs: Pairs, lexicon: Lexicon) -> Cells:
    """What the classes of words say of each place.

    A column for each class by relation and negation, for each class weighed by nearness, the same
    for four groups of classes, sums of pleasant less unpleasant words, and the sentence's shape.
    """
    n, p = len(lexicon.classes), passages
    row, kind = np.nonzero(p.classes[pairs.word])
    ones, negated = np.ones(len(row)), pairs.negated[row].astype(np.int64)
    place, where, after = pairs.place[row], pairs.where[row], pairs.after[row]
    near = 1 / (1 + pairs.distance[row])
    cells = [
        (place, (kind * N_WHERE + where) * 2 + negated, ones),
        (place, 2 * N_WHERE * n + kind, near),
        (place[after], (2 * N_WHERE + 1) * n + kind[after], near[after]),
    ]
    offset = (2 * N_WHERE + 2) * n
    cells += _group_cells(p, pairs, lexicon, offset)
    offset += len(GROUPS) * (N_WHERE + 3) + 2 * _SUMS
    cells += _shape(p, pairs, offset)
    columns = list(zip(*cells, strict=True))
    return (np.concatenate(columns[0]), np.concatenate(columns[1]), np.concatenate(columns[2]))


def _group_cells(p: Passages, pairs: Pairs, lexicon: Lexicon, offset: int) -> list[Cells]:
    """Groups of classes by relation, quotation and negation; sums of pleasant less unpleasant."""
    cells: list[Cells] = []
    sign = np.zeros(len(pairs.word))
    for group, names in enumerate(GROUPS):
        members = [lexicon.classes.index(name) for name in names]
        here = p.classes[pairs.word][:, members].any(axis=1)
        sign = np.where((sign == 0) & here, PLEASANT[group], sign)
        rows, one = pairs.place[here], np.ones(int(here.sum()))
        quoted = p.quoted[pairs.word[here]].astype(np.int64)
        turned = pairs.negated[here]
        cells += [
            (rows, offset + pairs.where[here], one),
            (rows, offset + N_WHERE + quoted, one),
            (rows[turned], np.full(int(turned.sum()), offset + N_WHERE + 2), one[turned]),
        ]
        offset += N_WHERE + 3
    sign = np.where(pairs.negated, -sign, sign)
    every = np.ones(len(sign))
    sums = (every, 1 / pairs.distance, every * pairs.same_clause, every * (pairs.distance <= 4))
    for k, weight in enumerate(sums):
        cells.append((pairs.place, offset + 2 * k + pairs.after, sign * weight))
    return cells


def _shape(p: Passages, pairs: Pairs, offset: int) -> list[Cells]:
    """Length of the sentence, where in it the place is, and how much of it is quoted."""
    every, size = np.arange(len(p.first)), p.end - p.begin
    quoted = np.bincount(pairs.place, p.quoted[pairs.word], len(every)) / size
    inside = p.quoted[p.first]
    at = p.first - p.begin
    values = (np.log(size), at / size, at == 0, inside, quoted)
    return [
        (every, np.full(len(every), offset + k), np.asarray(value, dtype=np.float64))
        for k, value in enumerate(values)
    ]
