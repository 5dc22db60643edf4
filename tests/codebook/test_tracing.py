from __future__ import annotations

import pytest

from framing.codebook.patterns import compile_pattern
from framing.codebook.tracing import gap_words, trace_hit

SETS = {
    "place": ("(islands|isles)", "northern rocks"),
    "be": ("(is|are)", "free:(never)"),
    "north": ("north",),
}


def steps(pattern: str, text: str) -> list[tuple[str, str]]:
    words = text.split()
    found = trace_hit(compile_pattern(pattern, SETS), words, first=0, last=len(words))
    return [(step.part, " ".join(words[step.first : step.last])) for step in found]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("peace treaty", "peace treaty", [("peace treaty", "peace treaty")]),
        ("seiz* ~4 isles", "seized all isles", [
            ("seiz*", "seized"), ("~4", "all"), ("isles", "isles"),
        ]),
        ("seiz* ~4 isles", "seized isles", [("seiz* isles", "seized isles")]),
        ("@place are =North", "northern rocks are north", [
            ("@place", "northern rocks"), ("are =North", "are north"),
        ]),
        ("holder:@north takes [the] @place", "north takes the isles", [
            ("holder:@north", "north"), ("takes the", "takes the"), ("@place", "isles"),
        ]),
        ("holder:(he|she) said", "she said", [("holder:she", "she"), ("said", "said")]),
    ],
)  # fmt: skip
def test_each_word_is_matched_by_its_part(pattern, text, expected):
    assert steps(pattern, text) == expected


def test_words_of_gaps_and_free_parts_keep_their_meaning():
    words = ["isles", "are", "never", "quite", "ours"]
    found = trace_hit(
        compile_pattern("@place are free:never ~2 ours", SETS), words, first=0, last=5
    )
    assert gap_words(found) == {2, 3}


def test_a_free_part_inside_of_a_set_is_seen():
    found = trace_hit(
        compile_pattern("isles @be ours", SETS), ["isles", "never", "ours"], first=0, last=3
    )
    assert gap_words(found) == {1}


def test_what_does_not_match_is_an_error():
    with pytest.raises(ValueError, match="'a b' does not match words 0 to 1"):
        trace_hit(compile_pattern("a b"), ["a", "c"], first=0, last=1)


def test_a_long_pattern_is_traced_part_by_part():
    pattern = compile_pattern("the " * 2000 + "[the] " * 30 + "~20 the ~20 end")
    words = ["the"] * 2050 + ["end"]
    found = trace_hit(pattern, words, first=0, last=2051)
    assert (found[0].first, found[-1].part, found[-1].last) == (0, "end", 2051)
