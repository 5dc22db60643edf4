from __future__ import annotations

import pytest

from framing.codebook.patterns import compile_pattern
from framing.codebook.shape import first_words
from framing.errors import PatternError
from framing.records.patterns import Choice, Gap, Word

ACTORS = {"russia": ("russia", "russian (side|government)"), "ussr": ("[the] soviet union",)}


@pytest.mark.parametrize(
    ("source", "items"),
    [
        ("Treaty", (Word("treaty"),)),
        ("sovereign*", (Word("sovereign", prefix=True),)),
        ("*held", (Word("held", suffix=True),)),
        ("*over*", (Word("over", prefix=True, suffix=True),)),
        ("peace  treaty", (Word("peace"), Word("treaty"))),
        ("(seize|take over)", (Choice(((Word("seize"),), (Word("take"), Word("over")))),)),
        ("[the] islands", (Choice(((Word("the"),),), optional=True), Word("islands"))),
        ("seized ~4 islands", (Word("seized"), Gap(4), Word("islands"))),
        ("=May", (Word("may", exact="May"),)),
        ("=US", (Word("u.s.", exact="US"),)),
        ("Russia’s", (Word("russia"),)),
        ("act:seized", (Choice(((Word("seized"),),), slot="act"),)),
        ("agent:(we|they)", (Choice(((Word("we"),), (Word("they"),)), slot="agent"),)),
        ("@ussr", (Choice(((*compile_pattern("[the] soviet union").items,),)),)),
        (
            "recipient:@ussr",
            (Choice((compile_pattern("[the] soviet union").items,), slot="recipient"),),
        ),
        (
            "bio-weapon*",
            (
                Choice(
                    (
                        (Word("bioweapon", prefix=True),),
                        (Word("bio"), Word("weapon", prefix=True)),
                    )
                ),
            ),
        ),
        ("=Non-Aligned", (Word("nonaligned", exact="Non-Aligned"),)),
    ],
)
def test_each_construct(source, items):
    pattern = compile_pattern(source, ACTORS)
    assert (pattern.source, pattern.items) == (source, items)


@pytest.mark.parametrize(
    ("source", "has_gap"),
    [("a b", False), ("a ~1 b", True), ("(a ~2 b|c)", True), ("[a (b ~20 c)] d", True)],
)
def test_has_gap_looks_inside_brackets(source, has_gap):
    assert compile_pattern(source).has_gap is has_gap


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("[the] [four] islands", {"the", "four", "islands"}),
        ("([a] b|[c]) d", {"a", "b", "c", "d"}),
        ("(a|b) c", {"a", "b"}),
        ("@russia left", {"russia", "russian"}),
    ],
)
def test_the_words_that_a_match_can_begin_with(source, words):
    assert {word.text for word in first_words(compile_pattern(source, ACTORS))} == words


# What is wrong, where it stands or in what, and what is allowed.
@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", r"pattern '' is empty; write at least one word"),
        ("  \t", r"pattern '  \\t' is empty"),
        ("peace ~ treaty", r"'~' at character 7 cannot stand here; allowed: words, \*, \( \| \)"),
        ("peace ~3treaty", r"'~' at character 7 cannot stand here"),
        ("@Russia", r"'@' at character 1 cannot stand here; allowed: .*@actor"),
        ("a|b", r"'\|' at character 2 opens nowhere"),
        ("a) b", r"'\)' at character 2 opens nowhere"),
        ("a b]", r"'\]' at character 4 opens nowhere"),
        ("(a b", r"'\(' at character 1 is never closed; add '\)'"),
        ("a [b", r"'\[' at character 3 is never closed; add '\]'"),
        ("(a]", r"'\]' at character 3 closes '\('"),
        ("[a)", r"'\)' at character 3 closes '\['"),
        ("(a||b)", r"an alternative after character 1 is empty"),
        ("x ()", r"an alternative after character 3 is empty"),
        ("~3 a", r"a gap ~n stands between two words, not at an end"),
        ("a ~3", r"a gap ~n stands between two words, not at an end"),
        ("(a ~3|b) c", r"a gap ~n stands between two words"),
        ("a ~0 b", r"gap ~0 is out of range; allowed: ~1 to ~20"),
        ("a ~21 b", r"gap ~21 is out of range; allowed: ~1 to ~20"),
        ("[a]", r"would match nothing at all; not all may be optional"),
        ("[a] ([b]|c)", r"would match nothing at all"),
        ("@china left", r"unknown actor @china; allowed: russia, ussr"),
        ("patient:@ussr", r"unknown part 'patient'; allowed: act, agent"),
        ("agent:[the]", r"'agent:' is no word that an article can hold"),
        ("*", r"'\*' is no word that an article can hold; allowed: letters, digits"),
        ("=May*", r"'=May\*' is no word .*\* at either end \(not with =\)"),
        ("=", r"'=' is no word"),
        ("sov*ty", r"'sov\*ty' is no word"),
        ("snake_case", r"'snake_case' is no word"),
        ("treaty!", r"'treaty!' is no word"),
        ("“treaty”", r"'“treaty”' is no word"),
    ],
)
def test_what_cannot_be_read_says_what_where_and_what_is_allowed(source, message):
    with pytest.raises(PatternError, match=message) as caught:
        compile_pattern(source, ACTORS)
    assert repr(source) in str(caught.value)


def test_an_actor_where_none_is_defined():
    with pytest.raises(PatternError, match="unknown actor @russia; allowed: none is defined"):
        compile_pattern("@russia")


def test_bare_alternatives_are_told_to_stand_in_brackets():
    with pytest.raises(PatternError, match=r"write \(a\|b\)"):
        compile_pattern("seize|take")


def test_brackets_too_deep_are_refused():
    with pytest.raises(PatternError, match="at most 20 in each other"):
        compile_pattern("(" * 3000 + "a" + ")" * 3000)
