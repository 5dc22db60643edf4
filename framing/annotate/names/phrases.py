"""Noun phrases without a tagger: what stands between words of closed classes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.annotate.names.chunks import (
    content_words,
    name_rows,
    noun_types,
    phrase_ends,
    proper_types,
    singulars,
    words_so_far,
)
from framing.annotate.names.flow import Flags, Flow, Ints

LONGEST = 4  # words of a wording
OFTEN = 3  # uses that make up for standing in one article only: its subject
_ODD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Noun phrases in a corpus.

    Attributes
    ----------
    words
        The types of each phrase, the head in the singular where the corpus has one.
    is_name
        Per phrase: all its words are written with a capital as a rule.
    phrase, first, last
        One entry an occurrence, in text order: number of the phrase, words ``first:last``.
    persons
        How many phrases were left out as names of persons.
    """

    words: list[tuple[int, ...]]
    is_name: Flags
    phrase: Ints
    first: Ints
    last: Ints
    persons: int


def find_phrases(
    flow: Flow,
    *,
    min_articles: int = 2,
    persons: Flags | None = None,
    linked: tuple[Ints, Ints] | None = None,
) -> Phrases:
    """Noun phrases that stand in several articles; occurrences never overlap, the longest wins.

    Parameters
    ----------
    min_articles
        Phrases in fewer articles are left out.
    persons
        Types that are names of persons: no phrase ends in one.
    linked
        Words that phrases end before, and words that they begin at, where a text may link two:
        such phrases need one article only.
    """
    proper = proper_types(flow)
    inside = content_words(flow, proper)
    chunk_last = phrase_ends(flow, inside)
    spans = _spans(flow, inside=inside, ends=chunk_last, proper=proper, persons=persons)
    n = len(flow.word)
    needed = np.zeros(len(spans.first), dtype=bool)
    if linked is not None:
        before, after = np.zeros(n + 1, dtype=bool), np.zeros(n + 1, dtype=bool)
        before[linked[0]], after[linked[1]] = True, True
        size = words_so_far(flow, inside)
        entire = (spans.last - spans.first) == np.minimum(size[spans.last - 1], LONGEST)
        needed = spans.whole & entire & (before[spans.last] | after[spans.first])
    return _choose(flow, spans, proper=proper, least=min_articles, needed=needed)


@dataclass(frozen=True, slots=True)
class _Spans:
    """What may be a wording: words ``first:last``, a key of its types, and where it stands."""

    first: Ints
    last: Ints
    key: NDArray[np.uint64]
    whole: Flags  # to the end of its noun phrase; else a name within one
    persons: int


def _spans(
    flow: Flow, *, inside: Flags, ends: Ints, proper: Flags, persons: Flags | None
) -> _Spans:
    """The last one to four words of each noun phrase, and names of two or more words inside."""
    w = flow.word
    size = words_so_far(flow, inside)
    head = singulars(flow)
    bad_head = flow.types_in("heads") | flow.types_in("lead")
    lead = flow.types_in("lead")
    person = np.zeros(len(flow.vocabulary), dtype=bool) if persons is None else persons
    n_person = int(np.count_nonzero(person[w[ends]]))
    bad_head |= ~noun_types(flow, ends, size)
    ends = ends[~bad_head[w[ends]] & ~person[w[ends]]]
    name_size, name_ends = name_rows(flow, inside, proper)
    name_ends = name_ends[(name_size[name_ends] > 1) & ~person[w[name_ends]]]
    parts = []
    for whole, last, most in ((True, ends, size), (False, name_ends, name_size)):
        for k in range(1, LONGEST + 1) if whole else range(2, LONGEST + 1):
            at = last[most[last] >= k] if whole else last[most[last] == k]
            at = at[~lead[w[at - k + 1]]]
            parts.append((at - k + 1, at + 1, _keys(w, head, at, k), np.full(len(at), whole)))
    first, last, key, is_whole = (np.concatenate(column) for column in zip(*parts, strict=True))
    return _Spans(first, last, key, is_whole, n_person)


def _keys(word: Ints, head: Ints, last: Ints, k: int) -> NDArray[np.uint64]:
    """A number for the types of k words that end at ``last``; sums wrap."""
    key = (head[word[last]] + 1).astype(np.uint64)
    for back in range(1, k):
        key = key * _ODD + (word[last - back] + 1).astype(np.uint64)
    return key


def _choose(flow: Flow, spans: _Spans, *, proper: Flags, least: int, needed: Flags) -> Phrases:
    doc = flow.doc[spans.first]
    keys, number = np.unique(spans.key, return_inverse=True)
    n_articles = _articles(number, doc, len(keys))
    often = np.bincount(number[spans.whole], minlength=len(keys)) >= OFTEN
    # A name within a longer phrase counts where it also stands alone ("Northern Territories",
    # not "North Korean" before "regime").
    alone = np.bincount(number[spans.whole], minlength=len(keys)) > 0
    enough = (n_articles >= least) | often
    kept = enough[number] & (spans.whole | alone[number])
    wanted = np.bincount(number[needed], minlength=len(keys)) > 0
    kept |= needed
    index = np.flatnonzero(kept)
    length = (spans.last - spans.first)[index]
    # Names first, then the longest: "Northern Territories" in "Northern Territories dispute".
    order = index[np.lexsort((spans.first[index], -length, spans.whole[index]))]
    taken = _without_overlap(spans, order, len(flow.word))
    again = _articles(number[taken], doc[taken], len(keys))
    uses = np.bincount(number[taken], minlength=len(keys))
    enough = (again >= least) | (uses >= OFTEN) | wanted
    taken = taken[enough[number[taken]]]
    taken = taken[np.argsort(spans.first[taken], kind="stable")]
    used, phrase = np.unique(number[taken], return_inverse=True)
    example = np.zeros(len(used), dtype=np.int64)
    example[phrase[::-1]] = taken[::-1]
    head = singulars(flow)
    words = [
        (*map(int, flow.word[a : b - 1]), int(head[flow.word[b - 1]]))
        for a, b in zip(spans.first[example], spans.last[example], strict=True)
    ]
    is_name = np.fromiter((all(proper[w] for w in phrase) for phrase in words), bool, len(words))
    return Phrases(words, is_name, phrase, spans.first[taken], spans.last[taken], spans.persons)


def _articles(number: Ints, doc: Ints, n: int) -> Ints:
    """In how many articles each number stands."""
    cells = np.unique(number * (int(doc.max(initial=0)) + 1) + doc)
    return np.bincount(cells // (int(doc.max(initial=0)) + 1), minlength=n)


def _without_overlap(spans: _Spans, order: Ints, n_words: int) -> Ints:
    """Spans in this order, without those that share a word with an earlier one."""
    rank = np.full(n_words, len(order), dtype=np.int64)
    place = np.arange(len(order))
    first, last = spans.first[order], spans.last[order]
    length = last - first
    alive = np.ones(len(order), dtype=bool)
    chosen = np.zeros(len(order), dtype=bool)
    taken = np.zeros(n_words, dtype=bool)
    # Rounds: whoever is the first claimant of all its words gets them.
    while alive.any():
        rank[:] = len(order)
        for k in range(LONGEST):
            has = alive & (length > k)
            np.minimum.at(rank, first[has] + k, place[has])
        wins = alive.copy()
        for k in range(LONGEST):
            has = alive & (length > k)
            wins[has] &= rank[first[has] + k] == place[has]
        chosen |= wins
        for k in range(LONGEST):
            has = wins & (length > k)
            taken[first[has] + k] = True
        alive &= ~wins
        for k in range(LONGEST):
            has = alive & (length > k)
            alive[has] &= ~taken[first[has] + k]
    return order[chosen]
