from __future__ import annotations

import itertools

import numpy as np
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from framing.codebook.matching import Hit, find_hits, keep_longest
from framing.codebook.patterns import compile_pattern
from framing.codebook.postings import WordStream
from framing.language.words import WORD, fold

ACTORS = {"ussr": ("[the] soviet union", "soviets"), "japan": ("japan",)}


def stream(text: str) -> WordStream:
    """Words of a text; a line is a sentence."""
    surfaces: list[str] = []
    limits: list[int] = []
    for line in text.split("\n"):
        words = regex.findall(WORD, line)
        surfaces += words
        limits += [len(surfaces)] * len(words)
    types = [fold(word) for word in surfaces]
    vocabulary = sorted(set(types))
    return WordStream(
        vocabulary,
        np.array([vocabulary.index(t) for t in types], dtype=np.int64),
        np.array(limits, dtype=np.int64),
        surfaces.__getitem__,
    )


def spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [(h.first, h.last) for h in find_hits([compile_pattern(pattern, ACTORS)], stream(text))]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("treaty", "A TREATY, the treaty's end, treaties", [(1, 2), (3, 4)]),
        ("sovereign*", "sovereign sovereignty reign", [(0, 1), (1, 2)]),
        ("*held", "Russian-held upheld holder held", [(0, 1), (1, 2), (3, 4)]),
        ("*over*", "overt cover turnover over lover", [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]),
        ("lab", "lab labs available", [(0, 1)]),
        ("peace treaty", "a peace treaty of peace and a treaty", [(1, 3)]),
        ("(seize|take over)", "seize take take over", [(0, 1), (2, 4)]),
        ("[the] islands", "the islands of islands", [(0, 2), (1, 2), (3, 4)]),
        ("seized ~2 islands", "seized islands seized a b islands", [(0, 2), (2, 6)]),
        ("seized ~2 islands", "seized a b c islands", []),
        ("=May", "may May MAY May's May’s", [(1, 2), (3, 4), (4, 5)]),
        ("=US", "us US U.S.", [(1, 2)]),
        ("us", "us US U.S. Us", [(0, 1), (3, 4)]),
        ("U.S.", "us US U.S. US’s", [(1, 2), (2, 3), (3, 4)]),
        (
            "bio-weapon",
            "bio-weapon bioweapon bio weapon bio‑weapon",
            [(0, 1), (1, 2), (2, 4), (4, 5)],
        ),
        ("Курилы", "КУРИЛЫ", [(0, 1)]),
        ("@ussr left", "the Soviet Union left Soviets left", [(0, 4), (1, 4), (4, 6)]),
        ("a (b|b c) d", "a b c d", [(0, 4)]),
        ("a (b c|b) c", "a b c", [(0, 3)]),
        ("a [b] ~2 [c] d", "a b x c d", [(0, 5)]),
    ],
)
def test_what_each_construct_matches(pattern, text, found):
    assert spans(pattern, text) == found


def test_an_optional_part_is_taken_where_it_can_be():
    assert spans("islands [of japan]", "islands of japan") == [(0, 3)]
    # Taking it would leave nothing for what must follow.
    assert spans("the [japan] japan", "the japan") == [(0, 2)]


def test_a_gap_is_as_short_as_it_can_be():
    assert spans("a ~5 b", "a x b b b") == [(0, 3)]


def test_a_match_never_leaves_its_sentence():
    assert spans("a ~5 b", "a x\nb") == []
    assert spans("a b", "a\nb a b") == [(2, 4)]


def test_slots_hold_the_words_of_their_part():
    pattern = compile_pattern(
        "agent:@ussr ~2 act:(seized|took over) [from recipient:@japan]", ACTORS
    )
    text = stream("the Soviet Union then took over from Japan")
    assert find_hits([pattern], text) == [
        Hit(0, 0, 8, (("agent", 0, 3), ("act", 4, 6), ("recipient", 7, 8))),
        Hit(0, 1, 8, (("agent", 1, 3), ("act", 4, 6), ("recipient", 7, 8))),
    ]


def test_hits_are_sorted_by_place_then_by_pattern():
    patterns = [compile_pattern(p) for p in ("b", "a b", "a")]
    hits = [(h.pattern, h.first) for h in find_hits(patterns, stream("a b a"))]
    assert hits == [(1, 0), (2, 0), (0, 1), (2, 2)]


def test_hits_are_looked_for_at_flagged_words_only():
    text = stream("the talks on the lake\nthe lake\nthe talks")
    patterns = [compile_pattern("the ~3 lake"), compile_pattern("talks")]
    everywhere = find_hits(patterns, text)
    within = np.array([False] * 5 + [True] * 4)
    assert [hit.first for hit in everywhere] == [0, 1, 3, 5, 8]
    assert find_hits(patterns, text, within=within) == everywhere[3:]


def test_nothing_to_look_for_or_to_look_in():
    assert find_hits([], stream("a")) == []
    assert find_hits([compile_pattern("a")], stream("")) == []


def test_of_overlapping_hits_the_longest_then_the_earliest_then_the_first_pattern_stays():
    hits = [Hit(0, 0, 2), Hit(1, 1, 4), Hit(2, 4, 5), Hit(3, 4, 5), Hit(4, 5, 7), Hit(5, 6, 8)]
    assert [hit.pattern for hit in keep_longest(hits)] == [1, 2, 4]


words = st.sampled_from("abcd")
simple = words.map(
    lambda word: (word, lambda at, line: {at + 1} if line[at : at + 1] == [word] else set())
)


def _choice(options, optional):
    source = ("[{}]" if optional else "({})").format("|".join(source for source, _ in options))

    def ends(at, line):
        found = set().union(*(end(at, line) for _, end in options))
        return found | {at} if optional else found

    return source, ends


def _sequence(parts, gaps):
    source = parts[0][0] + "".join(
        (f" ~{gap} " if gap else " ") + part[0] for part, gap in zip(parts[1:], gaps, strict=False)
    )

    def ends(at, line):
        found = parts[0][1](at, line)
        for (_, end), gap in zip(parts[1:], gaps, strict=False):
            starts = {place + skip for place in found for skip in range(gap + 1)}
            found = set().union(*(end(start, line) for start in starts if start <= len(line)))
        return found

    return source, ends


# A pattern as written, and by other means the set of places where it can end.
patterns = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.builds(_choice, st.lists(inner, min_size=1, max_size=3), st.booleans()),
        st.builds(
            _sequence,
            st.lists(inner, min_size=2, max_size=3),
            st.lists(st.integers(0, 2), min_size=2, max_size=2),
        ),
    ),
    max_leaves=6,
).map(lambda inner: _sequence([("a", simple_a), inner, ("b", simple_b)], [0, 1]))


def simple_a(at, line):
    return {at + 1} if line[at : at + 1] == ["a"] else set()


def simple_b(at, line):
    return {at + 1} if line[at : at + 1] == ["b"] else set()


@given(patterns, st.lists(st.lists(words, max_size=7), max_size=3))
def test_a_hit_is_there_where_and_only_where_the_pattern_fits(pattern, lines):
    source, ends = pattern
    text = stream("\n".join(" ".join(line) for line in lines))
    hits = {hit.first: hit.last for hit in find_hits([compile_pattern(source)], text)}
    offset = 0
    for line in lines:
        for at in range(len(line)):
            possible = {end + offset for end in ends(at, line)}
            assert (hits.get(at + offset) in possible) if possible else (at + offset not in hits)
        offset += len(line)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 12), st.integers(1, 5)), max_size=12))
def test_kept_hits_never_overlap_and_every_lost_one_meets_one_at_least_as_long(raw):
    hits = [Hit(pattern, first, first + n) for pattern, first, n in raw]
    kept = keep_longest(hits)
    assert all(one.last <= two.first for one, two in itertools.pairwise(kept))
    for hit in hits:
        rivals = [k for k in kept if k.first < hit.last and hit.first < k.last]
        assert any(k.last - k.first >= hit.last - hit.first for k in rivals)


@pytest.mark.parametrize(
    "pattern",
    [
        "=the ~20 =the ~20 =the ~20 =the ~20 =zzz",
        "=the " + "[=the] " * 16 + "=zzz",
        "=the " + "[=the ~20 " * 12 + "=the" + "]" * 12 + " =zzz",
        "=the (" + "[=the] " * 16 + "=end|=the) =zzz",
        "=the [~9 (=the|=a)] ~9 [=the] ~9 (=the|=a) ~9 [=the] ~9 =the =zzz",
    ],
)
def test_no_place_is_tried_twice(pattern):
    words = stream("zzz Russia " + "the " * 120 + "end")
    looks = 0

    def surface(index: int) -> str:
        nonlocal looks
        looks += 1
        return words.surface(index)

    counting = WordStream(words.vocabulary, words.ids, words.limits, surface)
    assert find_hits([compile_pattern(pattern)], counting) == []
    # From each of 120 places at most each part against each word.
    assert looks < 120 * len(pattern.split()) * 120


def test_what_failed_before_a_hit_does_not_hide_the_next_hit():
    found = [(0, 4), (1, 4), (2, 4), (5, 9), (6, 9), (7, 9)]
    assert spans("the [the] [the] end", "the the the end x the the the end") == found
